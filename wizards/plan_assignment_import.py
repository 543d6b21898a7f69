import base64
import datetime
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..grammars.text import clean, search_key
from ..tools.clock import vietnam_today
from ..tools.table import TableError, read_table

COLUMNS = {
    "nhiem vu": "task",
    "ma nhiem vu": "task",
    "task": "task",
    "co quan": "agency",
    "ma co quan": "agency",
    "agency": "agency",
    "nam": "year",
    "year": "year",
    "so van ban": "product_number",
    "product_number": "product_number",
    "ngay van ban": "product_date",
    "product_date": "product_date",
    "ket qua": "result",
    "result": "result",
}


class PlanAssignmentImport(models.TransientModel):
    """Takes over what was done before the software came: task, agency, product's number and date, result."""

    _name = "plan.assignment.import"
    _description = "Take Over Earlier Results"

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, domain=[("state", "=", "active")])
    file = fields.Binary(string="List (CSV or XLSX)", attachment=False)
    filename = fields.Char()
    state = fields.Selection(selection=[("choose", "Choose"), ("preview", "Check"), ("done", "Done")], default="choose")
    line_ids = fields.One2many(comodel_name="plan.assignment.import.line", inverse_name="import_id", readonly=True)
    error_count = fields.Integer(compute="_compute_counts")
    new_count = fields.Integer(compute="_compute_counts")

    @api.depends("line_ids.error", "line_ids.is_known")
    def _compute_counts(self):
        for wizard in self:
            wizard.error_count = len(wizard.line_ids.filtered("error"))
            wizard.new_count = len(wizard.line_ids.filtered(lambda line: not line.error and not line.is_known))

    def action_preview(self):
        """Read the list and say of each row which card it means or what is wrong with it."""
        self._read_list()
        self.state = "preview"
        return self._reopen()

    def _read_list(self):
        self.ensure_one()
        self._check_desk()
        parts = self.env["plan.assignment"].search([("plan_id", "=", self.plan_id.id), ("parent_id", "=", False)])
        by_key = {(part.task_code.lower(), part.agency_id.code.lower(), part.year): part for part in parts}
        self.line_ids = [Command.clear(), *(Command.create(self._read_row(row, by_key)) for row in self._read_rows())]

    def action_import(self):
        """Mark the cards as done before the software came; nothing at all when a row is at fault."""
        self._read_list()  # again: what the screen sends back decides nothing
        if self.error_count:
            raise UserError(self.env._("Nothing was taken over. Correct the rows marked as faults in the list first."))
        self.line_ids.filtered(lambda line: not line.is_known)._take_over()
        self.state = "done"
        return self._reopen()

    def _check_desk(self):
        self.plan_id.check_access("write")
        if self.plan_id.state != "active":
            raise UserError(self.env._("Earlier results are taken over once the plan is active. Activate it first."))

    def _read_rows(self):
        if not self.file:
            raise UserError(self.env._("Choose the list first."))
        try:
            rows = read_table(base64.b64decode(self.file), self.filename or "")
        except TableError as error:
            raise UserError(self.env["plan.package"]._table_error_text(error)) from error
        renamed = [{COLUMNS.get(search_key(key), key): value for key, value in row.items()} for row in rows]
        missing = {"task", "agency", "product_number", "product_date"} - set(renamed[0] if renamed else ())
        if missing:
            raise UserError(
                self.env._(
                    "The list lacks these columns: %(columns)s. Its first row names them: "
                    "task, agency, year, product_number, product_date, result.",
                    columns=", ".join(sorted(missing)),
                )
            )
        return renamed

    def _read_row(self, row, by_key):
        task, agency = row["task"].strip(), row["agency"].strip()
        year = int(row["year"]) if row.get("year", "").strip().isdigit() else 0
        part = by_key.get((task.lower(), agency.lower(), year))
        date = self._read_date(row["product_date"].strip())
        errors = [
            not part
            and self.env._(
                "%(agency)s has no part in task %(task)s (year %(year)s).", agency=agency, task=task, year=year or "–"
            ),
            not row["product_number"].strip() and self.env._("The product's number is empty."),
            not date and self.env._("“%(text)s” is no date such as 31/12/2025.", text=row["product_date"]),
            date and date > vietnam_today() and self.env._("The product's date lies ahead."),
            part
            and part.stage_kind == "done"
            and not part.is_prior
            and self.env._("The card is done already with a result of its own."),
        ]
        return {
            "row": row["_row"],
            "task": task,
            "agency": agency,
            "assignment_id": part.id if part else False,
            "product_number": clean(row["product_number"]),
            "product_date": date,
            "result": clean(row.get("result", ""), multiline=True),
            "error": " ".join(filter(None, errors)),
        }

    @api.model
    def _read_date(self, text):
        """Return the date written as 31/12/2025 or 2025-12-31, or False."""
        match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
        try:
            if match:
                day, month, year = map(int, match.groups())
                return datetime.date(year, month, day)
            return datetime.date.fromisoformat(text)
        except ValueError:
            return False

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Over Earlier Results"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class PlanAssignmentImportLine(models.TransientModel):
    """One row of the list: a card that was done before."""

    _name = "plan.assignment.import.line"
    _description = "Row of Earlier Results"
    _order = "row, id"

    import_id = fields.Many2one(comodel_name="plan.assignment.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer()
    task = fields.Char()
    agency = fields.Char()
    assignment_id = fields.Many2one(comodel_name="plan.assignment", string="Card")
    product_number = fields.Char()
    product_date = fields.Date()
    result = fields.Text()
    error = fields.Char()
    is_known = fields.Boolean(string="Taken Over Already", compute="_compute_is_known")

    @api.depends("assignment_id.is_prior", "product_number", "product_date", "result")
    def _compute_is_known(self):
        for line in self:
            part = line.assignment_id
            line.is_known = part.is_prior and (part.product_number, part.product_date, part.result or "") == (
                line.product_number,
                line.product_date,
                line.result or "",
            )

    def _take_over(self):
        for line in self:
            part = line.assignment_id
            done = part.task_id.track_id.stage_ids.filtered(lambda stage: stage.kind == "done")[:1]
            # sudo: cards are their agency's; the wizard has checked that this is the plan's desk
            part.sudo().write(
                {
                    "stage_id": done.id,
                    "product_number": line.product_number,
                    "product_date": line.product_date,
                    "result": line.result,
                    "is_prior": True,
                }
            )
