"""Real Odoo processes on databases of their own, copied from the kept test database: the addon and nothing else."""

import os
import subprocess

import psycopg2


def copy_of_template(name):
    """Make a copy of the kept test database, whose addon is installed without demo data, and return its name."""
    return _create(name, os.environ["PLAN_TRACKING_TEST_TEMPLATE"])


def empty_database(name):
    """Make a database without any table and return its name."""
    return _create(name, "template0")


def _create(name, template):
    database = f"{os.environ['PLAN_TRACKING_TEST_DATABASE']}_{name}"
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}"')
        cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    connection.close()
    return database


def run_sql(database, sql):
    """Run statements in a database."""
    connection = psycopg2.connect(dbname=database)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
    connection.close()


def odoo(database, command, *words, code=None):
    """Run one Odoo command and return the lines of its log that complain."""
    process = subprocess.run(
        [
            os.environ["PLAN_TRACKING_PYTHON"],
            os.environ["PLAN_TRACKING_ODOO_BIN"],
            command,
            *("-c", os.environ["PLAN_TRACKING_ODOO_CONF"], "-d", database, "--no-http", "--logfile="),
            *words,
        ],
        input=code,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    output = process.stdout + process.stderr
    assert process.returncode == 0, output[-3000:]
    # the test's own files are not in the copy's file store: what Odoo says of them is not about us
    return [line for line in output.splitlines() if (" WARNING " in line or " ERROR " in line) and "_read" not in line]
