"""The outcome of a form that comes back: lines for people to read, changes to be saved."""

from typing import NamedTuple

# in the order in which people read them
LEVELS = ("fault", "change", "note")
MOST_LINES = 200


class RowChange(NamedTuple):
    """The changes of a form in one row: the record, its revision now, and the values for `save_row`."""

    record: object
    revision: int
    values: dict
    place: dict  # sheet and row of the form, for a fault that shows only while saving


class OfflineFormOutcome:
    """The outcome of a form: `lines` for the preview (a dict each), `changes` to be saved if no line is a fault.

    Of faults and remarks the first `MOST_LINES` are kept and the others counted (`counts`): nobody reads more, and a
    form may hold hundreds of thousands. There are no more changes than the report has cells.
    """

    def __init__(self):
        self.lines, self.changes = [], []
        self.counts = dict.fromkeys(LEVELS, 0)

    def add(self, line):
        """Take a line: {"level", "worksheet", "row", ...}."""
        level = line["level"]
        self.counts[level] += 1
        if level == "change" or self.counts[level] <= MOST_LINES:
            self.lines.append(line)

    @property
    def hidden(self):
        """{level: how many lines of it are not kept}."""
        return {level: self.counts[level] - MOST_LINES for level in LEVELS if self._is_cut(level)}

    def _is_cut(self, level):
        return level != "change" and self.counts[level] > MOST_LINES

    @property
    def has_faults(self):
        return bool(self.counts["fault"])


class OfflineFormLines:
    """Collects what is said of one row of a form; `known` is the row of the page, None if it has gone."""

    def __init__(self, row, known, outcome):
        self.row, self.outcome, self.is_faulty = row, outcome, False
        self.place = {"worksheet": row.worksheet, "row": row.number, "name": (known or {}).get("name") or ""}

    def _add(self, level, name=None, label="", **values):
        letter = self.row.letters.get(name)
        column = f"{letter} – {label}" if letter else label
        self.outcome.add({"level": level, **self.place, "column": column, **values})

    def fault(self, message, name=None, label="", old="", new=""):
        self.is_faulty = True
        self._add("fault", name, label, message=message, text_now=old, text_form=new)

    def note(self, message, name=None, label="", new=""):
        self._add("note", name, label, message=message, text_form=new)

    def change(self, name, label, old, new, message=""):
        self._add("change", name, label, text_now=old, text_form=new, message=message)

    def keep(self, change):
        self.outcome.changes.append(change)
