from datetime import date, datetime

from odoo.exceptions import UserError

from ...grammars.text import clean, search_key
from ...tools.xlsx_reader.reader import Percent, Unreadable
from ...tools.years import FIRST_DAY, LAST_DAY
from ..reporting.plan_report_row_mixin import LONGEST
from .offline_form import LONGEST_LINE, NIL, get_words

# accepted marks where a cross is asked for, without accents
_TICKED = {"x", "1", "co", "yes", "true", "v", "✓", "✔"}
_NOT_TICKED = {"", "0", "khong", "no", "false", "-"}
# a cell's characters as in the workbook, blanks and invisible ones included
LONGEST_CELL = 2 * LONGEST


class CellReader:
    """Reads the cells of a form that comes back: by the grammar of the page, whatever the office program stored."""

    def __init__(self, env):
        self.env = env

    def read_cell(self, value, cell, label):
        """Return the value of a cell as the form would have it: see `canon`.

        :param value: as `tools.workbook` gives it; None if the cell is empty
        :param cell: the `Cell` that was handed out
        :param str label: what the column is called
        :raises UserError: the content is not the expected one
        """
        if isinstance(value, Unreadable):
            raise UserError(
                self.env._(
                    "“%(value)s” is a formula without a result, or an error. Enter the value itself.",
                    value=str(value)[:40],
                )
            )
        if isinstance(value, str):
            if len(value) > LONGEST_CELL:
                raise UserError(self._get_too_long_text(value))
            value = clean(value, multiline=True) or None
        if value is None:
            return None
        return getattr(self, f"_read_{cell.kind}")(value, cell, label)

    def _get_too_long_text(self, value):
        return self.env._(
            "“%(text)s…” is too long: at most %(longest)s characters. Attach a longer text as a file.",
            text=clean(value[:40]),
            longest=LONGEST,
        )

    def _read_text(self, value, _cell, _label):
        return self.env["plan.workflow.mixin"]._clean_text(self.spell(value), LONGEST)

    def _read_line(self, value, _cell, _label):
        return self.env["plan.workflow.mixin"]._clean_text(self.spell(value), LONGEST_LINE, multiline=False)

    def spell(self, value):
        """Return what an office program has taken for a number or a day as the text that people see."""
        if isinstance(value, Percent):
            return f"{self.spell(value.shown)}%"
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float):
            return (str(int(value)) if value.is_integer() else repr(value)).replace(".", ",")
        return value.strftime("%d/%m/%Y") if isinstance(value, (date, datetime)) else str(value)

    def _read_number(self, value, _cell, label):
        """Read a number, or a text that is one; a day, which is what 5/2026 becomes, is none."""
        if isinstance(value, Percent):
            value = value.shown  # the visible text; the sign is noise as on the page
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = round(float(value), 4)  # as it is stored; a sum may have come out as 0.30000000000000004
        else:
            value = self.spell(value)
        return self.env["plan.measurement"]._read_number("actual", value, cell=label)

    def _read_date(self, value, _cell, _label):
        day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        if isinstance(value, str):
            for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
                try:
                    day = datetime.strptime(value, pattern).date()
                except ValueError:
                    continue
        if not day or not FIRST_DAY <= day <= LAST_DAY:
            raise UserError(
                self.env._(
                    "“%(value)s” is not a day between the years 2000 and 2099. Enter it as 15/03/2026.",
                    value=self.spell(value)[:40],
                )
            )
        return day

    def _read_choice(self, value, cell, _label):
        spelt = self.spell(value)
        if spelt in cell.options:
            return spelt
        key = search_key(spelt)
        found = [option for option in cell.options if search_key(option) == key]
        if len(found) != 1:
            raise UserError(
                self.env._(
                    "“%(value)s” cannot be chosen here. Choose one of: %(options)s.",
                    value=spelt[:40],
                    options=", ".join(cell.options),
                )
            )
        return found[0]

    def _read_nil(self, value, _cell, _label):
        word = search_key(self.spell(value))
        if word in _TICKED:
            return NIL
        if word in _NOT_TICKED:
            return None
        raise UserError(get_words(self.env)["nil"])
