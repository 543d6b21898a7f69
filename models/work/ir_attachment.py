from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """Files that prove a result stay as they are.

    A file that is put on an assignment by somebody who may write it becomes evidence (`plan.evidence`), whichever way
    it comes. What stays: evidence that was handed in, and every file of a finished assignment. Evidence that was not
    handed in may be deleted, but is never changed: its SHA-256 would be another.
    """

    _inherit = "ir.attachment"

    def _add_to_record(self):
        super()._add_to_record()
        if self.env.context.get("plan_no_evidence"):
            return  # a caller who sets this themselves adds a plain file to the assignment, which proves nothing
        files = self.sudo().filtered(  # sudo: asked of the file itself
            lambda file: file.res_model == "plan.assignment" and file.res_id and not file.res_field
        )
        if not files:
            return
        # as the user who asks: Odoo's routes create files as superuser for everybody who may post on an assignment
        assignments = self.env["plan.assignment"].sudo(False).browse(set(files.mapped("res_id"))).exists()
        own = set(assignments._filtered_access("write").ids)
        if self.env.uid != SUPERUSER_ID:  # the system adds files by steps that have asked
            assignments.browse(own)._check_takes_evidence()
        self.env["plan.evidence"]._record(files.filtered(lambda file: file.res_id in own))

    def _leave_record(self):
        # sudo: rows go with their files; whether these may go was asked before
        evidence = self.env["plan.evidence"].sudo().search([("attachment_id", "in", self._kept_here().ids)])
        if evidence:
            evidence.assignment_id._bump_revision()
            evidence._unguarded_unlink()
        return super()._leave_record()

    def _check_not_sealed(self):
        self.env["plan.evidence"].search([("attachment_id", "in", self.ids)])._check_not_frozen()
        return super()._check_not_sealed()

    def _check_not_kept(self, operation):
        self._check_not_finished()
        self._check_not_evidence(operation)
        return super()._check_not_kept(operation)

    def _check_not_finished(self):
        of_assignments = self.filtered(lambda file: file.res_model == "plan.assignment")
        for assignment in self.env["plan.assignment"].browse(set(of_assignments.mapped("res_id"))).exists():
            if assignment.stage_kind == "done":
                raise UserError(
                    self.env._(
                        "The files of %(task)s prove a finished result and cannot be changed. Add a new file, or "
                        "first move the assignment back to a stage in progress.",
                        task=assignment.task_id.code,
                    )
                )

    def _check_not_evidence(self, operation):
        evidence = self.env["plan.evidence"].search([("attachment_id", "in", self.ids)])
        # the uploader holds a token for the file, and may have left the agency since
        evidence.assignment_id.sudo(False).check_access("write")
        evidence._check_not_frozen()
        if evidence and operation == "write":
            raise UserError(
                self.env._(
                    "“%(file)s” is evidence and cannot be edited. Delete it, or replace it with a new file.",
                    file=evidence[0].name,
                )
            )
