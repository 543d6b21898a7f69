"""An agency's report of a period as a workbook that is filled in offline: a sheet for each kind of row, and a guide.

What is not to be filled in is locked, without a password: the lock keeps from slips, not from people. Nothing that
somebody typed is ever written as a formula.
"""

import io
import re
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ...tools.years import FIRST_DAY, LAST_DAY
from ..workbook.look import HIGHEST, LINE
from ..workbook.text import clean_text
from ..workbook.write import count_lines
from .marks import COLUMNS, HEAD, LISTS, REPORT, ROW, make_mark

_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
_BOX = {"border": 1, "border_color": "#808080"}
_OPEN_COLOUR, _CLOSED_COLOUR, _HEAD_COLOUR = "#FFF9DB", "#EDEDED", "#D6E4F0"
_LONGEST_NUMBER = 10**12 - 1
# Excel's limits of what it says beside a cell
_TITLE, _MESSAGE = 32, 255
_WORKSHEET_NAME = 31
# room for what is typed: a row of a height of its own does not grow with it
_FEWEST_LINES = 3


class Column(NamedTuple):
    """A column of a sheet: `width` in characters, `is_open` where it is filled in."""

    key: str
    title: str
    width: int
    is_open: bool = False


class Cell(NamedTuple):
    """A cell to be filled in. `kind`: text, line, number, date, choice, nil; `value` as in Python, None if empty."""

    kind: str
    value: object = None
    options: tuple = ()
    hint: str = ""
    longest: int = 0


