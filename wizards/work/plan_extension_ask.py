from odoo import fields, models
from odoo.exceptions import UserError


class PlanExtensionAsk(models.TransientModel):
    """Asks for a later deadline, for one assignment or for several at once."""

    _name = "plan.extension.ask"
    _description = "Request an Extension"

    assignment_ids = fields.Many2many(
        comodel_name="plan.assignment",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    date_asked = fields.Date(string="New Deadline", required=True)
    reason = fields.Text(required=True)

    def action_ask(self):
        """Make a request for every chosen assignment, or for none."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Explain why the deadline cannot be kept."))
        self.env["plan.extension"]._ask(self.assignment_ids, self.date_asked, self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
