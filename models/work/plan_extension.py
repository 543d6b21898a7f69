from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context, format_date

from ...tools.years import LAST_DAY
from ..core.plan_workflow_mixin import Transition

OPEN = ("asked", "advised")


class PlanExtension(models.Model):
    """The request to move an assignment's deadline: the only way in which a deadline moves.

    From           | by                                  | to
    ---------------|-------------------------------------|---------------------------------------------------
    (new)          | the agency, before the deadline ends | asked
    asked, advised | its desk gives an opinion           | advised
    asked, advised | the authority's decision is recorded | granted: the assignment's deadline moves; or refused
    asked, advised | the agency takes it back            | withdrawn
    asked, advised | the assignment is done or cancelled       | lapsed

    The original deadline stays on the assignment. The assigning authority decides; the plan's desk records the decision
    with number, date and file. What concerns the desk's own work is recorded by the independent agency, what concerns a
    contribution is settled by the lead that asked for it, without a document.
    """

    _name = "plan.extension"
    _description = "Extension of a Deadline"
    _inherit = ["plan.guard.mixin", "plan.workflow.mixin"]
    _order = "id desc"

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(related="assignment_id.agency_id", store=True, index=True)
    plan_id = fields.Many2one(related="assignment_id.plan_id", store=True, index=True)
    lead_agency_id = fields.Many2one(related="assignment_id.lead_agency_id")
    state = fields.Selection(
        selection=[
            ("asked", "Requested"),
            ("advised", "Opinion Given"),
            ("granted", "Granted"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("lapsed", "No Longer Needed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="asked",
        index=True,
    )
    date_before = fields.Date(string="Deadline before", required=True, readonly=True)
    date_asked = fields.Date(string="Requested Deadline", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    opinion = fields.Text(string="Opinion of the Desk", readonly=True, copy=False)
    is_supported = fields.Boolean(string="Desk Agrees", readonly=True, copy=False)
    date_granted = fields.Date(string="Granted Deadline", readonly=True, copy=False)
    decision_number = fields.Char(string="Decision's Number", readonly=True, copy=False)
    decision_date = fields.Date(string="Decision's Date", readonly=True, copy=False)
    evidence_id = fields.Many2one(
        comodel_name="plan.evidence", string="Decision's File", readonly=True, copy=False, ondelete="restrict"
    )
    can_withdraw = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_decide = fields.Boolean(compute="_compute_can", export_string_translation=False)

    _one_open = models.UniqueIndex(
        "(assignment_id) WHERE state IN ('asked', 'advised')",
        "This assignment already has an extension request without a decision.",
    )
    _later = models.Constraint(
        "CHECK (date_asked > date_before AND COALESCE(date_granted, date_asked) > date_before)",
        "The new deadline must be after the current one.",
    )

    _transitions = {
        "advise": Transition(OPEN, "advised", "keeper"),
        "grant": Transition(OPEN, "granted", "keeper"),
        "refuse": Transition(OPEN, "refused", "keeper"),
        "withdraw_extension": Transition(OPEN, "withdrawn", "agency"),
    }

    @api.depends("assignment_id", "date_asked")
    def _compute_display_name(self):
        for extension in self:
            day = format_date(self.env, extension.date_asked, date_format="dd/MM/yyyy")
            extension.display_name = f"{extension.assignment_id.task_id.code} → {day}"

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        agency, keeper = (set(self._get_acting_members(actor)) for actor in ("agency", "keeper"))
        for extension in self:
            is_open = extension.state in OPEN
            extension.can_withdraw = is_open and extension in agency
            extension.can_decide = is_open and extension in keeper

    @api.constrains("date_asked", "date_granted")
    def _check_dates(self):
        for extension in self:
            lead_deadline = extension.assignment_id.parent_id.date_deadline
            for value in filter(None, (extension.date_asked, extension.date_granted)):
                if value <= extension.date_before:  # said in words before the database says it
                    raise ValidationError(self.env._("The new deadline must be after the current one."))
                if value > LAST_DAY:
                    raise ValidationError(self.env._("A deadline must be before the year 2100."))
                if lead_deadline and value > lead_deadline:
                    raise ValidationError(
                        self.env._(
                            "A contribution is due no later than the work that needs it: %(date)s.",
                            date=format_date(self.env, lead_deadline, date_format="dd/MM/yyyy"),
                        )
                    )

    def _get_locked_reason(self):
        return self.env._("An extension is not written by hand: ask for it, give the opinion, record the decision.")

    # -- who acts -----------------------------------------------------------------------------------------------------

    def _get_actor_place(self, actor):
        return self.assignment_id._get_actor_place(actor)

    def _get_actor_reason(self, actor):
        return self.assignment_id._get_actor_reason(actor)

    def _get_log_values(self):
        return self.assignment_id._get_log_values()

    # -- what happens -------------------------------------------------------------------------------------------------

    @api.model
    def _ask(self, assignments, date_asked, reason):
        """Ask for a new deadline of each assignment, as its agency or, where the deadline is over, as its keeper.

        :raises UserError: an assignment without a deadline, done, overdue, or with a request that is not decided yet
        """
        assignments._check_plan_active()
        reason = self._clean_text(reason)
        agency, keeper = (assignments._get_acting_members(actor) for actor in ("agency", "keeper"))
        assignments.check_access("read")
        assignments._hold()
        asked = self.sudo().search([("assignment_id", "in", assignments.ids), ("state", "in", OPEN)])
        for assignment in assignments:
            refusal = assignment._get_cannot_extend_reason(date_asked, assignment in agency, assignment in keeper)
            if refusal:
                raise UserError(refusal)
            if assignment in asked.assignment_id:
                raise UserError(
                    self.env._(
                        "“%(task)s” already has an extension request without a decision.",
                        task=assignment.task_id.code,
                    )
                )
        # requests are made here alone, in the system's name: no default of the user's own gets in
        system = self.env(user=SUPERUSER_ID, context=clean_context(self.env.context))
        extensions = self.with_env(system)._unguarded_create(
            [
                {
                    "assignment_id": assignment.id,
                    "state": "asked",
                    "date_before": assignment.date_deadline,
                    "date_asked": date_asked,
                    "reason": reason,
                }
                for assignment in assignments
            ]
        )
        self.env["plan.log"]._record(
            assignments, "ask_extension", members={**keeper, **agency}, reason=reason, date=date_asked
        )
        return extensions.with_env(self.env)

    def action_withdraw(self):
        """Take the request back while nobody has decided on it."""
        self.assignment_id._check_plan_active()
        self._transition("withdraw_extension")
        return True

    def _do_advise(self, is_supported, opinion):
        """Record the desk's opinion for the authority that decides."""
        self.assignment_id._check_plan_active()
        opinion = self._clean_text(opinion)
        self._transition("advise", reason=opinion, values={"is_supported": is_supported, "opinion": opinion})

    def _do_decide(self, is_granted, date_granted, name, raw, number, date, reason):
        """Record the authority's decision; granted, it moves the deadline of every assignment.

        :param date_granted: the day that the authority says; empty: as each agency asked
        """
        assignments = self.assignment_id
        assignments._check_plan_active()
        self._check_actors("keeper")
        assignments._hold()
        if is_granted:
            for assignment in assignments:
                if assignment.stage_kind in ("done", "cancelled"):
                    raise UserError(
                        self.env._(
                            "“%(task)s” is “%(stage)s”: its deadline can no longer change.",
                            task=assignment.task_id.code,
                            stage=assignment.stage_id.name,
                        )
                    )
        document = {"decision_number": number, "decision_date": date}
        paper = {"number": number, "date": date}
        if not is_granted:
            self._transition("refuse", reason=reason, values=document, **paper)
        for day, extensions in self.grouped(lambda one: date_granted or one.date_asked).items() if is_granted else ():
            note = format_date(self.env, day, date_format="dd/MM/yyyy")
            extensions._transition("grant", reason=reason, values={**document, "date_granted": day}, note=note, **paper)
            # sudo: the deadline is protected, this is the one place that moves it
            extensions.assignment_id.sudo().with_context(tracking_disable=True).date_deadline = day
        if raw:
            rows = self.env["plan.evidence"]._attach(assignments, name, raw, "decision").grouped("assignment_id")
            for extension in self.sudo():  # sudo: protected, see above
                extension._unguarded_write({"evidence_id": rows[extension.assignment_id].id})
