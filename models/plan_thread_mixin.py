from odoo import models


class PlanThreadMixin(models.AbstractModel):
    """Chatter that keeps to the record's circle: who may not read the record never follows it.

    Followers receive every later post by e-mail, whatever the rules say by then; so only internal users who can read
    the record are let in. Writing under a record needs write access to it; a model may open that to more readers.
    """

    _name = "plan.thread.mixin"
    _description = "Chatter within the Record's Circle"
    _inherit = ["mail.thread"]

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        if not partner_ids:
            return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)
        # sudo: whose accounts these partners are is asked to keep strangers out
        users = self.env["res.users"].sudo().search([("partner_id", "in", partner_ids), ("share", "=", False)])
        readers = users.filtered(lambda user: self.sudo(False).with_user(user).has_access("read"))
        allowed = [partner_id for partner_id in partner_ids if partner_id in readers.partner_id.ids]
        return super()._message_subscribe(allowed, subtype_ids, customer_ids) if allowed else True
