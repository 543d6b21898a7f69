from odoo import api, fields, models
from odoo.tools import ormcache


class PlanPrivateThreadMixin(models.AbstractModel):
    """Chatter with a circle narrower than the record's: more people can read the record than its messages.

    Messages, activities and files under such a record are read by whom `_get_talk_domain` lets. Odoo searches and
    relates through messages and activities without asking for access, so a text could be guessed letter by letter
    from the records that a search finds; here these fields ask.
    """

    _name = "plan.private.thread.mixin"
    _description = "Chatter for a Restricted Audience"
    _inherit = ["plan.thread.mixin", "plan.activity.mixin"]

    message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)
    activity_summary = fields.Char(related_sudo=False)
    activity_type_id = fields.Many2one(related_sudo=False)
    activity_type_icon = fields.Char(related_sudo=False)

    @api.model
    def _get_talk_domain(self):
        """Return the domain of the records of which the user reads what is said, planned and attached there."""
        raise NotImplementedError

    def _filtered_talk(self):
        """Return those of the records of which the user reads what is said there."""
        return self.filtered_domain(self._get_talk_domain())

    def _partners_in_circle(self, partner_ids):
        """Keep out who reads the record and not what is said under it: they would be told by mail."""
        inside = super()._partners_in_circle(partner_ids)
        # sudo: whose accounts these partners are
        users = self.env["res.users"].sudo().search([("partner_id", "in", inside), ("share", "=", False)])
        hear = users.filtered(lambda user: self.with_user(user)._filtered_talk() == self.with_user(user))
        return [partner_id for partner_id in inside if partner_id in hear.partner_id.ids]

    @api.model
    @ormcache()
    def _get_private_thread_models(self):
        """Return the names of all models with such a chatter."""
        mixin = self.env.registry["plan.private.thread.mixin"]
        return tuple(
            name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract
        )
