from odoo import fields, models

DECISIONS = [
    ("submit", "Result Submitted"),
    ("withdraw", "Result Taken Back"),
    ("approve", "Result Approved"),
    ("approve_paper", "Approved by Signed Paper"),
    ("confirm", "Result Confirmed"),
    ("spot_check", "Spot-Checked"),
    ("return", "Returned by the Leader"),
    ("return_approved", "Returned after Approval"),
    ("return_confirmed", "Returned after Confirmation"),
    ("take_over", "Earlier Result Taken Over"),
    ("take", "Contribution Taken into the Result"),
    ("stop", "Paused or Cancelled"),
    ("resume", "Work Resumed"),
    ("replace_evidence", "File Replaced"),
    ("ask", "Contribution Asked For"),
    ("ask_extension", "Extension Asked For"),
    ("advise", "Opinion on the Extension"),
    ("grant", "Extension Granted"),
    ("refuse", "Extension Refused"),
    ("withdraw_extension", "Extension Taken Back"),
    ("lapse", "Extension No Longer Needed"),
    ("give", "Duty Given as a Task"),
]


class PlanLog(models.Model):
    """What is decided about the work of agencies."""

    _inherit = "plan.log"

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", readonly=True, index="btree_not_null", ondelete="restrict", string="Part"
    )
    decision = fields.Selection(selection_add=DECISIONS, ondelete=dict.fromkeys(dict(DECISIONS), "cascade"))
