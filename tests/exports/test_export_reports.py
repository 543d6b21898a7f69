from datetime import datetime

from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from ..reporting.reporting_common import ReportingCase
from .export_common import NOW, ExportCase, column


@tagged("post_install", "-at_install")
class TestReportExports(ExportCase, ReportingCase, HttpCase):
    """Reports, a period's results and the late list, as each may read them."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls.month.date_first = "2026-01-01"
        cls.month.question_ids = [Command.create({"name": "Đánh giá chung", "kind": "text"})]
        cls.month.with_user(cls.desk).action_start()
        cls.january = cls.env["plan.period"].search([("schedule_id", "=", cls.month.id)], order="date_from", limit=1)

    def of(self, agency):
        return self.report(agency, start="1/1")

    def send(self, agency=None, text="Đã làm xong phần đầu"):
        """Fill in and approve the January report of an agency."""
        report = self.of(agency or self.stc)
        row = report.measurement_ids[:1]
        if row:
            self.officer(row).write({"actual": "1.234,5", "note": "=1+1"})
        self.officer(report.line_ids[:1]).write({"text": text, "obstacle": "@SUM(A1)"})
        heading = report.narrative_ids.filtered(lambda row: row.name == "Đánh giá chung")
        self.officer(heading).write({"text": "Nhìn chung tốt"})
        self.approve(report)
        return report

    def test_list_of_reports(self):
        self.send()
        rows = self.take(self.desk, "reports", domain=[["period_id", "=", self.january.id]])["Reports"]
        self.assertEqual(len(rows) - 1, len(self.january.report_ids))
        sent = dict(
            zip(
                column(rows, "Agency"),
                zip(column(rows, "Status"), column(rows, "Last Day to Send"), column(rows, "First Approved On")),
            )
        )
        # the day that the screen names: it is due before the 20th
        self.assertEqual(sent["Sở Tài chính"], ("Sent Late", datetime(2026, 1, 19), datetime(2026, 3, 10, 10)))
        self.assertEqual(sent["Sở Nội vụ"], ("Missing", datetime(2026, 1, 19), None))
        self.assertEqual(set(column(rows, "Period")), {"Month 1/2026"})
        signer = dict(zip(column(rows, "Agency"), column(rows, "Approved By")))
        self.assertEqual(signer["Sở Tài chính"], "leader_stc, Leader")

    def test_reports_of_each_role(self):
        def agencies(user):
            return set(column(self.take(user, "reports", columns=["agency"])["Reports"], "Agency"))

        everybody = set(self.env["plan.report"].search([]).agency_id.mapped("name"))
        self.assertEqual(agencies(self.officer_snv), {"Sở Nội vụ"})
        self.assertEqual(agencies(self.desk), everybody)
        self.assertEqual(agencies(self.reader), everybody)
        self.assertEqual(agencies(self.desk_stc), set())

    def test_results_of_a_period(self):
        """A sheet each for reports, figures, work and narrative, of what was approved."""
        self.send()
        worksheets = self.take(self.desk, "period", ids=self.january.ids)
        self.assertEqual(list(worksheets), ["Reports", "Figures", "Work", "Narrative"])
        self.assertRegex(self.name, r"^Results of Month 1-2026 10-03-2026\.xlsx$")
        self.assertEqual(set(column(worksheets["Reports"], "Last Day to Send")), {datetime(2026, 1, 19)})
        figures = worksheets["Figures"]
        self.assertEqual(column(figures, "Agency"), ["Sở Tài chính"])
        self.assertEqual(column(figures, "Actual"), [1234.5])
        self.assertEqual(column(figures, "Estimate to Period End"), [None])
        self.assertEqual(column(figures, "Reason or Note"), ["=1+1"])
        work = worksheets["Work"]
        self.assertEqual(set(column(work, "Agency")), {"Sở Tài chính"})
        self.assertIn("Đã làm xong phần đầu", column(work, "Result of the Period"))
        self.assertIn("@SUM(A1)", column(work, "Obstacles"))
        answers = dict(
            zip(column(worksheets["Narrative"], "Heading or Question"), column(worksheets["Narrative"], "Answer"))
        )
        self.assertEqual(answers["Đánh giá chung"], "Nhìn chung tốt")

    def test_nought_is_a_figure(self):
        row = self.of(self.stc).measurement_ids[:1]
        self.officer(row).write({"actual": "0"})
        self.approve(self.of(self.stc))
        figures = self.take(self.desk, "period", ids=self.january.ids)["Figures"]
        self.assertEqual(column(figures, "Actual"), [0])

    def test_before_approval_nobody_gets_lines(self):
        """Reports without the leader's approval are in no workbook, not even in that of the agency itself."""
        report = self.of(self.stc)
        self.officer(report.line_ids[:1]).write({"text": "Chưa duyệt"})
        for state in ("draft", "submitted"):
            if state == "submitted":
                self.submit(report)
            for user in (self.desk, self.reader, self.manager, self.officer_stc):
                with self.subTest(state=state, user=user.login):
                    worksheets = self.take(user, "period", ids=self.january.ids)
                    for name in ("Figures", "Work", "Narrative"):
                        self.assertEqual(len(worksheets[name]), 1, name)

    def test_an_agency_gets_its_own(self):
        self.send(self.stc)
        self.send(self.snv, "Của Sở Nội vụ")
        worksheets = self.take(self.officer_snv, "period", ids=self.january.ids)
        for name in ("Reports", "Work", "Narrative"):
            self.assertEqual(set(column(worksheets[name], "Agency")), {"Sở Nội vụ"}, name)
        self.assertEqual(
            set(column(self.take(self.desk, "period", ids=self.january.ids)["Work"], "Agency")),
            {"Sở Nội vụ", "Sở Tài chính"},
        )
        self.refused(self.desk_stc, "period", ids=self.january.ids)
        self.refused(self.desk, "period", ids=self.month.period_ids.ids)
        self.refused(self.desk, "period")

    def test_the_last_approved_revision_counts(self):
        """A new revision that is being filled in does not take the old one's figures away."""
        report = self.send(text="Bản đầu")
        report.with_user(self.desk).action_accept()
        report.with_user(self.desk)._do_revise("Sai số liệu")
        new = self.of(self.stc)
        self.assertEqual((new.revision, new.state), (2, "draft"))
        self.officer(new.line_ids[:1]).write({"text": "Bản hai"})
        texts = column(self.take(self.desk, "period", ids=self.january.ids)["Work"], "Result of the Period")
        self.assertIn("Bản đầu", texts)
        self.assertNotIn("Bản hai", texts)
        self.approve(new)
        texts = column(self.take(self.desk, "period", ids=self.january.ids)["Work"], "Result of the Period")
        self.assertNotIn("Bản đầu", texts)
        self.assertIn("Bản hai", texts)

    def test_late_list(self):
        """Cells, words and filters of the screen."""
        self.send(self.stc)
        [[head, *rows]] = self.take(self.desk, "late", year=2026).values()
        self.assertEqual(head[:3], ["No.", "Agency", "Month 1/2026\nto the end of 19/01/2026"])
        cells = {row[1]: row[2:] for row in rows if row[0]}
        self.assertEqual(cells["Sở Tài chính"][0], "Sent late\nto check")
        self.assertEqual(cells["Sở Nội vụ"][0], "Missing")
        numbers = {row[1]: row[2] for row in rows if not row[0]}
        self.assertEqual(numbers["Sent late"], 1)
        self.assertEqual(numbers["Missing"], sum(row[0] == "Missing" for row in cells.values()))

    def test_late_list_filtered(self):
        def names(user=self.desk, **filters):
            [[_head, *rows]] = self.take(user, "late", year=2026, **filters).values()
            return [row[1] for row in rows if isinstance(row[0], int)]

        self.send(self.stc)
        self.approve(self.report(self.stc, start="1/2"))
        self.approve(self.report(self.stc, start="1/3"))
        self.assertIn("Sở Tài chính", names())
        self.assertNotIn("Sở Tài chính", names(only_owing=True))
        self.assertEqual(names(category_id=self.communes.id), ["Xã Cao Sơn", "Xã Đông Hải"])
        self.assertEqual(names(kind="year"), [])
        self.assertEqual(names(self.officer_snv), ["Sở Nội vụ"])

    def test_query_counts(self):
        """Few rows cost as many queries as many."""
        reports = self.env["plan.report"].with_user(self.desk).search([])
        self.send(self.stc)
        counts = [
            self.count_queries(lambda some=some: list(some._get_export_tables()[0]["rows"]))
            for some in (reports[:1], reports)
        ]
        self.assertEqual(counts[0], counts[1])
        period = self.january.with_user(self.desk)
        one = self.count_queries(lambda: [list(table["rows"]) for table in period._get_export_tables()])
        for agency in (self.snv, self.xa_cao, self.xa_dong):
            self.send(agency)
        self.assertEqual(
            self.count_queries(lambda: [list(table["rows"]) for table in period._get_export_tables()]), one
        )
