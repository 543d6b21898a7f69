"""Measures the desk's confirmation of many results, beside plain SQL and a stage written on tasks of Project."""

from measure import Probe
from psycopg2.extras import execute_values

from odoo import api

CHANGED = ("stage_id", "stage_kind", "progress", "date_done", "result_state", "write_uid", "write_date")


def measure(registry, repeat, size):
    """Return seconds and queries of each, and how many rows there were."""
    probe = Probe(registry)
    remembered = {}
    with registry.cursor() as cr:
        cr.execute("SELECT login, id FROM res_users WHERE login IN ('bench.desk', 'bench.peer')")
        users = dict(cr.fetchall())
        ids, last, task_ids = what_is_written(api.Environment(cr, users["bench.desk"], {}), size)
    for _turn in range(repeat + 1):
        probe.measure("own", lambda env: confirm(env, ids, remembered), users["bench.desk"], keep=True)
        probe.measure("sql", lambda env: update_and_insert(env, remembered))
        probe.measure("peer", lambda env: write_stage(env, task_ids, last), users["bench.peer"], keep=True)
    return {"times": probe.figures(), "rows": {"own": len(remembered["cards"]), "log": len(remembered["log"])}}


def what_is_written(env, size):
    """The ids of the results that wait for the desk; a project's last stage, and the ids of tasks in others."""
    cards = env["plan.assignment"].search(
        [("result_state", "=", "approved"), ("confirmation", "=", "desk")], limit=size
    )
    project = env["project.project"].sudo().search([("name", "=", "Kế hoạch 348/KH-UBND")])
    last = project.type_ids.sorted("sequence")[-1]
    domain = [("project_id", "=", project.id), ("stage_id", "!=", last.id)]
    return cards.ids, last.id, env["project.task"].sudo().search(domain, limit=size).ids


def confirm(env, ids, remembered):
    """The desk's button on a list of results; the first time, remember what it wrote."""
    env["plan.assignment"].browse(ids).action_confirm()
    env.cr.flush()
    if not remembered:
        remembered.update(cards=rows(env.cr, "plan_assignment", ["id", *CHANGED], ids, "id"))
        env.cr.execute("SELECT * FROM plan_log LIMIT 0")
        remembered["columns"] = [column.name for column in env.cr.description if column.name != "id"]
        remembered["log"] = rows(env.cr, "plan_log", remembered["columns"], ids, "assignment_id")


def rows(cr, table, columns, ids, key):
    names = ", ".join(f'"{name}"' for name in columns)
    cr.execute(f"SELECT {names} FROM {table} WHERE {key} = ANY (%s)", [ids])  # noqa: S608
    return cr.fetchall()


def update_and_insert(env, remembered):
    """The same changes as one UPDATE and one INSERT."""
    cards = remembered["cards"]
    values = dict(zip(CHANGED, cards[0][1:]))
    own = ("date_done",)  # differs from assignment to assignment, as the product's date does
    common = {name: value for name, value in values.items() if name not in own}
    sets = ", ".join(f"{name} = %({name})s" for name in common)
    env.cr.execute(
        f"UPDATE plan_assignment SET {sets}, date_done = product_date WHERE id = ANY (%(ids)s)",  # noqa: S608
        {**common, "ids": [card[0] for card in cards]},
    )
    names = ", ".join(f'"{name}"' for name in remembered["columns"])
    execute_values(
        env.cr._obj,
        f"INSERT INTO plan_log ({names}) VALUES %s",  # noqa: S608
        remembered["log"],
        page_size=len(cards),
    )


def write_stage(env, ids, stage_id):
    """The last stage on as many tasks, with what Project logs and sends for it."""
    env["project.task"].browse(ids).write({"stage_id": stage_id})
    env.cr.flush()
