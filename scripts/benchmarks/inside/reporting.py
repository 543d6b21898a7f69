"""Measures how a month opens, beside plain SQL that inserts the same rows and the creation of tasks in Project."""

import resource

from fanout import create_tasks
from measure import Probe
from rows import system

from odoo.addons.plan_tracking.models.reporting.plan_period_open import BATCH
from odoo.addons.plan_tracking.tools.clock import vietnam_today
from odoo.modules.registry import Registry

SCHEDULE = "month A"
# in the order in which they refer to each other
TABLES = ("plan_period", "plan_report", "plan_report_line", "plan_measurement", "plan_narrative")


def opening(registry, history, repeat, peer_rows):
    """Return seconds and queries of a month's opening without and with history, and what they are compared with.

    :param history: the name of the database in which much was reported before
    """
    probe, other = Probe(registry), Probe(Registry(history))
    rows = lay_ready(registry)
    if rows != lay_ready(other.registry):
        raise ValueError("The two databases open months of different size.")
    for _turn in range(repeat + 1):
        probe.measure("own", open_month, keep=True)
        other.measure("history", open_month, keep=True)
        probe.measure("sql", insert_ready)
        other.measure("history sql", insert_ready)
        probe.measure("peer", lambda env: create_tasks(env, peer_rows, assigned=True), keep=True)
        probe.measure("peer bare", lambda env: create_tasks(env, peer_rows, assigned=False), keep=True)
    figures = {"times": probe.figures() | other.figures(), "rows": rows, "peer_rows": peer_rows, "batch": BATCH}
    for one in (registry, other.registry):
        drop_ready(one)
    return figures


def wide(registry, repeat):
    """Return seconds and queries of a month's opening for very many agencies, and of the plain SQL."""
    probe = Probe(registry)
    rows = lay_ready(registry)
    for _turn in range(repeat + 1):
        probe.measure("own", open_month, keep=True)
        probe.measure("sql", insert_ready)
    drop_ready(registry)
    return {"times": probe.figures(), "rows": rows}


def memory(registry):
    """Return by how many bytes the peak of the process grows while the second half of the reports is made."""
    with registry.cursor() as cr:
        env = system(cr)
        choose_month(env)
        period = find_schedule(env)._make_periods()
        bound_ids = period._get_bound_agencies().ids
        peaks = [peak()]
        while period._make_reports(bound_ids, BATCH):
            peaks.append(peak())
        peaks.append(peak())
        cr.rollback()
    half = len(peaks) // 2
    return {"growth": peaks[-1] - peaks[half], "first half": peaks[half] - peaks[0], "peak": peaks[-1]}


def peak():
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def find_schedule(env):
    return env["plan.reporting.schedule"].search([("name", "=", SCHEDULE)])


def choose_month(env):
    """Let the schedule ask for this month alone, whenever it was made and however long measuring takes."""
    schedule = find_schedule(env)
    start = schedule._align(vietnam_today())
    schedule.write({"date_first": start, "date_to": schedule._get_dates(start)["date_last_day"]})


def open_month(env):
    """The cron of a schedule, and the button that starts it."""
    find_schedule(env)._open_periods()


def lay_ready(registry):
    """Keep the rows that an opening makes in tables without indexes, and return how many there are of each.

    So plain SQL has them before it and does nothing but insert them.
    """
    drop_ready(registry)
    rows = {}
    with registry.cursor() as cr:
        env = system(cr)
        choose_month(env)
        known = find_schedule(env).period_ids
        open_month(env)
        env.flush_all()
        made = find_schedule(env).period_ids - known
        for table in TABLES:
            key = "id" if table == "plan_period" else "period_id"
            query = f"CREATE UNLOGGED TABLE ready_{table} AS SELECT * FROM {table} WHERE {key} = ANY(%s)"  # noqa: S608
            cr.execute(query, [made.ids])
            rows[table] = cr.rowcount
        for table in reversed(TABLES):
            cr.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM ready_{table})")  # noqa: S608
    with registry.cursor() as cr:
        for table in TABLES:
            cr.execute(f"ANALYZE ready_{table}")
    return rows


def drop_ready(registry):
    with registry.cursor() as cr:
        for table in TABLES:
            cr.execute(f"DROP TABLE IF EXISTS ready_{table}")


def insert_ready(env):
    """The same rows into the same tables with their indexes: one INSERT for each table."""
    for table in TABLES:
        env.cr.execute(f"INSERT INTO {table} SELECT * FROM ready_{table}")  # noqa: S608
