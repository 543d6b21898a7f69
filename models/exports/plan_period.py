from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ..reporting.plan_report import OPEN_TO_DESK


class PlanPeriod(models.Model):
    """A period's results as a workbook: who reported, figures, work and narrative, a worksheet each.

    What counts of each agency is the last revision that its leader has approved, as far as the user may read it: an
    agency finds its own, the desk all that reported to it.
    """

    _inherit = "plan.period"

    def _get_export_tables(self):
        self.ensure_one()
        self.check_access("read")
        reports = self.env["plan.report"].search([("period_id", "=", self.id), ("is_latest", "=", True)])
        about = {
            "note": self._get_export_note(),
            "landscape": True,
        }
        yield reports._get_export_table(
            ("agency", "status", "state", "due", "first", "signer", "accepted", "returns", "covered"),
            name=self.env._("Reports"),
            title=self.env._("Reports of %(period)s", period=self.display_name),
            **about,
        )
        for model, name, title in (
            ("plan.measurement", self.env._("Figures"), self.env._("Figures of %(period)s", period=self.display_name)),
            ("plan.report.line", self.env._("Work"), self.env._("Work of %(period)s", period=self.display_name)),
            (
                "plan.narrative",
                self.env._("Narrative"),
                self.env._("Narrative of %(period)s", period=self.display_name),
            ),
        ):
            rows = self.env[model].search(self._get_result_domain(), order="agency_id, sequence, id")
            yield rows._get_export_table(name=name, title=title, **about)

    def _get_result_domain(self):
        """Return the domain of the rows of what each agency's leader has approved last."""
        sent = Domain("period_id", "=", self.id) & Domain("state", "in", OPEN_TO_DESK)
        last = self.env["plan.report"].search(sent, order="revision").grouped("agency_id")
        return Domain("report_id", "in", [reports[-1:].id for reports in last.values()])

    def _get_export_note(self):
        cutoff = format_date(self.env, self.date_cutoff, date_format="dd/MM/yyyy")
        moment = self.env["plan.export.mixin"]._get_export_moment()
        return self.env._("Data up to %(day)s. %(moment)s", day=cutoff, moment=moment)
