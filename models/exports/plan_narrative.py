from odoo import models

from .plan_export_mixin import ExportColumn


class PlanNarrative(models.Model):
    """The narrative of a period as a table: what each agency answered to which heading."""

    _inherit = "plan.narrative"

    _export_fields = (
        "report_id",
        "agency_id",
        "name",
        "kind",
        "text",
        "number",
        "has_number",
        "choice",
        "yes_no",
        "file_name",
        "is_nil",
    )

    def _get_export_columns(self):
        answers = self._get_export_labels("yes_no")
        return [
            ExportColumn("agency", self.env._("Agency"), "text", 28, self._get_export_agency),
            ExportColumn("heading", self.env._("Heading or Question"), "text", 34, "name"),
            ExportColumn(
                "nil", self.env._("Nothing New"), "text", 10, lambda row, more: row.is_nil and self.env._("Yes")
            ),
            ExportColumn(
                "answer",
                self.env._("Answer"),
                "text",
                80,
                lambda row, more: row.text or row.choice or answers.get(row.yes_no),
            ),
            ExportColumn(
                "number", self.env._("Figure"), "number", 14, lambda row, more: row.number if row.has_number else None
            ),
            ExportColumn("file", self.env._("File"), "text", 24, "file_name"),
        ]
