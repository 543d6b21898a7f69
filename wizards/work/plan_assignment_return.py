from odoo import fields, models


class PlanAssignmentReturn(models.TransientModel):
    """Gives results back with a reason, or takes up again what was paused or cancelled."""

    _name = "plan.assignment.return"
    _description = "Return with a Reason"

    assignment_ids = fields.Many2many(
        comodel_name="plan.assignment",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)

    def action_return(self):
        """Return the results to their agencies."""
        self.ensure_one()
        self.assignment_ids._do_return(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def action_resume(self):
        """Take the work up again."""
        self.ensure_one()
        self.assignment_ids._do_resume(self.reason)
        return {"type": "ir.actions.act_window_close"}
