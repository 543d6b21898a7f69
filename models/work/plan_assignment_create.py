import datetime
from itertools import islice

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_date, split_every

from ...tools.clock import vietnam_today

# rows created at a time: large enough for the ORM, small enough that a killed cron loses seconds
BATCH = 500
ASKED = "plan_tracking.mail_activity_type_contribution"


class PlanAssignmentCreate(models.Model):
    """How assignments come: from the tasks of a plan, and from a lead that asks others for a contribution."""

    _inherit = "plan.assignment"

    # Requests of a lead to other agencies: an assignment of theirs that hangs on the lead's and is due before it.
    #
    # The lead reads it and takes it into its own result; nobody else's assignments come into its sight.
    contribution_ids = fields.One2many(
        comodel_name="plan.assignment", inverse_name="parent_id", string="Contributions", readonly=True
    )
    request = fields.Text(readonly=True)

    # Creates the assignments of tasks: every leading agency, every member of a leading group, every named supporter
    # gets one.

    @api.model
    def _fan_out(self, plans):
        """Create the assignments of the active `plans` that are missing today; what is there stays as it is."""
        created = self.browse()
        for batch in split_every(BATCH, self._missing_assignments(plans), list):
            created += self._create_assignments(batch)
        return created

    @api.model
    def _cron_open_cycles(self):
        """Open the year's cycles and what else is missing, batch by batch; killed and run again, it doubles nothing.

        A plan that its desk is working on right now is left for the next run.
        """
        self.env["ir.cron"]._check_started_by_system()
        plans = self.env["plan.plan"].search([("state", "=", "active")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=sum(1 for _assignment in self._missing_assignments(plans)))
        for plan in plans:
            # the lock ends with each batch, and changes made by others since are looked up again
            while plan.try_lock_for_update(allow_referencing=True):
                batch = list(islice(self._missing_assignments(plan), BATCH))
                self._create_assignments(batch)
                commit(len(batch))
                if len(batch) < BATCH:
                    break

    @api.model
    def _create_assignments(self, vals_list):
        """Create assignments without logging, tracking and following: a thousand at once notify nobody one by one.

        They are made in the system's name: neither the context nor the defaults of the user who activates a plan may
        set anything on an assignment.
        """
        context = {
            **clean_context(self.env.context),
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "plan_values_known": True,
        }
        return self.with_env(self.env(user=SUPERUSER_ID, context=context)).create(vals_list)

    @api.model
    def _create(self, data_list):
        """Keep what a fan-out has worked out for each assignment: computed again assignment by assignment, it costs as
        much as all else.

        Only `_create_assignments` asks for it; nobody may create assignments over RPC.
        """
        if self.env.context.get("plan_values_known"):
            computed = [field for field in self._fields.values() if field.store and field.compute]
            for data in data_list:
                data["protected"].update(field for field in computed if field.name in data["stored"])
        return super()._create(data_list)

    @api.model
    def _missing_assignments(self, plans):
        """Return the values of every assignment that should exist today and does not."""
        first_stages, any_first = self._first_stages()
        today = vietnam_today()
        for plan in plans:
            assignments = self.search_fetch([("plan_id", "=", plan.id), ("parent_id", "=", False)], ["stage_kind"])
            known = {
                (
                    assignment.task_id.id,
                    assignment.agency_id.id,
                    assignment.role,
                    assignment.year,
                ): assignment.stage_kind
                for assignment in assignments
            }
            for task in plan.task_ids.filtered(lambda task: task.kind == "task" or task.is_given):
                of_task = self._assignment_values(task, first_stages.get(task.track_id, any_first))
                for agency, role in task._assignment_holders():
                    confirmation, confirming_agency = task._get_confirmation(agency, role)
                    for year, deadline in task._assignment_cycles(today, known, agency, role):
                        if (task.id, agency.id, role, year) not in known:
                            yield {
                                **of_task,
                                "agency_id": agency.id,
                                "role": role,
                                "year": year,
                                "date_assigned": max(plan.date_issued, datetime.date(year or 1, 1, 1)),
                                "date_deadline": deadline,
                                "date_deadline_origin": deadline,
                                "confirmation": confirmation,
                                "confirming_agency_id": confirming_agency.id,
                            }

    @api.model
    def _assignment_values(self, task, stage):
        """Return what is the same in all new assignments of a task: also what Odoo would work out for each by
        itself."""
        return {
            "task_id": task.id,
            "task_sequence": task.sequence,
            "plan_id": task.plan_id.id,
            "section_id": task.section_id.id,
            "stage_id": stage.id,
            "stage_kind": stage.kind,
            "progress": stage.progress,
            "date_done": False,
            "next_step": False,
            "date_next_step": False,
            "step_count": 0,
            "step_done_count": 0,
        }

    @api.model
    def _first_stages(self):
        """Return the stage in which the work of each track begins, and the one for work without a track."""
        stages = self.env["plan.stage"].search([("kind", "=", "todo")])
        first = {track: stage for stage in stages.sorted(reverse=True) for track in stage.track_ids}
        return first, stages[:1]

    def _do_ask(self, agencies, request, date_deadline):
        """Ask `agencies` for a contribution, due on `date_deadline`; return the new assignments.

        :raises UserError: asked by somebody else, too late, of an agency that has been asked or does not report
        """
        self.ensure_one()
        self._check_plan_active()
        request = self._clean_text(request)
        members = self._check_actors("agency")
        self._hold()
        reason = self._get_cannot_ask_reason(agencies, date_deadline)
        if reason:
            raise UserError(reason)
        first = self._get_stages_of_kind("todo")[self.task_id.track_id]
        today = vietnam_today()
        assignments = self._create_assignments(
            [
                {
                    "task_id": self.task_id.id,
                    "agency_id": agency.id,
                    "role": "support",
                    "year": self.year,
                    "parent_id": self.id,
                    "lead_agency_id": self.agency_id.id,
                    "stage_id": first.id,
                    "date_assigned": today,
                    "date_deadline": date_deadline,
                    "date_deadline_origin": date_deadline,
                    "request": request,
                }
                for agency in agencies
            ]
        ).with_env(self.env)
        self.env["plan.log"]._record(
            self, "ask", members=members, reason=request, date=date_deadline, note=", ".join(agencies.mapped("name"))
        )
        # sudo: users who write to an agency may know its officers
        officers = self.env["plan.member"].sudo()._search_in_office(agencies, ("officer",)).grouped("agency_id")
        asked = assignments.sudo()  # sudo: the assignments are another agency's
        asked._remind(
            ASKED,
            {
                assignment: officers[assignment.agency_id][:1].user_id
                for assignment in asked
                if assignment.agency_id in officers
            },
            request,
        )
        return assignments

    def _get_cannot_ask_reason(self, agencies, date_deadline):
        """Say in words why these agencies cannot be asked, or return False."""
        task = self.task_id.code
        if self.parent_id or self.role != "lead":
            return self.env._("Only the lead of “%(task)s” can ask others for contributions.", task=task)
        if self.result_state != "none" or self.stage_kind not in ("todo", "doing"):
            return self.env._(
                "“%(task)s” is “%(stage)s”: nothing more can be requested.", task=task, stage=self.stage_id.name
            )
        if not agencies:
            return self.env._("Choose at least one agency or group.")
        if self.agency_id in agencies:
            return self.env._(
                "%(agency)s leads this work and cannot be asked for a contribution.", agency=self.agency_id.name
            )
        strangers = agencies - agencies.filtered("category_id.reports")._current_bodies()
        if strangers:
            return self.env._(
                "%(agencies)s cannot be asked for a contribution: it gives instructions, or no longer exists.",
                agencies=", ".join(strangers.mapped("name")),
            )
        asked = self.sudo().contribution_ids.agency_id & agencies  # sudo: all that hang on the own assignment
        if asked:
            return self.env._(
                "Already asked: %(agencies)s. Leave them out, or post a message on their assignments.",
                agencies=", ".join(asked.mapped("name")),
            )
        if date_deadline < vietnam_today():
            return self.env._("Give the agencies time: this day is in the past.")
        if self.date_deadline and date_deadline >= self.date_deadline:
            return self.env._(
                "A contribution is due before the work that needs it: choose a day before %(date)s.",
                date=format_date(self.env, self.date_deadline, date_format="dd/MM/yyyy"),
            )
        return False

    def action_confirm(self):
        result = super().action_confirm()
        self.filtered("parent_id")._take_into_lead()
        return result

    def _take_into_lead(self):
        """Put what these contributions say and prove into the results that they were asked for.

        A result that has been handed in stays as it is: later confirmations are on the contribution's own assignment.
        """
        for assignment in self.sudo():  # sudo: the lead has been checked as the one who confirms
            lead = assignment.parent_id
            if lead.result_state != "none":
                continue
            line = f"- {assignment.agency_id.name}: {assignment.result or assignment.product_number}"
            if line not in (lead.result or "").splitlines():  # it may have been taken, returned and confirmed again
                lead.result = f"{lead.result}\n{line}" if lead.result else line
            assignment.evidence_ids._copy_to(lead)
            self.env["plan.log"]._record(
                lead, "take", note=assignment.agency_id.name, number=assignment.product_number or ""
            )
