"""The common ground of every file of a package: creating and updating by key, and reading its cells."""

import datetime

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .row_faults import PackageReport, ReadGuard, RowError, RowGuard

# below what rows are numbered
_PARENTS = ("section_id", "schedule_id", "plan_id", "desk_agency_id")


class RowLoader:
    """Creates and updates records from rows; a fault goes into the report with its file and row.

    :param env: the environment of the loading user, whose rights decide
    :param dict files: {file's name without .csv: rows}, each row a dict of texts with its line under "_row"
    :param dict headings: {(file, column): heading} of a form, which calls its columns by other names
    """

    def __init__(self, env, files, headings=None):
        quiet = {"tracking_disable": True, "mail_create_nolog": True, "active_test": False}
        # a schedule's outline is what the package says, not the usual one
        self.env = env(context={**env.context, **quiet, "default_question_ids": []})
        self.files = files
        self.file = ""  # the loader of the rows
        self.headings = headings or {}
        self.report = PackageReport()
        self.plans = {}  # by number: every row of the larger files names its plan

    def _upsert(self, file, rows, key, existing, vals_of):
        """Create what is new, write what the package says differently, leave the rest."""
        new, known, seen = [], [], {}
        for row in rows:
            with self._read(file, row):
                vals = vals_of(row)
                row_key = key(vals)
                if row_key in seen:
                    raise RowError(self.env._("Row %(row)s already uses the same key.", row=seen[row_key]))
                seen[row_key] = row["_row"]
                record = existing.get(row_key)
                if record is None:
                    new.append((row, vals))
                else:
                    known.append((row, record, vals))
        keeps_order = not new and self._is_in_order([record for _row, record, _vals in known])
        for row, record, vals in known:
            with self._row(file, row):
                if keeps_order:  # an empty row between others moves none of them
                    vals.pop("sequence", None)
                self._update(file, row, record, vals)
        self._create(file, new)

    def _is_in_order(self, records):
        """Tell whether the records are already in the order of their rows, whatever their numbers."""
        places = {}
        for record in records:
            if "sequence" in record._fields:
                parent = next((record[name] for name in _PARENTS if name in record._fields), None)
                places.setdefault(parent, []).append((record.sequence, record.id))
        return all(place == sorted(place) for place in places.values())

    def _create(self, file, new):
        model = self.env[file]
        if not new:
            return
        if self._import_as_a_set(file, new):
            return
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                model.create([vals for _row, vals in new])
        except (UserError, psycopg2.Error, ValueError):
            # one of them is at fault: create them singly to learn which
            for row, vals in new:
                with self._row(file, row):
                    model.create(vals)
                    self.report.count(file, "new")
        else:
            for _row in new:
                self.report.count(file, "new")

    def _import_as_a_set(self, file, new):
        """Insert the rows of a model that takes them as a set; say whether that was done."""
        if not hasattr(self.env[file], "_import_rows"):
            return False
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                faults = self.env[file]._import_rows([vals for _row, vals in new])
        except (UserError, psycopg2.Error, ValueError):
            return False  # a fault of one row that the set does not tell: they are created singly
        for number, (row, _vals) in enumerate(new):
            if number in faults:
                self._read(file, row).note(faults[number])
            else:
                self.report.count(file, "new")
        return True

    def _update(self, file, row, record, vals):
        changes = {name: value for name, value in vals.items() if self._differs(record, name, value)}
        if not changes:
            self.report.count(file, "same")
            return
        record.write(changes)
        self.report.count(file, "changed")
        labels = ", ".join(record._fields[name]._description_string(self.env) for name in changes)
        self.report.add(
            "change",
            file,
            row["_row"],
            self.env._("%(record)s: %(fields)s", record=record.display_name[:80], fields=labels),
        )

    def _differs(self, record, name, value):
        field = record._fields[name]
        if field.type == "many2many":
            return set(record[name].ids) != set(value)
        if field.type == "many2one":
            return record[name].id != (value or False)
        return (record[name] or "") != (value or "")

    def _row(self, file, row):
        return RowGuard(self, file, row)

    def _read(self, file, row):
        return ReadGuard(self, file, row)

    def _by(self, model, key):
        return {key(record): record for record in self.env[model].search([])}

    def _required(self, row, column):
        value = row.get(column, "")
        return value if value.strip() else self._missing(column)

    def _heading(self, column):
        return self.headings.get((self.file, column), column)

    def _missing(self, column):
        raise RowError(
            self.env._("The column “%(column)s” is empty. Fill it in.", column=self._heading(column)),
            self._heading(column),
        )

    def _found(self, records, key, text, column):
        if key not in records:
            heading = self._heading(column)
            raise RowError(
                self.env._("“%(text)s” in the column “%(column)s” is unknown.", text=text or "", column=heading),
                heading,
            )
        return records[key]

    def _agency(self, agencies, row, column):
        return self._found(agencies, self._required(row, column).lower(), row[column], column)

    def _date(self, row, column):
        text = row.get(column, "").strip()
        if not text:
            return False
        try:
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise RowError(
                self.env._(
                    "“%(text)s” in the column “%(column)s” is not a date such as 2026-12-31.", text=text, column=column
                )
            ) from error

    def _flag(self, row, column):
        text = row.get(column, "").strip()
        if text not in ("", "0", "1"):
            raise RowError(
                self.env._(
                    "“%(text)s” in the column “%(column)s” is neither 1 for yes nor 0 for no.", text=text, column=column
                )
            )
        return text == "1"
