"""The commands' answers: which databases they refuse, which packages they name, which address they remember."""

import os
import re
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

import odoo

SCRIPTS = Path(os.environ["PLAN_TRACKING_ADDON"]) / "scripts"
sys.path.insert(0, str(SCRIPTS))

from plan_env import odoo_tree, packages, staging  # noqa: E402
from plan_env.console import Problem  # noqa: E402
from plan_env.databases import FIRST_VERSION  # noqa: E402

from .template_database import copy_of_template, run_sql  # noqa: E402


@pytest.fixture
def command(monkeypatch, tmp_path):
    """scripts/serve for the database that it is given, on the run's own database server."""
    monkeypatch.setenv("PLAN_TRACKING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLAN_TRACKING_CACHE", str(tmp_path / "cache"))
    loader = SourceFileLoader("serve_command", str(SCRIPTS / "serve"))
    monkeypatch.setattr("plan_env.console.command", lambda main: None)  # loaded, not run
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)

    def serve(*words):
        monkeypatch.setattr(sys, "argv", ["serve", *words])
        return module.Serve(module.arguments())

    return serve


def test_database_of_an_earlier_version_is_refused(command):
    """Its version is named, the command to run as well; this version's own is taken."""
    database = copy_of_template("serve")
    serve = command("--database", database)
    serve.check_version(database)
    run_sql(database, "UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = 'plan_tracking'")
    with pytest.raises(Problem, match=r"19\.0\.1\.0\.0") as refused:
        serve.check_version(database)
    assert f"scripts/serve --reset --database {database}" in str(refused.value)
    assert staging.dotted(FIRST_VERSION) in str(refused.value)


def test_database_of_a_later_version_is_refused(command):
    database = copy_of_template("serve")
    run_sql(database, "UPDATE ir_module_module SET latest_version = '19.0.99.0.0' WHERE name = 'plan_tracking'")
    with pytest.raises(Problem, match="git pull"):
        command("--database", database).check_version(database)


def test_address_is_remembered(command, monkeypatch):
    """What was asked for once holds after the server has stopped."""
    instance = command("--database", "somewhere").instance
    assert instance.address() == (8069, "127.0.0.1")
    monkeypatch.setenv("ODOO_HOME", str(Path(odoo.release.__file__).parents[1]))
    instance.workshop.odoo = odoo_tree.find(instance.workshop.places)
    instance.configure(SCRIPTS.parent, port=9123, listen="0.0.0.0")  # noqa: S104
    assert command("--database", "somewhere").instance.address() == (9123, "0.0.0.0")  # noqa: S104
    assert command("--database", "elsewhere").instance.address() == (8069, "127.0.0.1")


def test_missing_packages_are_named_at_once(monkeypatch, tmp_path):
    """Who may not install packages reads all their names, the server's helper package included."""
    monkeypatch.setenv("PATH", str(tmp_path))  # neither sudo nor what lists installed packages: all count as missing
    with pytest.raises(Problem) as refused:
        packages.install(["python3-venv", "postgresql", "libx11-6"], None)
    assert re.search(r"apt-get install libx11-6 postgresql python3-venv$", str(refused.value))
