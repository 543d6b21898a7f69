import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...grammars.periods import next_start
from ...tools.clock import vietnam_today
from .plan_period import QUARTERS

_logger = logging.getLogger(__name__)

# years; more is a year mistyped
LONGEST_BACKFILL = 20


class PlanReportingScheduleOpen(models.Model):
    """The opening of periods: by the data, never by "today is the 1st", so that missed and killed runs are caught
    up.
    """

    _inherit = "plan.reporting.schedule"

    @api.model
    def _cron_open_periods(self):
        """Open what is due to open, and add what open periods still lack; run twice, it doubles nothing."""
        self.env["ir.cron"]._check_started_by_system()
        schedules = self.search([("state", "=", "running")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(schedules))
        for schedule in schedules:
            # a schedule that its desk is working on is left for the next run
            if not schedule.try_lock_for_update(allow_referencing=True):
                continue
            try:
                periods = schedule._make_periods()
                commit()
                for period in periods:
                    period._fill(after_batch=commit)
            except Exception:  # one that cannot be opened keeps nobody else's from opening
                self.env.cr.rollback()
                _logger.exception("The periods of schedule %s could not be opened", schedule.id)
            commit(1)

    def _open_periods(self):
        """Open everything of these schedules in one go: for a request that is sent by hand."""
        for schedule in self:
            for period in schedule._make_periods():
                period._fill()

    def _make_periods(self):
        """Create the periods that should be open today and return all that may lack reports."""
        self.ensure_one()
        today = vietnam_today()
        known = {period.date_from for period in self.period_ids}
        self.period_ids.create(
            [self._get_period_values(start) for start in self._get_starts(today) if start not in known]
            if self.state == "running" and any(plan.state == "active" for plan in self.plan_ids)
            else []
        )
        # work that is given while a period is open gets its report too; later, only what a killed run left
        lacking = Domain("is_filled", "=", False) | Domain("date_due", ">", fields.Datetime.now())
        return self.env["plan.period"].search(
            Domain("schedule_id", "=", self.id) & Domain("state", "=", "open") & lacking, order="date_from, id"
        )

    def _get_period_values(self, start, **values):
        return {
            **self._get_dates(start),
            "schedule_id": self.id,
            "desk_agency_id": self.desk_agency_id.id,
            "kind": self.kind,
            "code": self._get_code(start),
            "year": start.year,
            **values,
        }

    def _get_code(self, start):
        """Return what a period is found by when somebody types it."""
        return {
            "month": f"{start.month}/{start.year}",
            "quarter": f"{QUARTERS[(start.month - 1) // 3]}/{start.year}",
            "half": f"6T {1 if start.month == 1 else 2}/{start.year}",
            "year": f"{start.year}",
        }.get(self.kind) or self.name

    def _do_backfill(self, start, end):
        """Make the periods before the first one, on request: they are filled in later and never count as late."""
        self._check_actors("desk")
        self._check_can_backfill(start, end)
        self._hold()
        schedule = self.sudo()  # sudo: periods are made by the system alone
        known = {period.date_from for period in schedule.period_ids}
        starts, day = [], schedule._align(start)
        while day <= end and day < schedule.date_first:
            if day not in known and schedule._is_demanded(day):
                starts.append(day)
            day = next_start(schedule.kind, day)
        periods = schedule.env["plan.period"].create(
            [schedule._get_period_values(day, is_backfill=True) for day in starts]
        )
        for period in periods:
            period._fill()
        self.env["plan.log"]._record(self, "backfill", members=self._get_acting_members("desk"), note=self.name)
        return periods.sudo(False)

    def _check_can_backfill(self, start, end):
        """Refuse in words a schedule without earlier periods, or with more than anybody fills in."""
        if self.kind == "ad_hoc" or not self.date_first:
            raise UserError(
                self.env._(
                    "“%(schedule)s” has no earlier periods: start it first. A request has only one period.",
                    schedule=self.name,
                )
            )
        if start < min(self.date_first, vietnam_today()) - relativedelta(years=LONGEST_BACKFILL):
            raise UserError(self.env._("At most %(years)s years back: check the year.", years=LONGEST_BACKFILL))
