import base64
import logging
import re

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ...papers.archive import pack
from ...tools.clock import vietnam_today

_logger = logging.getLogger(__name__)
# days for which a finished file is kept
KEPT = 3
MOST = 500
# jobs of one person that may wait at a time
MOST_WAITING = 5
# the name of the kind of file in the Print menu
_KIND = re.compile(r"\s*\((PDF|ZIP)\)\s*$")


class PlanPrintJob(models.Model):
    """Many papers as one ZIP, printed in the background: nobody waits at an open page, and no HTTP worker is held.

    A cron prints paper by paper as the user who asked, with their rights, and commits after each: killed, it goes on
    where it stopped. Jobs take turns, so that one paper does not wait for five hundred. What cannot be printed is named
    in a text beside the papers.
    """

    _name = "plan.print.job"
    _description = "Print Job"
    _order = "id desc"
    _rec_name = "name"

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", required=True, readonly=True, index=True, ondelete="cascade")
    report_name = fields.Char(required=True, readonly=True, export_string_translation=False)
    res_ids = fields.Json(required=True, readonly=True, export_string_translation=False)
    state = fields.Selection(
        selection=[("waiting", "Printing"), ("done", "Ready"), ("stopped", "Stopped")],
        required=True,
        readonly=True,
        default="waiting",
    )
    total_count = fields.Integer(string="Official Papers", readonly=True)
    # the number of papers tried, one after the other; jobs are ordered by it
    done_count = fields.Integer(readonly=True, default=0, export_string_translation=False)
    failed_count = fields.Integer(string="Failed to Print", readonly=True, default=0)
    printed_count = fields.Integer(string="Printed", compute="_compute_progress")
    progress = fields.Integer(compute="_compute_progress")
    failures = fields.Text(string="Papers That Failed to Print", readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.depends("done_count", "failed_count", "total_count")
    def _compute_progress(self):
        for job in self:
            job.printed_count = job.done_count - job.failed_count
            job.progress = 100 * job.done_count // job.total_count if job.total_count else 0

    @api.model
    def _make(self, report_name, records):
        """Have these records' papers printed, and return the action that shows how far it is."""
        records = records.browse(dict.fromkeys(records.ids))
        if len(records) > MOST:
            raise UserError(self.env._("At most %(most)s papers at a time: choose fewer.", most=MOST))
        records.check_access("read")
        if self.search_count([("user_id", "=", self.env.uid), ("state", "=", "waiting")]) >= MOST_WAITING:
            raise UserError(
                self.env._(
                    "%(most)s of your print jobs are not ready yet: wait for them, or stop one.", most=MOST_WAITING
                )
            )
        report = self.env["ir.actions.report"]._get_report_from_name(report_name)
        system = self.env(user=SUPERUSER_ID, context=clean_context(self.env.context))  # nobody makes jobs by hand
        job = self.with_env(system).create(
            [
                {
                    "name": _KIND.sub("", report.with_context(lang=self.env.lang).name),
                    "user_id": self.env.uid,
                    "report_name": report_name,
                    "res_ids": records.ids,
                    "total_count": len(records),
                }
            ]
        )
        self.env.ref("plan_tracking.ir_cron_run_print_jobs").sudo()._trigger()  # sudo: as Odoo's own jobs do
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": job.id,
            "views": [(False, "form")],
        }

    def action_look(self):
        """Read again how far it is: the page that calls it reloads."""
        return True

    def action_stop(self):
        """Give a job up; who asked for it may, and nobody else sees it."""
        self.check_access("read")
        if any(job.user_id != self.env.user for job in self):
            raise UserError(self.env._("Only the user who started a print job can stop it."))
        # sudo: a job is the system's to write; whose it is has been checked
        self.sudo().filtered(lambda job: job.state == "waiting").state = "stopped"
        return True

    @api.model
    def _cron_run_print_jobs(self):
        """Print what waits, paper by paper, of whichever job has had the fewest."""
        self.env["ir.cron"]._check_started_by_system()
        waiting = [("state", "=", "waiting")]
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=sum(job.total_count - job.done_count for job in self.search(waiting)))
        # a job is not locked while its paper is printed: a user who stops it would wait, and fail
        while job := self.search(waiting, order="done_count, id", limit=1):
            try:
                if job.done_count < job.total_count:
                    job._print_next()
                if job.done_count >= job.total_count:
                    job._pack()
                self.env.flush_all()
            except SerializationFailure:  # it was stopped meanwhile
                self.env.cr.rollback()
                continue
            if not commit(1):
                return

    def _print_next(self):
        """Print the next paper as who asked for it; what may not be printed, or fails, is noted."""
        self.ensure_one()
        spoken = self.with_context(lang=self.user_id.lang)  # a paper has its own language, errors are in the user's
        reports = spoken.env["ir.actions.report"].with_user(self.user_id)
        report = reports._get_report_from_name(self.report_name)
        record = reports.env[report.model].browse(self.res_ids[self.done_count])
        try:
            with self.env.cr.savepoint():
                [document] = record._get_papers(reports._get_paper_key(report))
                pdf = reports._print_paper(document)
        except Exception as error:  # one paper that fails keeps none of the others
            reason = str(error)
            if not isinstance(error, UserError):
                _logger.exception("%s of %s could not be printed", self.report_name, record)
                reason = spoken.env._("Something went wrong: ask the administrator.")
            # the user chose it themselves; it may have gone since
            name = record.sudo().display_name if record.exists() else record.id
            self.failures = f"{self.failures or ''}{name}: {reason}\n"
            self.failed_count += 1
        else:
            self.env["ir.attachment"].create(
                {
                    "name": f"{document.name}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        self.done_count += 1

    def _pack(self):
        """Put all papers into one file, each under a name of its own, and tell who asked."""
        pieces = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False)], order="id"
        )
        files = [(piece.name, piece.raw) for piece in pieces]
        if self.failures:
            files.append(("khong-in-duoc.txt", self.failures))
        self.write(
            {
                "file": base64.b64encode(pack(files)),
                "file_name": f"{self.name} {vietnam_today()}.zip",
                "state": "done",
            },
        )
        pieces.unlink()
        spoken = self.with_context(lang=self.user_id.lang)
        self.user_id._bus_send(
            "simple_notification",
            {"type": "success", "message": spoken.env._("“%(name)s” is ready to download.", name=self.name)},
        )

    @api.autovacuum
    def _gc_print_jobs(self):
        old = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT)
        self.search([("create_date", "<", old)]).unlink()
