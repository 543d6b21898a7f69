from odoo import models


class PlanPeriod(models.Model):
    """From a period to its consolidation."""

    _inherit = "plan.period"

    def action_consolidate(self):
        """Open what is being drawn up of this period, or begin it: the consolidation, then its supplements.

        Once all is issued that was accepted, the last issued one opens.
        """
        self.ensure_one()
        self._check_actors("desk")
        papers = self.env["plan.consolidation"]
        last = papers.search(
            [("period_id", "=", self.id), ("kind", "=", "desk")], order="number_in_period desc", limit=1
        )
        if not last or (last.state == "issued" and last._get_accepted() - last.report_ids):
            number = last.number_in_period + 1 if last else 0
            last = papers._make(period_id=self.id, desk_agency_id=self.desk_agency_id.id, number_in_period=number)
            last.action_build()
        return last._open()
