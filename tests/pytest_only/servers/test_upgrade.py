"""A database of each released version comes up to this one: real Odoo updates it, and every value is still there."""

import ast
import lzma
import os
import re
from pathlib import Path

import psycopg2
import pytest

from .template_database import empty_database, odoo, run_sql

ADDON = Path(os.environ["PLAN_TRACKING_ADDON"])
RELEASES = "tests/pytest_only/servers/data/releases"
DUMPS = {path.name.removesuffix(".sql.xz"): path for path in (ADDON / RELEASES).glob("*.sql.xz")}

# Where a migration moved things: "table" or "table.column" of a released version to its name today, or to None where
# the migration gives it up. What is not named here keeps its name.
MOVED = {}

# Tables of wizards hold nothing that lasts: they may change at any time.
TABLES = r"""
    SELECT c.oid, c.relname AS name FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'plan\_%'
       AND NOT EXISTS (
            SELECT FROM ir_model m LEFT JOIN pg_constraint f ON f.contype = 'f' AND f.conrelid = c.oid
             WHERE m.transient AND to_regclass(replace(m.model, '.', '_')) IN (c.oid, f.confrelid))
"""
COLUMNS = f"""
    SELECT t.name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM ({TABLES}) t
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
"""
RULES = f"""
    SELECT t.name, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM ({TABLES}) t
      JOIN pg_index i ON i.indrelid = t.oid
    UNION
    SELECT t.name, f.conname, pg_get_constraintdef(f.oid) FROM ({TABLES}) t JOIN pg_constraint f ON f.conrelid = t.oid
"""
# PostgreSQL writes brackets and casts otherwise once a definition has gone through a dump.
REWRITTEN = re.compile(r"[()]|::[a-z]+( varying| precision| without time zone)?(\[\])?")


def numbers(version):
    return tuple(map(int, version.split(".")))


def manifest_version():
    return ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))["version"]


def query(database, sql):
    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path = public")
            cursor.execute(sql)
            return cursor.fetchall()
    finally:
        connection.close()


def shape(database):
    """The columns, indexes and constraints of our tables, as one set of texts."""
    rules = {" ".join(REWRITTEN.sub("", text) for text in row) for row in query(database, RULES)}
    return rules | {" ".join(map(str, row)) for row in query(database, COLUMNS)}


def values(database):
    """How many rows each of our tables has, and how many values each of its columns."""
    columns = {}
    for table, column, *_type in query(database, COLUMNS):
        columns.setdefault(table, []).append(column)
    counts = {}
    for table, names in columns.items():
        counted = ", ".join(f'count("{name}")' for name in names)
        rows, *filled = query(database, f'SELECT count(*), {counted} FROM "{table}"')[0]
        counts[table] = rows
        counts |= {f"{table}.{name}": count for name, count in zip(names, filled)}
    return counts


def today(name):
    """What a table or column of a released version is called now; None where it was given up."""
    table, dot, column = name.partition(".")
    if name in MOVED or not dot:
        return MOVED.get(name, name)
    table = today(table)
    return table and f"{table}.{column}"


@pytest.fixture
def released():
    """Make a database out of a version's dump."""

    def load(version):
        database = empty_database("upgrade")
        with lzma.open(DUMPS[version], "rt", encoding="utf-8") as stream:
            sql = stream.read()
        run_sql(database, sql)
        return database

    return load


@pytest.fixture
def new_shape():
    return shape(os.environ["PLAN_TRACKING_TEST_TEMPLATE"])


def test_tables_change_with_a_migration(released, new_shape):
    """Who changes the tables of a released version gives the addon a new version and a migration."""
    assert DUMPS, "There is no dump of a released version: run scripts/snapshot and commit what it writes."
    last = max(DUMPS, key=numbers)
    later = [
        folder.name
        for folder in (ADDON / "migrations").glob("19.0.*")
        if numbers(last) < numbers(folder.name) <= numbers(manifest_version())
    ]
    changed = sorted(shape(released(last)) ^ new_shape)
    assert later or not changed, (
        f"The tables changed since {last}: raise the version in __manifest__.py and add migrations/<new version>/ with "
        f"a script that moves what the tables hold (CONTRIBUTING.md). Changed: {changed[:20]}"
    )


@pytest.mark.parametrize("version", sorted(DUMPS, key=numbers))
def test_update(version, released, new_shape):
    """An update loses no row and no value, complains of nothing, and ends with the tables of a new database."""
    database = released(version)
    before = values(database)
    empty = sorted(name for name, count in before.items() if "." not in name and not count)
    assert not empty, "a table without rows proves nothing"
    assert odoo(database, "server", "-u", "plan_tracking", "--stop-after-init") == []
    installed = query(database, "SELECT latest_version FROM ir_module_module WHERE name = 'plan_tracking'")
    assert installed == [(manifest_version(),)]
    after = values(database)
    kept = {name: count for name, count in before.items() if today(name)}
    lost = {name: (count, after.get(today(name))) for name, count in kept.items() if after.get(today(name), 0) < count}
    assert not lost, f"the update lost values (before, after): {lost}"
    assert sorted(shape(database) ^ new_shape) == []
