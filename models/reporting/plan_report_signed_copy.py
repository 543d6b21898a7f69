from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ...tools.clock import is_existing, vietnam_midnight


class PlanReportSignedCopy(models.Model):
    """The signed copy of a report, as it came: only ever added to.

    A report that is returned and signed again has two. Secret and internal papers have number and date only.
    """

    _name = "plan.report.signed.copy"
    _description = "Signed Copy of a Report"
    _inherit = ["plan.append.only.mixin", "plan.signed.copy.mixin"]
    _order = "id"
    _rec_name = "number"

    report_id = fields.Many2one(
        comodel_name="plan.report", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        selection=[("approval", "Signed by the Leader"), ("behalf", "Entered by the Desk")],
        required=True,
        readonly=True,
    )
    # the sending that it belongs to: a report returned and approved again is another paper
    return_count = fields.Integer(string="Times Returned Before", readonly=True, aggregator=None)
    number = fields.Char(required=True)
    date = fields.Date(required=True)
    signer = fields.Char(string="Signed By", required=True, readonly=True)
    file_size = fields.Integer(string="Size (Bytes)", readonly=True, aggregator=None)
    user_name = fields.Char(string="Added By", required=True, readonly=True, help="The name at that time.")

    def _get_refusal(self):
        return self.env._("A signed copy cannot be changed: add a new one.")

    @api.model
    def _keep(self, reports, kind, name, raw, number, date, signer):
        """Put a paper on each of the reports; the step that brings it has been checked."""
        system = self.env(user=SUPERUSER_ID, context=clean_context(self.env.context))
        return self.with_env(system)._unguarded_create(
            [
                {
                    "report_id": report.id,
                    "kind": kind,
                    "return_count": report.return_count,
                    "signer": signer,
                    "file_size": len(raw),
                    "user_name": self.env.user.name,
                    **report._get_signed_copy_values("report", name, raw, number, date),
                }
                for report in reports
            ]
        )

    @api.model
    def _get_moment_received(self, day):
        """Return the instant from which a paper that arrived on `day` counts: punctuality asks for the day alone."""
        if not day or not is_existing(day):
            raise UserError(
                self.env._("Enter the day on which the official paper arrived; it cannot be in the future.")
            )
        return vietnam_midnight(day)
