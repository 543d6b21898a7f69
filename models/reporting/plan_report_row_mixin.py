from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...tools.clock import VIETNAM
from ...tools.number import format_number
from ..access.plan_member import WORK_ROLES

# a text longer than this is a file
LONGEST = 5000


class PlanReportRowMixin(models.AbstractModel):
    """A row of a report: filled in by its agency while the report is a draft, and by nobody afterwards.

    Every write touches the report first, in the state in which it may be filled in (`_bump`), so that a row that is
    saved while its report is being submitted is either in what was submitted or refused. A row carries a revision: a
    client that saves says which one it has read, and learns what another user has written meanwhile instead of
    overwriting it.
    """

    _name = "plan.report.row.mixin"
    _description = "Row of a Report"
    _inherit = ["plan.guard.mixin", "plan.reporting.scope.mixin", "plan.lock.mixin"]
    _order = "report_id, sequence, id"

    # its owner: fixed, and stored because rules and lists ask for it
    report_id = fields.Many2one(
        comodel_name="plan.report", required=True, readonly=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one(comodel_name="plan.period", required=True, readonly=True, ondelete="restrict")
    agency_id = fields.Many2one(comodel_name="plan.agency", required=True, readonly=True, ondelete="restrict")
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    # the person who fills it in
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Filled in By",
        domain="[('plan_agency_ids', '=', agency_id)]",
        help="The colleague responsible for this line, if several offices share a report.",
    )
    is_nil = fields.Boolean(string="Nothing New")
    is_typed = fields.Boolean(string="Filled In", readonly=True, help="Somebody has edited this row in this period.")
    revision = fields.Integer(readonly=True, default=0, aggregator=None, export_string_translation=False)
    writer_id = fields.Many2one(comodel_name="res.users", string="Last Written By", readonly=True, ondelete="restrict")
    date_written = fields.Datetime(string="Last Written On", readonly=True)
    # returns
    is_returned = fields.Boolean(string="Returned", readonly=True)
    return_reason = fields.Text(readonly=True)
    # against the last approved report: drawn when it is submitted
    change = fields.Selection(
        selection=[("new", "New"), ("changed", "Changed"), ("same", "As Before")],
        string="Since Last Time",
        readonly=True,
    )
    warnings = fields.Char(readonly=True, export_string_translation=False)

    # fields to fill in
    _WRITABLE = frozenset({"is_nil", "user_id"})
    # of these, the texts
    _TEXTS = ()
    # by whose hand the row counts as filled in
    _NOT_CONTENT = frozenset({"user_id"})

    def _get_locked_reason(self):
        """Say in words why the row cannot be filled in now, or return False."""
        row = self.sudo()  # sudo: asked for users who may read the row
        reason = row.report_id._get_locked_reason()
        if not reason and row.report_id.is_partly_returned and not row.is_returned:
            return self.env._("Only returned rows can be corrected: “%(row)s” was not returned.", row=row.display_name)
        return reason

    def _get_create_refusal(self):
        return self.env._("The rows of a report are created when its period opens.")

    def _get_unlink_refusal(self):
        return self.env._("The rows of a report cannot be deleted. Tick “Nothing New” where there is no news.")

    def write(self, vals):
        self.check_access("write")
        self._check_guarded_names(self._get_guarded_names(vals))
        clean = self._clean_vals(vals)
        self.report_id._bump()
        if clean.get("user_id"):
            self._check_owner(clean["user_id"])
        typed = {name: value for name, value in clean.items() if name in self._WRITABLE or name not in self._fields}
        result = super().write(typed)
        # sudo: what follows from the typed cells, and who wrote them when, is the row's own account
        stamp = {name: value for name, value in clean.items() if name not in typed}
        stamp |= {"writer_id": self.env.uid, "date_written": fields.Datetime.now()}
        if vals.keys() - self._NOT_CONTENT:
            stamp["is_typed"] = True
        for revision, rows in self.sudo().grouped("revision").items():
            rows._unguarded_write({**stamp, "revision": revision + 1})
        self.sudo()._after_typing()
        return result

    def _after_typing(self):
        """Work out what follows from what was typed; a hook."""

    def save_row(self, values, revision):
        """Save what was typed into one row, or say what somebody else has written since it was read.

        :param dict values: the changed cells only; numbers as they were typed
        :param int revision: the row's revision as it was read
        :return: {"row": the row as it is now}, or {"conflict": {"writer", "written", "row"}}
        :raises UserError: a cell that cannot be read, by name; the report is no longer being filled in
        """
        self.ensure_one()
        self.check_access("read")
        if self.revision != revision:
            row = self._get_page_rows()[0]
            return {"conflict": {"writer": row["writer"], "written": row["written"], "row": row}}
        self.write(values)
        return {"row": self._get_page_rows()[0]}

    @api.model
    def _clean_vals(self, vals):
        """Return the values as they are stored: texts clean, a text that is typed undoes “nothing new”."""
        clean_text = self.env["plan.workflow.mixin"]._clean_text
        vals = {
            name: clean_text(value, LONGEST) if name in self._TEXTS and isinstance(value, str) else value
            for name, value in vals.items()
        }
        content = (vals.get(name) for name in self._WRITABLE - self._NOT_CONTENT)
        # zero is something
        if "is_nil" not in vals and any(value not in (None, "") and value is not False for value in content):
            vals["is_nil"] = False
        return vals

    def _check_owner(self, user_id):
        """Refuse an owner who is not of the agency: they would see data that is not theirs."""
        # sudo: colleagues of the users who may write the row; the desk that enters a report names nobody
        members = self.env["plan.member"].sudo()._search_in_office(self.agency_id, WORK_ROLES)
        for agency in self.agency_id:
            if user_id not in members.filtered(lambda member, agency=agency: member.agency_id == agency).user_id.ids:
                raise UserError(self.env._("Choose a colleague of the same agency."))

    # -- the page -----------------------------------------------------------------------------------------------------

    def _get_page_rows(self):
        """Return the rows as the page shows them: texts, and numbers as people write them."""
        editable = set(self._filtered_access("write").ids)
        before, columns = self._get_before(), [column for column in self._get_columns() if column.is_open]
        return [
            {
                **{column.name: row._get_page_value(column) for column in columns},
                **row._get_page_row(before.get(row)),
                **row._get_page_common(row.id in editable),
            }
            for row in self
        ]

    @api.model
    def _get_columns(self):
        """Return the columns of this kind of row, in the order of page and worksheet: a tuple of `RowColumn`."""
        raise NotImplementedError

    @api.model
    def _get_page_columns(self):
        """Return the columns that are filled in as the page takes them; its rows say in "asks" which they ask."""
        return [
            {
                "name": column.name,
                "kind": column.kind,
                "label": self._get_column_label(column),
                "asked": column.asked,
                "options": column.options or self._get_column_options(column),
                "can_be_empty": column.can_be_empty,
                "help": column.help,
            }
            for column in self._get_columns()
            if column.is_open
        ]

    @api.model
    def _get_column_label(self, column):
        return column.label or self._fields[column.name]._description_string(self.env)

    @api.model
    def _get_column_options(self, column):
        """Return [(value, label)] of a column that offers the same in every row."""
        field = self._fields[column.name]
        return field._description_selection(self.env) if field.type == "selection" else []

    def _get_page_value(self, column):
        """Return a cell as the page takes it."""
        value = self[column.name]
        if column.kind == "number":
            return format_number(self.env, value) if self[f"has_{column.name}"] else ""
        if column.kind == "date":
            return fields.Date.to_string(value)
        if column.kind == "select":
            return value.id if self._fields[column.name].relational else value or False
        return value or ""

    def _get_before(self):
        """Return {row: record that says what stood there before this report}, read for all rows at once; a hook."""
        return {}

    def _get_page_common(self, is_editable):
        return {
            "id": self.id,
            "model": self._name,
            "revision": self.revision,
            "editable": is_editable,
            "owner_id": self.user_id.id,
            "is_nil": self.is_nil,
            "is_typed": self.is_typed,
            "is_filled": self._is_filled(),
            "returned_reason": (self.is_returned and self.return_reason) or False,
            "change": self.change,
            "warnings": self._get_warning_texts(),
            "writer": self.writer_id.sudo().name or False,  # sudo: a colleague's name
            "written": self.date_written
            and format_datetime(self.env, self.date_written, tz=VIETNAM.key, dt_format="dd/MM/yyyy HH:mm"),
        }

    def _get_page_row(self, before):
        """Return what the page shows of this kind of row beside its cells, and in "asks" the conditions that it meets.

        :param before: what `_get_before` has found for it, or None
        """
        raise NotImplementedError

    def _get_warning_texts(self):
        """Return in words what looks odd about the row."""
        sentences = self.env["plan.report"]._get_warning_sentences()
        return [sentences[code] for code in (self.warnings or "").split() if code in sentences]

    # -- what a report needs of its rows ------------------------------------------------------------------------------

    def _is_filled(self):
        """Say whether the row says anything."""
        raise NotImplementedError

    def _is_untouched(self):
        """Say whether "nothing new" may be ticked in the row for somebody who has not looked at it."""
        # a line of which only the stage was moved says nothing yet
        return not self.is_nil and not (self.is_typed and self._is_filled())
