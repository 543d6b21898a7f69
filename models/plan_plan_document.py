from odoo import models

from ..papers.document import short_date


class PlanPlanDocument(models.Model):
    """How a paper names a plan."""

    _inherit = "plan.plan"

    _PHRASES = {
        "plan": "Kế hoạch",
        "action_programme": "Chương trình hành động",
        "resolution": "Nghị quyết",
        "decision": "Quyết định",
        "directive": "Chỉ thị",
    }

    def _get_phrase(self):
        """Return "Kế hoạch số 348/KH-UBND ngày 14/5/2025 của UBND tỉnh"."""
        day = self.date_issued
        dated = f" ngày {short_date(day)}" if day else ""
        by = f" của {self.sudo().issuer_id.name}" if self.sudo().issuer_id else ""  # sudo: printed on the plan
        return f"{self._PHRASES.get(self.kind, 'Văn bản')} số {self.number}{dated}{by}"
