from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...grammars.text import search_key
from ...tools.table import MAX_BYTES, TableError, read_table


class PlanListImport(models.AbstractModel):
    """A list that people hand in: read, shown row by row with every fault, then taken whole or not at all.

    A wizard names its lines in `line_ids` (each with an `error`), its columns in `_headings` and `_required`, says in
    `_read_row` what a row means and in `_import_lines` what is done with the rows.
    """

    _name = "plan.list.import"
    _description = "Import of a List"
    _inherit = ["plan.upload.mixin"]

    _most_bytes = MAX_BYTES

    # headings as offices write them, without accents, and what they are called here
    _headings = {}
    _required = ()

    file = fields.Binary(string="List (CSV or XLSX)")
    state = fields.Selection(selection=[("choose", "Choose"), ("preview", "Check"), ("done", "Done")], default="choose")
    error_count = fields.Integer(compute="_compute_error_count")

    @api.depends(lambda self: ("line_ids.error",) if "line_ids" in self._fields else ())
    def _compute_error_count(self):
        for wizard in self:
            wizard.error_count = len(wizard.line_ids.filtered("error"))

    def action_preview(self):
        """Read the list and say of each row what it will do or what is wrong with it."""
        self.ensure_one()
        self._check_allowed()
        self._read_lines()
        self.state = "preview"
        return self._reopen()

    def action_import(self):
        """Take the list; nothing of it when a row is at fault."""
        self.ensure_one()
        self._check_allowed()
        self._read_lines()  # again: what the screen sends back decides nothing
        if self.error_count:
            raise UserError(self.env._("Nothing was imported. Correct the rows marked as faults in the list first."))
        self._import_lines()
        self.state = "done"
        return self._reopen()

    def _check_allowed(self):
        """Raise where the user may not do with the list what it is for."""
        raise NotImplementedError

    def _import_lines(self):
        raise NotImplementedError

    def _get_lookup(self):
        """Return what `_read_row` looks rows up in, fetched once for the whole list."""
        return {}

    def _get_line_key(self, line):
        """Return what a line is about: two rows about the same are a fault."""
        raise NotImplementedError

    def _read_row(self, row, lookup):
        """Return the values of the line that says what a row means, with an `error` where it means nothing."""
        raise NotImplementedError

    def _read_lines(self):
        lookup = self._get_lookup()
        self.line_ids = [Command.clear(), *(Command.create(self._read_row(row, lookup)) for row in self._read_rows())]
        seen = {}
        for line in self.line_ids.filtered(lambda line: not line.error):
            key = self._get_line_key(line)
            if key in seen:
                line.error = self.env._("Row %(row)s already says the same.", row=seen[key])
            seen.setdefault(key, line.row)

    def _read_rows(self):
        if not self.file:
            raise UserError(self.env._("First choose the list."))
        try:
            rows = read_table(self._get_content(), self.filename or "")
        except TableError as error:
            raise UserError(self.env["plan.xlsx.reader"]._table_error_text(error)) from error
        known = {*self._headings.values()}
        renamed = [
            dict.fromkeys(known, "")
            | {
                self._headings.get(search_key(key), key): value.strip() if isinstance(value, str) else value
                for key, value in row.items()
            }
            for row in rows
        ]
        if not rows:
            raise UserError(self.env._("The list has no rows below its headings. Fill it in and upload it again."))
        headings = {self._headings.get(search_key(key), key) for key in rows[0]}
        missing = [self._label(name) for name in self._required if name not in headings]
        if missing:
            raise UserError(
                self.env._(
                    "The list lacks these columns: %(columns)s. Its first row must name them.",
                    columns=", ".join(missing),
                )
            )
        return renamed

    def _label(self, name):
        """Return what a column is called on the screen."""
        lines = self.line_ids._fields
        return lines[name if name in lines else f"{name}_id"]._description_string(self.env)

    def _find_agency(self, agencies, text):
        """Return the agency that `text` names by code or name, none if it names nobody.

        :param dict agencies: as of `plan.agency._by_code_and_name`
        """
        return agencies.get(text.lower()) or agencies.get(search_key(text)) or self.env["plan.agency"]

    def _reopen(self):
        # sudo: a title in the user's language, nothing else
        model = self.env["ir.model"].sudo()._get(self._name)
        return {
            "type": "ir.actions.act_window",
            "name": model.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
