"""The report of loading a package by row, and the guards that turn its faults into words."""

import psycopg2

from odoo.exceptions import AccessError, UserError


class PackageReport:
    """The outcome of loading a package, done or previewed: counts by file, and every fault, change and clarification by
    row."""

    def __init__(self):
        self.counts = {}
        self.lines = []

    def count(self, file, outcome):
        self.counts.setdefault(file, {"new": 0, "changed": 0, "same": 0})[outcome] += 1

    def add(self, level, file, row, message, column=""):
        """Note a line; `level` is "error", "change" or "clarification"; the column only where it is known."""
        self.lines.append({"level": level, "file": file, "row": row, "column": column, "message": message})

    @property
    def has_errors(self):
        return any(line["level"] == "error" for line in self.lines)


class RowError(Exception):
    """A fault of one row, in words; `column` names the cell where it is known."""

    def __init__(self, message, column=""):
        super().__init__(message)
        self.column = column


class ReadGuard:
    """Turns whatever reading one row raises into a line of the report; nothing is written meanwhile."""

    def __init__(self, loader, file, row):
        self.loader, self.file, self.row = loader, file, row

    def __enter__(self):
        self.loader.file = self.file

    def __exit__(self, exc_type, error, traceback):
        if error is None or not isinstance(error, (RowError, UserError, psycopg2.Error, ValueError)):
            return False
        self.note(error)
        return True

    def note(self, error):
        """Put what was raised into the report, in words."""
        message = str(error)
        if isinstance(error, psycopg2.Error):
            message = self.loader.env[self.file]._sql_error_to_message(error)
        elif isinstance(error, AccessError):
            message = self.loader.env._(
                "You are not allowed to make this change: the manager maintains agencies, the desk its plan; a "
                "draft plan is also open to the manager."
            )
        elif isinstance(error, ValueError):
            message = self.loader.env._("A value in this row is not valid: %(error)s", error=error)
        column = error.column if isinstance(error, RowError) else ""
        self.loader.report.add("error", self.file, self.row["_row"], message, column)


class RowGuard(ReadGuard):
    """The same where a row is written: what it did is taken back."""

    def __init__(self, loader, file, row):
        super().__init__(loader, file, row)
        self.savepoint = loader.env.cr.savepoint()

    def __exit__(self, exc_type, error, traceback):
        self.savepoint.close(rollback=exc_type is not None)
        return super().__exit__(exc_type, error, traceback)
