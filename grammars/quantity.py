"""The quantity inside a target: sign, one number or two, unit. Used by the target grammar only.

The words are those of Vietnamese plans: "trên 80%", "từ 80% đến 90%", "không quá 5 vụ", "giảm từ 1-1,5%/năm".
"""

import re
from dataclasses import dataclass, replace

from ..tools.years import NAMED_YEARS
from .number import NUMBER, parse_number

__all__ = ["Quantity", "read_quantities", "read_quantity"]


@dataclass(frozen=True)
class Quantity:
    """The properties of a number in target.Target: the meaning of each field is described there."""

    kind: str
    operator: str
    value_min: float | None
    value_max: float | None
    unit: str
    notes: tuple[str, ...] = ()
    is_ambiguous: bool = False


_SIGNS = r"""(?:
    (?P<ge> ≥ | ⩾ | ≧ | >\s*= | =\s*> | tối\ thiểu | ít\ nhất | không\ (?:dưới|thấp\ hơn|ít\ hơn|nhỏ\ hơn) )
  | (?P<le> ≤ | ⩽ | ≦ | <\s*= | =\s*< | tối\ đa | nhiều\ nhất
      | không\ (?:(?:vượt\ )?(?:quá|qúa)|vượt|trên|cao\ hơn|lớn\ hơn) )
  | (?P<gt> > | trên | hơn | vượt | (?:cao|lớn|nhiều)\ hơn )
  | (?P<lt> < | dưới | (?:thấp|nhỏ|ít)\ hơn )
  | (?P<about> ~ | ≈ | khoảng | xấp\ xỉ | gần | ước )
  | (?P<eq> = | bằng | đúng )
  | (?P<start> từ )
)"""
_FILLER = r"(?:(?:phấn\ đấu|đạt|đảm\ bảo|bảo\ đảm|duy\ trì|t[ỷỉ]\ lệ|là|tăng\ lên|lên|bình\ quân|thêm)\s+)*"
# A word is parted from the number by a space ("50 người"), so that 6G is a name and no six of anything.
_WORD = r"(?!(?:đến|tới|trở|hoặc|hay)\b)[^\W\d_]\w*"
_UNIT = rf"(?:\s*[%‰])?(?:(?:(?<=[%‰])\s*|\s+|\s*/\s*){_WORD}(?:(?:\s*/\s*|,?\s)(?:{_WORD}|%)){{0,8}}?)??"
_QUANTITY = re.compile(
    rf"""{_FILLER}(?:(?P<falls_to>(?:giảm\ )?(?:xuống\ còn|xuống|còn))\s+|(?P<change>tăng|giảm)\s+)?{_FILLER}
    (?:{_SIGNS}\s*)?{_FILLER}(?P<start_too>từ\s+)?
    (?P<low>{NUMBER})(?P<low_unit>{_UNIT})
    (?:\s*(?:-|đến|tới)\s*(?P<high>{NUMBER})(?P<high_unit>{_UNIT}))?
    (?:\s+trở\ (?P<onward>lên|xuống))?""",
    re.IGNORECASE | re.VERBOSE,
)
_FRACTION = re.compile(rf"{_FILLER}([0-9]{{1,9}})\s*/\s*([0-9]{{1,9}})({_UNIT})", re.IGNORECASE | re.VERBOSE)
_PART = re.compile(r"\s*(?:[;,+]|\s(?:và|&)(?=\s)|\s(?=[≥≤<>=]|[0-9]))\s*", re.IGNORECASE)
# The database keeps bounds below a million million (16 digits, 4 of them decimals).
_LIMIT = 10**12
_MIRROR = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "eq": "eq", "between": "between"}


def read_quantities(text):
    """The one quantity that the whole (tidy) text is, or the two of different units that it is made of, or ()."""
    whole = read_quantity(text)
    if whole:
        return (whole,)
    pairs = []
    for gap in _PART.finditer(text):
        first, second = read_quantity(text[: gap.start()]), read_quantity(text[gap.end() :])
        if first and second and first.unit != second.unit:
            pairs.append((first, second))
    return pairs[0] if len(pairs) == 1 else ()


def read_quantity(text):
    """The quantity that the whole (tidy) text is, or None."""
    match = _FRACTION.fullmatch(text)
    if match:
        return _read_fraction(match)
    match = _QUANTITY.fullmatch(text)
    if not match:
        return None
    low, high = parse_number(match["low"]), parse_number(match["high"])
    if low is None or (match["high"] and (high is None or high <= low)) or max(low, high or low) >= _LIMIT:
        return None
    if high is None:
        quantity = _read_single(match, float(low))
    else:
        quantity = _read_range(match, float(low), float(high))
    return quantity and _with_ambiguities(quantity, match)


