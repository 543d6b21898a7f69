from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.clock import in_term

# the group that a role carries; what may be done where is decided by the membership itself, never by the group alone
ROLE_GROUPS = {
    "officer": "plan_tracking.group_plan_tracking_officer",
    "leader": "plan_tracking.group_plan_tracking_leader",
    "deputy": "plan_tracking.group_plan_tracking_leader",
    "desk": "plan_tracking.group_plan_tracking_desk",
}
# the people who do an agency's work, and those responsible for it
WORK_ROLES = ("officer", "leader", "deputy")
LEADER_ROLES = ("leader", "deputy")


class PlanMember(models.Model):
    """The role of a person in an agency, with its term.

    Role           | may, in this agency and in its term
    ---------------|---------------------------------------------------------------
    officer        | move and fill in the agency's assignments
    leader, deputy | the same, and approve
    desk           | keep the plans whose desk the agency is, and see all their work

    Writing a membership grants the group of its role and withdraws it when the last one is gone. The rules themselves
    read the memberships live, so a removed member is out at once.
    """

    _name = "plan.member"
    _description = "Agency Member"
    _inherit = ["plan.term.mixin"]
    _order = "agency_id, role, id"

    agency_id = fields.Many2one(comodel_name="plan.agency", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    role = fields.Selection(
        selection=[("officer", "Officer"), ("leader", "Leader"), ("deputy", "Deputy"), ("desk", "Desk Specialist")],
        required=True,
        default="officer",
    )
    title = fields.Char(string="Position", help="As printed below a signature.")
    signing_form = fields.Selection(
        selection=[("head", "Head"), ("tm", "TM."), ("q", "Q."), ("kt", "KT."), ("tl", "TL."), ("tuq", "TUQ.")],
        help="Authority to sign: TM. for the collective, KT. for the head, TL. by order, TUQ. by authority.",
    )
    date_from = fields.Date()
    date_to = fields.Date(help="The last day of the term.")
    # contacts, for the list that the desk calls from
    email = fields.Char(related="user_id.email", string="Email")
    phone = fields.Char(related="user_id.phone", string="Phone")
    in_scope = fields.Boolean(
        string="In my agencies",
        compute="_compute_in_scope",
        search="_search_in_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    _place_unique = models.UniqueIndex(
        "(agency_id, user_id, role, COALESCE(date_from, '0001-01-01'::date))",
        "This person already holds this role in this agency.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The term must not end before it begins.",
    )

    @api.depends("agency_id", "user_id", "role")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"{member.user_id.name} ({member.agency_id.code})"

    @api.depends_context("uid")
    def _compute_in_scope(self):
        in_scope = self.filtered_domain(self._search_in_scope("in", [True]))
        for member in self:
            member.in_scope = member in in_scope

    @api.model
    def _search_in_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("agency_id", "in", self.env.user._plan_agency_ids())

    @api.constrains("user_id")
    def _check_internal_user(self):
        for member in self:
            if member.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is a portal user. Members of an agency need an internal user account.",
                        user=member.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.user_id._plan_sync_groups()
        return members

    def write(self, vals):
        users = self.user_id
        result = super().write(vals)
        (users | self.user_id)._plan_sync_groups()
        return result

    def unlink(self):
        users = self.user_id
        result = super().unlink()
        users._plan_sync_groups()
        return result

    @api.model
    def _search_in_office(self, agencies, roles):
        """Return who holds one of `roles` in one of `agencies` today."""
        return self.search(Domain("agency_id", "in", agencies.ids) & Domain("role", "in", roles) & in_term())

    def _get_office(self):
        """Return the office as printed below a signature: "KT. Phó Giám đốc"."""
        self.ensure_one()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("role", "signing_form")}
        by_right = labels["signing_form"].get(self.signing_form, "") if self.signing_form != "head" else ""
        return f"{by_right} {self.title or labels['role'][self.role]}".strip()

    @api.model
    def _cron_sync_groups(self):
        """Grant and withdraw groups where a term began or ended since the last run (reads the data, not the date)."""
        self.env["ir.cron"]._check_started_by_system()
        members = self.search([])
        users = members.user_id
        self.env["ir.cron"]._commit_progress(remaining=len(users))
        for user in users:
            user._plan_sync_groups()
            self.env["ir.cron"]._commit_progress(1)
