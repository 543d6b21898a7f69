from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PlanAgencyGroup(models.Model):
    """The plans that name a group, whose desk keeps it."""

    _inherit = "plan.agency.group"

    def _check_may_keep(self):
        """Refuse the desk of other plans: who belongs to a group decides who gets work in every plan that names it."""
        if self.env.su or self.env.user.has_group("plan_tracking.group_plan_tracking_manager"):
            return
        kept = set(self.env.user._plan_desk_plan_ids())
        for group in self:
            plans = group._get_plans()
            if not plans or set(plans.ids) - kept:
                raise UserError(
                    self.env._(
                        "“%(group)s” is maintained by the desk of the plans that name it (%(plans)s), or by the "
                        "manager.",
                        group=group.name,
                        plans=", ".join(plans.mapped("number")) or "–",
                    )
                )

    def _get_plans(self):
        """Return the plans not closed that name this group, as lead, support or monitor."""
        # sudo: every plan counts, also one that the user may not read
        tasks = self.env["plan.task"].sudo()
        indicators = self.env["plan.indicator"].sudo()
        open_plans = Domain("plan_id.state", "!=", "closed")
        named = Domain("lead_group_ids", "in", self.ids) | Domain("support_group_ids", "in", self.ids)
        return tasks.search(open_plans & named).plan_id | (
            indicators.search(open_plans & Domain("monitor_group_ids", "in", self.ids)).plan_id
        )
