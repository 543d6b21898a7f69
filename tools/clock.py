"""The one clock of the module: what day it is in Việt Nam.

Deadlines are Vietnamese calendar days. The server runs in UTC and a user may be set to any time zone, so neither
`Date.today()` (a day behind until 07:00) nor `context_today` may decide what is overdue.
"""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vietnam_today() -> date:
    """Return today's date in Việt Nam."""
    return datetime.now(timezone.utc).astimezone(VIETNAM).date()
