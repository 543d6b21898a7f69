"""The content of the page for the leaders of the province: rows of late work, cut no earlier than one page makes it."""

from .annex_rows import BESIDE, CELL, measure_cell
from .same_words import shorten
from .text_measure import break_lines

# lines that the page has for late work and for what is asked
LINES = 28
# each column's part of the table's width, in per cent
SHARES = {"number": 6, "name": 39, "agency": 21, "people": 18, "day": 16}
ROW = ("name", "agency", "people")
# of how many lines a row is: a deadline takes two
HIGHEST, LOWEST = 8, 2


def count_decision_lines(text):
    """Return how many lines a text takes below the table, rather one too many than one too few."""
    return len(break_lines(text, measure_cell(100), BESIDE[0]))


def _break(text, cell):
    return break_lines(text, measure_cell(SHARES[cell]), CELL[0])


def _count(text, cell):
    return len(_break(text, cell))


def fit_brief(rows, room):
    """Return (name, agencies, people) of each row in texts that together take no more than `room` lines.

    Each row has its lowest height; what is left goes to the rows line by line, the first ones first.

    :param rows: (name, names of agencies, people) of each
    """
    texts = [_fit_row(*row, LOWEST) for row in rows]
    room -= sum(map(_count_high, texts))
    for high in range(LOWEST + 1, HIGHEST + 1):
        for place, row in enumerate(rows):
            higher = _fit_row(*row, high)
            more = _count_high(higher) - _count_high(texts[place])
            if more <= room:
                texts[place] = higher
                room -= more
    return texts


def _fit_row(name, agencies, people, high):
    return _cut(name, "name", high), _name_agencies(agencies, high), _cut(people, "people", high)


def _count_high(texts):
    return max(LOWEST, *map(_count, texts, ROW))


def _cut(text, cell, high):
    """Return the text in at most so many lines, cut behind a word."""
    lines = _break(text, cell)
    if len(lines) <= high:
        return text
    whole = text[: lines[high][0]].rstrip(" ,;:.")
    cut = f"{whole}…"
    return cut if _count(cut, cell) <= high else shorten(text, len(whole))


def _name_agencies(names, high):
    """Return the names if they fit; else of two both, cut, and of more the first one and how many others there are."""
    text = ", ".join(names)
    if len(names) == 1:
        return _cut(text, "agency", high)
    if _count(text, "agency") <= high:
        return text
    if len(names) == 2:
        return _cut_two(*names, high)
    first = f"{names[0]} và {len(names) - 1} đơn vị khác"
    return first if _count(first, "agency") <= high else f"{len(names)} đơn vị"


def _cut_two(first, second, high):
    """Return both names, as long as the room lets them be; what the shorter one leaves free is the other's."""
    for longest in range(len(first) + len(second), 1, -1):
        half = longest // 2
        text = ", ".join(
            shorten(name, max(half, longest - len(other))) for name, other in ((first, second), (second, first))
        )
        if _count(text, "agency") <= high:
            return text
    return "2 đơn vị"
