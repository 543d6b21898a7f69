from odoo import api, fields, models
from odoo.exceptions import UserError


class PlanValuePublish(models.TransientModel):
    """Posts a published statistic into the ledger, with its source."""

    _name = "plan.value.publish"
    _description = "Post a Published Statistic"

    metric_id = fields.Many2one(
        comodel_name="plan.metric", required=True, domain="[('plan_id.in_desk_scope', '=', True)]"
    )
    agency_id = fields.Many2one(
        comodel_name="plan.agency",
        string="For the Figure of",
        compute="_compute_agency_id",
        store=True,
        readonly=False,
        required=True,
        help="The agency whose figure this is.",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    value = fields.Char(required=True, help="As published: 85,75 or 1.234,5.")
    publication = fields.Char(string="Source", required=True, help="Name, number and date of the publication.")

    @api.depends("metric_id")
    def _compute_agency_id(self):
        for wizard in self:
            wizard.agency_id = wizard.metric_id.indicator_id.responsible_agency_id

    def action_publish(self):
        """Post it: it takes precedence over reports for the same days."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The time must not end before it begins."))
        value = self.env["plan.measurement"]._read_number(
            "actual", self.value, cell=self._fields["value"]._description_string(self.env)
        )
        publication = self.env["plan.workflow.mixin"]._clean_text(self.publication, 300, multiline=False)
        if value is None or not publication:
            raise UserError(self.env._("Fill in the value and its source."))
        self.env["plan.value"]._publish(
            self.metric_id, self.agency_id, self.date_from, self.date_to, value, publication
        )
        return {"type": "ir.actions.act_window_close"}
