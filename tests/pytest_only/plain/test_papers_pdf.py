"""PDF by each wkhtmltopdf that is there: real sizes, margins, fonts, heads on every page, numbers from page 2 on."""

import unicodedata

import pytest

from ....papers.pdf import BOTTOM, LEFT, MM, RIGHT, TOP, Engine, Part, PdfError, print_parts
from ...printing.papers_common import engines, read, spans

STYLE = """
body { font-size: 14pt; line-height: 1.2; } p { margin: 0; }
.paper_grid { width: 99.6%; table-layout: fixed; border-collapse: collapse; }
.paper_grid thead { display: table-header-group; } .paper_grid tr { page-break-inside: avoid; }
.paper_grid th, .paper_grid td { border: 0.75pt solid #000; padding: 1mm; font-size: 12pt; line-height: 1.15; }
"""
LETTERS = "Ươm mầm: ữ ặ ễ ỵ đ Đ ≥ 85,75 %"


@pytest.fixture(params=engines(), ids=lambda path: path.strip("/").partition("/")[0])
def engine(request):
    return Engine.at(request.param)


def table(count):
    rows = "".join(
        f"<tr><td>{number}</td><td>Hàng {number}. {'Nhiều chữ trong một ô. ' * (number % 9)}</td></tr>"
        for number in range(1, count + 1)
    )
    return (
        '<p>PHỤ LỤC</p><table class="paper_grid">'
        '<colgroup><col style="width: 10%"/><col style="width: 90%"/></colgroup>'
        f"<thead><tr><th>TT</th><th>Nội dung</th></tr></thead><tbody>{rows}</tbody></table><p>Hết.</p>"
    )


def number_of(page):
    """Return the text in the upper margin."""
    return [span["text"].strip() for span in spans(page) if span["bbox"][3] < TOP * MM]


def test_real_sizes(engine):
    """14 points are 14 points, 100 mm are 100 mm, letters are letters of one embedded Times-like family."""
    body = f'<p>{LETTERS}</p><p style="font-size: 12pt">{LETTERS}</p><p style="font-size: 11pt"><b>{LETTERS}</b></p>'
    body += '<p style="margin-left: 100mm"><i>x</i></p>'
    [page] = read(print_parts([Part(body)], STYLE, engine))
    assert [round(side) for side in page.rect] == [0, 0, 595, 842]
    found = spans(page)
    for span, size in zip(found, (14, 12, 11, 14), strict=True):
        assert abs(span["size"] - size) <= 0.3, span
        assert "LiberationSerif" in span["font"], span
    assert [span["font"].endswith("Bold") for span in found] == [False, False, True, False]
    assert found[0]["text"].strip() == LETTERS == unicodedata.normalize("NFC", found[0]["text"].strip())
    assert abs(found[3]["bbox"][0] - found[0]["bbox"][0] - 100 * MM) < 1.5
    assert abs(found[0]["bbox"][0] - LEFT * MM) < 1.5
    for font in page.get_fonts():
        assert font[1] != "n/a", f"{font} is not embedded"


def test_pages(engine):
    """Numbers are in the middle of the upper margin from page 2 on; each part starts again; all lies in the margins."""
    parts = [Part("<p>Một dòng.</p>" * 120), Part(table(60), landscape=True), Part("<p>Một trang.</p>")]
    pages = read(print_parts(parts, STYLE, engine))
    wide = [page.rect.width > page.rect.height for page in pages]
    assert wide == [*sorted(wide[:-1]), False]
    texts = [number_of(page) for page in pages]
    first, second = wide.index(True), len(pages) - 1
    expected = [*range(1, first + 1), *range(1, second - first + 1), 1]
    assert texts == [[str(number)] if number > 1 else [] for number in expected]
    for page in pages:
        for span in spans(page):
            left, top, right, bottom = span["bbox"]
            if bottom < TOP * MM:  # the number
                assert abs((left + right) / 2 - page.rect.width / 2) < 1.5
                assert abs(span["size"] - 14) < 0.3 and "LiberationSerif" in span["font"]
                continue
            assert left > LEFT * MM - 2 and right < page.rect.width - RIGHT * MM + 2, span
            assert top > TOP * MM - 2 and bottom < page.rect.height - BOTTOM * MM + 4, span


@pytest.mark.parametrize("count", [0, 1, 54, 200])
def test_table(engine, count):
    """The head is on each page, every row appears once and whole, in its order, and no page is left empty."""
    pages = read(print_parts([Part(table(count), landscape=True)], STYLE, engine))
    rows = []
    for page in pages:
        words = page.get_text().split()
        assert words.count("Nội") == words.count("dung") == 1, "one head a page"
        here = [int(words[place + 1].rstrip(".")) for place, word in enumerate(words) if word == "Hàng"]
        assert here or not count, "a page without rows"
        rows += here
    assert rows == list(range(1, count + 1))
    assert "Hết." in pages[-1].get_text()


@pytest.mark.parametrize("step", [1, 4, 7])
def test_sections(engine, step):
    """The name of a section is never alone at the foot of a page."""
    rows = "".join(
        f'<tr><td class="paper_span" colspan="2">Mục {section}.</td></tr>'
        + "".join(
            f"<tr><td>{row}</td><td>{'chữ ' * (20 + (section * 7 + row * step) % 60)}</td></tr>" for row in range(3)
        )
        for section in range(14)
    )
    before, _tbody, after = table(0).partition("<tbody>")
    pages = read(print_parts([Part(f"{before}<tbody>{rows}{after}", landscape=True)], STYLE, engine))
    assert len(pages) > 2
    named = []
    for page in pages:
        lines = [unicodedata.normalize("NFC", block[4]).split("\n")[0] for block in page.get_text("blocks", sort=True)]
        named += [line for line in lines if line.startswith("Mục")]
        assert not lines[-1].startswith("Mục")
    assert named == [f"Mục {section}." for section in range(14)]


def test_failure(tmp_path):
    """An engine that makes nothing, or says that it failed, is an error and no empty file."""
    for script in ("exit 0", "exit 1", "printf '' > \"${@: -1}\"", "kill -9 $$"):
        program = tmp_path / "wkhtmltopdf"
        program.write_text(f"#!/bin/bash\n[ $1 = --version ] && echo 'x (with patched qt)' && exit\n{script}\n")
        program.chmod(0o755)
        with pytest.raises(PdfError):
            print_parts([Part("x")], "", Engine(str(program), (script,)))
