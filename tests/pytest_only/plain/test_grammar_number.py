"""Numbers in Vietnamese and in plain form."""

from decimal import Decimal

import pytest

from ....grammars.number import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"),
        ("1200", "1200"),
        ("2.000", "2000"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("42,5", "42.5"),
        ("1,0", "1.0"),
        ("0.60", "0.60"),
        ("0.600", "0.6"),
        ("0,7", "0.7"),
        ("1,234", "1.234"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1234.567", "1234.567"),
        ("1 200", "1200"),
        ("1\u00a0200,5", "1200.5"),
        ("01", "1"),
        (" 12 ", "12"),
        ("-5", "-5"),
        ("−2,5", "-2.5"),
        ("+3", "3"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_numbers(text, value):
    assert parse_number(text) == Decimal(value)


NO_NUMBERS = (
    "", None, " ", "-", "5.", ".5", ",5", "1..2", "1.2.3", "1.234.56", "12.34,5", "1,23,456", "1.000,000,1", "1 20",
    "nan", "inf", "Infinity", "1e5", "0x1", "1_000", "٣", "½", "²", "５", "năm", "50%", "2/3", "5 người", "1-2",
    "1.234 567", "--5", "9" * 16, "9" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_refuses_what_is_no_number(text):
    assert parse_number(text) is None
