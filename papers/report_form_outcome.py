"""What a form that comes back comes to: lines for people to read, changes to be saved."""

from typing import NamedTuple


class RowChange(NamedTuple):
    """What a form changes in one row: the record, its revision now, and the values for `save_row`."""

    record: object
    revision: int
    values: dict
    place: dict  # sheet and row of the form, for a fault that shows only while saving


class FormOutcome(NamedTuple):
    """What a form comes to: `lines` for the preview (a dict each), `changes` to be saved if no line is a fault."""

    lines: list
    changes: list

    @property
    def has_faults(self):
        return any(line["level"] == "fault" for line in self.lines)


class FormLines:
    """Collects what is said of one row of a form; `known` is the row of the page, None if it has gone."""

    def __init__(self, row, known, outcome):
        self.row, self.outcome, self.is_faulty = row, outcome, False
        self.place = {"sheet": row.sheet, "row": row.number, "name": (known or {}).get("name") or ""}

    def _add(self, level, name=None, label="", **values):
        letter = self.row.letters.get(name)
        column = f"{letter} – {label}" if letter else label
        self.outcome.lines.append({"level": level, **self.place, "column": column, **values})

    def fault(self, message, name=None, label="", old="", new=""):
        self.is_faulty = True
        self._add("fault", name, label, message=message, text_now=old, text_form=new)

    def note(self, message):
        self._add("note", message=message)

    def change(self, name, label, old, new):
        self._add("change", name, label, text_now=old, text_form=new)

    def keep(self, change):
        self.outcome.changes.append(change)
