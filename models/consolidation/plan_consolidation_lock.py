from odoo import models

from ..reporting.plan_report_row_mixin import LONGEST


class PlanConsolidationLock(models.Model):
    """Keeps a consolidation as it was submitted, approved and issued, no matter how somebody writes."""

    _inherit = "plan.consolidation"

    # fields that people edit: the rows themselves check their paper, their kind and their fields
    _WRITABLE = frozenset(
        {
            "opening",
            "result_item_ids",
            "figure_item_ids",
            "obstacle_item_ids",
            "proposal_item_ids",
            "other_item_ids",
            "missing_item_ids",
        }
    )

    def _get_locked_reason(self):
        paper = self.sudo()  # sudo: asked for users who may read it
        if paper.state == "draft":
            return False
        return self.env._(
            "“%(paper)s” is “%(state)s”: it can no longer be edited.",
            paper=paper.display_name,
            state=paper._get_state_label(),
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let the desk and its director write under it, whatever its state; readers read."""
        operations = dict.fromkeys(self, "read" if message_operation == "read" else "write")
        inside = {*self._get_acting_members("desk"), *self._get_acting_members("director")}
        if message_operation == "create":
            operations |= {one: "read" for one in self if one in inside}
        return operations

    def write(self, vals):
        self.check_access("write")
        self._check_guard(vals)
        if isinstance(vals.get("opening"), str):
            vals = {**vals, "opening": self._clean_text(vals["opening"], LONGEST)}
        if self._get_guarded_names(vals):
            self._bump()
        return super().write(vals)

    def _check_unlink(self):
        self._check_not_locked()
