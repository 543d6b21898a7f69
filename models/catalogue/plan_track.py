from odoo import fields, models


class PlanTrack(models.Model):
    """The way of a kind of product: a document is drafted, consulted on, appraised, submitted and issued."""

    _name = "plan.track"
    _description = "Track"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(lower(code))", "This code is already used by another track.")
