from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...grammars.deadline import parse_deadline
from ...grammars.product import guess_track
from ...tools.years import FIRST_DAY, LAST_DAY

RECURRENCES = [
    ("once", "Once"),
    ("yearly", "Yearly"),
    ("once_then_ongoing", "Once, then Ongoing"),
    ("ongoing", "Ongoing"),
    ("unknown", "Unknown"),
]


class PlanTask(models.Model):
    """A task or standing duty of a plan: the text as printed, and beside it the structure read out of that text.

    The structured fields are computed from the texts and stay editable: an edit holds until its text changes. A task
    fans out into one `plan.assignment` for every leading agency; a duty does only once it is given as a task.
    """

    _name = "plan.task"
    _description = "Plan Task"
    _inherit = [
        "plan.thread.mixin",
        "plan.search.mixin",
        "plan.desk.scope.mixin",
        "plan.workflow.mixin",
        "plan.annex.row.mixin",
    ]
    _order = "plan_id, section_id, sequence, id"
    _search_key_fields = ("code", "name", "lead_text", "support_text")
    _clean_fields = ()

    # as printed
    plan_id = fields.Many2one(comodel_name="plan.plan", required=True, index=True, ondelete="cascade")
    section_id = fields.Many2one(comodel_name="plan.section", required=True, index=True, ondelete="restrict")
    number = fields.Char(required=True)
    code = fields.Char(
        compute="_compute_code", store=True, help="Section and number: numbers restart in every section."
    )
    name = fields.Text(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=[("task", "Task"), ("duty", "Standing Duty")], required=True, default="task")
    lead_text = fields.Text(string="Lead, as Printed")
    support_text = fields.Text(string="Support, as Printed")
    deadline_text = fields.Char(string="Completion Time, as Printed")
    # read out of the text, editable
    lead_ids = fields.Many2many(
        comodel_name="plan.agency",
        relation="plan_task_lead_rel",
        compute="_compute_leads",
        store=True,
        readonly=False,
        string="Lead Agencies",
    )
    lead_group_ids = fields.Many2many(
        comodel_name="plan.agency.group",
        relation="plan_task_lead_group_rel",
        compute="_compute_leads",
        store=True,
        readonly=False,
        string="Lead Groups",
    )
    support_ids = fields.Many2many(
        comodel_name="plan.agency",
        relation="plan_task_support_rel",
        compute="_compute_supports",
        store=True,
        readonly=False,
        string="Supporting Agencies",
    )
    support_group_ids = fields.Many2many(
        comodel_name="plan.agency.group",
        relation="plan_task_support_group_rel",
        compute="_compute_supports",
        store=True,
        readonly=False,
        string="Supporting Groups",
    )
    date_start = fields.Date(compute="_compute_deadline", store=True, readonly=False, precompute=True)
    date_end = fields.Date(string="Deadline", compute="_compute_deadline", store=True, readonly=False, precompute=True)
    recurrence = fields.Selection(
        selection=RECURRENCES,
        compute="_compute_deadline",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    is_deadline_ambiguous = fields.Boolean(
        string="Deadline to Clarify", compute="_compute_deadline", store=True, readonly=False, precompute=True
    )
    track_id = fields.Many2one(
        comodel_name="plan.track", compute="_compute_track_id", store=True, readonly=False, ondelete="restrict"
    )
    confirmation = fields.Selection(
        selection=[
            ("leader", "The Agency's Leader"),
            ("desk", "The Desk"),
            ("independent", "An Independent Agency"),
        ],
        string="Result Confirmed By",
        compute="_compute_confirmation",
        store=True,
        readonly=False,
    )
    product = fields.Char(string="Expected Product")
    leader_name = fields.Char(string="Responsible Leader")
    _number_unique = models.UniqueIndex(
        "(section_id, kind, number)", "The section already has a task with this number. Choose another number."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_start IS NULL OR date_end IS NULL OR date_start <= date_end)",
        "The task cannot be due before it starts.",
    )
    _years_are_real = models.Constraint(
        f"CHECK (COALESCE(date_start, '{FIRST_DAY}') >= '{FIRST_DAY}'"
        f" AND COALESCE(date_end, '{LAST_DAY}') <= '{LAST_DAY}')",
        "The dates of a task must be between the years 2000 and 2099.",
    )

    @api.depends("section_id.code", "number", "kind")
    def _compute_code(self):
        for task in self:
            task.code = self._get_code(task.section_id.code or "", task.number, task.kind)

    @api.model
    def _get_code(self, section, number, kind):
        # a duty's number goes on from its part ("III", "1.3-2"), a task's restarts in every section ("II", "6")
        head = section.split(".")[0] if kind == "duty" else section
        return f"{head}.{number}"

    @api.depends("code", "name")
    def _compute_display_name(self):
        for task in self:
            task.display_name = f"{task.code} {task.name}"

    @api.depends("lead_text")
    def _compute_leads(self):
        self._read_actors("lead_text", "lead_ids", "lead_group_ids")

    @api.depends("support_text")
    def _compute_supports(self):
        self._read_actors("support_text", "support_ids", "support_group_ids")

    @api.depends("deadline_text", "kind")
    def _compute_deadline(self):
        for task in self:
            task.update(self._read_deadline(task.deadline_text, task.kind, task.plan_id.date_issued))

    @api.model
    def _read_deadline(self, text, kind, date_issued):
        """Return the values of the fields that a completion time means, as printed in a plan of that day."""
        deadline = parse_deadline(text or "", date_issued)
        # a standing duty without its own time is not ambiguous, it simply applies
        stands = kind == "duty" and not text
        return {
            "date_start": deadline.date_start,
            "date_end": deadline.date_end,
            "recurrence": "ongoing" if stands else deadline.recurrence,
            "is_deadline_ambiguous": deadline.is_ambiguous and not stands,
        }

    @api.depends("name", "recurrence")
    def _compute_track_id(self):
        tracks = {track.code: track for track in self.env["plan.track"].search([])}
        for task in self:
            code, _is_guess = guess_track(task.name or "", task.recurrence or "unknown")
            task.track_id = tracks.get(code)

    @api.depends("lead_ids", "lead_group_ids", "plan_id.desk_agency_id")
    def _compute_confirmation(self):
        for task in self:
            task.confirmation = self._get_who_confirms(
                task.lead_group_ids, task.plan_id.desk_agency_id in task.lead_ids
            )

    @api.model
    def _get_who_confirms(self, lead_groups, desk_leads):
        """Return who confirms what these lead: nobody confirms their own work."""
        if lead_groups:
            return "leader"
        return "independent" if desk_leads else "desk"

    def write(self, vals):
        if not self.env.su:
            self._check_text_unlocked(vals)
        return super().write(vals)

    # fields given to agencies in writing; once given, only an amendment or extension changes them
    _LOCKED_ONCE_GIVEN = frozenset(
        {
            "plan_id", "section_id", "number", "name", "kind", "lead_text", "support_text", "deadline_text",
            "date_start", "date_end", "recurrence", "lead_ids", "lead_group_ids", "support_ids", "support_group_ids",
            "track_id",
        }
    )  # fmt: skip

    def _check_text_unlocked(self, vals):
        locked = self._LOCKED_ONCE_GIVEN & vals.keys()
        if not locked:
            return
        given = self._filtered_given()[:1]
        if given:
            raise UserError(
                self.env._(
                    "Task %(task)s is already assigned: its text, agencies, track and deadline can no longer be "
                    "edited.",
                    task=given.code,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        if self._filtered_given():
            raise UserError(self.env._("A task assigned to agencies cannot be deleted."))

    def _filtered_given(self):
        """Return the tasks that agencies carry out, as superuser."""
        # sudo: work of all agencies counts, also what the desk's user may not read
        return self.sudo().filtered(lambda task: task._is_with_agencies())

    def _is_with_agencies(self):
        """Say whether agencies carry this out: of a plan in force they do so with its duties."""
        return self.kind == "duty" and self.plan_id.state != "draft"

    def action_read_text(self):
        """Read agencies, dates and track out of the texts again, overwriting what was edited by hand."""
        self.check_access("write")
        self._check_text_unlocked({"lead_text": None})
        self._compute_leads()
        self._compute_supports()
        self._compute_deadline()
        self._compute_track_id()
        self._compute_confirmation()
        return True

    @api.model
    def _work_domain(self):
        """Return the domain of the tasks whose work is with the agencies now."""
        return (Domain("kind", "=", "task") | Domain("is_given", "=", True)) & Domain("plan_id.state", "=", "active")
