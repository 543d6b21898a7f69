from markupsafe import escape

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES, WORK_ROLES

APPROVE, RETURNED = "plan_tracking.mail_activity_type_approve", "plan_tracking.mail_activity_type_returned"


class PlanAssignmentAction(models.Model):
    """The actions on a result: hand in, take back, approve, confirm, return; and what stops a piece of work."""

    _inherit = "plan.assignment"

    def action_submit(self):
        """Hand the result in: product, files and a line of text are fixed from here on."""
        self._check_plan_active()
        self._check_actors("agency")
        for assignment in self:
            reason = assignment._get_cannot_submit_reason()
            if reason:
                raise UserError(reason)
        self._transition("submit")
        self._bump_revision()  # the user has seen another result on the open page
        self.env["plan.evidence"]._freeze(self)
        self._drop_activities(RETURNED)
        self._remind_leaders()
        return True

    def action_withdraw(self):
        """Take a result back that no leader has decided on yet."""
        self._check_plan_active()
        self._transition("withdraw")
        self._drop_activities(APPROVE)
        return True

    def action_approve(self):
        """Approve as the agency's leader."""
        self._check_plan_active()
        self._check_as_seen()
        self._transition("approve")
        self._lapse_extensions()
        self._drop_activities(APPROVE)
        return True

    def action_confirm(self):
        """Confirm as the one whom the task names: many at once, one row of the log for each."""
        self._check_plan_active()
        self._check_as_seen()
        self._transition("confirm")
        self._lapse_extensions()
        return True

    def action_spot_check(self):
        """Note that the desk has looked at this result itself."""
        self._check_plan_active()
        members = self._check_actors("confirmer")
        for assignment in self:
            if assignment.result_state not in ("approved", "confirmed"):
                raise UserError(
                    self.env._("“%(task)s” has no approved result to check yet.", task=assignment.task_id.code)
                )
        self.sudo().with_context(tracking_disable=True).date_checked = vietnam_today()  # sudo: a protected field
        self.env["plan.log"]._record(self, "spot_check", members=members)
        return True

    def _do_return(self, reason):
        """Give results back to their agencies, with a reason that they read."""
        self._check_plan_active()
        reason = self._clean_text(reason)
        for state, assignments in self.grouped("result_state").items():
            if state not in self._RETURNS:
                raise UserError(
                    self.env._(
                        "“%(task)s” has no result to return. Reload the page to see the changes.",
                        task=assignments[0].task_id.code,
                    )
                )
            assignments._transition(self._RETURNS[state], reason=reason, values={"return_reason": reason})
        self._drop_activities(APPROVE)
        self._remind_returned(reason)

    def _do_approve_by_signed_copy(self, name, raw, **document):
        """Approve by the leader's signature on paper, uploaded by the agency with number, date and signer."""
        self._check_plan_active()
        self._transition("approve_signed_copy", **document)
        self._lapse_extensions()
        self._drop_activities(APPROVE)
        if raw:
            self.env["plan.evidence"]._attach(self, name, raw, "signed_copy")

    def _do_stop(self, kind, reason, name, raw, number, date):
        """Pause or cancel by a decision: the desk records it, nobody stops their own work."""
        self._check_plan_active()
        self._check_actors("keeper")
        for assignment in self:
            if assignment.stage_kind in ("paused", "cancelled", "done"):
                raise UserError(
                    self.env._(
                        "“%(task)s” is “%(stage)s”: it cannot be paused or cancelled.",
                        task=assignment.task_id.code,
                        stage=assignment.stage_id.name,
                    )
                )
        stage = self.env["plan.stage"].search([("kind", "=", kind)], limit=1)
        self._transition(
            "stop",
            reason=reason,
            values={"stage_id": stage.id, "decision_number": number, "decision_date": date},
            number=number,
            date=date,
            note=stage.name,
        )
        self._lapse_extensions()
        for activity_type in (APPROVE, RETURNED):
            self._drop_activities(activity_type)
        if raw:
            self.env["plan.evidence"]._attach(self, name, raw, "decision")

    def _do_resume(self, reason):
        """Take work up again that was paused or cancelled."""
        self._check_plan_active()
        self._check_actors("keeper")
        for assignment in self:
            if assignment.stage_kind not in ("paused", "cancelled"):
                raise UserError(self.env._("“%(task)s” is not paused or cancelled.", task=assignment.task_id.code))
        self._transition("resume", reason=reason)

    def _get_transition_values(self, name):
        kind = {"submit": "review", "approve": "done", "approve_signed_copy": "done", "confirm": "done"}.get(
            name, "doing"
        )
        stages = self._get_stages_of_kind(kind)
        return {
            assignment: assignment._get_step_values(name, stages[assignment.task_id.track_id]) for assignment in self
        }

    def _get_step_values(self, name, stage):
        """Return what a step writes on this assignment; `stage` is where it goes on its track."""
        if name == "submit":
            return {
                "stage_id": stage.id,
                "stage_before_id": self.stage_id.id,
                "date_submitted": vietnam_today(),
                "submitted_user_id": self.env.uid,
                "return_reason": False,
            }
        if name in ("approve", "approve_signed_copy"):
            return {"stage_id": stage.id} if self.confirmation == "leader" else {}
        if name == "confirm":
            return {"stage_id": stage.id} if self.stage_kind != "done" else {}
        if name == "stop":
            # stopped work waits for nobody; the log keeps the earlier return reason
            back = self.stage_before_id or self.stage_id
            return {"stage_before_id": back.id, "date_submitted": False, "return_reason": False}
        # back into work
        return {
            "stage_id": (self.stage_before_id or stage).id,
            "stage_before_id": False,
            "date_submitted": False,
            "date_checked": False,
            "decision_number": False,
            "decision_date": False,
        }

    def _get_stages_of_kind(self, kind):
        """Return {track: its first step of this kind, or any of the kind where the track has none} for these
        assignments."""
        stages = self.env["plan.stage"].search([("kind", "=", kind)])
        tracks = self.task_id.mapped("track_id")
        return {
            track: next((stage for stage in stages if track in stage.track_ids), stages[:1])
            for track in (*tracks, tracks.browse())
        }

    def _get_cannot_submit_reason(self):
        """Say in words what the result still lacks and where to put it, or return False."""
        self.ensure_one()
        task = self.task_id.code
        if self.stage_kind in ("paused", "cancelled"):
            return self.env._("“%(task)s” is paused or cancelled. Its desk must resume it first.", task=task)
        missing = self._get_missing()
        if missing:
            return self.env._(
                "Before “%(task)s” is submitted, add: %(missing)s.", task=task, missing="; ".join(missing)
            )
        issued = self.plan_id.date_issued
        if self.product_date < issued:
            return self.env._(
                "The product of “%(task)s” is dated before the plan was issued, %(date)s. Correct the date; the "
                "desk records earlier results with the list of earlier results.",
                task=task,
                date=format_date(self.env, issued, date_format="dd/MM/yyyy"),
            )
        return False

    def _get_missing(self):
        """Return in words what the result lacks: all of it at once, so that nobody comes three times."""
        products = self.evidence_ids.filtered(lambda file: file.kind == "product" and not file.replaced_by_id)
        return [
            text
            for text, there in (
                (self.env._("number and date of the product"), self.product_number and self.product_date),
                (self.env._("a line that describes the result"), (self.result or "").strip()),
                (
                    self.env._("the product's file (or tick “No File” if it is secret or internal)"),
                    self.is_secret or products,
                ),
            )
            if not there
        ]

    def _check_as_seen(self):
        """Refuse to decide on a result that is not the one on the page where the button was pressed.

        The page says which it shows. That can only refuse: a caller that passes nothing is trusted to have looked.
        """
        seen = self.env.context.get("plan_seen_revision")
        if seen is None or len(self) != 1:
            return
        self.check_access("read")
        if self.revision_count != seen:
            raise UserError(
                self.env._(
                    "The result or the files of “%(task)s” have changed since you opened this page. Reload it, "
                    "review it again, then decide.",
                    task=self.task_id.code,
                )
            )

    def _check_plan_active(self):
        for plan in self.sudo().plan_id:  # sudo: asked before who may read
            if plan.state != "active":
                raise UserError(self.env._("The plan %(plan)s is closed: its work is read-only.", plan=plan.number))

    # Reminders of the people whom a result waits for: one activity on the assignment for each, gone when somebody has
    # acted.

    def _remind_leaders(self):
        """Tell the responsible leader that a result waits for them; where none is named, every leader of the agency."""
        # sudo: the officers who submit to a leader may know who leads the agency
        members = self.env["plan.member"].sudo()
        leaders = members._search_in_office(self.agency_id, LEADER_ROLES).grouped("agency_id")
        people = {}
        for assignment in self:
            everybody = leaders.get(assignment.agency_id, members).user_id
            people[assignment] = ((assignment.leader_id & everybody) or everybody) - self.env.user
        self._remind(APPROVE, people)

    def _remind_returned(self, reason):
        """Tell who handed in, or who is in charge, that the result came back; have both left, the agency's officers."""
        # sudo: as above
        members = self.env["plan.member"].sudo()
        staff = members._search_in_office(self.agency_id, WORK_ROLES).grouped("agency_id")
        people = {}
        for assignment in self:
            own = staff.get(assignment.agency_id, members)
            officers = own.filtered(lambda member: member.role == "officer")
            people[assignment] = (
                (assignment.submitted_user_id & own.user_id) or (assignment.user_id & own.user_id) or officers.user_id
            )
        self._remind(RETURNED, people, reason)

    def _remind(self, activity_type, people, note=""):
        """Put an activity on the assignments for those who can read them; no mail is sent for it.

        :param dict people: the users to be told, by assignment
        """
        assignments_of = {}
        for assignment, users in people.items():
            for user in users:
                assignments_of[user] = assignments_of.get(user, self.browse()) | assignment
        for user, assignments in assignments_of.items():
            # sudo: an activity is made on an assignment that its maker may not write
            readable = assignments.sudo(False).with_user(user)._filtered_access("read").with_env(self.env).sudo()
            readable = readable.with_context(mail_activity_quick_update=True, mail_create_nosubscribe=True)
            # lists of activities show a summary; without one Odoo shows nothing
            summary = self.env.ref(activity_type).sudo().with_context(lang=user.lang).name
            readable.activity_schedule(
                activity_type, summary=summary, user_id=user.id, note=escape(note), date_deadline=vietnam_today()
            )

    def _drop_activities(self, activity_type):
        self.sudo().activity_unlink([activity_type])  # sudo: the reminder is settled for all, no matter who acted
