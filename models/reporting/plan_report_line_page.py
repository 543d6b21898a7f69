from odoo import api, fields, models
from odoo.tools import format_date

from ..printing.plan_paper_mixin import in_vietnamese
from .row_column import RowColumn


class PlanReportLinePage(models.Model):
    """A line on the page of its report, with its files and its previous text."""

    _inherit = "plan.report.line"

    def _get_before(self):
        """Return {line: what the last approved report of its kind says of the same work}, if the user may read it."""
        last_of = self.report_id._get_last_approved()
        reports = self.env["plan.report"].union(*last_of.values())
        lines = self.search([("report_id", "in", reports.ids), ("task_id", "in", self.task_id.ids)]) if reports else ()
        known = {(line.report_id, line._get_key()): line for line in lines}
        return {line: known.get((last_of[line.report_id], line._get_key())) for line in self}

    def _get_before_text(self, before):
        """Return what stood there before, cell by cell where it was another; as sent also where nothing stood."""
        if not before:
            return ""
        sent = self.report_id.state != "draft"
        mine = {name: self[name] for name in self._TEXTS}
        # as sent it is kept in the language of papers
        mine["stage_id"] = self.stage_name if sent else in_vietnamese(self).stage_id.name
        mine["next_step"] = self._get_step_text(sent)
        then = {name: before[name] for name in self._TEXTS}
        then |= {"stage_id": before.stage_name, "next_step": before._get_step_text(sent=True)}
        return "\n".join(
            f"{self._fields[name]._description_string(self.env)}: {old or '–'}"
            for name, old in then.items()
            if (old or "") != (mine[name] or "") and (old or sent)
        )

    def _get_step_text(self, sent):
        """Return the next step with its day: Trình dự thảo (30/06/2026)."""
        name, day = (self.step_name, self.step_date) if sent else (self.next_step, self.date_next_step)
        return f"{name} ({format_date(self.env, day, date_format='dd/MM/yyyy')})" if name and day else name

    def _get_page_rows(self):
        # as who asks: the desk reads a report without the assignments of another desk's plan
        readable = set(self.assignment_id._filtered_access("read").ids)
        return [{**row, "can_open": row["assignment_id"] in readable} for row in super()._get_page_rows()]

    @api.model
    def _get_columns(self):
        return (
            RowColumn("code", "shown", 7, label=self.env._("No.")),
            RowColumn("name", "shown", 42, label=self.env._("Task")),
            RowColumn("deadline", "shown", 12, label=self.env._("Deadline")),
            RowColumn("timeliness", "shown", 14, label=self.env._("Timeliness")),
            RowColumn("text", "text", 45),
            RowColumn("stage_id", "select", 20, asked="assignment", options="stages", can_be_empty=False),
            RowColumn("next_step", "line", 25, asked="assignment"),
            RowColumn("date_next_step", "date", 13, asked="assignment"),
            RowColumn("obstacle", "text", 25),
            RowColumn("proposal", "text", 25),
        )

    def _get_page_row(self, before):
        sent = self.report_id.state != "draft"
        assignment = self.assignment_id
        deadline = self.date_deadline if sent else assignment.date_deadline
        timeliness = self.timeliness if sent else assignment.timeliness
        labels = dict(self._fields["timeliness"]._description_selection(self.env))
        day = self.step_date if sent else self.date_next_step
        # those that the user may read: what was handed in, or what the assignment has now
        files = self.evidence_ids if sent else assignment.evidence_ids.filtered(lambda file: not file.replaced_by_id)
        return {
            "code": self.task_code if sent else self.task_id.code,
            "name": self.task_name if sent else self.task_id.name,
            "deadline": format_date(self.env, deadline, date_format="dd/MM/yyyy") if deadline else "",
            "timeliness": [timeliness or "", labels.get(timeliness, "")],
            "track_id": self.task_id.track_id.id,
            "stage_name": self.stage_name if sent else self.stage_id.name,
            "next_step": (self.step_name if sent else self.next_step) or "",
            "date_next_step": fields.Date.to_string(day) if day else False,
            "before": self._get_before_text(before),
            "asks": ["assignment"] if assignment else [],
            "assignment_id": assignment.id,
            "files": [{"id": file.attachment_id.id, "name": file.name} for file in files],
        }
