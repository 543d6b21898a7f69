"""The stored, compared, searched and sorted forms of Vietnamese text."""

import unicodedata

import pytest

from ....grammars.text import clean, normalise, search_key, sort_key, tidy


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Sở\u00a0Khoa   học\tvà\r\nCông nghệ ", "Sở Khoa học và Công nghệ"),
        (unicodedata.normalize("NFD", "Sở Nội vụ"), "Sở Nội vụ"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("\ufeffKế\u200b hoạch\u202e\u2066", "Kế hoạch"),
        ("mềm\u00ad mại", "mềm mại"),
        ("\ufffe\uffffx", "x"),
        ("a\u2028b", "a b"),
        ("\u00a0\u3000", ""),
        ("", ""),
        (None, ""),
        (False, ""),
        ("giữ “quote” – và …", "giữ “quote” – và …"),
    ],
)
def test_clean(typed, stored):
    assert clean(typed) == stored


def test_clean_keeps_lines_when_asked():
    assert clean(" một \r\n\r\n\r\n\n hai\u2028ba\x0bbốn \n", multiline=True) == "một\n\nhai\nba\nbốn"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoá", "hóa"),
        ("Cụ thể hoá", "CỤ THỂ HÓA"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("uỷ ban", "ủy ban"),
        ("hoàn thành", "hòan thành"),
        ("không quá", "không qúa"),
        ("Tỷ lệ", "Tỉ lệ"),
        ("kỹ thuật", "kĩ thuật"),
        ("quản lý", "quản lí"),
        ("quý III", "quí III"),
        ("57‐NQ/TW", "57-NQ/TW"),
        ("a – b", "a — b"),
        ("−5", "-5"),
        ("“phi tiếp xúc”", '"phi tiếp xúc".'),
        ("ngành, trường...", "ngành, trường…"),
        ("Sở Tài Chính.", "Sở Tài chính"),
        ("Sở\u00a0Y  tế", "sở y tế;"),
    ],
)
def test_normalise_makes_twins_equal(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thúy", "thúi"),
        ("ma", "mà"),
        ("lúa", "luá "),
        ("sở y", "sở i"),
        ("tay", "tai"),
        ("Tỷ lệ", "Tỷ lễ"),
        ("sở, ngành", "sở ngành"),
        ("-", ""),
    ],
)
def test_normalise_keeps_different_texts_apart(one, other):
    assert normalise(one) != normalise(other)


def test_tidy_keeps_letters_and_their_case():
    assert tidy("  Sở  KH&CN – “Tỷ lệ”. ") == 'Sở KH&CN - "Tỷ lệ"'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sở Khoa học và Công nghệ", "so khoa hoc va cong nghe"),
        ("ĐỔI MỚI sáng tạo", "doi moi sang tao"),
        ("Thủy lợi – ươm", "thuy loi - uom"),
        ("Tỷ lệ", "ti le"),
        ("Tỉ lệ", "ti le"),
        ("Quyết định, quý", "quyet dinh, quy"),
    ],
)
def test_search_key(text, key):
    assert search_key(text) == key


@pytest.mark.parametrize("typed", ["quy", "quye", "tỉ", "kỹ", "khoa h", "Đại"])
def test_a_word_half_typed_is_found(typed):
    stored = search_key("Tỷ lệ kỹ năng theo Quyết định của Đại học, khoa học")
    assert search_key(typed) in stored


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "ăn", "ân", "ba", "ca", "đa"],
        ["da", "dz", "đa"],
        ["ba", "ba ba", "bá ba má", "bà cô", "bác"],
        ["ma", "Ma", "MA", "mà"],
        ["Nhiệm vụ 2", "Nhiệm vụ 10", "Nhiệm vụ 100", "Nhiệm vụ a"],
        ["1.2", "1.10", "2"],
        ["9", "010", "11"],
        ["8", "99999999", "100000000", "999999999", "1000000000", "1000000000000000000000"],
        ["Sở Công Thương", "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Sở Y tế"],
        ["Xã Anh Sơn", "Xã Ân Phú", "Xã Bình Minh", "Xã Đông Hiếu"],
        ["2", "a", "z", "я", "中"],
    ],
)
def test_sort_key_is_the_order_of_the_dictionary(ordered):
    keys = [sort_key(text).encode("ascii") for text in ordered]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_sort_key_is_the_same_for_both_placements_of_a_tone():
    assert sort_key("hóa") == sort_key("hoá")
    assert sort_key("nội-vụ") == sort_key("nội  vụ.")
    assert sort_key(unicodedata.normalize("NFD", "Đường")) == sort_key("Đường")


def test_sort_key_is_bounded():
    for text in ("Nhiệm vụ " * 1000, "中" * 1000, "9" * 100_000):
        assert len(sort_key(text)) <= 362
