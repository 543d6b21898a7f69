"""The look of an exported workbook: the font of official papers, ruled cells, dates as Việt Nam writes them."""

import math

FONT = {"font_name": "Times New Roman", "font_size": 12}
LINE = 16.5  # height of a line of that font, in points
HIGHEST = 409  # Excel's limit of a row, in points
# so many characters side by side are still read on one page of A4
PORTRAIT, LANDSCAPE = 160, 250
_MILLIMETRE = 1 / 25.4  # in inches
_CELL = {"border": 1, "valign": "top", "text_wrap": True}
_HEAD = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7EDF4"}
_TITLE = {"bold": True, "font_size": 14, "valign": "vcenter", "text_wrap": True}
_NOTE = {"italic": True, "valign": "top", "text_wrap": True}
FORMATS = {
    "title": _TITLE,
    "title in the middle": {**_TITLE, "align": "center"},
    "note": _NOTE,
    "note in the middle": {**_NOTE, "align": "center"},
    "head": _HEAD,
    # a head of two rows: a heading without a group above it looks like one cell, and is one for a filter
    "over": {**_HEAD, "bottom": 0},
    "under": {**_HEAD, "top": 0},
    "span": {"bold": True, "border": 1, "valign": "vcenter", "text_wrap": True, "bg_color": "#F5F5F5"},
    "text": _CELL,
    "integer": {**_CELL, "num_format": "#,##0", "align": "center"},
    # two formats, because one for both ends a whole number with a separator: "1.234,"
    "whole": {**_CELL, "num_format": "#,##0", "align": "right"},
    "number": {**_CELL, "num_format": "#,##0.0###", "align": "right"},
    "whole percent": {**_CELL, "num_format": "0%", "align": "right"},
    "percent": {**_CELL, "num_format": "0.0##%", "align": "right"},
    "date": {**_CELL, "num_format": "dd/mm/yyyy", "align": "center"},
    "datetime": {**_CELL, "num_format": "dd/mm/yyyy hh:mm", "align": "center"},
}


def lay_page(worksheet, columns, is_landscape):
    """Lay a sheet out for printing: A4, the margins and page number of official papers, all columns on a page.

    A table too wide to be readable goes over several pages side by side, the first two columns on each.
    """
    worksheet.set_paper(9)
    if is_landscape:
        worksheet.set_landscape()
    worksheet.set_margins(left=30 * _MILLIMETRE, right=15 * _MILLIMETRE, top=20 * _MILLIMETRE, bottom=20 * _MILLIMETRE)
    worksheet.set_header('&C&"Times New Roman,Regular"&13&P', {"margin": 10 * _MILLIMETRE})
    widths = [column["width"] for column in columns]
    widest, pages = LANDSCAPE if is_landscape else PORTRAIT, 1
    if sum(widths) > widest:
        worksheet.repeat_columns(0, 1)
        again = sum(widths[:2])
        pages = math.ceil((sum(widths) - again) / max(widest - again, 1))
    worksheet.fit_to_pages(pages, 0)  # as many pages high as it takes
