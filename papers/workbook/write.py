"""Workbooks that are handed out: plain tables go in, the bytes of an XLSX come out.

A table is a dict:

    name       of its sheet, made to fit Excel's rules
    title      above the table; line breaks are kept
    note       below the title, None or "" for none
    columns    [{"label", "kind", "width": characters, "group": a head above several columns, optional}]
    rows       an iterable of rows, read once: a list of values in the order of the columns, or
               {"span": text of a row that parts sections, "number": content of its first cell, optional}
    landscape  orientation of the sheet
    frozen     number of columns that stay in sight, optional

Kinds: text, integer, number, percent (42.5 is 42,5 %), date, datetime (the reader's own time, without a zone). The kind
says how a cell looks; what is in it goes by the value: a text is a text whatever the column, so that nothing that
people have typed is taken for a formula, an address or a number. None, False and "" leave a cell empty, zero is a
figure. Separators are those of the reader's Excel.

Rows are written as they come, into files of the system's temporary folder: a long table costs little memory.
"""

import functools
import io
import math
import re
import tempfile
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .look import FONT, FORMATS, HIGHEST, LINE, PORTRAIT, lay_page
from .text import clean_name, clean_text

# The first days of Excel's calendar are off by one (it knows a 29/2/1900), and before it there are none.
FIRST_DAY = date(1900, 3, 1)
_DAY_NOUGHT = date(1899, 12, 30).toordinal()
_DAY = timedelta(days=1)
_ESCAPES = re.compile("(_x[0-9a-fA-F]{4}_)")


def write_workbook(tables, cut_mark="[…]"):
    """Return the bytes of a workbook with a sheet for each table.

    :param iterable tables: see above; also taken one by one
    :param str cut_mark: what is put at the end of a text that Excel cannot hold whole
    """
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:  # gone with all that is in it, also when a row fails
        options = {"constant_memory": True, "tmpdir": folder, "default_format_properties": FONT}
        book = xlsxwriter.Workbook(stream, options)
        formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        names = set()
        for table in tables:
            worksheet = book.add_worksheet(clean_name(table["name"], names), _FastWorksheet)
            _Writer(worksheet, formats, table, cut_mark).draw()
        book.close()
    return stream.getvalue()


class _FastWorksheet(Worksheet):
    """A sheet that writes texts quicker than xlsxwriter, which looks into each for what `clean_text` has left out.

    A third of the time of a long list. All else is xlsxwriter's, and this too where it calls its own parts otherwise.
    """

    def _write_cell(self, row, col, cell):
        if cell.__class__.__name__ != "String":
            return super()._write_cell(row, col, cell)
        look = cell.format._get_xf_index()
        self.fh.write(f'<c r="{_letters(col)}{row + 1}" s="{look}" t="inlineStr">{_inline(cell.string)}</c>')


