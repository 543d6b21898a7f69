import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ...grammars.text import clean


class PlanEvidence(models.Model):
    """A file that proves an assignment's result: what it is, its SHA-256, who put it there, and whether it was handed
    in.

    Who                          | may
    -----------------------------|---------------------------------------------------------------
    who may write the assignment | add files, put one in another's place, delete what was not handed in
    who may read the assignment  | read
    nobody                       | change a file, or delete one that was handed in

    Rows come and go with their files (`ir.attachment`) alone. Adding, replacing or deleting one also touches its
    assignment, so that a result is never submitted with other files than those that its agency saw.
    """

    _name = "plan.evidence"
    _description = "Evidence"
    _inherit = ["plan.guard.mixin"]
    _order = "id"

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", required=True, readonly=True, index=True, ondelete="restrict"
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment", string="File", required=True, readonly=True, ondelete="restrict"
    )
    # copied from the file as it came: they are what was handed in
    name = fields.Char(required=True, readonly=True)
    mimetype = fields.Char(string="Type of File", readonly=True)
    file_size = fields.Integer(string="Size (Bytes)", readonly=True, aggregator=None)
    sha256 = fields.Char(string="SHA-256", size=64, required=True, readonly=True)
    kind = fields.Selection(
        selection=[
            ("product", "Product"),
            ("signed_copy", "Signed Copy"),
            ("decision", "Decision"),
            ("contribution", "Contribution"),
        ],
        required=True,
        readonly=True,
        default="product",
    )
    user_name = fields.Char(string="Added By", required=True, readonly=True, help="The name at that time.")
    is_frozen = fields.Boolean(string="Submitted with the Result", readonly=True)
    date_frozen = fields.Datetime(string="Result Submitted On", readonly=True)
    replaced_by_id = fields.Many2one(
        comodel_name="plan.evidence", readonly=True, index="btree_not_null", ondelete="set null"
    )
    replaces_ids = fields.One2many(comodel_name="plan.evidence", inverse_name="replaced_by_id")

    _attachment_unique = models.UniqueIndex("(attachment_id)", "This file is already used as evidence.")
    _sha256_is_hex = models.Constraint("CHECK (sha256 ~ '^[0-9a-f]{64}$')", "A SHA-256 has 64 hexadecimal digits.")
    _not_by_itself = models.Constraint("CHECK (replaced_by_id != id)", "A file cannot replace itself.")

    # signed papers and decisions come by steps of their own, and go by them
    _REPLACEABLE = ("product", "contribution")

    def _get_locked_reason(self):
        return self.env._("Evidence cannot be edited: replace it with a new file; the old one is kept.")

    def _get_create_refusal(self):
        return self.env._("Evidence is made from files: put the file on the card.")

    def _get_unlink_refusal(self):
        return self.env._("Evidence goes with its file: delete the file, while it was not handed in.")

    def _check_unlink(self):
        self._check_not_frozen()
        return super()._check_unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_not_frozen()

    def _check_not_frozen(self):
        for evidence in self:
            if evidence.is_frozen:
                raise UserError(
                    self.env._(
                        "“%(file)s” was submitted with the result of %(task)s and cannot be removed. Replace it "
                        "with a new file: both are kept.",
                        file=evidence.name,
                        task=evidence.assignment_id.task_id.code,
                    )
                )

    @api.model
    def _record(self, attachments, kind="product", frozen=False):
        """Make evidence of files that hang on assignments; what comes after the result was handed in is frozen with it.

        :param attachments: files whose content is stored already; the caller has seen that they may be added
        """
        # a caller's own defaults must not set anything recorded here
        rows = self.sudo().with_context(clean_context(self.env.context))
        files = attachments.sudo().with_context(bin_size=False)
        assignments = rows.env["plan.assignment"].browse(files.mapped("res_id"))
        assignments._bump_revision()
        handed_in = set(assignments.filtered(lambda assignment: assignment._is_handed_in()).ids)
        now = fields.Datetime.now()
        return rows._unguarded_create(
            [
                {
                    **rows._describe(file),
                    "kind": kind,
                    "is_frozen": frozen or file.res_id in handed_in,
                    "date_frozen": now if frozen or file.res_id in handed_in else False,
                    "replaced_by_id": False,
                    "replaces_ids": [],
                }
                for file in files
            ]
        )

    @api.model
    def _describe(self, file):
        """Return what a row says about its file, whose bytes are read as they are stored."""
        content = file.raw
        if not content:
            raise UserError(self.env._("“%(file)s” is empty. Choose the file again.", file=file.name))
        return {
            "assignment_id": file.res_id,
            "attachment_id": file.id,
            "name": clean(file.name) or str(file.id),
            "mimetype": file.mimetype,
            "file_size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "user_name": self.env.user.name,
        }

    @api.model
    def _attach(self, assignments, name, raw, kind):
        """Put one file on each of the assignments as frozen evidence: the signed paper or the decision of a step.

        :param bytes raw: the file's content
        :return: the evidence, one row for each assignment
        """
        # sudo: the user who takes the step may not write the assignment; the step has checked that they may take it
        files = self.env["ir.attachment"].sudo().with_context(plan_no_evidence=True, image_no_postprocess=True)
        attachments = files.create(
            [
                {"name": name, "raw": raw, "res_model": assignments._name, "res_id": assignment.id}
                for assignment in assignments
            ]
        )
        return self._record(attachments, kind=kind, frozen=True)

    def _copy_to(self, assignment):
        """Put what counts of these files on another assignment too: a contribution goes into its lead's result.

        :return: the new evidence
        """
        # sudo: the step has been checked; what came with an earlier return of the same contribution is there already
        known = set(assignment.sudo().evidence_ids.mapped("sha256"))
        valid = self.sudo().filtered(lambda evidence: not evidence.replaced_by_id and evidence.sha256 not in known)
        files = self.env["ir.attachment"].sudo().with_context(plan_no_evidence=True, image_no_postprocess=True)
        attachments = files.create(
            [
                {
                    "name": file.name,
                    "raw": file.with_context(bin_size=False).raw,
                    "res_model": assignment._name,
                    "res_id": assignment.id,
                }
                for file in valid.attachment_id
            ]
        )
        return self._record(attachments, kind="contribution")

    @api.model
    def _freeze(self, assignments):
        """Keep all evidence of the assignments as it is from now on."""
        # sudo: a protected field, set by the hand-in alone
        loose = self.sudo().search([("assignment_id", "in", assignments.ids), ("is_frozen", "=", False)])
        loose._unguarded_write({"is_frozen": True, "date_frozen": fields.Datetime.now()})

    @api.model
    def _upload(self, assignment, files, replaced_id=False):
        """Add files to an assignment as the user who brings them, all or none.

        :param list files: (name, content) of each
        :param int replaced_id: evidence of the same assignment in whose place the one file comes
        :return: the new evidence
        """
        assignment._check_may_write()
        assignment.check_access("write")
        if not files:
            raise UserError(self.env._("Choose at least one file."))
        old = assignment._find_replaceable(replaced_id) if replaced_id else self.browse()
        if old and len(files) > 1:
            raise UserError(self.env._("Only one file can replace a file: choose a single one."))
        # a photograph stays as it was taken: its SHA-256 is that of the file which the person has
        attachments = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        made = attachments.create(
            [{"name": name, "raw": raw, "res_model": assignment._name, "res_id": assignment.id} for name, raw in files]
        )
        # sudo: the rows of one's own files, to be told their ids
        evidence = self.sudo().search([("attachment_id", "in", made.ids)])
        if old:
            evidence._take_place_of(old)
        return evidence

    def _take_place_of(self, old):
        """Count instead of `old` from now on; `old` stays."""
        self.ensure_one()
        self.assignment_id._bump_revision()
        # sudo: a protected field; who may replace was asked by the caller
        old.sudo()._unguarded_write({"replaced_by_id": self.id})
        self.sudo()._unguarded_write({"kind": old.kind})
        self._log_replacement(old)

    def _get_cannot_replace_reason(self):
        """Say in words why no file comes in the place of this one, or return False."""
        self.ensure_one()
        if self.replaced_by_id:
            return self.env._(
                "“%(file)s” was already replaced by “%(new)s”: replace that file.",
                file=self.name,
                new=self.replaced_by_id.name,
            )
        if self.kind not in self._REPLACEABLE:
            return self.env._(
                "“%(file)s” belongs to a decision or a signature and cannot be replaced manually. Add a new file, "
                "or repeat that step.",
                file=self.name,
            )
        return False

    def _log_replacement(self, old):
        """Enter into the log of decisions that this file took the place of `old`."""
        assignment = self.assignment_id
        self.env["plan.log"]._record(
            assignment,
            "replace_evidence",
            members=assignment._get_acting_members("agency"),
            note=self.env._("%(old)s, replaced by %(new)s", old=old.name, new=self.name),
        )
