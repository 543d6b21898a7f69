from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.clock import vietnam_today
from .plan_extension import OPEN

# work that is given this long wants a roadmap
LONG = timedelta(days=366)


class PlanAssignmentDetails(models.Model):
    """What hangs on an assignment: its roadmap, the requests to move its deadline, the files that prove its result."""

    _inherit = "plan.assignment"

    # The roadmap of an assignment: its steps, the next one, and what falls into this week.
    step_ids = fields.One2many(comodel_name="plan.step", inverse_name="assignment_id", string="Roadmap")
    next_step = fields.Char(compute="_compute_next_step", store=True)
    date_next_step = fields.Date(string="Next Step By", compute="_compute_next_step", store=True)
    step_count = fields.Integer(string="Steps", compute="_compute_next_step", store=True, aggregator=None)
    step_done_count = fields.Integer(string="Steps Done", compute="_compute_next_step", store=True, aggregator=None)
    is_this_week = fields.Boolean(
        string="This Week",
        compute="_compute_is_this_week",
        search="_search_is_this_week",
        export_string_translation=False,
    )
    needs_steps = fields.Boolean(
        string="Roadmap Missing",
        compute="_compute_needs_steps",
        search="_search_needs_steps",
        help="Work over several years without any step.",
    )
    # The requests to move an assignment's deadline.
    extension_ids = fields.One2many(
        comodel_name="plan.extension", inverse_name="assignment_id", string="Extensions", readonly=True
    )
    has_open_extension = fields.Boolean(
        string="Extension Requested", compute="_compute_has_open_extension", search="_search_has_open_extension"
    )
    # The files that prove an assignment's result, and the count by which a hand-in notices that they have changed.
    evidence_ids = fields.One2many(comodel_name="plan.evidence", inverse_name="assignment_id")
    evidence_count = fields.Integer(
        string="Files", compute="_compute_evidence_count", help="Replaced files are not counted."
    )
    revision_count = fields.Integer(
        readonly=True, copy=False, default=0, aggregator=None, export_string_translation=False
    )

    @api.depends("step_ids.name", "step_ids.date_due", "step_ids.is_done", "step_ids.sequence")
    def _compute_next_step(self):
        for assignment in self:
            steps = assignment.step_ids
            following = steps.filtered(lambda step: not step.is_done).sorted(
                lambda step: (step.date_due or vietnam_today(), step.sequence)
            )[:1]
            assignment.next_step = following.name
            assignment.date_next_step = following.date_due
            assignment.step_count = len(steps)
            assignment.step_done_count = len(steps.filtered("is_done"))

    @api.depends("date_next_step", "date_deadline", "stage_kind")
    def _compute_is_this_week(self):
        this_week = self.filtered_domain(self._search_is_this_week("in", [True]))
        for assignment in self:
            assignment.is_this_week = assignment in this_week

    @api.model
    def _search_is_this_week(self, operator, value):
        """Find open work with a step or a deadline up to Sunday, what is behind included."""
        if operator != "in":
            return NotImplemented
        today = vietnam_today()
        sunday = today + timedelta(days=6 - today.weekday())
        due = Domain("date_next_step", "<=", sunday) | Domain("date_deadline", "<=", sunday)
        return due & Domain("stage_kind", "in", ["todo", "doing"])

    @api.depends("step_count", "stage_kind", "role", "date_assigned", "date_deadline")
    def _compute_needs_steps(self):
        missing = self.filtered_domain(self._search_needs_steps("in", [True]))
        for assignment in self:
            assignment.needs_steps = assignment in missing

    @api.model
    def _search_needs_steps(self, operator, value):
        if operator != "in":
            return NotImplemented

        def several_years(model, alias, query):
            start, end = (model._field_to_sql(alias, name, query) for name in ("date_assigned", "date_deadline"))
            return SQL("%s - %s > %s", end, start, LONG.days)

        open_without = Domain("step_count", "=", 0) & Domain("stage_kind", "in", ["todo", "doing"])
        return (
            open_without
            & Domain("role", "=", "lead")
            & Domain.custom(
                to_sql=several_years,
                predicate=lambda assignment: bool(
                    assignment.date_deadline
                    and assignment.date_assigned
                    and assignment.date_deadline - assignment.date_assigned > LONG
                ),
            )
        )

    def _set_next_step(self, name, day):
        """Say what comes next and by when: the next step that is open is changed, or one is added; empty ends none."""
        self.ensure_one()
        if (name or "", day or False) == (self.next_step or "", self.date_next_step or False):
            return
        if not (name and day):
            raise UserError(self.env._("“%(task)s”: enter the next step and its date.", task=self.task_id.code))
        following = self.step_ids.filtered(lambda step: not step.is_done)
        following = following.sorted(lambda step: (step.date_due, step.sequence))[:1]
        if following:
            following.write({"name": name, "date_due": day})
        else:
            self.step_ids.create({"assignment_id": self.id, "name": name, "date_due": day})

    @api.depends("extension_ids.state")
    def _compute_has_open_extension(self):
        for assignment in self:
            assignment.has_open_extension = any(one.state in OPEN for one in assignment.extension_ids)

    @api.model
    def _search_has_open_extension(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("extension_ids", "any", [("state", "in", OPEN)])]

    def _get_cannot_extend_reason(self, date_asked, by_agency, by_keeper):
        """Say in words why no later deadline can be asked for, or return False."""
        self.ensure_one()
        task = self.task_id.code
        if not (by_agency or by_keeper):
            return self._get_actor_reason("agency")
        if not self.date_deadline:
            return self.env._("“%(task)s” has no deadline to extend.", task=task)
        if self.stage_kind in ("done", "cancelled"):
            return self.env._("“%(task)s” is already “%(stage)s”.", task=task, stage=self.stage_id.name)
        deadline = format_date(self.env, self.date_deadline, date_format="dd/MM/yyyy")
        if date_asked <= self.date_deadline:
            return self.env._(
                "The new deadline of “%(task)s” must be after the current one, %(date)s.", task=task, date=deadline
            )
        if self.date_deadline < vietnam_today() and not by_keeper:
            return self.env._(
                "The deadline of “%(task)s” ended on %(date)s. Extensions must be requested before the deadline; "
                "write to the desk in a message on the assignment.",
                task=task,
                date=deadline,
            )
        return False

    def _lapse_extensions(self):
        """Close the requests of those assignments that are done or cancelled: there is nothing left to decide."""
        finished = self.filtered(lambda assignment: assignment.stage_kind in ("done", "cancelled"))
        extensions = self.env["plan.extension"].sudo()  # sudo: the request is settled, no matter who confirms
        left = extensions.search([("assignment_id", "in", finished.ids), ("state", "in", OPEN)])
        if left:
            left._hold()
            left._unguarded_write({"state": "lapsed"})
            self.env["plan.log"]._record(left.assignment_id, "lapse")

    @api.depends("evidence_ids.replaced_by_id")
    def _compute_evidence_count(self):
        groups = self.env["plan.evidence"]._read_group(
            [("assignment_id", "in", self.ids), ("replaced_by_id", "=", False)], ["assignment_id"], ["__count"]
        )
        counts = {assignment.id: count for assignment, count in groups}
        for assignment in self:
            assignment.evidence_count = counts.get(assignment.id, 0)

    def _is_handed_in(self):
        """Say whether the result is with those who approve or confirm it, or past them: its files are frozen."""
        self.ensure_one()
        return self.result_state != "none"

    def _check_takes_evidence(self):
        """Refuse files for a result that is approved: nobody would look at them again.

        What was done before this software came in as a list; its files may follow.
        """
        for assignment in self:
            if assignment.result_state in ("approved", "confirmed") and not assignment.is_prior:
                raise UserError(
                    self.env._(
                        "The result of “%(task)s” is approved and its files cannot be changed. Ask for its return "
                        "to add or replace a file, or post the file in a message on the assignment.",
                        task=assignment.task_id.code,
                    )
                )

    def _bump_revision(self):
        """Touch the assignments, because files or steps of theirs come, go or change.

        Two transactions that write one row do not both succeed: a hand-in that has not seen the change fails with a
        serialization error, and Odoo runs it again.
        """
        if not self:
            return
        self.flush_recordset(["revision_count"])
        self.env.cr.execute(
            SQL("UPDATE plan_assignment SET revision_count = revision_count + 1 WHERE id IN %s", tuple(self.ids))
        )
        self.invalidate_recordset(["revision_count"], flush=False)

    def _find_replaceable(self, evidence_id):
        """Return the evidence of this assignment with that id, if a new file may come in its place; else say why
        not."""
        # sudo: everybody who can write the assignment can read its evidence
        evidence = self.env["plan.evidence"].sudo().search([("id", "=", evidence_id), ("assignment_id", "=", self.id)])
        reason = (
            evidence._get_cannot_replace_reason()
            if evidence
            else self.env._("The file to replace no longer exists. Open the assignment again.")
        )
        if reason:
            raise UserError(reason)
        return evidence

    # files of a message are part of what was said; they prove nothing

    def _create_attachments_for_post(self, values_list, extra_list):
        quiet = self.with_context(plan_no_evidence=True)
        return super(PlanAssignmentDetails, quiet)._create_attachments_for_post(values_list, extra_list)

    def _message_create(self, values_list):
        quiet = self.with_context(plan_no_evidence=True)
        return super(PlanAssignmentDetails, quiet)._message_create(values_list).with_env(self.env)
