from odoo import models

from ...tools.clock import VIETNAM


class MailActivitySchedule(models.TransientModel):
    """Proposes days for activities on this module's records from today in Việt Nam on."""

    _inherit = "mail.activity.schedule"

    def _compute_plan_date(self):
        ours = self._ours_in_vietnam()
        super(MailActivitySchedule, ours)._compute_plan_date()
        return super(MailActivitySchedule, self - ours)._compute_plan_date()

    def _compute_date_deadline(self):
        ours = self._ours_in_vietnam()
        super(MailActivitySchedule, ours)._compute_date_deadline()
        return super(MailActivitySchedule, self - ours)._compute_date_deadline()

    def _ours_in_vietnam(self):
        """Return those for records of ours, as seen in Việt Nam."""
        circle = self.env["plan.thread.mixin"]
        return self.filtered(lambda scheduler: circle._covers(scheduler.res_model)).with_context(tz=VIETNAM.key)
