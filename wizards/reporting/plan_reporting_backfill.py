from odoo import fields, models
from odoo.exceptions import UserError


class PlanReportingBackfill(models.TransientModel):
    """Opens periods from before a schedule's first one, for filling in what was reported without this software."""

    _name = "plan.reporting.backfill"
    _description = "Open Earlier Periods"

    schedule_id = fields.Many2one(
        comodel_name="plan.reporting.schedule",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)

    def action_open(self):
        """Open the periods; they never count as late."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The time must not end before it begins."))
        periods = self.schedule_id._do_backfill(self.date_from, self.date_to)
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_period_action")
        return {**action, "domain": [("id", "in", periods.ids)]}
