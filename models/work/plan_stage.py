from odoo import fields, models

STAGE_KINDS = [
    ("todo", "Not Started"),
    ("doing", "In Progress"),
    ("review", "Waiting for Confirmation"),
    ("done", "Done"),
    ("paused", "Paused"),
    ("cancelled", "Cancelled"),
]


class PlanStage(models.Model):
    """A kanban column: one step on one or several tracks. Progress is believed because it comes from here."""

    _name = "plan.stage"
    _description = "Stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=STAGE_KINDS, required=True, default="doing")
    progress = fields.Integer(string="Progress (%)", aggregator="avg")
    fold = fields.Boolean(string="Folded in Kanban")
    active = fields.Boolean(default=True)
    track_ids = fields.Many2many(comodel_name="plan.track", relation="plan_stage_track_rel", string="Tracks")

    _progress_in_range = models.Constraint(
        "CHECK (progress BETWEEN 0 AND 100)", "The progress of a stage must be between 0 and 100 %."
    )
