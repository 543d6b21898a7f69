"""Papers as Word files: how they are laid out, read back with python-docx. What they say: test_paper_*.py."""

import io
from datetime import date

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from ....papers.document import NATION, Annex, AnnexColumn, Document, Paragraph, Span
from ....papers.docx import draw
from ....papers.text_measure import measure

# a part of a millimetre that widths in twentieths of a point lose
NEAR = Mm(0.1)


def paper(**values):
    columns = [
        AnnexColumn("TT", 10, "center"),
        AnnexColumn("Năm 2026", 20, "number", "Mục tiêu"),
        AnnexColumn("Năm 2030", 30, "number", "Mục tiêu"),
        AnnexColumn("Chủ trì", 60),
    ]
    rows = [Span("Hạ tầng", "I"), ["1", "≥ 5", "≥ 10", "Sở Nội vụ\nSở Tài chính"]]
    values = {
        "name": "Báo cáo SNV 2026-11",
        "superior": "UBND TỈNH NGHỆ AN",
        "issuer": "SỞ NỘI VỤ",
        "issuer_name": "Sở Nội vụ",
        "symbol": "SNV",
        "place": "Nghệ An",
        "day": date(2026, 11, 19),
        "code": "BC",
        "kind": "BÁO CÁO",
        "subject": "Kết quả thực hiện",
        "to": ["Sở Khoa học và Công nghệ"],
        "body": [Paragraph("I. KẾT QUẢ", "heading"), Paragraph("Đã làm."), Paragraph("Hết./.")],
        "signature": ["GIÁM ĐỐC"],
        "signer": "Hoàng Văn Vụ",
        "recipients": ["Như trên", "Lưu: VT"],
        "annexes": [Annex("Chỉ tiêu", columns, rows), Annex("Nhiệm vụ", columns, rows, landscape=False)],
        **values,
    }
    return docx.Document(io.BytesIO(draw(Document(**values))))


def test_widths():
    """Columns are as wide as their shares, in the grid that LibreOffice reads and in the cells that Word reads."""
    word = paper()
    for table, room in zip(word.tables[2:], (252, 165), strict=True):
        wanted = [Mm(room * share / 120) for share in (10, 20, 30, 60)]
        for found, width in zip((column.width for column in table.columns), wanted, strict=True):
            assert abs(found - width) < NEAR
        for found, width in zip((cell.width for cell in table.rows[-1].cells), wanted, strict=True):
            assert abs(found - width) < NEAR
        group, span = table.rows[0].cells[1], table.rows[2].cells[1]
        assert abs(group.width - Mm(room * 50 / 120)) < NEAR
        assert abs(span.width - Mm(room * 110 / 120)) < NEAR


def test_header_has_room():
    """The nation's name and that of the province's longest-named bodies are on one line: no margins take room."""
    header = paper().tables[0]
    left, right = header.rows[0].cells
    assert right.width > measure(NATION, right.paragraphs[0].runs[0].font.size.pt, bold=True) * Pt(1)
    assert left.width > measure("SỞ KHOA HỌC VÀ CÔNG NGHỆ", 13, bold=True) * Pt(1)
    margins = header._tblPr.find(qn("w:tblCellMar"))
    assert {margin.get(qn("w:w")) for margin in margins} == {"0"}


def test_rows_stay_whole():
    """Heads are repeated on every page, no row breaks, and the signature is with the last words."""
    word = paper()
    for table in word.tables[2:]:
        marks = [{mark.tag for mark in row._tr.trPr} for row in table.rows]
        assert all(qn("w:cantSplit") in mark for mark in marks)
        assert [qn("w:tblHeader") in mark for mark in marks] == [True, True, False, False]
    assert qn("w:cantSplit") in {mark.tag for mark in word.tables[1].rows[0]._tr.trPr}
    [last] = [one for one in word.paragraphs if one.text == "Hết./."]
    assert last.paragraph_format.keep_with_next
    [other] = [one for one in word.paragraphs if one.text == "Đã làm."]
    assert not other.paragraph_format.keep_with_next


def test_lines():
    """The lines of the decree are the lower edge of low paragraphs: below issuer, motto and subject."""
    word = paper()
    left, right = word.tables[0].rows[0].cells
    for paragraphs, before in ((left.paragraphs, "SỞ NỘI VỤ"), (right.paragraphs, "Độc lập"), (word.paragraphs, "Kết")):
        texts = [one.text for one in paragraphs]
        place = next(number for number, text in enumerate(texts) if text.startswith(before))
        line = paragraphs[place + 1]
        assert not line.text
        assert line._p.pPr.find(qn("w:pBdr")) is not None
        assert line.paragraph_format.line_spacing.pt == 2


def test_it_is_vietnamese_and_whose():
    """Word checks it as Vietnamese; its properties name who issues it, not the library that drew it."""
    word = paper()
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    properties = word.core_properties
    assert (properties.author, properties.title) == ("Sở Nội vụ", "Báo cáo SNV 2026-11")
    assert not properties.comments
    assert properties.created.year >= 2026
