from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests.common import freeze_time

from ...tools.clock import vietnam_midnight, vietnam_today
from .reporting_common import ReportingCase, d

SECOND = timedelta(seconds=1)
# the plan's reports in 2026: (kind, first day, last day on which it is in time, the last working day until then)
MONTHS = [
    ("month", "1/1", "19/1", "19/1"),
    ("month", "1/2", "19/2", "13/2"),  # Tết
    ("month", "1/3", "19/3", "19/3"),
    ("month", "1/4", "19/4", "17/4"),  # a Sunday
    ("month", "1/5", "19/5", "19/5"),
    ("month", "1/6", "19/6", "19/6"),
    ("month", "1/7", "19/7", "17/7"),  # a Sunday
    ("month", "1/8", "19/8", "19/8"),
    ("month", "1/9", "19/9", "18/9"),  # a Saturday
    ("month", "1/10", "19/10", "19/10"),
    ("month", "1/11", "19/11", "19/11"),
    ("month", "1/12", "19/12", "18/12"),  # a Saturday
]
OTHERS = [
    ("quarter", "1/1", "9/3", "9/3"),
    ("quarter", "1/4", "9/6", "9/6"),
    ("quarter", "1/7", "9/9", "9/9"),
    ("quarter", "1/10", "9/12", "9/12"),
    ("half", "1/1", "9/6", "9/6"),
    ("year", "1/1", "29/11", "27/11"),  # a Sunday
]
# the instant after the last valid day: 00:00 in Việt Nam is 17:00 UTC of the day before
DUE_UTC = {
    ("month", "1/2"): datetime(2026, 2, 19, 17),
    ("month", "1/6"): datetime(2026, 6, 19, 17),
    ("quarter", "1/4"): datetime(2026, 6, 9, 17),
    ("half", "1/1"): datetime(2026, 6, 9, 17),
    ("month", "1/11"): datetime(2026, 11, 19, 17),
    ("year", "1/1"): datetime(2026, 11, 29, 17),
    ("quarter", "1/10"): datetime(2026, 12, 9, 17),
    ("month", "1/12"): datetime(2026, 12, 19, 17),
}


