"""Properties of every text: no spelling of spaces, marks or accents changes a meaning, and nothing ever raises."""

import math
import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ....grammars.actors import Names, parse_actors
from ....grammars.deadline import parse_deadline
from ....grammars.number import parse_number
from ....grammars.product import guess_track
from ....grammars.target import parse_target, read_indicator
from ....grammars.text import clean, normalise, search_key, sort_key

bounded = settings(max_examples=200, deadline=None, derandomize=True, database=None)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạóòỏõọúùủũụýỳỷỹỵAĐƠ"
# Any code points, lone surrogates among them, and texts that come close to what the grammars read.
SENTENCE = """
    ≥ ≤ > < = >= => - – % /năm GRDP 6G ( ) ; , . 1 7 50 1.200 2,5 0.60 2025 2030 99/12/2025 31/6/2025 từ đến trên dưới
    giảm tăng đạt không quá khoảng trở lên Top thứ nhóm tỉnh dẫn đầu Năm Hàng năm quý III tháng 13 trước ngày hết và
    giai đoạn tiếp theo thường xuyên các Sở Nội vụ chủ trì
"""
WORDS = st.sampled_from(SENTENCE.split())
PHRASES = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("".join)
ANYTHING = st.text(max_size=60) | st.text(st.characters(exclude_categories=()), max_size=30) | PHRASES
VIETNAMESE = st.text(LETTERS + " 0123456789-", max_size=30)

TARGETS = st.sampled_from((
    "≥ 50%", "100%", "7", "6G (50%)", "≥ 2% 3%GRDP", "≥ 2-3%", "80 - 90%", "> 0,7", "10% GRDP", "Có", "ứng dụng",
    "Duy trì/nâng cấp", "Top 20 của cả nước", "Đạt mức tiên tiến", "không quá 5 vụ", "giảm từ 1 - 1,5%/năm", "-",
    "từ 80% trở lên", "1.200 tỷ đồng", "hoàn thành",
))  # fmt: skip
DEADLINES = st.sampled_from((
    "Năm 2025", "Hàng năm", "Năm 2025 và giai đoạn tiếp theo", "2025 - 2030", "Quý III/2025", "trước ngày 30/6/2025",
    "Nhiệm vụ thường xuyên", "6 tháng đầu năm 2026", "đến hết năm 2026", "Khi có hướng dẫn",
))  # fmt: skip
ACTORS = st.sampled_from(["Sở Văn hóa, Thể thao và Du lịch; Ủy ban", "Báo - Đài", "các sở, ngành - Sở Lý"])
NAMES = Names([("Sở Văn hoá, Thể thao và Du lịch", 1), ("Uỷ ban", 2), ("Báo - Đài", 3), ("Sở Lí", 4)])


@st.composite
def respelt(draw, texts):
    """A text and another spelling of it: spaces, no-break spaces, decomposed letters, dashes, a closing dot, case."""
    text = draw(texts)
    space = draw(st.sampled_from([" ", "  ", "\u00a0", " \u200b", "\t", "\r\n"]))
    dash = draw(st.sampled_from("-–—−‑"))
    other = text.replace(" ", space).replace("-", dash)
    other = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), other)
    other = draw(st.sampled_from([str, str.upper]))(other)
    other = (
        draw(st.sampled_from(["", " ", "\u00a0", "\ufeff"]))
        + other
        + draw(st.sampled_from(["", ".", " .", "..", "\n"]))
    )
    return text, other


def meaning(target):
    return target.kind, target.operator, target.value_min, target.value_max, normalise(target.unit), target.notes


@bounded
@given(respelt(TARGETS))
def test_spelling_does_not_change_a_target(pair):
    one, other = ([meaning(target) for target in parse_target(text)] for text in pair)
    assert one == other


@bounded
@given(respelt(DEADLINES))
def test_spelling_does_not_change_a_deadline(pair):
    one, other = (parse_deadline(text, date(2025, 5, 14)) for text in pair)
    assert vars(one) | {"text": ""} == vars(other) | {"text": ""}


