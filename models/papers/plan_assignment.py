from odoo import models

from .plan_agency import OPEN_ENDED, ROLES


class PlanAssignment(models.Model):
    """A piece of work as a row of its agency's assignment sheet."""

    _inherit = "plan.assignment"

    def _get_paper_row(self, number, has_product):
        task = self.task_id
        name = f"{task.name} (năm {self.year})" if self.year else task.name
        if self.request:
            name = f"{name}\n{self.request}"
        asked_by = self.sudo().lead_agency_id.name  # sudo: who asks is said to whom it asks
        lead = asked_by or task.lead_text or ""
        deadline = self.date_deadline or OPEN_ENDED.get(task.recurrence) or task.deadline_text or ""
        row = [str(number), name, ROLES[self.role], lead, task.support_text or ""]
        return [*row, *([task.product or ""] if has_product else []), deadline, self._get_paper_ground()]

    def _get_paper_ground(self):
        """Return where the plan gives this work: "348/KH-UBND, Phụ lục 2, mục II.6"."""
        place = f"mục {self.task_code}" if self.task_id.kind == "duty" else f"Phụ lục 2, mục {self.task_code}"
        return f"{self.plan_id.number}\n{place[0].upper()}{place[1:]}"
