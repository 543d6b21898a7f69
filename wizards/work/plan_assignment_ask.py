from odoo import api, fields, models
from odoo.exceptions import UserError


class PlanAssignmentAsk(models.TransientModel):
    """Asks other agencies for a contribution in a lead's work: one, several, or whole groups."""

    _name = "plan.assignment.ask"
    _description = "Ask for Contributions"

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment",
        string="For",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    agency_ids = fields.Many2many(
        comodel_name="plan.agency",
        string="Agencies",
        compute="_compute_agencies",
        compute_sudo=False,  # earlier requests are shown to users who may read them
        store=True,
        readonly=False,
        domain="[('category_id.reports', '=', True)]",
    )
    group_ids = fields.Many2many(comodel_name="plan.agency.group", string="Groups", help="All members are asked.")
    count = fields.Integer(string="Agencies Already Asked", compute="_compute_count")
    date_deadline = fields.Date(string="Due", required=True)
    request = fields.Text(required=True)

    @api.depends("assignment_id")
    def _compute_agencies(self):
        for wizard in self:
            assignment = wizard.assignment_id
            supporters = assignment.task_id.support_ids._current_bodies().filtered("category_id.reports")
            asked = assignment.contribution_ids.agency_id | assignment.agency_id
            wizard.agency_ids = supporters - asked

    @api.depends("agency_ids", "group_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard._get_agencies())

    def _get_agencies(self):
        """Return the agencies named, and of the groups those that have not been asked yet."""
        assignment = self.assignment_id
        members = self.group_ids.member_ids._current_bodies().filtered("category_id.reports")
        return self.agency_ids | (members - assignment.contribution_ids.agency_id - assignment.agency_id)

    def action_ask(self):
        """Give every agency an assignment that hangs on the lead's."""
        self.ensure_one()
        if not (self.request or "").strip():
            raise UserError(self.env._("Describe the request."))
        self.assignment_id._do_ask(self._get_agencies(), self.request.strip(), self.date_deadline)
        return {"type": "ir.actions.act_window_close"}
