"""An agency's report as a paper: the same rows on PDF, in Word and on the screen, for everybody who can read them."""

import base64
import hashlib
import io
import unicodedata
from unittest.mock import patch

import docx
import pymupdf
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import freeze_time

from ...papers.document import Span, text_of
from ..reporting.reporting_common import ReportingCase, d

NAME = "plan_tracking.paper_report"
# of a section's properties, as ECMA-376 has them; Word refuses others
WORD_ORDER = ("headerReference", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid")
PRINTER = "odoo.addons.plan_tracking.models.printing.ir_actions_report"


def one_line(text):
    """Return a text without breaks and blanks, which each way of drawing sets as it likes."""
    return "".join(unicodedata.normalize("NFC", text).split())


class PaperCase(ReportingCase):
    """SNV's and STC's reports of March, filled in."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 03:00:00"):
            self.start(self.month)
            self.snv_report, self.stc_report = self.report(self.snv), self.report(self.stc)
            line = self.officer(self.snv_report).line_ids[:1]
            line.write({"text": "Đã ban hành <b>kế hoạch</b> & lấy ý kiến\nDòng hai", "obstacle": "Thiếu kinh phí"})
            self.officer(self.snv_report).narrative_ids[:1].text = "Đã chỉ đạo các phòng ữ ặ ỵ"
            self.officer(self.stc_report).measurement_ids.write({"actual": "85,75", "source": "Báo cáo nội bộ"})

    def document(self, report, user):
        return report.with_user(user)._get_papers("report")[0]

    def pdf(self, report, user):
        content, kind = self.env["ir.actions.report"].with_user(user)._render_qweb_pdf(NAME, report.ids)
        self.assertEqual(kind, "pdf")
        return pymupdf.open(stream=content)

    def cells(self, document):
        """Return every text of the annexes, row by row."""
        return [
            [row.text] if isinstance(row, Span) else [text_of(cell) for cell in row]
            for annex in document.annexes
            for row in annex.rows
        ]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-12 03:00:00")
class TestReportPaper(PaperCase):
    """Its content."""

    def test_assignments(self):
        """A draft bears no number; each part of the decree is there, of the agency's own."""
        document = self.document(self.snv_report, self.officer_snv)
        self.assertTrue(document.is_draft)
        self.assertFalse(document.number)
        self.assertEqual((document.kind, document.code), ("BÁO CÁO", "BC"))
        self.assertIn("tháng 3 năm 2026", document.subject)
        self.assertEqual(document.to, [self.skhcn.name])
        self.assertEqual(document.issuer, self.snv.head or self.snv.name.upper())
        self.assertEqual([annex.label for annex in document.annexes], ["PHỤ LỤC"])
        self.assertTrue(document.body[-1].text.endswith("./."))
        self.assertIn("Đã chỉ đạo các phòng ữ ặ ỵ", [one.text.removesuffix("./.") for one in document.body])

    def test_figures_and_work(self):
        """Figures are annex I, work is annex II; numbers are written the Vietnamese way."""
        document = self.document(self.stc_report, self.officer_stc)
        self.assertEqual([annex.label for annex in document.annexes], ["PHỤ LỤC I", "PHỤ LỤC II"])
        [row] = document.annexes[0].rows
        self.assertIn("85,75", row)
        self.assertEqual(len(document.annexes[1].rows), len(self.stc_report.line_ids))
        self.assertEqual(document.annexes[1].columns[-1].label, "Bước tiếp theo")  # as on the page

    def summary(self, report, user):
        [text] = [one.text for one in self.document(report, user).body if one.text.startswith("Tổng số nhiệm vụ")]
        return text

    def test_whose_work(self):
        """Work that the agency only supports is not counted as its own, and work done late is not overdue."""
        report, user = self.stc_report, self.officer_stc
        own = report.line_ids.assignment_id.filtered(lambda assignment: assignment.role == "lead").sorted()
        self.assertGreater(len(own), 2)
        self.assertTrue(report.line_ids.assignment_id - own)  # supports SNV
        supported = len(report.line_ids) - len(own)
        own[0].write({"date_deadline": "2026-03-01"})
        own[1].stage_id = self.stage("done")
        own[1].write({"date_deadline": "2026-03-01", "date_done": "2026-03-05"})
        self.assertEqual(own[:2].mapped("timeliness"), ["overdue", "done_late"])
        text = (
            f"Tổng số nhiệm vụ chủ trì: {len(own)}; đã hoàn thành 1, chờ xác nhận 0, đang thực hiện 0, "
            f"chưa thực hiện {len(own) - 1}; quá hạn 1 nhiệm vụ; phối hợp {supported} nhiệm vụ."
        )
        self.assertEqual(self.summary(report, user), text)
        self.approve(report)
        self.assertEqual(self.summary(report, self.desk), text)
        # nor does it change for a desk that reads the report and not the assignments: those of another desk's plan
        self.plan.sudo().desk_agency_id = self.stc
        self.env.invalidate_all()
        self.assertFalse(own[0].with_user(self.desk).has_access("read"))
        self.assertEqual(self.summary(report, self.desk), text)
        self.assertNotIn("phối hợp", self.summary(self.snv_report, self.officer_snv))

    def test_not_answered(self):
        """That there is nothing is said where somebody has said so; of a draft, what nobody has filled in says that."""
        report = self.snv_report

        def answers():
            body = [one.text.rstrip("./") for one in self.document(report, self.officer_snv).body]
            return body.count("Không phát sinh"), body.count("(Chưa nhập)"), len(body)

        first, *others = report.narrative_ids
        self.assertTrue(others)
        nil, empty, length = answers()
        self.assertEqual((nil, empty), (0, len(others)))
        self.officer(others[0]).is_nil = True
        nil, empty, _length = answers()
        self.assertEqual((nil, empty), (1, len(others) - 1))
        # a sent report leaves out the questions without a required answer
        self.fill(report)
        self.officer(first).text = "Có"
        others[-1]._unguarded_write({"is_nil": False, "is_required": False})
        self.officer(report).action_submit()
        self.assertEqual(answers(), (len(others) - 1, 0, length - 2))

    def test_signed(self):
        """Once the signed paper is in, its number, day and signer are the report's."""
        self.submit(self.snv_report)
        wizard = self.sign(self.snv_report, self.officer_snv, signer="Trần Văn B, Phó Giám đốc")
        wizard.write({"number": "05/BC-SNV", "date": "2026-03-11"})
        wizard.action_approve()
        document = self.document(self.snv_report, self.desk)
        self.assertFalse(document.is_draft)
        self.assertEqual((document.number_text, document.day), ("05/BC-SNV", d("11/3")))
        self.assertEqual(document.signer, "Trần Văn B")
        self.assertTrue(document.place_date.endswith("ngày 11 tháng 3 năm 2026"), document.place_date)
        self.assertIn("số 05/BC-SNV ngày 11 tháng 3 năm 2026", document.annexes[0].note)
        # the generated file is kept beside the signed one, under the same number
        paper = self.snv_report.signed_copy_ids
        drawn = base64.b64decode(paper.printed)
        self.assertEqual(paper.printed_sha256, hashlib.sha256(drawn).hexdigest())
        text = one_line("".join(page.get_text() for page in pymupdf.open(stream=drawn)))
        self.assertIn("Số:05/BC-SNV", text)
        self.assertNotIn(one_line("DỰ THẢO"), text)

    def test_a_communes(self):
        """A commune writes as its UBND, by its name where its code is a number."""
        self.xa_cao.sudo().write({"head": "ỦY BAN NHÂN DÂN XÃ CAO SƠN", "code": "17001"})
        report = self.report(self.xa_cao)
        document = self.document(report, self.people[self.xa_cao][0])
        self.assertEqual(document.issuer_name, "UBND xã Cao Sơn")
        self.assertIn("UBND xã Cao Sơn báo cáo kết quả", document.body[0].text)
        self.assertTrue(document.name.startswith("Báo cáo UBND xã Cao Sơn "), document.name)
        self.assertEqual(self.xa_cao._get_addressee(), "Ủy ban nhân dân xã Cao Sơn")
        self.assertEqual((self.snv._get_written_name(), self.snv._get_addressee()), ("Sở Nội vụ", "Sở Nội vụ"))

    def test_to_be_signed(self):
        """A submitted report is fixed: it is printed without the word draft, with the name of who is to sign it."""
        self.submit(self.snv_report)
        document = self.document(self.snv_report, self.officer_snv)
        self.assertEqual((document.is_draft, document.number, document.day), (False, "", None))
        self.assertEqual(document.signer, self.leader_snv.name)

    def test_paper_after_the_tap(self):
        """The clerk numbers what was approved by a tap, and puts the signed paper beside; a wrong one is followed."""
        self.approve(self.snv_report)
        with self.assertRaisesRegex(UserError, "only its officers and leaders"), self.env.cr.savepoint():
            self.sign(self.snv_report, self.desk).action_add()
        draft = self.report(self.xa_cao)
        with self.assertRaisesRegex(UserError, "is not approved"), self.env.cr.savepoint():
            self.sign(draft, self.people[self.xa_cao][0]).action_add()
        for number, name in (("7", "sai.pdf"), ("8", "dung.pdf")):
            wizards = self.env["plan.report.sign"].with_user(self.officer_snv)
            wizards = wizards.with_context(active_ids=self.snv_report.ids)
            wizard = wizards.create({**self.DECISION, "number": number, "filename": name})
            self.assertIn(self.leader_snv.name, wizard.signer, "who leads the agency is proposed")
            wizard.action_add()
        self.env.invalidate_all()
        self.assertEqual(self.snv_report.signed_copy_ids.mapped("number"), ["07/BC-SNV", "08/BC-SNV"], "both are kept")
        report = self.snv_report.with_user(self.desk)
        self.assertRecordValues(
            report,
            [
                {
                    "official_copy_id": self.snv_report.signed_copy_ids[-1].id,
                    "official_name": "dung.pdf",
                    "state": "approved",
                }
            ],
        )
        self.assertEqual(base64.b64decode(report.official_file), base64.b64decode(self.DECISION["file"]))
        document = self.document(report, self.desk)
        self.assertEqual((document.number_text, document.signer), ("08/BC-SNV", self.leader_snv.name))
        decisions = self.env["plan.log"].search([("report_id", "=", report.id), ("decision", "=", "add_signed_copy")])
        self.assertEqual(set(decisions.mapped("number")), {"07/BC-SNV", "08/BC-SNV"})
        report.action_accept()
        self.sign(self.snv_report, self.officer_snv, number="9").action_add()
        self.env.invalidate_all()
        words = "Official copy: 09/BC-SNV of 02/03/2026, signed by Nguyễn Văn A, Giám đốc"
        self.assertEqual(report.with_context(lang="en_US").official_text, words)

    def test_returned(self):
        """A returned report has no number; approved by a tap then, not that of the paper signed before."""
        self.submit(self.snv_report)
        self.sign(self.snv_report, self.officer_snv, signer="Trần Văn B, Phó Giám đốc").action_approve()
        self.assertTrue(self.document(self.snv_report, self.desk).number)
        self.give_back(self.snv_report, self.desk)
        document = self.document(self.snv_report, self.officer_snv)
        self.assertEqual((document.is_draft, document.number, document.day, document.signer), (True, "", None, ""))
        self.approve(self.snv_report)
        document = self.document(self.snv_report, self.desk)
        self.assertEqual((document.is_draft, document.number), (False, ""))
        self.assertEqual(document.signer, self.leader_snv.name)
        self.env.invalidate_all()
        self.assertFalse(self.snv_report.official_copy_id, "the old paper is not that of the new sending")

    def test_print_menu(self):
        """Readers of a report can take its Word file and the ZIP, whatever its state and their rights to write."""
        self.approve(self.snv_report)
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.manager):
            for name in ("plan_report_word", "plan_report_print"):
                action = self.env.ref(f"plan_tracking.{name}").with_user(user)
                with self.subTest(user=user.login, action=name):
                    context = {"active_model": "plan.report", "active_id": self.snv_report.id}
                    self.assertTrue(action.with_context(**context, active_ids=self.snv_report.ids).run())

    def test_too_many(self):
        """More than a person waits for go into a ZIP."""
        self.approve(self.snv_report | self.stc_report)
        one = patch("odoo.addons.plan_tracking.models.printing.plan_paper_mixin.AT_ONCE", 1)
        with one, self.assertRaisesRegex(UserError, "ZIP"):
            (self.snv_report | self.stc_report).with_user(self.desk)._get_papers("report")

    def test_signed_without_engine(self):
        """A server that cannot print keeps nobody from signing."""
        self.submit(self.snv_report)
        self.patch(self.env.registry["ir.actions.report"], "_find_engine", lambda self: "/nowhere/wkhtmltopdf")
        with self.assertLogs("odoo.addons.plan_tracking.models.printing.plan_paper_mixin", "WARNING"):
            self.sign(self.snv_report, self.officer_snv).action_approve()
        self.assertEqual(self.snv_report.state, "approved")
        self.assertFalse(self.snv_report.signed_copy_ids.printed)

    def test_same_rows_everywhere(self):
        """PDF, Word and screen draw the rows of the builder, in its order."""
        for report, user in ((self.snv_report, self.officer_snv), (self.stc_report, self.officer_stc)):
            document = self.document(report, user)
            rows = self.cells(document)
            with self.subTest(report=report.display_name, drawn="screen"):
                page = self.env["ir.actions.report"].with_user(user)._render_qweb_html(NAME, report.ids)[0]
                tree = html.fromstring(page.decode())
                drawn = [
                    [one_line(cell.text_content()) for cell in row.findall("td")]
                    for grid in tree.find_class("paper_grid")
                    for row in grid.findall("tbody/tr")
                ]
                self.assertEqual(drawn, [[one_line(cell) for cell in row] for row in rows])
            with self.subTest(report=report.display_name, drawn="Word"):
                word = docx.Document(io.BytesIO(self._word(document)))
                for section, landscape in zip(word.sections, [False, *(one.landscape for one in document.annexes)]):
                    assignments = [child.tag.partition("}")[2] for child in section._sectPr]
                    order = [*(assignment for assignment in WORD_ORDER if assignment in assignments)]
                    self.assertEqual(
                        list(dict.fromkeys(assignment for assignment in assignments if assignment in WORD_ORDER)), order
                    )
                    self.assertEqual(section.page_width > section.page_height, landscape)
                self.assertEqual(len(word.sections), 1 + len(document.annexes))
                tables = word.tables[2:]  # the header and the signature come before the annexes
                drawn = [
                    [one_line(cell.text) for cell in row.cells]
                    for table, annex in zip(tables, document.annexes, strict=True)
                    for row in table.rows[len(annex.heads) :]
                ]
                self.assertEqual(drawn, [[one_line(cell) for cell in row] for row in rows])
            with self.subTest(report=report.display_name, drawn="PDF"):
                text = one_line("".join(page.get_text() for page in self.pdf(report, user)))
                for row in rows:
                    for cell in row:
                        for piece in cell.split():
                            self.assertIn(one_line(piece), text)

    def _word(self, document):
        from ...papers.docx import draw

        return draw(document)

    def test_order_on_the_page(self):
        """Header, number, type, addressee, body and signature follow one another, each in its size."""
        page = self.pdf(self.snv_report, self.officer_snv)[0]
        places = {}
        for block in page.get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                for span in line["spans"]:
                    places.setdefault(span["text"].strip(), (span["bbox"][1], span["size"], span["font"]))
        order = ["Độc lập - Tự do - Hạnh phúc", "DỰ THẢO", "BÁO CÁO", "Nơi nhận:"]
        tops = [places[text][0] for text in order]
        self.assertEqual(tops, sorted(tops))
        for text, size, bold in (("BÁO CÁO", 14, True), ("Độc lập - Tự do - Hạnh phúc", 14, True)):
            self.assertAlmostEqual(places[text][1], size, delta=0.3)
            self.assertEqual("Bold" in places[text][2], bold)
        self.assertAlmostEqual(places["Nơi nhận:"][1], 12, delta=0.3)

    def test_words_are_no_markup(self):
        """Typed text is printed unchanged: nothing of it is fetched or drawn."""
        line = self.officer(self.snv_report).line_ids[:1]
        line.text = '<img src="http://127.0.0.1:1/x"/>{{ 7*7 }} <t t-out="env"/>'
        text = one_line("".join(page.get_text() for page in self.pdf(self.snv_report, self.officer_snv)))
        self.assertIn(one_line(line.text), text)

    def test_whose_it_is(self):
        """Before approval the agency alone prints it; afterwards the desk and readers too; another agency never."""
        for user in (self.desk, self.reader):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.document(self.snv_report, user)
        with self.assertRaises(AccessError):
            self.document(self.snv_report, self.officer_stc)
        self.approve(self.snv_report)
        for user in (self.desk, self.reader, self.officer_snv):
            self.assertTrue(self.document(self.snv_report, user).body)
        with self.assertRaises(AccessError):
            self.document(self.snv_report, self.officer_stc)

    def test_language(self):
        """A paper is Vietnamese, whatever language who prints it works in."""
        for lang in ("en_US", "vi_VN"):
            self.officer_snv.lang = lang
            document = self.document(self.snv_report.with_context(lang=lang), self.officer_snv)
            self.assertNotIn("Not Yet Due", str(self.cells(document)))

    def test_no_engine(self):
        """Without a working wkhtmltopdf there is a sentence, no empty file."""
        self.patch(self.env.registry["ir.actions.report"], "_find_engine", lambda self: "/nowhere/wkhtmltopdf")
        with self.assertRaisesRegex(UserError, "Word"), self.assertLogs(PRINTER, "ERROR"):
            self.pdf(self.snv_report, self.officer_snv)

    def test_no_word(self):
        """Without python-docx there is a sentence that says what to do."""
        self.patch(self.env.registry["plan.paper.mixin"], "_has_word", lambda self: False)
        with self.assertRaisesRegex(UserError, "python-docx"):
            self.snv_report.with_user(self.officer_snv)._get_word_action("report")

    def test_queries(self):
        """Printing a report of many rows asks no more often than one of few."""

        def count():
            self.document(self.snv_report, self.officer_snv)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.document(self.snv_report, self.officer_snv)
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(200, 220):
            task = self.new_task(number=str(number), name=f"Việc {number}")
            values = {"task_id": task.id, "agency_id": self.snv.id, "role": "lead", "stage_id": self.stage("todo").id}
            self.env["plan.assignment"].create(values)
        self.run_crons("2026-03-12 03:00:00")
        self.assertGreater(len(self.snv_report.line_ids), 20)
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestReportPaperOverHttp(PaperCase, HttpCase):
    """The routes give what the builder gives, to whom it gives it."""

    def test_routes(self):
        for user, allowed in (
            (self.officer_snv, True),
            (self.officer_stc, False),
            (self.desk, False),
            (self.reader, False),
        ):
            self.authenticate(user.login, user.login)
            for path, mark in (
                (f"/report/pdf/{NAME}/{self.snv_report.id}", b"%PDF"),
                (f"/report/html/{NAME}/{self.snv_report.id}", "BÁO CÁO".encode()),
                (f"/plan_tracking/word/{NAME}/{self.snv_report.id}", b"PK"),
            ):
                with self.subTest(login=user.login, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code == 200 and mark in response.content, allowed)
        self.authenticate(self.officer_snv.login, self.officer_snv.login)
        self.assertEqual(self.url_open(f"/plan_tracking/word/base.report_irmodulereference/{1}").status_code, 404)
