from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlanAgencySuccession(models.Model):
    """One body handing over to another: a merger has several with one successor, a split several successors."""

    _name = "plan.agency.succession"
    _description = "Agency Succession"
    _order = "date desc, id"

    agency_from_id = fields.Many2one(
        comodel_name="plan.agency", required=True, index=True, ondelete="restrict", string="Predecessor"
    )
    agency_to_id = fields.Many2one(
        comodel_name="plan.agency", required=True, index=True, ondelete="restrict", string="Successor"
    )
    date = fields.Date(required=True, string="Takes Effect")
    kind = fields.Selection(
        selection=[("merge", "Merger"), ("split", "Split"), ("rename", "New Name")], required=True, default="merge"
    )
    document = fields.Char(string="Deciding Document")

    _pair_unique = models.UniqueIndex("(agency_from_id, agency_to_id, date)", "This succession is already recorded.")

    @api.depends("agency_from_id", "agency_to_id")
    def _compute_display_name(self):
        for succession in self:
            succession.display_name = f"{succession.agency_from_id.name} → {succession.agency_to_id.name}"

    @api.constrains("agency_from_id", "agency_to_id")
    def _check_not_itself(self):
        for succession in self:
            if succession.agency_from_id == succession.agency_to_id:
                raise ValidationError(self.env._("An agency cannot succeed itself. Choose two different agencies."))
