from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from ..core.common import WorkCase

MANY = {"lines": 60, "figures": 30, "narratives": 10}


class PageCase(WorkCase):
    """Reports of one agency that asks for as many lines, figures and answers as a test wants, month after month."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time("2026-04-12 03:00:00"))
        super().setUpClass()
        cls.xa_em = cls.new_agency("XEM", "Xã Em", cls.communes)
        cls.officer_em = cls.new_user("officer_em", (cls.xa_em, "officer"))
        cls.leader_em = cls.new_user("leader_em", (cls.xa_em, "leader"))

    def give(self, lines=1, figures=1, narratives=1):
        """Give the agency so many assignments with files, figures with targets and questions; open March and April."""
        tasks = self.env["plan.task"].create(
            [
                {
                    "plan_id": self.plan.id,
                    "section_id": self.section_one.id,
                    "number": f"1{number}",
                    "name": f"Việc {number}",
                }
                for number in range(lines)
            ]
        )
        assignments = self.env["plan.assignment"].create(
            [
                {"task_id": task.id, "agency_id": self.xa_em.id, "role": "lead", "stage_id": self.stage("todo").id}
                for task in tasks
            ]
        )
        for assignment in assignments:
            self.attach(assignment)
        for number in range(figures):
            indicator = self.new_indicator(f"9{number}", f"Tỷ lệ {number}", cells={2026: "≥ 50%", 2030: "100%"})
            indicator.write({"frequency": "month", "responsible_agency_id": self.xa_em.id})
        schedule = self.env["plan.reporting.schedule"].create(
            {
                "name": "Báo cáo tháng",
                "desk_agency_id": self.skhcn.id,
                "plan_ids": [Command.set(self.plan.ids)],
                "date_first": "2026-03-01",
                "question_ids": [
                    Command.create({"name": f"Câu hỏi {number}", "purpose": "obstacle"}) for number in range(narratives)
                ],
            }
        )
        schedule.with_user(self.desk).action_start()
        march, april = schedule.period_ids.sorted("date_from")
        self.accept(self.report(march))
        return self.report(april)

    def report(self, period):
        return period.report_ids.filtered(lambda report: report.agency_id == self.xa_em)

    def fill(self, report):
        """Fill in every row as the officer."""
        report = report.with_user(self.officer_em)
        for line in report.line_ids:
            line.write({"text": "Đã ban hành"})
        for row in report.measurement_ids:
            row.write({"actual": "40", "estimate": "50"})
        for row in report.narrative_ids:
            row.write({"text": "Không"})

    def approve(self, report):
        self.fill(report)
        report.with_user(self.leader_em).action_submit_approve()

    def accept(self, report):
        self.approve(report)
        report.with_user(self.desk).action_accept()

    def count(self, function, **rows):
        """Return how many queries `function` takes for a report with so many rows, which are all there."""
        with self.rolled_back():
            report = self.give(**rows)
            self.assertEqual(len(report.line_ids), rows.get("lines", 1))
            self.assertEqual(len(report.measurement_ids), rows.get("figures", 1))
            self.assertEqual(len(report.narrative_ids), rows.get("narratives", 1))
            return function(report)


class TestPageQueries(PageCase):
    """A page and what is done with it take as many queries for sixty rows as for one."""

    def as_officer(self, report):
        return self.count_queries(lambda: report.with_user(self.officer_em).get_page())

    def as_desk(self, report):
        self.approve(report)
        return self.count_queries(lambda: report.with_user(self.desk).get_page())

    def submitting(self, report):
        self.fill(report)
        return self.count_queries(lambda: report.with_user(self.officer_em).action_submit())

    def check_steady(self, function):
        one = self.count(function)
        for rows in ({name: number} for name, number in MANY.items()):
            with self.subTest(**rows):
                self.assertEqual(self.count(function, **rows), one)

    def test_page_of_draft(self):
        self.check_steady(self.as_officer)

    def test_page_of_approved(self):
        self.check_steady(self.as_desk)

    def test_submit(self):
        self.check_steady(self.submitting)


class TestAcceptQueries(PageCase):
    """Twenty reports are accepted with as many queries as one."""

    def test_accept(self):
        report = self.give(figures=3)
        self.approve(report)
        reports = report
        for number in range(19):
            agency = self.new_agency(f"X{number}", f"Xã số {number}", self.communes)
            indicator = self.new_indicator(f"8{number}", f"Tỷ lệ {number}", cells={2026: "≥ 50%"})
            indicator.write({"frequency": "month", "responsible_agency_id": agency.id})
            reports |= self.sent_by(agency, report.period_id)
        self.assertEqual(len(reports.measurement_ids), 22)
        one, many = (
            self.count_queries(lambda some=some: some.with_user(self.desk).action_accept())
            for some in (report, reports)
        )
        self.assertEqual(many, one)
        reports.with_user(self.desk).action_accept()
        self.assertEqual(set(reports.mapped("state")), {"accepted"})
        self.assertEqual(len(self.env["plan.value"].search([("report_id", "in", reports.ids)])), 44)

    def sent_by(self, agency, period):
        """Make the agency's report and let it be approved, with its figure."""
        period._make_reports(period._get_bound_agencies().ids, 100)
        report = period.report_ids.filtered(lambda report: report.agency_id == agency)
        report.measurement_ids._unguarded_write(
            {"actual": 40, "has_actual": True, "estimate": 50, "has_estimate": True}
        )
        now = fields.Datetime.now()
        report._unguarded_write(
            {"state": "approved", "date_changed": now, "date_approved": now, "date_first_approved": now}
        )
        return report
