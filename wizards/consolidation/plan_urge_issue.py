from odoo import fields, models


class PlanUrgeIssue(models.TransientModel):
    """Records number, date and signed file of an urge letter."""

    _name = "plan.urge.issue"
    _description = "Issue a Follow-up Letter"
    _inherit = ["plan.paper"]

    urge_id = fields.Many2one(
        comodel_name="plan.urge",
        string="Letter",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )

    def action_issue(self):
        """Record the paper; the letter can no longer be edited."""
        self.ensure_one()
        self.urge_id._do_issue(**self._read_paper())
        return {"type": "ir.actions.act_window_close"}
