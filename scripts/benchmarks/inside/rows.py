"""The common start of every filled database: 348/KH-UBND as a plan in force, its agencies, and people."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Command

PACKAGE = "348_kh_ubnd"


def system(cr):
    return api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN", "tracking_disable": True, "no_reset_password": True})


def load_plan(env):
    """Load the package that comes with the addon and decide its checklist; the plan stays a draft."""
    packages = env["plan.package"]
    packages._load(packages._read_folder(PACKAGE))
    plan = env["plan.plan"].search([("task_ids", "!=", False)], limit=1)
    plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
        "Theo văn bản", "Số liệu đo"
    )
    return plan


def working_agencies(env):
    """The agencies that are given work, in a fixed order."""
    return env["plan.agency"].search([("category_id.reports", "=", True)], order="id")


def add_user(env, login, agency=None, role="officer", groups=("base.group_user",)):
    """Create an internal user, with a membership when an agency is named."""
    values = {"name": f"Người dùng {login}", "login": login, "email": f"{login}@example.com"}
    user = env["res.users"].create({**values, "group_ids": [Command.link(env.ref(name).id) for name in groups]})
    user.partner_id.lang = "vi_VN"
    if agency:
        env["plan.member"].create({"user_id": user.id, "agency_id": agency.id, "role": role})
    return user


def columns(cr, table, *without):
    """The names of a table's columns, as SQL lists them, for copying rows."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [table]
    )
    return [name for (name,) in cr.fetchall() if name not in without]


def copy_rows(cr, table, source, values, params):
    """Insert copies of rows of `table`: `source` is the FROM clause, with the copied rows as `old`.

    `values` gives the SQL of the columns that differ; all other columns are the copied row's.
    """
    names = columns(cr, table, "id")
    chosen = [values.get(name, f'old."{name}"') for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    cr.execute(f"INSERT INTO {table} ({quoted}) SELECT {', '.join(chosen)} {source}", params)
