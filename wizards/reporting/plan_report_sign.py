from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.clock import vietnam_today


class PlanReportSign(models.TransientModel):
    """Approves reports by the paper that the leader has signed: uploaded by the agency, or entered by the desk."""

    _name = "plan.report.sign"
    _description = "Signed Copy of a Report"
    _inherit = ["plan.document.upload.mixin"]

    report_ids = fields.Many2many(
        comodel_name="plan.report",
        string="Reports",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    signer = fields.Char(
        string="Signed By",
        required=True,
        default=lambda self: self._propose_signer(),
        help="Name and position, as below the signature.",
    )
    date_received = fields.Date(
        string="Arrived On",
        default=lambda self: vietnam_today(),
        help="The day that counts for punctuality.",
    )

    @api.model
    def _propose_signer(self):
        """Return who leads the agency of the report."""
        reports = self.env["plan.report"].browse(self.env.context.get("active_ids"))[:1]
        reports.check_access("read")
        leader = reports.sudo().agency_id._get_leader()  # sudo: the signer is named on the paper
        return leader and f"{leader.user_id.name}, {leader._get_office()}"

    def action_add(self):
        """Put the signed copy beside what is approved already."""
        self.ensure_one()
        self.report_ids._do_add_signed_copy(**self._read_document(), signer=self._get_signer())
        return {"type": "ir.actions.act_window_close"}

    def action_approve(self):
        """Record the signature as the leader's approval."""
        self.ensure_one()
        self.report_ids._do_approve_by_signed_copy(**self._read_document(), signer=self._get_signer())
        return {"type": "ir.actions.act_window_close"}

    def action_enter(self):
        """Record what the desk has typed as the report that was signed on paper."""
        self.ensure_one()
        document = self._read_document()
        self.report_ids._do_enter(**document, signer=self._get_signer(), date_received=self.date_received)
        return {"type": "ir.actions.act_window_close"}

    def _get_signer(self):
        signer = self.env["plan.workflow.mixin"]._clean_text(self.signer, 200, multiline=False)
        if not signer:
            raise UserError(self.env._("Enter who signed."))
        return signer
