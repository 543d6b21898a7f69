"""Workbooks that nobody means well with, each made for real, and plain ones of several programs."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook xmlns:r="{RELATED}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
PLAIN = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
RELS = (
    f'<Relationships><Relationship Id="r1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>'
)
MILLION = 1_000_000
# packed like this, a file passes for one that is as large as it says: only what reads it can stop it
STORED = zipfile.ZIP_STORED


def xlsx(worksheet=PLAIN, main=MAIN, method=zipfile.ZIP_DEFLATED, **parts):
    """Return an XLSX with this sheet; `sheet` and `parts` are texts, or iterables of pieces of them."""
    named = {
        "[Content_Types].xml": TYPES.format(main=main),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/worksheets/sheet1.xml": worksheet,
        **{PATHS[name]: text for name, text in parts.items()},
    }
    return zipped(named, method)


PATHS = {
    "types": "[Content_Types].xml",
    "book": "xl/workbook.xml",
    "rels": "xl/_rels/workbook.xml.rels",
    "strings": "xl/sharedStrings.xml",
    "styles": "xl/styles.xml",
    "macros": "xl/vbaProject.bin",
}


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, pieces in parts.items():
            with archive.open(path, "w") as file:
                for piece in [pieces] if isinstance(pieces, (str, bytes)) else pieces:
                    file.write(piece.encode() if isinstance(piece, str) else piece)
    return stream.getvalue()


def _around(before, pieces, after):
    yield before
    yield from pieces
    yield after


def _worksheet(pieces, dimension=""):
    return _around(f"<worksheet>{dimension}<sheetData>", pieces, "</sheetData></worksheet>")


def far_cell():
    """1 KiB with a cell at the last place of a sheet: rows that are filled up to it take gigabytes."""
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return xlsx(_worksheet([row], '<dimension ref="A1:XFD1048576"/>'))


def far_column():
    return xlsx(_worksheet(['<row r="1"><c r="XFD1"><v>1</v></c></row>']))


def wide_dimension():
    """Says that it is as large as a sheet can be, and holds one cell: an honest office program does so too."""
    return xlsx(_worksheet(['<row r="1"><c r="A1"><v>7</v></c></row>'], '<dimension ref="A1:XFD1048576"/>'))


def many_rows():
    """Three million rows in 300 KiB."""
    block = "<row><c><v>7</v></c></row>" * 1000
    return xlsx(_worksheet(block for _n in range(3000)))


def some_rows():
    """As many rows as fit into an honest size."""
    return xlsx(_worksheet(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 400_000)), method=STORED)


def empty_rows():
    return xlsx(_worksheet("<row/>" for _n in range(3 * MILLION)), method=STORED)


def one_row_of_cells():
    """One row of millions of cells: a reader that builds rows as trees needs a gigabyte for it."""
    return xlsx(_worksheet(_around("<row>", ("<c/>" * MILLION for _n in range(4)), "</row>")), method=STORED)


def zip_bomb():
    return xlsx(_worksheet(" " * MILLION for _n in range(500)))


def zip_bomb_in_parts():
    """A bomb in many assignments that are each small enough."""
    return zipped({f"xl/media/{n}.xml": b"\0" * MILLION for n in range(100)} | {"[Content_Types].xml": "<Types/>"})


def lying_size():
    """The directory says that the sheet is small; a gigabyte of nothing comes out of it."""
    good = bytearray(xlsx(_worksheet([" " * MILLION * 10])))
    size = struct.pack("<I", 10 * MILLION + len("<worksheet><sheetData></sheetData></worksheet>"))
    small = struct.pack("<I", 900)
    return bytes(good.replace(size, small))


def many_parts():
    return zipped({f"x{n}": "" for n in range(60_000)})


def lzma_part():
    return zipped({"[Content_Types].xml": TYPES.format(main=MAIN)}, zipfile.ZIP_LZMA)


def billion_laughs():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>'
    return xlsx(f'{bomb}<worksheet><sheetData><row><c t="str"><v>&l9;</v></c></row></sheetData></worksheet>')


def outer_entity():
    return xlsx(
        '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>'
    )


def dtd_in_strings():
    return xlsx(strings='<!DOCTYPE sst [<!ENTITY a "a">]><sst><si><t>&a;</t></si></sst>')


def dtd_in_utf16():
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE sst [<!ENTITY a "a">]><sst><si><t>&a;</t></si></sst>'
    return xlsx(strings=[text.encode("utf-16")])


def deep():
    return xlsx(_worksheet(["<a>" * 100_000]))


def long_tag():
    """One tag of 19 MB, which a parser that is fed in pieces starts again with every piece."""
    return xlsx(_around('<worksheet a="', ("a" * MILLION for _n in range(19)), '"/>'), method=STORED)


def many_attributes():
    """A million attributes, with marks in them that look like the tag's end."""
    return xlsx(_around("<worksheet", (f' a{n}=">"' for n in range(MILLION)), "/>"), method=STORED)


