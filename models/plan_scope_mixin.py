from odoo import api, fields, models
from odoo.fields import Domain


class PlanScopeMixin(models.AbstractModel):
    """Who may touch a record of a plan: the desk of that plan.

    Record rules name the non-stored `in_desk_scope`. Its search reads the memberships of the moment with one query and
    answers with a condition on the plan alone, so a removed member is out at once and the rule stays one index look-up.
    """

    _name = "plan.scope.mixin"
    _description = "Scope of a plan's desk"

    # the field that leads to the plan; the plan itself overrides it with its own id
    _plan_field = "plan_id"

    in_desk_scope = fields.Boolean(
        string="Kept by my desk",
        compute="_compute_in_desk_scope",
        search="_search_in_desk_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_in_desk_scope(self):
        in_scope = self.filtered_domain(self._search_in_desk_scope("in", [True]))
        for record in self:
            record.in_desk_scope = record in in_scope

    @api.model
    def _search_in_desk_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(self._plan_field, "in", self.env.user._plan_desk_plan_ids())
