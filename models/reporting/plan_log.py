from odoo import fields, models

DECISIONS = [
    ("submit_report", "Report Submitted"),
    ("withdraw_report", "Report Taken Back"),
    ("approve_report", "Report Approved"),
    ("approve_report_signed_copy", "Report Approved with Signed Copy"),
    ("add_signed_copy", "Signed Copy Added"),
    ("begin_entry", "Entry from Signed Copy Started by the Desk"),
    ("stop_entry", "Entry from Signed Copy Abandoned"),
    ("enter_report", "Report Entered from Signed Copy"),
    ("return_report", "Report Returned by the Leader"),
    ("return_report_desk", "Report Returned by the Desk"),
    ("accept_report", "Report Accepted"),
    ("supersede_report", "Report Replaced by a New Revision"),
    ("revise_report", "New Revision Ordered"),
    ("start_schedule", "Reporting Schedule Started"),
    ("stop_schedule", "Reporting Schedule Stopped"),
    ("backfill", "Earlier Periods Opened"),
    ("close_period", "Period Closed"),
    ("reopen_period", "Period Reopened"),
    ("publish", "Published Statistic Posted"),
]


class PlanLog(models.Model):
    """What is decided about schedules, periods and reports."""

    _inherit = "plan.log"

    period_id = fields.Many2one(comodel_name="plan.period", readonly=True, index="btree_not_null", ondelete="restrict")
    report_id = fields.Many2one(comodel_name="plan.report", readonly=True, index="btree_not_null", ondelete="restrict")
    decision = fields.Selection(selection_add=DECISIONS, ondelete=dict.fromkeys(dict(DECISIONS), "cascade"))
