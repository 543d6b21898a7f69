"""Papers as Word files: offices edit the draft in Word, and sign it in their own system.

python-docx is not a part of Odoo: `draw` raises ImportError where it is not installed.
"""

import io
from datetime import datetime
from importlib.util import find_spec

from .document import DRAFT, LEFT_COLUMN, MOTTO, NATION, Span, text_of
from .sizes import SIZES

FONT = "Times New Roman"
BODY, SMALL, TABLE, MARK = SIZES.body.size, 12, SIZES.cell.size, 11
# millimetres between the margins
PORTRAIT, LANDSCAPE = 165, 252
# the elements after the borders of a paragraph, in the order of the standard
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def is_there():
    return bool(find_spec("docx"))


def draw(document):
    """Return the paper as the bytes of a .docx file.

    :raises ImportError: python-docx is not installed
    """
    import docx

    word = docx.Document()
    _set_style(word)
    _set_properties(word, document)
    if document.has_cover:
        _set_page(word.sections[0], document.mark)
        _draw_header(word, document)
        _draw_title(word, document)
        _draw_body(word, document)
        _draw_end(word, document)
    for number, annex in enumerate(document.annexes):
        _draw_annex(word, annex, document.mark, is_first=not (number or document.has_cover))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _set_style(word):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = word.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")  # or Word underlines every word in red
    language.set(qn("w:val"), "vi-VN")
    style.element.rPr.append(language)
    style.font.size = Pt(BODY)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(0)


def _set_properties(word, document):
    """Say what it is and whose, in place of what python-docx says of its own template."""
    properties = word.core_properties
    properties.title = document.name
    properties.author = properties.last_modified_by = document.issuer_name
    properties.comments = ""
    properties.created = properties.modified = datetime.now()


def _set_page(section, mark, landscape=False):
    """A4 with the decree's margins; the page number in the middle of the upper one, not on the first page.

    :param str mark: what each page says beside that, the first one too
    """
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    width, height = (297, 210) if landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(9)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    for copied in section._sectPr.findall(qn("w:pgNumType")):  # a new section begins as a copy of the last
        section._sectPr.remove(copied)
    section._sectPr.find(qn("w:cols")).addprevious(start)  # Word wants the elements in the order of the standard
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(BODY)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    if mark:
        _add(section.header, mark, MARK, bold=True, align="RIGHT")
        _write(section.first_page_header.paragraphs[0], mark, MARK, bold=True, align="RIGHT")


def _add(place, text, size=BODY, bold=False, italic=False, align="CENTER"):
    """Add a paragraph."""
    return _write(place.add_paragraph(), text, size, bold, italic, align)


