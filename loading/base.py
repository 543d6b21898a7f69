"""What every file of a package needs: a report, a guard around each row, creating and updating by key."""

import datetime

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger


class PackageReport:
    """What loading a package did or would do: counts by file, and every fault, change and doubt by row."""

    def __init__(self):
        self.counts = {}
        self.lines = []

    def count(self, file, outcome):
        self.counts.setdefault(file, {"new": 0, "changed": 0, "same": 0})[outcome] += 1

    def add(self, level, file, row, message):
        """Note a line; `level` is "error", "change" or "doubt"."""
        self.lines.append({"level": level, "file": file, "row": row, "message": message})

    @property
    def has_errors(self):
        return any(line["level"] == "error" for line in self.lines)


class RowError(Exception):
    """A fault of one row, in words."""


class RowGuard:
    """Turns whatever one row raises into a line of the report, and takes back what that row did."""

    def __init__(self, loader, file, row):
        self.loader, self.file, self.row = loader, file, row

    def __enter__(self):
        self.savepoint = self.loader.env.cr.savepoint()

    def __exit__(self, exc_type, error, traceback):
        self.savepoint.close(rollback=exc_type is not None)
        if error is None or not isinstance(error, (RowError, UserError, psycopg2.Error, ValueError)):
            return False
        message = str(error)
        if isinstance(error, psycopg2.Error):
            message = self.loader.env[self.file]._sql_error_to_message(error)
        elif isinstance(error, AccessError):
            message = self.loader.env._(
                "You may not make this change: agencies are the manager's, a plan its desk's and, while it is a draft, "
                "the manager's too."
            )
        elif isinstance(error, ValueError):
            message = self.loader.env._("A value of this row does not fit: %(error)s", error=error)
        self.loader.report.add("error", self.file, self.row["_row"], message)
        return True


class RowLoader:
    """Creates and updates records from rows; a fault goes into the report with its file and row.

    :param env: the environment of the loading user, whose rights decide
    :param dict files: {file's name without .csv: rows}, each row a dict of texts with its line under "_row"
    """

    def __init__(self, env, files):
        quiet = {"tracking_disable": True, "mail_create_nolog": True, "active_test": False}
        # a schedule's outline is what the package says, not the usual one
        self.env = env(context={**env.context, **quiet, "default_question_ids": []})
        self.files = files
        self.report = PackageReport()
        self.plans = {}  # by number: every row of the larger files names its plan

    def _upsert(self, file, rows, key, existing, vals_of):
        """Create what is new, write what the package says differently, leave the rest."""
        new, seen = [], {}
        for row in rows:
            with self._row(file, row):
                vals = vals_of(row)
                row_key = key(vals)
                if row_key in seen:
                    raise RowError(self.env._("Row %(row)s says the same key already.", row=seen[row_key]))
                seen[row_key] = row["_row"]
                record = existing.get(row_key)
                if record is None:
                    new.append((row, vals))
                else:
                    self._update(file, row, record, vals)
        self._create(file, new)

    def _create(self, file, new):
        model = self.env[file]
        if not new:
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

    def _by(self, model, key):
        return {key(record): record for record in self.env[model].search([])}

    def _required(self, row, column):
        value = row.get(column, "")
        return value if value.strip() else self._missing(column)

    def _missing(self, column):
        raise RowError(self.env._("The column “%(column)s” is empty. Fill it in.", column=column))

    def _found(self, records, key, text, column):
        if key not in records:
            raise RowError(
                self.env._("“%(text)s” in the column “%(column)s” is unknown.", text=text or "", column=column)
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
                    "“%(text)s” in the column “%(column)s” is no date such as 2026-12-31.", text=text, column=column
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
