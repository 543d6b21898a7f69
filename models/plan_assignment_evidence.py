from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PlanAssignmentEvidence(models.Model):
    """The files that prove a card's result, and the count by which a hand-in notices that they have changed."""

    _inherit = "plan.assignment"

    evidence_ids = fields.One2many(comodel_name="plan.evidence", inverse_name="assignment_id")
    evidence_count = fields.Integer(
        string="Files", compute="_compute_evidence_count", help="Those that were replaced are not counted."
    )
    revision_count = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=None, export_string_translation=False
    )

    @api.depends("evidence_ids.replaced_by_id")
    def _compute_evidence_count(self):
        groups = self.env["plan.evidence"]._read_group(
            [("assignment_id", "in", self.ids), ("replaced_by_id", "=", False)], ["assignment_id"], ["__count"]
        )
        counts = {part.id: count for part, count in groups}
        for part in self:
            part.evidence_count = counts.get(part.id, 0)

    def _is_handed_in(self):
        """Say whether the result is with those who approve or confirm it, or past them: its files are frozen."""
        self.ensure_one()
        return self.result_state != "none"

    def _check_takes_evidence(self):
        """Refuse files for a result that is approved: nobody would look at them again.

        What was done before this software came in as a list; its files may follow.
        """
        for part in self:
            if part.result_state in ("approved", "confirmed") and not part.is_prior:
                raise UserError(
                    self.env._(
                        "The result of “%(task)s” is approved and its files stay as they are. Have it returned to add "
                        "or replace a file, or send the file with a message under the card.",
                        task=part.task_id.code,
                    )
                )

    def _bump_revision(self):
        """Touch the cards, because files or steps of theirs come, go or change.

        Two transactions that write one row do not both succeed: a hand-in that has not seen the change fails with a
        serialization error, and Odoo runs it again.
        """
        if not self:
            return
        self.flush_recordset(["revision_count"])
        self.env.cr.execute(
            SQL("UPDATE plan_assignment SET revision_count = revision_count + 1 WHERE id IN %s", tuple(self.ids))
        )
        self.invalidate_recordset(["revision_count"], flush=False)

    def _find_replaceable(self, evidence_id):
        """Return the evidence of this card with that id, if a new file may come in its place; else say why not."""
        # sudo: whoever writes the card reads its evidence
        evidence = self.env["plan.evidence"].sudo().search([("id", "=", evidence_id), ("assignment_id", "=", self.id)])
        reason = (
            evidence._get_cannot_replace_reason()
            if evidence
            else self.env._("The file to be replaced is not there any more. Open the card again.")
        )
        if reason:
            raise UserError(reason)
        return evidence

    # files of a message are part of what was said; they prove nothing

    def _create_attachments_for_post(self, values_list, extra_list):
        quiet = self.with_context(plan_no_evidence=True)
        return super(PlanAssignmentEvidence, quiet)._create_attachments_for_post(values_list, extra_list)

    def _message_create(self, values_list):
        quiet = self.with_context(plan_no_evidence=True)
        return super(PlanAssignmentEvidence, quiet)._message_create(values_list).with_env(self.env)
