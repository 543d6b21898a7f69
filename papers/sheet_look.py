"""How a workbook that is handed out looks: the font of official papers, ruled cells, dates as Việt Nam writes them."""

FONT = {"font_name": "Times New Roman", "font_size": 12}
LINE = 16.5  # height of a line of that font, in points
_CELL = {"border": 1, "valign": "top", "text_wrap": True}
_HEAD = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#E7EDF4"}
FORMATS = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter", "text_wrap": True},
    "note": {"italic": True, "valign": "top", "text_wrap": True},
    "head": _HEAD,
    # a head of two rows: what has no group above it looks like one cell, and is one for a filter
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
