"""The content of the page for the leaders of the province: rows of late work, cut no earlier than one page makes it."""

from textwrap import wrap

from .same_words import shorten

# lines that the page has for late work and for what is asked, and characters of a line in each of their cells
LINES = 28
WIDE = {"name": 32, "agency": 15, "people": 13, "decision": 85}
ROW = ("name", "agency", "people")
# of how many lines a row is: a deadline takes two
HIGHEST, LOWEST = 8, 2


def count_lines(text, cell):
    """Return how many lines a text takes in a cell, rather one too many than one too few."""
    return len(wrap(text, WIDE[cell]))


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
    return max(LOWEST, *map(count_lines, texts, ROW))


def _cut(text, cell, high):
    """Return the text in at most so many lines, cut behind a word."""
    lines = wrap(text, WIDE[cell])
    if len(lines) <= high:
        return text
    whole = " ".join(lines[:high])
    cut = f"{whole.rstrip(' ,;:.')}…"
    return cut if count_lines(cut, cell) <= high else shorten(text, len(whole))


def _name_agencies(names, high):
    """Return the names if they fit; else of two both, cut, and of more the first one and how many others there are."""
    text = ", ".join(names)
    if len(names) == 1:
        return _cut(text, "agency", high)
    if count_lines(text, "agency") <= high:
        return text
    if len(names) == 2:
        return _cut_two(*names, high * WIDE["agency"] - len(", "))
    first = f"{names[0]} và {len(names) - 1} đơn vị khác"
    return first if count_lines(first, "agency") <= high else f"{len(names)} đơn vị"


def _cut_two(first, second, longest):
    """Return both names; what the shorter one leaves free is the other's."""
    half = longest // 2
    return ", ".join(
        shorten(name, max(half, longest - len(other))) for name, other in ((first, second), (second, first))
    )
