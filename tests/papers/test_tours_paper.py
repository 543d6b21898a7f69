import base64
from unittest.mock import patch

from odoo.tests import tagged

from ..offline_form.test_offline_form import Filler
from ..printing.document_common import DocumentMixin
from ..reporting.test_tours_report import ReportTourCase


@tagged("post_install", "-at_install")
class TestPaperTour(DocumentMixin, ReportTourCase):
    """An officer prints, fills in offline, and brings the signed paper back."""

    def setUp(self):
        super().setUp()
        self.officer = self.new_user("tour.snv", "SNV")
        self.report = self.open_report("SNV")

    def give(self, name, content):
        """Let the tour find a file on the server, as if on the officer's disk."""
        file = self.env["ir.attachment"].create({"name": name, "raw": content, "public": True})
        self.env["ir.model.data"].create(
            {"module": "__test__", "name": name, "model": "ir.attachment", "res_id": file.id}
        )

    def fill(self, **texts):
        """Return the form that the page's button gives, filled in."""
        self.authenticate("tour.snv", "tour.snv")
        answer = self.url_open(self.report.with_user(self.officer).action_download_offline_form()["url"])
        form = Filler(answer.content)
        for column, text in texts.items():
            form.place("lines", self.report.line_ids[0], column).value = text
        return form.content()

    def test_papers(self):
        """The printed content is the report's, a faulty form changes nothing, the signed copy is beside the generated
        file.
        """
        self.give("form_filled", self.fill(text="Đã họp giao ban"))
        self.give("form_faulty", self.fill(text="Đã họp", date_next_step="tháng sau"))
        signed = b"%PDF-1.4 signed"
        self.give("form_paper", signed)
        printed, reports = [], self.registry["ir.actions.report"]
        print_paper = reports._print_paper

        def keep_pdf(records, document):
            printed.append((document.name, print_paper(records, document)))
            return printed[-1][1]

        with patch.object(reports, "_print_paper", keep_pdf):
            self.start(self.report, "plan_tracking_paper", "tour.snv")
        name = self.document(self.report, self.officer, "report").name
        self.assertEqual([one for one, _pdf in printed], [name, name], "for the officer, and beside the signed paper")
        self.assertTrue(all(pdf.startswith(b"%PDF") and len(pdf) > 10_000 for _name, pdf in printed))
        self.assertEqual(self.report.line_ids[0].text, "Đã họp giao ban")
        self.assertEqual(self.report.state, "approved")
        paper = self.env["plan.report.signed.copy"].search([("report_id", "=", self.report.id)])
        self.assertEqual((paper.number, base64.b64decode(paper.file)), ("15/BC-SNV", signed))
        self.assertEqual(base64.b64decode(paper.printed), printed[-1][1])
