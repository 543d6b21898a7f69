from odoo import fields, models


class PlanFunding(models.Model):
    """A line of the plan's part on funding sources, verbatim."""

    _name = "plan.funding"
    _description = "Funding Source"
    _inherit = ["plan.desk.scope.mixin"]
    _order = "plan_id, number, id"
    _printed_fields = frozenset({"number", "name"})

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    number = fields.Integer(required=True)
    name = fields.Text(required=True)

    _number_unique = models.UniqueIndex("(plan_id, number)", "The plan already has a funding line with this number.")
