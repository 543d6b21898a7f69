"""Page numbers, a mark on every page, and pieces put together: with the PDF library that Odoo brings, and reportlab."""

import io
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

try:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PdfReadError
except ImportError:  # Odoo's own list names PyPDF2 for some Pythons; the parts used here are the same
    from PyPDF2 import PdfReader, PdfWriter
    from PyPDF2.errors import PdfReadError

__all__ = ["FONTS", "MM", "PdfReadError", "PdfReader", "join"]

FONTS = Path(__file__).resolve().parents[1] / "static/fonts/liberation_serif"
MM = 72 / 25.4
# in the middle of the upper margin (NĐ 30/2020: Arabic, 13-14 points, centred there)
SIZE, FROM_TOP = 14, 13 * MM
# a mark ends where the text does (NĐ 30/2020: 15-20 mm), on the line of the number
MARK_SIZE, FROM_RIGHT = 12, 15 * MM


def join(pdfs, mark=""):
    """Return one PDF of these: from its second page on, each page of each of them bears its number.

    :param str mark: what each page says beside that, the first ones too
    :raises ValueError: one of them has no page
    """
    writer, stamped = PdfWriter(), []
    for pdf in pdfs:
        pages = PdfReader(io.BytesIO(pdf)).pages
        if not len(pages):
            raise ValueError("a PDF without pages")
        for number, page in enumerate(pages, 1):
            added = writer.add_page(page)
            if number > 1 or mark:
                stamped.append((added, str(number) if number > 1 else ""))
    if stamped:
        sheets = [(number, float(page.mediabox.width), float(page.mediabox.height)) for page, number in stamped]
        stamps = PdfReader(io.BytesIO(_print_stamps(sheets, mark))).pages
        for (page, _number), stamp in zip(stamped, stamps, strict=True):
            page.merge_page(stamp)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _print_stamps(sheets, mark):
    """Return a PDF of empty pages with their numbers and the mark alone.

    :param sheets: (number, width, height) in points
    """
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, width, height in sheets:
        canvas.setPageSize((width, height))
        canvas.setFont(_font(), SIZE)
        canvas.drawCentredString(width / 2, height - FROM_TOP, number)
        if mark:
            canvas.setFont(_font(), MARK_SIZE)
            canvas.drawRightString(width - FROM_RIGHT, height - FROM_TOP, mark)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@lru_cache(1)
def _font():
    pdfmetrics.registerFont(TTFont("PaperNumber", FONTS / "LiberationSerif-Regular.ttf"))
    return "PaperNumber"