def write_offline_form(form):
    """Return the XLSX.

    :param dict form: {"key": the report's mark, "guide": {"title", "heading", "facts": [(label, text)], "lines",
        "example", "open", "closed"}, "sheets": [{"key", "title", "columns": [Column], "rows": [{"key": the row's mark,
        "texts": {column: text}, "cells": {column: Cell}}]}], "words": {each kind: what
        is expected in such a cell}}
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        _OfflineFormWriter(book, form).write_book()
    return stream.getvalue()


class _OfflineFormWriter:
    """Draws one form."""

    def __init__(self, book, form):
        self.book, self.form, self.words = book, form, form["words"]
        plain = {**_FONT, **_BOX}
        opened = {**plain, "locked": False, "bg_color": _OPEN_COLOUR}
        self.formats = {
            "text": book.add_format({**opened, "num_format": "@"}),
            "line": book.add_format({**opened, "num_format": "@"}),
            "choice": book.add_format(opened),
            "number": book.add_format({**opened, "align": "right"}),
            "date": book.add_format({**opened, "num_format": "dd/mm/yyyy", "align": "center"}),
            "nil": book.add_format({**opened, "align": "center"}),
            "closed": book.add_format({**plain, "bg_color": _CLOSED_COLOUR}),
            "fixed": book.add_format(plain),
            "head": book.add_format({**plain, "bold": True, "align": "center", "bg_color": _HEAD_COLOUR}),
            "plain": book.add_format({**_FONT}),
            "label": book.add_format({**_FONT, "bold": True}),
            "heading": book.add_format({**_FONT, "bold": True, "font_size": 14}),
            "example": book.add_format({**_FONT, "num_format": "#,##0.0", "align": "left"}),
        }
        self.lists = {}

    def write_book(self):
        guide = self._add_worksheet(self.form["guide"]["title"])
        worksheets = [(self._add_worksheet(section["title"]), section) for section in self.form["sheets"]]
        self.list_worksheet = self.book.add_worksheet("lists")
        self._write_guide(guide)
        for worksheet, section in worksheets:
            self._write_worksheet(worksheet, section)
        self.list_worksheet.write_string(0, 0, make_mark(LISTS))
        self.list_worksheet.very_hidden()

    def _add_worksheet(self, title):
        worksheet = self.book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:_WORKSHEET_NAME])
        worksheet.set_paper(9)  # A4
        worksheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.6)
        worksheet.set_column(0, 0, 2, None, {"hidden": True})
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True}
        worksheet.protect("", allowed)
        return worksheet

    # -- the guide ------------------------------------------------------------------------------------------------

    def _write_guide(self, worksheet):
        guide, formats = self.form["guide"], self.formats
        worksheet.write_string(0, 0, self.form["key"])
        worksheet.set_column(1, 1, 30)
        worksheet.set_column(2, 2, 75)
        worksheet.hide_gridlines(2)
        worksheet.merge_range(0, 1, 0, 2, "", formats["heading"])
        worksheet.write_string(0, 1, guide["heading"], formats["heading"])
        line = 2
        for label, text in guide["facts"]:
            worksheet.write_string(line, 1, label, formats["label"])
            worksheet.write_string(line, 2, text, formats["plain"])
            line += 1
        line += 1
        for number, text in enumerate(guide["lines"], 1):
            worksheet.merge_range(line, 1, line, 2, "", formats["plain"])
            worksheet.write_string(line, 1, f"{number}. {text}", formats["plain"])
            # merged cells do not find their height themselves
            worksheet.set_row(line, 17 * (1 + len(text) // 95))
            line += 1
        worksheet.write_string(line + 1, 1, guide["example"], formats["label"])
        worksheet.write_number(line + 1, 2, 1234.5, formats["example"])
        for offset, name in ((3, "open"), (4, "closed")):
            worksheet.write_blank(line + offset, 1, None, formats["text" if name == "open" else "closed"])
            worksheet.write_string(line + offset, 2, guide[name], formats["plain"])
        worksheet.fit_to_pages(1, 0)

    # -- a sheet of rows ------------------------------------------------------------------------------------------

    def _write_worksheet(self, worksheet, section):
        columns = section["columns"]
        worksheet.set_row(0, None, None, {"hidden": True})
        worksheet.write_string(0, 0, make_mark(COLUMNS, key=section["key"]))
        worksheet.write_string(1, 0, make_mark(HEAD))
        for place, column in enumerate(columns, 1):
            worksheet.write_string(0, place, column.key)
            worksheet.write_string(1, place, column.title, self.formats["head"])
            worksheet.set_column(place, place, column.width)
        worksheet.set_row(1, LINE * max(count_lines(column.title, column.width - 2) for column in columns) + 2)
        for line, row in enumerate(section["rows"], 2):
            worksheet.write_string(line, 0, row["key"])
            for place, column in enumerate(columns, 1):
                self._write_cell(worksheet, line, place, column, row)
            worksheet.set_row(line, self._get_height(columns, row))
        # the columns that identify a row stay in sight
        worksheet.freeze_panes(2, 3)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        worksheet.repeat_rows(1)
        worksheet.set_header(f"&R&A – {self.form['guide']['heading'].replace('&', '&&')}"[:255])
        worksheet.set_footer("&R&P/&N")

    def _get_height(self, columns, row):
        """Return the height of a row: Excel finds it by itself, others would draw the lines over each other."""
        lines = [_FEWEST_LINES]
        for column in columns:
            cell = row["cells"].get(column.key)
            text = cell.value if cell else row["texts"].get(column.key)
            if isinstance(text, str):
                lines.append(count_lines(text, column.width))
        return min(LINE * max(lines) + 2, HIGHEST)

    def _write_cell(self, worksheet, line, place, column, row):
        cell = row["cells"].get(column.key)
        if cell is None:
            text = clean_text(row["texts"].get(column.key, ""))
            drawn = self.formats["closed" if column.is_open else "fixed"]
            worksheet.write_string(line, place, text, drawn) if text else worksheet.write_blank(
                line, place, None, drawn
            )
            return
        drawn = self.formats[cell.kind]
        if cell.value is None or cell.value == "":
            worksheet.write_blank(line, place, None, drawn)
        elif cell.kind == "number":
            worksheet.write_number(line, place, cell.value, drawn)
        elif cell.kind == "date":
            worksheet.write_datetime(line, place, cell.value, drawn)
        else:
            worksheet.write_string(line, place, clean_text(cell.value), drawn)
        worksheet.data_validation(line, place, line, place, self._get_check(column, cell))

    def _get_check(self, column, cell):
        """Return what the office program checks while the cell is filled in."""
        check = {
            "error_title": column.title[:_TITLE],
            "error_message": self.words[cell.kind][:_MESSAGE],
            "ignore_blank": True,
        }
        if cell.hint:
            check |= {"input_title": column.title[:_TITLE], "input_message": cell.hint[:_MESSAGE]}
        if cell.kind in ("choice", "nil"):
            return {**check, "validate": "list", "source": self._get_list(cell.options)}
        if cell.kind == "number":
            bounds = {"minimum": -_LONGEST_NUMBER, "maximum": _LONGEST_NUMBER}
            return {**check, "validate": "decimal", "criteria": "between", **bounds}
        if cell.kind == "date":
            bounds = {"minimum": f"=DATE({FIRST_DAY.year},1,1)", "maximum": f"=DATE({LAST_DAY.year},12,31)"}
            return {**check, "validate": "date", "criteria": "between", **bounds}
        return {**check, "validate": "length", "criteria": "<=", "value": cell.longest}

    def _get_list(self, options):
        """Return the place of a list of choices: in a cell's own check Excel takes 255 characters and no comma."""
        if options not in self.lists:
            place = len(self.lists) + 1
            for line, option in enumerate(options):
                self.list_worksheet.write_string(line, place, clean_text(option))
            name = xl_col_to_name(place, col_abs=True)
            self.lists[options] = f"=lists!{name}$1:{name}${max(len(options), 1)}"
        return self.lists[options]


def make_row_mark(section, record_id, revision, was):
    """Return the mark of a row: which record it is, how often it had been written, what stood in its cells."""
    return make_mark(ROW, key=section, id=record_id, revision=revision, was=was)


def make_offline_form_mark(**values):
    """Return the mark that says whose report the form is."""
    return make_mark(REPORT, **values)
