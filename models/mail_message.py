from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context


class MailMessage(models.Model):
    """What was said under this module's records stays as it was said, by whom it was said.

    An author may otherwise rewrite his own messages, and anybody may sign with another's name. Messages under other
    modules' records are untouched.
    """

    _inherit = "mail.message"

    # what a message says, and who says it to whom; marks of a reader (seen, starred, pinned) are not among them
    _SAID = frozenset(
        {
            "attachment_ids", "author_guest_id", "author_id", "body", "date", "email_from", "is_internal",
            "message_type", "parent_id", "partner_ids", "subject", "subtype_id", "tracking_value_ids",
        }
    )  # fmt: skip
    _SIGNED = ("author_guest_id", "author_id", "date", "email_from", "tracking_value_ids")

    @api.model_create_multi
    def create(self, vals_list):
        context_model = self.env.context.get("default_model")
        ours = [self.env["plan.thread.mixin"]._covers(vals.get("model", context_model)) for vals in vals_list]
        if self.env.su or not any(ours):
            return super().create(vals_list)
        signed = [
            {name: value for name, value in vals.items() if not (own and name in self._SIGNED)}
            for vals, own in zip(vals_list, ours, strict=True)
        ]
        context = {**clean_context(self.env.context), **({"default_model": context_model} if context_model else {})}
        if "default_res_id" in self.env.context:
            context["default_res_id"] = self.env.context["default_res_id"]
        return super(MailMessage, self.with_env(self.env(context=context))).create(signed)

    def write(self, vals):
        if self._SAID & vals.keys():
            self._check_not_ours()
        return super().write(vals)

    def unlink(self):
        self._check_not_ours()
        return super().unlink()

    def _check_not_ours(self):
        if not self.env.su and any(self.env["plan.thread.mixin"]._covers(message.model) for message in self.sudo()):
            raise AccessError(
                self.env._("What was said under work and plans is neither changed nor deleted. Write another message.")
            )
