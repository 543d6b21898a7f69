"""Texts as a workbook can hold them: what Excel refuses to open, or opens as something else, is left out here."""

import re

# Excel's limit of a cell, in units of UTF-16
LONGEST = 32_767
# characters that XML 1.0 cannot carry; a carriage return would show as _x000D_
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME_LENGTH = 31


def clean_name(name, taken):
    """Return the name of a sheet that Excel takes: at most 31 characters, none of []:*?/\\, and once in a book.

    :param set taken: the names of the book in small letters; the new one is added
    """
    name = _NOT_IN_NAMES.sub(" ", _REFUSED.sub("", name or ""))
    name = " ".join(name.split()).strip("' ") or "1"
    if name.lower() == "history":  # Excel keeps this one for itself
        name += "_"
    found, number = _shorten(name), 1
    while found.lower() in taken:
        number += 1
        found = _shorten(name, f" ({number})")
    taken.add(found.lower())
    return found


def _shorten(name, end=""):
    while _units(name) + len(end) > _NAME_LENGTH:
        name = name[:-1]
    return name.rstrip("' ") + end


def _units(text):
    """The length of a text in Excel: letters beyond the first 65,536 count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean_text(text, cut_mark=""):
    """Return a text as a cell can hold it."""
    if not text.isprintable():
        text = _REFUSED.sub("", text)
    if len(text) * 2 > LONGEST and _units(text) > LONGEST:
        text = text[: LONGEST - len(cut_mark)]
        while _units(text) + len(cut_mark) > LONGEST:
            text = text[: -max(1, (_units(text) + len(cut_mark) - LONGEST) // 2)]
        text += cut_mark
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # xlsxwriter writes what looks like this as it is, tags and all
    return text
