from odoo import api, fields, models


class PlanPlan(models.Model):
    """The work that a plan gives: assignments come with its activation, and nothing changes after its end."""

    _inherit = "plan.plan"

    assignment_count = fields.Integer(compute="_compute_assignment_count")

    @api.depends_context("uid")
    def _compute_assignment_count(self):
        counts = dict(self.env["plan.assignment"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        for plan in self:
            plan.assignment_count = counts.get(plan, 0)

    def action_close(self):
        result = super().action_close()
        # sudo: the assignments are their agencies', the step has been checked
        self.env["plan.assignment"].sudo().search([("plan_id", "in", self.ids)])._hold()
        return result

    def action_open_assignments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_assignment_action")
        return {**action, "domain": [("plan_id", "in", self.ids)]}

    def _do_activate(self):
        result = super()._do_activate()
        for plan in self.sudo():  # sudo: assignments are made by the fan-out alone; who may activate has been checked
            self.env["plan.assignment"].sudo()._fan_out(plan)
        return result
