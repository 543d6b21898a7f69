"""Test suites of Odoo and of OCA on a database without this addon and on one with it: what fails only with it.

Two databases a group of suites, alike but for the addon, on the test server; both are run at the same time.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import places, python_env, staging
from .console import Problem, Progress, say, step, tail, warn
from .databases import Databases
from .instance import Instance
from .places import NAME
from .workshop import CHECKOUT

REQUIREMENTS = "requirements-platform.txt"
# Each group has databases of its own: a suite is not to run among modules that its users need not have.
GROUPS = {
    "odoo": (
        "base",
        "mail",
        "test_mail",
        "test_mail_full",
        "project",
        "hr",
        "calendar",
        "portal",
        "auth_signup",
        "base_automation",
        "web",
    ),
    "oca": ("auditlog", "base_tier_validation", "dms", "mail_forward", "attachment_zipped_download"),
}
# Tests that may fail only with the addon, and why.
EXPLAINED = {}
# What one operation may cost more with the addon.
MORE_QUERIES = 1


@dataclass
class Outcomes:
    """What one side's tests came to: each test's outcome, and the query counts that it asked for."""

    outcome: dict = field(default_factory=dict)
    queries: dict = field(default_factory=dict)

    @classmethod
    def read(cls, path):
        outcomes = cls()
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            outcomes.outcome[row["test"]] = row["outcome"]
            if row["queries"]:
                outcomes.queries[row["test"]] = row["queries"]
        return outcomes

    def tests(self, suite, *wanted):
        """The names of a suite's tests with one of the wanted outcomes, or of all."""
        mark = f"odoo.addons.{suite}.tests."
        return {name for name, outcome in self.outcome.items() if mark in name and outcome in (wanted or (outcome,))}


def choose(names):
    """The suites of each group; a name that no group knows is a module of Odoo."""
    if not names:
        return dict(GROUPS)
    oca = tuple(name for name in names if name in GROUPS["oca"])
    groups = {"odoo": tuple(name for name in names if name not in oca), "oca": oca}
    return {group: suites for group, suites in groups.items() if suites}


def run(room, names):
    """Run the suites; 1 when a test fails only with the addon, or an operation takes too many queries more."""
    extra = python_env.extra_packages(room.places, room.workshop.python, REQUIREMENTS)
    with places.lock(room.lock, "preparing the test database"):
        room.server.start()
        room.sweep()
    found = []
    with room.place() as folder:
        addon = staging.copy(CHECKOUT, folder / "addon")
        for group, suites in choose(names).items():
            pair = Pair(room, folder, addon, group, extra)
            suites = pair.present(suites)
            if not suites:
                continue
            pair.build(suites)
            without, ours = pair.run(suites)
            for suite in suites:
                found += report(suite, without, ours)
    for text in found:
        say(f"! {text}")
    say(f"{len(found)} differences that are not explained" if found else "nothing fails only with the addon")
    return bool(found)


