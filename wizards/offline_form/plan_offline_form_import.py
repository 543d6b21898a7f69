from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...papers.offline_form.outcome import LEVELS
from ...tools.xlsx_reader.reader import LIMITS, Deadline, WorkbookError


class PlanOfflineFormImport(models.TransientModel):
    """Takes a report's form back that was filled in offline: shows what will change row by row, then saves all or none.

    Saving takes the same way as the page, as the user, so that their rights, locks, revisions and the cleaning of texts
    apply.
    """

    _name = "plan.offline.form.import"
    _description = "Upload of an Offline Form"
    _inherit = ["plan.upload.mixin"]

    _most_bytes = LIMITS.bytes

    report_id = fields.Many2one(
        comodel_name="plan.report",
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    file = fields.Binary(string="Offline Form (XLSX)")
    state = fields.Selection(
        selection=[("choose", "Choose"), ("preview", "Check"), ("done", "Saved")], default="choose", readonly=True
    )
    line_ids = fields.One2many(comodel_name="plan.offline.form.import.line", inverse_name="import_id", readonly=True)
    # of all that was found, of which the lines may show an assignment
    fault_count = fields.Integer(readonly=True)
    change_count = fields.Integer(readonly=True)

    def action_preview(self):
        """Show what the form would change and what is wrong with it."""
        self.ensure_one()
        self._show(self._read_offline_form(), "preview")
        return self._reopen()

    def action_import(self):
        """Save what the form changes; nothing of it where a cell is at fault."""
        self.ensure_one()
        outcome = self._read_offline_form()  # again: what the screen sends back decides nothing
        if outcome.has_faults:
            self._show(outcome, "preview")
        else:
            self._save(outcome)
            self._show(outcome, "done")
        return self._reopen()

    def _read_offline_form(self):
        if not self.report_id:
            raise UserError(self.env._("Open the report first, and upload its offline form there."))
        self.report_id._check_offline_form()
        workbooks, deadline = self.env["plan.xlsx.reader"], Deadline(LIMITS.seconds)
        worksheets = workbooks._read_upload(self.file, self.filename, deadline=deadline)
        try:
            return self.report_id._read_offline_form(worksheets, deadline)
        except WorkbookError as error:
            raise UserError(workbooks._get_sentence(error.code, name=self.filename or "?", **error.values)) from error

    def _save(self, outcome):
        for change in outcome.changes:
            try:
                answer = change.record.save_row(change.values, change.revision)
            except UserError as error:
                raise UserError(self._get_refusal(change, error)) from error
            if "conflict" in answer:
                words = self.env._("%(writer)s is saving this row right now. Try again.", **answer["conflict"])
                raise UserError(self._get_refusal(change, words))

    def _get_refusal(self, change, reason):
        return self.env._(
            "Nothing was saved. Worksheet “%(sheet)s”, row %(row)s: %(reason)s",
            reason=reason,
            sheet=change.place["worksheet"],
            row=change.place["row"],
        )

    def _show(self, outcome, state):
        lines = outcome.lines + [
            {"level": level, "message": self.env._("There are %(count)s more lines of this kind.", count=count)}
            for level, count in outcome.hidden.items()
        ]
        lines.sort(key=lambda line: LEVELS.index(line["level"]))
        self.write(
            {
                "state": state,
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "fault_count": outcome.counts["fault"],
                "change_count": outcome.counts["change"],
            }
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload Offline Form"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_open_report(self):
        return self.report_id._get_form_action()


class PlanOfflineFormImportLine(models.TransientModel):
    """One fault, change or remark, with its place in the form."""

    _name = "plan.offline.form.import.line"
    _description = "Line of an Uploaded Offline Form"

    import_id = fields.Many2one(comodel_name="plan.offline.form.import", required=True, index=True, ondelete="cascade")
    level = fields.Selection(selection=[("fault", "Fault"), ("change", "Change"), ("note", "Remark")])
    worksheet = fields.Char()
    row = fields.Integer()
    column = fields.Text()
    name = fields.Text(string="Row of the Report")
    text_now = fields.Text(string="Now")
    text_form = fields.Text(string="In the Offline Form")
    message = fields.Text()
