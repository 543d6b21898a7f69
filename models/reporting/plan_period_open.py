from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...grammars.periods import period_start

# figures in a report, by their frequency
FREQUENCIES = {
    "month": ("month",),
    "quarter": ("month", "quarter"),
    "half": ("month", "quarter", "half"),
    "year": ("month", "quarter", "half", "year"),
    "ad_hoc": (),
}
# agencies whose reports are made at a time: a killed cron loses seconds, and memory stays flat
BATCH = 250


class PlanPeriodOpen(models.Model):
    """The reports of a period, created with all their rows: a handful of statements a batch."""

    _inherit = "plan.period"

    def _get_plans(self):
        return self.schedule_id.plan_ids.filtered(lambda plan: plan.state == "active")

    def _assignment_domain(self):
        """Return the domain of the assignments that a report of this period speaks of: what is open, or ended since.

        The last report was due before its period ended; what was done after it was sent belongs to this one.
        """
        ended = Domain("stage_kind", "=", "done") & Domain("date_done", ">", self._get_last_cutoff())
        return (
            Domain("plan_id", "in", self._get_plans().ids)
            & Domain("parent_id", "=", False)
            & Domain("year", "<=", self.year)
            & (Domain("stage_kind", "not in", ["done", "cancelled"]) | ended)
        )

    def _get_last_cutoff(self):
        """Return the last day of which the report before this one could speak."""
        day = self.date_from - timedelta(days=1)
        if self.kind == "ad_hoc":
            return day
        return min(day, self.schedule_id._get_dates(period_start(self.kind, day))["date_cutoff"])

    def _metric_domain(self):
        """Return the domain of the figures that are due in a period of this kind."""
        return Domain("plan_id", "in", self._get_plans().ids) & Domain(
            "indicator_id.frequency", "in", FREQUENCIES[self.kind]
        )

    def _get_bound_agencies(self):
        """Return the agencies that owe a report: those with something to report, and those that the schedule names."""
        schedule = self.schedule_id
        agencies = schedule.agency_ids | schedule.group_ids.member_ids
        if schedule.bind_leads and schedule.ask_assignments:
            leading = self._assignment_domain() & Domain("role", "=", "lead")
            agencies |= agencies.union(
                *(agency for (agency,) in self.env["plan.assignment"]._read_group(leading, ["agency_id"]))
            )
        if schedule.bind_monitors and schedule.ask_indicators:
            metrics = self.env["plan.metric"].search(self._metric_domain())
            agencies |= metrics.indicator_id.responsible_agency_id
        return agencies.filtered(
            lambda agency: (
                agency.active
                and agency.category_id.reports
                and (not agency.date_from or agency.date_from <= self.date_last_day)
                and (not agency.date_to or agency.date_to >= self.date_last_day)
            )
        )

    def _fill(self, after_batch=lambda: None):
        """Make the reports that are missing, batch by batch, and add to drafts what they lack since.

        :param after_batch: called after each batch: a cron commits there
        """
        self.ensure_one()
        was_filled = self.is_filled
        self._drop_ended()
        bound_ids = self._get_bound_agencies().ids
        while self._make_reports(bound_ids, BATCH):
            after_batch()
        after_batch()
        if was_filled:
            self._add_rows()

    def _drop_ended(self):
        """Delete the reports of bodies that ended before they were due and wrote nothing: they no longer owe one."""
        ended = (
            self.env["plan.report"]
            .search(
                [
                    ("period_id", "=", self.id),
                    ("state", "=", "draft"),
                    ("revision", "=", 1),
                    ("date_changed", "=", False),
                    ("is_on_behalf", "=", False),
                    ("log_ids", "=", False),
                    ("agency_id.date_to", "<", self.date_last_day),
                ]
            )
            .try_lock_for_update(allow_referencing=True)
        )
        self.env["plan.report"].search([("covered_by_id", "in", ended.ids)])._unguarded_write({"covered_by_id": False})
        ended._unguarded_unlink()

    def _make_reports(self, bound_ids, limit):
        """Make the next `limit` of the reports that the agencies `bound_ids` owe and lack, with all their rows.

        :return: whether there may be more to make
        """
        reports = self.env["plan.report"]
        known = {agency.id for (agency,) in reports._read_group([("period_id", "=", self.id)], ["agency_id"])}
        missing = [id_ for id_ in bound_ids if id_ not in known]
        made = reports._insert([self._get_report_values(agency_id) for agency_id in missing[:limit]])
        if len(missing) > limit and not known:
            # every row asks whether its report is there; PostgreSQL keeps for that the plan that suits an empty table
            self.env.cr.execute("ANALYZE plan_report")
        made._make_rows()
        made.invalidate_recordset(flush=False)  # thousands that nobody reads here: memory stays flat
        if len(missing) > limit:
            return True
        self._link_covered()
        if not self.is_filled:
            self.is_filled = True
        return False

    def _add_rows(self):
        """Add to drafts the rows of work that was given since; what was sent stays as it was sent.

        A report on which somebody works at this moment is left for the next run. One that gets rows is touched, as when
        a row is typed: a user who submits it without having seen them starts again.
        """
        self.ensure_one()
        drafts = self.env["plan.report"].search([("period_id", "=", self.id), ("state", "=", "draft")])
        drafts = drafts.try_lock_for_update(allow_referencing=True)
        drafts._make_rows()
        drafts._touch_grown()

    def _get_report_values(self, agency_id, **values):
        return {
            "period_id": self.id,
            "agency_id": agency_id,
            "desk_agency_id": self.desk_agency_id.id,
            "revision": 1,
            "is_latest": True,
            "state": "draft",
            "kind": self.kind,
            "year": self.year,
            "date_due": self.date_due,
            "is_backfill": self.is_backfill,
            "reminder": "none",
            **values,
        }

    def _link_covered(self):
        """Let reports that another one satisfies point to it, where nobody has written into them yet.

        A period is satisfied by one of a schedule that covers its own and ends on the same day.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE plan_report covered
                   SET covered_by_id = covering.id, date_first_approved = covering.date_first_approved
                  FROM plan_report covering
                  JOIN plan_period long ON long.id = covering.period_id
                  JOIN plan_reporting_schedule_cover_rel rel ON rel.schedule_id = long.schedule_id
                  JOIN plan_period short ON short.schedule_id = rel.covered_id AND short.date_to = long.date_to
                 WHERE %s IN (long.id, short.id)
                   AND covered.period_id = short.id
                   AND covered.agency_id = covering.agency_id
                   AND covered.desk_agency_id = covering.desk_agency_id
                   AND covered.covered_by_id IS NULL
                   AND covered.state = 'draft'
                   AND covered.date_changed IS NULL
                   AND covering.is_latest
                """,
                self.id,
            )
        )
        self.env["plan.report"].invalidate_model(["covered_by_id", "date_first_approved"], flush=False)
