import hashlib

from odoo.tools import format_date, format_datetime

from ...grammars.text import clean, search_key
from ...papers.offline_form.marks import VERSION, digest
from ...papers.offline_form.write import Cell, Column, make_offline_form_mark, make_row_mark, write_offline_form
from ...tools.clock import VIETNAM
from ...tools.number import format_number
from ..reporting.plan_report_page import SECTIONS
from ..reporting.plan_report_row_mixin import LONGEST
from ..reporting.row_column import RowColumn

# the mark in the column "nothing new"
NIL = "x"
# a step of an assignment is a line
LONGEST_LINE = 300
# letters of a name in the form's mark, which is short
_LONGEST_NAME = 200


def canon(value, kind):
    """Return the value of a cell as a text that is the same for the same value, empty for none.

    Values are as in the workbook: of a choice its label, of "nothing new" its mark.
    """
    if value is None or value is False or value == "":
        return ""
    if kind == "number":
        return f"{round(value, 4) + 0.0:.4f}"  # as it is stored
    return value.isoformat() if kind == "date" else clean(value, multiline=kind == "text")


def get_kind(column):
    """Return the kind of a column's cells in the worksheet."""
    if column.is_long:
        return "text"
    return "choice" if column.kind == "select" else column.kind


def get_words(env):
    """Return {kind of cell: what is expected in it}."""
    return {
        "number": env._("Enter one number only, without “about” and without a unit."),
        "date": env._("Enter a day with month and year, such as 15/03/2026."),
        "choice": env._("Choose a value from the list."),
        "text": env._("At most %(longest)s characters.", longest=LONGEST),
        "line": env._("At most %(longest)s characters.", longest=LONGEST_LINE),
        "nil": env._("Write x if there is nothing new, or leave the cell empty."),
    }


