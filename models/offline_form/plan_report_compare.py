from odoo import api, models
from odoo.exceptions import UserError

from ...grammars.text import clean
from ...papers.offline_form.marks import digest
from ...papers.offline_form.outcome import OfflineFormLines, OfflineFormOutcome, RowChange
from ...papers.offline_form.read import read_offline_form
from .plan_report_cell_values import LONGEST_CELL
from .plan_report_layout import LONGEST_LINE, canon


class PlanReportCompare(models.Model):
    """A form that comes back, held against what the report says now.

    Each cell is compared three ways: with the report's values now, and with those at the download of the form. Only
    what the officer has changed is taken, so that an old form undoes nobody's work:

    The form      | the report since        | what happens
    --------------|-------------------------|---------------------------------------------
    as downloaded | whatever                | nothing
    as the report | whatever                | nothing: a form that is uploaded twice changes nothing
    changed       | as downloaded           | the cell is written; an emptied cell is emptied
    changed       | changed by oneself      | the cell is written: who keeps one file fills it in bit by bit
    changed       | changed by another      | a fault that says who, when and what
    """

    _inherit = "plan.report"

    def _read_offline_form(self, worksheets, deadline=None):
        """Return the `OfflineFormOutcome` of a workbook.

        :param Deadline deadline: by when it has to be read
        :raises UserError: the workbook is not a form, or the form of something else
        """
        self.ensure_one()
        form = read_offline_form(worksheets)
        self._check_offline_form_key(form.key)
        installed = dict(self.env["res.lang"].get_installed())
        lang = form.key.get("lang")
        lang = lang if isinstance(lang, str) and lang in installed else self.env.lang
        # choices are read in the language in which they were handed out
        page = self.with_context(lang=lang).get_page()
        known = {(section["key"], row["id"]): row for section in page["sections"] for row in section["rows"]}
        outcome, seen = OfflineFormOutcome(), {}
        for row in form.rows:
            if deadline:
                deadline.check()
            self._read_offline_form_row(row, known.get((row.section, row.id)), page, seen, outcome)
        self._read_offline_form_leftovers(form, page, outcome)
        missing = len(known) - len(seen)
        if missing:
            message = self.env._(
                "%(count)s rows of the report are not in the offline form: they stay as they are.", count=missing
            )
            outcome.add({"level": "note", "message": message})
        return outcome

    # -- one row ------------------------------------------------------------------------------------------------------

    def _read_offline_form_row(self, row, known, page, seen, outcome):
        """Add to `outcome` what a row of the form comes to; `known` is the row of the page, None if it has gone."""
        add = OfflineFormLines(row, known, outcome)
        if not known:
            return add.fault(self.env._("This row is no longer in the report. Delete it in the offline form."))
        if (row.section, row.id) in seen:
            twin = seen[row.section, row.id]
            return add.fault(
                self.env._("Row %(row)s already contains the same row. Delete one of them.", row=twin.number)
            )
        seen[row.section, row.id] = row
        record = self._get_offline_form_record(known)
        labels = self._get_offline_form_labels(row.section)
        cells = self._get_offline_form_cells(row.section, known, page)
        changed = {}
        for name in row.letters:
            if name in cells:
                self._read_offline_form_change(row, known, name, cells[name], labels[name], changed, add)
            elif name in labels and self._is_offline_form_intruder(row, known, name):
                add.fault(
                    self.env._("This is not asked here. Clear the cell; write your remark into the text or note."),
                    name,
                    labels[name],
                )
        self._read_offline_form_locked(row, known, cells, labels, add)
        if changed:
            self._check_offline_form_row(row, known, record, cells, changed, page, add)
        elif row.revision != known["revision"] and not add.is_faulty and record.writer_id != self.env.user:
            add.note(
                self.env._(
                    "%(writer)s saved this row on %(written)s, after the offline form was downloaded. The row is "
                    "not changed.",
                    writer=known["writer"] or "?",
                    written=known["written"] or "?",
                )
            )

    def _read_offline_form_change(self, row, known, name, cell, label, changed, add):
        try:
            value = self._read_offline_form_cell(row.cells.get(name), cell, label)
        except UserError as error:
            typed = self._spell_offline_form_value(row.cells[name])[:LONGEST_CELL]
            # an earlier choice that is no longer offered, and that nobody has touched, is not a fault
            if digest(canon(typed, "text")) != row.was.get(name, ""):
                add.fault(str(error), name, label, new=typed[:LONGEST_LINE])
            return
        new, now, was = digest(canon(value, cell.kind)), digest(canon(cell.value, cell.kind)), row.was.get(name, "")
        if new in (now, was):
            return
        old_text, new_text = (self._show_offline_form_value(one, cell.kind) for one in (cell.value, value))
        is_own = self._get_offline_form_record(known).writer_id == self.env.user
        if now != was and not is_own:
            message = self.env._(
                "%(writer)s has changed this since you downloaded the offline form (%(written)s). Check what the "
                "report says now; to change it, download a new form and fill it in there.",
                writer=known["writer"] or "?",
                written=known["written"] or "?",
            )
            add.fault(message, name, label, old_text, new_text)
            return
        changed[name] = value
        message = self.env._("You have changed this since you downloaded the offline form.") if now != was else ""
        add.change(name, label, old_text, new_text or self.env._("(emptied)"), message)

    @api.model
    def _is_offline_form_intruder(self, row, known, name):
        """Say whether somebody has written into a cell that is not asked; what the form says there is its own."""
        value = row.cells.get(name)
        printed = self._get_offline_form_texts(row.section, known, 0).get(name, "")
        return value is not None and self._spell_offline_form_value(value).strip() not in ("", printed)

    def _read_offline_form_locked(self, row, known, cells, labels, add):
        """Say where somebody has written into a cell that the form does not ask for: it is passed over."""
        printed = self._get_offline_form_texts(row.section, known, 0)
        for name, title, *_rest in self._get_offline_form_columns(row.section):
            if name in labels or name in cells or name not in row.letters:
                continue
            typed = clean(self._spell_offline_form_value(row.cells.get(name, ""))[:LONGEST_CELL], multiline=True)
            now = clean(printed.get(name, ""), multiline=True)
            # the text may have become another one since, without anybody's hand on the form
            if digest(typed) not in (row.was.get(name, ""), digest(now)):
                message = self.env._("This column is not read: changes in it stay in the offline form.")
                add.note(message, name, title, typed[:LONGEST_LINE])

    # -- what the report itself asks ----------------------------------------------------------------------------------

    def _check_offline_form_row(self, row, known, record, cells, changed, page, add):
        """Refuse what saving would refuse, as far as it can be told before; else keep the change."""
        for reason in self._get_offline_form_reasons(row.section, known, record, cells, changed, page):
            add.fault(reason)
        if add.is_faulty:
            return
        values = {}
        for name, value in changed.items():
            field, kind = self._get_offline_form_field(name, known), cells[name].kind
            if kind == "choice":
                options = {label: key for key, label in self._get_offline_form_options(name, known, page)}
                value = options.get(value, False)
            elif kind == "nil":
                value = bool(value)
            elif kind == "number" and value is None:
                value = ""
            values[field] = value if value is not None else False
        add.keep(RowChange(record, known["revision"], values, {"worksheet": row.worksheet, "row": row.number}))
