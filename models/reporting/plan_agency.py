from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PlanAgency(models.Model):
    """Counts an agency's reports sent on time, over all years.

    It counts what the user may read: members of an agency see their own figures, not their neighbours'. What counts is
    the first approval; a return has its own date and is counted apart. Left out are reports that are not due yet, those
    that another report satisfies, and those that were filled in later. The figures are for reference: what late work
    means for anybody's rating is decided elsewhere (NĐ 335/2025).
    """

    _inherit = "plan.agency"

    punctual_report_count = fields.Integer(
        string="Reports Sent on Time", compute="_compute_punctuality", compute_sudo=False
    )
    due_report_count = fields.Integer(string="Reports Due", compute="_compute_punctuality", compute_sudo=False)
    returned_report_count = fields.Integer(
        string="Reports Returned", compute="_compute_punctuality", compute_sudo=False
    )
    punctuality = fields.Float(
        string="Sent on Time (%)",
        compute="_compute_punctuality",
        compute_sudo=False,
        digits=(16, 0),
        aggregator=None,
        help="In percent of all reports due; for reference.",
    )
    punctuality_text = fields.Char(
        string="Punctuality", compute="_compute_punctuality", compute_sudo=False, export_string_translation=False
    )

    @api.depends_context("uid", "lang")
    def _compute_punctuality(self):
        counts = self._count_reports()
        for agency in self:
            due, punctual, returned = counts.get(agency.id, (0, 0, 0))
            agency.due_report_count = due
            agency.punctual_report_count = punctual
            agency.returned_report_count = returned
            agency.punctuality = 100 * punctual / due if due else 0
            agency.punctuality_text = due and self.env._(
                "%(punctual)s of %(due)s reports that were due were sent on time; %(returned)s were returned. "
                "For reference: late work is rated by the competent authority (NĐ 335/2025).",
                punctual=punctual,
                due=due,
                returned=returned,
            )

    def _count_reports(self):
        """Return {agency's id: (reports due, of them sent on time, of them returned at least once)}."""
        reports = self.env["plan.report"]
        if not self.ids or not reports.has_access("read"):
            return {}
        query = reports._search(self._get_counted_domain() & Domain("agency_id", "in", self.ids))
        agency, due, first, returns = (
            reports._field_to_sql(query.table, name, query)
            for name in ("agency_id", "date_due", "date_first_approved", "return_count")
        )
        query.groupby = agency
        rows = self.env.execute_query(
            query.select(
                agency,
                SQL("COUNT(*)"),
                SQL("COUNT(*) FILTER (WHERE %s < %s)", first, due),
                SQL("COUNT(*) FILTER (WHERE %s > 0)", returns),
            )
        )
        return {id_: tuple(numbers) for id_, *numbers in rows}

    @api.model
    def _get_counted_domain(self):
        """Return the domain of the reports that punctuality counts."""
        is_over = Domain("date_due", "<=", fields.Datetime.now()) | Domain("date_first_approved", "!=", False)
        return (
            Domain("is_latest", "=", True)
            & Domain("is_backfill", "=", False)
            & Domain("covered_by_id", "=", False)
            & is_over
        )

    def action_open_punctuality(self):
        """Open the agency's reports of all years by year and status."""
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_report_action_punctuality")
        return {**action, "domain": Domain("agency_id", "in", self.ids) & Domain("is_latest", "=", True)}
