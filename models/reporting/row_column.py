from typing import NamedTuple


class RowColumn(NamedTuple):
    """A column of a report's rows: the one place that says what the page and the offline form ask and show.

    A row model lists its columns in `_get_columns`. Label and options are the field's, in the user's language, where
    the column does not say otherwise. A new column is its field (with a number its `has_…`), its entry there, and its
    name among the model's `_WRITABLE` fields.
    """

    # the field that is filled in, or the key of the page's row that is only shown
    name: str
    # filled in: text (several lines), line, number, date, select, file, nil; else: shown, count (the row's place)
    kind: str
    # in the worksheet, in characters
    width: int
    # the condition under which a row asks it, one of the row's "asks"; empty: every row asks it
    asked: str = ""
    label: str = ""
    # where a row has options of its own: stages (of its track), choices (of its question)
    options: str = ""
    can_be_empty: bool = True
    # the key of the page's row that explains the cell
    help: str = ""
    # the worksheet's column, where several fields share one
    place: str = ""
    # a line that takes as many characters as a text
    is_long: bool = False

    @property
    def key(self):
        """The worksheet's column."""
        return self.place or self.name

    @property
    def is_open(self):
        """Whether people fill the column in."""
        return self.kind not in ("shown", "count")

    def is_asked(self, row):
        """Say whether a row of the page asks for the column."""
        return not self.asked or self.asked in row["asks"]
