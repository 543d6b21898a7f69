from odoo import models

# an estimate that the actual misses by more than this share is worth a look
TOLERANCE = 0.1
JUMP = 10


class PlanReportWarning(models.Model):
    """What looks odd in a report: said to the leader first, and to the desk; it stops nobody."""

    _inherit = "plan.report"

    def _get_warning_sentences(self):
        """Return {code: sentence} of everything that may look odd."""
        return {
            "falls": self.env._("Lower than the last accepted value, though it only ever grows."),
            "jumps": self.env._("Ten times the last accepted value, or a tenth of it."),
            "over_100": self.env._("More than 100 %."),
            "missed_estimate": self.env._("Differs by more than a tenth from what was estimated."),
            "no_product": self.env._("Done without number and date of its product."),
        }

    def _draw_warnings(self):
        """Write on every row the codes of what looks odd."""
        for report in self:
            for rows in (report.line_ids, report.measurement_ids):
                before = rows._get_before()
                for row in rows:
                    codes = " ".join(row._get_warning_codes(before.get(row))) or False
                    if row.warnings != codes:
                        row._unguarded_write({"warnings": codes})

    def _count_warnings(self):
        """Write on the approved report how many of its rows look odd: before, even that is its agency's affair."""
        for report in self.sudo():  # sudo: a protected field; the step has been checked
            rows = (*report.line_ids, *report.measurement_ids)
            report._unguarded_write({"warning_count": sum(bool(row.warnings) for row in rows)})
