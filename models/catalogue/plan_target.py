import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...grammars.target import parse_target
from ...tools.years import FIRST_YEAR, LAST_YEAR


class PlanTarget(models.Model):
    """The value that a metric should reach in a year: the cell as printed, and beside it what the cell means.

    The meaning is computed from the text and stays editable: an edit holds until the text changes.
    """

    _name = "plan.target"
    _description = "Target"
    _inherit = ["plan.desk.scope.mixin"]
    _order = "metric_id, year, id"
    _scope_fields = ("metric_id",)
    _printed_fields = frozenset({"year", "text"})

    metric_id = fields.Many2one(comodel_name="plan.metric", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one(related="metric_id.indicator_id", store=True, index=True)
    plan_id = fields.Many2one(related="metric_id.plan_id", store=True, index=True)
    year = fields.Integer(required=True, aggregator=None)
    text = fields.Char(string="As Printed")
    kind = fields.Selection(
        selection=[
            ("numeric", "Quantitative"),
            ("range", "Range"),
            ("boolean", "Yes or No"),
            ("rank", "Rank"),
            ("milestone", "Milestone"),
            ("qualitative", "Qualitative"),
            ("none", "No Target"),
        ],
        compute="_compute_meaning",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    operator = fields.Selection(
        selection=[("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"), ("eq", "="), ("between", "↔")],
        compute="_compute_meaning",
        store=True,
        readonly=False,
        precompute=True,
    )
    value_min = fields.Float(
        string="Lower Bound",
        digits=(16, 4),
        compute="_compute_meaning",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    value_max = fields.Float(
        string="Upper Bound",
        digits=(16, 4),
        compute="_compute_meaning",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    unit = fields.Char(compute="_compute_meaning", store=True, readonly=False, precompute=True)
    note = fields.Char(compute="_compute_meaning", store=True, readonly=False, precompute=True)
    is_ambiguous = fields.Boolean(
        string="To Be Clarified", compute="_compute_meaning", store=True, readonly=False, precompute=True
    )

    _year_unique = models.UniqueIndex("(metric_id, year)", "This metric already has a target for this year.")
    _year_is_real = models.Constraint(
        f"CHECK (year BETWEEN {FIRST_YEAR} AND {LAST_YEAR})", "The year of a target must be between 2000 and 2099."
    )
    # NaN compares greater than every number in PostgreSQL, so one check keeps it out together with infinity
    _values_are_finite = models.Constraint(
        "CHECK (abs(COALESCE(value_min, 0)) < 1e12 AND abs(COALESCE(value_max, 0)) < 1e12)",
        "A target's bounds must be numbers below 1,000,000,000,000.",
    )

    @api.depends("year", "text")
    def _compute_display_name(self):
        for target in self:
            target.display_name = f"{target.year}: {target.text or '–'}"

    @api.depends("text", "metric_id.label")
    def _compute_meaning(self):
        notes = self.env["plan.grammar.note"]
        sentences = notes._target_notes()
        for target in self:
            parsed = parse_target(target.text or "")
            meaning = next((one for one in parsed if one.metric == (target.metric_id.label or "")), parsed[0])
            target.kind = meaning.kind
            target.operator = meaning.operator
            target.value_min = meaning.value_min or 0.0
            target.value_max = meaning.value_max or 0.0
            target.unit = meaning.unit
            target.note = notes._join(sentences, meaning.notes)
            target.is_ambiguous = meaning.is_ambiguous

    def _get_page_text(self):
        """Return the target as the page of a report shows it: "≥ 50% (2030)"."""
        return f"{self.text} ({self.year})" if self else ""

    @api.constrains("kind", "operator", "value_min", "value_max")
    def _check_bounds_in_order(self):
        for target in self:
            if target.operator == "between" and target.value_min > target.value_max:
                raise ValidationError(
                    self.env._("The lower bound of the target for %(year)s is above its upper bound.", year=target.year)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_finite(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_finite(vals)
        return super().write(vals)

    @api.model
    def _check_finite(self, vals):
        """Refuse NaN and infinity in words: one of them poisons every sum, and the database explains nothing."""
        for name in ("value_min", "value_max"):
            value = vals.get(name)
            if isinstance(value, float) and not math.isfinite(value):
                raise ValidationError(
                    self.env._("%(field)s must be a number.", field=self._fields[name]._description_string(self.env))
                )
