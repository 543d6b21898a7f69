from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .plan_member import LEADER_ROLES

MINE = "plan_tracking.plan_report_action_mine"
ALL = "plan_tracking.plan_report_action"


class PlanReportNotes(models.Model):
    """What of the reports waits for the user: a line above the lists of work, with which everybody begins his day."""

    _inherit = "plan.report"

    @api.model
    @api.readonly
    def get_notes(self):
        """Return what waits for the user in reports, each with the action that opens it; one query counts.

        :return: [{key, text, action, context}], nothing where nothing waits
        """
        user = self.env.user
        own, led, kept = (
            user._plan_work_agency_ids(),
            user._plan_agency_ids(*LEADER_ROLES),
            user._plan_agency_ids("desk"),
        )
        if not own and not kept:
            return []
        late, returned, due, next_day, to_approve, to_check = self._count_notes(own, led, kept)
        day = next_day and format_date(self.env, next_day, date_format="dd/MM/yyyy")
        notes = (
            ("late", late, self.env._("late: %(count)s", count=late), MINE, {}),
            ("returned", returned, self.env._("returned to be mended: %(count)s", count=returned), MINE, {}),
            ("due", due, self.env._("to be sent: %(count)s, the next by %(day)s", count=due, day=day), MINE, {}),
            (
                "to_approve",
                to_approve,
                self.env._("waiting for your approval: %(count)s", count=to_approve),
                MINE,
                {"search_default_to_approve": 1},
            ),
            ("to_check", to_check, self.env._("waiting to be checked: %(count)s", count=to_check), ALL, {}),
        )
        return [
            {"key": key, "text": text, "action": action, "context": context}
            for key, count, text, action, context in notes
            if count
        ]

    @api.model
    def _count_notes(self, own, led, kept):
        """Return how many reports are late, returned, due, when the next is due, to approve, to check."""
        is_open = Domain("period_id.state", "=", "open") | Domain("is_returned", "=", True)
        of_agency = Domain("agency_id", "in", own) & Domain("state", "in", ["draft", "submitted"]) & is_open
        of_desk = Domain("desk_agency_id", "in", kept) & Domain("state", "=", "approved")
        query = self._search(
            Domain("is_latest", "=", True)
            & Domain("covered_by_id", "=", False)
            & Domain("is_on_behalf", "=", False)
            & (of_agency | of_desk)
        )
        names = ("state", "date_due", "is_returned", "is_backfill", "agency_id", "desk_agency_id", "date_wanted")
        columns = {name: self._field_to_sql(query.table, name, query) for name in names}
        drafts = SQL("%(state)s = 'draft' AND %(agency_id)s = ANY(%(own)s)", own=own, **columns)
        once = SQL("%s AND NOT COALESCE(%s, FALSE)", drafts, columns["is_returned"])
        now = fields.Datetime.now()
        late = SQL(
            "%(once)s AND NOT COALESCE(%(is_backfill)s, FALSE) AND %(date_due)s <= %(now)s",
            once=once,
            now=now,
            **columns,
        )
        due = SQL("%(once)s AND %(date_due)s > %(now)s", once=once, now=now, **columns)
        return self.env.execute_query(
            query.select(
                SQL("count(*) FILTER (WHERE %s)", late),
                SQL("count(*) FILTER (WHERE %s AND %s)", drafts, columns["is_returned"]),
                SQL("count(*) FILTER (WHERE %s)", due),
                SQL("min(%s) FILTER (WHERE %s)", columns["date_wanted"], due),
                SQL(
                    "count(*) FILTER (WHERE %s = 'submitted' AND %s = ANY(%s))",
                    columns["state"],
                    columns["agency_id"],
                    led,
                ),
                SQL(
                    "count(*) FILTER (WHERE %s = 'approved' AND %s = ANY(%s))",
                    columns["state"],
                    columns["desk_agency_id"],
                    kept,
                ),
            )
        )[0]
