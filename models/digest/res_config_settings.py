from odoo import api, fields, models

from .plan_digest import SWITCH


class ResConfigSettings(models.TransientModel):
    """Settings of the module: what counts as due soon, and whether mails go out."""

    _inherit = "res.config.settings"

    plan_due_soon_days = fields.Integer(
        string="Due Soon Within (Days)",
        config_parameter="plan_tracking.due_soon_days",
        default=15,
        help="Work is shown as due soon this number of days before its deadline.",
    )
    plan_digest_mails = fields.Boolean(
        string="Daily Digest by Mail",
        help="Each user gets at most one mail a day about the work that waits for them.",
    )

    @api.model
    def get_values(self):
        return {**super().get_values(), "plan_digest_mails": self.env["plan.digest"]._is_switched_on()}

    def set_values(self):
        # Odoo keeps a switch that is off by deleting its row, and this one is on where there is none
        self.env["ir.config_parameter"].set_param(SWITCH, str(self.plan_digest_mails))
        return super().set_values()
