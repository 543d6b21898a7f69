"""Odoo's server, which runs the test suites of the named modules once everything is loaded, and writes what came out.

    suite_runner.py OUTCOMES MODULE,… server -c … -d … --test-tags=standard --stop-after-init

Tests of both positions run on the finished registry: Odoo would run those marked `at_install` while a module loads,
before the modules that come after it extend its models. A test that opens a browser is skipped.

OUTCOMES gets a line of JSON for each test: its name, its outcome and its query counts.
"""

import json
import sys
import unittest
from contextlib import contextmanager

import odoo.cli
from odoo.tests import common, loader
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite

SKIPPED = "skipped"
FAILED = "failed"
POSITIONS = ("at_install", "post_install")
TESTS_OF_ODOOS_RUNNER = "odoo.addons.base.tests.test_test_suite"  # they compare tracebacks, so nothing comes between


class Outcomes:
    """The file that outcomes are written to, a line as soon as it is known: what was run is there after a crash too."""

    def __init__(self, path):
        self.stream = open(path, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the server runs
        self.counts = []

    def write(self, test, outcome):
        line = {"test": test.id(), "outcome": outcome, "queries": self.counts}
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()
        self.counts = []


def recorder(outcomes):
    """Return the class of test results that writes into `outcomes`."""

    class Result(OdooTestResult):
        outcome = None

        def startTest(self, test):  # noqa: N802 - unittest's name
            self.outcome = "passed"
            super().startTest(test)

        def stopTest(self, test):  # noqa: N802
            super().stopTest(test)
            outcomes.write(test, self.outcome)
            self.outcome = None

        def addError(self, test, err):  # noqa: N802
            super().addError(test, err)
            self.note(test, FAILED)

        def addFailure(self, test, err):  # noqa: N802
            super().addFailure(test, err)
            self.note(test, FAILED)

        def addSkip(self, test, reason):  # noqa: N802
            super().addSkip(test, reason)
            if self.outcome != FAILED:
                self.note(test, SKIPPED)

        def note(self, test, outcome):
            if self.outcome is None:  # the preparation of a whole class, outside of any test
                outcomes.write(test, outcome)
            else:
                self.outcome = outcome

    return Result


def record_queries(outcomes):
    """Keep the number of queries that `assertQueryCount` sees, also where it is as expected."""
    original = common.BaseCase.assertQueryCount

    @contextmanager
    def counted(test, asserted):
        with asserted:
            before = test.cr.sql_log_count
            yield
        if test.warm:
            outcomes.counts.append(test.cr.sql_log_count - before)

    def assert_query_count(self, *args, **kwargs):
        asserted = original(self, *args, **kwargs)
        return asserted if type(self).__module__ == TESTS_OF_ODOOS_RUNNER else counted(self, asserted)

    common.BaseCase.assertQueryCount = assert_query_count


def run_both_positions(modules):
    """Have the server run the tests of `modules`, whatever their position, when it asks for those of the last one."""
    original = loader.make_suite

    def make_suite(_loaded, position):
        wanted = POSITIONS if position == POSITIONS[-1] else ()
        return OdooSuite(test for each in wanted for test in original(modules, each))

    loader.make_suite = make_suite


def skip_browser(*_args, **_kwargs):
    raise unittest.SkipTest("This test opens a browser.")


def main(path, modules, *words):
    outcomes = Outcomes(path)
    loader.OdooTestResult = recorder(outcomes)
    record_queries(outcomes)
    run_both_positions(modules.split(","))
    common.HttpCase.browser_js = skip_browser
    sys.argv[1:] = words
    odoo.cli.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
