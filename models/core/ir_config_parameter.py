from odoo import api, models

DEMO = "plan_tracking.demo"


class IrConfigParameter(models.Model):
    """Knows whether the database holds the module's demo data: papers and screens say so then."""

    _inherit = "ir.config_parameter"

    @api.model
    def _plan_holds_demo(self):
        # sudo: everybody who sees a figure must see that it is made up
        return bool(self.sudo().get_param(DEMO))

    @api.model
    def _plan_mark_demo(self):
        """Mark the database as one with demo data; the mark goes with the module."""
        mark = {"xml_id": "plan_tracking.demo_mark", "values": {"key": DEMO, "value": "True"}, "noupdate": True}
        self._load_records([mark])
