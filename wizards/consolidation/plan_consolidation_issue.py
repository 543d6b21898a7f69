from odoo import fields, models


class PlanConsolidationIssue(models.TransientModel):
    """Issues consolidations with the number, date and signed file of their paper."""

    _name = "plan.consolidation.issue"
    _description = "Issue a Consolidation"
    _inherit = ["plan.document.upload.mixin"]

    consolidation_ids = fields.Many2many(
        comodel_name="plan.consolidation",
        string="Consolidations",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )

    def action_issue(self):
        """Record the paper; these consolidations can no longer be edited."""
        self.ensure_one()
        self.consolidation_ids._do_issue(**self._read_document())
        return {"type": "ir.actions.act_window_close"}
