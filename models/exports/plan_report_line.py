from odoo import models

from .plan_export_mixin import ExportColumn


class PlanReportLine(models.Model):
    """The work of a period as a table: what was said of each assignment when its report was sent."""

    _inherit = "plan.report.line"

    _export_fields = (
        "report_id",
        "agency_id",
        "assignment_id",
        "task_id",
        "task_code",
        "task_name",
        "stage_name",
        "progress",
        "date_deadline",
        "timeliness",
        "text",
        "obstacle",
        "proposal",
        "step_name",
        "step_date",
        "product_number",
        "product_date",
        "is_nil",
    )

    def _get_export_columns(self):
        timeliness = self._get_export_labels("timeliness")
        return [
            ExportColumn("agency", self.env._("Agency"), "text", 28, self._get_export_agency),
            ExportColumn("code", self.env._("Task Number"), "text", 11, "task_code"),
            ExportColumn("task", self.env._("Task"), "text", 44, "task_name"),
            ExportColumn("stage", self.env._("State"), "text", 16, "stage_name"),
            ExportColumn("progress", self.env._("Progress"), "percent", 12, self._get_export_progress),
            ExportColumn("deadline", self.env._("Deadline"), "date", 12, "date_deadline"),
            ExportColumn(
                "timeliness", self.env._("Timeliness"), "text", 16, lambda row, more: timeliness.get(row.timeliness)
            ),
            ExportColumn(
                "nil", self.env._("Nothing New"), "text", 10, lambda row, more: row.is_nil and self.env._("Yes")
            ),
            ExportColumn("text", self.env._("Result of the Period"), "text", 44, "text"),
            ExportColumn("obstacle", self.env._("Obstacles"), "text", 30, "obstacle"),
            ExportColumn("proposal", self.env._("Proposals"), "text", 30, "proposal"),
            ExportColumn("step", self.env._("Next Step"), "text", 26, "step_name"),
            ExportColumn("step_date", self.env._("Next Step By"), "date", 12, "step_date"),
            ExportColumn("number", self.env._("Product's Number"), "text", 18, "product_number"),
            ExportColumn("product_date", self.env._("Product's Date"), "date", 12, "product_date"),
        ]

    def _get_export_progress(self, row, more):
        # a standing duty of the yearly report has no assignment with progress
        return row.progress if row.assignment_id else None