class OfflineForm:
    """A report as a workbook that is filled in offline, with the rows, columns and choices of the page (`get_page`).

    :param report: of whom the form is, as the user who fills it in
    :param str lang: in which choices are offered, if it is not the user's language
    """

    def __init__(self, report, lang=None):
        self.report, self.env = report, report.env
        self.page = (report.with_context(lang=lang) if lang else report).get_page()
        nil = RowColumn("is_nil", "nil", 11)
        self.models = {key: self.env[report._fields[name].comodel_name] for key, name in SECTIONS.items()}
        # of each section, those that are only shown included
        self.columns = {key: (*rows._get_columns(), nil) for key, rows in self.models.items()}
        self.heads = {key: self._get_head(key) for key in self.columns}
        # options that are the same in every row
        self.options = {
            (section["key"], column["name"]): column["options"]
            for section in self.page["sections"]
            for column in section["columns"]
        }

    def make_file(self):
        """Return (name, content) of the workbook."""
        names = (self.report.agency_id.code, self.report.period_id.display_name)
        words = "-".join(search_key(name).replace("/", "-").replace(" ", "-") for name in names)
        content = {
            "key": make_offline_form_mark(**self._get_key()),
            "guide": self._get_guide(),
            "sheets": [self._get_worksheet(section) for section in self.page["sections"]],
            "words": get_words(self.env),
        }
        return f"bieu-bao-cao-{words}.xlsx", write_offline_form(content)

    def _get_key(self):
        """Return whose report the form is; names are in it so that a form of elsewhere can be called by its name."""
        agency, period = self.report.agency_id, self.report.period_id
        return {
            "version": VERSION,
            "database": self._get_database(),
            "report": self.report.id,
            "agency": agency.name[:_LONGEST_NAME],
            "agency_id": agency.id,
            "period": period.display_name[:_LONGEST_NAME],
            "period_id": period.id,
            "revision": self.report.revision,
            "lang": self.env.lang or "en_US",
        }

    def _get_database(self):
        """Return what tells this database from others without naming it."""
        # sudo: the number itself is not handed out
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
        return hashlib.sha256(f"plan_tracking {uuid}".encode()).hexdigest()[:16]

    def _get_guide(self):
        facts = [
            (self.env._("Agency"), self.report.agency_id.name),
            (self.env._("Period"), self.report.period_id.display_name),
            (self.env._("To Be Sent"), self.report.last_day_text),
            (
                self.env._("Downloaded"),
                self.env._(
                    "%(moment)s, by %(user)s",
                    moment=format_datetime(self.env, self.env.cr.now(), tz=VIETNAM.key, dt_format="dd/MM/yyyy HH:mm"),
                    user=self.env.user.name,
                ),
            ),
        ]
        return {
            "title": self.env._("Guide"),
            "heading": self.env._("Offline form: %(report)s", report=self.report.display_name),
            "facts": facts,
            "lines": [
                self.env._("Fill in the yellow cells of the following worksheets; all others are locked."),
                self.env._(
                    "Do not change cells without news. If you clear a cell, its value in the report is cleared too."
                ),
                self.env._("If a row has nothing new, write x in the column “Nothing New” instead of filling it in."),
                self.env._(
                    "Enter numbers as numbers, without “about” and without a unit: write uncountable results into "
                    "the note. Zero is a figure; an empty cell is not."
                ),
                self.env._(
                    "Do not add rows: the work in the report comes from the plan. Add files on the report page."
                ),
                self.env._(
                    "Save the workbook as XLSX, open the report and press “Upload Offline Form”. You see every "
                    "change before anything is saved."
                ),
                self.env._("Do not write state secrets into this file or upload any."),
            ],
            "example": self.env._("This computer writes 1,234.5 as:"),
            "open": self.env._("to be filled in"),
            "closed": self.env._("not asked here"),
        }

    # -- the worksheets -----------------------------------------------------------------------------------------------

    def _get_worksheet(self, section):
        """Return a section of the page as `write_offline_form` takes it."""
        key = section["key"]
        rows, asked = [], set()
        for number, row in enumerate(section["rows"], 1):
            cells, texts = self._get_cells(key, row), self._get_texts(key, row, number)
            if row["editable"]:
                asked |= cells.keys()
            else:
                texts |= {name: self._show(cell.value, cell.kind) for name, cell in cells.items()}
                asked |= {name for name, cell in cells.items() if canon(cell.value, cell.kind)}
            mark = make_row_mark(key, row["id"], row["revision"], self._get_digests(key, cells, texts))
            rows.append({"key": mark, "texts": texts, "cells": cells if row["editable"] else {}})
        columns = [column for column in self.heads[key] if not column.is_open or column.key in asked]
        if any(row["returned_reason"] for row in section["rows"]):
            columns.append(Column("returned_reason", self.env._("Return Reason"), 30))
        return {"key": key, "title": section["title"], "columns": columns, "rows": rows}

    def _get_head(self, key):
        """Return the columns of a worksheet; fields that share one are one."""
        label = self.models[key]._get_column_label
        columns = {
            column.key: Column(column.key, label(column), column.width, column.is_open) for column in self.columns[key]
        }
        return list(columns.values())

    def _get_digests(self, key, cells, texts):
        """Return {column: a mark of its content}, for recognising later changes; shown columns have theirs too."""
        shown = [column.key for column in self.columns[key] if not column.is_open]
        digests = {name: digest(canon(cell.value, cell.kind)) for name, cell in cells.items()}
        digests |= {name: digest(clean(texts.get(name, ""), multiline=True)) for name in shown}
        return {name: text for name, text in digests.items() if text}

    def _show(self, value, kind):
        """Return a value as people read it."""
        if not canon(value, kind):
            return ""
        if kind == "number":
            return format_number(self.env, value)
        return format_date(self.env, value, date_format="dd/MM/yyyy") if kind == "date" else str(value)

    # -- a row --------------------------------------------------------------------------------------------------------

    def _get_record(self, row):
        """Return the record of a row of the page; all rows of a page have been read together."""
        return self.env[row["model"]].browse(row["id"])

    def _get_texts(self, key, row, number):
        """Return the values of the locked columns of a row."""
        texts = {"returned_reason": row["returned_reason"] or ""}
        for column in self.columns[key]:
            if column.kind == "count":
                texts[column.key] = str(number)
            elif column.kind == "shown":
                value = row[column.name] or ""
                texts[column.key] = value[1] if isinstance(value, list) else value
            elif column.kind == "file" and column.is_asked(row):
                texts[column.key] = self.env._("Add the file on the report page.")
        if row.get("is_required"):
            texts["name"] = self.env._("%(question)s (must be answered)", question=row["name"])
        return texts

    def _get_asked(self, key, row):
        """Return {column of the worksheet: the `RowColumn` that is filled in there} of a row."""
        return {
            column.key: column
            for column in self.columns[key]
            if column.is_open and column.kind != "file" and column.is_asked(row)
        }

    def _get_cells(self, key, row):
        """Return {column: Cell} of what is filled in in a row."""
        return {name: self._get_cell(key, column, row) for name, column in self._get_asked(key, row).items()}

    def _get_cell(self, key, column, row):
        record, kind = self._get_record(row), get_kind(column)
        value, options = record[column.name], ()
        if kind == "choice":
            labels = self._get_options(key, column, row)
            value = dict(labels).get(row[column.name])
            options = tuple(label for _value, label in labels)
        elif kind == "nil":
            value, options = NIL if value else None, (NIL,)
        elif kind == "number":
            value = value if record[f"has_{column.name}"] else None
        elif kind in ("text", "line"):
            value = clean(value or "", multiline=kind == "text")
        hint = row[column.help] if column.help else ""
        return Cell(kind, None if value is False else value, options, hint, LONGEST if kind == "text" else LONGEST_LINE)

    def _get_options(self, key, column, row):
        """Return [(value, label)] that a cell offers; an assignment may be in a step that no report moves it to."""
        if column.options == "stages":
            offered = [tuple(option) for option in self.page["stages"].get(row["track_id"], [])]
            own = (row["stage_id"], row["stage_name"])
            return [own, *offered] if own[0] and own not in offered else offered
        if column.options == "choices":
            return [(choice, choice) for choice in row["choices"]]
        return self.options[key, column.name]
