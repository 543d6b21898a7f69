"""The range of years for dates that people type, and for the years that documents name."""

from datetime import date

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
FIRST_YEAR, LAST_YEAR = FIRST_DAY.year, LAST_DAY.year
# what "before 2100" names is the year after the last
NAMED_YEARS = range(FIRST_YEAR, LAST_YEAR + 2)
