import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ...grammars.similar import group_similar
from ...tools.number import format_number
from ..printing.plan_paper_mixin import in_vietnamese
from .plan_consolidation_item import ITEM_KINDS, SOURCES

# texts by people: rows that say nearly the same are placed side by side
SPOKEN = ("direction", "shortcoming", "obstacle", "next", "proposal", "other")
RANKS = {kind: rank for rank, (kind, _label) in enumerate(ITEM_KINDS)}
# columns that drawing up writes again, with their types
WRITTEN = {
    "sequence": "int",
    "similar_group": "int",
    "section_id": "int",
    "heading": "text",
    "agency_name": "text",
    "text": "text",
    "source_text": "text",
    **dict.fromkeys(SOURCES, "int"),
}
# rows without a section come before those of the sections, results after them
BEFORE, AFTER = -1, 1_000_000


class PlanConsolidationBuild(models.Model):
    """Draws a consolidation up, and draws it up again: a fixed number of statements, however many reports."""

    _inherit = "plan.consolidation"

    def action_build(self):
        """Take in what was accepted since; texts that were edited and rows that were left out stay as they are."""
        self._check_actors("desk")
        self._check_may_build()
        self._hold()
        self._check_may_build()
        for one in in_vietnamese(self):  # the texts of the rows are printed, in any user's language
            one._build()
        return True

    def _check_may_build(self):
        for one in self:
            if one.state != "draft":
                raise UserError(one._get_locked_reason())
            if one.kind != "desk":
                raise UserError(
                    self.env._(
                        "“%(paper)s” is created only once from the desk's consolidation: edit its rows.",
                        paper=one.display_name,
                    )
                )

    def _build(self):
        reports = self._get_accepted()
        rows = self._get_source_rows(reports)
        items = self.env["plan.consolidation.item"].search([("consolidation_id", "=", self.id)])
        item_of = {item.source_key or item.id: item for item in items}
        for row in rows:
            item = item_of.pop(row["source_key"], None)
            row["id"] = item and item.id
            if item and item.is_edited:
                row["text"] = item.text
        own = [item for item in item_of.values() if not item.source_key]
        gone = items.browse(item.id for item in item_of.values() if item.source_key)
        gone.sudo()._unguarded_unlink()  # sudo: what comes from reports goes with them, by this step alone
        self._save_rows(self._arrange([*rows, *(item._get_own_row() for item in own)]))
        # sudo: protected; the step has been checked
        self.sudo()._unguarded_write({"report_ids": [Command.set(reports.ids)], "date_built": fields.Datetime.now()})

    @api.model
    def _arrange(self, rows):
        """Put the rows in order, number them, and set those side by side that say nearly the same.

        :param rows: dicts; `order` is the row's place within its kind
        """
        rows = sorted(rows, key=lambda row: (RANKS[row["kind"]], row["order"]))
        spoken = [row for row in rows if row["kind"] in SPOKEN]
        groups, first_of, number = {}, {}, 0
        for kind, heading in dict.fromkeys((row["kind"], row["question"]) for row in spoken):
            alike = [row for row in spoken if (row["kind"], row["question"]) == (kind, heading)]
            for row, group in zip(alike, group_similar([row["text"] or "" for row in alike]), strict=True):
                groups[id(row)] = group and number + group
            number = max([number, *groups.values()])
        for place, row in enumerate(rows):
            row["similar_group"] = groups.get(id(row), 0)
            row["place"] = first_of.setdefault(row["similar_group"] or id(row), place)
        rows.sort(key=lambda row: row["place"])  # stable: a group takes the place of its first member
        for sequence, row in enumerate(rows, 1):
            row["sequence"] = sequence
        return rows

    def _save_rows(self, rows):
        """Write the rows that are there in one statement, and insert the new ones in one."""
        self._update_rows([{name: row[name] or None for name in ("id", *WRITTEN)} for row in rows if row["id"]])
        names = ("kind", "agency_id", "source_key", *WRITTEN)
        self.env["plan.consolidation.item"]._insert(
            [
                {"consolidation_id": self.id, "is_kept": True, **{name: row[name] for name in names}}
                for row in rows
                if not row["id"]
            ]
        )

    def _update_rows(self, rows):
        items = self.env["plan.consolidation.item"]
        items.flush_model()
        names = {name: SQL.identifier(name) for name in WRITTEN}
        self.env.cr.execute(
            SQL(
                "UPDATE plan_consolidation_item item SET %(values)s FROM jsonb_to_recordset(%(rows)s::jsonb) "
                "AS new(id int, %(columns)s) WHERE item.id = new.id",
                values=SQL(", ").join(SQL("%s = new.%s", name, name) for name in names.values()),
                rows=json.dumps(rows),
                columns=SQL(", ").join(SQL("%s %s", names[name], SQL(kind)) for name, kind in WRITTEN.items()),
            )
        )
        items.invalidate_model(flush=False)

    # -- which reports count ------------------------------------------------------------------------------------------

    def _get_accepted(self, fresh=True):
        """Return the accepted reports that speak for the period: its own, and those that satisfy them.

        :param bool fresh: without those that the period's issued consolidations count already
        """
        self.ensure_one()
        self.env["plan.report"].flush_model(["period_id", "agency_id", "state", "covered_by_id"])
        self.env["plan.consolidation"].flush_model(["state", "report_ids"])
        found = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE chain AS (
                    SELECT agency_id, period_id, covered_by_id
                      FROM plan_report WHERE period_id = %(period)s
                     UNION
                    SELECT covering.agency_id, covering.period_id, covering.covered_by_id
                      FROM chain JOIN plan_report covering ON covering.id = chain.covered_by_id
                )
                SELECT DISTINCT counted.id
                  FROM chain
                  JOIN plan_report counted
                    ON counted.period_id = chain.period_id AND counted.agency_id = chain.agency_id
                 WHERE counted.state = 'accepted'
                   AND NOT (%(fresh)s AND EXISTS (
                        SELECT FROM plan_consolidation_report_rel rel
                          JOIN plan_consolidation issued ON issued.id = rel.plan_consolidation_id
                         WHERE rel.plan_report_id = counted.id AND issued.period_id = %(period)s
                           AND issued.kind = 'desk' AND issued.state = 'issued' AND issued.id != %(own)s
                       ))
                """,
                period=self.period_id.id,
                fresh=fresh,
                own=self.id,
            )
        )
        return self.env["plan.report"].browse(row[0] for row in found)

    # The content of accepted reports, as rows of a consolidation: from their lines, their narratives and the ledger.
    #
    # A row's `source_key` says what it is about (this agency's result of this task), not which revision of the report
    # says it: a new revision finds the row, and what the desk has made of it.

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
        """Return a row of the report's agency; `key` and `order` are its subject and its place."""
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
        """Return the figures that the reports have posted to the ledger, with their current values."""
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
            "missing": self.env._("Not reported yet"),
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
