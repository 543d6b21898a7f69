from odoo import fields, models


class PlanMetric(models.Model):
    """One thing that is measured: most indicators have one, "≥ 2% 3%GRDP" needs two, 6G succeeds 5G."""

    _name = "plan.metric"
    _description = "Metric"
    _inherit = ["plan.search.mixin", "plan.desk.scope.mixin"]
    _order = "indicator_id, sequence, id"
    _scope_fields = ("indicator_id",)
    _printed_fields = frozenset({"indicator_id"})
    _clean_fields = ()

    indicator_id = fields.Many2one(comodel_name="plan.indicator", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(related="indicator_id.plan_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    label = fields.Char(string="Label in the Cell", help="The mark of this metric in a cell with several: 6G, GRDP.")
    unit = fields.Char()
    direction = fields.Selection(
        selection=[("up", "Higher Is Better"), ("down", "Lower Is Better")], required=True, default="up"
    )
    aggregation = fields.Selection(
        selection=[
            ("last", "Latest Value"),
            ("sum", "Sum"),
            ("average", "Average"),
            ("ratio", "Ratio of Sums"),
        ],
        required=True,
        default="last",
    )
    # 6G succeeds 5G: another measure, never drawn as a fall of the first
    succeeds_id = fields.Many2one(comodel_name="plan.metric", ondelete="set null", index="btree_not_null")
    target_ids = fields.One2many(comodel_name="plan.target", inverse_name="metric_id", string="Targets")
