from odoo import models

from ...grammars.periods import MONTHS
from ...papers.document import roman


class PlanPeriod(models.Model):
    """The words of papers for a period and its plan."""

    _inherit = "plan.period"

    def _get_phrase(self):
        """Return the period as a paper's subject has it: "tháng 11 năm 2026"."""
        start, year = self.date_from, self.year
        if self.kind == "month":
            return f"tháng {start.month} năm {year}"
        if self.kind == "quarter":
            return f"quý {roman((start.month - 1) // MONTHS['quarter'] + 1)} năm {year}"
        if self.kind == "half":
            return f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {year}"
        return f"năm {year}" if self.kind == "year" else ""

    def _get_subject(self):
        """Return the subject of a report for this period."""
        if self.kind == "ad_hoc":
            return self.schedule_id.name
        plans = self.schedule_id.plan_ids
        named = f" {plans._get_phrase()}" if len(plans) == 1 else " các kế hoạch được giao"
        return f"Kết quả thực hiện{named} {self._get_phrase()}"
