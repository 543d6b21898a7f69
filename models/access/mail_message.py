from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context


class MailMessage(models.Model):
    """Messages on this module's records keep their text and their author.

    Otherwise authors could rewrite their own messages, and anybody could sign with another's name. Messages under other
    modules' records are untouched.
    """

    _inherit = "mail.message"

    # text, author and recipients of a message; marks of a reader (seen, starred, pinned) are not among them
    _SAID = frozenset(
        {
            "attachment_ids", "author_guest_id", "author_id", "body", "date", "email_from", "is_internal",
            "message_type", "model", "notification_ids", "parent_id", "partner_ids", "res_id", "subject", "subtype_id",
            "tracking_value_ids",
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
            self._check_stays_said(vals)
        return super().write(vals)

    def unlink(self):
        self._check_deleted_with_record()
        return super().unlink()

    def fetch(self, field_names=None):
        """Show no message of ours through a field of another record: Odoo fetches all messages as superuser."""
        asking = not self.env.su and self.env.uid
        if asking and field_names is not None:
            field_names = [*field_names, "model"]
        result = super().fetch(field_names)
        if asking and (ours := self._origin._of_plans()):
            try:
                ours.sudo(False).check_access("read")
            except AccessError:
                ours.invalidate_recordset()  # what was fetched may not be read from the cache either
                raise
        return result

    def _get_forbidden_access(self, operation):
        """Let a parent that addresses somebody, or a place among the followers, open no record of ours for writing."""
        forbidden = super()._get_forbidden_access(operation)
        if operation == "create":
            forbidden |= (self - forbidden)._not_to_be_posted()
        return forbidden

    def _not_to_be_posted(self):
        """Return those of the messages of ours that the user may not write; a notice asks who may read the talk."""
        refused = self.browse()
        for (model, kind), messages in (
            self._of_plans().filtered("res_id").grouped(lambda message: (message.model, message.message_type)).items()
        ):
            operation = "read" if kind == "user_notification" else "create"
            allowed = self._filter_records_for_message_operation(model, messages.mapped("res_id"), operation)
            refused |= messages.filtered(lambda message, ids=allowed.ids: message.res_id not in ids).sudo(False)
        return refused

    @api.model
    def _check_may_post(self, model, res_ids):
        """Refuse who may not write under these records of ours, also where Odoo works as superuser for them."""
        allowed = self.sudo(False)._filter_records_for_message_operation(model, res_ids, "create")
        if set(res_ids) - set(allowed.ids):
            raise AccessError(self.env._("You may not write under this record."))

    def _of_plans(self):
        """Return, as superuser, those of the messages that hang under records of this module."""
        # sudo: where they hang is asked
        return self.sudo().filtered(lambda message: self.env["plan.thread.mixin"]._covers(message.model))

    def _check_stays_said(self, vals):
        """Refuse to change or move what was said, whoever asks; as superuser Odoo only gives a message its subject."""
        if self.env.uid == SUPERUSER_ID or (self.env.su and not (self._SAID - {"subject"}) & vals.keys()):
            return
        if self.env["plan.thread.mixin"]._covers(vals.get("model")) or self._of_plans():
            raise self._make_said_error()

    def _check_deleted_with_record(self):
        """Refuse to delete what was said, but with its record by somebody who may delete that."""
        if self.env.uid == SUPERUSER_ID:
            return
        for model, messages in self._of_plans().grouped("model").items():
            records = self.env[model].sudo(False).browse(set(messages.mapped("res_id"))).exists()
            if not self.env.su or not records.has_access("unlink"):
                raise self._make_said_error()

    def _make_said_error(self):
        return AccessError(
            self.env._("Messages on work and plans cannot be changed or deleted. Write another message.")
        )
