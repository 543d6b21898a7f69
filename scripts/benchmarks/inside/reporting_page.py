"""Measures how a report and the late list are read, as requests of the web client."""

from unittest.mock import patch

from lxml import etree
from measure import Probe, replay
from rows import system

from odoo import api
from odoo.modules.registry import Registry

# the late list, as one statement; its status is that of plan_report_status.py
LATE = """
    SELECT report.id,
           CASE WHEN report.is_returned AND report.state IN ('draft', 'submitted') THEN 'returned'
                WHEN report.is_backfill THEN 'backfill'
                WHEN report.date_first_approved < report.date_due THEN 'on_time'
                WHEN report.date_first_approved IS NOT NULL THEN 'late'
                WHEN report.date_due <= now() AT TIME ZONE 'UTC' THEN 'missing'
                WHEN report.date_due <= now() AT TIME ZONE 'UTC' + interval '3 days' THEN 'due_soon'
                ELSE 'open' END,
           report.state, report.warning_count, report.return_count, report.covered_by_id,
           covering.id, covering.state, covering.date_first_approved, covering.date_due,
           agency.id, agency.code, agency.name, agency.sort_key, agency.date_to,
           category.id, category.name, category.sequence, category.sort_key,
           period.id, period.kind, period.date_from, period.date_last_day, period.date_due, period.state,
           schedule.name
      FROM plan_report report
      LEFT JOIN plan_report covering ON covering.id = report.covered_by_id
      JOIN plan_agency agency ON agency.id = report.agency_id
      JOIN plan_agency_category category ON category.id = agency.category_id
      JOIN plan_period period ON period.id = report.period_id
      JOIN plan_reporting_schedule schedule ON schedule.id = period.schedule_id
     WHERE report.year = %(year)s AND report.is_latest AND NOT report.is_backfill
       AND report.desk_agency_id IN (SELECT agency_id FROM plan_member WHERE user_id = %(uid)s AND role = 'desk')"""


def page(registry, history, repeat):
    """Return seconds and queries of the calls that open a report, in a small database and in one with much history."""
    probes = {"small": Probe(registry), "history": Probe(Registry(history))}
    calls = {name: opening_calls(probe.registry) for name, probe in probes.items()}
    for _turn in range(repeat + 1):
        for name, probe in probes.items():
            uid, page_call, form_call = calls[name]
            answer = probe.measure(f"{name} page", replay(page_call), uid)
            probe.measure(f"{name} form", replay(form_call), uid)
    sections = {section["key"]: len(section["rows"]) for section in answer["sections"]}
    times = {}
    for probe in probes.values():
        times |= probe.figures()
    return {"times": times, "rows": sections, "lines": {name: lines(probe) for name, probe in probes.items()}}


def opening_calls(registry):
    """Return the officer's id, and the calls with which the web client opens their report: the page and its form."""
    with registry.cursor() as cr:
        env = environment(cr, "bench.officer")
        report = env["plan.report"].search([("state", "=", "draft")], limit=1)
        form = etree.fromstring(report.get_view(view_type="form")["arch"])
        return (
            env.uid,
            ("plan.report", "get_page", [report.ids], {}),
            ("plan.report", "web_read", [report.ids], {"specification": specification(report, form)}),
        )


def specification(records, view):
    """The fields that a view reads: its fields, names of what they refer to, and the fields of the lists in it."""
    fields = {}
    for node in view.xpath("descendant::field[count(ancestor::field) = $depth]", depth=depth(view)):
        field = records._fields[node.get("name")]
        asked = fields.setdefault(field.name, {})
        if field.relational:
            comodel = records.env[field.comodel_name]
            lists = [specification(comodel, one) for one in node if one.tag in ("list", "kanban")]
            asked["fields"] = {name: more for one in lists for name, more in one.items()} or {"display_name": {}}
    return fields


def depth(view):
    return len(list(view.iterancestors("field")))


def lines(probe):
    """The number of lines of all reports in the database."""
    with probe.registry.cursor() as cr:
        cr.execute("SELECT count(*) FROM plan_report_line")
        return cr.fetchone()[0]


def late(registry, repeat):
    """Return seconds and queries of the late list of last year, whole and with one column, and of plain SQL."""
    probe = Probe(registry)
    with registry.cursor() as cr:
        env = environment(cr, "bench.desk")
        uid = env.uid
        year = max(env["plan.report"].search([("state", "=", "accepted")], limit=1).mapped("year"))
    whole = replay(("plan.report", "get_late_list", [], {"year": year}))
    narrow = replay(("plan.report", "get_late_list", [], {"year": year, "kinds": ["year"]}))
    for _turn in range(repeat + 1):
        answer = probe.measure("own", whole, uid)
        probe.measure("sql", lambda env: fetch_late(env, year), uid)
        probe.measure("narrow", narrow, uid)
    cells = sum(map(len, answer["cells"].values()))
    shape = {"agencies": len(answer["agencies"]), "periods": len(answer["periods"]), "cells": cells}
    return {"times": probe.figures(), **shape, "reading": count_reading(registry, whole, uid)}


def count_reading(registry, function, uid):
    """The number of statements of a call that read reports; the others ask who the user is."""
    statements = []
    with registry.cursor() as cr:
        execute = type(cr).execute

        def listen(cursor, query, *args, **kwargs):
            result = execute(cursor, query, *args, **kwargs)
            statements.append(cursor._obj.query)
            return result

        with patch.object(type(cr), "execute", listen):
            function(api.Environment(cr, uid, {}))
    return sum(b'"plan_report"' in statement for statement in statements)


def fetch_late(env, year):
    env.cr._obj.execute(LATE, {"year": year, "uid": env.uid})
    return env.cr._obj.fetchall()


def environment(cr, login):
    """An environment of the user with that login."""
    env = system(cr)
    return env(user=env["res.users"].search([("login", "=", login)]), context={})
