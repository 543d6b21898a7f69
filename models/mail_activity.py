from odoo import api, models
from odoo.exceptions import AccessError, UserError


class MailActivity(models.Model):
    """Activities on this module's records go to people who can read the record, and make no mail of their own.

    Those that the workflow puts before somebody are his: he ends them, or the step does for which they wait.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.su:
            return result
        others = self._of_others()
        if not others:
            return result
        forbidden = others | result[0] if result else others

        def make_error():
            # sudo: the reminder stands under a record that he reads
            return AccessError(
                self.env._(
                    "“%(activity)s” waits for %(user)s: it ends by itself with the step, or by that person.",
                    activity=others[0].sudo().activity_type_id.name,
                    user=others[0].sudo().user_id.name,
                )
            )

        return forbidden, make_error

    def _of_others(self):
        """Return those of the activities that the workflow has put before somebody else."""
        circle = self.env["plan.thread.mixin"]
        # sudo: asked of the activities themselves
        others = self.sudo().filtered(
            lambda activity: (
                circle._covers(activity.res_model)
                and activity.activity_type_id
                and activity.user_id.id not in (False, self.env.uid)
            )
        )
        if not others:
            return self.browse()
        ours = [
            ("module", "=", "plan_tracking"),
            ("model", "=", "mail.activity.type"),
            ("res_id", "in", others.activity_type_id.ids),
        ]
        type_ids = set(self.env["ir.model.data"].sudo().search(ours).mapped("res_id"))  # sudo: which types are ours
        return others.filtered(lambda activity: activity.activity_type_id.id in type_ids).sudo(False)

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
