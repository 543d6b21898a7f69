from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.clock import vietnam_today
from .plan_member import LEADER_ROLES, WORK_ROLES
from .plan_workflow_mixin import Transition

RESULT_STATES = [
    ("none", "Not Handed In"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("confirmed", "Confirmed"),
]
APPROVE, RETURNED = "plan_tracking.mail_activity_type_approve", "plan_tracking.mail_activity_type_returned"


class PlanAssignmentResult(models.Model):
    """How work comes to count as done: handed in with its product, approved, confirmed.

    From       | by                                   | to        | the card goes to
    -----------|--------------------------------------|-----------|--------------------------------------------
    none       | `action_submit`: the agency          | submitted | waiting
    submitted  | `action_withdraw`: the agency        | none      | where it was
    submitted  | `action_approve`: its leader         | approved  | done, if the leader's word is enough
    submitted  | a signed paper, put in by the agency | approved  | as above
    approved   | `action_confirm`: who confirms it    | confirmed | done
    submitted  | returned by the leader, with reason  | none      | where it was
    approved   | returned by who confirms, with reason| none      | where it was
    confirmed  | returned by the desk, with reason    | none      | where it was

    A collective's part is done with its leader's approval; the desk looks at samples and confirms many at once. All
    others are confirmed by the desk, the desk's own work by an independent agency, a contribution by who asked for it.
    """

    _inherit = "plan.assignment"
    _state_field = "result_state"

    result_state = fields.Selection(
        selection=RESULT_STATES, required=True, readonly=True, copy=False, default="none", index=True
    )
    confirmation = fields.Selection(
        selection=[
            ("leader", "Own Leader; the Desk Checks Samples"),
            ("desk", "Desk"),
            ("independent", "Independent Agency"),
            ("lead", "Lead That Asked for It"),
        ],
        string="Confirmed By",
        compute="_compute_confirmation",
        store=True,
    )
    confirming_agency_id = fields.Many2one(
        comodel_name="plan.agency",
        compute="_compute_confirmation",
        store=True,
        index="btree_not_null",
    )
    stage_before_id = fields.Many2one(
        comodel_name="plan.stage", readonly=True, copy=False, ondelete="restrict", export_string_translation=False
    )
    submitted_user_id = fields.Many2one(
        comodel_name="res.users", string="Handed In By", readonly=True, copy=False, ondelete="restrict"
    )
    return_reason = fields.Text(string="Returned Because", readonly=True, copy=False)
    date_checked = fields.Date(string="Spot-Checked On", readonly=True, copy=False)
    waits_for_me = fields.Boolean(
        string="Waiting for Me",
        compute="_compute_waits_for_me",
        search="_search_waits_for_me",
        compute_sudo=False,
        export_string_translation=False,
    )
    log_ids = fields.One2many(comodel_name="plan.log", inverse_name="assignment_id", string="Decisions", readonly=True)
    # what the user may do now: the buttons
    can_submit = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_withdraw = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_approve = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_confirm = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_return = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_stop = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_resume = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_ask = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_extend = fields.Boolean(compute="_compute_can", export_string_translation=False)

    _confirming_open = models.Index("(confirming_agency_id) WHERE result_state = 'approved'")

    _transitions = {
        "submit": Transition(("none",), "submitted", "agency"),
        "withdraw": Transition(("submitted",), "none", "agency"),
        "approve": Transition(("submitted",), "approved", "leader"),
        "approve_paper": Transition(("submitted",), "approved", "agency"),
        "confirm": Transition(("approved",), "confirmed", "confirmer"),
        "return": Transition(("submitted",), "none", "leader", needs_reason=True),
        "return_approved": Transition(("approved",), "none", "confirmer", needs_reason=True),
        "return_confirmed": Transition(("confirmed",), "none", "keeper", needs_reason=True),
        "stop": Transition(("none", "submitted", "approved"), "none", "keeper"),
        "resume": Transition(("none",), "none", "keeper", needs_reason=True),
    }
    # by which transition a result is returned
    _RETURNS = {"submitted": "return", "approved": "return_approved", "confirmed": "return_confirmed"}
    # what is handed in: fixed until the result is returned
    _RESULT = frozenset({"product_number", "product_date", "is_secret", "result"})

    @api.depends(
        "role",
        "parent_id",
        "lead_agency_id",
        "agency_id",
        "task_id.confirmation",
        "plan_id.desk_agency_id",
        "plan_id.independent_agency_id",
    )
    def _compute_confirmation(self):
        for part in self:
            if part.parent_id:
                part.confirmation, part.confirming_agency_id = "lead", part.lead_agency_id
            else:
                part.confirmation, part.confirming_agency_id = part.task_id._get_confirmation(part.agency_id, part.role)

    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        waiting = self.filtered_domain(self._search_waits_for_me("in", [True]))
        for part in self:
            part.waits_for_me = part in waiting

    @api.model
    def _search_waits_for_me(self, operator, value):
        """Find what the user is next to act on: to approve, to confirm, to take over, or returned to his agency."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        work_ids = user._plan_work_agency_ids()
        own = Domain("agency_id", "in", work_ids)
        to_approve = Domain("agency_id", "in", user._plan_agency_ids(*LEADER_ROLES))
        to_confirm = Domain("plan_id", "in", user._plan_desk_plan_ids())
        to_confirm &= Domain("confirming_agency_id", "in", user._plan_agency_ids("desk"))
        to_confirm |= self._independent_domain(user._plan_independent_plans())
        to_take = Domain("lead_agency_id", "in", work_ids)
        return (
            (own & Domain("return_reason", "!=", False))
            | (to_approve & Domain("result_state", "=", "submitted"))
            | ((to_confirm | to_take) & Domain("result_state", "=", "approved"))
        )

    @api.model
    def _independent_domain(self, plans):
        """Return the domain of the parts of `plans` that their independent agencies confirm."""
        return Domain("plan_id", "in", plans.ids) & Domain(
            "confirming_agency_id", "in", plans.independent_agency_id.ids
        )

    @api.depends("result_state", "stage_kind")
    @api.depends_context("uid")
    def _compute_can(self):
        acting = {actor: set(self._get_acting_members(actor)) for actor in ("agency", "leader", "confirmer", "keeper")}
        today = vietnam_today()
        for part in self:
            state, stopped = part.result_state, part.stage_kind in ("paused", "cancelled")
            active = part.plan_id.state == "active"
            part.can_submit = active and state == "none" and not stopped and part in acting["agency"]
            part.can_withdraw = active and state == "submitted" and part in acting["agency"]
            part.can_approve = active and state == "submitted" and part in acting["leader"]
            part.can_confirm = active and state == "approved" and part in acting["confirmer"]
            returning = self._RETURNS.get(state)
            part.can_return = bool(active and returning and part in acting[self._transitions[returning].actor])
            kept = active and part in acting["keeper"]
            part.can_stop = kept and not stopped and part.stage_kind != "done"
            part.can_resume = kept and stopped
            at_work = part.can_submit and part.stage_kind in ("todo", "doing")
            part.can_ask = at_work and part.role == "lead" and not part.parent_id
            part.can_extend = (
                active
                and bool(part.date_deadline)
                and (kept or (part in acting["agency"] and part.date_deadline >= today))
                and part.stage_kind in ("todo", "doing", "review", "paused")
                and not part.has_open_extension
            )

    # -- who acts -----------------------------------------------------------------------------------------------------

    def _get_actor_place(self, actor):
        plan = self.plan_id
        if actor == "agency":
            return self.agency_id, WORK_ROLES
        if actor == "leader":
            return self.agency_id, LEADER_ROLES
        if actor == "desk":
            return plan.desk_agency_id, ("desk",)
        if actor == "keeper":
            return self._get_keeper()
        if self.confirmation == "lead":
            return self.lead_agency_id, WORK_ROLES
        by_desk = self.confirming_agency_id == plan.desk_agency_id
        return self.confirming_agency_id, ("desk",) if by_desk else LEADER_ROLES

    def _get_keeper(self):
        """Return (agency, roles) of who records deadlines and stops: who asked, the desk, another for its own."""
        if self.lead_agency_id:
            return self.lead_agency_id, WORK_ROLES
        if self.agency_id == self.plan_id.desk_agency_id:
            return self.plan_id.independent_agency_id, LEADER_ROLES
        return self.plan_id.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        self.ensure_one()
        part = self.sudo()  # sudo: who may do it is said to somebody who may not
        agency, _roles = part._get_actor_place(actor)
        if not agency:
            return self.env._(
                "The plan %(plan)s does not say who confirms the desk's own work. Its desk names that agency first.",
                plan=part.plan_id.number,
            )
        if actor == "agency":
            return self.env._(
                "“%(task)s” is the work of %(agency)s: only its officers and leaders can do this.",
                task=part.task_code,
                agency=agency.name,
            )
        if actor == "leader":
            return self.env._(
                "Only a leader or deputy of %(agency)s in office today decides on the result of “%(task)s”. "
                "If he signs on paper, put in the signed paper.",
                task=part.task_code,
                agency=agency.name,
            )
        return self.env._("This is decided by %(agency)s for “%(task)s”.", task=part.task_code, agency=agency.name)

    def _get_log_values(self):
        return {"plan_id": self.plan_id.id, "task_id": self.task_id.id, "assignment_id": self.id}

    # -- what happens -------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Hand the result in: product, files and a line of text are fixed from here on."""
        self._check_plan_active()
        self._check_actors("agency")
        for part in self:
            reason = part._get_cannot_submit_reason()
            if reason:
                raise UserError(reason)
        self._transition("submit")
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
        self._transition("approve")
        self._drop_activities(APPROVE)
        return True

    def action_confirm(self):
        """Confirm as the one whom the task names: many at once, one row of the log for each."""
        self._check_plan_active()
        self._transition("confirm")
        self._lapse_extensions()
        self.filtered("parent_id")._take_into_lead()
        return True

    def action_spot_check(self):
        """Note that the desk has looked at this result itself."""
        self._check_plan_active()
        members = self._check_actors("confirmer")
        for part in self:
            if part.result_state not in ("approved", "confirmed"):
                raise UserError(self.env._("“%(task)s” has no approved result to look at yet.", task=part.task_id.code))
        self.sudo().with_context(tracking_disable=True).date_checked = vietnam_today()  # sudo: a protected field
        self.env["plan.log"]._record(self, "spot_check", members=members)
        return True

    def _do_return(self, reason):
        """Give results back to their agencies, with a reason that they read."""
        self._check_plan_active()
        for state, parts in self.grouped("result_state").items():
            if state not in self._RETURNS:
                raise UserError(
                    self.env._(
                        "“%(task)s” has no result to return. Reload the page to see what has happened.",
                        task=parts[0].task_id.code,
                    )
                )
            parts._transition(self._RETURNS[state], reason=reason, values={"return_reason": reason.strip()})
        self._drop_activities(APPROVE)
        for part in self:
            part._remind(RETURNED, part.submitted_user_id or part.user_id, reason)

    def _do_approve_by_paper(self, name, raw, **document):
        """Approve by the leader's signature on paper, put in by the agency with number, date and signer."""
        self._check_plan_active()
        self._transition("approve_paper", **document)
        self._drop_activities(APPROVE)
        if raw:
            self.env["plan.evidence"]._attach(self, name, raw, "paper")

    def _do_stop(self, kind, reason, name, raw, number, date):
        """Pause or cancel by a decision: the desk records it, nobody stops his own work."""
        self._check_plan_active()
        self._check_actors("keeper")
        for part in self:
            if part.stage_kind in ("paused", "cancelled", "done"):
                raise UserError(
                    self.env._(
                        "“%(task)s” is “%(stage)s”: it cannot be paused or cancelled.",
                        task=part.task_id.code,
                        stage=part.stage_id.name,
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
        self._drop_activities(APPROVE)
        if raw:
            self.env["plan.evidence"]._attach(self, name, raw, "decision")

    def _do_resume(self, reason):
        """Take work up again that was paused or cancelled."""
        self._check_plan_active()
        self._check_actors("keeper")
        for part in self:
            if part.stage_kind not in ("paused", "cancelled"):
                raise UserError(self.env._("“%(task)s” is not paused or cancelled.", task=part.task_id.code))
        self._transition("resume", reason=reason)

    def _get_transition_values(self, name):
        if name == "submit":
            return {
                "stage_id": self._stage_of_kind("review").id,
                "stage_before_id": self.stage_id.id,
                "date_submitted": vietnam_today(),
                "submitted_user_id": self.env.uid,
                "return_reason": False,
            }
        if name in ("approve", "approve_paper"):
            return {"stage_id": self._stage_of_kind("done").id} if self.confirmation == "leader" else {}
        if name == "confirm":
            return {"stage_id": self._stage_of_kind("done").id} if self.stage_kind != "done" else {}
        if name == "stop":
            return {"stage_before_id": (self.stage_before_id or self.stage_id).id, "date_submitted": False}
        # back into work
        back = self.stage_before_id or self._stage_of_kind("doing")
        return {
            "stage_id": back.id,
            "stage_before_id": False,
            "date_submitted": False,
            "date_checked": False,
            "decision_number": False,
            "decision_date": False,
        }

    def _stage_of_kind(self, kind):
        """Return the step of this kind on the card's track, or on any where its track has none."""
        own = [stage for stage in self.task_id.track_id.stage_ids if stage.kind == kind]
        if own:  # asked for every one of a thousand cards
            return min(own, key=lambda stage: (stage.sequence, stage.id))
        return self.env["plan.stage"].search([("kind", "=", kind)], limit=1)

    def _get_cannot_submit_reason(self):
        """Say in words what the result still lacks and where to put it, or return False."""
        self.ensure_one()
        task = self.task_id.code
        if self.stage_kind in ("paused", "cancelled"):
            return self.env._("“%(task)s” is paused or cancelled. Its desk takes it up again first.", task=task)
        if not (self.product_number and self.product_date):
            return self.env._("Fill in number and date of the product of “%(task)s”, then submit it.", task=task)
        if not (self.result or "").strip():
            return self.env._("Say in a line what the result of “%(task)s” is, then submit it.", task=task)
        if not (self.is_secret or self.evidence_count):
            return self.env._(
                "Add the product's file to “%(task)s”, or tick “No File” if it is secret or internal; then submit it.",
                task=task,
            )
        return False

    def _check_plan_active(self):
        for plan in self.sudo().plan_id:  # sudo: asked before who may read
            if plan.state != "active":
                raise UserError(self.env._("The plan %(plan)s is closed: its work is read only.", plan=plan.number))

    # -- whom it waits for --------------------------------------------------------------------------------------------

    def _remind_leaders(self):
        """Tell the responsible leader that a result waits for him; where none is named, every leader of the agency."""
        # sudo: who leads the agency is no secret to those who hand in to him
        members = self.env["plan.member"].sudo()
        leaders = members._search_in_office(self.agency_id, LEADER_ROLES).grouped("agency_id")
        for part in self:
            everybody = leaders.get(part.agency_id, members).user_id
            named = part.leader_id & everybody
            part._remind(APPROVE, (named or everybody) - self.env.user)

    def _remind(self, activity_type, users, note=""):
        """Put an activity on the card for each of the users who can read it; no mail is sent for it."""
        # sudo: an activity is made on a card that its maker may not write
        part = self.sudo().with_context(mail_activity_quick_update=True, mail_create_nosubscribe=True)
        for user in users:
            if self.with_user(user).has_access("read"):
                part.activity_schedule(activity_type, user_id=user.id, note=escape(note), date_deadline=vietnam_today())

    def _drop_activities(self, activity_type):
        self.sudo().activity_unlink([activity_type])  # sudo: whoever has acted, the reminder is settled for all
