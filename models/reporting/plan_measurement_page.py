from odoo import api, models
from odoo.tools import format_date

from ...tools.number import format_number
from .plan_measurement import NUMBERS
from .row_column import RowColumn


class PlanMeasurementPage(models.Model):
    """A figure on the page of its report: its row there, and whether it is filled in."""

    _inherit = "plan.measurement"

    def _get_before(self):
        """Return {row: the current ledger value of its metric and agency before its report}."""
        return self.env["plan.value"].sudo()._get_last(self)  # sudo: the agency's own figures

    @api.model
    def _get_columns(self):
        return (
            RowColumn("number", "shown", 6, label=self.env._("No.")),
            RowColumn("name", "shown", 34, label=self.env._("Indicator")),
            RowColumn("metric", "shown", 20, label=self.env._("Metric")),
            RowColumn("unit", "shown", 9, label=self.env._("Unit")),
            RowColumn("target", "shown", 14, label=self.env._("Target")),
            RowColumn("before", "shown", 16, label=self.env._("Last Value")),
            RowColumn("numerator", "number", 14, asked="ratio"),
            RowColumn("denominator", "number", 14, asked="ratio"),
            RowColumn("actual", "number", 14, asked="number"),
            RowColumn("estimate", "number", 14, asked="estimate"),
            RowColumn("settled", "number", 14, asked="settled", help="settled_label"),
            RowColumn("verdict", "select", 14, asked="verdict"),
            RowColumn("note", "text", 30),
            RowColumn("source", "line", 30, is_long=True),
        )

    def _get_asks(self, target):
        """Return the conditions of columns that the row meets."""
        if target.kind in ("boolean", "milestone", "qualitative"):
            return ["verdict"]
        conditions = {
            "number": True,
            "ratio": self.metric_id.aggregation == "ratio",
            "estimate": self.period_id.date_cutoff < self.period_id.date_to,
            "settled": self.estimate_before_id,
        }
        return [name for name, holds in conditions.items() if holds]

    def _get_page_row(self, before):
        metric = self.metric_id
        sent = self.report_id.state != "draft"
        target = self._get_target()
        return {
            "number": self.indicator_number if sent else metric.indicator_id.number,
            "name": self.indicator_name if sent else metric.indicator_id.name,
            "metric": self.metric_name if sent else metric.name,
            "unit": (self.unit if sent else metric.unit) or "",
            "target": (self.target_text if sent else target._get_page_text()) or "",
            "asks": self._get_asks(target),
            "settled_label": self._get_settled_label(),
            "before": before._get_page_text() if before else "",
        }

    def _get_settled_label(self):
        value = self.estimate_before_id.sudo()  # sudo: the agency's own estimate
        if not value:
            return ""
        return self.env._(
            "Actual up to %(day)s; %(value)s was estimated",
            day=format_date(self.env, value.date_to, date_format="dd/MM/yyyy"),
            value=format_number(self.env, value.value),
        )

    def _get_target(self):
        """Return the metric's target for the period's year, or the next one that the plan sets."""
        targets = self.metric_id.target_ids.filtered(lambda target: target.kind != "none").sorted("year")
        return targets.filtered(lambda target: target.year >= self.period_id.year)[:1] or targets[-1:]

    # -- what a report needs of its figures ---------------------------------------------------------------------------

    def _is_filled(self):
        return self.is_nil or self.has_actual or self.has_estimate or bool(self.verdict)

    def _is_untouched(self):
        """A figure that another report of the agency has given already would be lost."""
        return not self._is_filled()

    def _offer_to(self, others):
        """Give these figures to rows of the same metric and the same cut-off that nobody has written into."""
        known = {(row.metric_id, row.period_id.date_cutoff): row for row in self}
        for other in others:
            mine = known.get((other.metric_id, other.period_id.date_cutoff))
            if mine and mine._is_filled() and not mine.is_nil:
                names = [*NUMBERS, *(f"has_{name}" for name in NUMBERS), "verdict", "note", "source"]
                other._unguarded_write({name: mine[name] for name in names})
