"""The number of lines of a text, computed with the letter widths of the papers' font."""

import re
from functools import lru_cache

from reportlab.pdfbase.ttfonts import TTFont

from .page_numbers import FONTS

# the places where a line may break; a no-break space is a part of its word
_WORD = re.compile(r"[^ \t\n]+")


@lru_cache(2)
def _letters(bold):
    """Return {letter: its width} and the width of what the font does not have, in thousandths of its size."""
    face = TTFont("Letters", FONTS / f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf").face
    return {chr(code): width for code, width in face.charWidths.items()}, face.defaultWidth


@lru_cache(10_000)  # papers say the same words over and over
def _measure(word, bold):
    known, other = _letters(bold)
    return sum(known.get(letter, other) for letter in word)


def measure(text, size, bold=False):
    """Return how long a text is on one line, in points."""
    return _measure(text, bold) * size / 1000


def break_lines(text, width, size, bold=False):
    """Return where the lines of a text begin, as (place, whether it is within a word).

    :param float width: of the room, in points
    :param float size: of the letters, in points
    """
    room, blank = width * 1000 / size, _measure(" ", bold)
    lines, start = [], 0
    for paragraph in text.split("\n"):
        lines.append((start, False))
        free = room
        for word in _WORD.finditer(paragraph):
            wide = _measure(word[0], bold)
            if wide > free and free < room:
                lines.append((start + word.start(), False))
                free = room
            if wide > room:  # it breaks wherever a line ends
                places, free = _break_word(word[0], room, bold)
                lines += [(start + word.start() + place, True) for place in places]
            else:
                free -= wide
            free -= blank
        start += len(paragraph) + 1
    return lines


def _break_word(word, room, bold):
    """Return where a word that is longer than a line goes on, and how much of its last line is free."""
    places, free = [], room
    for place, letter in enumerate(word):
        wide = _measure(letter, bold)
        if wide > free and free < room:
            places.append(place)
            free = room
        free -= wide
    return places, free


def cut_text(text, lines, high):
    """Return the text in pieces of at most `high` lines; a word is cut only where it fills more than a piece.

    :param lines: what `break_lines` returned of it
    """
    pieces, first = [], 0
    while first < len(lines):
        last = min(first + high, len(lines))
        whole = last
        while first < whole < len(lines) and lines[whole][1]:
            whole -= 1
        last = whole if whole > first else last
        end = lines[last][0] if last < len(lines) else len(text)
        pieces.append(text[lines[first][0] : end].strip())
        first = last
    return [piece for piece in pieces if piece]
