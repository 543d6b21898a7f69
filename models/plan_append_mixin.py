from odoo import api, models
from odoo.exceptions import UserError


class PlanAppendMixin(models.AbstractModel):
    """Rows that are only ever added to: nobody changes or deletes one, the system included."""

    _name = "plan.append.mixin"
    _description = "Rows That Are Only Ever Added To"

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        if self:
            raise UserError(self._get_refusal())

    def _get_refusal(self):
        """Say in words that these rows stay, and what to do instead."""
        raise NotImplementedError
