from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.clock import vietnam_today


class PlanTermMixin(models.AbstractModel):
    """Validity up to the day `date_to` and with it; without one there is no end."""

    _name = "plan.term.mixin"
    _description = "Term in Việt Nam's Days"

    has_ended = fields.Boolean(
        compute="_compute_has_ended", search="_search_has_ended", export_string_translation=False
    )

    @api.depends("date_to")
    def _compute_has_ended(self):
        ended = self.filtered_domain(self._search_has_ended("in", [True]))
        for record in self:
            record.has_ended = record in ended

    @api.model
    def _search_has_ended(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date_to", "<", vietnam_today())
