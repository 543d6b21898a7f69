"""Reading of the lists that people hand in: CSV in UTF-8 or one sheet of an XLSX, and packages of several CSV.

What comes from outside is measured before it is unpacked and while it is read, so that a small hostile file cannot take
the server down. Every reader answers with plain rows and raises `TableError` with a sentence for the user otherwise.
"""

import csv
import io
import zipfile
from datetime import date, datetime

from .xlsx_reader.reader import LIMITS, Percent, WorkbookError, Worksheet, read_workbook

MAX_BYTES = LIMITS.bytes
MAX_ROWS = LIMITS.rows - 1
MAX_COLUMNS = LIMITS.columns
MAX_FILES = 50
MAX_PLACES = 2_000_000
# cells of all the rows of an upload, empty ones too, and what a row itself takes counted in cells
MAX_CELLS = 1_000_000
_ROW = 4
# letters of one row of a CSV: a hundred cells of ten thousand each
LONGEST_ROW = 1_000_000
_DIRECTORY_ENTRY = b"PK\x01\x02"


class TableError(Exception):
    """The faults of a file: `code` for the sentence, `values` for what it names."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values


class _Room:
    """The number of cells that the rows of one upload may still have."""

    def __init__(self):
        self.left = MAX_CELLS

    def take(self, cells, name):
        self.left -= cells
        if self.left < 0:
            raise TableError("too_large", name=name)


def read_csv(content: bytes, name: str = "", room=None) -> list[dict]:
    """Return the rows of a CSV as dicts, each with its line in the file under "_row".

    :param room: what is left to several files that come together
    """
    if len(content) > MAX_BYTES:
        raise TableError("too_large", name=name)
    try:
        head = content.decode("utf-8-sig")[:LONGEST_ROW].split("\n", 1)[0]
    except UnicodeDecodeError as error:
        raise TableError("not_utf8", name=name) from error
    if b"\0" in content:
        raise TableError("not_a_table", name=name)
    # spreadsheets of a Vietnamese desktop save CSV with semicolons
    delimiter = max(",;\t", key=head.count)
    return _rows(_csv_lines(content, delimiter, name), name, room)


def _csv_lines(content, delimiter, name):
    """Yield the rows of a CSV as lists; one of a million commas is refused before it is a million cells."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    letters = 0

    def pieces():
        nonlocal letters
        while line := stream.readline(LONGEST_ROW + 1):
            letters += len(line)  # a row may go over several lines
            if letters > LONGEST_ROW:
                raise TableError("too_large", name=name)
            yield line

    for row in csv.reader(pieces(), delimiter=delimiter):
        letters = 0
        yield row


def read_xlsx(content: bytes, name: str = "") -> list[dict]:
    """Return the rows of the first sheet of an XLSX as dicts of texts, each with its row number under "_row"."""
    try:
        [worksheet] = read_workbook(content, worksheets=1) or [Worksheet("", False, {})]
    except WorkbookError as error:
        raise TableError(error.code, name=name, **error.values) from error
    width = _width(worksheet.rows)
    lines = (
        [_as_text(worksheet.rows.get(number, {}).get(column)) for column in range(1, width + 1)]
        for number in range(1, max(worksheet.rows, default=0) + 1)
    )
    return _rows(lines, name)


def read_worksheets(content: bytes, name: str = "") -> list[tuple]:
    """Return every sheet of an XLSX as (title, rows of cells' values, merged ranges as (first row, last row, name))."""
    try:
        worksheets = read_workbook(content)
        # one cell far down and far right makes a wide empty table of each sheet
        if sum(max(worksheet.rows, default=0) * _width(worksheet.rows) for worksheet in worksheets) > MAX_PLACES:
            raise WorkbookError("too_many_cells", cells=LIMITS.cells)
        return [(worksheet.name, _lines(worksheet.rows), worksheet.merged) for worksheet in worksheets]
    except WorkbookError as error:
        raise TableError(error.code, name=name, **error.values) from error


def _width(rows):
    return max((max(cells) for cells in rows.values()), default=0)


def _lines(rows):
    """Return the rows from the first to the last that holds something, empty cells as None."""
    width = _width(rows)
    return [
        [_percent_as_text(rows.get(number, {}).get(column)) for column in range(1, width + 1)]
        for number in range(1, max(rows, default=0) + 1)
    ]


def _percent_as_text(value):
    return _as_text(value) if isinstance(value, Percent) else value


def read_table(content: bytes, name: str) -> list[dict]:
    """Return the rows of a CSV or XLSX, whichever `name` says it is."""
    if name.lower().endswith(".xlsx"):
        return read_xlsx(content, name)
    if name.lower().endswith(".csv"):
        return read_csv(content, name)
    raise TableError("not_csv_or_xlsx", name=name)


def read_zip(content: bytes, name: str = "") -> dict[str, list[dict]]:
    """Return the CSV files of a package as {file's name without .csv: rows}; folders in the ZIP do not matter."""
    try:
        _check_unpacked_size(content, name)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            room = _Room()
            return {
                path.rsplit("/", 1)[-1].removesuffix(".csv"): read_csv(archive.read(path), path, room)
                for path in archive.namelist()
                if path.endswith(".csv") and "__MACOSX" not in path
            }
    except TableError:
        raise
    except Exception as error:  # zipfile raises whatever its decompressors raise
        raise TableError("not_a_zip", name=name) from error


def _check_unpacked_size(content, name):
    # a directory of a hundred thousand files takes 200 MiB before anybody can count them
    if len(content) > MAX_BYTES or content.count(_DIRECTORY_ENTRY) > MAX_FILES + 100:
        raise TableError("too_large", name=name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_BYTES:
            raise TableError("too_large", name=name)
        # other methods may ask for gigabytes to unpack one byte
        if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
            raise TableError("not_a_zip", name=name)


def _rows(lines, name, room=None):
    room = room or _Room()
    try:
        lines = iter(lines)
        header = next(lines, [])
        if len(header) > MAX_COLUMNS:
            raise TableError("too_large", name=name)
        header = [str(cell or "").strip() for cell in header]
        rows = []
        for number, line in enumerate(lines, 2):
            if number > MAX_ROWS + 1 or len(line) > MAX_COLUMNS:
                raise TableError("too_large", name=name)
            if any(cell for cell in line):
                room.take(len(header) + _ROW, name)
                cells = dict(zip(header, line))
                rows.append({"_row": number, **{key: cells.get(key) or "" for key in header if key}})
    except csv.Error as error:
        raise TableError("not_a_table", name=name) from error
    if not any(header):
        raise TableError("empty", name=name)
    return rows


def _as_text(value):
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, Percent):
        return f"{_as_text(value.shown)}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
