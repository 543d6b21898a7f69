from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .plan_report_row_mixin import LONGEST


class PlanConsolidationLock(models.Model):
    """What keeps a consolidation as it was submitted, approved and issued, whichever way somebody writes."""

    _inherit = "plan.consolidation"

    # what people write by hand; everything else is written by the steps
    _TYPED = frozenset({"opening"})

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.store and field.name not in self._TYPED:
            return field.name.startswith(("message_follower", "message_main", "activity_"))
        return super()._has_field_access(field, operation)

    def _check_access(self, operation):
        """Lock what is not a draft any more, for every way of writing: files ask here too."""
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or not self:
            return result
        # sudo: asked of whoever may read the record
        locked = (self - result[0] if result else self).filtered(lambda one: one.sudo().state != "draft")
        if not locked:
            return result
        return (locked | result[0] if result else locked), lambda: AccessError(locked[0]._get_locked_reason())

    def _get_locked_reason(self):
        return self.env._(
            "“%(paper)s” is “%(state)s”: it is not written any more.",
            paper=self.display_name,
            state=self._get_state_label(),
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

    def _bump(self):
        """Touch these drafts because their content changes; refuse where they are drafts no more.

        Of two transactions that write one row one fails with a serialization error, and Odoo runs it again: a row that
        is saved while its consolidation is being submitted is either in what was submitted or refused.
        """
        if not self:
            return
        self.flush_recordset()
        touched = self.env.execute_query(
            SQL(
                "UPDATE plan_consolidation SET revision_count = revision_count + 1 "
                "WHERE id IN %s AND state = 'draft' RETURNING id",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["revision_count", "state"], flush=False)
        if len(touched) < len(self):
            raise UserError(self[0]._get_locked_reason())
