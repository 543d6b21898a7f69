from odoo import api, models
from odoo.tools import format_date

from ...grammars.text import clean
from ...papers.offline_form.marks import digest
from ...papers.offline_form.write import Cell, Column, make_row_mark
from ...tools.number import format_number
from ..reporting.plan_report_row_mixin import LONGEST

# the mark in the column "nothing new"
NIL = "x"
# a step of an assignment is a line
LONGEST_LINE = 300
# field: kind of its cell, in the order in which the page asks
CELLS = {
    "lines": {
        "text": "text",
        "stage_id": "choice",
        "next_step": "line",
        "date_next_step": "date",
        "obstacle": "text",
        "proposal": "text",
    },
    "measurements": {
        "numerator": "number",
        "denominator": "number",
        "actual": "number",
        "estimate": "number",
        "settled": "number",
        "verdict": "choice",
        "note": "text",
        "source": "text",
    },
    "narratives": {"answer": "text"},
}
# an answer is in the one column "answer", for every question
ANSWERS = {"text": "text", "number": "number", "choice": "choice", "yes_no": "choice"}
WIDTHS = {"text": 45, "stage_id": 20, "next_step": 25, "date_next_step": 13, "obstacle": 25, "proposal": 25}


def canon(value, kind):
    """Return the value of a cell as a text that is the same for the same value, empty for none.

    Values are as in the workbook: of a choice its label, of "nothing new" its mark.
    """
    if value is None or value is False or value == "":
        return ""
    if kind == "number":
        return f"{round(value, 4) + 0.0:.4f}"  # as it is stored
    return value.isoformat() if kind == "date" else clean(value, multiline=kind == "text")


