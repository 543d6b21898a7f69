from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...grammars.text import search_key
from ...tools.clock import vietnam_today


class PlanAgency(models.Model):
    """A body that carries out plans, answers for figures, issues or receives papers.

    Bodies merge, split and are renamed: what ended keeps its record with `date_to` and a succession, it is never
    rewritten, because an old report says what it was then.
    """

    _name = "plan.agency"
    _description = "Agency"
    _inherit = ["plan.search.mixin", "plan.term.mixin"]
    _order = "category_id, sort_key, id"
    _search_key_fields = ("name", "code", "aliases")
    _clean_fields = ("name", "code", "aliases")

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="As used in the symbols of its official papers, or the official code of a commune."
    )
    aliases = fields.Text(
        string="Other Names", help="Other spellings in documents, one per line; used to find the agency in texts."
    )
    category_id = fields.Many2one(comodel_name="plan.agency.category", required=True, index=True, ondelete="restrict")
    parent_id = fields.Many2one(comodel_name="plan.agency", index="btree_not_null", ondelete="restrict")
    child_ids = fields.One2many(comodel_name="plan.agency", inverse_name="parent_id", string="Subordinate Bodies")
    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact", ondelete="restrict")
    active = fields.Boolean(default=True)
    # life of the body
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid To", help="The last day on which the body existed.")
    succession_to_ids = fields.One2many(
        comodel_name="plan.agency.succession", inverse_name="agency_from_id", string="Succeeded By"
    )
    succession_from_ids = fields.One2many(
        comodel_name="plan.agency.succession", inverse_name="agency_to_id", string="Successor Of"
    )
    # the letterhead: data of the agency, because a commune's and a department's differ
    superior = fields.Char(string="Superior in Header")
    head = fields.Char(string="Name in Letterhead")
    symbol = fields.Char(string="Symbol of Papers")
    place = fields.Char(string="Place on Papers")
    official_code = fields.Char()

    _code_unique = models.UniqueIndex(
        "(lower(code))", "This code is already used by another agency. Choose another code."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The agency must not end before it begins.",
    )

    @api.depends("code", "name")
    @api.depends_context("plan_agency_short")
    def _compute_display_name(self):
        for agency in self:
            agency.display_name = agency.code if self.env.context.get("plan_agency_short") else agency.name

    @api.constrains("parent_id")
    def _check_parent_loop(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An agency cannot be its own superior body. Choose another one."))

    @api.model
    def _by_code_and_name(self):
        """Return the agencies by code in lower case, and by the search key of names that mean one alone."""
        named = {}
        agencies = self.search([])
        for agency in agencies:
            named.setdefault(search_key(agency.name), []).append(agency)
        by_name = {key: same[0] for key, same in named.items() if len(same) == 1}
        return {**by_name, **{agency.code.lower(): agency for agency in agencies}}

    def _current_bodies(self):
        """Return the bodies that exist today in the place of these: a body that ended is replaced by its successors."""
        today = vietnam_today()
        current, seen, left = self.browse(), self.browse(), self
        while left:
            seen |= left
            ended = left.filtered(lambda agency: agency.date_to and agency.date_to < today)
            current |= (left - ended).filtered("active")
            left = ended.succession_to_ids.agency_to_id - seen
        return current
