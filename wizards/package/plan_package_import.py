from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.table import MAX_BYTES

# lines of each level that are shown: nobody reads more, and a package may have a million rows
MOST_LINES = 1000


class PlanPackageImport(models.TransientModel):
    """Loads a plan with its agencies: choose or upload a package, see what it would do, load it."""

    _name = "plan.package.import"
    _description = "Load a Plan"
    _inherit = ["plan.upload.mixin"]

    _most_bytes = MAX_BYTES

    source = fields.Selection(
        selection=[("module", "A package of this module"), ("upload", "My own package or offline form (ZIP, XLSX)")],
        required=True,
        default="module",
    )
    package = fields.Selection(selection="_get_packages", default=lambda self: self._default_package())
    file = fields.Binary(string="ZIP or XLSX File")
    state = fields.Selection(
        selection=[("choose", "Choose"), ("preview", "Check"), ("done", "Loaded")], default="choose", readonly=True
    )
    count_ids = fields.One2many(comodel_name="plan.package.import.count", inverse_name="import_id", readonly=True)
    line_ids = fields.One2many(comodel_name="plan.package.import.line", inverse_name="import_id", readonly=True)
    # of all that was found, of which the lines may show an assignment
    error_count = fields.Integer(readonly=True)
    clarification_count = fields.Integer(readonly=True)
    change_count = fields.Integer(readonly=True)

    @api.model
    def _get_packages(self):
        return self.env["plan.package"]._available()

    @api.model
    def _default_package(self):
        return next((name for name, _title in self._get_packages()), False)

    def action_preview(self):
        """Show what loading would do, by file and row, without keeping anything."""
        self.ensure_one()
        self._show(self.env["plan.package"]._preview(*self._read_files()), "preview")
        return self._reopen()

    def action_load(self):
        """Load the package; nothing of it when a row is at fault."""
        self.ensure_one()
        self._show(self.env["plan.package"]._load(*self._read_files()), "done")
        return self._reopen()

    def action_open_plans(self):
        return self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_plan_action")

    def action_empty_workbook(self):
        """Download the form for a new plan."""
        self.env["plan.plan"]._check_may_export()
        return {"type": "ir.actions.act_url", "url": "/plan_tracking/plan_workbook", "target": "self"}

    def _is_plan_workbook(self):
        return self.source == "upload" and (self.filename or "").lower().endswith(".xlsx")

    def _read_files(self):
        """Return ({file: rows}, faults); faults are None for a package of CSV files."""
        package = self.env["plan.package"]
        if self.source == "module":
            return package._read_folder(self.package), None
        if not self.file:
            raise UserError(self.env._("First choose the ZIP file of your package, or the offline form as XLSX."))
        content = self._get_content()
        if self._is_plan_workbook():
            return package._read_plan_workbook(content, self.filename)
        return package._read_upload(content, self.filename or ""), None

    def _show(self, report, state):
        found = Counter(line["level"] for line in report.lines)
        self.write(
            {
                "state": state,
                **{f"{level}_count": found[level] for level in ("error", "clarification", "change")},
                "count_ids": [
                    Command.clear(),
                    *(self._count_command(file, **counts) for file, counts in report.counts.items()),
                ],
                "line_ids": [Command.clear(), *map(self._line_command, self._get_shown(report.lines, found))],
            }
        )

    def _get_shown(self, lines, found):
        """Return the first lines of each level, and one that says how many more of it there are."""
        shown, seen = [], Counter()
        for line in lines:
            seen[line["level"]] += 1
            if seen[line["level"]] <= MOST_LINES:
                shown.append(line)
        return shown + [
            {
                "level": level,
                "file": "",
                "row": 0,
                "message": self.env._("There are %(count)s more lines of this kind.", count=count - MOST_LINES),
            }
            for level, count in found.items()
            if count > MOST_LINES
        ]

    def _line_command(self, line):
        if self._is_plan_workbook():
            line = {**line, "file": self.env["plan.package"]._worksheet_title(line["file"])}
        return Command.create(line)

    def _count_command(self, file, new, changed, same):
        return Command.create({"file": file, "added": new, "changed": changed, "same": same})

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load a Plan"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class PlanPackageImportCount(models.TransientModel):
    """The numbers of new, changed and unchanged rows of one file."""

    _name = "plan.package.import.count"
    _description = "Count of a Package's File"

    import_id = fields.Many2one(comodel_name="plan.package.import", required=True, index=True, ondelete="cascade")
    file = fields.Char()
    name = fields.Char(string="Content", compute="_compute_name")
    added = fields.Integer(string="New")
    changed = fields.Integer()
    same = fields.Integer(string="Unchanged")

    @api.depends("file")
    def _compute_name(self):
        for count in self:
            if count.file == "plan.agency.group.member":  # rows of a field, not of a model
                count.name = self.env._("Proposed Members")
                continue
            model = self.env.get(count.file)
            count.name = (
                self.env["ir.model"]._get(count.file).sudo().name if model is not None else count.file  # sudo: a label
            )


class PlanPackageImportLine(models.TransientModel):
    """One fault, change or clarification, with its file or sheet, row and, where it is known, column."""

    _name = "plan.package.import.line"
    _description = "Line of a Package's Report"
    _order = "level_order, id"

    import_id = fields.Many2one(comodel_name="plan.package.import", required=True, index=True, ondelete="cascade")
    level = fields.Selection(selection=[("error", "Fault"), ("change", "Change"), ("clarification", "To Clarify")])
    level_order = fields.Integer(compute="_compute_level_order", store=True)
    file = fields.Char(string="File or Worksheet")
    row = fields.Integer()
    column = fields.Char()
    message = fields.Text()

    @api.depends("level")
    def _compute_level_order(self):
        for line in self:
            line.level_order = {"error": 0, "change": 1, "clarification": 2}.get(line.level, 3)
