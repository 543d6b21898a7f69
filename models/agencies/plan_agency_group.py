from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.clock import in_term, vietnam_today


class PlanAgencyGroup(models.Model):
    """A collective as plans word it ("các sở, ngành, địa phương") and who exactly that is.

    Who belongs is usage, not text. Categories and single agencies *propose* members; the desk *confirms* them, and only
    confirmed members get work. A body that is founded later is proposed by itself and waits for the desk.
    """

    _name = "plan.agency.group"
    _description = "Agency Group"
    _inherit = ["plan.search.mixin", "plan.workflow.mixin"]
    _order = "sort_key, id"
    _search_key_fields = ("name", "code", "aliases")
    _clean_fields = ("name", "code", "aliases")

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    aliases = fields.Text(string="Other Names", help="Other wordings for the same collective, one per line.")
    note = fields.Text()
    active = fields.Boolean(default=True)
    # proposed members
    category_ids = fields.Many2many(
        comodel_name="plan.agency.category", relation="plan_agency_group_category_rel", string="Categories"
    )
    agency_ids = fields.Many2many(
        comodel_name="plan.agency", relation="plan_agency_group_agency_rel", string="Single Agencies"
    )
    candidate_ids = fields.Many2many(
        comodel_name="plan.agency", compute="_compute_candidate_ids", string="Proposed Members"
    )
    # confirmed members
    member_ids = fields.Many2many(
        comodel_name="plan.agency",
        relation="plan_agency_group_member_rel",
        string="Confirmed Members",
        readonly=True,
        copy=False,
    )
    member_count = fields.Integer(compute="_compute_counts")
    pending_count = fields.Integer(
        compute="_compute_counts",
        string="To Confirm",
        help="Proposed members without confirmation, or confirmed members without a proposal.",
    )
    confirmed_user_id = fields.Many2one(comodel_name="res.users", string="Confirmed By", readonly=True, copy=False)
    date_confirmed = fields.Date(string="Confirmed On", readonly=True, copy=False)

    _code_unique = models.UniqueIndex(
        "(lower(code))", "This code is already used by another group. Choose another code."
    )

    @api.depends("category_ids", "agency_ids")
    def _compute_candidate_ids(self):
        agencies = self.env["plan.agency"].search(
            in_term() & self._candidate_domain(self.category_ids, self.agency_ids)
        )
        for group in self:
            group.candidate_ids = agencies.filtered(
                lambda agency, group=group: agency.category_id in group.category_ids or agency in group.agency_ids
            )

    @api.depends("candidate_ids", "member_ids")
    def _compute_counts(self):
        for group in self:
            group.member_count = len(group.member_ids)
            group.pending_count = len(set(group.candidate_ids.ids) ^ set(group.member_ids.ids))

    @api.model
    def _candidate_domain(self, categories, agencies):
        """Return the domain of the bodies that `categories` and single `agencies` propose; superior bodies never."""
        return Domain("category_id.reports", "=", True) & (
            Domain("category_id", "in", categories.ids) | Domain("id", "in", agencies.ids)
        )

    # written by `action_confirm_members` alone
    _protected_fields = frozenset({"member_ids", "confirmed_user_id", "date_confirmed"})

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        # a user's own default gets past the protection of the fields
        if not self.env.su and any(group[name] for group in groups for name in self._protected_fields):
            raise UserError(self.env._("The members of a new group are not confirmed. Confirm them with the button."))
        return groups

    def write(self, vals):
        self._check_may_keep()
        return super().write(vals)

    def _check_may_keep(self):
        """Refuse who does not keep the plans that name these groups: plans say who that is."""

    def action_confirm_members(self):
        """Take the proposed members as the members; in active plans the new ones get their work at once."""
        self.check_access("write")
        self._check_may_keep()
        for group in self:
            if not group.candidate_ids:
                raise UserError(
                    self.env._(
                        "The group “%(group)s” proposes nobody. Set its categories or agencies first.",
                        group=group.name,
                    )
                )
            # sudo: members are protected fields, this button is the only way to them
            group.sudo().write(
                {
                    "member_ids": [Command.set(group.candidate_ids.ids)],
                    "confirmed_user_id": self.env.uid,
                    "date_confirmed": vietnam_today(),
                }
            )
        return True
