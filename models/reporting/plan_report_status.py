from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.clock import VIETNAM, vietnam_day, vietnam_today

STATUS = [
    ("missing", "Missing"),
    ("due_soon", "Due Soon"),
    ("open", "Not Yet Due"),
    ("returned", "Returned"),
    ("late", "Sent Late"),
    ("on_time", "Sent on Time"),
    ("backfill", "Filled in Afterwards"),
]
SOON = timedelta(days=3)
# reports not sent yet, and among them the late and the returned ones
UNSENT = ("missing", "due_soon", "open", "returned")
OWING = ("missing", "returned")


class PlanReportStatus(models.AbstractModel):
    """The state of a report against its due moment right now.

    It depends on the moment, so it is never stored; one SQL expression searches, groups and sorts, and `_get_status`
    says the same of one record (a test holds the two together). What counts is the first approval: a report that the
    desk returns was sent in time all the same, and shows as returned until it comes again.
    """

    _name = "plan.report.status"
    _description = "Status of a Report"

    status = fields.Selection(selection=STATUS, compute="_compute_status", search="_search_status", compute_sudo=False)
    resubmission = fields.Selection(
        selection=[("waiting", "Awaited"), ("overdue", "Overdue"), ("on_time", "On Time"), ("late", "Late")],
        string="Sent Again",
        compute="_compute_resubmission",
        search="_search_resubmission",
        compute_sudo=False,
        help="Returns have their own date; punctuality does not count them.",
    )

    date_wanted = fields.Date(
        string="To Be Sent By",
        compute="_compute_date_wanted",
        help="The last valid day for reports that are not sent yet.",
    )

    @api.depends("state", "date_due", "covered_by_id", "is_returned", "date_resubmit")
    def _compute_date_wanted(self):
        for report in self:
            if report.state not in ("draft", "submitted") or report.covered_by_id:
                report.date_wanted = False
            else:
                again = report.is_returned and report.date_resubmit
                # a moment later it is too late
                report.date_wanted = again or vietnam_day(report.date_due - timedelta(microseconds=1))

    @api.depends("state", "date_due", "date_first_approved", "is_returned", "is_backfill")
    def _compute_status(self):
        now = fields.Datetime.now()
        for report in self:
            report.status = report._get_status(now)

    def _get_status(self, now):
        if self.is_returned and self.state in ("draft", "submitted"):
            return "returned"
        if self.is_backfill:
            return "backfill"
        if self.date_first_approved:
            return "on_time" if self.date_first_approved < self.date_due else "late"
        if self.date_due <= now:
            return "missing"
        return "due_soon" if self.date_due <= now + SOON else "open"

    @api.depends("is_returned", "date_resubmit", "date_resubmitted")
    def _compute_resubmission(self):
        for report in self:
            if not report.date_resubmit:
                report.resubmission = False
            elif report.date_resubmitted:
                in_time = vietnam_day(report.date_resubmitted) <= report.date_resubmit
                report.resubmission = "on_time" if in_time else "late"
            else:
                report.resubmission = "waiting" if vietnam_today() <= report.date_resubmit else "overdue"

    @api.model
    def _owed_domain(self, statuses):
        """Return the domain of the owed reports in these states: latest revisions that no other one satisfies."""
        standing = Domain("status", "in", list(statuses))
        return standing & Domain("is_latest", "=", True) & Domain("covered_by_id", "=", False)

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(one for one in value if one)  # every report has one: nobody's is empty
        if not wanted:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IN %s", model._field_to_sql(alias, "status", query), wanted),
            predicate=lambda report: report.status in wanted,
        )

    @api.model
    def _search_resubmission(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(one for one in value if one)
        found = Domain.FALSE
        if wanted:
            found = Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IN %s", model._field_to_sql(alias, "resubmission", query), wanted
                ),
                predicate=lambda report: report.resubmission in wanted,
            )
        return found | Domain("date_resubmit", "=", False) if False in value else found

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "status":
            return self._status_to_sql(alias, query)
        if field_expr == "resubmission":
            return self._resubmission_to_sql(alias, query)
        if field_expr == "date_wanted":
            return self._date_wanted_to_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    def _resubmission_to_sql(self, alias, query):
        wanted, sent = (self._field_to_sql(alias, name, query) for name in ("date_resubmit", "date_resubmitted"))
        return SQL(
            """CASE
                WHEN %(wanted)s IS NULL THEN NULL
                WHEN %(sent)s IS NULL AND %(wanted)s >= %(today)s THEN 'waiting'
                WHEN %(sent)s IS NULL THEN 'overdue'
                WHEN %(sent)s < (%(wanted)s + 1)::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC' THEN 'on_time'
                ELSE 'late'
            END""",
            wanted=wanted,
            sent=sent,
            today=vietnam_today(),
            zone=VIETNAM.key,
        )

    def _date_wanted_to_sql(self, alias, query):
        state, due, covered, returned, again = (
            self._field_to_sql(alias, name, query)
            for name in ("state", "date_due", "covered_by_id", "is_returned", "date_resubmit")
        )
        return SQL(
            """CASE
                WHEN %(state)s NOT IN ('draft', 'submitted') OR %(covered)s IS NOT NULL THEN NULL
                WHEN %(returned)s AND %(again)s IS NOT NULL THEN %(again)s
                ELSE ((%(due)s - interval '1 microsecond') AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
            END""",
            state=state,
            covered=covered,
            returned=returned,
            again=again,
            due=due,
            zone=VIETNAM.key,
        )

    def _status_to_sql(self, alias, query):
        now = fields.Datetime.now()
        state, due, first, returned, backfill = (
            self._field_to_sql(alias, name, query)
            for name in ("state", "date_due", "date_first_approved", "is_returned", "is_backfill")
        )
        return SQL(
            """CASE
                WHEN %(returned)s AND %(state)s IN ('draft', 'submitted') THEN 'returned'
                WHEN %(backfill)s THEN 'backfill'
                WHEN %(first)s < %(due)s THEN 'on_time'
                WHEN %(first)s IS NOT NULL THEN 'late'
                WHEN %(due)s <= %(now)s THEN 'missing'
                WHEN %(due)s <= %(soon)s THEN 'due_soon'
                ELSE 'open'
            END""",
            returned=returned,
            state=state,
            backfill=backfill,
            first=first,
            due=due,
            now=now,
            soon=now + SOON,
        )
