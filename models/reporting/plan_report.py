from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .plan_reporting_schedule import KINDS

# in these the desk and the readers see what a report says
OPEN_TO_DESK = ("approved", "accepted", "superseded")


class PlanReport(models.Model):
    """The report of one agency for one period: a numbered revision that never changes once it was sent.

    Who                           | may
    ------------------------------|--------------------------------------------------------------------
    officer, leader of the agency | fill in the rows of a draft, submit, approve (see plan_report_action.py)
    desk                          | read state and last change; the content once the leader has approved it
    reader, manager               | as the desk, without deciding anything
    nobody                        | create, delete, or write the report itself

    While it is a draft its lines show and edit the assignments themselves; submitting copies them. A correction after
    acceptance is a new revision; the old one stays as it was.
    """

    _name = "plan.report"
    _inherit = [
        "plan.guard.mixin",
        "plan.private.thread.mixin",
        "plan.reporting.scope.mixin",
        "plan.bulk.insert.mixin",
        "plan.workflow.mixin",
        "plan.reminder.mixin",
        "plan.report.status",
    ]
    _description = "Report"
    _order = "date_due desc, agency_id, revision desc, id"
    _rec_names_search = ["period_id", "agency_id"]
    # the clock in Odoo's bar leads to assignments, which a leader approves without opening them
    _systray_view = "kanban"

    # identity: fixed
    period_id = fields.Many2one(
        comodel_name="plan.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        comodel_name="plan.agency", required=True, readonly=True, index=True, ondelete="restrict"
    )
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency", string="Desk", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    revision = fields.Integer(required=True, readonly=True, default=1, aggregator=None)
    is_latest = fields.Boolean(readonly=True, default=True, export_string_translation=False)
    is_backfill = fields.Boolean(string="Filled in Afterwards", readonly=True)
    covered_by_id = fields.Many2one(
        comodel_name="plan.report", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    # progress and dates
    state = fields.Selection(
        selection=[
            ("draft", "Being Filled In"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("accepted", "Accepted"),
            ("superseded", "Replaced by a New Revision"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    date_due = fields.Datetime(string="Due Moment", required=True, readonly=True)
    date_changed = fields.Datetime(string="Last Change", readonly=True, copy=False)
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    date_approved = fields.Datetime(string="Approved On", readonly=True, copy=False)
    date_first_approved = fields.Datetime(
        string="First Approved On", readonly=True, copy=False, help="The date that counts for punctuality."
    )
    date_accepted = fields.Datetime(string="Accepted On", readonly=True, copy=False)
    submitted_user_id = fields.Many2one(
        comodel_name="res.users", string="Submitted By", readonly=True, copy=False, ondelete="restrict"
    )
    agency_name = fields.Char(string="Agency's Name Then", readonly=True, copy=False)
    signer_name = fields.Char(string="Approved By", readonly=True, copy=False)
    signer_office = fields.Char(string="Position of the Signer", readonly=True, copy=False)
    is_on_behalf = fields.Boolean(string="Entered by the Desk", readonly=True, copy=False)
    # returned by the desk
    is_returned = fields.Boolean(string="Returned by the Desk", readonly=True, copy=False)
    is_partly_returned = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
    return_count = fields.Integer(string="Times Returned", readonly=True, copy=False, aggregator="sum")
    date_resubmit = fields.Date(string="To Be Sent Again By", readonly=True, copy=False)
    date_resubmitted = fields.Datetime(string="Sent Again On", readonly=True, copy=False)
    # content
    revision_count = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=None, export_string_translation=False
    )
    warning_count = fields.Integer(string="Looks Odd", readonly=True, copy=False, aggregator="sum")
    line_ids = fields.One2many(comodel_name="plan.report.line", inverse_name="report_id", string="Work")
    measurement_ids = fields.One2many(comodel_name="plan.measurement", inverse_name="report_id", string="Figures")
    narrative_ids = fields.One2many(comodel_name="plan.narrative", inverse_name="report_id")
    signed_copy_ids = fields.One2many(
        comodel_name="plan.report.signed.copy", inverse_name="report_id", string="Signed Copies"
    )
    log_ids = fields.One2many(
        comodel_name="plan.log", inverse_name="report_id", string="Decisions", readonly=True, copy=False
    )
    # reminders sent, each once
    reminder = fields.Selection(
        selection=[
            ("none", "Nothing Yet"),
            ("opened", "Opened"),
            ("soon", "Due Soon"),
            ("last_day", "Last Day"),
            ("late", "Late"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="none",
        export_string_translation=False,
    )

    _one_each = models.UniqueIndex("(period_id, agency_id, revision)", "The agency already has this report.")
    _one_latest = models.UniqueIndex("(period_id, agency_id) WHERE is_latest", "The agency has a newer revision.")
    _agency_due = models.Index("(agency_id, date_due)")
    _to_remind = models.Index("(date_due) WHERE state IN ('draft', 'submitted') AND reminder != 'late'")
    # The official copy of a report: the last signed copy of what is approved now, shown at the head of its page.
    #
    # A report returned by the desk and approved again is another paper: the old one stays among the signed copies.
    official_copy_id = fields.Many2one(comodel_name="plan.report.signed.copy", compute="_compute_official")
    official_text = fields.Char(compute="_compute_official", export_string_translation=False)
    official_name = fields.Char(compute="_compute_official", export_string_translation=False)
    official_file = fields.Binary(compute="_compute_official_file", export_string_translation=False)

    @api.depends("period_id", "agency_id", "revision")
    @api.depends_context("lang")
    def _compute_display_name(self):
        if not self.browse().has_access("read"):
            self.display_name = ""  # Odoo shows the name behind a link to everybody
            return
        for report in self:
            # sudo: everybody who can read the report may know its period and agency
            period, agency = report.sudo().period_id, report.sudo().agency_id
            name = f"{period.display_name} – {agency.name}"
            if report.revision > 1:
                name = self.env._("%(report)s (revision %(number)s)", report=name, number=report.revision)
            report.display_name = name

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let the desk read and write under a report once it is approved; before, it is the agency's own affair."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        kept = set(self.env.user._plan_agency_ids("desk"))
        for report in self.sudo():  # sudo: who may write is asked before what may be read
            by_desk = report.desk_agency_id.id in kept
            is_open = report.state in OPEN_TO_DESK or (report.is_on_behalf and by_desk)
            if message_operation == "read":
                operations[report.sudo(False)] = "read" if is_open else "write"
            elif is_open and by_desk:
                operations[report.sudo(False)] = "read"
        return operations

    def _get_form_action(self):
        """Return the action that opens the report."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "plan.report",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_talk_domain(self):
        by_desk = Domain("is_on_behalf", "=", True) & Domain("in_desk_scope", "=", True)
        return Domain("state", "in", OPEN_TO_DESK) | Domain("in_scope", "=", True) | by_desk

    @api.depends("signed_copy_ids.return_count", "state", "return_count")
    @api.depends_context("uid", "lang")
    def _compute_official(self):
        for report in self:
            papers = report.signed_copy_ids.filtered(
                lambda paper, report=report: paper.return_count == report.return_count
            )
            paper = papers.sorted("id")[-1:] if report.state in OPEN_TO_DESK else papers.browse()
            report.official_copy_id = paper
            report.official_text = paper and self.env._(
                "Official copy: %(number)s of %(day)s, signed by %(signer)s",
                number=paper.number,
                day=format_date(self.env, paper.date, date_format="dd/MM/yyyy"),
                signer=paper.signer,
            )
            report.official_name = paper.file_name  # a secret one has no file

    @api.depends("official_copy_id")
    @api.depends_context("uid", "bin_size")
    def _compute_official_file(self):
        for report in self:
            report.official_file = report.official_copy_id.file
