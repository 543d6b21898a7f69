from odoo import fields, models
from odoo.exceptions import UserError


class PlanAssignmentSign(models.TransientModel):
    """Approves results by the paper that the leader has signed: equal to the leader's own tap."""

    _name = "plan.assignment.sign"
    _description = "Approve with Signed Copy"
    _inherit = ["plan.document.upload.mixin"]

    assignment_ids = fields.Many2many(
        comodel_name="plan.assignment",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    signer = fields.Char(string="Signed By", required=True, help="Name and position, as below the signature.")

    def action_approve(self):
        """Record the signature as the leader's approval."""
        self.ensure_one()
        signer = self.env["plan.workflow.mixin"]._clean_text(self.signer, 200, multiline=False)
        if not signer:
            raise UserError(self.env._("Enter who signed."))
        self.assignment_ids._do_approve_by_signed_copy(**self._read_document(), signer=signer)
        return {"type": "ir.actions.act_window_close"}
