from odoo import models


class IrHttp(models.AbstractModel):
    """Tells the web client that the figures are made up, in a database with demo data alone."""

    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if self.env["ir.config_parameter"]._plan_holds_demo():
            info["plan_tracking_demo"] = True
        return info
