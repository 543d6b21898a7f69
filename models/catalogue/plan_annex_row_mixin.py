from odoo import api, models
from odoo.exceptions import ValidationError

from ...grammars.actors import Names, parse_actors


class PlanAnnexRowMixin(models.AbstractModel):
    """A row of a plan's annex: it belongs to a section of its plan, and names agencies and groups in a text.

    Such a text is "Sở Nội vụ; các sở, ngành, địa phương".
    """

    _name = "plan.annex.row.mixin"
    _description = "Row of an Annex"

    @api.constrains("section_id", "plan_id")
    def _check_section_of_plan(self):
        for row in self:
            if row.section_id.plan_id != row.plan_id:
                raise ValidationError(
                    self.env._(
                        "The section “%(section)s” belongs to another plan. Choose one of %(plan)s.",
                        section=row.section_id.name,
                        plan=row.plan_id.number,
                    )
                )

    @api.model
    def _actor_names(self):
        """Return the known names of all agencies and groups, past ones too: an old plan names bodies of its day."""
        # sudo: the names are the same for everybody who may write a plan, whatever else they may read
        env = self.sudo().env
        agencies = env["plan.agency"].with_context(active_test=False).search([])
        groups = env["plan.agency.group"].search([])
        return Names(
            (name, (record._name, record.id))
            for record in (*agencies, *groups)
            for name in (record.name, *(record.aliases or "").splitlines())
            if name.strip()
        )

    def _read_actors(self, text_field, agency_field, group_field):
        """Set the agencies and groups that the text names; return the agency named first of each record.

        What cannot be read is never guessed: `_unknown_actors` lists it for the checklist.
        """
        names = self._actor_names()
        first_of = {}
        # many rows have the same text: it is read once, and its links are written together
        for text, records in self.grouped(text_field).items():
            found = parse_actors(text or "", names).found
            agency_ids = [id_ for model, id_ in found if model == "plan.agency"]
            group_ids = [id_ for model, id_ in found if model == "plan.agency.group"]
            records[agency_field] = self.env["plan.agency"].browse(agency_ids)
            records[group_field] = self.env["plan.agency.group"].browse(group_ids)
            first_of |= dict.fromkeys(records, self.env["plan.agency"].browse(agency_ids[:1]))
        return first_of

    def _unknown_actors(self, text_field, names):
        """Return the pieces of the text that name nobody known, verbatim."""
        self.ensure_one()
        return parse_actors(self[text_field] or "", names).unknown
