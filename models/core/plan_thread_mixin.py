from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import ormcache

# what is said, sent and attached: Odoo creates these as superuser for whoever asks
TALK_MODELS = frozenset(
    {
        "ir.attachment", "mail.activity", "mail.followers", "mail.mail", "mail.message", "mail.message.reaction",
        "mail.notification", "mail.scheduled.message", "mail.tracking.value",
    }
)  # fmt: skip


class PlanThreadMixin(models.AbstractModel):
    """Chatter that keeps to the record's circle: who may not read the record never follows or is addressed.

    Followers receive every later post by e-mail, whatever the rules say by then; so only internal users who can read
    the record are let in, and users who have lost their role since get nothing. Writing under a record needs write
    access to it; a model may open that to more readers.
    """

    _name = "plan.thread.mixin"
    _description = "Chatter for the Record's Audience"
    _inherit = ["mail.thread"]

    @api.model
    def _covers(self, model_name):
        """Say whether records of this model are in our keeping: their messages, activities and files too."""
        return issubclass(self.env.registry.get(model_name, object), self.env.registry["plan.thread.mixin"])

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        raise AccessError(self._get_mail_refusal())

    def message_update(self, msg_dict, update_vals=None):
        raise AccessError(self._get_mail_refusal())

    @api.model
    def _get_mail_refusal(self):
        return self.env._("Plans, work and reports take nothing from e-mail. Log in and enter it there.")

    @api.model
    @ormcache()
    def _get_covered(self):
        """Return the names of all models in our keeping."""
        return tuple(name for name, model in self.env.registry.items() if self._covers(name) and not model._abstract)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        if not partner_ids:
            return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)
        allowed = self._partners_in_circle(partner_ids)
        return super()._message_subscribe(allowed, subtype_ids, customer_ids) if allowed else True

    def message_post(self, **kwargs):
        """Post in one's own name, to those who may read the record."""
        if not self.env.su:
            for name in ("author_id", "author_guest_id", "email_from", "tracking_value_ids"):
                kwargs.pop(name, None)
        if kwargs.get("partner_ids"):
            kwargs["partner_ids"] = self._partners_in_circle(kwargs["partner_ids"])
        return super().message_post(**kwargs)

    def _message_log_batch(self, bodies, **kwargs):
        """Let whoever asks for a note have the right to write under the record; Odoo creates it as superuser."""
        if not self.env.su:
            self.env["mail.message"]._check_may_post(self._name, self.ids)
        return super()._message_log_batch(bodies, **kwargs)

    @api.model
    def _may_arrange_for_others(self):
        """Return whether the user may set up this module's screens for others: managers and administrators."""
        user = self.env.user
        return self.env.su or user._is_system() or user.has_group("plan_tracking.group_plan_tracking_manager")

    def _check_can_update_message_content(self, messages):
        raise UserError(self.env._("Messages on work and plans cannot be changed or deleted. Write another message."))

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        allowed = set(self._partners_in_circle([recipient["id"] for recipient in recipients]))
        return [recipient for recipient in recipients if recipient["id"] in allowed]

    def _partners_in_circle(self, partner_ids):
        """Return those of the partners whose accounts are internal users that can read these records."""
        # sudo: whose accounts these partners are is asked to keep strangers out
        users = self.env["res.users"].sudo().search([("partner_id", "in", partner_ids), ("share", "=", False)])
        readers = users.filtered(lambda user: self.sudo(False).with_user(user).has_access("read"))
        inside = set(readers.partner_id.ids)
        return [partner_id for partner_id in partner_ids if partner_id in inside]
