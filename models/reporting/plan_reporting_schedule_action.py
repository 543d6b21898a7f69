import datetime

from odoo import fields, models
from odoo.exceptions import UserError

from ...grammars.periods import day_in_month, next_start, period_end, period_start
from ...tools.clock import vietnam_day, vietnam_midnight, vietnam_today

# what a report is asked of figures that are drawn up so often
FREQUENCIES = {
    "month": ("month",),
    "quarter": ("month", "quarter"),
    "half": ("month", "quarter", "half"),
    "year": ("month", "quarter", "half", "year"),
    "ad_hoc": (),
}


class PlanReportingScheduleAction(models.Model):
    """Starting and stopping a schedule, and the days that follow from its rule."""

    _inherit = "plan.reporting.schedule"

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        return self.env._("This is decided by the desk, %(desk)s.", desk=self.desk_agency_id.name)

    def _get_log_values(self):
        return {"plan_id": self.plan_ids[:1].id}

    def action_start(self):
        """Open periods from now on; an ad hoc request is sent."""
        self._check_actors("desk")
        for schedule in self:
            reason = schedule._get_cannot_start_reason()
            if reason:
                raise UserError(reason)
        for schedule in self.filtered(lambda one: not one.date_first or one.state == "stopped"):
            schedule.sudo().date_first = schedule._get_first_start()  # sudo: fixed for people once periods are open
        for schedule in self:
            schedule._transition("start_schedule", note=schedule.name)
        # sudo: periods and reports are made by the system alone
        self.sudo()._open_periods()
        return True

    def action_stop(self):
        """Open nothing more; what is open goes on."""
        for schedule in self:
            schedule._transition("stop_schedule", note=schedule.name)
        return True

    def action_open_periods(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_period_action")
        return {**action, "domain": [("schedule_id", "in", self.ids)]}

    def _get_cannot_start_reason(self):
        """Say in words what the schedule still lacks, or return False."""
        inactive = self.plan_ids.filtered(lambda plan: plan.state != "active")
        if inactive or not self.plan_ids:
            return self.env._(
                "“%(schedule)s” follows a plan that is not in force. Activate the plan first.", schedule=self.name
            )
        if self.kind != "ad_hoc":
            return False
        if not self.date_due or self.date_due <= fields.Datetime.now():
            return self.env._("“%(schedule)s”: say until when the answer is wanted; it lies ahead.", schedule=self.name)
        if not (self.question_ids or self.ask_cards or self.ask_duties):  # figures have dates of their own
            return self.env._("“%(schedule)s” asks nothing. Write at least one question.", schedule=self.name)
        gone = self.agency_ids - self.agency_ids._current_bodies()
        if gone:
            return self.env._(
                "%(agencies)s does not exist any more and reports nothing. Take it out, or write to its successor.",
                agencies=", ".join(gone.mapped("name")),
            )
        if not (self.agency_ids or self.group_ids or (self.bind_leads and self.ask_cards)):
            return self.env._("“%(schedule)s” is addressed to nobody. Name the agencies.", schedule=self.name)
        return False

    # -- days ---------------------------------------------------------------------------------------------------------

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
