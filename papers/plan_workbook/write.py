"""Writes a plan workbook: one worksheet for each file of a package, as an official fills it in.

What people have typed is written as text, never as a formula; dates are dates and whole numbers numbers. All columns of
texts are formatted as text, so that "1.10" and "00123" stay as they are typed.
"""

import io
import re
from datetime import date
from typing import NamedTuple

import xlsxwriter

from ...tools.years import FIRST_YEAR, LAST_DAY, LAST_YEAR
from ..workbook.text import clean_text
from ..workbook.write import count_lines
from .columns import BY_FILE, GUIDE, LISTS, WORKSHEETS

# the reach of lists and checks below the head: manually added rows are checked as well
ROWS = 5000
MAX_TEXT = 32_767  # characters that a cell holds
GUIDE_LINES = (
    "Mỗi trang là một bảng của kế hoạch. Dòng đầu là tên cột: không đổi tên, không gộp ô, không chèn dòng phía trên.",
    "Cột có nền đậm phải điền. Chọn ô tên cột để xem cách điền.",
    "Ngày ghi dạng 31/12/2026. Ô có danh sách thì chọn trong danh sách. Ô nhiều giá trị: mỗi giá trị một dòng trong ô "
    "(Alt+Enter).",
    "Câu chữ của văn bản ghi đúng như đã in, kể cả lỗi chính tả. Ô dạng văn bản giữ nguyên “1.10” và “00123”.",
    "Thứ tự dòng là thứ tự hiển thị. Dòng trống được bỏ qua; dòng bị ẩn vẫn được đọc.",
    "Trang không dùng đến thì để trống hoặc xóa cả trang; điều đã có trong phần mềm không bị xóa theo.",
    "Nộp lại tại Cấu hình → Nạp kế hoạch. Phần mềm kiểm tra và chỉ ra từng lỗi theo trang, dòng, cột trước khi lưu; "
    "còn lỗi thì không lưu gì. Nộp hai lần không thay đổi gì thêm.",
)


class TooLongError(Exception):
    """A text does not fit into a cell: `sheet` and `column` say where, `text` how it begins."""

    def __init__(self, worksheet, column, text):
        super().__init__(f"{worksheet}, {column}: {len(text)} characters")
        self.worksheet, self.column, self.text = worksheet, column, text[:60]


class Formats(NamedTuple):
    """The looks of cells."""

    head: object
    required: object
    text: object
    long: object
    date: object
    whole: object
    title: object

    def of(self, column):
        wrapped = {"printed": self.long, "long": self.long, "several": self.long}
        return {**wrapped, "date": self.date, "year": self.whole, "whole": self.whole}.get(column.kind, self.text)


