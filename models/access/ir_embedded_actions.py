from odoo import api, models
from odoo.exceptions import AccessError


class IrEmbeddedActions(models.Model):
    """Tabs above a list; on this module's screens only a manager adds one for others.

    A tab can run a step of the workflow in the name of whoever opens it.
    """

    _inherit = "ir.embedded.actions"

    @api.model_create_multi
    def create(self, vals_list):
        tabs = super().create(vals_list)
        tabs._check_shared()
        return tabs

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
        of_plans = self.env["mail.thread"]._is_of_plans
        for tab in self.sudo():  # sudo: of which model the action is, and whose tab
            if (of_plans(tab.parent_res_model) or of_plans(tab.parent_action_id.res_model)) and (
                tab.user_id != self.env.user
            ):
                raise AccessError(self.env._("Only a manager adds a tab to the screens of others."))
