"""A form that comes back: which rows and cells are in it, wherever they stand now."""

from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from .report_form_marks import COLUMNS, HEAD, LISTS, REPORT, ROW, read_mark


class FormRow(NamedTuple):
    """A row of the form: `cells` and `letters` are {column key: value, the column as a spreadsheet calls it}.

    A column that was deleted is in neither; a cell that is empty is in `letters` alone.
    """

    sheet: str
    number: int
    section: str
    id: int
    revision: int
    was: dict
    cells: dict
    letters: dict


class BackForm(NamedTuple):
    """What a workbook says: `key` of the report, None if it is no form; `strange` are rows and sheets of somebody."""

    key: dict | None
    rows: list
    strange_rows: list  # (sheet, row number)
    strange_sheets: list  # names


def read_report_form(sheets):
    """Return the form that the sheets of a workbook hold.

    :param sheets: of `tools.workbook`: `name` and `rows` {row number: {column number: value}}
    """
    key, rows, strange_rows, strange_sheets = None, [], [], []
    for sheet in sheets:
        marks = {
            (number, place): mark
            for number, cells in sheet.rows.items()
            for place, value in cells.items()
            if (mark := read_mark(value))
        }
        kinds = {kind for kind, _values in marks.values()}
        if REPORT in kinds:
            key = next(values for kind, values in marks.values() if kind == REPORT)
        elif COLUMNS in kinds:
            own, strange = _read_sheet(sheet, marks)
            rows += own
            strange_rows += strange
        elif LISTS not in kinds and sheet.rows:
            strange_sheets.append(sheet.name)
    return BackForm(key, rows, strange_rows, strange_sheets)


def _read_sheet(sheet, marks):
    """Return the rows of a sheet, and those with something in the table's columns that are none of its rows."""
    head, mark_place = next(place for place, (kind, _values) in marks.items() if kind == COLUMNS)
    columns = {place: text for place, text in sheet.rows[head].items() if place != mark_place and isinstance(text, str)}
    kind_of = {number: mark for (number, place), mark in marks.items() if place == mark_place}
    letters = {key: xl_col_to_name(place - 1) for place, key in columns.items()}
    rows, strange = [], []
    for number, cells in sheet.rows.items():
        kind, values = kind_of.get(number, (None, {}))
        own = {columns[place]: value for place, value in cells.items() if place in columns}
        if kind == ROW and _is_row(values):
            where = (sheet.name, number, values["key"], values["id"], values["revision"], values["was"])
            rows.append(FormRow(*where, own, letters))
        elif own and kind not in (COLUMNS, HEAD):
            strange.append((sheet.name, number))
    return rows, strange


def _is_row(values):
    types = {"key": str, "id": int, "revision": int, "was": dict}
    return all(isinstance(values.get(name), type_) for name, type_ in types.items()) and 0 < values["id"] < 2**31
