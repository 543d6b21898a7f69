"""The range of years for dates that people type."""

from datetime import date

# of a step, and of a date in a report
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
