from odoo import models
from odoo.fields import Domain


class PlanAgencyGroup(models.Model):
    """The work of those who come to belong to a group."""

    _inherit = "plan.agency.group"

    def action_confirm_members(self):
        result = super().action_confirm_members()
        # sudo: assignments are made by the fan-out alone; the agencies get what is missing, nothing else changes
        tasks = self.env["plan.task"].sudo()
        plans = tasks.search(tasks._work_domain() & Domain("lead_group_ids", "in", self.ids)).plan_id
        self.env["plan.assignment"].sudo()._fan_out(plans)
        return result
