"""A database with the addon in it: built, updated, copied, removed, always together with its file store."""

import os
import shutil

from .console import Problem, run, say, step, tail
from .places import NAME
from .staging import numbers

LANGUAGE = "vi_VN"
# Tables were renamed until this version; from it on migrations/ brings a database over.
FIRST_VERSION = (19, 0, 2, 0, 0)


class Databases:
    """The databases of one Odoo instance."""

    def __init__(self, instance):
        self.instance = instance
        self.server = instance.server

    def store(self, database, data_dir=None):
        """The folder of a database's attachments."""
        return (data_dir or self.instance.data_dir) / "filestore" / database

    def remove(self, database):
        self.server.drop(database)
        shutil.rmtree(self.store(database), ignore_errors=True)

    def build(self, final, *, demo, scripts, notes, language=LANGUAGE):
        """Make a database with the addon installed; under another name first, so that a killed run leaves none."""
        building = f"{final}_building"
        self.remove(building)
        words = ["server", "-c", self.instance.config, "-d", building, "-i", NAME, "--stop-after-init", "--no-http"]
        words += ["--log-level=warn", *([f"--load-language={language}"] if language else [])]
        log = self.instance.odoo("installing the addon", *words)
        self.check_installed(building, log)
        if demo:
            log = self.instance.script("loading the demo data", building, "demo.py")
            if not self.has_demo(building):
                raise Problem(f"the demo data could not be loaded. The end of {log}:\n{tail(log)}")
        for name in scripts:
            self.instance.script(f"running {name}", building, name)
        self.server.note(building, **notes)
        # The file store goes first: without a database of its name it is a leftover, which the next run removes.
        shutil.rmtree(self.store(final), ignore_errors=True)
        if self.store(building).exists():
            self.store(building).rename(self.store(final))
        self.server.rename(building, final)

    def update(self, database, scripts=()):
        """Bring a database to the state of the staged addon."""
        self.server.disconnect(database)
        words = ["server", "-c", self.instance.config, "-d", database, "-u", NAME, "--stop-after-init", "--no-http"]
        # Odoo overwrites only the translations of records that belong to the module, not what people may edit.
        log = self.instance.odoo("updating the addon", *words, "--i18n-overwrite", "--log-level=warn")
        self.check_installed(database, log)
        for name in scripts:
            self.instance.script(f"running {name}", database, name)

    def version(self, database):
        """The version of the addon that a database was built or last updated by, as Odoo keeps it, in numbers."""
        sql = "SELECT latest_version FROM ir_module_module WHERE name = :'module'"
        return numbers(self.server.query(sql, database, module=NAME) or "0")

    def check_installed(self, database, log):
        """Odoo's exit status alone does not tell: a module whose dependency is missing is skipped with a warning."""
        sql = "SELECT state FROM ir_module_module WHERE name = :'module'"
        if self.server.query(sql, database, check=False, module=NAME) != "installed":
            raise Problem(f"the addon is not installed in {database}. See {log}")
        _show_warnings(log)

    def copy(self, old, new, data_dir):
        """Copy a database and its file store; the files are never changed in place, so links to them are enough."""
        self.server.copy(old, new)
        target = self.store(new, data_dir)
        self.instance.account.own(target.parent)
        if self.store(old).exists():
            command = ["cp", "-al", str(self.store(old)), str(target)]
            log = self.instance.workshop.places.logs / "copy.log"
            run(command, "copying the file store", log, account=self.instance.account, cwd="/")

    def has_demo(self, database):
        sql = "SELECT demo FROM ir_module_module WHERE name = :'module'"
        return self.server.query(sql, database, module=NAME) == "t"

    def logins(self, database):
        """The users with a role in the addon, as (login, name): the administrator, and holders of its groups."""
        sql = """
            SELECT u.login, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
             WHERE u.active AND (u.id = 2 OR EXISTS (
                    SELECT 1 FROM res_groups_users_rel r JOIN ir_model_data d ON d.res_id = r.gid
                     WHERE r.uid = u.id AND d.model = 'res.groups' AND d.module = :'module') AND u.id > 2)
             ORDER BY u.id"""
        rows = self.server.query(sql, database, module=NAME)
        return [tuple(row.split("\t")) for row in rows.splitlines()]


def _show_warnings(log):
    """Warnings of an installation are the addon's faults more often than not: show them."""
    with open(log, encoding="utf-8", errors="replace") as stream:
        lines = [line.rstrip() for line in stream if " WARNING " in line or " ERROR " in line]
    for line in lines[:10]:
        say(f"  {line}")
    if len(lines) > 10:
        step(f"{len(lines) - 10} more warnings in {os.fspath(log)}")
