from odoo import fields, models


class PlanTrack(models.Model):
    """The stages of a track, in which its work moves."""

    _inherit = "plan.track"

    stage_ids = fields.Many2many(comodel_name="plan.stage", relation="plan_stage_track_rel", string="Stages")
