from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the module: what counts as due soon."""

    _inherit = "res.config.settings"

    plan_due_soon_days = fields.Integer(
        string="Due Soon Within (Days)",
        config_parameter="plan_tracking.due_soon_days",
        default=15,
        help="Work whose deadline lies within this many days is shown as due soon.",
    )
