"""The parts of an official paper: plain rows that PDF, Word, Excel and the screen draw alike.

The parts and their order are those of Nghị định 30/2020/NĐ-CP, phụ lục I. All texts are Vietnamese, whatever
language the user works in: a paper goes out, and the decree sets its content.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .page_numbers import MM
from .text_measure import measure

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
# on every page of a paper from a database with demo data
DEMO = "SỐ LIỆU MINH HỌA"
# the blanks for a number and a day to be filled in later
BLANK = "\N{NO-BREAK SPACE}" * 6
# letters of a last paragraph that is not torn from the signature
TOGETHER = 700
# millimetres for the name of the issuer, beside 89 for the nation's
LEFT_COLUMN = 75.5


class Paragraph(NamedTuple):
    """A piece of the body.

    :param str style: "heading" (I. …), "subheading" (1. …), "text" or "item" (- …)
    """

    text: str
    style: str = "text"


class AnnexColumn(NamedTuple):
    """A column of an annex.

    :param float share: of the table's width, in relation to the others
    :param str kind: "text", "center" or "number": the alignment of its cells
    :param str group: a head that it shares with its neighbours
    """

    label: str
    share: float
    kind: str = "text"
    group: str = ""


class Span(NamedTuple):
    """A row that is one text: a section of the plan, with its number in the first column where it has one."""

    text: str
    number: str = ""


@dataclass
class Annex:
    """A table with pages and page numbers of its own.

    :param rows: lists of cells (str, number, date, None), one for each column, or Span
    :param before: paragraphs between its title and the table
    :param after: paragraphs below the table
    """

    title: str
    columns: list
    rows: list
    label: str = ""
    note: str = ""
    landscape: bool = True
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)

    @property
    def heads(self):
        """The rows of the table's head: lists of (column, text, columns wide, rows high)."""
        if not any(column.group for column in self.columns):
            return [[(place, column.label, 1, 1) for place, column in enumerate(self.columns)]]
        upper, lower = [], []
        for place, column in enumerate(self.columns):
            if not column.group:
                upper.append((place, column.label, 1, 2))
                continue
            lower.append((place, column.label, 1, 1))
            if upper and lower[:-1] and self.columns[place - 1].group == column.group:
                first, text, wide, high = upper.pop()
                upper.append((first, text, wide + 1, high))
            else:
                upper.append((place, column.group, 1, 1))
        return [upper, lower]

    @property
    def widths(self):
        """Each column's part of the table's width, in per cent."""
        whole = sum(column.share for column in self.columns)
        return [round(100 * column.share / whole, 2) for column in self.columns]


@dataclass
class Document:
    """One paper.

    :param str number: with its symbol, 05/BC-SNV; empty while it is to come
    :param str code: of the kind of paper, BC; a letter has none
    :param str mark: what every page says in its upper margin
    :param bool has_cover: False: it consists of its annexes, and nothing comes before them
    """

    name: str  # of its file, without what follows the dot
    superior: str
    issuer: str  # as the header has it, in capitals
    issuer_name: str  # as a sentence has it
    symbol: str
    place: str
    number: str = ""
    day: date = None
    code: str = ""
    kind: str = ""  # BÁO CÁO; a letter has none
    subject: str = ""
    about: str = ""  # a letter's: V/v …
    to: list = field(default_factory=list)
    body: list = field(default_factory=list)
    signature: list = field(default_factory=list)  # its lines, in capitals
    signer: str = ""
    recipients: list = field(default_factory=list)
    annexes: list = field(default_factory=list)
    is_draft: bool = False
    mark: str = ""
    has_cover: bool = True

    def __post_init__(self):
        """Number the annexes, in Roman from two on, and say what they belong to."""
        for number, annex in enumerate(self.annexes, 1):
            annex.label = annex.label or (f"PHỤ LỤC {roman(number)}" if len(self.annexes) > 1 else "PHỤ LỤC")
            annex.note = annex.note or self.belonging

    @property
    def closing(self):
        """The number of last paragraphs that share the page of the signature: no heading stays behind."""
        count = 1 if self.body and len(self.body[-1].text) <= TOGETHER else 0
        while 0 < count < len(self.body) and self.body[-count - 1].style in ("heading", "subheading"):
            count += 1
        return count

    @property
    def issuer_line(self):
        """The length of the line below the issuer, in millimetres: two fifths of its name, or of its column."""
        return round(0.4 * min(measure(self.issuer, 13, bold=True) / MM, LEFT_COLUMN), 1)

    @property
    def number_text(self):
        return self.number or f"{BLANK}/{self.full_symbol}"

    @property
    def full_symbol(self):
        """The part after the number and its stroke: BC-SNV."""
        return "-".join(filter(None, (self.code, self.symbol)))

    @property
    def place_date(self):
        return ", ".join(filter(None, (self.place, long_date(self.day))))

    @property
    def belonging(self):
        what = self.kind.capitalize() or "Công văn"
        return f"(Kèm theo {what} số {self.number_text} {long_date(self.day)} của {self.issuer_name})"

    @property
    def lines_to(self):
        """The addressees of the paper; several as a list."""
        return self.to if len(self.to) < 2 else listed(self.to)

    @property
    def lines_recipients(self):
        return listed(self.recipients)


def listed(lines):
    """Return lines as papers list them: "- …;" and a full stop after the last."""
    return [f"- {line}{'.' if line is lines[-1] else ';'}" for line in lines]


def text_of(cell):
    """Return a cell as it is printed: dates dd/mm/yyyy, numbers 1.234,5."""
    if cell is None or cell is False:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        text = f"{cell:,.4f}".rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,"))
    return str(cell)


def roman(number):
    """Return a small number in Roman."""
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text


def short_date(day):
    """Return a day within a sentence: 14/5/2025, 05/01/2026."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def _month(day):
    return f"{day.month:02}" if day.month < 3 else str(day.month)


def long_date(day):
    """Return a day as papers write it: a zero before a day under 10, and only before January and February."""
    if not day:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"