class PlanReportLayout(models.Model):
    """The rows of a report's form: their content, the fields to fill in, and the choices."""

    _inherit = "plan.report"

    def _get_offline_form_worksheet(self, section, page):
        """Return a sheet of the form as `write_offline_form` takes it.

        :param dict section: of the page
        """
        key = section["key"]
        rows, asked = [], set()
        for number, row in enumerate(section["rows"], 1):
            cells = self._get_offline_form_cells(key, row, page)
            texts = self._get_offline_form_texts(key, row, number)
            if row["editable"]:
                asked |= cells.keys()
            else:
                texts |= self._get_offline_form_shown(cells)
                asked |= {name for name, cell in cells.items() if canon(cell.value, cell.kind)}
            was = self._get_offline_form_digests(cells) | self._get_offline_form_locked_digests(key, texts)
            mark = make_row_mark(key, row["id"], row["revision"], was)
            rows.append({"key": mark, "texts": texts, "cells": cells if row["editable"] else {}})
        columns = [Column(*column) for column in self._get_offline_form_columns(key)]
        columns = [column for column in columns if not column.is_open or column.key in asked]
        if any(row["returned_reason"] for row in section["rows"]):
            columns.append(Column("returned_reason", self.env._("Return Reason"), 30))
        return {"key": key, "title": section["title"], "columns": columns, "rows": rows}

    @api.model
    def _get_offline_form_digests(self, cells):
        """Return {column: a mark of its value}, for recognising later changes."""
        digests = {name: digest(canon(cell.value, cell.kind)) for name, cell in cells.items()}
        return {name: text for name, text in digests.items() if text}

    @api.model
    def _get_offline_form_locked_digests(self, key, texts):
        """Return {column: a mark of its text} of the columns that nobody fills in."""
        names = [name for name, _title, _width, *is_open in self._get_offline_form_columns(key) if not any(is_open)]
        digests = {name: digest(clean(texts.get(name, ""), multiline=True)) for name in names}
        return {name: text for name, text in digests.items() if text}

    @api.model
    def _get_offline_form_shown(self, cells):
        """Return {column: its value as people read it}."""
        return {name: self._show_offline_form_value(cell.value, cell.kind) for name, cell in cells.items()}

    @api.model
    def _show_offline_form_value(self, value, kind):
        if not canon(value, kind):
            return ""
        if kind == "number":
            return format_number(self.env, value)
        return format_date(self.env, value, date_format="dd/MM/yyyy") if kind == "date" else str(value)

    def _get_offline_form_cells(self, key, row, page):
        """Return {column: Cell} of what is filled in in a row."""
        record = self._get_offline_form_record(row)
        kinds = self._get_offline_form_kinds(key, row)
        return {name: self._get_offline_form_cell(name, kind, record, row, page) for name, kind in kinds.items()}

    @api.model
    def _get_offline_form_record(self, row):
        """Return the record of a row of the page; all rows of a page have been read together."""
        return self.env[row["model"]].browse(row["id"])

    def _get_offline_form_texts(self, key, row, number):
        """Return the values of the locked columns of a row."""
        texts = {"returned_reason": row["returned_reason"] or ""}
        if key == "lines":
            names = ("code", "name", "deadline")
            return texts | {name: row[name] or "" for name in names} | {"timeliness": row["timeliness"][1]}
        if key == "measurements":
            return texts | {name: row[name] or "" for name in ("number", "name", "metric", "unit", "target", "before")}
        name = row["name"]
        if row["is_required"]:
            name = self.env._("%(question)s (must be answered)", question=name)
        hint = self.env._("Add the file on the report page.") if row["kind"] == "file" else ""
        return texts | {"number": str(number), "name": name, "before": row["before"], "answer": hint}

    @api.model
    def _get_offline_form_kinds(self, key, row):
        """Return {column: kind of cell} of what is filled in in a row, as the page asks it (static/src/reporting)."""
        if key == "lines":
            of_assignment = () if row["assignment_id"] else ("stage_id", "next_step", "date_next_step")
            kinds = {name: kind for name, kind in CELLS[key].items() if name not in of_assignment}
        elif key == "measurements":
            asked = self._get_offline_form_asked(row)
            kinds = {name: kind for name, kind in CELLS[key].items() if name in asked}
        else:
            kinds = {"answer": ANSWERS[row["kind"]]} if row["kind"] in ANSWERS else {}
        return {**kinds, "is_nil": "nil"}

    @api.model
    def _get_offline_form_asked(self, row):
        if row["kind"] == "verdict":
            return {"verdict", "note", "source"}
        asked = {"actual", "note", "source"}
        for name, flag in (("estimate", "asks_estimate"), ("settled", "asks_settled")):
            asked |= {name} if row[flag] else set()
        return asked | ({"numerator", "denominator"} if row["is_ratio"] else set())

    def _get_offline_form_cell(self, name, kind, record, row, page):
        field = self._get_offline_form_field(name, row)
        value, options = record[field], ()
        if kind == "choice":
            labels = self._get_offline_form_options(name, row, page)
            value = dict(labels).get(value.id if field == "stage_id" else value)
            options = tuple(label for _value, label in labels)
        elif kind == "nil":
            value, options = NIL if value else None, (NIL,)
        elif kind == "number":
            value = value if record[f"has_{field}"] else None
        elif kind in ("text", "line"):
            value = clean(value or "", multiline=kind == "text")
        hint = row["settled_label"] if name == "settled" else ""
        return Cell(kind, None if value is False else value, options, hint, LONGEST if kind == "text" else LONGEST_LINE)

    @api.model
    def _get_offline_form_field(self, name, row):
        """Return the field that a cell fills in: which one an answer does depends on what is asked."""
        return row["kind"] if name == "answer" else name

    @api.model
    def _get_offline_form_options(self, name, row, page):
        """Return [(value, label)] that a cell offers; an assignment may be in a step that no report moves it to."""
        if name == "stage_id":
            offered = [tuple(option) for option in page["stages"].get(row["track_id"], [])]
            own = (row["stage_id"], row["stage_name"])
            return [own, *offered] if own[0] and own not in offered else offered
        if name == "verdict":
            return self.env["plan.measurement"]._fields["verdict"]._description_selection(self.env)
        if row["kind"] == "yes_no":
            return self.env["plan.narrative"]._fields["yes_no"]._description_selection(self.env)
        return [(choice, choice) for choice in row["choices"]]

    @api.model
    def _get_offline_form_columns(self, key):
        """Return the columns of a sheet as tuples (key, title, width, whether it is filled in)."""
        labels = self._get_offline_form_labels(key)
        nil = ("is_nil", labels["is_nil"], 11, True)
        if key == "lines":
            return [
                ("code", self.env._("No."), 7),
                ("name", self.env._("Task"), 42),
                ("deadline", self.env._("Deadline"), 12),
                ("timeliness", self.env._("Timeliness"), 14),
                *((name, labels[name], width, True) for name, width in WIDTHS.items()),
                nil,
            ]
        if key == "measurements":
            return [
                ("number", self.env._("No."), 6),
                ("name", self.env._("Indicator"), 34),
                ("metric", self.env._("Metric"), 20),
                ("unit", self.env._("Unit"), 9),
                ("target", self.env._("Target"), 14),
                ("before", self.env._("Last Value"), 16),
                *((name, labels[name], 30 if kind == "text" else 14, True) for name, kind in CELLS[key].items()),
                nil,
            ]
        return [
            ("number", self.env._("No."), 6),
            ("name", self.env._("Heading or Question"), 40),
            ("before", self.env._("Last Answer"), 40),
            ("answer", labels["answer"], 70, True),
            nil,
        ]

    @api.model
    def _get_offline_form_labels(self, key):
        """Return what the columns that are filled in are called: as on the page, by the names of the fields."""
        model = {"lines": "plan.report.line", "measurements": "plan.measurement", "narratives": "plan.narrative"}[key]
        labels = {"answer": self.env._("Answer")}
        for name in (*CELLS[key], "is_nil"):
            if name in self.env[model]._fields:
                labels[name] = self.env[model]._fields[name]._description_string(self.env)
        return labels
