"""Numbers as an officer types them into a cell of a report: 85,75 %, 1.234,5, 1200; anything else is refused."""

import re

from .number import parse_number
from .text import clean

__all__ = ["TypedNumberError", "read_typed_number"]

# No figure of a report reaches it: more is a slip of the hand, and would poison a sum.
_LIMIT = 10**12
# The full-width twins of ASCII that an input method types. NFKC as a whole would make 10² a hundred and two.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Two cells pasted into one are not a number, though a blank may part thousands.
_CELL_BREAK = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HALF_GROUPED = re.compile(r"[-+]? ?[0-9]{4,}\.[0-9]{3}")


class TypedNumberError(ValueError):
    """The text typed is not a number that can be read without guessing; `text` is what was typed, cleaned."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text


def read_typed_number(text):
    """Return what the officer typed as a float; None where the cell is empty, which is not a value, and never zero.

    The marks are the Vietnamese ones, as `parse_number` reads them:

    - a comma is decimal: 1,234 is a little over one, and 1234,567 has three decimals;
    - a dot before exactly three digits marks thousands: 1.234 is 1234, 85.750 is 85750; before one, two or four
      digits, or after a lone 0, it can only be decimal: 0.60 and 0.600 are six tenths;
    - blanks of any kind may part groups of three, and 1,234,567 and 1,234.5 can be read in one way alone.

    Unlike a printed plan, a person can be asked again. So 1234.567 (a decimal dot, or a thousands mark forgotten?),
    words around a figure, ranges and two cells pasted into one are refused. One percent sign at the end is noise: the
    unit is the metric's. Full-width digits and marks are read as their plain twins.

    :raises TypedNumberError: if there is something, but no number below 10¹² in absolute value
    """
    if text is None or text is False:  # Odoo's empty Char; a figure is a mistake of the caller
        return None
    cells = _CELL_BREAK.search(text.strip())
    typed = clean(text)
    if not typed:
        return None
    digits = clean(text.translate(_NARROW)).removesuffix("%").rstrip()
    value = None if cells or _HALF_GROUPED.fullmatch(digits) else parse_number(digits)
    if value is None or abs(value) >= _LIMIT:
        raise TypedNumberError(typed)
    return float(value) + 0.0  # no negative zero
