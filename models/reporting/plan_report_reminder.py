from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES, WORK_ROLES

REPORT = "plan_tracking.mail_activity_type_report"
APPROVE = "plan_tracking.mail_activity_type_report_approve"
RETURNED = "plan_tracking.mail_activity_type_report_returned"
LEVELS = ("none", "opened", "soon", "last_day", "late")
BATCH = 200
MINE = "plan_tracking.plan_report_action_mine"
ALL = "plan_tracking.plan_report_action"


class PlanReportReminder(models.Model):
    """The people who are told that a report is due: one activity a person, moved on and never doubled; the mail is a
    digest.

    When                                  | who
    --------------------------------------|---------------------------------------------------
    the period opens                      | officers and leaders of the agency
    some working days before, last day    | the same: their activity moves on
    late                                  | the leaders; the desk is told by the period, once for all agencies
    a return did not come back by its day | the leaders, once
    """

    _inherit = "plan.report"

    @api.model
    def _cron_remind(self):
        """Move reminders on to what the data say; killed and run again, each person is told once."""
        self.env["ir.cron"]._check_started_by_system()
        domain = (
            Domain("state", "in", ("draft", "submitted"))
            & Domain("is_backfill", "=", False)
            & Domain("covered_by_id", "=", False)
            & Domain("date_first_approved", "=", False)
            & Domain("period_id.state", "=", "open")
            & Domain("reminder", "!=", "late")
        )
        commit = self.env["ir.cron"]._commit_progress
        for period in self.search(domain).period_id.sorted("date_due"):
            level = period._get_reminder_level()
            of_period = domain & Domain("period_id", "=", period.id) & Domain("reminder", "in", _below(level))
            while reports := self.search(of_period, limit=BATCH, order="id").try_lock_for_update(
                allow_referencing=True
            ):
                reports._remind_due(level)
                reports._unguarded_write({"reminder": level})
                commit(len(reports))
        self._remind_overdue_returns()
        self.env["plan.period"]._remind_desks()

    @api.model
    def _remind_overdue_returns(self):
        """Tell the leaders once that a report which the desk has returned did not come again by its day."""
        domain = [
            ("state", "in", ("draft", "submitted")),
            ("resubmission", "in", ["overdue"]),
            ("reminder", "!=", "late"),
        ]
        while reports := self.search(domain, limit=BATCH, order="id").try_lock_for_update(allow_referencing=True):
            members = self.env["plan.member"]._search_in_office(reports.agency_id, LEADER_ROLES).grouped("agency_id")
            for report in reports:
                people = members.get(report.agency_id, self.env["plan.member"]).user_id
                report._remind(RETURNED, people, lambda spoken: spoken._get_overdue_note(), report.date_resubmit)
            reports._unguarded_write({"reminder": "late"})
            self.env["ir.cron"]._commit_progress(len(reports))

    def _get_overdue_note(self):
        day = format_date(self.env, self.date_resubmit, date_format="dd/MM/yyyy")
        return self.env._("The desk returned this report: it was due again by %(day)s.", day=day)

    def _remind_due(self, level):
        """Put the reminder of this level before those whom it concerns: what is submitted waits for a leader."""
        members = self.env["plan.member"]._search_in_office(self.agency_id, WORK_ROLES).grouped("agency_id")
        for report in self:
            people = members.get(report.agency_id, self.env["plan.member"])
            is_submitted = report.state == "submitted"
            if is_submitted or level == "late":
                people = people.filtered(lambda member: member.role in LEADER_ROLES)
            day = report.period_id.date_last_day
            kind = APPROVE if is_submitted else REPORT
            report._remind(kind, people.user_id, lambda spoken: spoken._get_reminder_note(level), day)

    def _get_reminder_note(self, level):
        last_day = self.period_id._get_last_day_text()
        if level == "late":
            return self.env._("This report is late: it was due %(last_day)s.", last_day=last_day)
        return self.env._("To be sent %(last_day)s.", last_day=last_day)

    def _remind_leaders(self):
        """Tell the agency's leaders that a report waits for their approval."""
        # sudo: the officers who submit to a leader may know who leads the agency
        members = self.env["plan.member"].sudo()._search_in_office(self.agency_id, LEADER_ROLES).grouped("agency_id")
        for report in self:
            people = members.get(report.agency_id, self.env["plan.member"]).user_id - self.env.user
            report._remind(APPROVE, people, lambda spoken: spoken.period_id._get_last_day_text(), vietnam_today())

    def _remind_returned(self, reason):
        """Tell who typed and submitted that the report came back; have they left, the agency's officers."""
        # sudo: rows and members of another agency, where the desk returns
        members = self.env["plan.member"].sudo()._search_in_office(self.agency_id, WORK_ROLES).grouped("agency_id")
        for report in self.sudo():
            own = members.get(report.agency_id, self.env["plan.member"])
            typed = report.submitted_user_id.union(*(rows.writer_id for rows in report._get_rows()))
            people = (typed & own.user_id) or own.filtered(lambda member: member.role == "officer").user_id
            report._remind(RETURNED, people, reason, report.date_resubmit or vietnam_today())

    def action_remind_colleagues(self):
        """Remind the owners of rows that nobody has filled in yet."""
        self.ensure_one()
        self._check_actors("agency")
        owners = self.env["res.users"]
        for rows in self._get_rows():
            owners |= rows.filtered(lambda row: row.user_id and not row.is_typed and not row.is_nil).user_id
        if self.state == "draft":
            self._remind(
                REPORT,
                owners - self.env.user,
                lambda spoken: spoken.env._("You still have rows to fill in in this report."),
                self.period_id.date_last_day,
            )
        return True

    def _drop_reminders(self):
        # sudo: the reminder is settled for all, no matter who acted
        self.sudo().activity_unlink([REPORT, APPROVE, RETURNED])

    # The reports that wait for the user: a line above the lists of work, where everybody starts the day.

    @api.model
    @api.readonly
    def get_to_do(self):
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
        late, returned, due, next_day, to_approve, to_check = self._count_to_do(own, led, kept)
        day = next_day and format_date(self.env, next_day, date_format="dd/MM/yyyy")
        notes = (
            ("late", late, self.env._("late: %(count)s", count=late), MINE, {}),
            ("returned", returned, self.env._("returned for correction: %(count)s", count=returned), MINE, {}),
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
    def _count_to_do(self, own, led, kept):
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


def _below(level):
    """Return the levels that come before `level`."""
    return list(LEVELS[: LEVELS.index(level)])
