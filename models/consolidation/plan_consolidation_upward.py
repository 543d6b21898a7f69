from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import clean_context

from .plan_consolidation import PUBLISHED
from .plan_consolidation_item import SOURCES


class PlanConsolidationUpward(models.Model):
    """The creation of consolidations: from a period, and from the desk's own the draft of the report upward."""

    _inherit = "plan.consolidation"

    @api.model
    def _make(self, **values):
        """Create one in the system's name: no default of the user's own gets in."""
        context = {**clean_context(self.env.context), "mail_create_nolog": True, "mail_create_nosubscribe": True}
        system = self.env(user=SUPERUSER_ID, context=context)
        return self.with_env(system)._unguarded_create([{"state": "draft", **values}]).with_env(self.env)

    def action_make_upward(self):
        """Make the draft of the province's own report from what the director has approved, or open it."""
        self.ensure_one()
        self._check_actors("desk")
        if self.kind != "desk" or self.state not in PUBLISHED:
            raise UserError(self.env._("The report upward is based on a consolidation approved by the director."))
        same = [("period_id", "=", self.period_id.id), ("number_in_period", "=", self.number_in_period)]
        upward = self.search([*same, ("kind", "=", "upward")])
        if not upward:
            upward = self._make(
                period_id=self.period_id.id,
                desk_agency_id=self.desk_agency_id.id,
                kind="upward",
                number_in_period=self.number_in_period,
                source_id=self.id,
                opening=self.opening,
                date_built=fields.Datetime.now(),
                report_ids=[Command.set(self.report_ids.ids)],
            )
            upward._copy_items(self.item_ids.filtered("is_kept"))
        return upward._open()

    def _copy_items(self, items):
        names = ("kind", "sequence", "heading", "agency_name", "text", "similar_group", "source_key")
        links = ("section_id", "agency_id", *SOURCES)
        items._insert(
            [
                {
                    "consolidation_id": self.id,
                    "is_kept": True,
                    "source_text": item.text,
                    **{name: item[name] for name in names},
                    **{name: item[name].id for name in links},
                }
                for item in items
            ]
        )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
