import datetime

from odoo import models

from ...grammars.periods import day_in_month, next_start, period_end, period_start
from ...tools.clock import vietnam_day, vietnam_midnight, vietnam_today


class PlanReportingScheduleDays(models.Model):
    """The days that follow from a schedule's rule: periods, cut-off, the last valid day."""

    _inherit = "plan.reporting.schedule"

    def _align(self, day):
        """Return the first day of the period in which `day` lies; an ad hoc request begins on the day itself."""
        return day if self.kind == "ad_hoc" else period_start(self.kind, day)

    def _get_dates(self, start):
        """Return the days of the period that begins on `start`, as values of a period.

        The last valid day is a day in Việt Nam, the due moment the instant after it.
        """
        if self.kind == "ad_hoc":
            last_day = vietnam_day(self.date_due - datetime.timedelta(seconds=1))
            return {
                "date_from": start,
                "date_to": last_day,
                "date_cutoff": last_day,
                "date_open": start,
                "date_last_day": last_day,
                "date_due": self.date_due,
            }
        due = day_in_month(start, self.due_month, self.due_day)
        last_day = due if self.is_inclusive else due - datetime.timedelta(1)
        cutoff = day_in_month(start, self.due_month, self.cutoff_day) if self.cutoff_day else last_day
        return {
            "date_from": start,
            "date_to": period_end(self.kind, start),
            "date_cutoff": min(cutoff, period_end(self.kind, start)),
            "date_open": last_day - datetime.timedelta(self.open_days),
            "date_last_day": last_day,
            "date_due": vietnam_midnight(last_day + datetime.timedelta(1)),
        }

    def _get_first_start(self):
        """Return the first day of the period with which the schedule begins, or begins again after a stop.

        A report of which the last day is over is not asked for: nobody could have sent it in time.
        """
        today = vietnam_today()
        start = self._align(self.date_first or today)
        while self.kind != "ad_hoc" and self._get_dates(start)["date_last_day"] < today:
            start = next_start(self.kind, start)
        return start

    def _is_wanted_half(self, start):
        """Say whether the half-year that begins on `start` is reported on; true of any other kind of period."""
        return self.kind != "half" or not self.only_first_half or start.month == 1

    def _is_demanded(self, start):
        """Say whether a period beginning on `start` is within the schedule's validity."""
        last_day = self._get_dates(start)["date_last_day"]
        if not self._is_wanted_half(start):
            return False
        return (not self.date_from or last_day >= self.date_from) and (not self.date_to or last_day <= self.date_to)

    def _get_starts(self, until):
        """Yield the first days of the periods that are open on `until`, from the schedule's first period on."""
        start = self._align(self.date_first)
        while self._get_dates(start)["date_open"] <= until:
            if self._is_demanded(start):
                yield start
            if self.kind == "ad_hoc":
                return
            start = next_start(self.kind, start)