@bounded
@given(respelt(ACTORS))
def test_spelling_does_not_change_who_is_named(pair):
    one, other = (parse_actors(text, NAMES) for text in pair)
    assert one.found == other.found
    assert [normalise(piece) for piece in one.unknown] == [normalise(piece) for piece in other.unknown]


@bounded
@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from(["≥ {}%", "≥{} %", ">= {}%", "=> {}%", "⩾ {}%."]))
def test_every_form_of_a_number_is_one_target(whole, hundredths, form):
    grouped = f"{whole:,}".replace(",", ".")
    values = {
        parse_target(form.format(number))[0].value_min
        for number in (f"{whole},{hundredths:02}", f"{whole}.{hundredths:02}", f"{grouped},{hundredths:02}")
    }
    assert values == {float(f"{whole}.{hundredths:02}")}


@bounded
@given(ANYTHING)
def test_targets_never_raise_and_stay_finite(text):
    for target in (*parse_target(text), *(t for m in read_indicator(text, {2025: text}) for t in m.targets.values())):
        assert target.text == text
        assert all(value is None or math.isfinite(value) for value in (target.value_min, target.value_max))
        assert (target.kind in ("numeric", "range", "boolean", "rank")) == (target.operator is not None)
        if target.operator in ("ge", "gt", "between", "eq"):
            assert target.value_min is not None
        if target.operator in ("le", "lt", "between", "eq"):
            assert target.value_max is not None


@bounded
@given(ANYTHING, st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_deadlines_never_raise_and_stay_in_range(text, issued_on):
    deadline = parse_deadline(text, issued_on)
    assert deadline.text == text
    for day in filter(None, (deadline.date_start, deadline.date_end)):
        assert 2000 <= day.year <= 2100
    if deadline.recurrence in ("once", "once_then_ongoing"):
        assert deadline.date_end
    if deadline.date_start and deadline.date_end:
        assert deadline.date_start <= deadline.date_end
    if deadline.recurrence == "unknown":
        assert deadline.is_ambiguous
        assert deadline.notes


@bounded
@given(ANYTHING)
def test_numbers_names_and_tracks_never_raise(text):
    number = parse_number(text)
    assert number is None or number.is_finite()
    actors = parse_actors(text, NAMES)
    assert all(piece in clean(text) for piece in actors.unknown)
    assert guess_track(text, "once")[0] in ("document", "project", "regular")


@bounded
@given(st.integers(-(10**11), 10**11), st.integers(0, 999))
def test_a_number_survives_its_vietnamese_form(whole, thousandths):
    vietnamese = f"{whole:,}".replace(",", ".") + f",{thousandths:03}"
    assert parse_number(vietnamese) == parse_number(f"{whole},{thousandths:03}")
    assert float(parse_number(vietnamese)) == float(f"{whole}.{thousandths:03}")


@bounded
@given(ANYTHING)
def test_keys_are_stable_and_storable(text):
    for key in (clean, normalise, search_key, lambda value: clean(value, multiline=True)):
        assert key(key(text)) == key(text)
    kept = clean(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in kept)
    assert normalise(kept) == normalise(text)
    assert search_key(kept) == search_key(text)


@bounded
@given(ANYTHING)
def test_sort_key_is_short_ascii(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert len(key) <= 362


@bounded
@given(VIETNAMESE, VIETNAMESE)
def test_letters_decide_before_tones(one, other):
    """The order of two texts that differ in more than tones and case is that of their letters alone."""
    plain = [sort_key(_without_tones(text).lower()) for text in (one, other)]
    keys = [sort_key(text) for text in (one, other)]
    if plain[0] != plain[1]:
        assert (keys[0] < keys[1]) == (plain[0] < plain[1])


@bounded
@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one, other):
    assert (sort_key(f"Nhiệm vụ {one}") < sort_key(f"Nhiệm vụ {other}")) == (one < other)


def _without_tones(text):
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if char not in "\u0300\u0301\u0303\u0309\u0323")
    )
