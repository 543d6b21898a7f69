from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..core.plan_thread_mixin import TALK_MODELS


class MailMail(models.Model):
    """Mails that lead to records of this module with the rights and the name of whoever asks for them.

    `mail.template.send_mail` and the composer create mails as superuser, with model, record, author and nested commands
    from their caller. The user stays the caller then, so the checks look at the user and not at `env.su`.
    """

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.uid != SUPERUSER_ID:
            vals_list = [self._get_checked_values(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _get_checked_values(self, vals):
        """Return the values of a mail as its user may give them; refuse those that reach further."""
        circle = self.env["plan.thread.mixin"]
        # sudo: where the message hangs is asked
        message = self.env["mail.message"].sudo().browse(vals.get("mail_message_id") or ())
        self._check_nested(vals)
        self._check_files(vals.get("attachment_ids") or (), message.attachment_ids)
        if circle._covers(message.model):
            message.sudo(False).check_access("read")
            return {**vals, "is_notification": True}  # otherwise the message is deleted with its mail
        if not message and circle._covers(vals.get("model")) and vals.get("res_id"):
            self.env["mail.message"]._check_may_post(vals["model"], [vals["res_id"]])
            return self._get_values_in_own_name(vals)
        return vals

    @api.model
    def _get_values_in_own_name(self, vals):
        """Return the values in the user's own name; what they say stays when the mail has been sent."""
        author = self.env.user.partner_id
        kept = {name: value for name, value in vals.items() if name not in self.env["mail.message"]._SIGNED}
        return {**kept, "author_id": author.id, "email_from": author.email_formatted, "auto_delete": False}

    @api.model
    def _check_nested(self, vals):
        """Refuse other messages, notifications and files that a mail would bring along or change."""
        for name, value in vals.items():
            field = self._fields.get(name)
            nested = value and name != "attachment_ids" and field and field.type in ("one2many", "many2many")
            if nested and field.comodel_name in TALK_MODELS:
                raise AccessError(self.env._("A mail creates and changes no other messages and files."))

    @api.model
    def _check_files(self, commands, known):
        """Refuse to send files of our records that the user may not read, and to create or change such files."""
        thread, linked, changed = self.env["mail.thread"], set(), set()
        for command in commands:
            if isinstance(command, int):
                linked.add(command)
            elif command[0] == Command.LINK:
                linked.add(command[1])
            elif command[0] == Command.SET:
                linked.update(command[2])
            elif command[0] != Command.CLEAR:
                changed.add(command[1])
                values = command[2] if len(command) > 2 and command[2] else {}
                if thread._is_of_plans(values.get("res_model")):
                    raise AccessError(self.env._("A mail creates and changes no files of plans, work and reports."))
        files = self.env["ir.attachment"]
        if files.browse(filter(None, changed))._of_plans():
            raise AccessError(self.env._("A mail creates and changes no files of plans, work and reports."))
        (files.browse(linked) - known)._of_plans().sudo(False).check_access("read")
