from odoo import fields, models


class PlanConsolidationReturn(models.TransientModel):
    """Gives consolidations back to the specialist, with a reason."""

    _name = "plan.consolidation.return"
    _description = "Return a Consolidation"

    consolidation_ids = fields.Many2many(
        comodel_name="plan.consolidation",
        string="Consolidations",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)

    def action_return(self):
        """Return them; who submitted them is told why."""
        self.ensure_one()
        self.consolidation_ids._do_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
