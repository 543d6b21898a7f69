"""Measures the list of work as a workbook, beside the same cells by bare xlsxwriter and beside Odoo's own export."""

import gc
import io
import resource
import types
from datetime import date, datetime

import xlsxwriter
from measure import Probe

from odoo import SUPERUSER_ID, api
from odoo.addons.plan_tracking.papers.workbook.write import write_workbook
from odoo.addons.web.controllers.export import ExcelExport
from odoo.http import _request_stack

# of Odoo's export, our columns that need no computation; it has no column for a report, a roadmap, a contact
PEER_FIELDS = (
    "task_id/name", "leader_id/name", "agency_id/name", "task_id/lead_text", "task_id/support_text", "user_id/name",
    "date_assigned", "date_deadline", "task_id/recurrence", "plan_id/number", "stage_id/name", "timeliness", "result",
    "progress", "task_id/code", "lead_agency_id/name", "write_date", "date_done", "date_deadline_origin", "contact",
)  # fmt: skip
WARM = 1000


def times(registry, sizes, repeat):
    """Return seconds, queries and bytes of each way for each size, and how many cells there were."""
    uid, cells = find_desk(registry), {}
    probe = Probe(registry)
    for size in sizes:
        rows = read_rows(registry, uid, size)
        cells[size] = sum(map(len, rows))
        ways = {
            "own": lambda env, size=size: own(env, size),
            "bare": lambda env, rows=rows: bare(rows),
            "bare in memory": lambda env, rows=rows: bare(rows, constant_memory=False),
            "peer": lambda env, size=size: peer(env, size),
        }
        for _turn in range(repeat + 1):  # in turns: whatever else the machine does then meets all of them
            for name, function in ways.items():
                probe.measure(f"{name} {size}", function, uid)
    return {"times": probe.figures(), "cells": cells}


def memory(registry, way, size):
    """Return by how many bytes the peak of this process grows while `size` rows are written, after a short list."""
    uid = find_desk(registry)
    function = {"own": own, "peer": peer}[way]
    peaks = []
    for count in (WARM, size):
        gc.collect()
        with registry.cursor() as cr:
            function(api.Environment(cr, uid, {}), count)
            cr.rollback()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    return {"growth": peaks[1] - peaks[0], "peak": peaks[1]}


def find_desk(registry):
    with registry.cursor() as cr:
        return api.Environment(cr, SUPERUSER_ID, {})["res.users"].search([("login", "=", "bench.desk")]).id


def own(env, size):
    """The list of work as its button makes it."""
    parts = env["plan.assignment"].search([], limit=size)
    return len(write_workbook(parts._get_export_tables()))


def read_rows(registry, uid, size):
    """Return the rows that `own` writes."""
    with registry.cursor() as cr:
        parts = api.Environment(cr, uid, {})["plan.assignment"].search([], limit=size)
        rows = list(parts._get_export_tables()[0]["rows"])
        cr.rollback()
    return rows


def bare(rows, constant_memory=True):
    """The same cells in the same looks, by the quickest call for each: nothing is read, cleaned or chosen."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": constant_memory, "in_memory": not constant_memory})
    look = {"border": 1, "valign": "top", "text_wrap": True}
    text, number = book.add_format(look), book.add_format({**look, "num_format": "#,##0"})
    day = book.add_format({**look, "num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is None or value is False or value == "":
                sheet.write_blank(row, column, None, text)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, text)
            elif isinstance(value, (date, datetime)):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_number(row, column, value, number)
    book.close()
    return len(stream.getvalue())


def peer(env, size):
    """The same rows by Odoo's export, with the columns that it can have."""
    parts = env["plan.assignment"].search([], limit=size)
    names = list(PEER_FIELDS)
    about = [{"name": name, "label": name, "type": "char"} for name in names]
    _request_stack.push(types.SimpleNamespace(env=env))  # the writer asks the request for its environment
    try:
        rows = parts.export_data(names)["datas"]
        return len(ExcelExport().from_data(about, names, rows))
    finally:
        _request_stack.pop()
