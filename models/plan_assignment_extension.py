from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.clock import vietnam_today
from .plan_extension import OPEN


class PlanAssignmentExtension(models.Model):
    """The requests to move a part's deadline."""

    _inherit = "plan.assignment"

    extension_ids = fields.One2many(
        comodel_name="plan.extension", inverse_name="assignment_id", string="Extensions", readonly=True
    )
    has_open_extension = fields.Boolean(
        string="Extension Asked For", compute="_compute_has_open_extension", search="_search_has_open_extension"
    )

    @api.depends("extension_ids.state")
    def _compute_has_open_extension(self):
        for part in self:
            part.has_open_extension = any(one.state in OPEN for one in part.extension_ids)

    @api.model
    def _search_has_open_extension(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("extension_ids", "any", [("state", "in", OPEN)])]

    def _get_cannot_extend_reason(self, date_asked, by_agency, by_keeper):
        """Say in words why no later deadline can be asked for, or return False."""
        self.ensure_one()
        task = self.task_id.code
        if not (by_agency or by_keeper):
            return self._get_actor_reason("agency")
        if not self.date_deadline:
            return self.env._("“%(task)s” has no deadline that could be extended.", task=task)
        if self.stage_kind in ("done", "cancelled"):
            return self.env._("“%(task)s” is “%(stage)s” already.", task=task, stage=self.stage_id.name)
        deadline = format_date(self.env, self.date_deadline, date_format="dd/MM/yyyy")
        if date_asked <= self.date_deadline:
            return self.env._(
                "The new deadline of “%(task)s” must lie after the present one, %(date)s.", task=task, date=deadline
            )
        if self.date_deadline < vietnam_today() and not by_keeper:
            return self.env._(
                "The deadline of “%(task)s” ended on %(date)s. An extension is asked for before that; write to the "
                "desk under the card.",
                task=task,
                date=deadline,
            )
        return False

    def _lapse_extensions(self):
        """Close the requests of those parts that are done or cancelled: there is nothing left to decide."""
        finished = self.filtered(lambda part: part.stage_kind in ("done", "cancelled"))
        extensions = self.env["plan.extension"].sudo()  # sudo: whoever confirms, the request is settled
        left = extensions.search([("assignment_id", "in", finished.ids), ("state", "in", OPEN)])
        if left:
            left._hold()
            left._unguarded_write({"state": "lapsed"})
            self.env["plan.log"]._record(left.assignment_id, "lapse")
