"""Sizes of an official paper: its style sheet, its Word file and the measuring of its rows read them here."""

from typing import NamedTuple


class Text(NamedTuple):
    """Letters of `size` points; a line is `line` times as high."""

    size: float
    line: float


class Sizes(NamedTuple):
    """Sizes within Nghị định 30/2020/NĐ-CP, phụ lục I, which reports/plan_paper_templates.xml draws."""

    body: Text = Text(14, 1.25)
    # of an annex: a cell of its table, and the paragraphs before and after the table
    cell: Text = Text(12, 1.15)
    beside: Text = Text(13, 1.2)
    # millimetres: above and below the lines of a cell, beside them, and between title and table
    cell_above: float = 1
    cell_beside: float = 1.2
    table_above: float = 4
    # points: above a paragraph before the table, and the rules of the table
    beside_above: float = 3
    rule: float = 0.75


SIZES = Sizes()
