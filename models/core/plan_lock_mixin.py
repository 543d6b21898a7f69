from odoo import models
from odoo.exceptions import AccessError


class PlanLockMixin(models.AbstractModel):
    """Records that are locked once they were sent, for every way of writing: files and messages ask here too."""

    _name = "plan.lock.mixin"
    _description = "Lock of Submitted Content"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or not self:
            return result
        locked = (self - result[0] if result else self).filtered(lambda record: record._get_locked_reason())
        if not locked:
            return result
        return (locked | result[0] if result else locked), lambda: AccessError(locked[0]._get_locked_reason())

    def _get_locked_reason(self):
        """Say in words why nobody writes the record now, or return False; asked by users who may read it."""
        raise NotImplementedError
