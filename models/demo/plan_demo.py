from odoo import api, models

from ...demo import load


class PlanDemo(models.AbstractModel):
    """The door to demo/ for the demo data, which can call nothing but a model's method."""

    _name = "plan.demo"
    _description = "Demo Data of Plan Tracking"

    @api.model
    def _load(self, package):
        """Load `package` and make it a living plan with demo users (password = login)."""
        load(self.env, package)
