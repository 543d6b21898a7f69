from odoo import models

from ..tools.number import format_number

# rows of no section stand before those of the sections, results after them
BEFORE, AFTER = -1, 1_000_000


class PlanConsolidationSource(models.Model):
    """What accepted reports say, as rows of a consolidation: from their lines, their narratives and the ledger.

    A row's `source_key` says what it is about (this agency's result of this task), not which revision of the report
    says it: a new revision finds the row, and what the desk has made of it.
    """

    _inherit = "plan.consolidation"

    def _get_source_rows(self, reports):
        """Return a dict for each row that the reports give, and for each agency that is missing."""
        rows = [
            *self._get_line_rows(reports),
            *self._get_figure_rows(reports),
            *self._get_narrative_rows(reports),
            *self._get_missing_rows(),
        ]
        sections = self.env["plan.section"].browse({row["section_id"] for row in rows if row["section_id"]})
        ranks = {section.id: rank for rank, section in enumerate(sections.sorted())}
        for row in rows:
            no_section = AFTER if row["kind"] == "result" else BEFORE
            row["order"] = (ranks.get(row["section_id"], no_section), *row["order"])
        return rows

    def _new_row(self, kind, report, key, text, order, **values):
        """Return a row of the report's agency; `key` and `order` are what it is about and where it stands."""
        agency = report.agency_id
        return {
            "kind": kind,
            "source_key": ":".join(map(str, (kind, agency.id, *key))),
            "agency_id": agency.id,
            "agency_name": report.agency_name or agency.name,
            "report_id": report.id,
            "text": text,
            "source_text": text,
            "order": (*order, agency.sort_key or "", report.id),
            "section_id": False,
            "heading": False,
            "question": False,
            **dict.fromkeys(("line_id", "measurement_id", "narrative_id", "value_id"), False),
            **values,
        }

    def _get_line_rows(self, reports):
        lines = self.env["plan.report.line"].search([("report_id", "in", reports.ids), ("is_nil", "=", False)])
        for line in lines:
            task = line.task_id
            for kind, text in (("result", line.text), ("obstacle", line.obstacle), ("proposal", line.proposal)):
                if (text or "").strip():
                    yield self._new_row(
                        kind,
                        line.report_id,
                        ("line", task.id, line.assignment_id.id or 0),
                        text,
                        (task.sequence, task.id),
                        section_id=task.section_id.id,
                        heading=f"{line.task_code or task.code}. {line.task_name or task.name}",
                        line_id=line.id,
                    )

    def _get_figure_rows(self, reports):
        """Return the figures that the reports have put into the ledger, as they stand there now."""
        posted = self.env["plan.value"].search([("report_id", "in", reports.ids)])
        told, last_of = set(), {value: value for value in posted}
        while any(value.replaced_by_id for value in last_of.values()):
            last_of = {value: last.replaced_by_id or last for value, last in last_of.items()}
        for value, last in last_of.items():
            if last in told:
                continue
            told.add(last)
            indicator, row = last.metric_id.indicator_id, value.measurement_id
            yield self._new_row(
                "figure",
                value.report_id,
                ("value", last.metric_id.id, last.date_from, last.date_to, last.kind),
                self._get_figure_text(last, row.unit or last.metric_id.unit),
                (indicator.sequence, indicator.id, last.metric_id.sequence, str(last.date_to)),
                section_id=indicator.section_id.id,
                heading=f"{indicator.number}. {row.metric_name or last.metric_id.name}",
                measurement_id=row.id,
                value_id=last.id,
            )

    def _get_narrative_rows(self, reports):
        narratives = self.env["plan.narrative"].search([("report_id", "in", reports.ids), ("is_nil", "=", False)])
        for row in narratives:
            text = self._get_answer_text(row)
            if text:
                yield self._new_row(
                    row.purpose,
                    row.report_id,
                    ("narrative", row.period_id.id, row.question_key),
                    text,
                    (row.sequence, row.question_key),
                    heading=row.name,
                    question=row.purpose == "other" and row.question_key,
                    narrative_id=row.id,
                )

    def _get_missing_rows(self):
        """Return a row for each agency of which no accepted report speaks for the period."""
        told = self._get_accepted(fresh=False).agency_id
        reports = self.env["plan.report"].search([("period_id", "=", self.period_id.id), ("is_latest", "=", True)])
        words = {
            "missing": self.env._("Has not reported"),
            "returned": self.env._("Returned, not sent again"),
            "open": self.env._("Not sent yet"),
            "due_soon": self.env._("Not sent yet"),
        }
        for report in reports:
            if report.agency_id not in told:
                sent = self.env._("Sent, not accepted yet")
                text = sent if report.state == "approved" else words.get(report.status, sent)
                # as agencies are listed everywhere: departments before communes
                yield self._new_row("missing", report, (), text, (report.agency_id.category_id.sequence,))

    def _get_figure_text(self, value, unit):
        """Return a figure with its unit, and what was said about it: 85,75 % (up to 19/06/2026)."""
        text = value._get_page_text()
        if value.has_value and unit:
            number = format_number(self.env, value.value)
            text = text.replace(number, f"{number} {unit}", 1)
        return f"{text}\n{value.note}" if (value.note or "").strip() else text

    def _get_answer_text(self, row):
        """Return an answer in words, whatever its type; nothing where nothing was answered."""
        if row.kind == "number":
            return format_number(self.env, row.number) if row.has_number else ""
        if row.kind == "yes_no":
            return dict(row._fields["yes_no"]._description_selection(self.env)).get(row.yes_no, "")
        return (row[{"choice": "choice", "file": "file_name"}.get(row.kind, "text")] or "").strip()
