from odoo import models

from ..reporting.plan_measurement import NUMBERS
from .plan_sheet_mixin import SheetColumn


class PlanMeasurement(models.Model):
    """The figures of a period as a table."""

    _inherit = "plan.measurement"

    _sheet_fields = (
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

    def _get_sheet_columns(self):
        verdicts = self._get_sheet_labels("verdict")
        return [
            SheetColumn("agency", self.env._("Agency"), "text", 28, self._get_sheet_agency),
            SheetColumn("number", self.env._("Number of the Indicator"), "text", 10, "indicator_number"),
            SheetColumn("indicator", self.env._("Indicator"), "text", 40, "indicator_name"),
            SheetColumn("metric", self.env._("Metric"), "text", 26, "metric_name"),
            SheetColumn("unit", self.env._("Unit"), "text", 12, "unit"),
            SheetColumn("target", self.env._("Target"), "text", 14, "target_text"),
            SheetColumn("actual", self.env._("Actual"), "number", 14, self._sheet_number("actual")),
            SheetColumn("estimate", self.env._("Estimate to Period End"), "number", 14, self._sheet_number("estimate")),
            SheetColumn(
                "settled", self.env._("Actual of the Last Period"), "number", 14, self._sheet_number("settled")
            ),
            SheetColumn("verdict", self.env._("Judgement"), "text", 14, lambda row, more: verdicts.get(row.verdict)),
            SheetColumn(
                "nil", self.env._("Nothing New"), "text", 10, lambda row, more: row.is_nil and self.env._("Yes")
            ),
            SheetColumn("note", self.env._("Reason or Note"), "text", 34, "note"),
            SheetColumn("source", self.env._("Source"), "text", 22, "source"),
        ]

    @staticmethod
    def _sheet_number(name):
        # zero is a figure, an empty cell is not
        return lambda row, more: row[name] if row[f"has_{name}"] else None
