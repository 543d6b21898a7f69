from odoo import api, fields, models
from odoo.fields import Command


class PlanTaskGive(models.TransientModel):
    """Makes a standing duty a task: who owes what by when."""

    _name = "plan.task.give"
    _description = "Assign a Duty as a Task"

    task_id = fields.Many2one(
        comodel_name="plan.task",
        string="Duty",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    lead_ids = fields.Many2many(
        comodel_name="plan.agency", string="Agencies", compute="_compute_leads", store=True, readonly=False
    )
    lead_group_ids = fields.Many2many(
        comodel_name="plan.agency.group", string="Groups", compute="_compute_leads", store=True, readonly=False
    )
    recurrence = fields.Selection(
        selection=[("once", "Once"), ("yearly", "Yearly"), ("ongoing", "Without a Deadline")],
        string="How Often",
        required=True,
        default="once",
    )
    date_end = fields.Date(string="Deadline")
    track_id = fields.Many2one(
        comodel_name="plan.track", string="Kind of Product", compute="_compute_track_id", store=True, readonly=False
    )
    product = fields.Char(
        string="Expected Product",
        compute="_compute_product",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )

    # one method for each: what is computed together is not computed at all when one of it is given

    @api.depends("task_id")
    def _compute_leads(self):
        for wizard in self:
            wizard.lead_ids, wizard.lead_group_ids = wizard.task_id.lead_ids, wizard.task_id.lead_group_ids

    @api.depends("task_id")
    def _compute_track_id(self):
        document = self.env["plan.track"].search([("code", "=", "document")], limit=1)
        for wizard in self:
            wizard.track_id = document or wizard.task_id.track_id

    @api.depends("task_id")
    def _compute_product(self):
        for wizard in self:
            wizard.product = wizard.task_id.product or self.env._("The agency's own plan")

    def action_give(self):
        """Make the assignments."""
        self.ensure_one()
        self.task_id._do_give(
            {
                "lead_ids": [Command.set(self.lead_ids.ids)],
                "lead_group_ids": [Command.set(self.lead_group_ids.ids)],
                "recurrence": self.recurrence,
                "date_end": self.date_end if self.recurrence == "once" else False,
                "date_start": False,
                "track_id": self.track_id.id,
                "product": self.product,
            }
        )
        return {"type": "ir.actions.act_window_close"}
