from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.clock import is_existing, vietnam_today
from ...tools.years import FIRST_YEAR, LAST_YEAR
from ..access.plan_desk_scope_mixin import BEYOND_ONE_AGENCY
from ..access.plan_member import LEADER_ROLES, WORK_ROLES


class PlanAssignment(models.Model):
    """One agency's assignment in one task: the only live state of that piece of work.

    Who                               | may
    ----------------------------------|--------------------------------------------------------------
    officer, leader of the agency     | move the assignment, fill in product and result, name who is in charge
    who confirms the result           | read it
    lead that asked for an assignment | read it
    watcher of the section            | read it
    desk of the plan, reader          | read it, write under it (the desk)
    nobody                            | create, delete, or give an assignment another task, agency, year or deadline

    Assignments are made by `_fan_out`, and by `_do_ask` where a lead asks others for a contribution. The submission and
    confirmation of a result are in plan_assignment_result.py.
    """

    _name = "plan.assignment"
    _inherit = [
        "plan.thread.mixin",
        "plan.activity.mixin",
        "plan.desk.scope.mixin",
        "plan.writable.fields.mixin",
        "plan.workflow.mixin",
        "plan.assignment.timeliness",
    ]
    _description = "Assignment"
    _order = "date_deadline, task_sequence, id"
    _rec_names_search = ["task_id"]
    _scope_fields = ()  # nothing that leads to another plan is written here at all

    # subject and owner: fixed when the assignment is created
    task_id = fields.Many2one(comodel_name="plan.task", required=True, readonly=True, index=True, ondelete="restrict")
    task_sequence = fields.Integer(related="task_id.sequence", store=True, string="Task Order", aggregator=None)
    plan_id = fields.Many2one(related="task_id.plan_id", store=True, index=True)
    section_id = fields.Many2one(related="task_id.section_id", store=True, index=True)
    task_code = fields.Char(related="task_id.code", string="Task Number")
    task_name = fields.Text(related="task_id.name", string="Task Name")
    track_id = fields.Many2one(related="task_id.track_id")
    agency_id = fields.Many2one(
        comodel_name="plan.agency", required=True, readonly=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        selection=[("lead", "Lead"), ("support", "Support")], required=True, readonly=True, default="lead"
    )
    year = fields.Integer(
        required=True, readonly=True, default=0, aggregator=None, help="The year of the cycle; 0 without a cycle."
    )
    cycle = fields.Selection(selection="_get_cycles", compute="_compute_cycle", search="_search_cycle")
    is_current = fields.Boolean(
        string="Current Work",
        compute="_compute_is_current",
        search="_search_is_current",
        help="Work of this year or without a cycle, and what is still open of other years.",
    )
    parent_id = fields.Many2one(
        comodel_name="plan.assignment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        string="Contribution To",
    )
    lead_agency_id = fields.Many2one(
        comodel_name="plan.agency", readonly=True, index="btree_not_null", ondelete="restrict", string="Requested By"
    )
    # progress and dates
    stage_id = fields.Many2one(
        comodel_name="plan.stage",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        group_expand="_group_expand_stages",
        domain="[('track_ids', 'in', track_id)]",
    )
    stage_kind = fields.Selection(related="stage_id.kind", store=True, string="Progress Status", index=True)
    progress = fields.Integer(related="stage_id.progress", store=True, string="Progress (%)", aggregator="avg")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="In Charge",
        index="btree_not_null",
        domain="[('plan_agency_ids', '=', agency_id)]",
    )
    leader_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible Leader",
        domain="[('plan_agency_ids', '=', agency_id)]",
        help="The agency's leader responsible for this work; they approve the result.",
    )
    contact = fields.Char(compute="_compute_contact", compute_sudo=False, groups=BEYOND_ONE_AGENCY)
    # dates
    date_assigned = fields.Date(string="Assigned On", readonly=True)
    date_deadline = fields.Date(string="Deadline", readonly=True, index=True)
    date_deadline_origin = fields.Date(string="Original Deadline", readonly=True)
    date_submitted = fields.Date(string="Result Submitted On", readonly=True, copy=False)
    date_done = fields.Date(string="Done On", compute="_compute_date_done", store=True, help="The product's date.")
    # the product
    product_number = fields.Char(string="Product's Number", copy=False)
    product_date = fields.Date(string="Product's Date", copy=False)
    is_secret = fields.Boolean(
        string="No File: Secret or Internal",
        copy=False,
        help="Never upload secret or internal papers here: number and date are enough.",
    )
    result = fields.Text(copy=False)
    is_prior = fields.Boolean(
        string="Done Before This Software",
        readonly=True,
        copy=False,
        help="Recorded from the list of earlier results.",
    )
    decision_number = fields.Char(
        string="Decision to Pause or Cancel",
        readonly=True,
        copy=False,
        help="Number of the document that pauses or cancels the work.",
    )
    decision_date = fields.Date(readonly=True, copy=False)
    # scopes of the rules
    in_scope = fields.Boolean(
        string="Of my agencies",
        compute="_compute_in_scope",
        search="_search_in_scope",
        compute_sudo=False,
        export_string_translation=False,
    )
    in_reading_scope = fields.Boolean(
        string="Asked for, confirmed or watched by my agencies",
        compute="_compute_in_scope",
        search="_search_in_reading_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    _assignment_unique = models.UniqueIndex(
        "(task_id, agency_id, role, year, COALESCE(parent_id, 0))", "The agency already has this assignment."
    )
    _agency_board = models.Index("(agency_id, stage_id, date_deadline)")
    _year_is_real = models.Constraint(
        f"CHECK (year = 0 OR year BETWEEN {FIRST_YEAR} AND {LAST_YEAR})", "The year must be between 2000 and 2099."
    )

    # all that is written over RPC, by officers and leaders of the agency; every other stored field is protected
    _WRITABLE = frozenset(
        {
            "stage_id",
            "user_id",
            "leader_id",
            "product_number",
            "product_date",
            "is_secret",
            "result",
            "step_ids",
        }
    )
    # Moves and changes of an assignment by its agency, and the reasons for refusing them: every refusal says what to do
    # instead. the most characters that an agency may write
    _LONGEST = {"product_number": 100, "result": 50000}

    @api.depends("task_id", "year")
    def _compute_display_name(self):
        for assignment in self:
            year = f" ({assignment.year})" if assignment.year else ""
            assignment.display_name = f"{assignment.task_id.display_name}{year}"

    @api.model
    def _get_cycles(self):
        return [("0", self.env._("No cycle")), *((str(year), str(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1))]

    @api.depends("year")
    def _compute_cycle(self):
        for assignment in self:
            assignment.cycle = str(assignment.year)

    @api.model
    def _search_cycle(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("year", "in", [int(year) for year in value if isinstance(year, str) and year.isdecimal()])

    @api.depends("year", "stage_kind")
    def _compute_is_current(self):
        current = self.filtered_domain(self._search_is_current("in", [True]))
        for assignment in self:
            assignment.is_current = assignment in current

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        this_year = Domain("year", "in", [0, vietnam_today().year])
        return this_year | Domain("stage_kind", "not in", ["done", "cancelled"])

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "cycle":
            return SQL("%s::text", self._field_to_sql(alias, "year", query))
        return super()._field_to_sql(alias, field_expr, query)

    @api.depends("stage_kind", "product_date")
    def _compute_date_done(self):
        for assignment in self:
            assignment.date_done = assignment.product_date if assignment.stage_kind == "done" else False

    @api.depends("agency_id", "user_id")
    def _compute_contact(self):
        """Name whom to call: who is in charge, or the agency's officers, each with phone or e-mail."""
        officers = self.env["plan.member"]._search_in_office(self.agency_id, ("officer",)).grouped("agency_id")
        for assignment in self:
            people = assignment.user_id or officers.get(assignment.agency_id, self.env["plan.member"]).user_id
            assignment.contact = "; ".join(
                " ".join(filter(None, (user.name, user.phone or user.email))) for user in people.sudo()
            )

    @api.depends_context("uid")
    def _compute_in_scope(self):
        own = self.filtered_domain(self._search_in_scope("in", [True]))
        read = self.filtered_domain(self._search_in_reading_scope("in", [True]))
        for assignment in self:
            assignment.in_scope = assignment in own
            assignment.in_reading_scope = assignment in read

    @api.model
    def _search_in_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("agency_id", "in", self.env.user._plan_work_agency_ids())

    @api.model
    def _search_in_reading_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        agency_ids = self.env.user._plan_work_agency_ids()
        # sudo: which sections are watched decides what the rules let through
        sections = self.env["plan.agency"].sudo().browse(agency_ids).watched_section_ids
        domain = Domain("lead_agency_id", "in", agency_ids)
        if sections:
            domain |= Domain("section_id", "in", sections.ids)
        independent = self.env.user._plan_independent_plans()
        return domain | self._independent_domain(independent) if independent else domain

    @api.model
    def _group_expand_stages(self, stages, domain):
        """Show the columns of the tracks that the assignments are on, the empty ones too."""
        track_ids = [track.id for (track,) in self._read_group(domain, ["task_id.track_id"]) if track]
        return stages.search_fetch([("track_ids", "in", track_ids)] if track_ids else [], ["name", "fold"])

    @api.constrains("product_date", "decision_date")
    def _check_dates_not_ahead(self):
        for assignment in self:
            for value in (assignment.product_date, assignment.decision_date):
                if value and not is_existing(value):
                    raise ValidationError(
                        self.env._(
                            "%(date)s cannot be the date of an existing document: it is in the future, or before 2000.",
                            date=format_date(self.env, value, date_format="dd/MM/yyyy"),
                        )
                    )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let the desk and an assignment's lead write under assignments that they only read; readers and watchers only
        read."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation == "create":
            agency_ids = self.env.user._plan_work_agency_ids()
            plan_ids = self.env.user._plan_desk_plan_ids()
            for assignment in self.sudo():  # sudo: who may write is asked before what may be read
                asked_or_confirms = (
                    assignment.lead_agency_id.id in agency_ids or assignment.confirming_agency_id.id in agency_ids
                )
                if assignment.plan_id.id in plan_ids or asked_or_confirms:
                    operations[assignment.sudo(False)] = "read"
        return operations

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Assigned work cannot be deleted. Pause or cancel it with a decision instead."))

    @api.model
    def action_my_work(self):
        """Open the work of the user's agencies: a plain list where it is short, a board where it is long."""
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_assignment_action_mine")
        # as the action's own filter: this year's, and whatever an earlier year left open
        current = Domain("year", "in", [0, vietnam_today().year]) | Domain(
            "stage_kind", "not in", ["done", "cancelled"]
        )
        agency_ids = self.env.user._plan_work_agency_ids()
        action["context"] = {"search_default_this_cycle": 1, "plan_one_agency": len(agency_ids) == 1}
        if self.search_count(Domain("in_scope", "=", True) & current, limit=13) <= 12:
            # on a phone Odoo shows assignments whatever comes first: then without columns
            plain = self.env.ref("plan_tracking.plan_assignment_view_kanban_plain").id
            others = [view for view in action["views"] if view[1] not in ("list", "kanban")]
            action["views"] = [(False, "list"), (plain, "kanban"), *others]
        return action

    def write(self, vals):
        if self.env.su or not self._WRITABLE & vals.keys():
            return super().write(vals)
        vals = {**vals, **self._clean_texts(vals)}
        self._check_may_write()
        self._check_not_handed_in(vals)
        stage = self.env["plan.stage"].browse(vals.get("stage_id"))
        moved = self.filtered(lambda assignment: stage and assignment.stage_id != stage)
        moved._check_move(stage)
        self._check_people(vals)
        if stage.kind == "review" and "none" in moved.mapped("result_state"):
            # handing in is a step of its own: what is written with it counts for it
            rest = {name: value for name, value in vals.items() if name != "stage_id"}
            result = super().write(rest) if rest else True
            moved.action_submit()
            return result
        if stage.kind != "review":
            moved.filtered(lambda assignment: assignment.result_state == "submitted").action_withdraw()
        return super().write(vals)

    @api.model
    def _clean_texts(self, vals):
        """Return what `vals` says of number and result as it is stored: blanks do not count as a number, and nothing is
        hidden.

        :raises UserError: a text that is longer than anybody reads; lists of hundreds of assignments carry it whole
        """
        return {
            name: self._clean_text(vals[name], longest, multiline=self._fields[name].type == "text")
            for name, longest in self._LONGEST.items()
            if isinstance(vals.get(name), str)
        }

    def _check_not_handed_in(self, vals):
        """Refuse to change a result that others look at: it is taken back or returned first."""
        changed = self._RESULT & vals.keys()
        for assignment in self if changed else ():
            if assignment.result_state != "none":
                raise UserError(
                    self.env._(
                        "The result of “%(task)s” has been submitted (%(state)s) and cannot be changed. Take it "
                        "back before it is approved, or ask for its return.",
                        task=assignment.task_id.code,
                        state=assignment._get_state_label(),
                    )
                )

    def _check_may_write(self):
        """Say in words that an assignment is another agency's; an assignment that may not be read gets Odoo's own
        refusal."""
        foreign = self - self._filtered_access("write")
        for assignment in foreign._filtered_access("read"):
            if assignment.plan_id.state == "closed":
                raise UserError(
                    self.env._("The plan %(plan)s is closed: its work is read-only.", plan=assignment.plan_id.number)
                )
            raise AccessError(
                self.env._(
                    "“%(task)s” is the work of %(agency)s: only its officers and leaders can change it. Write to "
                    "them in a message on the assignment.",
                    task=assignment.task_id.code,
                    agency=assignment.agency_id.name,
                )
            )

    def _check_move(self, stage):
        for assignment in self:
            reason = assignment._get_cannot_move_reason(stage)
            if reason:
                raise UserError(reason)

    def _get_cannot_move_reason(self, stage):
        """Say in words why the agency cannot take the assignment to `stage` itself and what to do, or return False."""
        self.ensure_one()
        task, track = self.task_id.code, self.task_id.track_id
        if track not in stage.track_ids:
            return self.env._(
                "“%(stage)s” is not a stage of “%(track)s”. Move %(task)s to one of: %(stages)s.",
                stage=stage.name,
                track=track.name,
                task=task,
                stages=", ".join(track.stage_ids.sorted().mapped("name")),
            )
        if self.result_state in ("approved", "confirmed"):
            return self.env._(
                "The result of “%(task)s” is approved and the assignment cannot be moved. If it needs corrections, "
                "the confirming agency returns it with a reason.",
                task=task,
            )
        if self.stage_kind in ("paused", "cancelled"):
            return self.env._(
                "“%(task)s” is paused or cancelled by a decision. Only the desk can resume it; write to it in a "
                "message on the assignment.",
                task=task,
            )
        if stage.kind == "done":
            return self.env._(
                "“%(task)s” is done once its result has been submitted and approved. Open it, fill in number, date "
                "and file of the product and press “Submit”.",
                task=task,
            )
        if stage.kind in ("paused", "cancelled"):
            return self.env._(
                "Only a document pauses or cancels work, and the desk records it. Write to the desk in a message on "
                "“%(task)s” and name the document.",
                task=task,
            )
        return False

    def _check_people(self, vals):
        """Let only members of the agency be in charge, and only its leaders answer for the work."""
        if vals.get("user_id"):
            self._check_member(vals["user_id"], (*WORK_ROLES, "desk"))
        if vals.get("leader_id"):
            self._check_member(vals["leader_id"], LEADER_ROLES)

    def _check_member(self, user_id, roles):
        # sudo: the officers of the assignment's agency may know who belongs to it
        members = self.env["plan.member"].sudo()
        for agency in self.agency_id:
            if user_id in members._search_in_office(agency, roles).user_id.ids:
                continue
            if roles == LEADER_ROLES:
                raise UserError(
                    self.env._(
                        "Only a leader or deputy of %(agency)s can be responsible for its work. Choose somebody else.",
                        agency=agency.name,
                    )
                )
            raise UserError(
                self.env._(
                    "Only a member of %(agency)s can be in charge of its work. Choose somebody else.",
                    agency=agency.name,
                )
            )
