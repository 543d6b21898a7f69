from odoo import fields, models

DECISIONS = [
    ("activate", "Plan Activated"),
    ("close", "Plan Closed"),
]


class PlanLog(models.Model):
    """What is decided about plans."""

    _inherit = "plan.log"

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, readonly=True, index=True, ondelete="restrict")
    task_id = fields.Many2one(comodel_name="plan.task", readonly=True, index="btree_not_null", ondelete="restrict")
    decision = fields.Selection(selection_add=DECISIONS, ondelete=dict.fromkeys(dict(DECISIONS), "cascade"))
