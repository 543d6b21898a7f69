from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_datetime

from ...tools.clock import VIETNAM, vietnam_time

# so many rows are read at a time: more would stay in memory until the last one is written
BATCH = 2000


class ExportColumn(NamedTuple):
    """A column of a list that is handed out; kind and width as in papers/workbook/write.py.

    `get` is the field that it shows ("agency_id.name"), or a function of a record and the facts of `_read_export`.
    """

    key: str
    label: str
    kind: str
    width: int
    get: str | Callable
    is_default: bool = True

    def getter(self):
        """Return the function that gives a record's value."""
        if callable(self.get):
            return self.get
        read = attrgetter(self.get)
        return lambda record, facts: read(record)


class PlanExportMixin(models.AbstractModel):
    """Records as the table of a workbook: as the user reads them, batch by batch, in columns that can be chosen."""

    _name = "plan.export.mixin"
    _description = "Export Table"

    # columns read of each
    _export_fields = ()

    @api.model
    @api.readonly
    def get_export_columns(self):
        """Return the columns that can be chosen, in their order: [{key, label, is_default}]."""
        self.check_access("read")
        return [
            {"key": column.key, "label": column.label, "is_default": column.is_default}
            for column in self._get_export_columns()
        ]

    @api.model
    def _get_export_columns(self):
        """Return the columns of the model's list."""
        raise NotImplementedError

    def _read_export(self, known):
        """Return the records of this batch, and a dict of what their columns need beside them; a hook.

        Whatever it is, it is read for all of them at once. Records may be anything that the columns understand.

        :param dict known: kept from batch to batch, for what many of them share
        """
        self.fetch(self._export_fields)
        return self, {}

    def _get_export_table(self, keys=None, **about):
        """Return the records, in their order, as a table of a workbook.

        :param keys: of the columns, whatever the order; none: those that are chosen from the start
        :param about: `name`, `title`, `note`, `landscape` of the table
        """
        columns = [
            column
            for column in self._get_export_columns()
            if (column.key in keys if keys is not None else column.is_default)
        ]
        number = {"label": self.env._("No."), "kind": "integer", "width": 6}
        return {
            "columns": [
                number,
                *({"label": column.label, "kind": column.kind, "width": column.width} for column in columns),
            ],
            "rows": self._get_export_rows([column.getter() for column in columns]),
            **about,
        }

    def _get_export_rows(self, getters):
        """Yield the values of each record, its number first."""
        known = {}
        for start in range(0, len(self), BATCH):
            batch = self[start : start + BATCH]
            records, facts = batch._read_export(known)
            for number, record in enumerate(records, start + 1):
                yield [number, *(get(record, facts) for get in getters)]
            if len(self) > BATCH:
                self.env.invalidate_all()

    @api.model
    def _get_export_moment(self):
        """Say in words of when the figures are."""
        now = format_datetime(self.env, fields.Datetime.now(), tz=VIETNAM.key, dt_format="HH:mm dd/MM/yyyy")
        return self.env._("As of %(moment)s", moment=now)

    @api.model
    def _get_export_labels(self, name):
        """Return the words of a selection field."""
        return dict(self._fields[name]._description_selection(self.env))

    @api.model
    def _get_export_time(self, moment):
        return moment and vietnam_time(moment)
