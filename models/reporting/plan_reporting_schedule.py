from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...grammars.periods import MONTHS, day_in_month, next_start, period_start
from ...tools.clock import vietnam_today
from ..core.plan_workflow_mixin import Transition

KINDS = [
    ("month", "Monthly"),
    ("quarter", "Quarterly"),
    ("half", "Half-Yearly"),
    ("year", "Yearly"),
    ("ad_hoc", "Ad Hoc"),
]


class PlanReportingSchedule(models.Model):
    """The time, agencies and content of reports: one row for each kind of report that a plan demands.

    State   | means                                          | left by
    --------|------------------------------------------------|------------------------------
    draft   | being set up; nothing is opened                | `action_start`, by its desk
    running | periods open by themselves                     | `action_stop`, by its desk
    stopped | what was opened goes on, nothing new is opened | `action_start`

    An ad hoc request is a schedule with one period: its due moment and its addressees are named, and starting it
    sends it. "Before the 20th", read strictly, means: in before 00:00 of the 20th in Việt Nam.
    """

    _name = "plan.reporting.schedule"
    _description = "Reporting Schedule"
    _inherit = ["plan.reporting.scope.mixin", "plan.workflow.mixin"]
    _order = "desk_agency_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=KINDS, required=True, default="month")
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency",
        string="Desk",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_desk_agency_id(),
    )
    plan_ids = fields.Many2many(
        comodel_name="plan.plan",
        relation="plan_reporting_schedule_plan_rel",
        string="Plans",
        domain="[('desk_agency_id', '=', desk_agency_id)]",
        required=True,
    )
    state = fields.Selection(
        selection=[("draft", "Not Running Yet"), ("running", "Running"), ("stopped", "Stopped")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
    )
    document = fields.Char(
        string="Deciding Document", help="Number and date of the document that requires the reports."
    )
    date_from = fields.Date(string="In Force From")
    date_to = fields.Date(string="In Force To", help="Periods with a later due date do not open.")
    date_first = fields.Date(
        string="First Period", copy=False, help="A day in the first period to open; no earlier period opens."
    )
    # dates
    due_day = fields.Integer(default=20, help="Reports are due before this day; 31 means the last day of the month.")
    due_month = fields.Integer(
        string="Month in the Period",
        default=1,
        help="The month within the period: 3 is the last one of the quarter, 4 the month after it.",
    )
    only_first_half = fields.Boolean(default=True, help="The six-month report is sent once a year, in June.")
    is_inclusive = fields.Boolean(
        string="The Day Itself Is in Time", help="Strictly speaking, “before the 20th” ends with the 19th."
    )
    cutoff_day = fields.Integer(
        string="Data up to Day",
        help="Of the month in which the report is due; 0: up to the last day to send it.",
    )
    open_days = fields.Integer(string="Open Ahead (Days)", default=10)
    date_due = fields.Datetime(string="Due Moment", help="For an ad hoc request: any report after this moment is late.")
    reminder_days = fields.Integer(string="Remind Ahead (Working Days)", default=3)
    escalation_days = fields.Integer(
        string="Working Days until the Desk Is Told",
        help="The agency's leader is notified of a late report at once, the desk after this number of working days.",
    )
    # reporting agencies
    bind_leads = fields.Boolean(string="Agencies Leading Open Work", default=True)
    bind_monitors = fields.Boolean(string="Agencies Responsible for Figures", default=True)
    agency_ids = fields.Many2many(
        comodel_name="plan.agency", relation="plan_reporting_schedule_agency_rel", string="These Agencies Too"
    )
    group_ids = fields.Many2many(
        comodel_name="plan.agency.group", relation="plan_reporting_schedule_group_rel", string="These Groups Too"
    )
    # questions
    ask_assignments = fields.Boolean(string="Asks for Work", default=True)
    ask_indicators = fields.Boolean(string="Asks for Figures", default=True)
    ask_duties = fields.Boolean(string="Asks for Standing Duties")
    needs_signed_copy = fields.Boolean(
        string="Signed Copy Required", help="Otherwise the leader only needs to tap “Approve”."
    )
    question_ids = fields.One2many(
        comodel_name="plan.reporting.question",
        inverse_name="schedule_id",
        string="Outline and Questions",
        copy=True,
        default=lambda self: self._default_question_ids(),
    )
    covered_ids = fields.Many2many(
        comodel_name="plan.reporting.schedule",
        relation="plan_reporting_schedule_cover_rel",
        column1="schedule_id",
        column2="covered_id",
        string="Also Covers",
        domain="[('desk_agency_id', '=', desk_agency_id), ('id', '!=', id), ('kind', '!=', 'ad_hoc')]",
        help="This report covers periods of these schedules that end on the same day.",
    )
    period_ids = fields.One2many(comodel_name="plan.period", inverse_name="schedule_id", string="Periods")
    last_day_text = fields.Char(string="Last Day to Send", compute="_compute_last_day_text")

    _days_are_real = models.Constraint(
        "CHECK (due_day BETWEEN 1 AND 31 AND cutoff_day BETWEEN 0 AND 31 AND open_days BETWEEN 0 AND 180 "
        "AND reminder_days BETWEEN 0 AND 60 AND escalation_days BETWEEN 0 AND 60)",
        "A due day must be between 1 and 31, the days ahead between 0 and 180.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A schedule must not end before it begins.",
    )

    # written by the transitions alone
    _protected_fields = frozenset({"state"})
    # fields that are fixed once there are periods
    _FIXED = frozenset({"kind", "desk_agency_id", "date_first"})
    _transitions = {
        "start_schedule": Transition(("draft", "stopped"), "running", "desk"),
        "stop_schedule": Transition(("running",), "stopped", "desk"),
    }

    def _default_desk_agency_id(self):
        return next(iter(self.env.user._plan_agency_ids("desk")), False)

    def _default_question_ids(self):
        """Return the usual outline of a report; the desk edits it. A request asks what it asks."""
        if self.env.context.get("default_kind") == "ad_hoc":
            return []
        names = {
            "direction": self.env._("Leadership and direction"),
            "shortcoming": self.env._("Shortcomings and their causes"),
            "obstacle": self.env._("Difficulties and obstacles"),
            "next": self.env._("Main tasks of the coming period"),
            "proposal": self.env._("Proposals"),
        }
        return [
            fields.Command.create({"sequence": number * 10, "name": name, "purpose": purpose})
            for number, (purpose, name) in enumerate(names.items(), 1)
        ]

    @api.depends("kind", "due_day", "due_month", "is_inclusive", "only_first_half", "date_due")
    def _compute_last_day_text(self):
        today = vietnam_today()
        for schedule in self:
            if schedule.kind == "ad_hoc" or not 1 <= schedule.due_day <= 31:
                schedule.last_day_text = False
                continue
            start = schedule._align(today)
            if not schedule._is_wanted_half(start):
                start = next_start("half", start)
            day = schedule._get_dates(start)["date_last_day"]
            schedule.last_day_text = self.env._(
                "This period: up to the end of %(day)s", day=format_date(self.env, day, date_format="dd/MM/yyyy")
            )

    @api.constrains("kind", "due_day", "due_month", "only_first_half", "date_due", "state")
    def _check_due(self):
        for schedule in self:
            if schedule.kind == "ad_hoc":
                continue
            longest = MONTHS[schedule.kind] + 1
            if not 1 <= schedule.due_month <= longest:
                raise ValidationError(
                    self.env._(
                        "“%(schedule)s”: the month in the period must be between 1 and %(longest)s.",
                        schedule=schedule.name,
                        longest=longest,
                    )
                )
            schedule._check_day_exists()

    def _check_day_exists(self):
        """Refuse 31 February: where the month is always the same, a day that it never has is a slip."""
        fixed = self.kind == "year" or (self.kind == "half" and self.only_first_half)
        if not fixed or not 1 <= self.due_day <= 31:  # the database says what a day is
            return
        start = period_start(self.kind, vietnam_today().replace(year=2028, month=1, day=1))  # a leap year
        if day_in_month(start, self.due_month, self.due_day).day != self.due_day:
            raise ValidationError(
                self.env._(
                    "“%(schedule)s”: month %(month)s never has a day %(day)s. Choose an earlier day.",
                    schedule=self.name,
                    month=(self.due_month - 1) % 12 + 1,
                    day=self.due_day,
                )
            )

    @api.constrains("covered_ids")
    def _check_covered(self):
        """Refuse schedules that satisfy each other: nobody could fill in either report."""
        if self._has_cycle("covered_ids"):
            raise ValidationError(
                self.env._("Two schedules cannot cover each other. Choose one that covers the other.")
            )

    @api.constrains("plan_ids", "desk_agency_id")
    def _check_plans_of_desk(self):
        for schedule in self:
            strange = schedule.plan_ids.filtered(lambda plan, desk=schedule.desk_agency_id: plan.desk_agency_id != desk)
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(desk)s is not the desk of %(plans)s. Choose plans of this desk.",
                        desk=schedule.desk_agency_id.name,
                        plans=", ".join(strange.mapped("number")),
                    )
                )

    @api.constrains("covered_ids", "desk_agency_id")
    def _check_covers_of_desk(self):
        """Refuse to satisfy what another desk demands: its periods would be closed to the agencies."""
        for schedule in self | self.search([("covered_ids", "in", self.ids)]):
            if schedule.covered_ids.desk_agency_id - schedule.desk_agency_id:
                raise ValidationError(
                    self.env._(
                        "“%(schedule)s” covers reports to its own desk only. Remove the others.",
                        schedule=schedule.name,
                    )
                )

    @api.constrains("kind", "plan_ids", "date_from", "date_to", "state", "desk_agency_id")
    def _check_no_overlap(self):
        """Refuse two running schedules of one kind for one plan at one time: every agency would report twice."""
        for schedule in self.filtered(lambda one: one.kind != "ad_hoc" and one.state == "running"):
            for other in self.search(
                [("kind", "=", schedule.kind), ("state", "=", "running"), ("plan_ids", "in", schedule.plan_ids.ids)]
            ):
                if other != schedule and schedule._meets(other):
                    raise ValidationError(
                        self.env._(
                            "“%(schedule)s” and “%(other)s” require the same kind of report for the same plan at "
                            "the same time. End one before the other begins.",
                            schedule=schedule.name,
                            other=other.name,
                        )
                    )

    def _meets(self, other):
        """Say whether both are valid on some day."""

        def ends_before(one, two):
            return one.date_to and two.date_from and one.date_to < two.date_from

        return not (ends_before(self, other) or ends_before(other, self))

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(
            [{"question_ids": [], **vals} if vals.get("kind") == "ad_hoc" else vals for vals in vals_list]
        )
        # a user's own default gets past the protection of the fields
        if not self.env.su and any(schedule.state != "draft" for schedule in schedules):
            raise UserError(self.env._("A new schedule has not started. Start it with the button."))
        return schedules

    def write(self, vals):
        changed = self._FIXED & vals.keys()
        # sudo: periods of all count
        if changed and not self.env.su and (self.sudo().period_ids or "running" in self.mapped("state")):
            raise UserError(
                self.env._("Some periods of this schedule are already open: stop it and create a new one instead.")
            )
        result = super().write(vals)
        if not self.env.su and "desk_agency_id" in vals:
            self.check_access("write")  # the rules have checked only whose it was before
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        if self.sudo().period_ids:  # sudo: as above
            raise UserError(
                self.env._("Some periods of this schedule are already open: stop it instead of deleting it.")
            )
