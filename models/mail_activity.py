from odoo import api, models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """Activities on this module's records go to people who can read the record, and make no mail of their own."""

    _inherit = "mail.activity"

    @api.constrains("user_id", "res_model", "res_id")
    def _check_assignee_in_circle(self):
        circle = self.env["plan.thread.mixin"]
        for activity in self:
            if not (activity.user_id and activity.res_id and circle._covers(activity.res_model)):
                continue
            record = self.env[activity.res_model].browse(activity.res_id)
            if not record.with_user(activity.user_id).has_access("read"):
                raise UserError(
                    self.env._(
                        "%(user)s cannot read this record and gets no activity on it. Choose somebody else.",
                        user=activity.user_id.name,
                    )
                )

    def action_notify(self):
        """Send no mail for a single record of ours: the digest of the day tells of it."""
        circle = self.env["plan.thread.mixin"]
        others = self.filtered(lambda activity: not circle._covers(activity.res_model))
        return super(MailActivity, others).action_notify()
