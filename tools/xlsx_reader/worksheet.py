"""The cells of one sheet of an XLSX, as Python values."""

import re
from datetime import date, datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from .parts import PartReader, Text, WorkbookError

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
# Excel takes no longer format; on longer ones the pattern of openpyxl would not come to an end.
_LONGEST_CODE = 255


class Unreadable(str):
    """The content of a cell that is not a value: #N/A and its kin, or a formula that no program has worked out."""


class Percent(float):
    """A number that its cell shows with a percent sign: what people see is a hundred times as much, `shown`."""

    @property
    def shown(self):
        return round(self * 100, 10)


class Formats:
    """The meaning of numbers in a workbook: as numbers, days or percents, by the index of their cell format."""

    def __init__(self, styles, is_1904):
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.styles = styles
        self.kinds = {}

    def _kind(self, index):
        """Return "day", "percent" or None for a cell format; each is looked at once, and only if a cell has it."""
        if index not in self.kinds:
            formats = self.styles.formats
            place = int(index) if index.isdecimal() and len(index) < 9 else len(formats)
            number = formats[place] if place < len(formats) else "0"
            code = self.styles.codes.get(number)
            if code is None:
                code = BUILTIN_FORMATS.get(int(number) if number.isdecimal() and len(number) < 9 else 0, "")
            self.kinds[index] = _kind_of(code[:_LONGEST_CODE])
        return self.kinds[index]

    def get_number(self, text, index):
        """Return the number in `text` as its cell format means it."""
        kind = self._kind(index) if index else None
        try:
            number = int(text) if _WHOLE.fullmatch(text) else float(text)
            if kind == "day":
                return from_excel(number, self.epoch)
        except (ValueError, OverflowError):
            return Unreadable(text)
        if number != number or number in (float("inf"), float("-inf")):
            return Unreadable(text)
        return Percent(number) if kind == "percent" else number


def _kind_of(code):
    if is_date_format(code):
        return "day"
    # text in quotes or after a backslash is only displayed
    return "percent" if "%" in re.sub(r'"[^"]*"|\\.', "", code) else None


class WorksheetReader(PartReader):
    """The cells of a sheet that hold something: `rows` is {row number: {column number: value}}, both from 1.

    Formulas give the value that the office program has last worked out. Nothing is made for empty cells, so a sheet
    that says it is a million rows high costs what is in it.
    """

    def __init__(self, name, strings, formats, budget):
        self.name, self.strings, self.formats, self.budget = name, strings, formats, budget
        self.rows, self.merged = {}, []
        self.row = self.column = 0
        self.kind = self.style = None
        self.open = None  # the `Text` of `parts` that is being read
        self.parts = {}
        self.is_phonetic = False

    def start(self, tag, attributes):
        if tag == "row":
            self.row = _number(attributes.get("r")) or self.row + 1
            self.column = 0
        elif tag == "c":
            self.row, self.column = self._place(attributes.get("r", ""))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
            self.parts = {}
        elif tag in ("v", "t", "f"):
            self.open = None if self.is_phonetic else self.parts.setdefault(tag, Text(self.budget))
        elif tag == "rPh":
            self.is_phonetic = True
        elif tag == "mergeCell":
            self.budget.spend("cells")
            found = _RANGE.fullmatch(attributes.get("ref", ""))
            if found:
                self.merged.append((int(found[1]), int(found[2]), found[0]))

    def _place(self, text):
        place = _PLACE.fullmatch(text)
        if not place:
            return self.row, self.column + 1
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - 64
        return int(place[2]), column

    def text(self, text):
        if self.open:
            self.open.add(text)

    def end(self, tag):
        if tag in ("v", "t", "f"):
            self.open = None
        elif tag == "rPh":
            self.is_phonetic = False
        elif tag == "c":
            value = self._value()
            if value is not None and value != "":
                self._keep(value)
            self.parts = {}

    def _get_text(self, part):
        """Return the text of a part of the cell, empty if it has none."""
        text = self.parts[part].get() if part in self.parts else ""
        return self._check_length(text)

    def _check_length(self, text):
        if text is None:
            raise WorkbookError("text_too_long", sheet=self.name, row=self.row, letters=self.budget.limits.text)
        return text

    def _value(self):
        if self.kind == "inlineStr":
            return self._get_text("t")
        text = self._get_text("v")
        if not text:
            # written by a program that works nothing out
            return Unreadable("=" + self._get_text("f")) if "f" in self.parts else None
        if self.kind == "s":
            return self._check_length(self.strings.get(_number(text)))
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind == "e":
            return Unreadable(text)
        if self.kind == "d":
            return _day(text)
        return text if self.kind == "str" else self.formats.get_number(text.strip(), self.style)

    def _keep(self, value):
        limits = self.budget.limits
        if self.row > limits.rows:
            raise WorkbookError("too_many_rows", sheet=self.name, row=self.row, rows=limits.rows)
        if self.column > limits.columns:
            raise WorkbookError("too_many_columns", sheet=self.name, row=self.row, columns=limits.columns)
        self.budget.spend("cells")
        self.rows.setdefault(self.row, {})[self.column] = value


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else None


def _day(text):
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return Unreadable(text)
