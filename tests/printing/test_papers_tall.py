"""Rows that no page holds and words that no line holds, printed by each wkhtmltopdf that is there and read back."""

import re
import unicodedata
from itertools import combinations

from odoo.tests import TransactionCase, tagged
from odoo.tests.common import freeze_time

from ...papers.annex_rows import fit_rows
from ...papers.document import Annex, AnnexColumn, Document, Paragraph, Span
from ...papers.pdf import BOTTOM, LEFT, MM, RIGHT, TOP
from ..reporting.reporting_common import ReportingCase
from .document_common import DocumentMixin, one_line
from .papers_common import engines, read, spans

COLUMNS = [
    AnnexColumn("TT", 6, "center"),
    AnnexColumn("Nhiệm vụ", 40),
    AnnexColumn("Khó khăn", 14),
    AnnexColumn("Tiếp theo", 20),
]
ADDRESS = f"https://docs.google.com/{'aB1' * 42}"
LETTERS = "abcdefghij" * 500


def words(length):
    """Return so many characters of words with their numbers."""
    return " ".join(f"từ{number}." for number in range(length // 4))[:length].rpartition(" ")[0]


def lines(count):
    return "\n".join(f"từ{number}." for number in range(count))


def small(number):
    return [str(number), "Việc nhỏ", "không", "sau"]


def paper(**values):
    return Document(
        **{
            "name": "x",
            "superior": "UBND TỈNH NGHỆ AN",
            "issuer": "SỞ NỘI VỤ",
            "issuer_name": "Sở Nội vụ",
            "symbol": "SNV",
            "place": "Nghệ An",
            "kind": "BÁO CÁO",
            "subject": "Kết quả",
            **values,
        }
    )


def annex(*rows, landscape=True):
    return fit_rows(paper(annexes=[Annex("Nhiệm vụ", COLUMNS, list(rows), landscape=landscape)], has_cover=False))


class PrintCase(TransactionCase):
    """Prints with each engine, and checks the positions."""

    def pages(self, document):
        """Yield the pages, engine by engine, once nothing on them is found outside the margins or over anything."""
        reports = self.env["ir.actions.report"]
        for path in engines():
            self.patch(self.env.registry["ir.actions.report"], "_find_engine", lambda self, path=path: path)
            with self.subTest(engine=path):
                pages = read(reports._print_paper(document))
                for page in pages:
                    self.check_places(page)
                yield pages

    def check_places(self, page):
        # the letters' own height: lines of small type are closer than the boxes around them
        boxes = []
        for span in spans(page):
            left, top, right, bottom = span["bbox"]
            if bottom < TOP * MM:  # the page's number
                continue
            self.assertTrue(left > LEFT * MM - 2 and right < page.rect.width - RIGHT * MM + 2, span)
            self.assertTrue(top > TOP * MM - 2 and bottom < page.rect.height - BOTTOM * MM + 4, span)
            base = span["origin"][1]
            boxes.append((left, base - span["size"] * 0.6, right, base, span["text"]))
        for one, other in combinations(boxes, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            self.assertFalse(wide > 1 and high > 1, f"{one} over {other}")

    def assert_size(self, pages, text, size):
        """Check the size of what the text consists of, and that there is some."""
        found = [span["size"] for page in pages for span in spans(page) if span["text"].strip()[:30] in text]
        self.assertTrue(found)
        self.assertTrue(all(abs(one - size) <= 0.3 for one in found), set(found))


@tagged("post_install", "-at_install")
class TestTallRow(PrintCase):
    """A row that no page holds goes on in rows below."""

    def numbers(self, pages):
        text = unicodedata.normalize("NFC", "".join(page.get_text() for page in pages))
        return [int(number) for number in re.findall(r"từ(\d+)\.", text)]

    def test_cell(self):
        """Every word is there, once and in order, under a head on each page, and no page is left over."""
        for text, most in ((words(1300), 5), (words(5000), 18), (lines(2500), 100)):
            for rows in (
                [small(1), ["2", "Việc lớn", text, "hết"], small(3)],
                [["1", "Việc lớn", text, "hết"], small(2)],
                [Span("Mục một", "I"), small(1), Span("Mục hai", "II"), ["2", "Việc lớn", text, "hết"]],
            ):
                for pages in self.pages(annex(*rows)):
                    self.assertEqual(self.numbers(pages), [int(number) for number in re.findall(r"từ(\d+)", text)])
                    self.assertLessEqual(len(pages), most)
                    self.assertEqual([page.get_text().count("Khó") for page in pages], [1] * len(pages))
                    self.assert_size(pages, "Việc lớn", 12)
                    self.assert_size(pages, "từ1.", 12)

    def test_whole(self):
        """A row that fits on a page is not cut, in the document or by a page's end; nor is it behind its section."""
        for landscape, most in ((True, 28), (False, 44)):
            for rows in (
                [small(1), ["2", "a", lines(most), ""], ["3", "b", lines(most), ""]],
                [
                    Span("Mục", "I"),
                    small(1),
                    Span("Mục", "II"),
                    ["2", "a", lines(most), ""],
                    ["3", "b", lines(most), ""],
                ],
            ):
                document = annex(*rows, landscape=landscape)
                self.assertEqual(document.annexes[0].rows, rows)
                for pages in self.pages(document):
                    counts = [len(self.numbers([page])) for page in pages]
                    self.assertEqual([count for count in counts if count], [most, most])

    def test_cut(self):
        """The pieces of all cells are beside each other, a section's too; a short cell is in the first one."""
        document = annex(["1", lines(40), lines(30), "hết"], Span(words(5000), "II"))
        rows = document.annexes[0].rows
        whole, section = [row for row in rows if isinstance(row, list)], [row for row in rows if isinstance(row, Span)]
        self.assertTrue(len(whole) > 1 and len(section) > 1, rows)
        self.assertEqual([row[0] + row[3] for row in whole], ["1hết", *[""] * (len(whole) - 1)])
        for place, count in ((1, 40), (2, 30)):
            self.assertEqual("\n".join(row[place] for row in whole if row[place]), lines(count))
        self.assertEqual([row.number for row in section], ["II", *[""] * (len(section) - 1)])
        self.assertEqual(" ".join(row.text for row in section), words(5000))
        self.assertEqual(fit_rows(document).annexes[0].rows, rows, "what fits stays as it is")


@tagged("post_install", "-at_install")
class TestLongWord(PrintCase):
    """A word that no line holds breaks at the line's end; the page keeps its size."""

    def test_body(self):
        for word in (ADDRESS, LETTERS):
            for pages in self.pages(paper(body=[Paragraph("Đã chỉ đạo."), Paragraph(f"Xem {word} nhé.")])):
                self.assertIn(f"Xem{word}nhé.", self.text(pages))
                self.assert_size(pages, word, 14)

    def test_cell(self):
        for word in (ADDRESS, LETTERS):
            for pages in self.pages(annex(small(1), ["2", f"Xem {word} nhé.", "", "hết"], small(3))):
                self.assertIn("Việcnhỏ", self.text(pages))
                texts = [text for page in pages for span in spans(page) for text in span["text"].split()]
                self.assertEqual("".join(text for text in texts if text in word and not text.isdigit()), word)
                self.assert_size(pages, word, 12)

    def test_others(self):
        """So it is in the header, the addressees, the recipients, the title of an annex and beside its table."""
        beside = [Paragraph(f"Xem {ADDRESS}")]
        document = paper(
            **dict.fromkeys(("superior", "issuer", "place", "subject", "about", "signer"), ADDRESS),
            to=[ADDRESS, ADDRESS],
            signature=["GIÁM ĐỐC"],
            recipients=[ADDRESS],
            body=[Paragraph(ADDRESS, "heading")],
            annexes=[Annex(ADDRESS, COLUMNS, [small(1)], note=ADDRESS, before=beside, after=beside)],
        )
        for pages in self.pages(document):
            self.assertEqual(self.text(pages).lower().count(ADDRESS.lower()), 14)
            self.assert_size(pages, "GIÁM ĐỐC", 14)
            self.assert_size(pages, "Nơi nhận:", 12)

    def text(self, pages):
        return one_line("".join(page.get_text() for page in pages))


@tagged("post_install", "-at_install")
@freeze_time("2026-03-12 03:00:00")
class TestTallReport(DocumentMixin, ReportingCase):
    """So it is in the papers themselves."""

    def test_same_rows_everywhere(self):
        with freeze_time("2026-03-10 03:00:00"):
            self.start(self.month)
            report = self.report(self.snv)
        line = self.officer(report).line_ids[:1]
        line.write({"text": words(1300), "obstacle": words(5000)})
        self.assert_same_everywhere(report, self.officer_snv, "report")
        rows = self.document(report, self.officer_snv, "report").annexes[-1].rows
        self.assertGreater(len(rows), len(report.line_ids))
        self.assertEqual(" ".join(row[5] for row in rows if row[5]), words(5000))
