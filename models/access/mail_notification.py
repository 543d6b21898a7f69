from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError


class MailNotification(models.Model):
    """Notifications about messages under this module's records, which keep their message and their reader.

    Whoever is notified of a message may read it. As superuser Odoo writes notifications without asking for a right.
    """

    _inherit = "mail.notification"

    def write(self, vals):
        if {"mail_message_id", "res_partner_id"} & vals.keys() and self.env.uid != SUPERUSER_ID:
            self._check_not_redirected(vals)
        return super().write(vals)

    def _check_not_redirected(self, vals):
        # sudo: where the messages hang is asked
        messages = self.sudo().mail_message_id
        messages |= messages.browse(vals.get("mail_message_id") or ())
        if messages.exists()._of_plans():
            raise AccessError(self.env._("A notification about work and plans keeps its message and its reader."))
