"""A form that comes back: which rows and cells are in it, wherever they are now."""

from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from .marks import COLUMNS, HEAD, LISTS, REPORT, ROW, read_mark

# the cells in which the mark of a sheet is looked for: people insert lines and columns before a table
_HEAD_ROWS, _HEAD_COLUMNS = 20, 10
# more rows than any report has; anything below is not one of its rows
_MOST_ROWS = 10_000


class OfflineFormRow(NamedTuple):
    """A row of the form: `cells` and `letters` are {column key: value, the column as a spreadsheet calls it}.

    A column that was deleted is in neither; a cell that is empty is in `letters` alone.
    """

    worksheet: str
    number: int
    section: str
    id: int
    revision: int
    was: dict
    cells: dict
    letters: dict


class OfflineFormWorksheet(NamedTuple):
    """A sheet of the form, and what in it is to be asked about; columns are called as a spreadsheet calls them.

    `columns` is {column: its key}, as far as it has one, `filled` {column: first row with content}; `strange_rows` are
    the numbers of rows with content in the table's columns that do not belong to the form.
    """

    name: str
    section: str
    columns: dict
    filled: dict
    strange_rows: list


class FilledOfflineForm(NamedTuple):
    """The content of a workbook: `key` of the report, None if it is not a form; `strange_worksheets` are names of
    others.
    """

    key: dict | None
    rows: list
    worksheets: list
    strange_worksheets: list


def read_offline_form(worksheets):
    """Return the form that the sheets of a workbook hold.

    :param worksheets: of `tools.workbook`: `name` and `rows` {row number: {column number: value}}
    """
    form = FilledOfflineForm(None, [], [], [])
    for worksheet in worksheets:
        place, kind, values = _find_mark(worksheet)
        if kind == REPORT:
            form = form._replace(key=values)
        elif kind == COLUMNS:
            form.worksheets.append(_read_worksheet(worksheet, place, values, form.rows))
        elif kind != LISTS and worksheet.rows:
            form.strange_worksheets.append(worksheet.name)
    return form


def _find_mark(worksheet):
    """Return (place, kind, values) of the mark that says what a sheet is, else Nones."""
    for number in sorted(worksheet.rows)[:_HEAD_ROWS]:
        for column in sorted(worksheet.rows[number])[:_HEAD_COLUMNS]:
            kind, values = read_mark(worksheet.rows[number][column]) or (None, None)
            if kind in (REPORT, COLUMNS, LISTS):
                return (number, column), kind, values
    return None, None, None


def _read_worksheet(worksheet, place, values, rows):
    """Return the `OfflineFormWorksheet`; the rows of the report in it are added to `rows`."""
    head, mark_column = place
    columns = {
        column: text for column, text in worksheet.rows[head].items() if column != mark_column and isinstance(text, str)
    }
    places = set().union(*worksheet.rows.values())
    names = {column: xl_col_to_name(column - 1) for column in places}
    found = OfflineFormWorksheet(
        worksheet.name, str(values.get("key")), {names[column]: key for column, key in columns.items()}, {}, []
    )
    letters = {key: names[column] for column, key in columns.items()}
    for number, cells in worksheet.rows.items():
        kind, values = read_mark(cells.get(mark_column)) or (None, {})
        own = {columns[column]: value for column, value in cells.items() if column in columns}
        if kind == ROW and _is_row(values, found.section) and len(rows) < _MOST_ROWS:
            where = (worksheet.name, number, found.section, values["id"], values["revision"], values["was"])
            rows.append(OfflineFormRow(*where, own, letters))
        elif own and kind not in (COLUMNS, HEAD):
            found.strange_rows.append(number)
        if kind not in (COLUMNS, HEAD):
            for column in cells.keys() - {mark_column}:
                found.filled.setdefault(names[column], number)
    return found


def _is_row(values, section):
    """Say whether a mark is that of a row of this section: a row of another one has its cells under other keys."""
    types = {"id": int, "revision": int, "was": dict}
    return (
        values.get("key") == section
        and all(isinstance(values.get(name), type_) for name, type_ in types.items())
        and 0 < values["id"] < 2**31
    )
