"""The pages in front of the annexes, by each wkhtmltopdf that is there: text kept together, and the head."""

from odoo.tests import tagged

from ...papers.document import MOTTO, NATION, Paragraph
from .papers_common import spans
from .test_papers_tall import PrintCase, paper


@tagged("post_install", "-at_install")
class TestBody(PrintCase):
    def test_nothing_stands_alone(self):
        """No heading is last on a page, and no signature is on a page without text of the paper."""
        for count in range(12, 31):
            body = [
                *(Paragraph(f"Đã làm việc số {number}.") for number in range(count)),
                Paragraph("II. KIẾN NGHỊ, ĐỀ XUẤT", "heading"),
                Paragraph("1. Với tỉnh", "subheading"),
                Paragraph("Đề nghị hướng dẫn./."),
            ]
            signed = {"signature": ["GIÁM ĐỐC"], "signer": "Hoàng Văn Vụ", "recipients": ["Như trên", "Lưu: VT"]}
            for pages in self.pages(paper(body=body, **signed)):
                with self.subTest(paragraphs=count):
                    texts = ["".join(span["text"] for span in spans(page)) for page in pages]
                    self.assertLessEqual(len(pages), 2)
                    [signature] = [text for text in texts if "GIÁM ĐỐC" in text]
                    for words in ("II. KIẾN NGHỊ", "1. Với tỉnh", "Đề nghị hướng dẫn./.", "Hoàng Văn Vụ", "Lưu: VT"):
                        self.assertIn(words, signature)

    def test_headings_keep_lines(self):
        """A heading is followed by some lines of its text, also if the text continues on the next page."""
        for count in range(14, 28):
            body = [
                *(Paragraph(f"Đã làm việc số {number}.") for number in range(count)),
                Paragraph("II. KIẾN NGHỊ, ĐỀ XUẤT", "heading"),
                Paragraph("Đề nghị hướng dẫn và tập huấn. " * 60),
                Paragraph("Hết./."),
            ]
            for pages in self.pages(paper(body=body)):
                with self.subTest(paragraphs=count):
                    [text] = [text for page in pages if "II. KIẾN" in (text := page.get_text())]
                    self.assertGreaterEqual(text.partition("II. KIẾN")[2].count("\n"), 3)

    def test_long_paragraphs_begin_where_there_is_room(self):
        """Text too long to be kept together continues on the next page: no page is left half empty for it."""
        body = [
            *(Paragraph(f"Đã làm việc số {number}.") for number in range(12)),
            Paragraph("II. KIẾN NGHỊ", "heading"),
            Paragraph("Đề nghị hướng dẫn và tập huấn. " * 60),
        ]
        for pages in self.pages(paper(body=body, signature=["GIÁM ĐỐC"], signer="Hoàng Văn Vụ")):
            self.assertGreater(max(span["bbox"][3] for span in spans(pages[0])), 650)

    def test_head(self):
        """The names at the head are on one line each, and a line of two fifths below the issuer's."""
        for issuer in ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SỞ NỘI VỤ"):
            for [page] in self.pages(paper(issuer=issuer, body=[Paragraph("Đã làm./.")], signature=["GIÁM ĐỐC"])):
                places = {span["text"].strip(): span["bbox"] for span in spans(page)}
                self.assertLessEqual({issuer, NATION, MOTTO}, places.keys())
                left, _top, right, bottom = places[issuer]
                lines = [one["rect"] for one in page.get_drawings() if 0 < one["rect"].y0 - bottom < 6]
                [line] = [rect for rect in lines if rect.x0 >= left and rect.x1 <= right]
                self.assertAlmostEqual(line.width / (right - left), 0.4, delta=0.05)
