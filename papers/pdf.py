"""PDF by whatever wkhtmltopdf is there: the same page with patched Qt and without.

What the two do differently is made up for here, so that a paper comes out in its real size anywhere:

- Fonts: the engine is shown the module's own Liberation Serif (the widths of Times New Roman, with Vietnamese) and no
  other font, through a configuration of fontconfig of its own. A web font would do for patched Qt alone; without it Qt
  draws the letters as outlines, and no text could be found or copied.
- Size: both shrink a page, each by another factor. It is measured once for an engine, on a page with two words meant to
  be 100 mm apart, and corrected with CSS `zoom`.
- Heads of tables: patched Qt repeats them on every page. For the other one the rows are measured on sheets of ten
  times the height, and the table is cut where a page ends, each piece with the head. So is, for both, a table with
  names of sections: either leaves them behind alone at the foot of a page.
- Page numbers: patched Qt alone could print them; they are stamped for both, from page 2 of each part on.
"""

import io
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from .page_numbers import FONTS, MM, PdfReader, PdfReadError, join

# NĐ 30/2020, phụ lục I: 20-25 mm above and below, 30-35 left, 15-20 right
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
PAGE = (210, 297)
TALL = 10
SECONDS = 120
# engines that run side by side for one paper
AT_A_TIME = 2
# the class of an annex's one table: its rows stay whole and its head is repeated on every page
GRID = "paper_grid"
# the class of a cell that names a section: its row is kept with the one below it
SECTION = "paper_span"
# the part of a page to fill, tried in this order
SHARES = (0.96, 0.91, 0.85, 0.75)
MARK = re.compile(r"§(\d+)§")
# nothing but the marks is drawn, and nothing is moved
MEASURE = """
* { visibility: hidden; } td, th { vertical-align: top !important; }
.paper_mark { visibility: visible; position: absolute; font-size: 4px; white-space: nowrap; }
"""


class PdfError(Exception):
    """The engine made no PDF; the message is what it said."""


class Part(NamedTuple):
    """A piece of a paper with pages and page numbers of its own: the paper itself, or one of its annexes.

    :param str body: the HTML between <body> and </body>; it holds at most one table of the class GRID, in
        front of it less than a page, and in it no row that is higher than a page (annex_rows.py sees to that)
    """

    body: str
    landscape: bool = False


class Engine(NamedTuple):
    """A wkhtmltopdf. `stamp` tells a binary from the one that replaces it, for what is remembered of it."""

    path: str
    stamp: tuple

    @classmethod
    def at(cls, path):
        facts = os.stat(path)
        return cls(str(path), (facts.st_mtime_ns, facts.st_size))


def print_parts(parts, style, engine, mark=""):
    """Return a PDF of these parts, numbered.

    :param str style: CSS of the paper, without fonts and page size
    :param str mark: what every page says in its upper margin
    :raises PdfError: the engine failed, or made no page
    """
    try:
        _repeats_heads(engine), _zoom(engine)  # asked once, before several ask
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return join(list(pool.map(lambda part: _print_part(part, style, engine), parts)), mark)
    except (ValueError, PdfReadError, subprocess.SubprocessError) as error:
        raise PdfError(f"{engine.path}: {error}") from error


def _print_part(part, style, engine):
    if GRID in part.body and (SECTION in part.body or not _repeats_heads(engine)):
        return _print_cut(part, style, engine)
    return _run(_page(part.body, style, _zoom(engine)), part.landscape, engine)


def _page(body, style, zoom):
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><style>'
        f"body {{ margin: 0; zoom: {zoom:.4f}; font-family: 'Liberation Serif'; }} {style}"
        f"</style></head><body>{body}</body></html>"
    )


