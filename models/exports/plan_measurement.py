from odoo import models

from ..reporting.plan_measurement import NUMBERS
from .plan_export_mixin import ExportColumn


class PlanMeasurement(models.Model):
    """The figures of a period as a table."""

    _inherit = "plan.measurement"

    _export_fields = (
        "report_id",
        "agency_id",
        "indicator_number",
        "indicator_name",
        "metric_name",
        "unit",
        "target_text",
        "verdict",
        "note",
        "source",
        "is_nil",
        *NUMBERS,
        *(f"has_{name}" for name in NUMBERS),
    )

    def _get_export_columns(self):
        verdicts = self._get_export_labels("verdict")
        return [
            ExportColumn("agency", self.env._("Agency"), "text", 28, self._get_export_agency),
            ExportColumn("number", self.env._("Number of the Indicator"), "text", 10, "indicator_number"),
            ExportColumn("indicator", self.env._("Indicator"), "text", 40, "indicator_name"),
            ExportColumn("metric", self.env._("Metric"), "text", 26, "metric_name"),
            ExportColumn("unit", self.env._("Unit"), "text", 12, "unit"),
            ExportColumn("target", self.env._("Target"), "text", 14, "target_text"),
            ExportColumn("actual", self.env._("Actual"), "number", 14, self._export_number("actual")),
            ExportColumn(
                "estimate", self.env._("Estimate to Period End"), "number", 14, self._export_number("estimate")
            ),
            ExportColumn(
                "settled", self.env._("Actual of the Last Period"), "number", 14, self._export_number("settled")
            ),
            ExportColumn("verdict", self.env._("Judgement"), "text", 14, lambda row, more: verdicts.get(row.verdict)),
            ExportColumn(
                "nil", self.env._("Nothing New"), "text", 10, lambda row, more: row.is_nil and self.env._("Yes")
            ),
            ExportColumn("note", self.env._("Reason or Note"), "text", 34, "note"),
            ExportColumn("source", self.env._("Source"), "text", 22, "source"),
        ]

    @staticmethod
    def _export_number(name):
        # zero is a figure, an empty cell is not
        return lambda row, more: row[name] if row[f"has_{name}"] else None