def _write(paragraph, text, size=BODY, bold=False, italic=False, align="CENTER"):
    """Write into an empty paragraph."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH[align]
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size)
    return paragraph


def _first(cell):
    """Remove the empty paragraph that a new cell has."""
    element = cell.paragraphs[0]._p
    element.getparent().remove(element)
    return cell


def _draw_line(place, room, length):
    """Draw the decree's line, `length` millimetres in the middle of `room`: the lower edge of a low paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    paragraph = _add(place, "", 1)
    layout = paragraph.paragraph_format
    layout.line_spacing = Pt(2)
    layout.left_indent = layout.right_indent = Mm((room - length) / 2)
    borders, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _two_columns(word, left):
    """Return two cells without margins beside each other, the left one so many millimetres wide."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = word.add_table(rows=1, cols=2)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.append(margins)
    _mark(table.rows[0], "w:cantSplit")
    [cells] = _set_widths(table, PORTRAIT, (100 * left / PORTRAIT, 100 - 100 * left / PORTRAIT))
    return cells


def _set_widths(table, room, shares):
    """Share out the millimetres: Word reads widths off the cells, LibreOffice off the columns. Return the rows' cells.

    They are asked for once: python-docx computes them again each time.
    """
    from docx.shared import Mm

    table.autofit = False
    widths = [Mm(room * share / 100) for share in shares]
    rows = [list(row.cells) for row in table.rows]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cells in rows:
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    return rows


def _draw_header(word, document):
    left, right = map(_first, _two_columns(word, LEFT_COLUMN))
    if document.superior:
        _add(left, document.superior, SMALL + 1)
    _add(left, document.issuer, SMALL + 1, bold=True)
    _draw_line(left, LEFT_COLUMN, document.issuer_line)
    _add(left, f"Số: {document.number_text}", 13)
    if document.about:
        _add(left, document.about, SMALL)
    _add(right, NATION, SMALL, bold=True)
    _add(right, MOTTO, BODY, bold=True)
    _draw_line(right, PORTRAIT - LEFT_COLUMN, 56)
    _add(right, document.place_date, BODY, italic=True)
    if document.is_draft:
        _add(right, DRAFT, BODY, bold=True)


def _draw_title(word, document):
    from docx.shared import Pt

    _add(word, "")
    if document.kind:
        _add(word, document.kind, bold=True)
    if document.subject:
        _add(word, document.subject, bold=True)
        _draw_line(word, PORTRAIT, 56)
    if document.to:
        lines = document.lines_to
        first = _add(word, f"Kính gửi: {lines[0] if len(lines) == 1 else ''}".strip())
        first.paragraph_format.space_before = Pt(12)
        for text in lines if len(lines) > 1 else ():
            _add(word, text, align="LEFT").paragraph_format.left_indent = Pt(170)
    _add(word, "")


def _draw_body(word, document):
    from docx.shared import Mm, Pt

    for text, style in document.body:
        heading = style in ("heading", "subheading")
        paragraph = _add(word, text, bold=heading, align="JUSTIFY")
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.paragraph_format.keep_with_next = heading
    if document.closing:
        paragraph.paragraph_format.keep_with_next = True  # a signature is not alone on a page


def _draw_end(word, document):
    from docx.shared import Pt

    if not (document.signature or document.recipients):
        return
    left, right = map(_first, _two_columns(word, PORTRAIT / 2))
    _add(left, "Nơi nhận:", SMALL, bold=True, italic=True, align="LEFT")
    for line in document.lines_recipients:
        _add(left, line, 11, align="LEFT")
    for line in document.signature:
        _add(right, line, bold=True)
    _add(right, document.signer, bold=True).paragraph_format.space_before = Pt(72)


def _draw_annex(word, annex, mark, is_first):
    """Draw an annex on pages of its own; the first thing in a file needs no new page."""
    from docx.enum.section import WD_SECTION

    section = word.sections[0] if is_first else word.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, mark, annex.landscape)
    _add(word, annex.label, bold=True)
    _add(word, annex.title.upper(), bold=True)
    _add(word, annex.note, italic=True)
    _draw_beside(word, annex.before)
    _add(word, "")
    _draw_table(word, annex)
    _draw_beside(word, annex.after)


def _draw_beside(word, paragraphs):
    for text, style in paragraphs:
        _add(word, text, SMALL + 1, bold=style in ("heading", "subheading"), align="JUSTIFY")


def _draw_table(word, annex):
    heads = annex.heads
    table = word.add_table(rows=len(heads) + len(annex.rows), cols=len(annex.columns))
    table.style = "Table Grid"
    rows = _set_widths(table, LANDSCAPE if annex.landscape else PORTRAIT, annex.widths)
    for line, head in enumerate(heads):
        _mark(table.rows[line], "w:tblHeader", "w:cantSplit")
        for place, text, wide, high in head:
            cell = rows[line][place].merge(rows[line + high - 1][place + wide - 1])
            _fill(cell, text, "CENTER", bold=True)
    for line, cells in enumerate(annex.rows, len(heads)):
        _mark(table.rows[line], "w:cantSplit")
        if isinstance(cells, Span):
            _fill_span(rows[line], cells)
            continue
        for cell, column, value in zip(rows[line], annex.columns, cells, strict=True):
            _fill(cell, text_of(value), {"center": "CENTER", "number": "RIGHT"}.get(column.kind, "LEFT"))


def _fill_span(cells, span):
    if span.number:
        _fill(cells[0], span.number, "CENTER", bold=True)
    _fill(cells[1 if span.number else 0].merge(cells[-1]), span.text, "LEFT", bold=True)


def _mark(row, *names):
    """Let a row be repeated on each page, or stay whole."""
    from docx.oxml import OxmlElement

    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(cell, text, align, bold=False):
    """Write into a cell, whatever its lines, in the table's size."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH[align]
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(TABLE)
