from odoo import fields, models

DECISIONS = [
    ("submit", "Result Submitted"),
    ("withdraw", "Result Taken Back"),
    ("approve", "Result Approved"),
    ("approve_signed_copy", "Approved with Signed Copy"),
    ("confirm", "Result Confirmed"),
    ("spot_check", "Spot-Checked"),
    ("return", "Returned by the Leader"),
    ("return_approved", "Returned after Approval"),
    ("return_confirmed", "Returned after Confirmation"),
    ("take_over", "Earlier Result Recorded"),
    ("take", "Contribution Added to the Result"),
    ("stop", "Paused or Cancelled"),
    ("resume", "Work Resumed"),
    ("replace_evidence", "File Replaced"),
    ("ask", "Contribution Request Sent"),
    ("ask_extension", "Extension Requested"),
    ("advise", "Opinion on the Extension"),
    ("grant", "Extension Granted"),
    ("refuse", "Extension Refused"),
    ("withdraw_extension", "Extension Request Withdrawn"),
    ("lapse", "Extension No Longer Needed"),
    ("give", "Duty Assigned as a Task"),
]


class PlanLog(models.Model):
    """What is decided about the work of agencies."""

    _inherit = "plan.log"

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    decision = fields.Selection(selection_add=DECISIONS, ondelete=dict.fromkeys(dict(DECISIONS), "cascade"))
