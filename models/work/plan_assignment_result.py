from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES, WORK_ROLES
from ..core.plan_workflow_mixin import Transition

RESULT_STATES = [
    ("none", "Not Submitted"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("confirmed", "Confirmed"),
]


class PlanAssignmentResult(models.Model):
    """Submission, approval and confirmation of results: handed in with its product, approved, confirmed.

    From       | by                                   | to        | the assignment goes to
    -----------|--------------------------------------|-----------|--------------------------------------------
    none       | `action_submit`: the agency          | submitted | waiting
    submitted  | `action_withdraw`: the agency        | none      | where it was
    submitted  | `action_approve`: its leader         | approved  | done, if the leader's word is enough
    submitted  | a signed copy uploaded by the agency | approved  | as above
    approved   | `action_confirm`: who confirms it    | confirmed | done
    submitted  | returned by the leader, with reason  | none      | where it was
    approved   | returned by who confirms, with reason| none      | where it was
    confirmed  | returned by the desk, with reason    | none      | where it was

    A collective's assignment is done with its leader's approval; the desk looks at samples and confirms many at once.
    All others are confirmed by the desk, the desk's own work by an independent agency, a contribution by who asked for
    it.
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
            ("lead", "Requesting Lead"),
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
        comodel_name="res.users", string="Submitted By", readonly=True, copy=False, ondelete="restrict"
    )
    return_reason = fields.Text(readonly=True, copy=False)
    date_checked = fields.Date(string="Spot-Checked On", readonly=True, copy=False)
    waits_for_me = fields.Boolean(
        string="Waiting for Me",
        compute="_compute_waits_for_me",
        search="_search_waits_for_me",
        compute_sudo=False,
        export_string_translation=False,
    )
    log_ids = fields.One2many(comodel_name="plan.log", inverse_name="assignment_id", string="Decisions", readonly=True)
    # actions open to the user now, for the buttons
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
        "approve_signed_copy": Transition(("submitted",), "approved", "agency"),
        "confirm": Transition(("approved",), "confirmed", "confirmer"),
        "return": Transition(("submitted",), "none", "leader", needs_reason=True),
        "return_approved": Transition(("approved",), "none", "confirmer", needs_reason=True),
        "return_confirmed": Transition(("confirmed",), "none", "keeper", needs_reason=True),
        "stop": Transition(("none", "submitted", "approved"), "none", "keeper"),
        "resume": Transition(("none",), "none", "keeper", needs_reason=True),
    }
    # by which transition a result is returned
    _RETURNS = {"submitted": "return", "approved": "return_approved", "confirmed": "return_confirmed"}
    # the submitted content: fixed until the result is returned
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
        for assignment in self:
            if assignment.parent_id:
                assignment.confirmation, assignment.confirming_agency_id = "lead", assignment.lead_agency_id
            else:
                assignment.confirmation, assignment.confirming_agency_id = assignment.task_id._get_confirmation(
                    assignment.agency_id, assignment.role
                )

    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        waiting = self.filtered_domain(self._search_waits_for_me("in", [True]))
        for assignment in self:
            assignment.waits_for_me = assignment in waiting

    @api.model
    def _search_waits_for_me(self, operator, value):
        """Find what the user is next to act on: to approve, to confirm, to take over, or returned to their agency."""
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
        """Return the domain of the assignments of `plans` that their independent agencies confirm."""
        return Domain("plan_id", "in", plans.ids) & Domain(
            "confirming_agency_id", "in", plans.independent_agency_id.ids
        )

    @api.depends("result_state", "stage_kind")
    @api.depends_context("uid")
    def _compute_can(self):
        acting = {actor: set(self._get_acting_members(actor)) for actor in ("agency", "leader", "confirmer", "keeper")}
        today = vietnam_today()
        for assignment in self:
            state, stopped = assignment.result_state, assignment.stage_kind in ("paused", "cancelled")
            active = assignment.plan_id.state == "active"
            assignment.can_submit = active and state == "none" and not stopped and assignment in acting["agency"]
            assignment.can_withdraw = active and state == "submitted" and assignment in acting["agency"]
            assignment.can_approve = active and state == "submitted" and assignment in acting["leader"]
            assignment.can_confirm = active and state == "approved" and assignment in acting["confirmer"]
            returning = self._RETURNS.get(state)
            assignment.can_return = bool(
                active and returning and assignment in acting[self._transitions[returning].actor]
            )
            kept = active and assignment in acting["keeper"]
            assignment.can_stop = kept and not stopped and assignment.stage_kind != "done"
            assignment.can_resume = kept and stopped
            at_work = assignment.can_submit and assignment.stage_kind in ("todo", "doing")
            assignment.can_ask = at_work and assignment.role == "lead" and not assignment.parent_id
            assignment.can_extend = (
                active
                and bool(assignment.date_deadline)
                and (kept or (assignment in acting["agency"] and assignment.date_deadline >= today))
                and assignment.stage_kind in ("todo", "doing", "review", "paused")
                and not assignment.has_open_extension
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
        assignment = self.sudo()  # sudo: who may do it is said to somebody who may not
        agency, _roles = assignment._get_actor_place(actor)
        if not agency:
            return self.env._(
                "The plan %(plan)s names no agency that confirms the desk's own work. The desk must set it first.",
                plan=assignment.plan_id.number,
            )
        if actor == "agency":
            return self.env._(
                "“%(task)s” is the work of %(agency)s: only its officers and leaders can do this.",
                task=assignment.task_code,
                agency=agency.name,
            )
        if actor == "leader":
            return self.env._(
                "Only a leader or deputy of %(agency)s in office today can decide on the result of “%(task)s”. If "
                "they sign on paper, upload the signed copy.",
                task=assignment.task_code,
                agency=agency.name,
            )
        return self.env._(
            "Only %(agency)s can decide this for “%(task)s”.", task=assignment.task_code, agency=agency.name
        )

    def _get_log_values(self):
        return {"plan_id": self.plan_id.id, "task_id": self.task_id.id, "assignment_id": self.id}
