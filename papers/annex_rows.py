"""Rows of an annex that no page holds go on in rows below, on PDF, in Word and on the screen alike.

A row stays whole as long as it fits on a page. One that does not is cut through in the middle of a line, or drawn over
the head that the next page repeats, or its end is missing: no engine breaks it well.
"""

import math
from itertools import zip_longest

from .document import Span, text_of
from .page_numbers import MM
from .pdf import BOTTOM, LEFT, PAGE, RIGHT, TOP
from .sizes import SIZES
from .text_measure import break_lines, cut_text


def _round_up(text):
    """Return (size, height of a line) in points, a little more than what is drawn: engines round each their own way."""
    return text.size * 31 / 30, math.ceil(text.size * text.line)


CELL, TITLE, BESIDE = map(_round_up, (SIZES.cell, SIZES.body, SIZES.beside))
# points beside the lines of a cell and above and below them; between the title and the table
SIDES, AROUND = (math.ceil(2 * one * MM + SIZES.rule) for one in (SIZES.cell_beside, SIZES.cell_above))
ABOVE = math.ceil(SIZES.table_above * MM)
# the part of a page that rows may fill: an engine ends it earlier as it likes
SHARE = 0.95


def measure_cell(share):
    """Return the room for a line in a cell that takes so many per cent of an upright table's width; points."""
    return (PAGE[0] - LEFT - RIGHT) * MM * share / 100 - SIDES


def fit_rows(document):
    """Return the document, none of whose annexes has a row that is higher than a page."""
    for annex in document.annexes:
        annex.rows = _Table(annex).fit()
    return document


class _Table:
    """The rows of an annex, and the room that there is for them; points."""

    def __init__(self, annex):
        self.annex = annex
        width, height = reversed(PAGE) if annex.landscape else PAGE
        self.width = (width - LEFT - RIGHT) * MM
        self.room = (height - TOP - BOTTOM) * MM * SHARE - self._measure_head()
        # half a page: shorter pieces tear a text apart, longer ones leave more of a page empty
        self.piece = max(1, int((self.room / 2 - AROUND) / CELL[1]))

    def fit(self):
        """Return the rows; cut are those too high for a page together with the title or the section's name above."""
        rows, above = [], self._measure_title() % self.room
        for row in self.annex.rows:
            lines = self._break(row)
            height = max(map(len, lines)) * CELL[1] + AROUND
            is_whole = height <= self.room - above
            rows += [row] if is_whole else self._cut(row, lines)
            above = above + height if is_whole and isinstance(row, Span) else 0
        return rows

    def _cell_width(self, first, count=1):
        """Return the room in a cell that is so many columns wide."""
        return self.width * sum(self.annex.widths[first : first + count]) / 100 - SIDES

    def _break(self, row):
        """Return the lines of each of the row's cells."""
        if isinstance(row, Span):
            number = 1 if row.number else 0
            return [break_lines(row.text, self._cell_width(number, len(self.annex.columns)), CELL[0], bold=True)]
        return [break_lines(text_of(cell), self._cell_width(place), CELL[0]) for place, cell in enumerate(row)]

    def _cut(self, row, lines):
        if isinstance(row, Span):
            first, *others = cut_text(row.text, lines[0], self.piece)
            return [Span(first, row.number), *map(Span, others)]
        cells = [cut_text(text_of(cell), one, self.piece) for cell, one in zip(row, lines, strict=True)]
        return [list(pieces) for pieces in zip_longest(*cells, fillvalue="")] or [row]

    def _measure_head(self):
        heights = []
        for head in self.annex.heads:
            lines = (
                len(break_lines(text, self._cell_width(place, wide), CELL[0], bold=True)) / high
                for place, text, wide, high in head
            )
            heights.append(max(lines) * CELL[1] + AROUND)
        return sum(heights)

    def _measure_title(self):
        """Return the height of the content before the table."""
        annex = self.annex
        title = sum(
            len(break_lines(text, self.width, TITLE[0], bold=True))
            for text in (annex.label, annex.title.upper(), annex.note)
        )
        before = sum(len(break_lines(one.text, self.width, BESIDE[0], bold=True)) for one in annex.before)
        return title * TITLE[1] + before * BESIDE[1] + len(annex.before) * SIZES.beside_above + ABOVE