def many_strings():
    strings = _around("<sst>", ("<si><t>a</t></si>" * 1000 for n in range(MILLION // 1000)), "</sst>")
    return xlsx(strings=strings, method=STORED)


def long_strings():
    """Few texts, each longer than a cell can hold, and all of them longer than a book."""
    return xlsx(
        strings=_around("<sst>", (f"<si><t>{'a' * MILLION}</t></si>" for n in range(19)), "</sst>"), method=STORED
    )


def named(text, cells):
    """A sheet whose cells, a hundred a row, all name one shared text."""
    pieces = (
        f'<row r="{first // 100 + 1}">' + '<c t="s"><v>0</v></c>' * min(100, cells - first) + "</row>"
        for first in range(0, cells, 100)
    )
    return xlsx(_worksheet(pieces), strings=_around("<sst><si><t>", text, "</t></si></sst>"), method=STORED)


def long_mark():
    """One text that looks like a mark of a form and is a gigabyte once JSON has read it, named by sixty cells."""
    return named(_around('plan_tracking:row:{"a":[', ("[],{}," * 100_000 for _n in range(19)), "[]]}"), 60)


def long_text_named_often():
    """A text of three million letters that every reader cleans once a cell."""
    return named(("ă" * MILLION for _n in range(3)), 135)


def text_named_often():
    """As long a text as a cell may hold, in so many cells that nobody has read them all in an hour."""
    return named(["ă" * 32_767], 300_000)


def long_cell():
    letters = ("a" * MILLION for _n in range(11))
    return xlsx(_worksheet(_around('<row><c t="inlineStr"><is><t>', letters, "</t></is></c></row>")), method=STORED)


def long_number():
    return xlsx(
        _worksheet(_around("<row><c><v>", ("1" * MILLION for _n in range(11)), "</v></c></row>")), method=STORED
    )


def long_formula():
    letters = ("1+" * (MILLION // 2) for _n in range(11))
    return xlsx(_worksheet(_around("<row><c><f>", letters, "</f></c></row>")), method=STORED)


def cell_of_many_pieces():
    pieces = _around('<row><c t="inlineStr"><is>', ("<r><t>aa</t></r>" * 1000 for _n in range(600)), "</is></c></row>")
    return xlsx(_worksheet(pieces), method=STORED)


def long_worksheet_name():
    return xlsx(book=BOOK.replace('name="S"', f'name="{"a" * 200_000}"'))


def stray_rows(worksheets=9):
    """Sheets that are full of short rows: they may be read."""
    worksheet = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, 20_002))
    names = range(1, worksheets + 1)
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(main=MAIN),
            "xl/workbook.xml": f'<workbook xmlns:r="{RELATED}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
            + "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships>"
            + "".join(f'<Relationship Id="r{n}" Type="{RELATED}/worksheet" Target="s{n}.xml"/>' for n in names)
            + "</Relationships>",
            **{f"xl/s{n}.xml": f"<worksheet><sheetData>{worksheet}</sheetData></worksheet>" for n in names},
        }
    )


def many_styles():
    styles = _around("<styleSheet><cellXfs>", ("<xf/>" * MILLION for _n in range(3)), "</cellXfs></styleSheet>")
    return xlsx(styles=styles, method=STORED)


def slow_format():
    """A number format on which openpyxl's pattern for days would run for hours."""
    code = "[" * 200_000
    return xlsx(
        '<worksheet><sheetData><row><c r="A1" s="0"><v>1</v></c></row></sheetData></worksheet>',
        styles=f'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>',
    )


def old_xls():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 500


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def with_macros():
    return xlsx(macros=b"\xd0\xcf\x11\xe0")


def macro_type():
    return xlsx(main=MACROS)


def binary_book():
    return xlsx(main="application/vnd.ms-excel.sheet.binary.main")


def csv_renamed():
    return "Mã,Tên\n1,Sở Nội vụ\n".encode()


def page_renamed():
    return b"<html><table><tr><td>1</td></tr></table></html>"


def picture():
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def word_document():
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def spreadsheet_of_libreoffice():
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"})


def cut_off():
    content = some_rows()
    return content[: len(content) // 2]


def broken_xml():
    return xlsx("<worksheet><sheetData><row>")


def wrong_string():
    return xlsx('<worksheet><sheetData><row><c t="s"><v>99</v></c></row></sheetData></worksheet>')


def empty():
    return b""


def too_large():
    return b"PK\x03\x04" + b"\1" * (21 * 1024 * 1024)


def with_worksheets(content, worksheets, method=zipfile.ZIP_DEFLATED):
    """Return a workbook with further sheets of these rows, each as the pieces of XML that make them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for number, rows in enumerate(worksheets, 1):
        for path, end, entry in (
            ("xl/workbook.xml", "</sheets>", f'<sheet name="Biểu {number}" sheetId="9{number}" r:id="x{number}"/>'),
            (
                "xl/_rels/workbook.xml.rels",
                "</Relationships>",
                f'<Relationship Id="x{number}" Type="{RELATED}/worksheet" Target="x{number}.xml"/>',
            ),
        ):
            parts[path] = parts[path].replace(end, entry + end)
        parts[f"xl/x{number}.xml"] = _worksheet(rows)
    return zipped(parts, method)


def row_of_texts(row, *texts):
    """Return a row of a sheet in XML, texts from the first column on."""
    cells = "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in texts)
    return f'<row r="{row}">{cells}</row>'


# -- lists and packages -----------------------------------------------------------------------------------------------


def csv_of_many_headings():
    return b"a," * MILLION + b"\n1"


def csv_of_commas():
    """One line of nothing: a reader makes nineteen million cells of it before it has a row."""
    return b"a,b\n" + b"," * (19 * MILLION)


def csv_row_of_many_lines():
    """A row that goes on over line after line, because each ends within quotes."""
    return b"a,b\n" + (b"," * MILLION + b'"\n"') * 19


def csv_of_many_cells():
    return b",".join([b"a%d" % n for n in range(100)]) + b"\n" + (b"1," * 99 + b"1\n") * 20_000


def zip_of_many_members():
    """A directory of 190,000 files and nothing else; the ZIP's end cannot hold such a number."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0)
    entries = b"".join(entry + b"%05x" % n for n in range(190_000))
    return entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, len(entries), 0, 0)


def zip_with_lzma():
    return zipped({"plan.task.csv": "a,b\n1,2\n"}, zipfile.ZIP_LZMA)


def zip_with_bzip2():
    return zipped({"plan.task.csv": "a,b\n1,2\n"}, zipfile.ZIP_BZIP2)


def zip_of_many_rows():
    """Fifty files, each as long as a list may be: a million rows."""
    return zipped({f"{n}.csv": "a\n" + "1\n" * 20_000 for n in range(50)})


def wide_list():
    """Rows of one cell, and one far right: filled up to it they are two million cells."""
    rows = _around(
        '<row r="1"><c r="CV1"><v>1</v></c></row>',
        (f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 20_002)),
        "",
    )
    return xlsx(_worksheet(rows))


