from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.clock import vietnam_today

# work that is given this long wants a roadmap
LONG = timedelta(days=366)


class PlanAssignmentStep(models.Model):
    """The roadmap of a part: its steps, the next one, and what falls into this week."""

    _inherit = "plan.assignment"

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
        help="Work of several years without a single step.",
    )

    @api.depends("step_ids.name", "step_ids.date_due", "step_ids.is_done", "step_ids.sequence")
    def _compute_next_step(self):
        for part in self:
            steps = part.step_ids
            following = steps.filtered(lambda step: not step.is_done).sorted(
                lambda step: (step.date_due or vietnam_today(), step.sequence)
            )[:1]
            part.next_step = following.name
            part.date_next_step = following.date_due
            part.step_count = len(steps)
            part.step_done_count = len(steps.filtered("is_done"))

    @api.depends("date_next_step", "date_deadline", "stage_kind")
    def _compute_is_this_week(self):
        this_week = self.filtered_domain(self._search_is_this_week("in", [True]))
        for part in self:
            part.is_this_week = part in this_week

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
        for part in self:
            part.needs_steps = part in missing

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
                predicate=lambda part: bool(
                    part.date_deadline and part.date_assigned and part.date_deadline - part.date_assigned > LONG
                ),
            )
        )

    def _set_next_step(self, name, day):
        """Say what comes next and by when: the next step that is open is changed, or one is added; empty ends none."""
        self.ensure_one()
        if (name or "", day or False) == (self.next_step or "", self.date_next_step or False):
            return
        if not (name and day):
            raise UserError(self.env._("“%(task)s”: say what the next step is and by when.", task=self.task_id.code))
        following = self.step_ids.filtered(lambda step: not step.is_done)
        following = following.sorted(lambda step: (step.date_due, step.sequence))[:1]
        if following:
            following.write({"name": name, "date_due": day})
        else:
            self.step_ids.create({"assignment_id": self.id, "name": name, "date_due": day})
