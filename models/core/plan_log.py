from odoo import api, fields, models

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
    ("submit_report", "Report Submitted"),
    ("withdraw_report", "Report Taken Back"),
    ("approve_report", "Report Approved"),
    ("approve_report_paper", "Report Approved by Signed Paper"),
    ("add_report_paper", "Signed Paper Added"),
    ("begin_entry", "Entry from Paper Begun by the Desk"),
    ("stop_entry", "Entry from Paper Given Up"),
    ("enter_report", "Report Entered from Paper"),
    ("return_report", "Report Returned by the Leader"),
    ("return_report_desk", "Report Returned by the Desk"),
    ("accept_report", "Report Accepted"),
    ("supersede_report", "Report Replaced by a New Revision"),
    ("revise_report", "New Revision Ordered"),
    ("start_schedule", "Reporting Schedule Started"),
    ("stop_schedule", "Reporting Schedule Stopped"),
    ("backfill", "Earlier Periods Opened"),
    ("close_period", "Period Closed"),
    ("reopen_period", "Period Opened Again"),
    ("publish", "Published Statistic Posted"),
    ("submit_consolidation", "Consolidation Submitted"),
    ("withdraw_consolidation", "Consolidation Taken Back"),
    ("approve_consolidation", "Consolidation Approved"),
    ("return_consolidation", "Consolidation Returned"),
    ("issue_consolidation", "Consolidation Issued"),
    ("issue_urge", "Urge Letter Issued"),
    ("activate", "Plan Activated"),
    ("close", "Plan Closed"),
]


class PlanLog(models.Model):
    """What was decided, by whom, for which agency, why and by which document: only ever added to.

    Messages can be edited and signed with another's name, so no decision rests on them. Names are copied: a row still
    says who acted when the account, the office or the agency's name has changed since.
    """

    _name = "plan.log"
    _description = "Log of Decisions"
    _inherit = ["plan.append.mixin", "plan.bulk.mixin"]
    _order = "id desc"

    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, readonly=True, index=True, ondelete="restrict")
    task_id = fields.Many2one(comodel_name="plan.task", readonly=True, index="btree_not_null", ondelete="restrict")
    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", readonly=True, index="btree_not_null", ondelete="restrict", string="Part"
    )
    period_id = fields.Many2one(comodel_name="plan.period", readonly=True, index="btree_not_null", ondelete="restrict")
    report_id = fields.Many2one(comodel_name="plan.report", readonly=True, index="btree_not_null", ondelete="restrict")
    consolidation_id = fields.Many2one(
        comodel_name="plan.consolidation", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    decision = fields.Selection(selection=DECISIONS, required=True, readonly=True)
    state_before = fields.Char(readonly=True, export_string_translation=False)
    state_after = fields.Char(readonly=True, export_string_translation=False)
    user_id = fields.Many2one(comodel_name="res.users", readonly=True, ondelete="restrict", string="By (User)")
    user_name = fields.Char(string="By", required=True, readonly=True)
    user_office = fields.Char(string="Office Held", readonly=True)
    agency_name = fields.Char(string="Acting for", readonly=True)
    reason = fields.Text(readonly=True)
    number = fields.Char(string="Document's Number", readonly=True)
    date = fields.Date(string="Document's Date", readonly=True)
    signer = fields.Char(string="Signed By", readonly=True)
    note = fields.Char(readonly=True)

    def _get_refusal(self):
        return self.env._("The log of decisions is only ever added to.")

    @api.model
    def _record(self, records, decision, members=None, before=None, **document):
        """Add one row for each record.

        :param dict members: the membership by which the user acted, by record
        :param dict before: the state before, by record
        :param document: `reason`, and `number`, `date`, `signer`, `note` of the paper that decides
        """
        user = self.env.user
        rows = []
        for record in records.sudo():  # sudo: what the log copies; who may act has been checked
            member = (members or {}).get(record)
            rows.append(
                {
                    **record._get_log_values(),
                    "decision": decision,
                    "state_before": (before or {}).get(record),
                    "state_after": record[record._state_field] if before else False,
                    "user_id": user.id,
                    "user_name": user.name,
                    "user_office": member and member._get_office(),
                    "agency_name": member and member.agency_id.name,
                    **document,
                }
            )
        return self.sudo()._insert(rows)  # sudo: nobody creates rows by hand
