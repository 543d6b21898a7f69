"""Workbooks as they come out: read back with openpyxl, and the XML where openpyxl does not look."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from ....papers.workbook.text import LONGEST, clean_name
from ....papers.workbook.write import write_workbook

KINDS = ("text", "integer", "number", "percent", "date", "datetime")


def table(rows, kinds=KINDS, **values):
    columns = [{"label": kind, "kind": kind, "width": 10 + index} for index, kind in enumerate(kinds)]
    return {"name": "Bảng", "title": "Tiêu đề", "note": "Ghi chú", "columns": columns, "rows": rows, **values}


def book_of(*tables, **options):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(tables, **options)))


def worksheet_of(rows, kinds=KINDS, **values):
    return book_of(table(rows, kinds, **values)).worksheets[0]


def cells(rows, *kinds):
    """Return the cells of the rows below the head."""
    return [list(row) for row in worksheet_of(rows, kinds).iter_rows(min_row=4)]


def test_values_are_what_they_are():
    """Dates are dates, numbers numbers, and each is shown as Việt Nam writes it, whatever the reader's Excel."""
    day, moment = date(2026, 2, 5), datetime(2026, 2, 5, 7, 30)
    [row] = cells([["Việc", 1234, 1234.5, 42.5, day, moment]], *KINDS)
    assert [cell.value for cell in row] == ["Việc", 1234, 1234.5, 0.425, datetime(2026, 2, 5), moment]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "n", "d", "d"]
    formats = ["General", "#,##0", "#,##0.0###", "0.0##%", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert [cell.number_format for cell in row] == formats


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(0, "#,##0"), (1234567.0, "#,##0"), (3.00001, "#,##0"), (0.05, "#,##0.0###"), (-1.5, "#,##0.0###")],
)
def test_no_separator_dangles(value, number_format):
    """A whole number has no decimals to part, also one that rounds to whole."""
    [[cell]] = cells([[value]], "number")
    assert (cell.value, cell.number_format) == (value, number_format)


@pytest.mark.parametrize(("value", "number_format"), [(100, "0%"), (0, "0%"), (33.3, "0.0##%")])
def test_percent(value, number_format):
    [[cell]] = cells([[value]], "percent")
    assert (cell.value, cell.number_format) == (pytest.approx(value / 100), number_format)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        "@SUM(A1)",
        "+1",
        "-1",
        "=1+1",
        "{=1}",
        "http://x.vn",
        "mailto:a@b.vn",
        "012",
        "1e5",
        "<r><t>x</t></r>",
        "&amp;<b>",
        " hai đầu ",
        "dòng\nhai",
    ],
)
def test_typed_text_stays_text(text):
    """Whatever people have typed is a text in the cell: no formula, no address, no number, no XML."""
    for kind in KINDS:
        [[cell]] = cells([[text]], kind)
        assert cell.data_type == "s"
        assert cell.value.removesuffix(" ") == text.removesuffix(" ")
        assert cell.hyperlink is None


