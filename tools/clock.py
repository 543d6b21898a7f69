"""The one clock of the module: what day it is in Việt Nam.

Deadlines are Vietnamese calendar days. The server runs in UTC and a user may be set to any time zone, so neither
`Date.today()` (a day behind until 07:00) nor `context_today` may decide what is overdue.
"""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from odoo.fields import Domain

from .years import FIRST_DAY

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vietnam_today() -> date:
    """Return today's date in Việt Nam."""
    return datetime.now(timezone.utc).astimezone(VIETNAM).date()


def is_existing(day: date) -> bool:
    """Return whether a document, or anything else that is there already, can have this date."""
    return FIRST_DAY <= day <= vietnam_today()


def in_term() -> Domain:
    """Return the domain of what is valid today by its `date_from` and `date_to`; an empty date sets no bound."""
    today = vietnam_today()
    begun = Domain("date_from", "=", False) | Domain("date_from", "<=", today)
    return begun & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))


def vietnam_midnight(day: date) -> datetime:
    """Return the instant at which `day` begins in Việt Nam, as the database keeps it: UTC without a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(timezone.utc).replace(tzinfo=None)


def vietnam_day(moment: datetime) -> date:
    """Return the Vietnamese day of an instant of the database."""
    return moment.replace(tzinfo=timezone.utc).astimezone(VIETNAM).date()


def vietnam_time(moment: datetime) -> datetime:
    """Return an instant of the database as the clocks of Việt Nam show it, without a zone."""
    return moment.replace(tzinfo=timezone.utc).astimezone(VIETNAM).replace(tzinfo=None)
