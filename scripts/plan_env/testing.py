"""Test databases: a kept one with the addon installed, brought up to date, and a copy of it for every run.

The kept one has no demo data and all languages that the addon comes with. A run gets the database, the file store and
the addon's files as copies of its own, so that several runs and a running scripts/serve do not meet.
"""

import fcntl
import os
import secrets
import shutil
from contextlib import contextmanager

from . import places, staging
from .console import Problem, step, warn
from .databases import FIRST_VERSION, Databases
from .instance import Instance
from .postgres import Server
from .workshop import CHECKOUT

KEPT = "plan_tracking_test"
RUN = "plan_tracking_run_"
SCRIPTS = ["assets.py"]


class TestRoom:
    """Where tests find what they run in; with a moved clock they have a server and databases apart."""

    def __init__(self, workshop, is_moved=False):
        name = "moved" if is_moved else "test"
        self.is_moved = is_moved
        self.workshop = workshop
        self.places = workshop.places
        self.folder = self.places.account.own(self.places.data / name)
        self.runs = self.places.account.own(self.folder / "runs")
        self.server = Server(self.places, f"{name}-postgres", durable=False)
        self.store = self.folder / "odoo-data"
        self.kept = Instance(workshop, self.server, self.folder / "kept", self.store, KEPT)
        self.databases = Databases(self.kept)

    @property
    def lock(self):
        return self.folder / "lock"

    @contextmanager
    def own_clock(self):
        """Let no other run in while the clock is moved: it may want another moment."""
        if not self.is_moved:
            yield
            return
        with places.lock(self.folder / "clock", "running tests with a moved clock"):
            self.server.stop()  # what a killed run has left goes by that one's clock
            yield

    def renew(self, fresh=False):
        """Bring the kept database to the state of the checkout. The caller holds the lock."""
        self.server.start()
        self.sweep()
        digest = staging.digest(CHECKOUT)
        notes = {"addon": digest, "odoo": self.workshop.odoo.identity}
        kept = self.server.notes(KEPT) if self.server.exists(KEPT) else {}
        today = self.server.query("SELECT CURRENT_DATE")
        made = kept.pop("made", today)
        # a database that was made in the future, before the clock was moved back, is of no use
        current = kept.get("odoo") == notes["odoo"] and made <= today
        usable = current and not fresh and self.databases.version(KEPT) >= FIRST_VERSION
        if usable and kept == notes:
            return
        addon = staging.copy(CHECKOUT, self.kept.folder / "addon")
        self.kept.configure(addon)
        if not (usable and self._updated()):
            step("creating the test database")
            self.databases.remove(KEPT)
            self.databases.build(KEPT, demo=False, scripts=SCRIPTS, notes=notes)
            made = today
        self.server.note(KEPT, made=made, **notes)

    def _updated(self):
        step("the addon has changed: updating the test database")
        # Until the update is through, nothing may take the database for a good one.
        self.server.note(KEPT, odoo="being updated")
        try:
            self.databases.update(KEPT, SCRIPTS)
        except Problem as problem:
            warn(f"{problem}\n! The test database could not be updated; creating it anew.")
            return False
        return True

    @contextmanager
    def run(self):
        """A run's own database, file store and addon, removed at the end. Gives the run's Instance and addon."""
        with self.place() as folder:
            instance = Instance(self.workshop, self.server, folder, folder / "odoo-data", folder.name)
            with places.lock(self.lock, "preparing the test database"):
                self.databases.copy(KEPT, folder.name, instance.data_dir)
            addon = staging.copy(CHECKOUT, folder / "addon")
            instance.configure(addon)
            yield instance, addon

    @contextmanager
    def place(self):
        """A run's folder, while the server is up. It goes at the end, with all databases that begin with its name."""
        name = RUN + secrets.token_hex(4)
        folder = self.places.account.own(self.runs / name)
        with open(folder / "lock", "w", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            try:
                with places.lock(self.lock, "preparing the test database"):
                    self.server.start()
                yield folder
            finally:
                with places.lock(self.lock, "preparing the test database"):
                    self._remove(folder)
                    self.rest()

    def rest(self):
        """Stop the server when no run needs it. The caller holds the lock."""
        if not any(self.runs.iterdir()):
            self.server.stop()

    def sweep(self):
        """Remove what crashed runs have left: their lock is free, since the process that held it is dead."""
        for folder in self.runs.iterdir():
            try:
                with open(folder / "lock", "a", encoding="utf-8") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            self._remove(folder)
        for name in self.server.names(RUN):
            if not any(name.startswith(folder.name) for folder in self.runs.iterdir()):
                self.server.drop(name)

    def _remove(self, folder):
        """A run's databases, also those that its tests have made under its name, and its folder."""
        for name in self.server.names(folder.name):
            self.server.drop(name)
        shutil.rmtree(folder, ignore_errors=True)

    def environment(self, instance, addon):
        """The environment variables of the tests, besides libpq's variables for the run's server.

        With these a test can start Odoo processes of its own:
            "$PLAN_TRACKING_PYTHON" "$PLAN_TRACKING_ODOO_BIN" server -c "$PLAN_TRACKING_ODOO_CONF" -d DATABASE ...
        on a database that it makes itself: CREATE DATABASE "<run>_x" TEMPLATE "$PLAN_TRACKING_TEST_TEMPLATE", with the
        files of $PLAN_TRACKING_TEST_TEMPLATE_STORE copied to <data_dir>/filestore/<run>_x, where <run> is
        $PLAN_TRACKING_TEST_DATABASE and <data_dir> is in the configuration. Databases whose name begins with
        <run> are removed at the end of the run, whatever happens.
        """
        return {
            **instance.environment,
            # for pytest's plugin worker_files
            "PYTHONPATH": os.pathsep.join([instance.environment["PYTHONPATH"], str(addon / "scripts")]),
            "PLAN_TRACKING_PYTHON": str(self.workshop.python),
            "PLAN_TRACKING_ODOO_BIN": str(self.workshop.odoo_bin),
            "PLAN_TRACKING_ODOO_CONF": str(instance.config),
            "PLAN_TRACKING_ADDON": str(addon),
            "PLAN_TRACKING_TEST_DATABASE": instance.database,
            "PLAN_TRACKING_TEST_TEMPLATE": KEPT,
            "PLAN_TRACKING_TEST_TEMPLATE_STORE": str(self.databases.store(KEPT)),
            # Examples that failed once are tried first the next time.
            "HYPOTHESIS_STORAGE_DIRECTORY": str(self.places.account.own(self.folder / "hypothesis")),
            "TZ": os.environ.get("TZ", "UTC"),
        }