def test_no_formula_in_the_file():
    content = write_workbook([table([["=1+1"] * 6])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in xml
    assert "<f>" not in xml
    assert "hyperlink" not in xml


def test_what_excel_would_read_as_a_code():
    """Excel reads _x0041_ as A; it is written so that it does not. (openpyxl shows the writing as it is.)"""
    [[cell]] = cells([["_x0041_"]], "text")
    assert cell.value == "_x005F_x0041_"


def test_what_xml_refuses_is_left_out():
    [[cell]] = cells([["a\x00b\x08c\x0bd\x1fe\ud800f\ufffeg\uffffh\r\ni\tj😀"]], "text")
    assert cell.value == "abcdefgh\ni\tj😀"


@pytest.mark.parametrize("letter", ["ữ", "😀"])
def test_long_text_is_cut_and_says_so(letter):
    """Excel holds 32,767 units of UTF-16 in a cell; an emoji is two of them."""
    units = len(letter.encode("utf-16-le")) // 2
    fits = letter * (LONGEST // units)
    for text, expected in ((fits, fits), (fits + letter, None)):
        book = book_of(table([[text]], ("text",)), cut_mark="[… cắt]")
        value = book.worksheets[0].cell(4, 1).value
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST
        if expected:
            assert value == expected
        else:
            assert value.endswith(letter + "[… cắt]")
            assert len(value) > LONGEST // units - 12


def test_empty_is_empty_and_nought_is_not():
    for kind in KINDS:
        values = [cell.value for [cell] in cells([[None], [False], [""]], kind)]
        assert values == [None] * 3
    assert [cell.value for [cell] in cells([[0], [0.0]], "number")] == [0, 0]
    [[cell]] = cells([[None]], "date")
    assert cell.border.left.style == "thin", "an empty cell is ruled too"


def test_dates_before_excels_calendar():
    [[old], [first]] = cells([[date(1890, 9, 2)], [date(1900, 3, 1)]], "date")
    assert (old.value, old.data_type) == ("02/09/1890", "s")
    assert first.value == datetime(1900, 3, 1)


def test_no_figure():
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="no figure"):
            write_workbook([table([[value]], ("number",))])


def test_page_and_panes():
    """The head stays in sight and is printed on every page; the page is an A4 with the margins of official papers."""
    worksheet = worksheet_of([["x", 1, 1, 1, None, None]] * 3, landscape=True, frozen=2)
    assert worksheet.freeze_panes == "C4"
    assert worksheet.print_title_rows == "$3:$3"
    assert worksheet.auto_filter.ref == "A3:F6"
    assert (worksheet.page_setup.paperSize, worksheet.page_setup.orientation) == (9, "landscape")
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert (worksheet.page_setup.fitToWidth or 1, worksheet.page_setup.fitToHeight) == (1, 0)
    margins = worksheet.page_margins
    assert [round(side * 25.4) for side in (margins.left, margins.right, margins.top, margins.bottom)] == [
        30,
        15,
        20,
        20,
    ]
    assert worksheet.oddHeader.center.text == "&P"
    assert [round(worksheet.column_dimensions[letter].width) for letter in "AB"] == [11, 12]
    assert worksheet["A4"].alignment.wrap_text
    assert worksheet["A4"].font.name == "Times New Roman"
    assert worksheet_of([]).page_setup.orientation in (None, "default", "portrait")


def test_wide_list_goes_over_pages_side_by_side():
    """Shrunk to one page 24 columns could not be read: the first two columns are repeated on each of several pages."""
    columns = [{"label": str(number), "kind": "text", "width": 25} for number in range(24)]
    worksheet = book_of(table([["x"] * 24], columns=columns, landscape=True)).worksheets[0]
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (3, 0)
    assert worksheet.print_title_cols == "$A:$B"
    assert worksheet["A1"].alignment.horizontal is None, "in the middle of a wide sheet nobody would see it"
    assert worksheet_of([])["A1"].alignment.horizontal == "center"
    assert worksheet_of([]).print_title_cols is None


def test_rows_are_as_high_as_their_texts():
    """Excel finds the height of a row by itself, other programs do not."""
    rows = [["ngắn", "x"], ["một\nhai\nba", "x"], ["x", "dài " * 20], ["x", "dài " * 8000]]
    worksheet = worksheet_of(rows, ("text", "text"))
    heights = [worksheet.row_dimensions[row].height for row in range(4, 8)]
    assert heights[0] is None
    assert heights[1] > 3 * 15
    assert heights[2] > 6 * 15
    assert heights[3] == 409, "no row is higher in Excel"


def test_title_note_head():
    worksheet = worksheet_of([["x", 1, 1, 1, None, None]], title="Dòng một\nDòng hai", note=None)
    assert worksheet["A1"].value == "Dòng một\nDòng hai"
    assert worksheet["A1"].font.bold
    assert worksheet.row_dimensions[1].height > 35, "merged cells do not grow by themselves"
    assert [cell.value for cell in worksheet[2]] == list(KINDS)
    assert "A1:F1" in {str(area) for area in worksheet.merged_cells.ranges}


def test_sections_and_groups():
    """A head above several columns, and rows that part sections, with the content of their first cell."""
    columns = [
        {"label": "TT", "kind": "text", "width": 6},
        {"label": "Chỉ tiêu", "kind": "text", "width": 30},
        {"label": "2025", "kind": "text", "width": 10, "group": "Mục tiêu"},
        {"label": "2030", "kind": "text", "width": 10, "group": "Mục tiêu"},
        {"label": "Cơ quan", "kind": "text", "width": 20},
    ]
    rows = [{"span": "Hạ tầng", "number": "I"}, ["1", "5G", "50%", "100%", "Sở"], {"span": "Chung"}]
    worksheet = book_of(table(rows, columns=columns)).worksheets[0]
    values = [[cell.value for cell in row] for row in worksheet.iter_rows(min_row=3)]
    assert values == [
        [None, None, "Mục tiêu", None, None],
        ["TT", "Chỉ tiêu", "2025", "2030", "Cơ quan"],
        ["I", "Hạ tầng", None, None, None],
        ["1", "5G", "50%", "100%", "Sở"],
        ["Chung", None, None, None, None],
    ]
    merged = {str(area) for area in worksheet.merged_cells.ranges}
    assert merged == {"A1:E1", "A2:E2", "C3:D3", "B5:E5", "A7:E7"}
    assert (worksheet.freeze_panes, worksheet.print_title_rows) == ("A5", "$3:$4")
    assert worksheet.auto_filter.ref is None, "a filter would tear the sections apart"


def test_one_column_and_no_rows():
    worksheet = worksheet_of([], ("text",))
    assert [row[0].value for row in worksheet.iter_rows()] == ["Tiêu đề", "Ghi chú", "text"]
    assert worksheet_of([{"span": "Phần", "number": "I"}], ("text",))["A4"].value == "Phần"


def test_names_of_worksheets():
    taken = set()
    names = [
        "a/b[c]:d*e?f\\g",
        "'trong nháy'",
        "",
        "History",
        "Chỉ tiêu " * 9,
        "Chỉ tiêu " * 9,
        "CHỈ TIÊU " * 9,
        "😀" * 40,
    ]
    found = [clean_name(name, taken) for name in names]
    assert found[:4] == ["a b c d e f g", "trong nháy", "1", "History_"]
    assert [len(name.encode("utf-16-le")) // 2 <= 31 for name in found] == [True] * len(found)
    assert found[5].endswith("(2)")
    assert found[6].endswith("(3)")
    assert len({name.lower() for name in found}) == len(found)
    assert book_of(table([]), table([])).sheetnames == ["Bảng", "Bảng (2)"]


def test_rows_are_read_once_as_they_come():
    """Rows may be made while they are written; one that fails leaves nothing behind."""

    def rows():
        yield ["x"]
        raise LookupError

    with pytest.raises(LookupError):
        write_workbook([table(rows(), ("text",))])
    assert len(cells(([str(number)] for number in range(2000)), "text")) == 2000


def test_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        write_workbook([table([["x", "y"]], ("text",))])