class Pair:
    """A database without the addon and one with it."""

    def __init__(self, room, folder, addon, group, extra):
        self.room = room
        self.addon = addon
        self.group = group
        self.extra = extra
        self.modules = extra / "odoo/addons"
        self.without, self.ours = (self._instance(folder, f"{group}_{side}") for side in ("without", "with"))

    def _instance(self, folder, side):
        place = folder / side
        instance = Instance(self.room.workshop, self.room.server, place, place / "data", f"{folder.name}_{side}")
        instance.configure(self.addon, self.modules)
        return instance

    def present(self, suites):
        """Those of the suites that the installed Odoo has; the others are named."""
        folders = (self.modules, *self.room.workshop.odoo.addons, self.room.workshop.odoo.root / "odoo/addons")
        found = [suite for suite in suites if any((folder / suite / "tests").is_dir() for folder in folders)]
        missing = [suite for suite in suites if suite not in found]
        if missing:
            warn(f"this Odoo ({self.room.workshop.odoo.origin}) lacks the tests of {', '.join(missing)}: not run")
        return found

    def build(self, suites):
        step(f"installing {', '.join(suites)}")
        self._install(self.without, suites)
        Databases(self.without).copy(self.without.database, self.ours.database, self.ours.data_dir)
        step(f"installing the addon beside {'it' if len(suites) == 1 else 'them'}")
        log = self._install(self.ours, [NAME])
        Databases(self.ours).check_installed(self.ours.database, log)

    def _install(self, instance, modules):
        words = ["-c", instance.config, "-d", instance.database, "-i", ",".join(modules)]
        options = ("--stop-after-init", "--no-http", "--log-level=warn")
        return instance.odoo(
            f"installing {', '.join(modules)}", "server", *words, *options, env=self._environment(instance)
        )

    def _environment(self, instance):
        """The modules' own packages come after what Odoo brings."""
        path = os.pathsep.join([instance.environment["PYTHONPATH"], str(self.extra)])
        return {**instance.environment, "PYTHONPATH": path, "TZ": os.environ.get("TZ", "UTC")}

    def run(self, suites):
        """Run the suites on both sides and return what came out, without and with the addon."""
        step(f"running their tests without and with the addon; logs: {self.room.places.logs}/platform-*")
        began = time.monotonic()
        with self._started(self.without, suites) as one, self._started(self.ours, suites) as other:
            progress = Progress()
            while one.poll() is None or other.poll() is None:
                time.sleep(0.5)
                progress.beat()
            progress.end()
        say(f"  {time.monotonic() - began:.0f} s")
        return [self._outcomes(instance) for instance in (self.without, self.ours)]

    @contextmanager
    def _started(self, instance, suites):
        """One side's tests as a process, ended with the block."""
        words = ["server", "-c", instance.config, "-d", instance.database, "--http-port", free_port()]
        options = ("--test-tags=standard", "--stop-after-init", "--log-level=warn")
        command = [self.room.workshop.python, self.addon / "scripts/plan_env/suite_runner.py", self._results(instance)]
        with open(self._log(instance), "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                [str(word) for word in (*command, ",".join(suites), *words, *options)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.room.workshop.places.home,
                env=self._environment(instance),
                **self.room.places.account.options,
            )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)  # asked politely, Odoo would go on to the next test
                process.wait()

    def _log(self, instance):
        return self.room.places.logs / f"platform-{instance.folder.name}.log"

    def _results(self, instance):
        return instance.folder / "outcomes.jsonl"

    def _outcomes(self, instance):
        path, log = self._results(instance), self._log(instance)
        outcomes = Outcomes.read(path) if path.exists() else Outcomes()
        if not outcomes.outcome:
            raise Problem(f"no test was run on {instance.folder.name}. The end of {log}:\n{tail(log)}")
        shutil.copy(path, log.with_suffix(".jsonl"))
        return outcomes


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def report(suite, without, ours):
    """Print a suite's figures and return, in words, what is worse with the addon and not explained."""
    both = without.tests(suite, "failed") & ours.tests(suite, "failed")
    # a test that passed and does not, and the preparation of a class that fails, which is no test
    worse = without.tests(suite, "passed") - ours.tests(suite, "passed")
    worse |= ours.tests(suite, "failed") - without.tests(suite, "failed")
    skipped = without.tests(suite, "skipped")
    more, counted = more_queries(suite, without, ours)
    say(
        f"{suite}: {len(without.tests(suite))} tests, {len(skipped)} skipped, {len(both)} fail on both sides, "
        f"{len(worse)} only with the addon; {counted} query counts, {len(more)} higher with the addon"
    )
    for name in sorted(both):
        say(f"    on both sides: {name}")
    for name in sorted(worse & EXPLAINED.keys()):
        say(f"    explained: {name}: {EXPLAINED[name]}")
    for text, _count in more:
        say(f"    queries: {text}")
    found = [
        f"only with the addon: {name} ({ours.outcome.get(name, 'not run')})"
        for name in sorted(worse - EXPLAINED.keys())
    ]
    return found + [f"too many queries: {text}" for text, count in more if count > MORE_QUERIES]


def more_queries(suite, without, ours):
    """The query counts that are higher with the addon, in words and as a difference, and how many were compared."""
    more, counted = [], 0
    for name in sorted(without.tests(suite)):
        pairs = list(zip(without.queries.get(name, ()), ours.queries.get(name, ())))
        counted += len(pairs)
        more += [
            (f"{name}: {before} without, {after} with", after - before) for before, after in pairs if after > before
        ]
    return more, counted
