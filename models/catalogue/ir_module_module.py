from odoo import models
from odoo.addons.base.models.ir_module import assert_log_admin_access
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    """Uninstalling would destroy what agencies have done: it is refused once a plan has been activated."""

    _inherit = "ir.module.module"

    @assert_log_admin_access
    def button_uninstall(self):
        """Refuse to remove this module, or one that takes it along, once work other than the demo's is given."""
        if "plan_tracking" in (self + self.downstream_dependencies()).mapped("name"):
            # sudo: what holds of all plans must not depend on who asks
            demo = self.env.ref("plan_tracking.demo_plan", raise_if_not_found=False) or self.env["plan.plan"]
            plans = self.env["plan.plan"].sudo()
            started = plans.search([("state", "!=", "draft"), ("id", "not in", demo.ids)], limit=1)
            if started:
                raise UserError(
                    self.env._(
                        "The plan %(plan)s has been activated: uninstalling would destroy the work and results of "
                        "its agencies. Keep the module, or keep this database as an archive and continue in a new one.",
                        plan=started.number,
                    )
                )
        return super().button_uninstall()