# file: the codes with which it may be refused; none: it is read
FILES = {
    far_cell: {"too_many_rows"},
    far_column: {"too_many_columns"},
    wide_dimension: set(),
    many_rows: {"too_large_inside"},
    some_rows: {"too_many_rows"},
    empty_rows: {"too_many_cells"},
    one_row_of_cells: {"too_many_cells"},
    zip_bomb: {"too_large_inside"},
    zip_bomb_in_parts: {"too_large_inside"},
    lying_size: {"not_a_workbook"},
    many_parts: {"too_many_parts"},
    lzma_part: {"not_a_workbook"},
    billion_laughs: {"has_dtd"},
    outer_entity: {"has_dtd"},
    dtd_in_strings: {"has_dtd"},
    dtd_in_utf16: {"has_dtd"},
    deep: {"not_a_workbook"},
    long_tag: {"not_a_workbook"},
    many_attributes: {"not_a_workbook"},
    many_strings: {"too_many_cells"},
    long_strings: {"too_many_cells"},
    long_mark: {"text_too_long"},
    long_text_named_often: {"text_too_long"},
    text_named_often: {"too_many_cells"},
    long_cell: {"text_too_long"},
    long_number: {"text_too_long"},
    long_formula: {"text_too_long"},
    cell_of_many_pieces: {"text_too_long"},
    long_worksheet_name: set(),
    stray_rows: set(),
    many_styles: {"too_many_cells"},
    slow_format: set(),
    old_xls: {"is_xls"},
    encrypted: {"has_password"},
    with_macros: {"has_macros"},
    macro_type: {"has_macros"},
    binary_book: {"is_xlsb"},
    csv_renamed: {"is_text"},
    page_renamed: {"is_text"},
    picture: {"not_a_workbook"},
    word_document: {"not_a_workbook"},
    spreadsheet_of_libreoffice: {"is_ods"},
    cut_off: {"not_a_workbook"},
    broken_xml: {"not_a_workbook"},
    wrong_string: {"not_a_workbook"},
    empty: {"empty_file"},
    too_large: {"workbook_too_large"},
}

# file: how it ends, and the codes with which it is refused by the door for such files
TABLES = {
    csv_of_many_headings: (".csv", {"too_large"}),
    csv_of_commas: (".csv", {"too_large"}),
    csv_row_of_many_lines: (".csv", {"too_large"}),
    csv_of_many_cells: (".csv", {"too_large"}),
    zip_of_many_members: (".zip", {"too_large"}),
    zip_with_lzma: (".zip", {"not_a_zip"}),
    zip_with_bzip2: (".zip", {"not_a_zip"}),
    zip_of_many_rows: (".zip", {"too_large"}),
    wide_list: (".xlsx", {"too_large"}),
    stray_rows: (".sheets", set()),
    text_named_often: (".xlsx", {"too_many_cells"}),
}
