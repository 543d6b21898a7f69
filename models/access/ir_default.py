from odoo import SUPERUSER_ID, api, models

from ..core.plan_thread_mixin import TALK_MODELS


class IrDefault(models.Model):
    """Defaults, of which people's own do not reach messages, files and records of this module as superuser.

    Everybody may set defaults of their own for every field of every model. Under `sudo()` Odoo drops the defaults of
    the context, and keeps these: a default of `mail.message.attachment_ids` put anybody's file into one's own message.
    The defaults that an administrator set for everybody still apply there.
    """

    _inherit = "ir.default"

    @api.model
    def _get_model_defaults(self, model_name, condition=False):
        defaults = super()._get_model_defaults(model_name, condition)
        if not defaults or not self.env.su or self.env.uid == SUPERUSER_ID:
            return defaults
        system = self.with_company(self.env.company).with_user(SUPERUSER_ID)
        common = super(IrDefault, system)._get_model_defaults(model_name, condition)
        return {
            name: common.get(name, value)
            for name, value in defaults.items()
            if name in common or not self._reaches_plans(model_name, name, value)
        }

    @api.model
    def _reaches_plans(self, model_name, field_name, value):
        """Return whether a value of the field is part of a message, a file or a record of ours, or leads to one."""
        if self.env["mail.thread"]._leads_to_plans(model_name, {field_name: value}):
            return True
        field = self.env[model_name]._fields.get(field_name)
        names = {model_name, field and field.comodel_name}
        return bool(names & TALK_MODELS) or any(map(self.env["mail.thread"]._is_of_plans, names))
