"""The databases that benchmarks work on, in a database server of their own which writes as durably as any other.

`base` has the addon and Odoo's Project installed and no data. A benchmark's database is a copy of it with the
benchmark's rows. Both are kept and used again until the addon, Odoo or what fills them has changed.
"""

import hashlib
import json
import os
from pathlib import Path

from plan_env import places, staging
from plan_env.console import Problem, run, step
from plan_env.databases import Databases
from plan_env.instance import Instance
from plan_env.postgres import Server
from plan_env.workshop import CHECKOUT

PREFIX = "plan_tracking_bench_"
BASE = f"{PREFIX}base"
INSIDE = Path(__file__).parent / "inside"
PEER = "project"


class BenchRoom:
    """The environment of the benchmarks."""

    def __init__(self, workshop, is_moved=False):
        name = "bench-moved" if is_moved else "bench"
        self.workshop = workshop
        self.places = workshop.places
        self.folder = self.places.account.own(self.places.data / name)
        self.server = Server(self.places, f"{name}-postgres", durable=True)
        self.instance = Instance(workshop, self.server, self.folder / "bench", self.folder / "odoo-data", BASE)
        self.databases = Databases(self.instance)
        self.addon = None

    def prepare(self, fresh=False):
        """Bring the server up and the base database to the state of the checkout; the caller holds the lock."""
        self.server.start()
        self.addon = staging.copy(CHECKOUT, self.instance.folder / "addon")
        self.instance.configure(self.addon)
        if fresh:
            for name in self.server.names(PREFIX):
                self.databases.remove(name)
        # rows lie around the year in which they were made
        year = self.server.query("SELECT extract(year FROM now() AT TIME ZONE 'Asia/Ho_Chi_Minh')")
        notes = {"addon": staging.digest(CHECKOUT), "odoo": self.workshop.odoo.identity, "year": year}
        if not self.server.exists(BASE) or self.server.notes(BASE) != notes:
            step("creating the base database, with Odoo's Project as the peer")
            for name in self.server.names(PREFIX):
                self.databases.remove(name)
            self.databases.build(BASE, demo=False, scripts=[], notes={})
            words = ["server", "-c", self.instance.config, "-d", BASE, "-i", PEER, "--stop-after-init", "--no-http"]
            self.instance.odoo("installing the peer", *words, "--log-level=warn")
            self.server.note(BASE, **notes)
        return self

    def database(self, name, script, **options):
        """A copy of the base filled by the function `fill` of inside/`script`.py; kept for the next run."""
        final, building = f"{PREFIX}{name}", f"{PREFIX}{name}_building"
        notes = {**self.server.notes(BASE), "rows": code_digest(), "options": options}
        if self.server.exists(final) and self.server.notes(final) == notes:
            return final
        step(f"filling the database {name}")
        for old in (final, building):
            self.databases.remove(old)
        self.databases.copy(BASE, building, self.instance.data_dir)
        self.inside(script, "fill", building, **options)
        self.server.query("VACUUM ANALYZE", building)
        self.server.note(building, **notes)
        if self.databases.store(building).exists():
            self.databases.store(building).rename(self.databases.store(final))
        self.server.rename(building, final)
        return final

    def working_copy(self, database):
        """A copy of a filled database for a benchmark that writes; created again every time."""
        name = f"{PREFIX}work"
        self.databases.remove(name)
        self.databases.copy(database, name, self.instance.data_dir)
        return name

    def inside(self, script, function, database, **options):
        """Run a function of inside/`script`.py in Odoo's Python and return the figures that it hands back."""
        out = self.folder / "figures.json"
        out.unlink(missing_ok=True)
        out.touch()
        self.places.account.own(self.folder)
        hand_over(out, self.places.account)
        program = self.addon / "scripts" / "benchmarks" / "inside" / "run.py"
        command = [self.workshop.python, program, script, function, self.instance.config, database, out]
        log = self.places.logs / "bench.log"
        run(
            [*map(str, command), json.dumps(options)],
            f"{script}: {function}",
            log,
            account=self.places.account,
            cwd=self.places.home,
            env={**self.instance.environment, "TZ": "UTC"},
        )
        text = out.read_text(encoding="utf-8")
        if not text:
            raise Problem(f"{script}: {function} handed back no figures. See {log}")
        return json.loads(text)

    def versions(self):
        """The machine that the figures hold for."""
        version = self.server.query("SHOW server_version").split()[0]
        return {"odoo": self.workshop.odoo.identity, "postgresql": version}

    @property
    def lock(self):
        return places.lock(self.folder / "lock", "running a benchmark")


def hand_over(path, account):
    """Let the account that runs Odoo write a file that we made."""
    if account.options:
        os.chown(path, account.uid, account.gid)


def code_digest():
    """A hash of the code that fills databases."""
    total = hashlib.sha256()
    for path in sorted(INSIDE.glob("*rows*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]
