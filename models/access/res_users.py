from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...tools.clock import VIETNAM, in_term
from .plan_desk_scope_mixin import BEYOND_ONE_AGENCY
from .plan_member import LEADER_ROLES, ROLE_GROUPS, WORK_ROLES


class ResUsers(models.Model):
    """A user's place in the agencies: read live, so that leaving an agency takes effect with the next click."""

    _inherit = "res.users"

    plan_member_ids = fields.One2many(
        comodel_name="plan.member",
        inverse_name="user_id",
        string="Agency Memberships",
        groups=BEYOND_ONE_AGENCY,
    )
    plan_agency_ids = fields.Many2many(
        comodel_name="plan.agency",
        string="Agencies",
        compute="_compute_plan_agency_ids",
        search="_search_plan_agency_ids",
        compute_sudo=False,
        groups="plan_tracking.group_plan_tracking_officer," + BEYOND_ONE_AGENCY,
    )

    @api.depends_context("uid")
    def _compute_plan_agency_ids(self):
        members = self.env["plan.member"].search([("user_id", "in", self.ids)])
        for user in self:
            user.plan_agency_ids = members.filtered(lambda member, user=user: member.user_id == user).agency_id

    @api.model
    def _search_plan_agency_ids(self, operator, value):
        """Find the members of an agency, as far as the one who asks may see its members."""
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env["plan.member"].search([("agency_id", "in", list(value))]).user_id.ids)

    def _plan_agency_ids(self, *roles):
        """Return the ids of the agencies where the user holds one of `roles` (any, if none is given) today."""
        self.ensure_one()
        members = self._plan_memberships()
        return list({member.agency_id.id for member in members if not roles or member.role in roles})

    def _plan_memberships(self):
        """Return the user's own memberships of today, with the rights of the system: they decide who may act.

        They are read once in a transaction, as a board asks a dozen times; Odoo's cache follows what is written.
        """
        self.ensure_one()
        # sudo: everybody's own memberships, asked by id
        return self.sudo().plan_member_ids.filtered_domain(in_term())

    def _plan_work_agency_ids(self):
        """Return the ids of the agencies whose work the user does: the desk alone does none."""
        return self._plan_agency_ids(*WORK_ROLES)

    def _plan_desk_plan_ids(self):
        """Return the ids of the plans that the user keeps: those whose desk agency has them as a desk specialist."""
        agency_ids = self._plan_agency_ids("desk")
        if not agency_ids:
            return []
        # sudo: the answer decides what the rules let through, so it cannot itself go through them
        return self.env["plan.agency"].sudo().browse(agency_ids).desk_plan_ids.ids

    def _plan_independent_plans(self):
        """Return the plans of whose desk's own work the user decides, as a leader of the independent agency."""
        agency_ids = self._plan_agency_ids(*LEADER_ROLES)
        # sudo: the answer decides what the rules let through
        return self.env["plan.agency"].sudo().browse(agency_ids).independent_plan_ids

    def _plan_sync_groups(self):
        """Give each user exactly the groups that their memberships in term carry; reader and manager are set by hand.

        Who has a place and no time zone gets Việt Nam's: an account made by somebody else has none.
        """
        group_of = {role: self.env.ref(xmlid) for role, xmlid in ROLE_GROUPS.items()}
        ours = self.env["res.groups"].union(*group_of.values())
        domain = Domain("user_id", "in", self.ids) & in_term()
        # sudo: who may write memberships (the manager) need not be allowed to write users
        pairs = self.env["plan.member"].sudo()._read_group(domain, ["user_id"], ["role:array_agg"])
        roles_of = {user.id: set(roles) for user, roles in pairs}
        for user in self.sudo():  # sudo: see above
            wanted = self.env["res.groups"].union(*(group_of[role] for role in roles_of.get(user.id, ())))
            if wanted and not user.tz:
                user.tz = VIETNAM.key
            direct = user.group_ids & ours
            if wanted != direct:
                user.write(
                    {
                        "group_ids": [
                            *(Command.unlink(group.id) for group in direct - wanted),
                            *(Command.link(group.id) for group in wanted - direct),
                        ]
                    }
                )
