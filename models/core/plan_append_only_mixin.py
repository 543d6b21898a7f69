from odoo import models
from odoo.exceptions import AccessError


class PlanAppendOnlyMixin(models.AbstractModel):
    """Rows that are only ever added, by the module's own steps: nobody changes or deletes one, superuser included."""

    _name = "plan.append.only.mixin"
    _description = "Rows That Are Only Added"
    _inherit = ["plan.guard.mixin"]

    def _check_guard(self, vals):
        if self:
            raise AccessError(self._get_refusal())

    def _get_locked_reason(self):
        return self._get_refusal()

    def _get_create_refusal(self):
        return self._get_refusal()

    def _get_unlink_refusal(self):
        return self._get_refusal()

    def _get_refusal(self):
        """Return in words that these rows stay as they are, and what to do instead."""
        raise NotImplementedError
