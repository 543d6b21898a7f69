"""The calendar of reporting periods: months, quarters, half-years and years, and days counted from their start.

Periods are the calendar's own: a quarter starts in January, April, July or October. Dates alone, no clock and no time
zone; beyond the years 1 to 9999 Python's own errors come through, and an unknown kind is a KeyError.
"""

from calendar import monthrange
from datetime import date, timedelta

__all__ = ["MONTHS", "day_in_month", "next_start", "period_end", "period_key", "period_start"]

# The number of months in a period of each kind.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_start(kind, day: date) -> date:
    """Return the first day of the period of that kind in which `day` lies."""
    return date(day.year, (day.month - 1) // MONTHS[kind] * MONTHS[kind] + 1, 1)


def period_end(kind, start: date) -> date:
    """Return the last day of the period that starts on `start`."""
    return next_start(kind, start) - timedelta(days=1)


def next_start(kind, start: date) -> date:
    """Return the first day of the period after the one that starts on `start`."""
    return _months_later(start, MONTHS[kind])


def day_in_month(start: date, month: int, day: int) -> date:
    """Return the `day` of the `month`-th month from `start`'s own, which is 1; 13 is the same month a year later.

    A day that the month lacks is its last: 31 in February is the 28th or 29th.
    """
    first = _months_later(start, month - 1)
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


def period_key(kind, start: date) -> tuple:
    """Return what names the period: its kind, its year and its number in the year, as ("quarter", 2026, 2)."""
    return kind, start.year, (start.month - 1) // MONTHS[kind] + 1


def _months_later(day, months):
    """Return the first of the month that lies so many months after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
