from odoo import api, models
from odoo.exceptions import AccessError


class IrFilters(models.Model):
    """Saved searches; on this module's lists only a manager lays one before others.

    A default filter for everybody would take work off their screens.
    """

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_shared()
        return filters

    def write(self, vals):
        self._check_shared()  # what others see is not taken over
        result = super().write(vals)
        self._check_shared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._check_shared()

    def _check_shared(self):
        if self.env["plan.thread.mixin"]._may_arrange_for_others():
            return
        for saved in self.filtered(lambda saved: self.env["mail.thread"]._is_of_plans(saved.model_id)):
            people = saved.sudo().user_ids  # sudo: others' accounts
            if not people or (saved.is_default and people != self.env.user):
                raise AccessError(
                    self.env._("Only a manager saves a search for everybody, or one that others see first.")
                )
