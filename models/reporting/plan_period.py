from datetime import timezone

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.clock import VIETNAM
from ..access.plan_desk_scope_mixin import BEYOND_ONE_AGENCY
from ..core.plan_workflow_mixin import Transition
from .plan_report_status import UNSENT
from .plan_reporting_schedule import KINDS

QUARTERS = ("I", "II", "III", "IV")


class PlanPeriod(models.Model):
    """One time for which agencies report: from when to when, data up to which day, due at which instant.

    State  | means                                        | left by
    -------|----------------------------------------------|----------------------------
    open   | reports are filled in, sent, accepted        | `action_close`, by its desk
    closed | what was not sent stays missing              | `action_reopen`, with reason

    Periods are made by their schedule alone. Every due moment lies before the period ends, so a figure is an actual
    up to the cut-off and an estimate up to the end. Closing writes the period and nothing else: a report that is saved
    at that very moment is simply saved before it, and what comes later is refused.
    """

    _name = "plan.period"
    _description = "Reporting Period"
    _inherit = [
        "plan.private.thread.mixin",
        "plan.reporting.scope.mixin",
        "plan.writable.fields.mixin",
        "plan.workflow.mixin",
    ]
    _order = "date_due desc, id desc"
    _rec_names_search = ["code"]

    schedule_id = fields.Many2one(
        comodel_name="plan.reporting.schedule", required=True, readonly=True, index=True, ondelete="restrict"
    )
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    code = fields.Char(required=True, readonly=True, export_string_translation=False)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        selection=[("open", "Open for Reports"), ("closed", "Closed for Reports")],
        required=True,
        readonly=True,
        copy=False,
        default="open",
    )
    is_backfill = fields.Boolean(
        string="Filled in Afterwards", readonly=True, help="Sent on request; does not count for punctuality."
    )
    is_filled = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
    # dates
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    date_cutoff = fields.Date(string="Data up to", required=True, readonly=True)
    date_open = fields.Date(string="Opens On", required=True, readonly=True)
    date_last_day = fields.Date(string="Last Day to Send", required=True, readonly=True)
    date_due = fields.Datetime(string="Due Moment", required=True, readonly=True)
    last_day_text = fields.Char(string="To Be Sent", compute="_compute_last_day_text")
    # reports received
    report_ids = fields.One2many(
        comodel_name="plan.report", inverse_name="period_id", string="Reports", groups=BEYOND_ONE_AGENCY
    )
    log_ids = fields.One2many(
        comodel_name="plan.log",
        inverse_name="period_id",
        domain=[("report_id", "=", False)],
        string="Decisions",
        readonly=True,
        groups=BEYOND_ONE_AGENCY,
    )
    report_count = fields.Integer(string="Reports in All", compute="_compute_counts", groups=BEYOND_ONE_AGENCY)
    sent_count = fields.Integer(string="Sent", compute="_compute_counts", groups=BEYOND_ONE_AGENCY)
    late_count = fields.Integer(string="Sent Late", compute="_compute_counts", groups=BEYOND_ONE_AGENCY)
    missing_count = fields.Integer(string="Missing", compute="_compute_counts", groups=BEYOND_ONE_AGENCY)
    to_accept_count = fields.Integer(string="To Check", compute="_compute_counts", groups=BEYOND_ONE_AGENCY)

    _one_each = models.UniqueIndex("(schedule_id, date_from)", "This period is already open.")
    _dates_in_order = models.Constraint("CHECK (date_from <= date_to)", "A period must not end before it begins.")

    _protected_fields = frozenset({"state", "is_filled"})
    _transitions = {
        "close_period": Transition(("open",), "closed", "desk"),
        "reopen_period": Transition(("closed",), "open", "desk", needs_reason=True),
    }

    @api.depends("kind", "date_from", "schedule_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        if not self.browse().has_access("read"):
            self.display_name = ""  # Odoo shows the name behind a link to everybody
            return
        for period in self:
            name = period.sudo().schedule_id.name  # sudo: everybody who can read the period may know its name
            period.display_name = self._get_name(period.kind, period.date_from, name)

    @api.model
    def _get_name(self, kind, start, schedule_name):
        """Return how an official calls the period: Quarter II/2026."""
        if not start:
            return ""
        year = start.year
        if kind == "month":
            return self.env._("Month %(month)s/%(year)s", month=start.month, year=year)
        if kind == "quarter":
            return self.env._("Quarter %(quarter)s/%(year)s", quarter=QUARTERS[(start.month - 1) // 3], year=year)
        if kind == "half" and start.month == 1:
            return self.env._("First Half of %(year)s", year=year)
        if kind == "half":
            return self.env._("Second Half of %(year)s", year=year)
        if kind == "year":
            return self.env._("Year %(year)s", year=year)
        return schedule_name

    @api.depends("date_last_day")
    @api.depends_context("lang")
    def _compute_last_day_text(self):
        for period in self:
            period.last_day_text = period._get_last_day_text()

    def _get_last_day_text(self):
        """Say the last valid day in words: "before the 20th" is read in two ways, this in one."""
        day = self.date_last_day
        if not day:
            return ""
        words = {
            "weekday": format_date(self.env, day, date_format="EEEE"),
            "day": format_date(self.env, day, date_format="dd/MM/yyyy"),
        }
        hour = self._get_last_hour(day, self.date_due)
        if hour:
            return self.env._("by %(hour)s of %(weekday)s, %(day)s", hour=hour, **words)
        return self.env._("by the end of %(weekday)s, %(day)s", **words)

    @api.model
    def _get_last_hour(self, day, due):
        """Return the hour of the last day by which a request is wanted, 17:00; nothing where the whole day counts."""
        moment = due.replace(tzinfo=timezone.utc).astimezone(VIETNAM)
        return f"{moment:%H:%M}" if moment.date() == day else ""

    @api.depends("report_ids.state", "report_ids.date_first_approved")
    def _compute_counts(self):
        rows = self.env["plan.report"]._read_group(
            [("period_id", "in", self.ids), ("state", "!=", "superseded"), ("is_latest", "=", True)],
            ["period_id", "status"],
            ["__count", "date_first_approved:count", "covered_by_id:count"],
        )
        to_accept = dict(
            self.env["plan.report"]._read_group(
                [("period_id", "in", self.ids), ("state", "=", "approved")], ["period_id"], ["__count"]
            )
        )
        total, sent, late, missing = {}, {}, {}, {}
        for period, status, count, approved, covered in rows:
            total[period] = total.get(period, 0) + count
            if status in ("on_time", "late", "backfill"):  # a report filled in later is sent like any other
                sent[period] = sent.get(period, 0) + approved
            if status == "late":
                late[period] = count
            if status == "missing":  # a report covered by another is missing there
                missing[period] = count - covered
        for period in self:
            period.report_count = total.get(period, 0)
            period.sent_count = sent.get(period, 0)
            period.late_count = late.get(period, 0)
            period.missing_count = missing.get(period, 0)
            period.to_accept_count = to_accept.get(period, 0)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Keep what is said under a period to its desk: agencies read the period, not the talk about them."""
        return dict.fromkeys(self, "write")

    @api.model
    def _get_talk_domain(self):
        return Domain("in_desk_scope", "=", True)

    # -- who acts -----------------------------------------------------------------------------------------------------

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        return self.env._("Only the desk, %(desk)s, can decide this.", desk=self.desk_agency_id.name)

    def _get_log_values(self):
        return {"plan_id": self.schedule_id.plan_ids[:1].id, "period_id": self.id}

    # -- what the desk does -------------------------------------------------------------------------------------------

    def action_close(self):
        """Take no more reports for these periods."""
        self._transition("close_period")
        return True

    def _do_reopen(self, reason):
        """Take reports again."""
        self._transition("reopen_period", reason=reason)

    def action_open_reports(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_report_action")
        return {**action, "domain": [("period_id", "in", self.ids)], "context": {}}

    def action_open_missing(self):
        unsent = Domain("period_id", "in", self.ids) & self.env["plan.report"]._owed_domain(UNSENT)
        return {**self.action_open_reports(), "domain": list(unsent)}

    def _get_to_accept(self):
        """Return the approved reports in which nothing looks odd, and those that somebody has to look at."""
        domain = Domain("period_id", "in", self.ids) & Domain("state", "=", "approved")
        reports = self.env["plan.report"].search(domain)
        odd = reports.filtered("warning_count")
        return reports - odd, odd

    def action_ask_accept_clean(self):
        """Say how many reports would be accepted, and ask."""
        clean, odd = self._get_to_accept()
        return {
            "type": "ir.actions.client",
            "tag": "plan_ask",
            "params": {
                "title": self.env._("Accept All without Remarks"),
                "body": self.env._(
                    "%(clean)s reports without remarks will be accepted; %(odd)s are left for review.",
                    clean=len(clean),
                    odd=len(odd),
                ),
                "confirm": self.env._("Accept %(count)s", count=len(clean)),
                "model": self._name,
                "ids": self.ids,
                "method": "action_accept_clean",
            },
        }

    def action_accept_clean(self):
        """Accept every approved report in which nothing looks odd, and say how many."""
        clean, odd = self._get_to_accept()
        if clean:
            clean.action_accept()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if clean else "warning",
                "message": self.env._("%(clean)s accepted; %(odd)s to review.", clean=len(clean), odd=len(odd)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
