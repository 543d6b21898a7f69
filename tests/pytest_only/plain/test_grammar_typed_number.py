"""Input of officers in a number cell of a report: read as Vietnamese, or refused, never guessed."""

import math
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ....grammars.text import clean
from ....grammars.typed_number import TypedNumberError, read_typed_number

bounded = settings(max_examples=200, deadline=None, derandomize=True, database=None)

# blanks of every kind that a text pasted from a document brings along
BLANKS = ["", " ", "  ", "\u00a0", "\u202f", "\u2009", "\u3000", "\u200b", "\ufeff"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("85,75 %", 85.75),
        ("85,75%", 85.75),
        ("85,75\u00a0%", 85.75),
        ("85.75%", 85.75),
        ("100%", 100),
        ("0 %", 0),
        ("1.234,5", 1234.5),
        ("1.234", 1234),
        ("85.750", 85750),
        ("1.234.567", 1234567),
        ("1,234", 1.234),
        ("1234,567", 1234.567),
        ("1234.5", 1234.5),
        ("1234.5678", 1234.5678),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("0.60", 0.6),
        ("0.600", 0.6),
        ("0,7", 0.7),
        ("1200", 1200),
        ("1 200", 1200),
        ("1\u00a0200,5", 1200.5),
        ("1\u202f200", 1200),
        ("-3,5", -3.5),
        ("−3,5", -3.5),
        ("–3,5%", -3.5),
        ("+3", 3),
        ("０", 0),
        ("１２", 12),
        ("－１．２３４，５％", -1234.5),
        ("1\u200b2", 12),
        (" 12 ", 12),
        ("\t12\r\n", 12),
        ("\u00a012\u00a0", 12),
        ("012", 12),
        ("999.999.999.999,99", 999999999999.99),
        ("-999999999999", -999999999999),
    ],
)
def test_numbers(text, value):
    found = read_typed_number(text)
    assert (type(found), found) == (float, value)


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0", "\u200b\ufeff", "\n \n", None, False])
def test_an_empty_cell_has_no_value(text):
    assert read_typed_number(text) is None


@pytest.mark.parametrize("text", ["0", "-0", "0,0", "0%", "-0,00 %"])
def test_nought_is_a_value(text):
    found = read_typed_number(text)
    assert (found, math.copysign(1, found)) == (0.0, 1.0)


NO_NUMBERS = (
    "N/A", "n/a", "khoảng 80", "≥ 80", "~80", "80-90", "80 - 90%", "80–90", "12abc", "12 người", "5 tỷ", "1e5", "1E5",
    "NaN", "nan", "inf", "-inf", "Infinity", "-", "--", "--5", "-%", "%", "%5", "50%%", "50 % %", "50‰", "5.", ",5",
    "1..2", "1.2.3", "1.234.56", "12.34,5", "1 20", "1234.567", "1234.567 %", "12345.678%", "-1234.567", "0x1", "1_000",
    "2/3", "½", "10²", "²", "①", "٣", "Ⅳ", "=1+1", "'12", "$5", "(5)", "12\n345", "12\t345", "1\u2028234", "không", "x",
    "1000000000000", "-1.000.000.000.000", "1.000.000.000.000,5", "9" * 13, "9" * 16, "9" * 100_000, "0" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: repr(text[:20]))
def test_refuses_what_is_no_number(text):
    """Refused with what was typed, so that the sentence on the screen can name it."""
    with pytest.raises(TypedNumberError) as refusal:
        read_typed_number(text)
    assert refusal.value.text == str(refusal.value) == clean(text)


def test_the_refusal_is_a_value_error_with_the_cleaned_text():
    with pytest.raises(ValueError, match=r"^khoảng 80 %$") as refusal:
        read_typed_number("  " + unicodedata.normalize("NFD", "khoảng\u00a0 80 %\n"))
    assert refusal.value.text == "khoảng 80 %"


def test_a_number_is_no_text():
    """Given the figure 0 instead of a text, nothing is taken for an empty cell."""
    for figure in (0, 0.0, 12):
        with pytest.raises(AttributeError):
            read_typed_number(figure)


def outcome(text):
    """Return the value, or what the refusal says."""
    try:
        return read_typed_number(text)
    except TypedNumberError as error:
        return error.text


# any code points, lone surrogates among them, and what comes close to a number
PIECES = st.sampled_from([*"0123456789.,-+% ", "khoảng ", "tỷ", "\u00a0", "１", "，", "\n", "1.234", "e5", "²", "NaN"])
ANYTHING = (
    st.text(max_size=20)
    | st.text(st.characters(exclude_categories=()), max_size=10)
    | st.lists(PIECES, max_size=8).map("".join)
)


@bounded
@given(ANYTHING)
def test_every_text_is_a_number_nothing_or_refused(text):
    found = outcome(text)
    if found is None:
        assert not clean(text)
    elif isinstance(found, float):
        assert math.isfinite(found) and abs(found) < 1e12
        assert any(char.isdigit() for char in text)
    else:
        assert found == clean(text) != ""


@bounded
@given(ANYTHING)
def test_composition_does_not_matter(text):
    assert outcome(unicodedata.normalize("NFC", text)) == outcome(unicodedata.normalize("NFD", text))


@st.composite
def numbers(draw):
    """A number below the limit with up to three decimals, as (its plain digits, its Vietnamese form)."""
    whole, places = draw(st.integers(0, 10**12 - 1)), draw(st.integers(0, 3))
    fraction = draw(st.integers(0, 10**places - 1))
    decimals = f"{fraction:0{places}}" if places else ""
    sign = draw(st.sampled_from(["", "-"]))
    grouped = f"{whole:,}".replace(",", draw(st.sampled_from([".", " ", "\u00a0", ""])))
    plain = sign + ".".join(filter(None, [str(whole), decimals]))
    return plain, sign + ",".join(filter(None, [grouped, decimals]))


@bounded
@given(numbers(), st.sampled_from(BLANKS), st.sampled_from(BLANKS), st.sampled_from(["", "%", "\u00a0%", " ％"]))
def test_a_number_survives_its_vietnamese_form(number, before, after, percent):
    plain, vietnamese = number
    assert read_typed_number(before + vietnamese + percent + after) == float(Decimal(plain))


@bounded
@given(numbers())
def test_wide_digits_are_digits(number):
    plain, vietnamese = number
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in vietnamese)
    assert read_typed_number(wide) == float(Decimal(plain))
