from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# the groups of those who read beyond one agency
BEYOND_ONE_AGENCY = (
    "plan_tracking.group_plan_tracking_desk,plan_tracking.group_plan_tracking_reader,"
    "plan_tracking.group_plan_tracking_manager"
)


class PlanDeskScopeMixin(models.AbstractModel):
    """Access to the records of a plan: the desk of that plan.

    Record rules name the non-stored `in_desk_scope`. Its search reads the memberships of the moment with one query and
    answers with a condition on the plan alone, so a removed member is out at once and the rule stays one index look-up.
    """

    _name = "plan.desk.scope.mixin"
    _description = "Scope of a plan's desk"

    # the field that leads to the plan; the plan itself overrides it with its own id
    _plan_field = "plan_id"
    # fields that could move a record to another desk
    _scope_fields = ("plan_id",)
    # printed fields: agencies have them in writing once the plan is in force, so they are neither edited nor deleted
    _printed_fields = frozenset()

    in_desk_scope = fields.Boolean(
        string="Kept by my desk",
        compute="_compute_in_desk_scope",
        search="_search_in_desk_scope",
        compute_sudo=False,
        export_string_translation=False,
    )

    # the check after a write asks again: without this it would find the answer from before the write
    @api.depends(lambda self: self._desk_scope_depends())
    @api.depends_context("uid")
    def _compute_in_desk_scope(self):
        in_scope = self.filtered_domain(self._search_in_desk_scope("in", [True]))
        for record in self:
            record.in_desk_scope = record in in_scope

    def _desk_scope_depends(self):
        return ("desk_agency_id",) if self._plan_field == "id" else (f"{self._plan_field}.desk_agency_id",)

    @api.model
    def _search_in_desk_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(self._plan_field, "in", self.env.user._plan_desk_plan_ids())

    def write(self, vals):
        if self._printed_fields & vals.keys():
            self._check_not_in_force()
        result = super().write(vals)
        if not self.env.su and any(name in vals for name in self._scope_fields):
            self.check_access("write")  # the rules have checked only whose it was before
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        if self._printed_fields:
            self._check_not_in_force()

    def _check_not_in_force(self):
        """Refuse to change the printed text of a plan that agencies are carrying out."""
        plans = self if self._plan_field == "id" else self[self._plan_field]
        in_force = plans.filtered(lambda plan: plan.state != "draft")[:1]
        if in_force and not self.env.su:
            raise UserError(
                self.env._(
                    "The plan %(plan)s is in force: its printed content cannot be edited or deleted.",
                    plan=in_force.number,
                )
            )
