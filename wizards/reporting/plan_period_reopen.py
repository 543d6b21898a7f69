from odoo import fields, models


class PlanPeriodReopen(models.TransientModel):
    """Opens a closed period again, with a reason."""

    _name = "plan.period.reopen"
    _description = "Reopen a Period"

    period_ids = fields.Many2many(
        comodel_name="plan.period",
        string="Periods",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)

    def action_reopen(self):
        """Take reports of these periods again."""
        self.ensure_one()
        self.period_ids._do_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
