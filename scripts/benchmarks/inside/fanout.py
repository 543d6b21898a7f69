"""Measures how plans become assignments, beside plain INSERTs of the same rows and the creation of tasks in Project."""

from fanout_rows import NUMBER
from measure import Probe
from psycopg2.extras import execute_values

from odoo.fields import Command

BATCH = 500


def measure(registry, repeat, peer_rows):
    """Return seconds and queries for 348/KH-UBND and for the collective plan, and what they are compared with."""
    probe = Probe(registry)
    rows = {}
    for _turn in range(repeat + 1):
        for name, domain in (
            ("348", [("task_ids", "!=", False), ("number", "!=", NUMBER)]),
            ("collective", [("number", "=", NUMBER)]),
        ):
            probe.measure(name, lambda env, name=name, domain=domain: activate(env, name, domain, rows), keep=True)
            probe.measure(f"{name} sql", lambda env, name=name: insert(env, rows[name]))
        probe.measure("peer", lambda env: create_tasks(env, peer_rows, assigned=True), keep=True)
        probe.measure("peer bare", lambda env: create_tasks(env, peer_rows, assigned=False), keep=True)
    return {
        "times": probe.figures(),
        "rows": {name: len(values) for name, (_columns, values) in rows.items()},
        "peer_rows": peer_rows,
        "batch": BATCH,
    }


def activate(env, name, domain, rows):
    """Give out the work of a plan; in the first turn remember the rows that came of it."""
    plan = env["plan.plan"].search(domain, limit=1)
    plan._do_activate()
    env.cr.flush()
    if name not in rows:
        env.cr.execute("SELECT * FROM plan_assignment")
        columns = [column.name for column in env.cr.description]
        at = columns.index("id")
        values = [row[:at] + row[at + 1 :] for row in env.cr.fetchall()]
        rows[name] = (columns[:at] + columns[at + 1 :], values)


def insert(env, remembered):
    """The same rows as plain INSERTs into the same table with its indexes, a batch at a time."""
    columns, values = remembered
    names = ", ".join(f'"{name}"' for name in columns)
    execute_values(env.cr._obj, f"INSERT INTO plan_assignment ({names}) VALUES %s", values, page_size=BATCH)  # noqa: S608


def create_tasks(env, count, assigned):
    """Tasks of Project with what an assignment says, in one call, by an internal user of Project.

    Whose work it is, a task says by its assignees and an assignment by its agency; without them it says it to nobody.
    """
    user = env["res.users"].search([("login", "=", "bench.peer")])
    desk = env["res.users"].search([("login", "=", "bench.desk")])
    project = env["project.project"].search([("name", "=", "Kế hoạch 348/KH-UBND")])
    whose = {"user_ids": [Command.set(desk.ids)]} if assigned else {}
    values = [
        {"name": f"Nhiệm vụ {number}", "project_id": project.id, "date_deadline": "2027-12-31 10:00:00", **whose}
        for number in range(count)
    ]
    env["project.task"].with_user(user).create(values)
    env.cr.flush()
