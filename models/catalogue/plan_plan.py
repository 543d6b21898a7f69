from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.clock import vietnam_today
from ..access.plan_desk_scope_mixin import BEYOND_ONE_AGENCY
from ..core.plan_workflow_mixin import Transition


class PlanPlan(models.Model):
    """A directive document that gives work: its verbatim annexes, its desk and the day from which it is followed.

    State  | means                                                      | left by
    -------|------------------------------------------------------------|------------------------------------
    draft  | read in, checked, its clarifications being decided                 | `action_activate`, by its desk
    active | its work is with the agencies                              | `action_close`, by its desk
    closed | read only                                                  |

    Documents that a plan carries out (`basis_ids`) are records of this model too; they stay drafts without work.
    """

    _name = "plan.plan"
    _description = "Plan"
    _inherit = ["plan.thread.mixin", "plan.search.mixin", "plan.desk.scope.mixin", "plan.workflow.mixin"]
    _order = "date_issued desc, number, id"
    _rec_name = "number"
    _search_key_fields = ("number", "name")
    _clean_fields = ("number",)
    _plan_field = "id"
    _scope_fields = ("desk_agency_id",)
    _printed_fields = frozenset({"number", "name", "kind", "date_issued", "issuer_id", "signer", "date_tracking_start"})

    number = fields.Char(string="Number and Symbol", required=True, help="As printed, for example 348/KH-UBND.")
    name = fields.Text(string="Title", required=True)
    kind = fields.Selection(
        selection=[
            ("plan", "Plan"),
            ("action_programme", "Action Programme"),
            ("resolution", "Resolution"),
            ("decision", "Decision"),
            ("directive", "Directive"),
            ("other", "Other Document"),
        ],
        required=True,
        default="plan",
    )
    date_issued = fields.Date(string="Issued On", required=True)
    issuer_id = fields.Many2one(comodel_name="plan.agency", string="Issued By", ondelete="restrict")
    signer = fields.Char(string="Signed By")
    desk_agency_id = fields.Many2one(
        comodel_name="plan.agency",
        string="Desk",
        index=True,
        ondelete="restrict",
        help="The agency that checks, consolidates and follows up; its desk specialists maintain this plan.",
    )
    independent_agency_id = fields.Many2one(
        comodel_name="plan.agency",
        string="Confirms the Desk's Own Work",
        index="btree_not_null",
        ondelete="restrict",
        help="The independent body that confirms the desk's own results.",
    )
    basis_ids = fields.Many2many(
        comodel_name="plan.plan",
        relation="plan_plan_basis_rel",
        column1="plan_id",
        column2="basis_id",
        string="Carries Out",
    )
    date_tracking_start = fields.Date(
        string="Followed From",
        help="Periods before this day do not open; import earlier results as a list.",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("active", "In Progress"), ("closed", "Closed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
        index=True,
    )
    date_activated = fields.Date(string="Activated On", readonly=True, copy=False)
    # the plan as written
    section_ids = fields.One2many(comodel_name="plan.section", inverse_name="plan_id", string="Sections")
    indicator_ids = fields.One2many(comodel_name="plan.indicator", inverse_name="plan_id", string="Indicators")
    task_ids = fields.One2many(comodel_name="plan.task", inverse_name="plan_id", string="Tasks")
    duty_ids = fields.One2many(
        comodel_name="plan.task", inverse_name="plan_id", domain=[("kind", "=", "duty")], string="Standing Duties"
    )
    funding_ids = fields.One2many(comodel_name="plan.funding", inverse_name="plan_id", string="Funding Sources")
    clarification_ids = fields.One2many(
        comodel_name="plan.clarification",
        inverse_name="plan_id",
        string="Clarifications",
        groups=BEYOND_ONE_AGENCY,
    )
    # counts for the buttons
    indicator_count = fields.Integer(compute="_compute_counts")
    task_count = fields.Integer(compute="_compute_counts")
    duty_count = fields.Integer(compute="_compute_counts")
    log_ids = fields.One2many(
        comodel_name="plan.log",
        inverse_name="plan_id",
        domain=[("assignment_id", "=", False)],
        string="Decisions",
        readonly=True,
        groups=BEYOND_ONE_AGENCY,
    )
    clarification_open_count = fields.Integer(
        string="Open Clarifications",
        compute="_compute_clarification_open_count",
        groups=BEYOND_ONE_AGENCY,
    )

    _number_unique = models.UniqueIndex("(number, date_issued)", "A plan with this number and date already exists.")

    @api.depends("task_ids.kind", "indicator_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        def count(model, groupby):
            rows = self.env[model]._read_group([("plan_id", "in", self.ids)], groupby, ["__count"])
            return {tuple(row[:-1]): row[-1] for row in rows}

        indicators = count("plan.indicator", ["plan_id"])
        tasks = count("plan.task", ["plan_id", "kind"])
        for plan in self:
            plan.indicator_count = indicators.get((plan,), 0)
            plan.task_count = tasks.get((plan, "task"), 0)
            plan.duty_count = tasks.get((plan, "duty"), 0)

    @api.depends("clarification_ids.state")
    def _compute_clarification_open_count(self):
        domain = [("plan_id", "in", self.ids), ("state", "=", "open")]
        counts = dict(self.env["plan.clarification"]._read_group(domain, ["plan_id"], ["__count"]))
        for plan in self:
            plan.clarification_open_count = counts.get(plan, 0)

    @api.constrains("independent_agency_id", "desk_agency_id")
    def _check_independent(self):
        for plan in self:
            if plan.independent_agency_id and plan.independent_agency_id == plan.desk_agency_id:
                raise ValidationError(
                    self.env._("The desk cannot confirm its own work. Choose another, independent agency.")
                )

    @api.constrains("basis_ids")
    def _check_basis_loop(self):
        if self._has_cycle("basis_ids"):
            raise ValidationError(
                self.env._("A plan cannot be based on itself. Remove it from the documents it is based on.")
            )

    # written by the transitions alone
    _protected_fields = frozenset({"state", "date_activated"})
    _transitions = {"close": Transition(("active",), "closed", "desk")}

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        return self.env._("Only the desk of the plan %(plan)s can decide this.", plan=self.number)

    def _get_log_values(self):
        return {"plan_id": self.id}

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        # a user's own default gets past the protection of the fields
        if not self.env.su and any(plan.state != "draft" or plan.date_activated for plan in plans):
            raise UserError(self.env._("A new plan is a draft. Activate it with the button."))
        return plans

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("An activated plan cannot be deleted. Close it instead."))

    def action_activate(self):
        """Give the plan's work to the agencies; pressed again, add only what is missing."""
        for plan in self:
            reason = plan._get_cannot_activate_reason()
            if reason:
                raise UserError(reason)
        self._do_activate()
        return True

    def action_close(self):
        """End the plan: its work stays readable and can no longer be changed, not even by users who began before."""
        self._transition("close")
        return True

    def action_review(self):
        """Draw up the checklist from the current plan and show it."""
        self.check_access("write")
        self.env["plan.clarification"]._refresh(self)
        return self.action_open_clarifications()

    def action_open_clarifications(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_clarification_action")
        # once all is decided, the decisions are what is looked for
        is_open = any(plan.clarification_open_count for plan in self)
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {"search_default_open": is_open}}

    def action_open_indicators(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_indicator_action")
        return {**action, "domain": [("plan_id", "in", self.ids)]}

    def action_open_tasks(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_task_action")
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {"search_default_tasks": 1}}

    def _get_cannot_activate_reason(self):
        """Say in words why the user cannot activate this plan now, or return False."""
        self.ensure_one()
        if not self.in_desk_scope:
            return self.env._("Only the desk of the plan %(plan)s can activate it.", plan=self.number)
        if self.state == "closed":
            return self.env._("The plan %(plan)s is closed.", plan=self.number)
        if not self.date_tracking_start:
            return self.env._("First set the date from which the plan %(plan)s is followed.", plan=self.number)
        if not self.task_ids:
            return self.env._("The plan %(plan)s has no tasks. Load its package first.", plan=self.number)
        self.env["plan.clarification"]._refresh(self)
        if self.clarification_open_count:
            return self.env._(
                "%(plan)s still has %(count)s open clarifications. Decide them first.",
                count=self.clarification_open_count,
                plan=self.number,
            )
        return False

    def _do_activate(self):
        self._hold()
        for plan in self.sudo():  # sudo: state and assignments are protected; `_get_cannot_activate_reason` has checked
            if plan.state == "draft":
                plan.write({"state": "active", "date_activated": vietnam_today()})
                self.env["plan.log"]._record(plan, "activate", members=self._get_acting_members("desk"))
