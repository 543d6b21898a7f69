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
    # what a record could be carried to another desk with
    _scope_fields = ("plan_id",)

    in_desk_scope = fields.Boolean(
        string="Kept by my desk",
        compute="_compute_in_desk_scope",
        search="_search_in_desk_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    # the check after a write asks again: without this it would find the answer from before the write
    @api.depends(lambda self: self._plan_scope_depends())
    @api.depends_context("uid")
    def _compute_in_desk_scope(self):
        in_scope = self.filtered_domain(self._search_in_desk_scope("in", [True]))
        for record in self:
            record.in_desk_scope = record in in_scope

    def _plan_scope_depends(self):
        return ("desk_agency_id",) if self._plan_field == "id" else (f"{self._plan_field}.desk_agency_id",)

    @api.model
    def _search_in_desk_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(self._plan_field, "in", self.env.user._plan_desk_plan_ids())

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and any(name in vals for name in self._scope_fields):
            self.check_access("write")  # the rules have checked only whose it was before
        return result
