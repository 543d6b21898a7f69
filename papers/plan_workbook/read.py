"""Reads a plan workbook back into the files of a package, whatever Excel and its users have done to it.

Columns may come in any order and be named as in the package; rows that are empty are left out, hidden ones are read.
What cannot be read for certain is a fault with its place, never a guess: a number where a text is printed may have been
"1.10" or "85%", a date may have been "1/2".
"""

import re
import unicodedata
from datetime import date, datetime
from typing import NamedTuple

from ...grammars.text import clean, search_key
from ...tools.xlsx_reader.reader import Unreadable
from .columns import BY_FILE, GUIDE, LISTS, WORKSHEETS

HEAD_ROWS = 10  # the rows in which a head is looked for
MOST_FAULTS = 1000  # more than anybody corrects at once; the rows below are read when these are
_LONGEST_WORDS = 200  # letters of a heading or a choice: what is longer is neither, and takes long to compare
_TITLES = {search_key(title): worksheet.file for worksheet in WORKSHEETS for title in (worksheet.title, worksheet.file)}
_PASSED_OVER = {search_key(title) for title in (GUIDE, LISTS)}
_UNSEEN = ("Cc", "Cf", "Cs")
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}  # the output of a broken formula
_SERIAL = range(20_000, 80_000)  # days since 1900: dates of 1954 to 2119 that have lost their format


class Fault(NamedTuple):
    """A fault of the form: `file` (a sheet's title where it is not one of ours), row, key of the column, what is wrong.

    `code` names the sentence, `values` what it says.
    """

    file: str
    row: int
    column: str
    code: str
    values: dict


class CellError(Exception):
    """A cell cannot be read; `code` names the sentence."""


def read_plan_workbook(worksheets):
    """Return ({file: rows}, faults) of the sheets of a workbook.

    :param sheets: (title, rows, merged ranges as (first row, last row, name)); rows as lists of a cell's values
    """
    files, faults = {}, []
    for title, rows, merged in worksheets:
        file = _TITLES.get(search_key(title))
        if search_key(title) in _PASSED_OVER:
            continue
        if file is None or file in files:
            if any(any(_is_filled(value) for value in row) for row in rows):
                faults.append(Fault(title, 1, "", "unknown_sheet" if file is None else "same_sheet", {}))
            continue
        files[file] = _read_worksheet(BY_FILE[file], rows, merged, faults)
    return files, faults


def _read_worksheet(worksheet, rows, merged, faults):
    """Return the rows of a sheet; a row with a fault is left out, its faults are added to `faults`."""
    known = {search_key(name): column for column in worksheet.columns for name in (column.heading, column.key)}
    head = _find_head(rows, known)
    columns = _read_head(worksheet, rows[head] if rows else [], head + 1, known, faults)
    for first, last, name in merged:
        if last > head + 1:
            faults.append(Fault(worksheet.file, max(first, head + 2), "", "merged", {"cells": name}))
    read = []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        if not any(_is_filled(value) for value in row):
            continue
        if len(faults) >= MOST_FAULTS:
            faults.append(Fault(worksheet.file, number, "", "more_faults", {}))
            break
        texts, wrong = _read_row(worksheet.file, number, row, columns)
        faults += wrong
        if not wrong:
            read.append({"_row": number, **texts})
    return read


def _find_head(rows, known):
    """Return the index of the row that names the columns: the first with two known names, otherwise the first."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        if sum(_key(value) in known for value in row if isinstance(value, str)) >= min(2, len(known)):
            return number
    return 0


def _read_head(worksheet, cells, row, known, faults):
    """Return {position: column} of the head."""
    columns, headings = {}, ", ".join(column.heading for column in worksheet.columns)
    for position, value in enumerate(cells):
        if not _is_filled(value):
            continue
        column = known.get(_key(str(value)))
        if column is None:
            faults.append(Fault(worksheet.file, row, str(value)[:60], "unknown_column", {"known": headings}))
        elif column in columns.values():
            faults.append(Fault(worksheet.file, row, column.key, "same_column", {}))
        else:
            columns[position] = column
    missing = [column for column in worksheet.columns if column.required and column not in columns.values()]
    if any(map(_is_filled, cells)):
        faults += [Fault(worksheet.file, row, column.key, "no_column", {}) for column in missing]
    return columns


def _key(text):
    return search_key(text[:_LONGEST_WORDS])


def _read_row(file, number, row, columns):
    texts, faults = {}, []
    for position, value in enumerate(row):
        column = columns.get(position)
        if column is None:
            if _is_filled(value):
                faults.append(Fault(file, number, "", "no_heading", {"text": str(value)[:60]}))
            continue
        try:
            texts[column.key] = _read_cell(value, column)
        except CellError as error:
            values = {"text": _shown(value), "choices": ", ".join(column.choices.values())}
            faults.append(Fault(file, number, column.key, str(error), values))
    return {column.key: "" for column in columns.values()} | texts, faults


def _read_cell(value, column):
    """Return the text of a cell as a package holds it, or raise `CellError`."""
    if not _is_filled(value):
        return ""
    if isinstance(value, Unreadable) or value in _ERRORS:
        raise CellError("error_value")
    return _READERS[column.kind](value, column)


def _is_filled(value):
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _shown(value):
    return (
        value.strftime("%d/%m/%Y") if isinstance(value, (date, datetime)) else clean(str(value)[:_LONGEST_WORDS])[:60]
    )


def _text(value, column):
    """A text on one line; a whole number is taken as it is seen."""
    if isinstance(value, str):
        return _printed(" ".join(value.split("\n")), column)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not float(value).is_integer():
        raise CellError("no_text")
    return str(int(value))


def _long(value, column):
    return _printed(value, column) if isinstance(value, str) else _text(value, column)


def _printed(value, column):
    """A text as the document prints it: blanks at both ends go, and what nobody sees."""
    if not isinstance(value, str):
        raise CellError("no_text")
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if not text.replace("\n", "").isprintable():
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _UNSEEN)
    return text


def _several(value, column):
    if not isinstance(value, str):
        return _text(value, column)
    return "|".join(filter(None, (clean(one) for one in re.split(r"[|\r\n]", value))))


def _date(value, column):
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = clean(value) if isinstance(value, str) else ""
    written = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        code = "serial" if isinstance(value, (int, float)) and int(value) in _SERIAL else "no_date"
        raise CellError(code) from error


def _whole(value, column):
    text = clean(value) if isinstance(value, str) else _text(value, column)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise CellError("no_year" if column.kind == "year" else "no_whole")
    return text


def _choice(value, column):
    if not isinstance(value, str):
        value = str(int(value)) if value in (0, 1) else ""
    key = _key(value) if isinstance(value, str) else ""
    for code, words in column.choices.items():
        if key in (search_key(words), search_key(code)) or (words == "Có" and key == "x"):
            return code
    raise CellError("no_choice")


_READERS = {
    "text": _text,
    "long": _long,
    "printed": _printed,
    "several": _several,
    "date": _date,
    "year": _whole,
    "whole": _whole,
    "choice": _choice,
}
