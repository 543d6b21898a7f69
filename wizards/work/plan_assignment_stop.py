from odoo import fields, models


class PlanAssignmentStop(models.TransientModel):
    """Pauses or cancels work by the document that decides it."""

    _name = "plan.assignment.stop"
    _description = "Pause or Cancel"
    _inherit = ["plan.document.upload.mixin"]

    assignment_ids = fields.Many2many(
        comodel_name="plan.assignment",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    kind = fields.Selection(
        selection=[("paused", "Pause"), ("cancelled", "Cancel")], string="Action", required=True, default="paused"
    )
    reason = fields.Text(required=True)

    def action_stop(self):
        """Record the decision on every chosen assignment."""
        self.ensure_one()
        self.assignment_ids._do_stop(self.kind, self.reason, **self._read_document())
        return {"type": "ir.actions.act_window_close"}
