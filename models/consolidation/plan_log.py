from odoo import fields, models

DECISIONS = [
    ("submit_consolidation", "Consolidation Submitted"),
    ("withdraw_consolidation", "Consolidation Taken Back"),
    ("approve_consolidation", "Consolidation Approved"),
    ("return_consolidation", "Consolidation Returned"),
    ("issue_consolidation", "Consolidation Issued"),
    ("issue_followup", "Follow-up Letter Issued"),
]


class PlanLog(models.Model):
    """What is decided about consolidations and letters."""

    _inherit = "plan.log"

    consolidation_id = fields.Many2one(
        comodel_name="plan.consolidation", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    decision = fields.Selection(selection_add=DECISIONS, ondelete=dict.fromkeys(dict(DECISIONS), "cascade"))
