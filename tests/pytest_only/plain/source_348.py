"""Reads Kế hoạch 348/KH-UBND out of its published text: what the package in data/packages is checked against.

The text is a web page saved as it was, faults included: the preamble occurs in it twice (the first time cut off), the
signature block is page furniture, the site's footer closes it. A table cell ends with "|" at the end of a line; a "|"
alone on its line is an empty cell or the start of a row, so a row is read by the number of its columns.

Plain Python on purpose: it shares nothing with the module's own importer, and runs without Odoo.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent / "data" / "ke-hoach-348-KH-UBND.txt"
INDICATOR_COLUMNS = 8
TASK_COLUMNS = 5


class Section(NamedTuple):
    content: str
    code: str
    name: str


class Indicator(NamedTuple):
    section: str
    number: str
    name: str
    targets: tuple
    monitor: str


class Task(NamedTuple):
    section: str
    number: str
    name: str
    lead: str
    support: str
    deadline: str


class Duty(NamedTuple):
    """A paragraph under a heading that names agencies; `text` is empty where the heading itself is the duty."""

    section: str
    number: str
    heading: str
    text: str


class Funding(NamedTuple):
    number: str
    name: str


class Document(NamedTuple):
    number: str
    issued_on: date
    kind: str
    signer: str
    title: str
    preamble: str


class Source:
    """The plan's text, read once into document data, sections, indicators, tasks, duties and funding lines."""

    def __init__(self, path=SOURCE):
        self.lines = path.read_text(encoding="utf-8").split("\n")
        self.sections, self.indicators, self.tasks, self.duties, self.funding = [], [], [], [], []
        self.document = self._read_document()
        self.years = self._read_years()
        self._read_annexes()
        self._read_part_three()
        self._read_part_four()
        self._read_part_five()

    # --- the places of things -------------------------------------------------------------------------------------
    def _last(self, text):
        """Return the place of the last line equal to `text`: of what is printed twice, the second is whole."""
        return max(place for place, line in enumerate(self.lines) if line == text)

    def _between(self, first, after):
        return self.lines[self._last(first) + 1 : self._last(after)]

    # --- document ------------------------------------------------------------------------------------------------
    def _read_document(self):
        facts = dict(re.fullmatch(r"\| (.+?) \| (.+?) \|", line).groups() for line in self.lines[1:8])
        day, month, year = facts["Ngày ban hành"].split("/")
        heading = self._last("KẾ HOẠCH")
        return Document(
            number=facts["Số hiệu"],
            issued_on=date(int(year), int(month), int(day)),
            kind=facts["Loại văn bản"],
            signer=facts["Người ký"],
            title=self.lines[heading + 1],
            preamble=self.lines[heading + 2],
        )

    def dates_in_text(self):
        """Return the date lines of both headings: they must agree with the page's own fact box."""
        found = (re.fullmatch(r"Nghệ An, ngày (\d+) tháng (\d+) năm (\d+) \|", line) for line in self.lines)
        return [date(int(match[3]), int(match[2]), int(match[1])) for match in found if match]

    def _read_years(self):
        """Return the years that head the columns of the targets."""
        heading = self.lines[self._last("PHỤ LỤC 1") : self._last("PHỤ LỤC 2")]
        return [int(match[1]) for match in (re.fullmatch(r"Năm (\d{4}) \|", line) for line in heading) if match]

    # --- annexes -------------------------------------------------------------------------------------------------
    def _read_annexes(self):
        code = None
        for number, name, *cells in self._rows("PHỤ LỤC 1", INDICATOR_COLUMNS):
            if number.isdigit():
                self.indicators.append(Indicator(code, number, name, tuple(cells[:-1]), cells[-1]))
            else:
                code = self._open_section("indicator", number, name, cells)
        for number, name, *cells in self._rows("PHỤ LỤC 2", TASK_COLUMNS):
            if number.isdigit():
                self.tasks.append(Task(code, number, name, *cells))
            else:
                code = self._open_section("task", number, name, cells)

    def _open_section(self, content, code, name, cells):
        if any(cells):
            raise ValueError(f"The row of section {code} has filled cells: {cells}")
        self.sections.append(Section(content, code, name))
        return code

    def _rows(self, annex, columns):
        """Yield the rows of an annex: a line with "|" alone opens one, `columns` cells follow."""
        place = self._last(annex)
        while not (self.lines[place] == "|" and self.lines[place + 1] == "I |"):
            place += 1
        while place < len(self.lines) and self.lines[place] == "|":
            row, place = self._read_cells(place + 1, columns)
            yield row

    def _read_cells(self, place, columns):
        """Read `columns` cells from line `place`; return them and the line after the last one."""
        row, pending = [], []
        while len(row) < columns:
            line = self.lines[place]
            place += 1
            pending.append(line.removesuffix("|").strip())
            if line.endswith("|"):
                row.append(" ".join(pending))
                pending = []
        return row, place

    # --- parts of the text ---------------------------------------------------------------------------------------
    def _read_part_three(self):
        code = number = heading = None
        count = 0
        for line in self._between("III. NHIỆM VỤ VÀ GIẢI PHÁP CHỦ YẾU", "IV. KINH PHÍ THỰC HIỆN"):
            if line.startswith("- "):
                count += 1
                self.duties.append(Duty(code, f"{number}-{count}", heading, line[2:]))
                continue
            self._close_heading(code, number, heading, count)
            first, _, rest = line.partition(" ")
            heading = None
            if re.fullmatch(r"\d\.", first):
                code = self._open_section("duty", f"III.{first[:-1]}", rest, ())
            elif re.fullmatch(r"\d\.\d\.", first):
                number, heading, count = first[:-1], rest, 0
            else:
                raise ValueError(f"Unexpected line in part III: {line}")
        self._close_heading(code, number, heading, count)

    def _close_heading(self, code, number, heading, count):
        """A heading that no paragraph follows is a duty itself."""
        if heading and not count:
            self.duties.append(Duty(code, number, heading, ""))

    def _read_part_four(self):
        for line in self._between("IV. KINH PHÍ THỰC HIỆN", "V. TỔ CHỨC THỰC HIỆN"):
            self.funding.append(Funding(*line.split(". ", 1)))

    def _read_part_five(self):
        """Part V has headings with paragraphs; it ends where UBND tỉnh turns to all of them at once."""
        title = "V. TỔ CHỨC THỰC HIỆN"
        code, _, name = title.partition(". ")
        self.sections.append(Section("duty", code, name))
        number = heading = None
        count = 0
        for line in self.lines[self._last(title) + 1 :]:
            if line.startswith("Ủy ban nhân dân tỉnh yêu cầu"):
                break
            if match := re.fullmatch(r"(\d)\. (.+)", line):
                number, heading, count = match[1], match[2], 0
            else:
                count += 1
                self.duties.append(Duty(code, f"{number}-{count}", heading, line.removeprefix("- ")))