@freeze_time("2026-01-02 03:00:00")
class TestYear(ReportingCase):
    """The plan's year 2026, day by day: what opens, reminds, goes late, is approved and accepted as its text says.

    SNV sends in the last second, STC at the due moment itself, XCAO on the day it opens, XDONG never.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedules = cls.month | cls.quarter | cls.half | cls.year
        cls.env["plan.holiday"].create({"name": "Tết", "date_from": d("16/2"), "date_to": d("20/2")})

    def test_year(self):
        self.start(self.schedules)
        steps = []
        for number, (kind, start, last_day, working_day) in enumerate(MONTHS + OTHERS):
            due = vietnam_midnight(d(last_day) + timedelta(days=1))
            opens = vietnam_midnight(d(last_day) - timedelta(days=10))
            of = (kind, start)
            steps += [
                (opens - SECOND, number, self.before_opening, of),
                (opens, number, self.opening, of),
                (vietnam_midnight(d(working_day)), number, self.last_working_day, of),
                (due - SECOND, number, self.last_second, of),
                (due, number, self.due_moment, of),
            ]
        for moment, _number, step, (kind, start) in sorted(steps, key=lambda one: one[:2]):
            with freeze_time(moment), self.subTest(moment=moment, kind=kind, start=start):
                self.run_crons()
                step(getattr(self, kind), start)
        with freeze_time("2026-12-31 16:59:59"):
            self.run_crons()
            self.check_year()

    # -- the edges of one period --------------------------------------------------------------------------------------

    def before_opening(self, schedule, start):
        self.assertFalse(self.period(schedule, start))

    def opening(self, schedule, start):
        period = self.period(schedule, start)
        self.assertEqual(period.report_ids.agency_id, self.snv | self.stc | self.skhcn | self.xa_cao | self.xa_dong)
        reports = period.report_ids
        self.assertEqual(set(reports.mapped("status")), {"open"})
        self.assertEqual(set(reports.mapped("reminder")), {"opened"})
        for report in reports:
            self.assertLessEqual(set(self.people[report.agency_id]), set(report.activity_ids.user_id))
        self.accept(self.report(self.xa_cao, schedule, start))

    def last_working_day(self, schedule, start):
        for agency in (self.snv, self.stc, self.xa_dong):
            report = self.report(agency, schedule, start)
            self.assertEqual(report.reminder, "last_day")
            activities = report.activity_ids
            self.assertEqual(len(activities), len(activities.user_id), "one activity a person")
            self.assertEqual(set(activities.mapped("date_deadline")), {report.period_id.date_last_day})
        self.assertEqual(self.report(self.xa_cao, schedule, start).reminder, "opened", "it has sent")

    def last_second(self, schedule, start):
        own = self.report(self.snv, schedule, start)
        self.assertEqual(own.status, "due_soon")
        self.approve(own)
        self.assertEqual(own.status, "on_time")
        self.submit(self.report(self.stc, schedule, start))
        self.assertEqual(self.report(self.stc, schedule, start).status, "due_soon", "submitted is not yet sent")
        self.assertFalse(self.period(schedule, start).activity_ids)

    def due_moment(self, schedule, start):
        period, other = self.period(schedule, start), self.report(self.stc, schedule, start)
        missing = self.report(self.xa_dong, schedule, start)
        self.assertEqual((other.status, missing.status), ("missing", "missing"))
        self.assertEqual(missing.reminder, "late")
        self.approve(other)
        self.assertEqual(other.status, "late")
        (self.report(self.snv, schedule, start) | other).with_user(self.desk).action_accept()
        period.invalidate_recordset()
        self.assertRecordValues(
            period, [{"report_count": 5, "sent_count": 3, "late_count": 1, "missing_count": 2, "to_accept_count": 0}]
        )
        self.consolidate(period)

    def consolidate(self, period):
        """The desk draws up what was accepted and names who is missing; its director approves, the number freezes."""
        paper_id = period.with_user(self.desk).action_consolidate()["res_id"]
        paper = self.env["plan.consolidation"].browse(paper_id)
        missing = paper.item_ids.filtered(lambda item: item.kind == "missing")
        self.assertEqual(missing.agency_id, self.xa_dong | self.skhcn)
        paper.with_user(self.desk).action_submit()
        paper.with_user(self.leader_skhcn).action_approve()
        values = {"consolidation_ids": [Command.set(paper.ids)], "number": f"{paper.id}/BC-SKHCN", "is_secret": True}
        wizard = self.env["plan.consolidation.issue"].with_user(self.desk)
        wizard.create({**values, "date": vietnam_today()}).action_issue()
        self.assertEqual(paper.state, "issued")
        self.assertEqual(paper.report_ids.agency_id, self.snv | self.stc | self.xa_cao)

    # -- the whole year -----------------------------------------------------------------------------------------------

    def check_year(self):
        """18 reports an agency, each by its own instant, in the order in which they fall due."""
        period_of = {
            (kind, start): (self.period(getattr(self, kind), start), last_day)
            for kind, start, last_day, _working_day in MONTHS + OTHERS
        }
        for period, last_day in period_of.values():
            self.assertEqual(period.date_last_day, d(last_day))
        for key, due in DUE_UTC.items():
            self.assertEqual(period_of[key][0].date_due, due, key)
        for agency, standing in (
            (self.snv, "on_time"),
            (self.stc, "late"),
            (self.xa_cao, "on_time"),
            (self.xa_dong, "missing"),
        ):
            reports = self.env["plan.report"].search([("agency_id", "=", agency.id), ("year", "=", 2026)])
            self.assertEqual(len(reports), 18)
            self.assertEqual(
                {kind: len(of_kind) for kind, of_kind in reports.grouped("kind").items()},
                {"month": 12, "quarter": 4, "half": 1, "year": 1},
            )
            self.assertEqual(set(reports.mapped("status")), {standing}, agency.code)
            self.assertEqual(set(reports.mapped("state")), {"draft"} if standing == "missing" else {"accepted"})
        june = self.env["plan.report"].search(
            [("agency_id", "=", self.snv.id), ("date_due", ">=", "2026-05-31"), ("date_due", "<", "2026-06-30")],
            order="date_due, kind",
        )
        self.assertEqual(june.mapped("kind"), ["half", "quarter", "month"])
        late = self.env["plan.report"].search(
            [("agency_id", "=", self.snv.id), ("date_due", ">=", "2026-11-01"), ("year", "=", 2026)], order="date_due"
        )
        self.assertEqual(late.mapped("kind"), ["month", "year", "quarter", "month"])
        told = self.env["plan.period"].search([("year", "=", 2026), ("date_due", "<", "2026-12-31")])
        self.assertTrue(all(told.mapped("is_desk_told")))
        for period in told:
            self.assertEqual(period.activity_ids.user_id, self.desk, "the desk is told once of each")
            self.assertEqual(len(period.activity_ids), 1)
