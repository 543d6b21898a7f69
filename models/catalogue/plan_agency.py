from odoo import fields, models


class PlanAgency(models.Model):
    """The plans that an agency keeps, confirms or watches: the rules ask for them.

    They are read once in a transaction, and closed to everybody else.
    """

    _inherit = "plan.agency"

    desk_plan_ids = fields.One2many(
        comodel_name="plan.plan", inverse_name="desk_agency_id", string="Plans Kept", groups=fields.NO_ACCESS
    )
    independent_plan_ids = fields.One2many(
        comodel_name="plan.plan",
        inverse_name="independent_agency_id",
        string="Plans Whose Desk's Work It Confirms",
        groups=fields.NO_ACCESS,
    )
    watched_section_ids = fields.Many2many(
        comodel_name="plan.section",
        relation="plan_section_watcher_rel",
        column1="plan_agency_id",
        column2="plan_section_id",
        string="Sections Watched",
        groups=fields.NO_ACCESS,
    )
