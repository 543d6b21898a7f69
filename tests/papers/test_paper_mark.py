"""What is made up says so: every paper of a database with demo data, each way it is drawn, and no paper of another."""

import io

import docx
from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tests.common import freeze_time

from ...models.printing.ir_actions_report import PREFIX
from ...papers.docx import draw
from ..printing.document_common import DocumentMixin, one_line
from ..reporting.reporting_common import ReportingCase

MARK = "SỐ LIỆU MINH HỌA"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-23 03:00:00")
class TestPaperMark(DocumentMixin, ReportingCase, HttpCase):
    """SNV has sent the report of March; the others get a letter."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 03:00:00"):
            self.start(self.month)
            self.approve(self.report(self.snv))
        self.plan.sudo().issuer_id = self.ubnd
        march = self.period(self.month).with_user(self.desk)
        letter, consolidation = march.action_follow_up(), march.action_consolidate()
        self.records = {
            "annexes": self.plan,
            "assignment_sheet": self.stc,
            "brief": self.plan,
            "consolidation": self.env["plan.consolidation"].browse(consolidation["res_id"]),
            "followup": self.env["plan.followup"].browse(letter["res_id"]),
            "report": self.report(self.snv),
        }

    def drawn(self, name):
        """Return the texts of a paper: page by page of the PDF and the screen, head by head of the Word file."""
        record = self.records[name]
        reports = self.env["ir.actions.report"].with_user(self.desk)
        screen = reports._render_qweb_html(PREFIX + name, record.ids)[0].decode()
        word = docx.Document(io.BytesIO(draw(self.document(record, self.desk, name))))
        heads = [head for section in word.sections for head in (section.header, section.first_page_header)]
        return {
            "pdf": [page.get_text() for page in self.print(record, self.desk, name)],
            "screen": [sheet.text_content() for sheet in html.fromstring(screen).find_class("paper_sheet")],
            "word": ["\n".join(line.text for line in head.paragraphs) for head in heads],
        }

    def assert_marked(self, count):
        """Check that each page of each paper says it so many times."""
        for name in self.records:
            for way, pages in self.drawn(name).items():
                with self.subTest(paper=name, way=way):
                    self.assertTrue(pages)
                    self.assertEqual([one_line(page).count(one_line(MARK)) for page in pages], [count] * len(pages))

    def test_every_paper_of_the_demo(self):
        reports = self.env["ir.actions.report"].search([("report_name", "=like", f"{PREFIX}%")])
        self.assertEqual({report.report_name.removeprefix(PREFIX) for report in reports}, set(self.records))
        self.env["ir.config_parameter"]._plan_mark_demo()
        self.assert_marked(1)

    def test_no_paper_of_another_database(self):
        self.assert_marked(0)

    def test_screens(self):
        """The web client is told in the demo alone."""
        self.authenticate(self.desk.login, self.desk.login)
        self.assertNotIn("plan_tracking_demo", self.make_jsonrpc_request("/web/session/get_session_info"))
        self.env["ir.config_parameter"]._plan_mark_demo()
        self.assertTrue(self.make_jsonrpc_request("/web/session/get_session_info")["plan_tracking_demo"])
