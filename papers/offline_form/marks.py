"""Marks that identify the cells of a form, so that it is recognised whatever an office program has done to it.

Every sheet has a hidden first column. It holds marks: one that says whose report the form is, one for each sheet beside
the hidden row that names its columns, and one for each row. Sheets may be renamed, rows and columns moved: what counts
is the mark.
"""

import hashlib
import json

_BEGIN = "plan_tracking:"
VERSION = 1
# letters: one of a row with every cell filled in has about 600
_LONGEST = 1000
# the kinds of marks
REPORT, COLUMNS, HEAD, ROW, LISTS = "report", "columns", "head", "row", "lists"


def make_mark(kind, **values):
    """Return the text of a mark."""
    return f"{_BEGIN}{kind}:{json.dumps(values, ensure_ascii=False, sort_keys=True)}"


def read_mark(value):
    """Return (kind, values) of a cell that is a mark, else None; a mark that was tampered with is none."""
    if not isinstance(value, str) or len(value) > _LONGEST or not value.startswith(_BEGIN):
        return None
    kind, _colon, text = value.removeprefix(_BEGIN).partition(":")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return (kind, values) if isinstance(values, dict) else None


def digest(value):
    """Return the mark of a cell's value: enough to see that it has changed since."""
    return hashlib.sha256(value.encode()).hexdigest()[:10] if value else ""
