from datetime import date

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import WorkCase

# kind: when the plan wants it, "before the 20th", "before 10/6"
DUTIES = {
    "month": {"due_day": 20, "due_month": 1},
    "quarter": {"due_day": 10, "due_month": 3},
    "half": {"due_day": 10, "due_month": 6},
    "year": {"due_day": 30, "due_month": 11},
}


def d(text, year=2026):
    """Return the day "19/6" of the year, or of the one that it names itself: "14/1/2027"."""
    day, month, *own = (int(assignment) for assignment in text.split("/"))
    return date(*(own or [year]), month, day)


class ReportingCase(WorkCase):
    """The plan's four duties to report, none started, and an officer and a leader in every agency that owes them.

    Agency      | leads                        | answers for
    ------------|------------------------------|-----------------------------
    SNV         | one_lead, two_leads          |
    STC         | two_leads, then_ongoing, range | indicator 2, drawn up monthly
    XCAO, XDONG | yearly                       |
    SKHCN       | ongoing                      | indicator 1, drawn up yearly
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicators["2"].frequency = "month"
        cls.metric = cls.indicators["2"].metric_ids
        cls.month, cls.quarter, cls.half, cls.year = (cls.new_schedule(kind) for kind in DUTIES)
        cls.people = {
            cls.snv: (cls.officer_snv, cls.leader_snv),
            cls.stc: (cls.officer_stc, cls.leader_stc),
            cls.xa_cao: (cls.officer_cao, cls.leader_cao),
            cls.xa_dong: (cls.officer_dong, cls.leader_dong),
            cls.skhcn: (cls.officer_skhcn, cls.leader_skhcn),
        }

    @classmethod
    def new_schedule(cls, kind="month", **values):
        """Create a schedule of the plan as its desk, due as the plan says; it has not started."""
        own = {"name": kind, "kind": kind, "plan_ids": [Command.set(cls.plan.ids)], **DUTIES.get(kind, {})}
        schedules = cls.env["plan.reporting.schedule"].with_user(cls.desk)
        return schedules.create({**own, **values}).with_env(cls.env)

    @classmethod
    def new_request(cls, *agencies, **values):
        """Create an ad hoc request to these agencies alone, with one question unless `values` say otherwise."""
        own = {
            "agency_ids": [Command.set([agency.id for agency in agencies])],
            "date_due": "2026-03-20 17:00:00",
            "bind_leads": False,
            "bind_monitors": False,
            "ask_assignments": False,
            "ask_indicators": False,
            "question_ids": [Command.create({"name": "Bao nhiêu máy chủ?", "kind": "number", "is_required": True})],
        }
        return cls.new_schedule("ad_hoc", **{**own, **values})

    # -- the machine --------------------------------------------------------------------------------------------------

    def start(self, schedules):
        schedules.with_user(self.desk).action_start()

    def run_cron(self, *names, now=None):
        """Run the crons of these names as the server does, at the instant `now` (UTC) where it is given."""
        with freeze_time(now or fields.Datetime.now()):
            self.env.flush_all()
            with self.enter_registry_test_mode():
                for name in names:
                    self.env.ref(f"plan_tracking.ir_cron_{name}").method_direct_trigger()
            self.env.invalidate_all()

    def run_crons(self, now=None):
        """Open periods, then remind, as on any day."""
        self.run_cron("open_periods", "remind_reports", now=now)

    def new_assignments(self, *agencies, role="lead"):
        """Give new work to these agencies; return its task."""
        task = self.new_task(number="9", name="Việc mới")
        rows = [{"task_id": task.id, "agency_id": agency.id, "role": role} for agency in agencies]
        self.env["plan.assignment"].create([{**row, "stage_id": self.stage("todo").id} for row in rows])
        return task

    # -- what is there ------------------------------------------------------------------------------------------------

    def periods(self, schedule):
        """Return the schedule's periods in their order."""
        return self.env["plan.period"].search([("schedule_id", "=", schedule.id)], order="date_from")

    def period(self, schedule, start="1/3"):
        return self.periods(schedule).filtered(lambda period: period.date_from == d(start))

    def report(self, agency, schedule=None, start="1/3"):
        """Return the latest revision of the agency's report for the period that begins on `start`; of a month."""
        period = self.period(schedule or self.month, start)
        return self.env["plan.report"].search(
            [("period_id", "=", period.id), ("agency_id", "=", agency.id), ("is_latest", "=", True)]
        )

    def line(self, report, task):
        return report.line_ids.filtered(lambda line: line.task_id == self.tasks[task])

    # -- the ways of a report, each as the user who goes it -----------------------------------------------------------

    def officer(self, record):
        """Return the record or row as the officer of its agency sees it."""
        return record.with_user(self.people[record.agency_id][0])

    def leader(self, record):
        return record.with_user(self.people[record.agency_id][1])

    def fill(self, reports):
        """Say "nothing new" in whatever is empty."""
        for report in reports:
            self.officer(report).action_fill_nil()

    def submit(self, reports):
        """Fill what is empty and submit."""
        for report in reports:
            self.fill(report)
            self.officer(report).action_submit()

    def approve(self, reports):
        """Fill, submit and approve, whatever of it is still to be done."""
        for report in reports:
            if report.state == "draft":
                self.submit(report)
            self.leader(report).action_approve()

    def accept(self, reports):
        """The whole way, up to the desk's acceptance."""
        self.approve(reports.filtered(lambda report: report.state != "approved"))
        reports.with_user(self.desk).action_accept()

    def give_back(self, reports, user, reason="Thiếu số liệu", **values):
        """Return reports: as their leader, or as the desk."""
        values = {"report_ids": [Command.set(reports.ids)], "reason": reason, **values}
        self.env["plan.report.return"].with_user(user).create(values).action_return()

    def sign(self, reports, user, signer="Nguyễn Văn A, Giám đốc", **values):
        """Return the wizard that takes the signed paper of these reports."""
        values = {"report_ids": [Command.set(reports.ids)], "signer": signer, **self.DECISION, **values}
        return self.env["plan.report.sign"].with_user(user).create(values)

    def revise(self, report, reason="Số liệu sai"):
        """Order a new revision as the desk, and return it."""
        values = {"report_ids": [Command.set(report.ids)], "reason": reason}
        self.env["plan.report.return"].with_user(self.desk).create(values).action_revise()
        self.env.invalidate_all()
        return self.env["plan.report"].search(
            [("period_id", "=", report.period_id.id), ("agency_id", "=", report.agency_id.id), ("is_latest", "=", True)]
        )
