from odoo import fields, models


class PlanAgencyCategory(models.Model):
    """A kind of body: department, commune, university, …; says whether its bodies do work and report."""

    _name = "plan.agency.category"
    _description = "Agency Category"
    _inherit = ["plan.search.mixin"]
    _order = "sequence, sort_key, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    reports = fields.Boolean(
        string="Must Report",
        default=True,
        help="Bodies of this category do work and report. Otherwise they only issue, receive and read documents, and "
        "get no work.",
    )
    agency_ids = fields.One2many(comodel_name="plan.agency", inverse_name="category_id", string="Agencies")

    _code_unique = models.UniqueIndex("(lower(code))", "This code is already used by another category.")
