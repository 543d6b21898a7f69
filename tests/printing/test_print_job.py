"""Many papers as one ZIP: in the background, paper by paper, in the name of who asked."""

import base64
import io
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from ...papers.archive import pack
from ..reporting.reporting_common import ReportingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-12 03:00:00")
class TestPrintJob(ReportingCase):
    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 03:00:00"):
            self.start(self.month)
            self.approve(self.report(self.snv) | self.report(self.stc))
        self.reports = self.report(self.snv) | self.report(self.stc) | self.report(self.xa_cao)

    def ask(self, user, records=None):
        action = (self.reports if records is None else records).with_user(user)._get_print_action("report")
        return self.env["plan.print.job"].browse(action["res_id"])

    def names(self, job):
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(job.file))) as book:
            return {name: book.read(name) for name in book.namelist()}

    def test_zip(self):
        """It contains only readable records; what may not is named; the rest of the papers do not suffer."""
        job = self.ask(self.desk)
        self.assertEqual((job.state, job.total_count, job.progress), ("waiting", 3, 0))
        self.run_cron("run_print_jobs")
        self.assertEqual((job.state, job.progress), ("done", 100))
        files = self.names(job)
        papers = [name for name in files if name.endswith(".pdf")]
        self.assertEqual(len(papers), 2)
        self.assertTrue(all(files[name].startswith(b"%PDF") for name in papers))
        self.assertIn(self.xa_cao.name, files["khong-in-duoc.txt"].decode())
        self.assertIn(self.xa_cao.name, job.failures)
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "plan.print.job"), ("res_field", "=", False)])
        )

    def test_count_and_names(self):
        """The user who asked is told in their language how many were printed, and which were not; the file names its
        day.
        """
        self.env["res.lang"]._activate_lang("en_US")
        self.desk.lang = "vi_VN"
        report = self.env.ref("plan_tracking.plan_report_paper")
        report.with_context(lang="vi_VN").name = "Báo cáo (PDF)"
        job = self.ask(self.desk, self.reports.with_context(lang="vi_VN"))
        self.assertEqual((job.name, job.failed_count), ("Báo cáo", 0))
        self.run_cron("run_print_jobs")
        self.assertEqual((job.printed_count, job.failed_count, job.total_count), (2, 1, 3))
        self.assertEqual(job.file_name, "Báo cáo 2026-03-12.zip")
        self.assertTrue(job.failures.startswith("Tháng 3/2026 – Xã Cao Sơn: "), job.failures)
        # each user sees a report's name in their own language, no matter who asked first
        names = [self.report(self.xa_cao).with_context(lang=lang).display_name for lang in ("vi_VN", "en_US")]
        self.assertEqual(names, ["Tháng 3/2026 – Xã Cao Sơn", "Month 3/2026 – Xã Cao Sơn"])

    def test_found_again(self):
        """Users who leave the page find their own prints under the reports, and nobody else's."""
        job = self.ask(self.desk)
        self.ask(self.reader)
        menu = self.env.ref("plan_tracking.plan_print_job_menu")
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.manager):
            with self.subTest(user=user.login):
                self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
        action = menu.action.with_user(self.desk)
        jobs = self.env[action.res_model].with_user(self.desk)
        self.assertEqual(jobs.search([]), job)
        shown = jobs.get_view(view_type="list")["models"]["plan.print.job"]
        self.assertLessEqual({"name", "create_date", "progress", "state", "file"}, set(shown))

    def test_killed_midway(self):
        """Killed after a paper, the next run goes on behind it and prints none twice."""
        job = self.ask(self.desk)
        printer = type(self.env["ir.actions.report"])
        draw = printer._print_paper
        calls = []

        def draw_one(reports, document):
            calls.append(document.name)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return draw(reports, document)

        with patch.object(printer, "_print_paper", draw_one):
            job._print_next()
            with self.assertRaises(KeyboardInterrupt):
                job._print_next()
        self.assertEqual(job.done_count, 1)
        self.run_cron("run_print_jobs")
        self.assertEqual((job.state, len([name for name in self.names(job) if name.endswith(".pdf")])), ("done", 2))

    def test_alone(self):
        """Nobody sees what another has had printed."""
        job = self.ask(self.desk)
        for user in (self.officer_snv, self.reader, self.manager):
            self.assertFalse(self.env["plan.print.job"].with_user(user).search([("id", "=", job.id)]))
        self.assertTrue(job.with_user(self.desk).has_access("read"))

    def test_too_many(self):
        with (
            patch("odoo.addons.plan_tracking.models.printing.plan_print_job.MOST", 2),
            self.assertRaisesRegex(UserError, "At most 2"),
        ):
            self.ask(self.desk)

    def test_taking_turns(self):
        """A paper does not wait for the many of somebody else, and nobody asks for the same paper twice."""
        many = self.ask(self.desk, self.reports.browse(self.reports.ids * 3))
        self.assertEqual(many.total_count, 3)
        one = self.ask(self.reader, self.report(self.snv))
        order, print_next = [], type(many)._print_next

        def note(job):
            order.append(job)
            print_next(job)

        with patch.object(type(many), "_print_next", note):
            self.run_cron("run_print_jobs")
        self.assertEqual(order, [many, one, many, many])
        self.assertEqual((many | one).mapped("state"), ["done", "done"])

    def test_stop(self):
        """The user who asked may give it up; then the next one goes on, and nobody has more than some that wait."""
        jobs = [self.ask(self.desk, self.report(self.snv)) for _number in range(5)]
        with self.assertRaisesRegex(UserError, "5 of your print jobs|5 lệnh in"):
            self.ask(self.desk, self.report(self.snv))
        with self.assertRaises(AccessError):
            jobs[0].with_user(self.reader).action_stop()
        with self.assertRaisesRegex(UserError, "Only the user who started|người yêu cầu|người đã đặt"):
            jobs[0].sudo().with_user(self.env.ref("base.user_root")).action_stop()
        jobs[0].with_user(self.desk).action_stop()
        jobs.append(self.ask(self.desk, self.report(self.snv)))
        self.run_cron("run_print_jobs")
        self.assertEqual([job.state for job in jobs], ["stopped", "done", "done", "done", "done", "done"])
        self.assertFalse(jobs[0].file)
        jobs[1].with_user(self.desk).action_stop()
        self.assertEqual(jobs[1].state, "done", "what is ready stays")

    def test_names_in_the_zip(self):
        """A name leads into no folder, whatever an agency is called."""
        content = pack([("..\\..\\a:b.pdf", b"1"), ("../../a-b.pdf", b"2"), (".a", b"3")])
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            self.assertEqual(book.namelist(), ["-..-a-b.pdf", "-..-a-b (2).pdf", "a"])

    def test_nothing_chosen(self):
        """No record means no paper and no empty file."""
        reports = self.env["ir.actions.report"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "First choose|Chọn"):
            reports._render_qweb_pdf("plan_tracking.paper_report", [])

    def test_old_ones_go(self):
        job = self.ask(self.desk)
        with freeze_time("2099-03-20 03:00:00"):
            self.env["plan.print.job"]._gc_print_jobs()
        self.assertFalse(job.exists())
