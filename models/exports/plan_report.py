from odoo import models

from .plan_export_mixin import ExportColumn


class PlanReport(models.Model):
    """The list of reports as it is handed out: who sent what when, and how often it came back."""

    _name = "plan.report"
    _inherit = ["plan.report", "plan.export.mixin"]

    _export_fields = (
        "agency_id",
        "agency_name",  # not of this list: the rows of a period's reports are headed by it
        "period_id",
        "kind",
        "year",
        "revision",
        "state",
        "date_submitted",
        "date_first_approved",
        "date_accepted",
        "date_resubmit",
        "date_resubmitted",
        "is_returned",
        "is_backfill",
        "is_on_behalf",
        "return_count",
        "warning_count",
        "signer_name",
        "signer_office",
        "covered_by_id",
    )

    def _get_export_columns(self):
        time = self._get_export_time
        kinds, states, statuses, sent_again = map(self._get_export_labels, ("kind", "state", "status", "resubmission"))
        return [
            ExportColumn("agency", self.env._("Agency"), "text", 32, "agency_id.name"),
            ExportColumn("period", self.env._("Period"), "text", 18, self._get_export_period),
            ExportColumn("status", self.env._("Status"), "text", 18, lambda report, more: statuses.get(report.status)),
            ExportColumn("state", self.env._("State"), "text", 18, lambda report, more: states.get(report.state)),
            ExportColumn("due", self.env._("Last Day to Send"), "date", 12, self._get_export_last_day),
            ExportColumn(
                "first",
                self.env._("First Approved On"),
                "datetime",
                17,
                lambda report, more: time(report.date_first_approved),
            ),
            ExportColumn("signer", self.env._("Approved By"), "text", 24, self._get_export_signer),
            ExportColumn(
                "accepted", self.env._("Accepted On"), "datetime", 17, lambda report, more: time(report.date_accepted)
            ),
            ExportColumn("returns", self.env._("Times Returned"), "integer", 10, "return_count"),
            ExportColumn("again", self.env._("To Be Sent Again By"), "date", 12, "date_resubmit"),
            ExportColumn(
                "sent", self.env._("Sent Again"), "text", 14, lambda report, more: sent_again.get(report.resubmission)
            ),
            ExportColumn("warnings", self.env._("Looks Odd"), "integer", 10, "warning_count"),
            ExportColumn("covered", self.env._("Covered By"), "text", 30, self._get_export_covering),
            ExportColumn("kind", self.env._("Kind"), "text", 14, lambda report, more: kinds.get(report.kind), False),
            ExportColumn("year", self.env._("Year"), "text", 8, lambda report, more: str(report.year), False),
            ExportColumn("revision", self.env._("Revision"), "integer", 10, "revision", False),
            ExportColumn(
                "submitted",
                self.env._("Submitted On"),
                "datetime",
                17,
                lambda report, more: time(report.date_submitted),
                False,
            ),
            ExportColumn(
                "behalf",
                self.env._("Entered by the Desk"),
                "text",
                12,
                lambda report, more: report.is_on_behalf and self.env._("Yes"),
                False,
            ),
        ]

    def _get_export_tables(self, keys=None):
        """Return the reports of this list as the one table of a workbook."""
        return [
            self._get_export_table(
                keys,
                name=self.env._("Reports"),
                title=self.env._("Reports Sent by Agency"),
                note=self._get_export_moment(),
                landscape=True,
            )
        ]

    def _get_export_period(self, report, more):
        return report.sudo().period_id.display_name  # sudo: everybody who can read the report may know its period

    def _get_export_last_day(self, report, more):
        # the day that screens and letters name, not the midnight after it; sudo: as above
        return report.sudo().period_id.date_last_day

    def _get_export_signer(self, report, more):
        return ", ".join(filter(None, (report.signer_name, report.signer_office)))

    def _get_export_covering(self, report, more):
        covering = report.sudo().covered_by_id  # sudo: the list names it too
        return covering.period_id.display_name if covering else None
