from odoo import fields, models


class PlanFollowupIssue(models.TransientModel):
    """Records number, date and signed file of a follow-up letter."""

    _name = "plan.followup.issue"
    _description = "Issue a Follow-up Letter"
    _inherit = ["plan.document.upload.mixin"]

    followup_id = fields.Many2one(
        comodel_name="plan.followup",
        string="Letter",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )

    def action_issue(self):
        """Record the paper; the letter can no longer be edited."""
        self.ensure_one()
        self.followup_id._do_issue(**self._read_document())
        return {"type": "ir.actions.act_window_close"}
