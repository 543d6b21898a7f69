from unittest.mock import patch

from lxml import etree

from odoo.tests.common import freeze_time
from odoo.tools.safe_eval import safe_eval

from .reporting_common import ReportingCase, d

REPORT = "plan_tracking.mail_activity_type_report"
APPROVE = "plan_tracking.mail_activity_type_report_approve"
RETURNED = "plan_tracking.mail_activity_type_report_returned"
MISSING = "plan_tracking.mail_activity_type_missing"


@freeze_time("2026-02-02 03:00:00")
class TestReminder(ReportingCase):
    """Reminders of due reports: their people and times, and the cases without any."""

    def remind(self, *moments):
        """Run the crons at each of these moments."""
        for moment in moments:
            self.run_crons(moment)

    def told(self, record, kind=REPORT):
        """Return who has an activity of this kind on the record."""
        kind = self.env.ref(kind)
        return record.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def off(self, start, end=None, **values):
        dates = {"date_from": d(start), "date_to": d(end or start)}
        self.env["plan.holiday"].create({"name": "Nghỉ", **dates, **values})

    # -- when ---------------------------------------------------------------------------------------------------------

    def levels(self, schedule, start, *moments):
        """Return what the report of SNV was reminded of after each moment."""
        self.start(schedule)
        found = []
        for moment in moments:
            self.remind(moment)
            found.append(self.report(self.snv, schedule, start).reminder)
        return found

    def test_month(self):
        """At opening, three working days before the last day, on it, and from the due moment on."""
        self.month.date_first = "2026-03-01"
        levels = self.levels(
            self.month,
            "1/3",
            "2026-03-08 17:00:00",  # 9/3
            "2026-03-15 16:59:00",  # Sunday
            "2026-03-15 17:00:00",  # Monday 16/3
            "2026-03-18 16:59:00",
            "2026-03-18 17:00:00",  # 19/3
            "2026-03-19 16:59:59",
            "2026-03-19 17:00:00",  # 20/3
        )
        self.assertEqual(levels, ["opened", "opened", "soon", "soon", "last_day", "last_day", "late"])

    def test_submitted_waits_for_a_leader(self):
        """A submitted report is not sent yet: on the last day and late its leaders are told, and nobody else."""
        self.month.date_first = "2026-03-01"
        self.start(self.month)
        self.remind("2026-03-09 03:00:00")
        own = self.report(self.snv)
        self.submit(own)
        self.assertFalse(self.told(own))
        self.remind("2026-03-19 03:00:00", "2026-03-19 18:00:00")
        leaders = self.people[self.snv][1] | self.told(own, APPROVE).user_id
        self.assertEqual(self.told(own, APPROVE).user_id, leaders)
        self.assertFalse(self.told(own))
        self.assertIn("19/03/2026", self.told(own, APPROVE)[0].note)

    @freeze_time("2026-03-12 03:00:00")
    def test_clock_leads_to_what_waits(self):
        """The clock in Odoo's bar leads a leader to assignments with the one report that waits for them, to be
        approved."""
        self.start(self.month)
        own = self.report(self.snv)
        self.submit(own)
        self.submit(self.report(self.stc))
        leader = self.env["res.users"].with_user(self.leader_snv)
        group = next(one for one in leader._get_activity_groups() if one["model"] == "plan.report")
        self.assertEqual((group["view_type"], group["today_count"]), ("kanban", 1))
        # the clock's filter on the search view when it is tapped
        reports = self.env["plan.report"].with_user(self.leader_snv)
        arch = etree.fromstring(reports.get_view(view_type="search")["arch"])
        domains = {
            name: safe_eval(arch.find(f".//filter[@name='{name}']").get("domain"), {"uid": self.leader_snv.id})
            for name in ("filter_activities_my", "activities_overdue", "activities_today", "activities_upcoming_all")
        }
        self.assertEqual(reports.search(domains["filter_activities_my"] + domains["activities_today"]), own)
        self.assertFalse(
            reports.search(domains["activities_overdue"]) | reports.search(domains["activities_upcoming_all"])
        )
        self.assertTrue(own.with_user(self.leader_snv).can_approve)

    def notes(self, user):
        """Return what the line above the user's work tells of reports."""
        self.env.invalidate_all()
        notes = self.env["plan.report"].with_user(user).with_context(lang="en_US").get_to_do()
        return [note["text"] for note in notes]

    def test_line_above_the_work(self):
        """Users see with their work the reports that wait for them, and not those that wait for others."""
        self.month.date_first = "2026-03-01"
        self.start(self.month | self.quarter)
        with freeze_time("2026-03-09 03:00:00"):
            self.run_cron("open_periods")
            self.assertEqual(self.notes(self.officer_snv), ["to be sent: 2, the next by 09/03/2026"])
            self.assertEqual(self.notes(self.desk), [])
            self.assertEqual(self.notes(self.reader), [])
            self.submit(self.report(self.snv))
            self.assertEqual(self.notes(self.officer_snv), ["to be sent: 1, the next by 09/03/2026"])
            told = ["to be sent: 1, the next by 09/03/2026", "waiting for your approval: 1"]
            self.assertEqual(self.notes(self.leader_snv), told)
            self.approve(self.report(self.snv) | self.report(self.stc))
            self.assertEqual(self.notes(self.desk), ["waiting to be checked: 2"])
            self.assertEqual(self.notes(self.desk_stc), [])
            self.give_back(self.report(self.snv), self.desk)
        with freeze_time("2026-03-10 03:00:00"):
            self.assertEqual(self.notes(self.officer_snv), ["late: 1", "returned for correction: 1"])
            self.assertEqual(self.notes(self.desk), ["waiting to be checked: 1"])
            self.env.invalidate_all()
            reports = self.env["plan.report"].with_user(self.officer_snv)
            reports.env.user._plan_memberships()
            reports.env.user.lang  # noqa: B018 - what every request has read already
            with self.assertQueryCount(3):
                reports._count_to_do(self.snv.ids, [], [])
            self.report(self.snv, self.quarter, "1/1")._unguarded_write({"covered_by_id": self.report(self.snv).id})
            self.assertEqual(self.notes(self.officer_snv), ["returned for correction: 1"], "sent with the other")

    def test_holidays(self):
        """Tết lies over the last day: the reminders come before it, lateness goes by the date."""
        self.off("16/2", "20/2")
        levels = self.levels(
            self.month,
            "1/2",
            "2026-02-09 16:59:00",
            "2026-02-09 17:00:00",  # Tuesday 10/2
            "2026-02-12 16:59:00",
            "2026-02-12 17:00:00",  # Friday 13/2, the last working day
            "2026-02-19 16:59:59",
            "2026-02-19 17:00:00",
        )
        self.assertEqual(levels, ["opened", "soon", "soon", "last_day", "last_day", "late"])

    def test_working_saturday(self):
        self.off("16/2", "20/2")
        self.off("14/2", is_working_day=True)
        levels = self.levels(self.month, "1/2", "2026-02-12 17:00:00", "2026-02-13 17:00:00")
        self.assertEqual(levels, ["soon", "last_day"])

    def test_sunday(self):
        """29/11/2026 is a Sunday: the last reminder comes on Friday the 27th, late is who has not sent by the 29th."""
        levels = self.levels(
            self.year,
            "1/1",
            "2026-11-18 16:59:59",
            "2026-11-18 17:00:00",
            "2026-11-26 16:59:00",
            "2026-11-26 17:00:00",
            "2026-11-29 16:59:59",
            "2026-11-29 17:00:00",
        )
        self.assertEqual(levels, [False, "opened", "soon", "last_day", "last_day", "late"])

    def test_days_are_a_setting(self):
        self.month.write({"reminder_days": 0, "open_days": 0})
        levels = self.levels(self.month, "1/2", "2026-02-17 17:00:00", "2026-02-18 17:00:00")
        self.assertEqual(levels, [False, "last_day"])

    # -- who ----------------------------------------------------------------------------------------------------------

    def test_one_activity_a_person(self):
        """Officers and leaders; their one activity moves on; after the due moment the leaders' alone."""
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.snv, start="1/2")
        people = self.officer_snv | self.leader_snv | self.deputy_snv | self.officer_two | self.reader_officer
        self.assertEqual(self.told(report).user_id, people)
        self.assertEqual(set(self.told(report).mapped("date_deadline")), {d("19/2")})
        first = self.told(report)
        self.remind("2026-02-16 03:00:00", "2026-02-19 03:00:00", "2026-02-19 17:00:00", "2026-02-25 03:00:00")
        self.assertEqual(self.told(report), first, "none is added")
        words = report.with_context(lang=self.leader_snv.lang)._get_reminder_note("late")
        late = first.filtered(lambda activity: words in activity.note)
        self.assertEqual(late.user_id, self.leader_snv | self.deputy_snv)
        self.assertNotEqual(words, report._get_reminder_note("late"), "in the reader's language, not the cron's")
        self.assertFalse(report.activity_ids.filtered(lambda activity: activity.user_id == self.desk))

    def test_each_once(self):
        """The cron runs hourly: what was said once is not said again."""
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        with patch.object(type(self.env["plan.report"]), "_remind_due") as remind:
            self.remind("2026-02-09 04:00:00", "2026-02-10 03:00:00")
            remind.assert_not_called()

    def test_missed_runs(self):
        """After a week without the cron the reminder of today comes, not all that were missed."""
        self.start(self.month)
        self.remind("2026-02-19 03:00:00")
        report = self.report(self.snv, start="1/2")
        self.assertEqual((report.reminder, len(self.told(report))), ("last_day", 5))

    def test_settled(self):
        """Agencies that have sent are left alone; taken back or returned, the report comes to those whom it
        concerns.
        """
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.snv, start="1/2")
        self.submit(report)
        self.assertFalse(self.told(report))
        self.assertEqual(self.told(report, APPROVE).user_id, self.leader_snv | self.deputy_snv)
        self.give_back(report, self.leader_snv)
        self.assertFalse(self.told(report, APPROVE))
        self.assertEqual(self.told(report, RETURNED).user_id, self.officer_snv, "who has typed and submitted")
        self.approve(report)
        self.assertFalse(report.activity_ids)
        self.give_back(report, self.desk, "Thiếu số liệu", date_resubmit=d("24/2"))
        self.assertRecordValues(
            self.told(report, RETURNED), [{"user_id": self.officer_snv.id, "date_deadline": d("24/2")}]
        )
        self.assertIn("Thiếu số liệu", self.told(report, RETURNED).note)
        self.remind("2026-02-19 17:00:00")
        self.assertFalse(self.told(report), "it was sent in time")

    def test_return_overdue(self):
        """A returned report that is not sent again by its day is brought to the leaders, once."""
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.snv, start="1/2")
        self.accept(report)
        self.revise(report)
        report = self.report(self.snv, start="1/2")
        other = self.report(self.stc, start="1/2")
        self.approve(other)
        self.give_back(other, self.desk, date_resubmit=d("24/2"))
        report._unguarded_write({"date_resubmit": d("26/2")})
        self.remind("2026-02-24 16:59:00")
        self.assertNotIn(self.leader_stc, self.told(other, RETURNED).user_id)
        self.remind("2026-02-24 17:00:00")
        self.assertIn(self.leader_stc, self.told(other, RETURNED).user_id)
        self.assertNotIn(self.leader_snv, self.told(report, RETURNED).user_id)
        words = other.with_context(lang=self.leader_stc.lang)._get_overdue_note()
        self.assertIn(words, self.told(other, RETURNED).filtered(lambda a: a.user_id == self.leader_stc).note)
        with patch.object(type(self.env["plan.report"]), "_remind") as remind:
            self.remind("2026-02-25 03:00:00")
            remind.assert_not_called()

    def test_returned_to_who_is_there(self):
        """If the person who typed it has left, the agency's officers learn that it came back."""
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.stc, start="1/2")
        other = self.new_user("officer_new", (self.stc, "officer"))
        self.approve(report)
        self.officer_stc.plan_member_ids.date_to = "2026-02-01"
        self.give_back(report, self.desk)
        self.assertEqual(self.told(report, RETURNED).user_id, other | self.officer_two)

    def test_who_has_left(self):
        """No reminder for whom the term is over or the account closed; those who come later get theirs."""
        self.start(self.month)
        self.officer_snv.plan_member_ids.date_to = "2026-02-08"
        self.deputy_snv.active = False
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.snv, start="1/2")
        people = self.leader_snv | self.officer_two | self.reader_officer
        self.assertEqual(self.told(report).with_context(active_test=False).user_id, people)
        new = self.new_user("officer_later", (self.snv, "officer"))
        self.desk.active = False
        self.remind("2026-02-16 03:00:00", "2026-02-20 03:00:00")
        self.assertEqual(self.told(report).user_id, people | new)
        self.assertFalse(report.period_id.activity_ids)

    def test_no_mail(self):
        """An activity does not send its own mail: the digest of the day tells of it."""
        before = self.env["mail.mail"].search_count([])
        self.start(self.month)
        self.remind("2026-02-09 03:00:00", "2026-02-19 03:00:00", "2026-02-20 03:00:00")
        report = self.report(self.snv, start="1/2")
        self.assertTrue(self.told(report))
        self.submit(report)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_closed_period(self):
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        report = self.report(self.snv, start="1/2")
        report.period_id.with_user(self.desk).action_close()
        self.remind("2026-02-25 03:00:00")
        self.assertEqual(report.reminder, "opened")
        self.assertFalse(report.period_id.activity_ids)

    def test_satisfied_by_another(self):
        """No reminder is sent for a report covered by another."""
        self.quarter.covered_ids = self.month
        self.start(self.month | self.quarter)
        self.remind("2026-03-09 03:00:00")
        self.assertFalse(self.told(self.report(self.snv, start="1/3")))
        self.assertTrue(self.told(self.report(self.snv, self.quarter, "1/1")))

    # -- the desk -----------------------------------------------------------------------------------------------------

    def test_desk(self):
        """Once for a period, so many working days after it, of all agencies together; not where none is missing."""
        self.month.escalation_days = 2
        self.off("20/2")
        self.start(self.month)
        self.remind("2026-02-09 03:00:00")
        period = self.period(self.month, "1/2")
        self.approve(self.report(self.snv, start="1/2"))
        self.remind("2026-02-19 17:00:00", "2026-02-23 16:59:00")
        self.assertFalse(period.activity_ids)
        self.remind("2026-02-23 17:00:00", "2026-02-23 18:00:00", "2026-02-25 03:00:00")
        told = self.told(period, MISSING)
        self.assertEqual(told.user_id, self.desk)
        self.assertRegex(told.note, r"\b4\b")

    def test_desk_at_once(self):
        self.start(self.month)
        self.remind("2026-02-09 03:00:00", "2026-02-19 16:59:59")
        period = self.period(self.month, "1/2")
        self.assertFalse(period.activity_ids)
        self.remind("2026-02-19 17:00:00")
        self.assertEqual(self.told(period, MISSING).user_id, self.desk)

    def test_desk_is_left_alone_where_all_have_sent(self):
        request = self.new_request(self.snv, date_due="2026-02-05 17:00:00")
        self.start(request)
        report = self.periods(request).report_ids
        self.officer(report).narrative_ids.number = "3"
        self.approve(report)
        self.remind("2026-02-25 03:00:00")
        self.assertFalse(self.periods(request).activity_ids)
        self.assertTrue(self.periods(request).is_desk_told)
