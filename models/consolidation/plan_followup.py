from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.clock import vietnam_today
from ..core.plan_workflow_mixin import Transition
from ..reporting.plan_report_row_mixin import LONGEST


class PlanFollowup(models.Model):
    """A letter that asks agencies to send what they owe, with what each of them owes in an annex of its own.

    Who                    | may
    -----------------------|--------------------------------------------------------
    desk                   | draw it up, write into a draft, record that it was issued
    reader, manager        | read what was issued
    other agencies         | nothing: they get the letter

    The first letter goes between peers and asks; the second is signed by the province or its office and orders. What
    an agency owes (`owed`) is fixed when the letter is drawn up, and for ever once it is issued.
    """

    _name = "plan.followup"
    _description = "Follow-up Letter"
    _inherit = [
        "plan.guard.mixin",
        "plan.reporting.scope.mixin",
        "plan.lock.mixin",
        "plan.workflow.mixin",
        "plan.paper.mixin",
        "plan.signed.copy.mixin",
    ]
    _order = "id desc"

    period_id = fields.Many2one(
        comodel_name="plan.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, index=True, ondelete="restrict"
    )
    tier = fields.Selection(
        selection=[("peer", "Between Peers"), ("province", "By the Province")],
        required=True,
        readonly=True,
        default="peer",
    )
    state = fields.Selection(
        selection=[("draft", "Being Drawn Up"), ("issued", "Issued")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    date_built = fields.Datetime(string="Last Drawn Up On", readonly=True)
    agency_ids = fields.Many2many(comodel_name="plan.agency", string="To", readonly=True)
    agency_count = fields.Integer(string="Agencies", compute="_compute_agency_count")
    # [{agency_id, rows: [[what, until when, how late]]}]
    owed = fields.Json(readonly=True, export_string_translation=False)
    # by the step that draws it up: head, signature and words go with it
    issuer_id = fields.Many2one(
        comodel_name="plan.agency",
        string="Issued By",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The agency in the letterhead: the desk's agency, the province or its office.",
    )
    # written by the desk
    office = fields.Char(string="Signed As", help="As printed above the signature: KT. Phó Giám đốc.")
    date_reply = fields.Date(string="Reply Due By", required=True)
    text = fields.Text(string="Additional Text", help="An additional paragraph by the desk, before the closing words.")

    _WRITABLE = frozenset({"office", "date_reply", "text"})
    _transitions = {"issue_followup": Transition(("draft",), "issued", "desk")}

    @api.depends("period_id", "tier")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for letter in self:
            name = letter.sudo().period_id.display_name  # sudo: everybody who can read the letter may know its period
            by_province = letter.tier == "province"
            letter.display_name = (
                self.env._("%(period)s – follow-up letter of the province", period=name)
                if by_province
                else self.env._("%(period)s – follow-up letter", period=name)
            )

    @api.depends("agency_ids")
    def _compute_agency_count(self):
        for letter in self:
            # sudo: also of bodies that exist no more
            letter.agency_count = len(letter.sudo().with_context(active_test=False).agency_ids)

    def _get_locked_reason(self):
        letter = self.sudo()  # sudo: asked for users who may read it
        if letter.state == "draft":
            return False
        return self.env._("“%(letter)s” was issued: it can no longer be edited.", letter=letter.display_name)

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        name = self.sudo().desk_agency_id.name  # sudo: who may do it is said to somebody who may not
        return self.env._("Only the desk, %(desk)s, can decide this.", desk=name)

    def _get_log_values(self):
        return {"plan_id": self.period_id.schedule_id.plan_ids[:1].id, "period_id": self.period_id.id}

    def write(self, vals):
        self.check_access("write")
        if isinstance(vals.get("text"), str):
            vals = {**vals, "text": self._clean_text(vals["text"], LONGEST)}
        if isinstance(vals.get("office"), str):
            vals = {**vals, "office": self._clean_text(vals["office"], 100, multiline=False)}
        if vals.get("date_reply") and fields.Date.to_date(vals["date_reply"]) < vietnam_today():
            raise UserError(self.env._("The deadline of the letter is in the past: choose a later one."))
        return super().write(vals)

    def _check_unlink(self):
        self._check_not_locked()

    def _do_issue(self, name, raw, number, date):
        """Record number, date and signed file of the letter; the PDF that was drawn from it is kept beside."""
        self.ensure_one()
        if self.date_reply < date:
            raise UserError(self.env._("The deadline in the letter is before its own date: choose a later one first."))
        number = self._complete_number("followup", number)
        values = self._get_signed_copy_values("followup", name, raw, number, date)
        self._transition("issue_followup", values=values, number=number, date=date)