def _read_fraction(match):
    """2/3 and 31/31: a share, which is not the same as a count: to be looked at."""
    part, whole = int(match[1]), int(match[2])
    if not 0 < part <= whole:
        return None
    unit, notes, _ambiguous = _read_unit(match[3])
    return Quantity("numeric", "ge", part / whole, None, unit, ("fraction", "sign_understood", *notes), True)


def _sign(match):
    """(operator or None, notes): "trở lên" and "trở xuống" say what no sign before the number said."""
    sign = next((name for name in ("ge", "le", "gt", "lt", "eq", "about") if match[name]), None)
    if sign == "about":
        return None, ("approximate",)
    onward = {"lên": "ge", "xuống": "le"}.get((match["onward"] or "").lower())
    if onward and sign and sign != onward:
        return sign, ("conflicting_signs",)
    if match["falls_to"] and not match["high"]:
        return sign or onward or "le", () if sign or onward else ("sign_understood",)
    started = not match["high"] and (match["start"] or match["start_too"])
    return sign or onward or ("ge" if started else None), ()


def _read_single(match, value):
    operator, notes = _sign(match)
    unit, unit_notes, ambiguous = _read_unit(match["low_unit"])
    if operator is None:
        # A bare zero is a ceiling more often than a floor (no accident): nobody can tell from the cell.
        operator, notes = ("eq", (*notes, "zero")) if value == 0 else ("ge", (*notes, "sign_understood"))
    value_min = value if operator in ("ge", "gt", "eq") else None
    value_max = value if operator in ("le", "lt", "eq") else None
    return Quantity("numeric", operator, value_min, value_max, unit, (*notes, *unit_notes), ambiguous)


def _read_range(match, low, high):
    operator, notes = _sign(match)
    low_unit, low_notes, _ambiguous = _read_unit(match["low_unit"])
    unit, unit_notes, ambiguous = _read_unit(match["high_unit"])
    if low_unit and unit and low_unit != unit:
        return None
    notes = (*notes, "sign_with_range" if operator else "range_lower_bound", *(unit_notes or low_notes))
    return Quantity("range", operator or "between", low, high, unit or low_unit, notes, ambiguous)


def _read_unit(text):
    """(unit, notes, whether it is too long to be only a unit)."""
    unit = " ".join((text or "").split())
    if unit.lower() == "phần trăm":
        unit = "%"
    if unit[:1] not in ("%", "‰"):
        is_long = unit.count(" ") > 2
        return unit, ("long_unit",) if is_long else (), is_long
    sign, base = unit[0], unit[1:].strip()
    if not base or base.startswith("/"):
        return sign + base, (), False
    if base.split("/")[0].isupper():
        return f"{sign} {base}", (), False
    return sign, ("share_of",), False


def _with_ambiguities(quantity, match):
    """Add what makes the reading ambiguous, and give a fall its minus sign."""
    notes = list(quantity.notes)
    low, bare = quantity.value_min, "sign_understood" in notes or quantity.kind == "range"
    if match["change"]:
        notes.append("change_rate")
    elif quantity.unit == "%" and low is not None and (low > 100 or (low == 100 and not bare)):
        notes.append("above_full")
    if bare and not quantity.unit and low is not None and low.is_integer() and int(low) in NAMED_YEARS:
        notes.append("year_like")
    ambiguous = {"approximate", "conflicting_signs", "zero", "sign_with_range", "change_rate", "year_like"}
    quantity = replace(
        quantity, notes=tuple(notes), is_ambiguous=quantity.is_ambiguous or not ambiguous.isdisjoint(notes)
    )
    return _mirrored(quantity) if (match["change"] or "").lower() == "giảm" else quantity


def _mirrored(quantity):
    """A fall by 10 is a change of -10 or less: every bound changes its sign and its side."""
    low, high = (None if value is None else -value for value in (quantity.value_max, quantity.value_min))
    notes = tuple("range_upper_bound" if note == "range_lower_bound" else note for note in quantity.notes)
    return replace(
        quantity, operator=_MIRROR[quantity.operator], value_min=low, value_max=high, notes=(*notes, "reduction")
    )