class _Writer:
    """Writes one table into its sheet, row by row from the top: a row that is left cannot be written again."""

    def __init__(self, worksheet, formats, table, cut_mark):
        self.worksheet = worksheet
        self.formats = formats
        self.table = table
        self.columns = table["columns"]
        self.cells = [(index, column["kind"], column["width"]) for index, column in enumerate(self.columns)]
        self.cut_mark = cut_mark
        self.row = 0

    def draw(self):
        lay_page(self.worksheet, self.columns, self.table.get("landscape"))
        for index, column in enumerate(self.columns):
            self.worksheet.set_column(index, index, column["width"])
        self._write_over("title", self.table["title"])
        self._write_over("note", self.table.get("note"))
        head = self.row
        self._write_head()
        self.worksheet.repeat_rows(head, self.row - 1)
        self.worksheet.freeze_panes(self.row, self.table.get("frozen", 0))
        first, is_plain = self.row, True
        for values in self.table["rows"]:
            if isinstance(values, dict):
                is_plain = False
                self._write_span(values)
            else:
                self._write_row(values)
        if is_plain and self.row > first:  # to filter would tear sections apart
            self.worksheet.autofilter(first - 1, 0, self.row - 1, len(self.columns) - 1)

    def _write_over(self, kind, text):
        """Write a line over the whole table."""
        if not text:
            return
        size = self.formats[kind].font_size / self.formats["text"].font_size
        self._set_height(text, 0, size)
        # in the middle of a wide sheet nobody would see it
        is_narrow = sum(column["width"] for column in self.columns) <= PORTRAIT * 1.2
        style = self.formats[f"{kind} in the middle" if is_narrow else kind]
        self._merge(0, clean_text(text, self.cut_mark), style)
        self.row += 1

    def _write_head(self):
        groups = [column.get("group") for column in self.columns]
        label_formats = ["head"] * len(groups)
        if any(groups):
            self._write_groups(groups)
            label_formats = ["head" if group else "under" for group in groups]
        lines = max(count_lines(column["label"], column["width"]) for column in self.columns)
        self.worksheet.set_row(self.row, LINE * lines + 4)
        for index, (column, name) in enumerate(zip(self.columns, label_formats, strict=True)):
            self.worksheet.write_string(self.row, index, clean_text(column["label"]), self.formats[name])
        self.row += 1

    def _write_groups(self, groups):
        start = 0
        for index in range(1, len(groups) + 1):
            if index < len(groups) and groups[index] and groups[index] == groups[start]:
                continue
            if not groups[start]:
                self.worksheet.write_blank(self.row, start, None, self.formats["over"])
            else:
                self._merge(start, clean_text(groups[start]), self.formats["head"], last=index - 1)
            start = index
        self.row += 1

    def _write_span(self, values):
        start = 0
        if "number" in values and len(self.columns) > 1:
            self.worksheet.write_string(self.row, 0, clean_text(values["number"] or ""), self.formats["span"])
            start = 1
        self._set_height(values["span"], start, 1)
        self._merge(start, clean_text(values["span"] or "", self.cut_mark), self.formats["span"])
        self.row += 1

    def _merge(self, start, text, style, last=None):
        last = len(self.columns) - 1 if last is None else last
        if start == last:
            self.worksheet.write_string(self.row, start, text, style)
        else:
            self.worksheet.merge_range(self.row, start, self.row, last, "", style)
            self.worksheet.write_string(self.row, start, text, style)

    def _set_height(self, text, start, size):
        """Make room for a text in merged cells, which Excel does not do by itself."""
        width = sum(column["width"] for column in self.columns[start:])
        self.worksheet.set_row(self.row, min(LINE * count_lines(text, width / size) * size + 2, HIGHEST))

    def _write_row(self, values):
        worksheet, formats, row, lines = self.worksheet, self.formats, self.row, 1
        for (index, kind, width), value in zip(self.cells, values, strict=True):
            if value is None or value is False or value == "":
                worksheet.write_blank(row, index, None, formats[kind])
            elif isinstance(value, str):
                text, high = _fit(value, width, self.cut_mark)
                worksheet.write_string(row, index, text, formats["text"])
                if high > lines:
                    lines = high
            elif isinstance(value, date):
                self._write_moment(index, kind, value)
            else:
                self._write_figure(index, kind, value)
        if lines > 1:  # Excel finds the height by itself, others leave one line
            worksheet.set_row(row, min(LINE * lines + 2, HIGHEST))
            # the rows before are written: their heights would be kept to the end
            for kept in (worksheet.set_rows, worksheet.row_sizes):
                for old in [old for old in kept if old < row]:
                    del kept[old]
        self.row += 1

    def _write_moment(self, index, kind, value):
        has_hour = isinstance(value, datetime)
        day = value.date() if has_hour else value
        if day < FIRST_DAY:
            self.worksheet.write_string(self.row, index, f"{day:%d/%m/}{day.year:04}", self.formats["text"])
            return
        number = day.toordinal() - _DAY_NOUGHT
        if has_hour and kind != "date":
            number += (value - datetime(day.year, day.month, day.day)) / _DAY
        self.worksheet.write_number(self.row, index, number, self.formats[kind])

    def _write_figure(self, index, kind, value):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no figure that a workbook can hold")
        if kind == "percent":
            value = value / 100
            name = "whole percent" if round(value, 5) == round(value, 2) else "percent"
        elif kind == "number":
            name = "whole" if round(value, 4) == round(value) else "number"
        else:
            name = "integer"
        self.worksheet.write_number(self.row, index, value, self.formats[name])


_letters = functools.cache(xl_col_to_name)


@functools.lru_cache(maxsize=512)  # the rows of a list say much the same
def _inline(text):
    """Return a text as the XML of a cell; what looks like an escape of Excel's stays what it is."""
    escaped = escape(_ESCAPES.sub(r"_x005F\1", text))
    return f'<is><t xml:space="preserve">{escaped}</t></is>'


@functools.lru_cache(maxsize=512)
def _fit(text, width, cut_mark):
    """Return a text as a cell can hold it, and how many lines of it there are in a column of that width."""
    return clean_text(text, cut_mark), count_lines(text, width)


def count_lines(text, width):
    """Return how many lines a text takes in a column of that width."""
    return sum(max(1, math.ceil(len(line) / width)) for line in (text or "").split("\n"))
