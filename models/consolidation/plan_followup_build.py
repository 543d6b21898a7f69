from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import clean_context

from ...papers.document import short_date
from ...tools.clock import vietnam_today
from ..printing.plan_paper_mixin import in_vietnamese
from ..reporting.plan_report_status import OWING

# working days that a letter gives
DAYS = 3


class PlanFollowupBuild(models.Model):
    """The creation of a letter: from who owes a period's report today, and what else they owe."""

    _inherit = "plan.followup"

    @api.model
    def _draw_up(self, period, tier, agencies, issuer):
        """Return the draft of this period and tier, created or drawn up again."""
        letter = self.search([("period_id", "=", period.id), ("tier", "=", tier), ("state", "=", "draft")], limit=1)
        if not letter:
            context = clean_context(self.env.context)
            system = self.env(user=SUPERUSER_ID, context=context)  # letters are made by this step alone
            letter = self.with_env(system)._unguarded_create(
                [
                    {
                        "period_id": period.id,
                        "desk_agency_id": period.desk_agency_id.id,
                        "tier": tier,
                        "state": "draft",
                        "issuer_id": issuer.id,
                        "office": issuer._get_leader()._get_office() if issuer._get_leader() else False,
                        "date_reply": self.env["plan.holiday"]._working_days_after(vietnam_today(), DAYS),
                    }
                ]
            )
            letter = letter.with_env(self.env)
        letter._fill(agencies)
        return letter

    def action_build(self):
        """Draw the letter up again: whoever has sent meanwhile gets no letter."""
        self.ensure_one()
        self._check_actors("desk")
        reason = self._get_locked_reason()
        if reason:
            raise UserError(reason)
        self.period_id._check_may_follow_up()
        agencies = self.period_id._get_owing()
        self._fill(agencies & self._get_followed_up() if self.tier == "province" else agencies)
        return True

    def action_escalate(self):
        """Draw up the second letter, of the province, to those who got the first letter and still owe the report."""
        self.ensure_one()
        self._check_actors("desk")
        self.period_id._check_may_follow_up()
        agencies = self.period_id._get_owing() & self._get_followed_up()
        if not agencies:
            raise UserError(self.env._("None of the agencies in this letter still has to send this report."))
        issuer = self.sudo().period_id.schedule_id.plan_ids.issuer_id[:1] or self.desk_agency_id
        return self._draw_up(self.period_id, "province", agencies, issuer)._open()

    def _get_followed_up(self):
        """Return the agencies that got a letter of this period."""
        issued = self.search([("period_id", "=", self.period_id.id), ("state", "=", "issued")])
        return issued.agency_ids

    def _fill(self, agencies):
        if not agencies:
            raise UserError(self.env._("All agencies have sent their report: nobody needs a follow-up letter."))
        self._lock()
        owed = self._get_owed(agencies)
        # sudo: what is owed is worked out, not written by hand; the step has been checked
        self.sudo()._unguarded_write(
            {
                "agency_ids": [Command.set([one["agency_id"] for one in owed])],
                "owed": owed,
                "date_built": fields.Datetime.now(),
            }
        )

    def _get_owed(self, agencies):
        """Return [{agency_id, rows: [[what, until when, how late]]}] in the order of the agencies."""
        today, rows = vietnam_today(), {agency: [] for agency in agencies}
        in_agencies = Domain("agency_id", "in", agencies.ids)
        reports = self.env["plan.report"].search(
            in_agencies & self.env["plan.report"]._owed_domain(OWING) & Domain("period_id.state", "=", "open"),
            order="date_due, id",
        )
        for report in reports:
            day = report.date_resubmit or report.period_id.date_last_day
            period = in_vietnamese(report.period_id)
            what = period._get_phrase() or period.display_name
            again = " (đã trả lại để bổ sung, chỉnh sửa)" if report.status == "returned" else ""
            rows[report.agency_id].append([f"Báo cáo {what}{again}", day, (today - day).days])
        assignments = self.env["plan.assignment"].search(
            in_agencies
            & Domain("timeliness", "in", ["overdue"])
            & Domain("role", "=", "lead")
            & Domain("parent_id", "=", False)
            & Domain("plan_id", "in", self.period_id.schedule_id.plan_ids.ids),
            order="date_deadline, id",
        )
        for assignment in assignments:
            task = assignment.task_id
            day = assignment.date_deadline
            rows[assignment.agency_id].append([f"{task.code}. {task.name}", day, (today - day).days])
        return [
            {
                "agency_id": agency.id,
                "rows": [[what, short_date(day), max(late, 0)] for what, day, late in rows[agency]],
            }
            for agency in agencies.sorted(
                lambda agency: (agency.category_id.sequence, agency.sort_key or "", agency.id)
            )
        ]

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }


class PlanPeriodFollowup(models.Model):
    """The desk's one click to the letter."""

    _inherit = "plan.period"

    def _get_owing(self):
        """Return the agencies that owe the report of this period today."""
        reports = self.env["plan.report"]
        return reports.search(Domain("period_id", "=", self.id) & reports._owed_domain(OWING)).agency_id

    def _check_may_follow_up(self):
        if self.state == "closed":
            raise UserError(
                self.env._("“%(period)s” is closed: reopen it before you follow up.", period=self.display_name)
            )

    def action_follow_up(self):
        """Draw up the letter to those who have not sent the report of this period, and open it."""
        self.ensure_one()
        self._check_actors("desk")
        self._check_may_follow_up()
        return self.env["plan.followup"]._draw_up(self, "peer", self._get_owing(), self.desk_agency_id)._open()
