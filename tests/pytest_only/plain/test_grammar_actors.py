"""Names of bodies in a cell: the longest known name wins, nothing is guessed."""

import time

import pytest

from ....grammars.actors import Actors, Names, parse_actors

NAMES = Names(
    [
        ("Sở Nội vụ", "SNV"),
        ("Sở Y tế", "SYT"),
        ("Sở Khoa học và Công nghệ", "SKHCN"),
        ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
        ("Chi cục Thống kê", "TK"),
        ("Báo Nghệ An", "BAO"),
        ("Đài PTTH tỉnh", "DAI"),
        ("Báo Nghệ An - Đài PTTH tỉnh", "BAODAI"),
        ("các sở, ngành", ("group", 1)),
        ("các sở, ngành, địa phương", ("group", 2)),
        ("viện/trường", ("group", 3)),
        ("Trường Đại học, Cao đẳng", ("group", 4)),
        ("Công an tỉnh", "CAT"),
        ("Công an", "A"),
        ("Công an", "B"),
        ("a b", 1),
        ("b c d", 2),
        ("", "nobody"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (None, ()),
        ("Sở Nội vụ", ("SNV",)),
        ("SỞ NỘI VỤ.", ("SNV",)),
        ("Sở Văn hoá, Thể thao và Du lịch", ("SVHTTDL",)),
        ("Sở Nội vụ; Sở Khoa học và Công nghệ", ("SNV", "SKHCN")),
        ("Sở Khoa học và Công nghệ và Sở Nội vụ", ("SKHCN", "SNV")),
        ("Sở Khoa học và Công nghệ, Sở Văn hóa, Thể thao và Du lịch", ("SKHCN", "SVHTTDL")),
        ("Báo Nghệ An - Đài PTTH tỉnh", ("BAODAI",)),
        ("Báo Nghệ An–Đài PTTH tỉnh", ("BAODAI",)),
        ("Báo Nghệ An; Đài PTTH tỉnh", ("BAO", "DAI")),
        ("Chi cục Thống kê - Sở Khoa học và Công nghệ", ("TK", "SKHCN")),
        ("Các sở, ngành", (("group", 1),)),
        ("Các sở, ngành, địa phương", (("group", 2),)),
        ("Sở Nội vụ và các sở, ngành", ("SNV", ("group", 1))),
        ("Sở Nội vụ và các Viện/trường", ("SNV", ("group", 3))),
        ("Các Sở Y tế; Sở Nội vụ", ("SYT", "SNV")),
        ("Trường Đại học, Cao đẳng trên địa bàn tỉnh", (("group", 4),)),
        ("Sở Nội vụ chủ trì, phối hợp với Sở Y tế", ("SNV", "SYT")),
        ("Công an tỉnh", ("CAT",)),
    ],
)
def test_known_names(text, found):
    assert parse_actors(text, NAMES) == Actors(found)


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("Sở Xây dựng", (), ("Sở Xây dựng",)),
        ("Sở Nội vụ; Bộ Tư lệnh,  Hội LHPN tỉnh", ("SNV",), ("Bộ Tư lệnh", "Hội LHPN tỉnh")),
        ("Sở Nội vụ - Sở Xây dựng và Sở Y tế", ("SNV", "SYT"), ("Sở Xây dựng",)),
        ("các cơ quan, đơn vị liên quan", (), ("các cơ quan", "đơn vị liên quan")),
        ("Sở Nội vụng", (), ("Sở Nội vụng",)),
        ("xSở Nội vụ", (), ("xSở Nội vụ",)),
        ("Liên hiệp KH-KT", (), ("Liên hiệp KH-KT",)),
    ],
)
def test_what_is_not_known_is_said_verbatim(text, found, unknown):
    assert parse_actors(text, NAMES) == Actors(found, unknown, ("unknown_name",))


def test_a_name_given_twice_is_found_once():
    assert parse_actors("Sở Nội vụ; sở nội vụ", NAMES) == Actors(("SNV",), (), ("named_twice",))


def test_a_name_of_two_bodies_is_not_guessed():
    assert parse_actors("Công an, Sở Y tế", NAMES) == Actors(("SYT",), ("Công an",), ("ambiguous_name",))


def test_the_longest_name_wins_over_the_first():
    assert parse_actors("a b c d", NAMES) == Actors((2,), ("a",), ("unknown_name",))


def test_a_name_cut_off_at_the_end_does_not_match():
    assert parse_actors("Sở Y", NAMES).unknown == ("Sở Y",)


def test_a_thousand_texts_against_three_hundred_names():
    names = Names((f"Sở số {number} và bạn", number) for number in range(300))
    started = time.perf_counter()
    for number in range(1000):
        text = f"Sở số {number % 300} và bạn; Sở số {(number + 1) % 300} và bạn, các cơ quan khác"
        assert parse_actors(text, names).found == (number % 300, (number + 1) % 300)
    assert time.perf_counter() - started < 5  # measured: a fifth of a second
