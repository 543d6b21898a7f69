"""The one door through which an uploaded XLSX comes in.

What comes from outside is measured before it is unpacked and while it is read, so that a hostile file of 1 KiB cannot
take the server down: it is refused within 10 seconds and 200 MiB, with a sentence for the user. Every reader of
workbooks in this module goes through `read_workbook`.
"""

import io
import re
import zipfile
from typing import NamedTuple

from .parts import (
    Budget,
    ContentTypes,
    Deadline,
    Relations,
    SharedStrings,
    Styles,
    WorkbookError,
    WorksheetNames,
    read_part,
)
from .worksheet import Formats, Percent, Unreadable, WorksheetReader

__all__ = ["LIMITS", "Deadline", "Limits", "Percent", "Unreadable", "WorkbookError", "Worksheet", "read_workbook"]

_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"


class Limits(NamedTuple):
    """The limits for a workbook; the defaults hold a plan of 5,000 rows or a list of 20,000."""

    bytes: int = 20 * 1024 * 1024  # as it is uploaded
    unpacked: int = 48 * 1024 * 1024  # all parts together
    ratio: int = 200  # of a part, once it is larger than `free`; XML of an office program comes to 10-60
    free: int = 1024 * 1024
    parts: int = 500
    worksheets: int = 50
    rows: int = 20_001  # with the headings
    columns: int = 100
    cells: int = 400_000  # that hold something, and texts they share
    letters: int = 12_000_000
    text: int = 32_767  # of one cell, in units of UTF-16 as Excel counts; its own limit
    tags: int = 1_500_000
    seconds: int = 8


LIMITS = Limits()


class Worksheet(NamedTuple):
    """A sheet: `rows` is {row number: {column number: value}}, both from 1, of the cells that hold something.

    `merged` is [(first row, last row, name of the range)] of cells that are joined.

    Values: str, int, float, `Percent`, bool, datetime, time, `Unreadable`.
    """

    name: str
    is_hidden: bool
    rows: dict
    merged: list = ()


def read_workbook(content: bytes, worksheets=None, limits=LIMITS, deadline=None) -> list[Worksheet]:
    """Return the sheets of an XLSX in their order, the first `sheets` of them.

    :param Deadline deadline: of the whole errand, where what is done with the sheets takes its time too
    :raises WorkbookError: with the code of a sentence (`plan.xlsx.reader`); the file is nothing that is read, or costs
        more than `limits` allow
    """
    _check_kind(content, limits)
    budget = Budget(limits, deadline)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, limits)
            return _read_worksheets(archive, worksheets, budget)
    except WorkbookError:
        raise
    except Exception as error:  # zipfile raises whatever its decompressors raise
        raise WorkbookError("not_a_workbook") from error


# -- before it is unpacked ------------------------------------------------------------------------------------------


def _check_kind(content, limits):
    """Refuse by its first bytes a file that is not an XLSX, whatever its name."""
    if len(content) > limits.bytes:
        raise WorkbookError("workbook_too_large", size=limits.bytes // 1024**2)
    if not content:
        raise WorkbookError("empty_file")
    if content.startswith(_OLE):
        raise WorkbookError("has_password" if _ENCRYPTED in content else "is_xls")
    if not content.startswith(_ZIP):
        raise WorkbookError("is_text" if _is_text(content) else "not_a_workbook")
    # a directory of half a million files takes 200 MiB before anybody can count them
    if content.count(b"PK\x01\x02") > limits.parts + 100:
        raise WorkbookError("too_many_parts")


def _is_text(content):
    return b"\0" not in content[:4096] and not re.search(rb"[\x01-\x08\x0e-\x1a]", content[:4096])


def _check_parts(archive, limits):
    """Refuse by the ZIP's own directory, before a byte of it is unpacked."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > limits.parts:
        raise WorkbookError("too_many_parts")
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookError("has_password")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise WorkbookError("too_large_inside", size=limits.unpacked // 1024**2)
    for part in parts:
        # other methods may ask for gigabytes to unpack one byte
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookError("not_a_workbook")
        if part.file_size > max(limits.free, limits.ratio * part.compress_size):
            raise WorkbookError("too_large_inside", size=limits.unpacked // 1024**2)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WorkbookError("has_macros")
    if _TYPES not in names:
        raise WorkbookError("is_ods" if "content.xml" in names else "not_a_workbook")


# -- while it is read -----------------------------------------------------------------------------------------------


def _read_worksheets(archive, count, budget):
    types = read_part(archive, _TYPES, ContentTypes(), budget)
    for mark, code in (("sheet.binary", "is_xlsb"), ("macroEnabled", "has_macros")):
        if any(mark in kind for kind in types.types):
            raise WorkbookError(code)
    if not types.workbook:
        raise WorkbookError("not_a_workbook")
    folder, _slash, file = types.workbook.rpartition("/")
    folder = f"{folder}/" if folder else ""
    relations = read_part(archive, f"{folder}_rels/{file}.rels", Relations(folder), budget)
    book = read_part(archive, types.workbook, WorksheetNames(), budget)
    if not book.worksheets or len(book.worksheets) > budget.limits.worksheets:
        raise WorkbookError("too_many_parts" if book.worksheets else "not_a_workbook")
    styles, strings = Styles(), SharedStrings(budget)
    for kind, reader in (("styles", styles), ("sharedStrings", strings)):
        path = relations.of_kind.get(kind)
        if path in archive.NameToInfo:  # a workbook without texts has none
            read_part(archive, path, reader, budget)
    formats = Formats(styles, book.is_1904)
    read = []
    for name, relation, is_hidden in book.worksheets[:count]:
        path = relations.targets.get(relation)
        if "chartsheet" in (path or ""):
            continue
        reader = read_part(archive, path, WorksheetReader(name, strings, formats, budget), budget)
        read.append(Worksheet(name, is_hidden, reader.rows, reader.merged))
    return read