def _run(page, landscape, engine, tall=1):
    """Return the PDF of one page of HTML.

    :param int tall: how many times as high as A4 the sheet is
    """
    width, height = reversed(PAGE) if landscape else PAGE
    with tempfile.TemporaryDirectory(prefix="plan_paper_") as folder:
        source, target, fonts = (Path(folder, name) for name in ("page.html", "page.pdf", "fonts.conf"))
        source.write_text(page, encoding="utf-8")
        fonts.write_text(
            f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/fonts</cachedir></fontconfig>", encoding="utf-8"
        )
        words = [
            *("--quiet", "--disable-local-file-access", "--disable-javascript", "--no-images"),
            *("--javascript-delay", "1"),  # milliseconds; it waits for scripts even where none may run
            *("--page-width", f"{width}mm", "--page-height", f"{height * tall}mm"),
            *("--margin-top", f"{TOP}mm", "--margin-bottom", f"{BOTTOM}mm"),
            *("--margin-left", f"{LEFT}mm", "--margin-right", f"{RIGHT}mm"),
        ]
        environment = {
            **os.environ,
            "FONTCONFIG_FILE": str(fonts),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": folder,
        }
        try:
            process = subprocess.run(
                [engine.path, *words, str(source), str(target)],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=SECONDS,
                check=False,
                env=environment,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PdfError(str(error)) from error
        pdf = target.read_bytes() if target.exists() else b""
    if process.returncode or not pdf.startswith(b"%PDF"):
        raise PdfError(f"{engine.path}: exit status {process.returncode}\n{process.stderr[-2000:]}")
    return pdf


# -- what an engine does ----------------------------------------------------------------------------------------------


@lru_cache(8)
def _repeats_heads(engine):
    """Patched Qt says so itself."""
    process = subprocess.run([engine.path, "--version"], capture_output=True, encoding="utf-8", check=False, timeout=10)
    return "patched qt" in process.stdout


@lru_cache(8)
def _zoom(engine):
    """Return the CSS zoom with which 100 mm are 100 mm on paper."""
    words = '<div>§1§</div><div style="margin-left: 100mm">§2§</div>'
    (_page_number, left, _top), (_page_number, right, _top) = _find_marks(_run(_page(words, "", 1), False, engine))
    return 100 * MM / (right - left)


def _find_marks(pdf):
    """Return (page, x, y) of the marks §1§, §2§, … in their order: points, y downwards."""
    found = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        height = float(page.mediabox.height)

        def visit(text, cm, tm, _font, _size, number=number, height=height):
            for mark in MARK.findall(text):
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found[int(mark)] = (number, x, height - y)

        page.extract_text(visitor_text=visit)
    return [found[mark] for mark in sorted(found)]


# -- heads on every page, sections with their rows --------------------------------------------------------------------


def _print_cut(part, style, engine):
    """Print a part whose table is cut where a page ends, each piece with the table's head.

    The heights of the rows are those of a trial print on sheets of ten times the height. Near the end of a page the
    engine moves single lines further down, as it likes; so where a piece did not fit, less is put on each page.
    """
    tree = html.fragment_fromstring(part.body, create_parent="div")
    page_height = PAGE[0] if part.landscape else PAGE[1]
    room, sheet = ((height - TOP - BOTTOM) * MM for height in (page_height, page_height * TALL))
    page = _page(_mark_rows(tree), style + MEASURE, _zoom(engine))
    tops = [number * sheet + y - TOP * MM for number, _x, y in _find_marks(_run(page, part.landscape, engine, TALL))]
    for share in SHARES:
        body, count = _cut_table(tree, tops, room * share)
        pdf = _run(_page(body, style, _zoom(engine)), part.landscape, engine)
        if len(PdfReader(io.BytesIO(pdf)).pages) <= count:
            break
    return pdf


def _cut_table(tree, tops, room):
    """Return the HTML with the table in pieces, and their number.

    :param tops: where the head, each row and what follows begin, in points from the top of the first page
    :param room: the height of a page
    """
    tree = deepcopy(tree)
    (table,) = tree.find_class(GRID)
    rows = table.findall("tbody/tr")
    if not rows:
        return _markup(tree), 1
    head, first = tops[:2]
    pieces, free = [[]], room - first
    for row, top, bottom, after in zip(rows, tops[1:-1], tops[2:], [*tops[3:], tops[-1]], strict=True):
        # a section's name does not stay behind alone at the foot of a page
        if (after if row.find_class(SECTION) else bottom) - top > free and pieces[-1]:
            pieces.append([])
            free = room - (first - head)
        pieces[-1].append(row)
        free -= bottom - top
    for rows in reversed(pieces[1:]):
        piece = etree.Element("table", {**table.attrib, "style": "page-break-before: always"})
        piece.extend(deepcopy(child) for child in table if child.tag in ("colgroup", "thead"))
        etree.SubElement(piece, "tbody").extend(rows)
        table.addnext(piece)
    return _markup(tree), len(pieces)


def _markup(tree):
    return etree.tostring(tree, encoding="unicode", method="html")


def _mark_rows(tree):
    """Return the body with a mark in the table's head, in each of its rows and behind it."""
    tree = deepcopy(tree)
    (table,) = tree.find_class(GRID)
    behind = etree.Element("div")
    table.addnext(behind)
    for number, place in enumerate([table.find("thead/tr")[0], *(row[0] for row in table.findall("tbody/tr")), behind]):
        mark = etree.Element("span", {"class": "paper_mark"})
        mark.text, mark.tail = f"§{number}§", place.text
        place.text = None
        place.insert(0, mark)
    return _markup(tree)
