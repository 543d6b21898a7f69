from odoo import models
from odoo.exceptions import UserError

from .offline_form import OfflineForm
from .offline_form_upload import OfflineFormUpload


class PlanReport(models.Model):
    """A draft that is filled in offline: it hands its form out (`OfflineForm`) and reads it (`OfflineFormUpload`)."""

    _inherit = "plan.report"

    def action_download_offline_form(self):
        """Hand out the offline form of the report."""
        for report in self:
            report._check_offline_form()
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/plan_tracking/report/{self.id}/offline_form", "target": "self"}

    def _check_offline_form(self):
        """Refuse in words who does not fill in the report, or a report that is not filled in now."""
        self.check_access("read")
        self._check_actors("desk" if self.is_on_behalf else "agency")
        reason = self._get_locked_reason()
        if reason:
            raise UserError(reason)

    def _get_offline_form_file(self):
        """Return (name, content) of the form."""
        self.ensure_one()
        self._check_offline_form()
        return OfflineForm(self).make_file()

    def _read_offline_form(self, worksheets, deadline=None):
        """Return the `OfflineFormOutcome` of a workbook.

        :param Deadline deadline: by when it has to be read
        :raises UserError: the workbook is not a form, or the form of something else
        """
        self.ensure_one()
        return OfflineFormUpload(self, worksheets).compare(deadline)
