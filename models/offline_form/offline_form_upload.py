from odoo.exceptions import UserError

from ...grammars.text import clean
from ...papers.offline_form.marks import VERSION, digest
from ...papers.offline_form.outcome import OfflineFormLines, OfflineFormOutcome, RowChange
from ...papers.offline_form.read import read_offline_form
from .cell_values import LONGEST_CELL, CellReader
from .offline_form import LONGEST_LINE, NIL, OfflineForm, canon


class OfflineFormUpload(OfflineForm):
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

    :param report: of whom the form should be
    :param worksheets: of the uploaded workbook
    """

    def __init__(self, report, worksheets):
        self.filled = read_offline_form(worksheets)
        self.report, self.env = report, report.env
        self._check_key(self.filled.key)
        installed = dict(self.env["res.lang"].get_installed())
        lang = self.filled.key.get("lang")
        # choices are read in the language in which they were handed out
        super().__init__(report, lang if isinstance(lang, str) and lang in installed else self.env.lang)
        self.reader = CellReader(self.env)
        self.outcome, self.seen = OfflineFormOutcome(), {}

    def compare(self, deadline=None):
        """Return the `OfflineFormOutcome`."""
        known = {(section["key"], row["id"]): row for section in self.page["sections"] for row in section["rows"]}
        for row in self.filled.rows:
            if deadline:
                deadline.check()
            self._read_row(row, known.get((row.section, row.id)))
        self._read_leftovers()
        missing = len(known) - len(self.seen)
        if missing:
            message = self.env._(
                "%(count)s rows of the report are not in the offline form: they stay as they are.", count=missing
            )
            self.outcome.add({"level": "note", "message": message})
        return self.outcome

    # -- one row ------------------------------------------------------------------------------------------------------

    def _read_row(self, row, known):
        """Add to the outcome what a row of the form comes to; `known` is the row of the page, None if it has gone."""
        add = OfflineFormLines(row, known, self.outcome)
        if not known:
            return add.fault(self.env._("This row is no longer in the report. Delete it in the offline form."))
        if (row.section, row.id) in self.seen:
            twin = self.seen[row.section, row.id]
            return add.fault(
                self.env._("Row %(row)s already contains the same row. Delete one of them.", row=twin.number)
            )
        self.seen[row.section, row.id] = row
        record = self._get_record(known)
        labels = self._get_labels(row.section)
        cells = self._get_cells(row.section, known)
        changed = {}
        for name in row.letters:
            if name in cells:
                self._read_change(row, known, name, cells[name], labels[name], changed, add)
            elif name in labels and self._is_intruder(row, known, name):
                add.fault(
                    self.env._("This is not asked here. Clear the cell; write your remark into the text or note."),
                    name,
                    labels[name],
                )
        self._read_locked(row, known, labels, add)
        if changed:
            self._check_row(row, known, record, cells, changed, add)
        elif row.revision != known["revision"] and not add.is_faulty and record.writer_id != self.env.user:
            add.note(
                self.env._(
                    "%(writer)s saved this row on %(written)s, after the offline form was downloaded. The row is "
                    "not changed.",
                    writer=known["writer"] or "?",
                    written=known["written"] or "?",
                )
            )

    def _read_change(self, row, known, name, cell, label, changed, add):
        try:
            value = self.reader.read_cell(row.cells.get(name), cell, label)
        except UserError as error:
            typed = self.reader.spell(row.cells[name])[:LONGEST_CELL]
            # an earlier choice that is no longer offered, and that nobody has touched, is not a fault
            if digest(canon(typed, "text")) != row.was.get(name, ""):
                add.fault(str(error), name, label, new=typed[:LONGEST_LINE])
            return
        new, now, was = digest(canon(value, cell.kind)), digest(canon(cell.value, cell.kind)), row.was.get(name, "")
        if new in (now, was):
            return
        old_text, new_text = (self._show(one, cell.kind) for one in (cell.value, value))
        is_own = self._get_record(known).writer_id == self.env.user
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

    def _is_intruder(self, row, known, name):
        """Say whether somebody has written into a cell that is not asked; what the form says there is its own."""
        value = row.cells.get(name)
        printed = self._get_texts(row.section, known, 0).get(name, "")
        return value is not None and self.reader.spell(value).strip() not in ("", printed)

    def _read_locked(self, row, known, labels, add):
        """Say where somebody has written into a cell that the form does not ask for: it is passed over."""
        printed = self._get_texts(row.section, known, 0)
        for name, title, *_rest in self.heads[row.section]:
            if name in labels or name not in row.letters:
                continue
            typed = clean(self.reader.spell(row.cells.get(name, ""))[:LONGEST_CELL], multiline=True)
            now = clean(printed.get(name, ""), multiline=True)
            # the text may have become another one since, without anybody's hand on the form
            if digest(typed) not in (row.was.get(name, ""), digest(now)):
                message = self.env._("This column is not read: changes in it stay in the offline form.")
                add.note(message, name, title, typed[:LONGEST_LINE])

    # -- what the report itself asks ----------------------------------------------------------------------------------

    def _check_row(self, row, known, record, cells, changed, add):
        """Refuse what saving would refuse, as far as it can be told before; else keep the change."""
        for reason in self._get_reasons(row.section, known, record, cells, changed):
            add.fault(reason)
        if add.is_faulty:
            return
        asked, values = self._get_asked(row.section, known), {}
        for name, value in changed.items():
            column, kind = asked[name], cells[name].kind
            if kind == "choice":
                options = {label: key for key, label in self._get_options(row.section, column, known)}
                value = options.get(value, False)
            elif kind == "nil":
                value = bool(value)
            elif kind == "number" and value is None:
                value = ""
            values[column.name] = value if value is not None else False
        add.keep(RowChange(record, known["revision"], values, {"worksheet": row.worksheet, "row": row.number}))

    # -- refusals ------------------------------------------------------------------------------------------------------

    def _check_key(self, key):
        """Refuse in words what is not the form of this report."""
        if key is None:
            raise UserError(
                self.env._(
                    "This workbook is not an offline form: its first worksheet does not say which report it belongs "
                    "to. Download the offline form of this report and copy your completed cells into it."
                )
            )
        if key.get("database") != self._get_database():
            raise UserError(
                self.env._(
                    "This offline form was downloaded from another system (such as a trial system). Download it "
                    "here and copy your completed cells into it."
                )
            )
        own = self._get_key()
        if key.get("agency_id") != own["agency_id"]:
            raise UserError(
                self.env._(
                    "This is the offline form of %(agency)s, but the report belongs to %(own)s. Choose the form of "
                    "this report.",
                    agency=key.get("agency"),
                    own=own["agency"],
                )
            )
        if key.get("period_id") != own["period_id"]:
            raise UserError(
                self.env._(
                    "This is the offline form for “%(period)s”, but the report is for “%(own)s”. Open the report "
                    "for that period and upload the form there, or choose another file.",
                    period=key.get("period"),
                    own=own["period"],
                )
            )
        if key.get("report") != own["report"] or key.get("version") != VERSION:
            raise UserError(
                self.env._(
                    "This offline form belongs to an earlier revision of the report. Download it again and copy "
                    "your completed cells into it."
                )
            )

    def _get_reasons(self, section, known, record, cells, changed):
        """Yield in words why a row cannot be saved with these changes."""
        reason = record._get_locked_reason()
        if reason:
            yield reason
            return
        values = {name: changed.get(name, cell.value) for name, cell in cells.items()}
        if changed.get("is_nil") == NIL and any(
            value is not None for name, value in changed.items() if name != "is_nil"
        ):
            yield self.env._("“Nothing New” is ticked, but the row contains news. Clear one of them.")
        if values.get("denominator") == 0 and values["numerator"] is not None:
            yield self.env._("“%(row)s”: the denominator is zero.", row=record.display_name)
        if section == "lines" and known["assignment_id"]:
            yield from self._get_assignment_reasons(known, record.assignment_id, values, changed)

    def _get_assignment_reasons(self, known, assignment, values, changed):
        if changed.keys() & {"next_step", "date_next_step"}:
            if bool(values["next_step"]) != bool(values["date_next_step"]) or not values["next_step"]:
                yield self.env._("“%(task)s”: enter the next step and its date.", task=known["code"])
            elif assignment.result_state != "none":
                yield self.env._(
                    "The result of “%(task)s” has been submitted: its steps cannot be changed until it is returned.",
                    task=known["code"],
                )
        if "stage_id" in changed:
            column = self._get_asked("lines", known)["stage_id"]
            options = {label: key for key, label in self._get_options("lines", column, known)}
            if not changed["stage_id"]:
                yield self.env._("The stage cannot be empty. Choose one of: %(options)s.", options=", ".join(options))
                return
            stage = self.env["plan.stage"].browse(options[changed["stage_id"]])
            reason = assignment._get_cannot_move_reason(stage)
            if not reason and stage.kind == "review" and assignment.result_state == "none":
                reason = assignment._get_cannot_submit_reason()
            if reason:
                yield reason

    # -- what lies outside the rows ------------------------------------------------------------------------------------

    def _read_leftovers(self):
        """Add to the outcome what is to be said of cells outside the rows, so that no text is lost unsaid.

        Where a column or a worksheet that the form had is missing, and there is content in an unknown place, it may be
        the missing one: a fault. Where all is there, it is somebody's own, and is passed over with a remark.
        """
        for worksheet in self.filled.worksheets:
            self._read_strange_rows(worksheet)
            self._read_columns(worksheet)
        titles = {section["key"]: section["title"] for section in self.page["sections"]}
        for key in titles.keys() & {worksheet.section for worksheet in self.filled.worksheets}:
            del titles[key]
        for name in self.filled.strange_worksheets:
            message = self._get_lost_worksheet_text(titles) if titles else self._get_own_worksheet_text()
            self.outcome.add({"level": "fault" if titles else "note", "worksheet": name, "message": message})

    def _get_own_worksheet_text(self):
        return self.env._("This worksheet is not part of the offline form and is not read.")

    def _get_lost_worksheet_text(self, titles):
        """Return what is said of a sheet that nothing is known of where sheets with these titles are missing."""
        return self.env._(
            "This worksheet cannot be recognised, and the offline form lacks “%(titles)s”: its hidden first row or "
            "first column was deleted or overwritten. Download the offline form again and copy your completed cells "
            "into it.",
            titles="”, “".join(titles.values()),
        )

    def _read_strange_rows(self, worksheet):
        """Name the rows that do not belong to the report, all of a sheet in one line."""
        count = len(worksheet.strange_rows)
        if not count:
            return
        first, last = min(worksheet.strange_rows), max(worksheet.strange_rows)
        if count == 1:
            message = self.env._(
                "This row does not belong to the report: the offline form cannot add rows. Delete it; new work "
                "comes from the plan."
            )
        else:
            message = self.env._(
                "Of rows %(first)s to %(last)s, %(count)s do not belong to the report: the offline form cannot add "
                "rows. Delete them; new work comes from the plan.",
                first=first,
                last=last,
                count=count,
            )
        self.outcome.add({"level": "fault", "worksheet": worksheet.name, "row": first, "message": message})

    def _read_columns(self, worksheet):
        """Name the columns that appear twice, and unknown columns that are not empty."""
        if worksheet.section not in self.columns:
            return
        labels = self._get_labels(worksheet.section)
        keys = list(worksheet.columns.values())
        for key in labels:
            if keys.count(key) > 1:
                line = {"level": "fault", "worksheet": worksheet.name}
                self.outcome.add({**line, "message": self._get_twice_text(labels[key])})
        lost = self._get_open(worksheet.section).difference(keys)
        missing = [label for key, label in labels.items() if key in lost]
        known = {column.key for column in self.columns[worksheet.section]} | {"returned_reason"}
        for column, row in worksheet.filled.items():
            if worksheet.columns.get(column) in known:
                continue
            line = {"worksheet": worksheet.name, "row": row, "column": column}
            if missing:
                self.outcome.add({"level": "fault", **line, "message": self._get_lost_column_text(missing)})
            else:
                message = self.env._("This column is not part of the offline form and is not read.")
                self.outcome.add({"level": "note", **line, "message": message})

    def _get_twice_text(self, label):
        return self.env._(
            "Two columns are marked as “%(column)s” in the hidden first row. Download the offline form again and "
            "copy your completed cells into it.",
            column=label,
        )

    def _get_lost_column_text(self, missing):
        return self.env._(
            "This column cannot be recognised, and the worksheet lacks “%(columns)s”: its hidden first row was "
            "overwritten. Download the offline form again and copy your completed cells into it.",
            columns="”, “".join(missing),
        )

    def _get_open(self, section):
        """Return the columns that are filled in on a worksheet now."""
        rows = [row for one in self.page["sections"] if one["key"] == section for row in one["rows"] if row["editable"]]
        return set().union(*(self._get_asked(section, row) for row in rows))

    def _get_labels(self, section):
        """Return what the columns that are filled in are called: as on the page."""
        return {column.key: column.title for column in self.heads[section] if column.is_open}
