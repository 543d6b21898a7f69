import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..access.plan_desk_scope_mixin import BEYOND_ONE_AGENCY


class PlanTask(models.Model):
    """The agencies that get an assignment in a task, and its cycles."""

    _inherit = "plan.task"

    assignment_ids = fields.One2many(
        comodel_name="plan.assignment",
        inverse_name="task_id",
        # officers have their agency's assignments; through this field ids of others' could be asked for one by one
        groups=BEYOND_ONE_AGENCY,
    )
    assignment_count = fields.Integer(string="Lead Assignments", compute="_compute_assignments")
    assignment_done_count = fields.Integer(string="Lead Assignments Done", compute="_compute_assignments")
    assignment_done_rate = fields.Integer(string="Done (%)", compute="_compute_assignments")

    # Papers that all owe: a standing duty is made a task by the desk, and each agency gets its assignment.
    #
    # A plan says of some duties only that everybody carries them out ("chủ động xây dựng kế hoạch"). Given as a task,
    # the duty keeps its printed text; who owes it, by when, and what is handed in are said by the desk.
    is_given = fields.Boolean(string="Assigned as a Task", readonly=True, copy=False)
    plan_state = fields.Selection(related="plan_id.state", string="State of the Plan")
    assignment_summary = fields.Char(string="Issued or Done", compute="_compute_assignment_summary", compute_sudo=False)

    _protected_fields = frozenset({"is_given"})

    @api.depends("assignment_ids.stage_kind", "assignment_ids.role")
    @api.depends_context("uid")
    def _compute_assignments(self):
        rows = self.env["plan.assignment"]._read_group(
            [("task_id", "in", self.ids), ("role", "=", "lead"), ("stage_kind", "!=", "cancelled")],
            ["task_id", "stage_kind"],
            ["__count"],
        )
        total, done = {}, {}
        for task, kind, count in rows:
            total[task] = total.get(task, 0) + count
            if kind == "done":
                done[task] = count
        for task in self:
            task.assignment_count = total.get(task, 0)
            task.assignment_done_count = done.get(task, 0)
            task.assignment_done_rate = (
                round(100 * task.assignment_done_count / task.assignment_count) if task.assignment_count else 0
            )

    def _is_with_agencies(self):
        return bool(self.assignment_ids) or super()._is_with_agencies()

    def action_open_assignments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_assignment_action")
        return {**action, "domain": [("task_id", "in", self.ids)]}

    def _assignment_holders(self):
        """Return (agency, role) for everybody who owes an assignment; a supporting group gets none until a lead
        asks."""
        self.ensure_one()
        leads = (self.lead_ids._current_bodies() | self.lead_group_ids.member_ids._current_bodies()).filtered(
            "category_id.reports"
        )
        supports = self.support_ids._current_bodies().filtered("category_id.reports") - leads
        return [*((agency, "lead") for agency in leads), *((agency, "support") for agency in supports)]

    def _assignment_cycles(self, today, known, agency, role):
        """Return (year, deadline) of every cycle that is open on `today`.

        :param dict known: standing of the assignments there are, by (task id, agency id, role, year)
        """
        self.ensure_one()
        if self.recurrence == "yearly":
            started = [self.plan_id.date_tracking_start, self.date_start]
            first = max((date.year for date in started if date), default=today.year)
            last = min(today.year, self.date_end.year) if self.date_end else today.year
            return [(year, datetime.date(year, 12, 31)) for year in range(first, last + 1)]
        cycles = [(0, self.date_end)]
        product_is_there = known.get((self.id, agency.id, role, 0)) == "done"
        if self.recurrence == "once_then_ongoing" and self.date_end and product_is_there:
            # the work goes on without a deadline
            cycles.append((self.date_end.year + 1, False))
        return cycles

    def _get_confirmation(self, agency, role):
        """Return (confirmation, confirming agency) of the assignment that `agency` has; nobody confirms their own
        work."""
        self.ensure_one()
        plan = self.plan_id
        of_desk = agency == plan.desk_agency_id
        confirmation = "leader" if role == "support" else self.confirmation or "desk"
        if of_desk and confirmation == "desk":
            confirmation = "independent"
        elif agency == plan.independent_agency_id and confirmation == "independent":
            confirmation = "desk"
        independent = of_desk or confirmation == "independent"
        return confirmation, plan.independent_agency_id if independent else plan.desk_agency_id

    @api.depends("assignment_count", "assignment_done_count", "track_id.code")
    @api.depends_context("lang", "uid")
    def _compute_assignment_summary(self):
        for task in self:
            counts = {"done": task.assignment_done_count, "count": task.assignment_count}
            if not task.assignment_count:
                task.assignment_summary = False
            elif task.track_id.code == "document":
                task.assignment_summary = self.env._("%(done)s/%(count)s issued", **counts)
            else:
                task.assignment_summary = self.env._("%(done)s/%(count)s done", **counts)

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        if not self.env.su and any(task.is_given for task in tasks):  # by a user's own default
            raise UserError(self.env._("Use the button to turn a duty into a task, once the plan is active."))
        return tasks

    def _get_actor_place(self, actor):
        return self.plan_id.desk_agency_id, ("desk",)

    def _get_log_values(self):
        return {"plan_id": self.plan_id.id, "task_id": self.id}

    def action_open_missing(self):
        """Show which agencies have not handed in their work, with whom to call."""
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_assignment_action_missing")
        return {
            **action,
            "domain": [
                ("task_id", "in", self.ids),
                ("role", "=", "lead"),
                ("stage_kind", "not in", ["done", "cancelled"]),
            ],
        }

    def _do_give(self, values):
        """Give the duty as a task: set who owes it, by when and what, and make the assignments.

        :param dict values: lead_ids, lead_group_ids, recurrence, date_end, track_id, product
        """
        self.ensure_one()
        reason = self._get_cannot_give_reason()
        if reason:
            raise UserError(reason)
        self.plan_id._hold()
        task = self.sudo()  # sudo: a printed duty of an active plan is locked; its text stays as it is
        task.write({**values, "is_given": True})
        if not task._assignment_holders():
            raise UserError(
                self.env._("Nobody would get an assignment: choose agencies, or groups whose members are confirmed.")
            )
        self.env["plan.log"]._record(self, "give", members=self._get_acting_members("desk"), note=task.product or "")
        self.env["plan.assignment"].sudo()._fan_out(task.plan_id)  # sudo: assignments are made by the fan-out alone

    def _get_cannot_give_reason(self):
        """Say in words why the user cannot give this duty as a task, or return False."""
        if not self.in_desk_scope:
            return self.env._(
                "Only the desk of the plan %(plan)s can assign its duties as tasks.", plan=self.plan_id.number
            )
        if self.kind != "duty" or self.is_given:
            return self.env._("“%(task)s” is already a task.", task=self.code)
        if self.plan_id.state != "active":
            return self.env._("Activate the plan %(plan)s first.", plan=self.plan_id.number)
        return False
