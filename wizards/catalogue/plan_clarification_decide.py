from odoo import fields, models


class PlanClarificationDecide(models.TransientModel):
    """Decides one or several points of the checklist with one decision and ground."""

    _name = "plan.clarification.decide"
    _description = "Decide Clarifications"

    clarification_ids = fields.Many2many(comodel_name="plan.clarification", string="Points to Clarify", required=True)
    decision = fields.Text(string="Decision Rule", required=True)
    ground = fields.Text(required=True, help="The document or reason on which the decision is based.")

    def action_decide(self):
        """Record the decision on every chosen point."""
        self.ensure_one()
        self.clarification_ids._do_decide(self.decision, self.ground)
        return {"type": "ir.actions.act_window_close"}
