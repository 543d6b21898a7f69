from odoo import api, models
from odoo.exceptions import UserError

from .plan_report_row_mixin import LONGEST


class PlanConsolidationLock(models.Model):
    """What keeps a consolidation as it was submitted, approved and issued, whichever way somebody writes."""

    _inherit = "plan.consolidation"

    # what people write by hand: the rows, page by page, check their paper, their kind and their fields themselves
    _TYPED = frozenset(
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
        paper = self.sudo()  # sudo: asked of whoever may read it
        if paper.state == "draft":
            return False
        return self.env._(
            "“%(paper)s” is “%(state)s”: it is not written any more.",
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
        issued = self.filtered(lambda one: one.state == "issued")
        written = [name for name in vals if name in self._fields and self._fields[name].store]
        if issued and any(not name.startswith(("message_", "activity_")) for name in written):
            raise UserError(issued[0]._get_locked_reason())  # whoever asks, the system included
        if not self.env.su:
            self.check_access("write")
            if isinstance(vals.get("opening"), str):
                vals = {**vals, "opening": self._clean_text(vals["opening"], LONGEST)}
            self._bump()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for one in self.filtered(lambda one: one.state != "draft"):
            raise UserError(one._get_locked_reason())
