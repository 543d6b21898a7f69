from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PlanReport(models.Model):
    """Whether a report came too late for what its desk has issued."""

    _inherit = "plan.report"

    is_after_issue = fields.Boolean(
        string="Accepted after the Consolidation",
        compute="_compute_is_after_issue",
        search="_search_is_after_issue",
        compute_sudo=False,
        help="Accepted after the consolidation of its period was issued: it becomes part of the next supplement.",
    )

    @api.depends("state")
    def _compute_is_after_issue(self):
        late = self.browse()
        if self.ids:
            self._flush_issues()
            sql = SQL(
                "SELECT id FROM plan_report WHERE id IN %s AND %s", tuple(self.ids), self._sql_after("plan_report")
            )
            late = self.browse(row[0] for row in self.env.execute_query(sql))
        for report in self:
            report.is_after_issue = report._origin in late

    @api.model
    def _search_is_after_issue(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._flush_issues()
        wanted = set(value)
        if len(wanted) > 1:
            return Domain.TRUE
        after = Domain.custom(
            to_sql=lambda model, alias, query: self._sql_after(alias), predicate=lambda report: report.is_after_issue
        )
        return after if True in wanted else ~after

    @api.model
    def _flush_issues(self):
        self.flush_model(["state", "period_id", "agency_id", "covered_by_id"])
        self.env["plan.consolidation"].flush_model(["kind", "number_in_period", "state", "period_id", "report_ids"])

    @api.model
    def _sql_after(self, alias):
        """Return the condition: accepted, and not counted by the issued consolidation of a period it speaks for."""
        return SQL(
            """
            (%(report)s.state = 'accepted' AND EXISTS (
                SELECT FROM plan_consolidation issued
                 WHERE issued.kind = 'desk' AND issued.number_in_period = 0 AND issued.state = 'issued'
                   AND (issued.period_id = %(report)s.period_id OR issued.period_id IN (
                        SELECT covered.period_id
                          FROM plan_report covered
                          JOIN plan_report covering ON covering.id = covered.covered_by_id
                         WHERE covering.period_id = %(report)s.period_id
                           AND covering.agency_id = %(report)s.agency_id
                       ))
                   AND NOT EXISTS (
                        SELECT FROM plan_consolidation_report_rel rel
                         WHERE rel.plan_consolidation_id = issued.id AND rel.plan_report_id = %(report)s.id
                       )
            ))""",
            report=SQL.identifier(alias),
        )
