from odoo import api, fields, models
from odoo.fields import Domain

from .plan_member import LEADER_ROLES


class PlanReportingScopeMixin(models.AbstractModel):
    """Access to the records of the reporting: the agency that reports, the desk that it reports to, and its director.

    Rules name the non-stored Booleans. Their searches read the memberships of the moment and answer with a condition
    on one stored, indexed column, so a removed member is out at once.
    """

    _name = "plan.reporting.scope.mixin"
    _description = "Scope of Reporting"

    in_scope = fields.Boolean(
        string="Of my agencies",
        compute="_compute_in_reporting_scope",
        search="_search_in_scope",
        compute_sudo=False,
        export_string_translation=False,
    )
    in_desk_scope = fields.Boolean(
        string="Kept by my desk",
        compute="_compute_in_reporting_scope",
        search="_search_in_desk_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    in_director_scope = fields.Boolean(
        string="Kept by the desk that I lead",
        compute="_compute_in_reporting_scope",
        search="_search_in_director_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_in_reporting_scope(self):
        own = self.filtered_domain(self._search_in_scope("in", [True]))
        kept = self.filtered_domain(self._search_in_desk_scope("in", [True]))
        led = self.filtered_domain(self._search_in_director_scope("in", [True]))
        for record in self:
            record.in_scope = record in own
            record.in_desk_scope = record in kept
            record.in_director_scope = record in led

    @api.model
    def _search_in_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        if "agency_id" not in self._fields:
            return Domain.FALSE
        return Domain("agency_id", "in", self.env.user._plan_work_agency_ids())

    @api.model
    def _search_in_desk_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("desk_agency_id", "in", self.env.user._plan_agency_ids("desk"))

    @api.model
    def _search_in_director_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("desk_agency_id", "in", self.env.user._plan_agency_ids(*LEADER_ROLES))
