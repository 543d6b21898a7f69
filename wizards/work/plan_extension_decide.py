from odoo import api, fields, models


class PlanExtensionDecide(models.TransientModel):
    """Records what the desk thinks of requests, or what the authority has decided on them: one or many at once."""

    _name = "plan.extension.decide"
    _description = "Opinion or Decision on Extensions"
    _inherit = ["plan.document.upload.mixin"]

    extension_ids = fields.Many2many(
        comodel_name="plan.extension",
        string="Requests",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    verdict = fields.Selection(
        selection=[
            ("support", "The Desk Agrees"),
            ("object", "The Desk Does Not Agree"),
            ("grant", "Decision: Granted"),
            ("refuse", "Decision: Refused"),
        ],
        required=True,
        default="grant",
    )
    is_contribution = fields.Boolean(compute="_compute_is_contribution")
    date_granted = fields.Date(string="New Deadline", help="Leave empty to grant each request as it is.")
    reason = fields.Text(string="Opinion or Reason")

    @api.depends("extension_ids")
    def _compute_is_contribution(self):
        for wizard in self:
            wizard.is_contribution = bool(wizard.extension_ids) and all(
                extension.lead_agency_id for extension in wizard.extension_ids
            )

    def action_decide(self):
        """Record it on every chosen request."""
        self.ensure_one()
        if self.verdict in ("support", "object"):
            self.extension_ids._do_advise(self.verdict == "support", (self.reason or "").strip())
            return {"type": "ir.actions.act_window_close"}
        document = {"name": "", "raw": b"", "number": False, "date": False}
        if not self.is_contribution or self.number:
            document = self._read_document()
        self.extension_ids._do_decide(
            self.verdict == "grant", self.date_granted, **document, reason=(self.reason or "").strip()
        )
        return {"type": "ir.actions.act_window_close"}
