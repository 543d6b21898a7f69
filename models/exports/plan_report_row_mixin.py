from odoo import models


class PlanReportRowMixin(models.AbstractModel):
    """The rows of many reports as a table: whose they are, and what they say."""

    _name = "plan.report.row.mixin"
    _inherit = ["plan.report.row.mixin", "plan.export.mixin"]

    def _get_export_agency(self, row, more):
        """Return the agency's name as it was when the report was sent."""
        return row.report_id.agency_name or row.agency_id.name
