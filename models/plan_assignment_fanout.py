import datetime
from itertools import islice

from odoo import SUPERUSER_ID, api, models
from odoo.tools import clean_context, split_every

from ..tools.clock import vietnam_today

# rows created at a time: large enough for the ORM, small enough that a killed cron loses seconds
BATCH = 500


class PlanAssignmentFanout(models.Model):
    """How tasks become cards: every leading agency, every member of a leading group, every named supporter gets one."""

    _inherit = "plan.assignment"

    @api.model
    def _fan_out(self, plans):
        """Create the parts of the active `plans` that are missing today; what is there stays as it is."""
        created = self.browse()
        for batch in split_every(BATCH, self._missing_parts(plans), list):
            created += self._create_parts(batch)
        return created

    @api.model
    def _cron_open_cycles(self):
        """Open the year's cycles and what else is missing, batch by batch; killed and run again, it doubles nothing.

        A plan that its desk is working on right now is left for the next run.
        """
        self.env["ir.cron"]._check_started_by_system()
        plans = self.env["plan.plan"].search([("state", "=", "active")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=sum(1 for _part in self._missing_parts(plans)))
        for plan in plans:
            # the lock ends with each batch, and what others have done since is looked for anew
            while plan.try_lock_for_update(allow_referencing=True):
                batch = list(islice(self._missing_parts(plan), BATCH))
                self._create_parts(batch)
                commit(len(batch))
                if len(batch) < BATCH:
                    break

    @api.model
    def _create_parts(self, vals_list):
        """Create cards without logging, tracking and following: a thousand at once notify nobody one by one.

        They are made in the system's name: neither the context nor the own defaults of whoever activates a plan may
        say anything about a card.
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
        """Keep what a fan-out has worked out for each part: computed again card by card, it costs as much as all else.

        Only `_create_parts` asks for it; nobody may create cards over RPC.
        """
        if self.env.context.get("plan_values_known"):
            computed = [field for field in self._fields.values() if field.store and field.compute]
            for data in data_list:
                data["protected"].update(field for field in computed if field.name in data["stored"])
        return super()._create(data_list)

    @api.model
    def _missing_parts(self, plans):
        """Return the values of every part that should exist today and does not."""
        first_stages, any_first = self._first_stages()
        today = vietnam_today()
        for plan in plans:
            parts = self.search_fetch([("plan_id", "=", plan.id), ("parent_id", "=", False)], ["stage_kind"])
            known = {(part.task_id.id, part.agency_id.id, part.role, part.year): part.stage_kind for part in parts}
            for task in plan.task_ids.filtered(lambda task: task.kind == "task" or task.is_given):
                of_task = self._part_values(task, first_stages.get(task.track_id, any_first))
                for agency, role in task._part_holders():
                    confirmation, confirming_agency = task._get_confirmation(agency, role)
                    for year, deadline in task._part_cycles(today, known, agency, role):
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
    def _part_values(self, task, stage):
        """Return what is the same in all new parts of a task: also what Odoo would work out for each by itself."""
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