def write_plan_workbook(files, title):
    """Return the bytes of the form.

    :param dict files: {file of a package: rows as dicts of texts, as a CSV of the package holds them}
    :param str title: the heading above the guide
    :raises TooLongError: where a text does not fit into a cell
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    _write_guide(book.add_worksheet(GUIDE), formats, title)
    for worksheet in WORKSHEETS:
        _write_worksheet(book.add_worksheet(worksheet.title), worksheet, files.get(worksheet.file, ()), formats)
    _write_lists(book.add_worksheet(LISTS))
    book.close()
    return stream.getvalue()


def _formats(book):
    font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = {**font, "bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"}
    return Formats(
        head=book.add_format({**head, "bg_color": "#EAF1FB"}),
        required=book.add_format({**head, "bg_color": "#BFD4F2"}),
        text=book.add_format({**font, "num_format": "@"}),
        long=book.add_format({**font, "num_format": "@", "text_wrap": True}),
        date=book.add_format({**font, "num_format": "dd/mm/yyyy"}),
        whole=book.add_format({**font, "num_format": "0"}),
        title=book.add_format({**font, "bold": True, "font_size": 14, "text_wrap": True}),
    )


def _write_guide(worksheet, formats, title):
    worksheet.set_column(0, 0, 28, formats.long)
    worksheet.set_column(1, 1, 90, formats.long)
    worksheet.merge_range(0, 0, 0, 1, title, formats.title)
    row = 2
    for line in GUIDE_LINES:
        worksheet.merge_range(row, 0, row, 1, line, formats.long)
        worksheet.set_row(row, 16 * count_lines(line, 110))
        row += 1
    for one in WORKSHEETS:
        row += 1
        worksheet.write_url(row, 0, f"internal:'{one.title}'!A1", string=one.title)
        worksheet.write_string(row, 1, one.purpose, formats.long)
    _set_up_page(worksheet)


def _write_worksheet(page, worksheet, rows, formats):
    page.freeze_panes(1, worksheet.kept)
    page.set_row(0, 48)
    for number, column in enumerate(worksheet.columns):
        page.set_column(number, number, column.width, formats.of(column))
        page.write_string(0, number, column.heading, formats.required if column.required else formats.head)
        note = " ".join(filter(None, ("Phải điền." if column.required else "", column.help)))
        if note:  # shown when the heading is chosen; comments would add four parts a sheet to the file
            title = column.heading if len(column.heading) <= 32 else "Cách điền"
            page.data_validation(0, number, 0, number, {"validate": "any", "input_title": title, "input_message": note})
        check = _check_of(column)
        if check:
            page.data_validation(1, number, max(ROWS, len(rows)), number, check)
        for row_number, row in enumerate(rows, 1):
            _write_cell(page, row_number, number, worksheet, column, row.get(column.key) or "", formats)
    page.autofilter(0, 0, max(len(rows), 1), len(worksheet.columns) - 1)
    _set_up_page(page)
    page.repeat_rows(0)


def _write_cell(page, row, number, worksheet, column, text, formats):
    look = formats.of(column)
    if not text:
        return
    if column.kind == "date":
        page.write_datetime(row, number, date.fromisoformat(text), look)
    elif column.kind in ("year", "whole") and re.fullmatch(r"-?[0-9]{1,15}", text):
        page.write_number(row, number, int(text), look)
    else:
        if column.kind == "several":
            text = text.replace("|", "\n")
        text = column.choices.get(text, text)
        if len(text) > MAX_TEXT:
            raise TooLongError(worksheet.title, column.heading, text)
        page.write_string(row, number, clean_text(text), look)


def _check_of(column):
    """Return what Excel checks when a cell is filled in; loading checks everything again."""
    if column.kind == "choice":
        place = list(_lists()).index(tuple(column.choices.values()))
        letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"='{LISTS}'!${letter}$1:${letter}${len(column.choices)}"
        return {"validate": "list", "source": source, "error_message": "Chọn trong danh sách."}
    if column.refers:
        file, key = column.refers
        place = [one.key for one in BY_FILE[file].columns].index(key)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"='{BY_FILE[file].title}'!${letter}$2:${letter}${ROWS + 1}"
        message = f"Không có ở trang {BY_FILE[file].title}. Vẫn ghi?"
        return {"validate": "list", "source": source, "error_type": "warning", "error_message": message}
    if column.kind == "date":
        bounds = {"minimum": date(1900, 1, 1), "maximum": LAST_DAY}
        return {"validate": "date", "criteria": "between", **bounds, "error_message": "Ghi ngày dạng 31/12/2026."}
    if column.kind in ("year", "whole"):
        bounds = {"minimum": FIRST_YEAR if column.kind == "year" else 0, "maximum": LAST_YEAR}
        return {"validate": "integer", "criteria": "between", **bounds, "error_message": "Ghi số nguyên."}
    return None


def _lists():
    """Return the choices of all columns, each list once, in the order of their columns on the sheet of lists."""
    lists = (
        tuple(column.choices.values()) for worksheet in WORKSHEETS for column in worksheet.columns if column.choices
    )
    return dict.fromkeys(lists)


def _write_lists(worksheet):
    for number, words in enumerate(_lists()):
        worksheet.write_column(0, number, words)
    worksheet.hide()


def _set_up_page(worksheet):
    worksheet.set_paper(9)  # A4
    worksheet.set_landscape()
    worksheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
