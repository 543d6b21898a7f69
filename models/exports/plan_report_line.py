from odoo import models

from .plan_sheet_mixin import SheetColumn


class PlanReportLine(models.Model):
    """The work of a period as a table: what was said of each assignment when its report was sent."""

    _inherit = "plan.report.line"

    _sheet_fields = (
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

    def _get_sheet_columns(self):
        timeliness = self._get_sheet_labels("timeliness")
        return [
            SheetColumn("agency", self.env._("Agency"), "text", 28, self._get_sheet_agency),
            SheetColumn("code", self.env._("Task Number"), "text", 11, "task_code"),
            SheetColumn("task", self.env._("Task"), "text", 44, "task_name"),
            SheetColumn("stage", self.env._("State"), "text", 16, "stage_name"),
            SheetColumn("progress", self.env._("Progress"), "percent", 12, self._get_sheet_progress),
            SheetColumn("deadline", self.env._("Deadline"), "date", 12, "date_deadline"),
            SheetColumn(
                "timeliness", self.env._("Timeliness"), "text", 16, lambda row, more: timeliness.get(row.timeliness)
            ),
            SheetColumn(
                "nil", self.env._("Nothing New"), "text", 10, lambda row, more: row.is_nil and self.env._("Yes")
            ),
            SheetColumn("text", self.env._("Result of the Period"), "text", 44, "text"),
            SheetColumn("obstacle", self.env._("Obstacles"), "text", 30, "obstacle"),
            SheetColumn("proposal", self.env._("Proposals"), "text", 30, "proposal"),
            SheetColumn("step", self.env._("Next Step"), "text", 26, "step_name"),
            SheetColumn("step_date", self.env._("Next Step By"), "date", 12, "step_date"),
            SheetColumn("number", self.env._("Product's Number"), "text", 18, "product_number"),
            SheetColumn("product_date", self.env._("Product's Date"), "date", 12, "product_date"),
        ]

    def _get_sheet_progress(self, row, more):
        # a standing duty of the yearly report has no assignment with progress
        return row.progress if row.assignment_id else None
