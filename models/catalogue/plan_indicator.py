from odoo import api, fields, models
from odoo.fields import Command

from ...grammars.target import read_indicator


class PlanIndicator(models.Model):
    """An indicator as printed, and the metrics and yearly targets that its cells say."""

    _name = "plan.indicator"
    _description = "Indicator"
    _inherit = ["plan.search.mixin", "plan.desk.scope.mixin", "plan.annex.row.mixin"]
    _order = "plan_id, sequence, id"
    _search_key_fields = ("number", "name", "monitor_text")
    _clean_fields = ()
    _printed_fields = frozenset({"section_id", "number", "name", "monitor_text"})

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    section_id = fields.Many2one(comodel_name="plan.section", required=True, index=True, ondelete="restrict")
    number = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    name = fields.Text(required=True)
    monitor_text = fields.Text(string="Monitoring Agency, as Printed")
    monitor_ids = fields.Many2many(
        comodel_name="plan.agency",
        relation="plan_indicator_monitor_rel",
        compute="_compute_monitors",
        store=True,
        readonly=False,
        string="Monitoring Agencies",
    )
    monitor_group_ids = fields.Many2many(
        comodel_name="plan.agency.group",
        relation="plan_indicator_monitor_group_rel",
        compute="_compute_monitors",
        store=True,
        readonly=False,
        string="Monitoring Groups",
    )
    responsible_agency_id = fields.Many2one(
        comodel_name="plan.agency",
        compute="_compute_monitors",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        string="Responsible for the Figure",
        help="The first agency that the plan names.",
    )
    definition = fields.Text()
    source = fields.Char()
    frequency = fields.Selection(
        selection=[("month", "Monthly"), ("quarter", "Quarterly"), ("half", "Half-Yearly"), ("year", "Yearly")],
        default="year",
        required=True,
    )
    metric_ids = fields.One2many(comodel_name="plan.metric", inverse_name="indicator_id", string="Metrics")
    target_ids = fields.One2many(comodel_name="plan.target", inverse_name="indicator_id", string="Targets")

    _number_unique = models.UniqueIndex(
        "(plan_id, number)", "The plan already has an indicator with this number. Choose another number."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = f"{indicator.number}. {indicator.name}"

    @api.depends("monitor_text")
    def _compute_monitors(self):
        first_of = self._read_actors("monitor_text", "monitor_ids", "monitor_group_ids")
        for indicator in self:
            indicator.responsible_agency_id = first_of[indicator]

    def _set_cells(self, cells):
        """Replace the metrics and targets by what the printed cells say.

        :param dict cells: {year: text as printed}
        """
        self.ensure_one()
        self.metric_ids.unlink()
        metrics = self.env["plan.metric"]
        for sequence, metric in enumerate(read_indicator(self.name, cells), 1):
            metrics += metrics.create(
                {
                    "indicator_id": self.id,
                    "sequence": sequence,
                    "name": metric.name,
                    "unit": metric.unit,
                    "direction": metric.direction,
                    "label": next((target.metric for target in metric.targets.values() if target.metric), False),
                    "succeeds_id": metrics[metric.succeeds].id if metric.succeeds is not None else False,
                    "target_ids": [
                        Command.create({"year": year, "text": target.text}) for year, target in metric.targets.items()
                    ],
                }
            )
        return metrics

    def _get_cells(self):
        """Return the printed cells {year: text}; a composite cell is listed once."""
        self.ensure_one()
        return {target.year: target.text or "" for target in self.target_ids}
