import datetime
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...grammars.text import clean
from ...tools.clock import is_existing

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
    _description = "Record Earlier Results"
    _inherit = ["plan.list.import"]
    _headings = COLUMNS
    _required = ("task", "agency", "product_number", "product_date")

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, domain=[("state", "=", "active")])
    line_ids = fields.One2many(comodel_name="plan.assignment.import.line", inverse_name="import_id", readonly=True)

    def _check_allowed(self):
        self.plan_id.check_access("write")
        if self.plan_id.state != "active":
            raise UserError(self.env._("Earlier results can be recorded once the plan is active. Activate it first."))

    def _import_lines(self):
        self.line_ids.filtered(lambda line: not line.is_known)._take_over()

    def _get_lookup(self):
        """Return agencies by code and name, the tasks' numbers, and the assignments by (number, agency, year)."""
        assignments = self.env["plan.assignment"].search([("plan_id", "=", self.plan_id.id), ("parent_id", "=", False)])
        return {
            "agencies": self.env["plan.agency"]._by_code_and_name(),
            "tasks": {task.code.lower() for task in self.plan_id.task_ids},
            "assignments": {
                (assignment.task_code.lower(), assignment.agency_id, assignment.year): assignment
                for assignment in assignments
            },
        }

    def _get_line_key(self, line):
        return line.assignment_id

    def _read_row(self, row, lookup):
        task, year, date = row["task"], self._read_year(row["year"]), self._read_date(row["product_date"])
        agency = self._find_agency(lookup["agencies"], row["agency"])
        assignment = lookup["assignments"].get((task.lower(), agency, year))
        errors = [
            self._get_no_assignment_reason(row, lookup, agency, assignment),
            not row["product_number"] and self.env._("The product's number is empty."),
            not date and self.env._("“%(text)s” is not a date such as 31/12/2025.", text=row["product_date"]),
            date
            and not is_existing(date)
            and self.env._("The product's date is in the future or before the year 2000."),
            assignment
            and assignment.result_state != "none"
            and not assignment.is_prior
            and self.env._("This assignment already has its own result, submitted or done."),
        ]
        return {
            "row": row["_row"],
            "task": task,
            "agency": row["agency"],
            "assignment_id": assignment.id if assignment else False,
            "product_number": clean(row["product_number"]),
            "product_date": date,
            "result": clean(row["result"], multiline=True),
            "error": " ".join(filter(None, errors)),
        }

    def _get_no_assignment_reason(self, row, lookup, agency, assignment):
        """Say in words why a row means no assignment, or return False."""
        if assignment:
            return False
        if row["task"].lower() not in lookup["tasks"]:
            return self.env._("The plan has no task “%(task)s”. Enter its number, for example II.6.", task=row["task"])
        if not agency:
            return self.env._("The agency “%(agency)s” is unknown.", agency=row["agency"])
        return self.env._(
            "%(agency)s has no assignment in task %(task)s (year %(year)s).",
            agency=agency.name,
            task=row["task"],
            year=row["year"] or "–",
        )

    @api.model
    def _read_year(self, text):
        """Return the cycle's year; 0 where none is given, None where it is not a year: no assignment has that."""
        if not text:
            return 0
        return int(text) if re.fullmatch(r"[0-9]{4}", text) else None

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


class PlanAssignmentImportLine(models.TransientModel):
    """One row of the list: an assignment that was done before."""

    _name = "plan.assignment.import.line"
    _description = "Row of Earlier Results"
    _order = "row, id"

    import_id = fields.Many2one(comodel_name="plan.assignment.import", required=True, index=True, ondelete="cascade")
    row = fields.Integer()
    task = fields.Char()
    agency = fields.Char()
    assignment_id = fields.Many2one(comodel_name="plan.assignment")
    product_number = fields.Char()
    product_date = fields.Date()
    result = fields.Text()
    error = fields.Char()
    is_known = fields.Boolean(string="Already Recorded", compute="_compute_is_known")

    @api.depends("assignment_id.is_prior", "product_number", "product_date", "result")
    def _compute_is_known(self):
        for line in self:
            assignment = line.assignment_id
            line.is_known = assignment.is_prior and (
                assignment.product_number,
                assignment.product_date,
                assignment.result or "",
            ) == (
                line.product_number,
                line.product_date,
                line.result or "",
            )

    def _take_over(self):
        done = self.assignment_id._get_stages_of_kind("done")
        for line in self:
            assignment = line.assignment_id
            # sudo: assignments are their agency's; the wizard has checked that this is the plan's desk
            assignment.sudo().write(
                {
                    "stage_id": done[assignment.track_id].id,
                    "product_number": line.product_number,
                    "product_date": line.product_date,
                    "result": line.result,
                    "result_state": "confirmed",
                    "is_prior": True,
                }
            )
        members = self.assignment_id._get_acting_members("desk")
        self.env["plan.log"]._record(self.assignment_id, "take_over", members=members)
