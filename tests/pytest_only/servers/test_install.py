"""The module comes and goes without a complaint in Odoo's log: real Odoo processes on a database of their own."""

import psycopg2
import pytest

from .template_database import copy_of_template, odoo

# modules that agencies' Odoo databases have installed beside us
BESIDE = "calendar,hr,project"


@pytest.fixture
def database():
    return copy_of_template("install")


def query(database, sql):
    connection = psycopg2.connect(dbname=database)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    connection.close()
    return rows


UNINSTALL = "env['ir.module.module'].search([('name', '=', 'plan_tracking')]).button_immediate_uninstall()\n"
DEMO = "env['plan.demo']._load('348_kh_ubnd'); env.cr.commit()\n"


def test_beside_others_update_uninstall_and_install_again(database):
    """Beside other modules: `-u`, uninstall, `-i` again, uninstall with the demo's plan; nothing is complained of."""
    stop = ["--stop-after-init"]
    assert odoo(database, "server", "-i", BESIDE, *stop) == []
    assert odoo(database, "server", "-u", "plan_tracking", *stop) == []
    assert odoo(database, "shell", code=UNINSTALL) == []
    assert_nothing_left(database)
    assert odoo(database, "server", "-i", "plan_tracking", *stop) == []
    assert query(database, "SELECT count(*) FROM plan_stage")[0][0] > 0
    assert odoo(database, "shell", code=DEMO) == []
    assert query(database, "SELECT count(*) FROM plan_assignment")[0][0] > 900
    assert odoo(database, "shell", code=UNINSTALL) == []
    assert_nothing_left(database)


def assert_nothing_left(database):
    assert query(database, r"SELECT tablename FROM pg_tables WHERE tablename LIKE 'plan\_%'") == []
    assert query(database, "SELECT name FROM ir_model_data WHERE module = 'plan_tracking'") == []
    assert query(database, "SELECT state FROM ir_module_module WHERE name = 'plan_tracking'") == [("uninstalled",)]
