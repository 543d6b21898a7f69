from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ...grammars.text import clean
from ...tools.clock import vietnam_today


class PlanClarification(models.Model):
    """A point of a plan that its text leaves open, and how the desk decided it before the work went out.

    State    | means
    ---------|-----------------------------------------------------------------------------
    open     | nobody has decided; the plan cannot be activated
    decided  | what, by whom, on what ground: never edited again
    replaced | decided, then taken up again: a new point takes its place, this one stays readable
    """

    _name = "plan.clarification"
    _description = "Clarification"
    _inherit = ["plan.desk.scope.mixin", "plan.workflow.mixin"]
    _order = "plan_id, date_decided desc, kind, sequence, id"  # open points have no date and come first

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        selection=[
            ("target", "Target"),
            ("deadline", "Deadline"),
            ("agency", "Unknown Agency"),
            ("group", "Members of a Group"),
            ("lead", "Lead Agencies"),
            ("product", "Missing Product"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Text(string="Point to Clarify", required=True)
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(comodel_name="plan.indicator", index="btree_not_null", ondelete="cascade")
    task_id = fields.Many2one(comodel_name="plan.task", index="btree_not_null", ondelete="cascade")
    group_id = fields.Many2one(comodel_name="plan.agency.group", ondelete="cascade")
    origin = fields.Selection(
        selection=[("text", "Read from the Text"), ("package", "From the Package"), ("hand", "Entered Manually")],
        required=True,
        readonly=True,
        default="hand",
    )
    key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    state = fields.Selection(
        selection=[("open", "To Decide"), ("decided", "Decided"), ("replaced", "Reopened")],
        required=True,
        readonly=True,
        copy=False,
        default="open",
        index=True,
    )
    decision = fields.Text(string="Decision Rule", readonly=True, copy=False)
    ground = fields.Text(readonly=True, copy=False, help="The document or reason on which the decision is based.")
    decided_user_id = fields.Many2one(comodel_name="res.users", string="Decided By (User)", readonly=True, copy=False)
    decided_name = fields.Char(string="Decided By", readonly=True, copy=False)
    date_decided = fields.Date(string="Decided On", readonly=True, copy=False)

    _key_unique = models.UniqueIndex("(plan_id, key) WHERE state != 'replaced'")

    # written by `_do_decide` and `action_reopen` alone
    _protected_fields = frozenset(
        {"state", "decision", "ground", "decided_user_id", "decided_name", "date_decided", "origin", "key"}
    )

    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for clarification in self:
            clarification.display_name = f"{kinds.get(clarification.kind)}: {(clarification.name or '')[:80]}"

    @api.model_create_multi
    def create(self, vals_list):
        clarifications = super().create(vals_list)
        if not self.env.su and any(clarification.state != "open" for clarification in clarifications):
            raise UserError(self.env._("A new clarification is open. Decide it with the button."))
        return clarifications

    def write(self, vals):
        if not self.env.su and any(clarification.state != "open" for clarification in self):
            raise UserError(self.env._("A decided clarification cannot be edited. Reopen it instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(clarification.state != "open" for clarification in self):
            raise UserError(self.env._("A decided clarification cannot be deleted."))
        if not self.env.su and any(clarification.origin != "hand" for clarification in self):
            raise UserError(
                self.env._("A clarification that comes from the text or the package cannot be deleted. Decide it.")
            )

    def action_decide(self):
        """Open the wizard that decides these points together."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "plan.clarification.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_clarification_ids": self.ids},
        }

    def action_reopen(self):
        """Take decided points up again: each stays readable, and a new open one takes its place."""
        self.check_access("write")
        for clarification in self:
            if clarification.state != "decided":
                raise UserError(self.env._("Only a decided clarification can be reopened."))
        # sudo: the decision's fields are protected, the check is above
        copied = [
            {**vals, "key": clarification.key}
            for clarification, vals in zip(self, self.sudo().copy_data(), strict=True)
        ]
        self.sudo().write({"state": "replaced"})
        self.flush_recordset(["state"])  # the old one gives up its key before the new one takes it
        self._create_points(copied)
        return self._get_action()

    @api.model
    def _create_points(self, vals_list):
        """Create points in the system's name: neither the caller's context nor their defaults decide any of them."""
        return self.with_user(SUPERUSER_ID).with_context(clean_context(self.env.context)).create(vals_list)

    def _get_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_clarification_action")
        return {**action, "domain": [("plan_id", "in", self.plan_id.ids)], "context": {"search_default_open": 1}}

    def action_open_source(self):
        """Open the row of the plan that the point is about."""
        self.ensure_one()
        record = self.indicator_id or self.task_id or self.group_id or self.plan_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def _do_decide(self, decision, ground):
        """Record the decision on open points; deciding on a group confirms its proposed members."""
        self.check_access("write")
        if any(clarification.state != "open" for clarification in self):
            raise UserError(self.env._("Some of these clarifications are already decided. Choose open ones."))
        decision, ground = clean(decision, multiline=True), clean(ground, multiline=True)
        if not (decision and ground):
            raise UserError(self.env._("Enter the decision and its grounds."))
        self.group_id.filtered("candidate_ids").action_confirm_members()
        # sudo: the decision's fields are protected, this is the only way to them
        self.sudo().write(
            {
                "state": "decided",
                "decision": decision,
                "ground": ground,
                "decided_user_id": self.env.uid,
                "decided_name": self.env.user.name,
                "date_decided": vietnam_today(),
            }
        )
