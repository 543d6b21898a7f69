from odoo import api, fields, models

from .plan_desk_scope_mixin import BEYOND_ONE_AGENCY


class PlanAgency(models.Model):
    """The people of an agency."""

    _inherit = "plan.agency"

    # officers see their own agency's members in the contact list; here they could ask for others' ids one by one
    member_ids = fields.One2many(
        comodel_name="plan.member", inverse_name="agency_id", string="Members", groups=BEYOND_ONE_AGENCY
    )
    member_count = fields.Integer(compute="_compute_member_count", groups=BEYOND_ONE_AGENCY)

    @api.depends("member_ids")
    @api.depends_context("uid")
    def _compute_member_count(self):
        counts = dict(self.env["plan.member"]._read_group([("agency_id", "in", self.ids)], ["agency_id"], ["__count"]))
        for agency in self:
            agency.member_count = counts.get(agency, 0)
