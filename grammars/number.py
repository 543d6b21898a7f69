"""Numbers as Vietnamese plans write them: 1.234,5 and 42,5, but also 1200, 0.60 and 1,234.5."""

import re
from decimal import Decimal

from .text import clean

__all__ = ["NUMBER", "parse_number"]

# A run that may be a number, for the grammars that look for one inside a text; parse_number() has the last word.
NUMBER = r"(?:[0-9]{1,3}(?:[ ][0-9]{3})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)*"

# A thousands mark comes before exactly three digits, and its first group is not a lone 0 (0.600 is a decimal).
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_MINUS = str.maketrans("\u2212\u2013", "--")
# No figure of a plan is longer; with this bound every number is finite, and exact, as a float.
_MAX_DIGITS = 15


def parse_number(text):
    """The number that the whole text is, as a Decimal, or None.

    A dot is a thousands mark only before exactly three digits (2.000 is two thousand, 0.60 is sixty hundredths). A
    comma is decimal (1,234 is a little over one), unless its groups of three repeat or another mark follows them
    (1,234,567 and 1,234.5). Spaces may part groups of three. Never NaN or infinite; more than 15 digits are refused.
    """
    match = re.fullmatch(r"([-+]?) ?([0-9., ]+)", clean(text).translate(_MINUS))
    parts = _split(match[2]) if match and sum(map(str.isdigit, match[2])) <= _MAX_DIGITS else None
    return parts and Decimal(match[1] + ".".join(filter(None, parts)))


def _split(digits):
    """(whole, fraction) as strings of digits, or None."""
    match = _GROUPED.fullmatch(digits)
    if match:
        whole, mark, fraction = match.groups()
        lone_comma = mark == "," and whole.count(",") == 1 and fraction is None
        if not lone_comma:
            return re.sub("[., ]", "", whole), fraction
    match = _PLAIN.fullmatch(digits)
    return match and match.groups()
