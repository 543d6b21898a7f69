"""Completion times: from "Năm 2025 và giai đoạn tiếp theo" to dates and a recurrence.

The forms are those of 348/KH-UBND, Phụ lục 2, and the usual ones of other plans. That a year ends on 31/12 and a
quarter or a month on its last day is usage; "trước ngày 30/6" is read strictly: 29/6 is the last valid day.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..tools.years import FIRST_YEAR, NAMED_YEARS
from .text import search_key

__all__ = ["Deadline", "parse_deadline"]


@dataclass(frozen=True)
class Deadline:
    """text: verbatim. date_start, date_end: first and last valid day, None where it is missing or unknown.

    recurrence: once (until date_end), yearly (one cycle a year, each due on 31/12), once_then_ongoing (due on
    date_end, then kept up without deadline), ongoing (never due) or unknown. notes: codes of what was assumed.
    is_ambiguous: a person must look before the plan is activated.
    """

    text: str
    date_start: date | None = None
    date_end: date | None = None
    recurrence: str = "unknown"
    notes: tuple[str, ...] = ()
    is_ambiguous: bool = False


# The patterns are matched on search_key(): no accents, so that hàng/hằng, quý/quí, hoà/hòa make no difference.
_YEAR = r"([0-9]{4})"
_QUARTER = r"(iv|i{1,3}|[1-4])"
_MONTH = r"(0?[1-9]|1[0-2])"
_OF_YEAR = rf"(?: ?/ ?| nam )(?:nam )?{_YEAR}"
_TO = r" ?(?:-|,|;|va|den|den het) ?"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# A longer text is prose; the bound also keeps the patterns fast on whatever is pasted into a cell.
_MAX_LENGTH = 200
_PERIODS = (
    ("year", re.compile(rf"(?:(?:cac |nhung )?nam |giai doan |thoi ky |thoi ki )*{_YEAR}")),
    ("years", re.compile(rf"(?:(?:cac |nhung )?nam |giai doan |thoi ki )*{_YEAR}{_TO}(?:nam )?{_YEAR}")),
    ("quarter", re.compile(rf"quy {_QUARTER}(?:{_TO}(?:quy )?{_QUARTER})?{_OF_YEAR}")),
    ("month", re.compile(rf"(?:thang )?{_MONTH}(?:{_TO}(?:thang )?{_MONTH})?{_OF_YEAR}")),
    ("months", re.compile(rf"(3|6|9|sau) thang (dau|cuoi) (?:cua )?nam {_YEAR}")),
    ("day", re.compile(rf"(?:ngay )?([0-9]{{1,2}})(?: ?[/.-] ?| thang )([0-9]{{1,2}})(?: ?[/.-] ?| nam ){_YEAR}")),
)
_LEAD = re.compile(
    r"(?P<lead>(?:(?:lo trinh|hoan thanh|xong|thuc hien|thoi han|phai|cham nhat|muon nhat|khong qua|la|vao|trong"
    r"|ket thuc|cuoi|truoc|den|het|tu|bat dau) )*)(?P<body>.+)"
)
_THEN = re.compile(
    r"(?P<body>.+?)(?: ?[,;+] ?| )(?:va )?(?:(?:cac |nhung )?(?:giai doan|nam) (?:tiep theo|sau)|tiep theo"
    r"|(?:duy tri |thuc hien )?(?:thuong xuyen|lien tuc))(?: do)?"
)
_ONGOING = re.compile(
    r"(?:la )?(?:nhiem vu |thuc hien |cong viec )?(?:thuong xuyen|lien tuc|thuong xuyen[, ]+lien tuc)"
)
_YEARLY = re.compile(r"(?:dinh ki |thuc hien |nhiem vu )?\b(?:hang nam|moi nam|thuong nien|tung nam)\b")
_OFTENER = re.compile(
    r"(?:dinh ki |thuc hien )?(?:(?:hang|moi) (?:quy|thang|tuan|ngay)|[0-9]+ thang(?: ?/ ?| mot )lan|6 thang)"
)
_CONDITION = re.compile(r"(?:ngay |thuc hien )?(?:sau )?(?:khi|sau|theo|tuy|cho|phu thuoc|ke tu|can cu)\b.*")


def parse_deadline(text, issued_on=None):
    """The Deadline a completion time means; ``issued_on``: date of the plan, before which nothing starts.

    What cannot be read, or names a year outside 2000-2100, is recurrence unknown, ambiguous and says why.
    """
    key = search_key(text)
    deadline = _read(key) if len(key) <= _MAX_LENGTH else _unknown("unreadable")
    if not deadline and issued_on and re.match(r"(?:.* )?(?:quy|thang|ngay) ", key) and not re.search(r"[0-9]{4}", key):
        deadline = _read(f"{key}/{issued_on.year}")
        deadline = deadline and _mark_ambiguous(deadline, "year_from_issue")
    deadline = deadline or _unknown(
        "empty" if not key else "conditional" if _CONDITION.fullmatch(key) else "unreadable"
    )
    return replace(_from_issue(deadline, issued_on), text=text or "")


def _unknown(note):
    return Deadline("", notes=(note,), is_ambiguous=True)


def _mark_ambiguous(deadline, note):
    return replace(deadline, notes=(*deadline.notes, note), is_ambiguous=True)


def _read(key):
    if _ONGOING.fullmatch(key):
        return Deadline("", recurrence="ongoing")
    if _OFTENER.fullmatch(key):
        return _unknown("more_than_yearly")
    yearly = re.sub(r"^[,; ]+|[,; ]+$|\(|\)", "", _YEARLY.sub("", key, count=1)) if _YEARLY.search(key) else None
    if yearly == "":
        return Deadline("", recurrence="yearly")
    if yearly:
        return _read_yearly(yearly)
    key = re.sub(r"^(?:tu )?(.+) (?:tro di|ve sau)$", r"tu \1", key)
    then = _THEN.fullmatch(key)
    deadline = _read_once(then["body"] if then else key)
    if then and deadline and deadline.date_end:
        return replace(deadline, recurrence="once_then_ongoing")
    if then and deadline and deadline.recurrence == "ongoing":
        return deadline
    return None if then else deadline


def _read_yearly(rest):
    """Yearly work with years of its own: "Hàng năm, giai đoạn 2026-2030", "Hàng năm từ năm 2026"."""
    match = _LEAD.fullmatch(re.sub(r"^va | va$|,$", "", rest))
    found = match and _period(match["body"])
    if not found:
        return None
    first, last, kind = found
    leads = match["lead"].split()
    if "tu" in leads and kind == "year":
        return Deadline("", first, None, "yearly")
    if "den" in leads or kind == "years":
        return Deadline("", None if kind == "year" else first, last, "yearly")
    return _mark_ambiguous(Deadline("", first, None, "yearly"), "yearly_with_period")


def _read_once(key):
    match = _LEAD.fullmatch(key)
    found = match and (_period(match["body"]) or _span(match["body"]))
    if not found:
        return _refusal(key)
    first, last, kind = found
    leads, is_range = set(match["lead"].split()), kind in ("years", "span")
    if "truoc" in leads:
        return _before(first)
    if leads & {"tu", "bat"} and not is_range:
        return _mark_ambiguous(Deadline("", first, None, "ongoing"), "open_end")
    if not is_range and (kind == "day" or leads & {"den", "het", "cuoi", "nhat", "qua"}):
        first = None  # a deadline, not a period
    deadline = Deadline("", first, last, "once")
    # Three years or more: it would never be late before the end, so a person sets the real deadline.
    if is_range and last.year - first.year >= 2:
        deadline = _mark_ambiguous(deadline, "long_range")
    return _mark_ambiguous(deadline, "listed_periods") if re.search(r"[,;]| va ", match["body"]) else deadline


def _before(first):
    last = first - timedelta(days=1)
    return (
        Deadline("", None, last, "once", ("before_strict",))
        if last.year in NAMED_YEARS
        else _unknown("year_out_of_range")
    )


def _refusal(key):
    """The reason for refusing a completion time that looks like a date or a year, or None."""
    years = [int(year) for year in re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", key)]
    if any(year not in NAMED_YEARS for year in years):
        return _unknown("year_out_of_range")
    day = _PERIODS[-1][1].fullmatch(_LEAD.fullmatch(key)["body"]) if key else None
    return _unknown("invalid_date") if day else None


def _span(key):
    """A range between two periods: "quý IV/2025 - quý I/2026", "01/6/2025 - 30/9/2025"."""
    for gap in re.finditer(r" ?(?:-| den het | den ) ?", key):
        first, last = _period(key[: gap.start()]), _period(key[gap.end() :])
        if first and last and first[0] <= last[1]:
            return first[0], last[1], "span"
    return None


def _period(key):
    """(first day, last day, kind) of a period of the calendar that is the whole key, or None."""
    for kind, pattern in _PERIODS:
        match = pattern.fullmatch(key)
        bounds = match and _bounds(kind, match.groups())
        if bounds:
            return *bounds, kind
    return None


def _bounds(kind, groups):
    year = int(groups[-1])
    if year not in NAMED_YEARS:
        return None
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if kind == "years":
        return (date(int(groups[0]), 1, 1), date(year, 12, 31)) if FIRST_YEAR <= int(groups[0]) <= year else None
    if kind == "day":
        return _day(year, int(groups[1]), int(groups[0]))
    if kind == "months":
        count = 6 if groups[0] == "sau" else int(groups[0])
        return _months(year, 1, count) if groups[1] == "dau" else _months(year, 13 - count, 12)
    first, last = (_ROMAN.get(group) or int(group) for group in (groups[0], groups[1] or groups[0]))
    return _months(year, 3 * first - 2, 3 * last) if kind == "quarter" else _months(year, first, last)


def _day(year, month, day):
    try:
        return (date(year, month, day),) * 2
    except ValueError:
        return None


def _months(year, first, last):
    if first > last:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _from_issue(deadline, issued_on):
    """Nothing starts before the plan is issued, and nothing can be due before."""
    if not issued_on:
        return deadline
    if deadline.date_end and deadline.date_end < issued_on:
        return _mark_ambiguous(deadline, "before_issue")
    if deadline.recurrence == "unknown":
        return deadline
    return replace(deadline, date_start=max(deadline.date_start or issued_on, issued_on))
