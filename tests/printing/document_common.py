"""The common ground of tests of official papers: a paper drawn as PDF, as Word and on the screen, and read back."""

import io
import unicodedata

import docx
import pymupdf
from lxml import html

from ...papers.document import Span, text_of
from ...papers.docx import draw


def one_line(text):
    """Return a text without breaks and blanks, which each way of drawing sets as it likes."""
    return "".join(unicodedata.normalize("NFC", text).split())


class DocumentMixin:
    """Draws the paper `plan_tracking.paper_<name>` of a record as a user, each way there is."""

    def document(self, record, user, name):
        return record.with_user(user)._get_papers(name)[0]

    def print(self, record, user, name):
        """Return the PDF."""
        reports = self.env["ir.actions.report"].with_user(user)
        content, kind = reports._render_qweb_pdf(f"plan_tracking.paper_{name}", record.ids)
        self.assertEqual(kind, "pdf")
        return pymupdf.open(stream=content)

    def cells(self, annex):
        """Return the texts of an annex row by row; of a row that is one text, its texts."""
        return [
            [text for text in (row.number, row.text) if text]
            if isinstance(row, Span)
            else [text_of(cell) for cell in row]
            for row in annex.rows
        ]

    def words(self, document):
        """Return the body as one text."""
        return "\n".join(one.text for one in document.body)

    def assert_same_everywhere(self, record, user, name):
        """Check that PDF, Word and screen draw the rows of the builder, in its order."""
        document = self.document(record, user, name)
        rows = [[one_line(cell) for cell in row] for annex in document.annexes for row in self.cells(annex)]
        self.assertTrue(rows)
        reports = self.env["ir.actions.report"].with_user(user)
        tree = html.fromstring(reports._render_qweb_html(f"plan_tracking.paper_{name}", record.ids)[0].decode())
        screen = [
            [one_line(cell.text_content()) for cell in row.findall("td")]
            for grid in tree.find_class("paper_grid")
            for row in grid.findall("tbody/tr")
        ]
        self.assertEqual(screen, rows)
        word = docx.Document(io.BytesIO(draw(document)))
        tables = word.tables[2 if document.has_cover else 0 :]  # in front of them: the header and the signature
        drawn = []
        for table, annex in zip(tables, document.annexes, strict=True):
            for row, cells in zip(table.rows[len(annex.heads) :], annex.rows, strict=True):
                texts = [one_line(cell.text) for cell in row.cells]
                wide = len(texts) - bool(cells.number) if isinstance(cells, Span) else 1
                drawn.append(texts[: len(texts) - wide + 1])  # merged cells give the same text again
        self.assertEqual(drawn, rows)
        text = one_line("".join(page.get_text() for page in self.print(record, user, name)))
        for row in rows:
            for cell in row:
                self.assertIn(cell[:12], text)
