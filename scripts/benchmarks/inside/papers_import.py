"""Measures how a plan's tasks are imported, beside COPY into a bare table and one INSERT … SELECT of the same rows."""

import csv
import io

from measure import Probe
from papers_import_rows import NUMBER, SECTIONS

from odoo import api
from odoo.addons.plan_tracking.tools.table import read_csv

FILE = "plan.task"
COLUMNS = ("plan", "section", "number", "kind", "name", "lead_text", "support_text", "deadline_text", "product")
# columns with a code in the staged file, and the table of the code
NAMED = {"plan_id": ("plan_plan", "number"), "section_id": ("plan_section", "code"), "track_id": ("plan_track", "code")}


def measure(registry, repeat, size):
    """Return seconds and queries of a clean import, of one with 1 % faulty rows, and of the plain SQL."""
    probe = Probe(registry)
    with registry.cursor() as cr:
        cr.execute("SELECT id FROM res_users WHERE login = 'bench.desk'")
        [desk] = cr.fetchone()
        rows = make_rows(api.Environment(cr, desk, {}), size)
        clean, faulty = as_csv(rows), as_csv([spoilt(number, row) for number, row in enumerate(rows)])
        staged = stage(api.Environment(cr, desk, {}), clean)
        cr.rollback()
    faults = 0
    for _turn in range(repeat + 1):
        probe.measure("own", lambda env: load(env, clean), desk, keep=True)
        faults = probe.measure("faulty", lambda env: preview(env, faulty), desk, keep=True)
        probe.measure("clean preview", lambda env: preview(env, clean), desk, keep=True)
        probe.measure("sql", lambda env: copy_and_insert(env, staged), keep=True)
    return {"times": probe.figures(), "rows": {"tasks": len(rows), "links": staged["links"], "faults": faults}}


def make_rows(env, size):
    """The tasks of 348/KH-UBND over and over, each with a number and name of its own."""
    tasks = env["plan.task"].search([("kind", "=", "task"), ("plan_id.number", "!=", NUMBER)])
    rows = []
    for number in range(size):
        task = tasks[number % len(tasks)]
        texts = (task.lead_text, task.support_text, task.deadline_text, f"Sản phẩm {number}")
        name = f"{task.name} (đợt {number})"
        rows.append(
            (NUMBER, SECTIONS[number % len(SECTIONS)], str(number), "task", name, *(text or "" for text in texts))
        )
    return rows


def spoilt(number, row):
    """Every hundredth row is at fault, in turns: no such section, no name, no number, a year that no plan has."""
    if number % 100 == 50:
        place, value = ((1, "XX"), (4, ""), (2, ""), (7, "31/12/2100"))[number // 100 % 4]
        return (*row[:place], value, *row[place + 1 :])
    return row


def as_csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows([COLUMNS, *rows])
    return stream.getvalue().encode()


def load(env, content):
    """The work of the button Load on the file of tasks."""
    report = env["plan.package"]._load({FILE: read_csv(content)})
    return report.counts[FILE]["new"]


def preview(env, content):
    """The work of the button Check; return how many rows are at fault."""
    report = env["plan.package"]._preview({FILE: read_csv(content)})
    return sum(line["level"] == "error" for line in report.lines)


def stage(env, content):
    """The rows that an import writes, as files for COPY: every column of the tasks with codes for ids, and their
    links.
    """
    load(env, content)
    env.cr.flush()
    env.cr.execute("SELECT * FROM plan_task LIMIT 0")
    columns = [column.name for column in env.cr.description if column.name != "id"]
    chosen = [f"{NAMED[name][0]}.{NAMED[name][1]}" if name in NAMED else f'task."{name}"' for name in columns]
    joins = " ".join(f"LEFT JOIN {table} ON {table}.id = task.{name}" for name, (table, _code) in NAMED.items())
    tasks = f"SELECT {', '.join(chosen)} FROM plan_task task {joins} WHERE plan_plan.number = '{NUMBER}'"  # noqa: S608
    return {"columns": columns, "tasks": copied_out(env.cr, tasks), "links": count_links(env.cr)}


def copied_out(cr, query):
    stream = io.StringIO()
    cr._obj.copy_expert(f"COPY ({query}) TO STDOUT", stream)
    return stream.getvalue()


def count_links(cr):
    cr.execute(
        """SELECT count(*) FROM plan_task_lead_rel rel JOIN plan_task task ON task.id = rel.plan_task_id
             JOIN plan_plan plan ON plan.id = task.plan_id WHERE plan.number = %s""",
        [NUMBER],
    )
    return cr.fetchone()[0]


def copy_and_insert(env, staged):
    """The same tasks: COPY into a table of texts, and one INSERT … SELECT that finds what they refer to."""
    cr, columns = env.cr, staged["columns"]
    cr.execute(
        """SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = 'plan_task'::regclass AND attnum > 0"""
    )
    types = dict(cr.fetchall())
    cr.execute(
        "CREATE TEMP TABLE staged ("
        + ", ".join(f'"{name}" {"text" if name in NAMED else types[name]}' for name in columns)
        + ") ON COMMIT DROP"
    )
    cr._obj.copy_expert("COPY staged FROM STDIN", io.StringIO(staged["tasks"]))
    names = ", ".join(f'"{name}"' for name in columns)
    chosen = ", ".join(f"{NAMED[name][0]}.id" if name in NAMED else f'staged."{name}"' for name in columns)
    cr.execute(
        f"""INSERT INTO plan_task ({names}) SELECT {chosen} FROM staged
              JOIN plan_plan ON plan_plan.number = staged.plan_id
              JOIN plan_section ON plan_section.plan_id = plan_plan.id AND plan_section.content = staged.kind
               AND plan_section.code = staged.section_id
              LEFT JOIN plan_track ON plan_track.code = staged.track_id"""  # noqa: S608
    )
