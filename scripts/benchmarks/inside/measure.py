"""How a call is measured: as a request of the web client would run it, beside its peers, in turns."""

import gc
import json
import statistics
import time

from odoo import SUPERUSER_ID, api
from odoo.service.model import call_kw
from odoo.tools import json_default


class Probe:
    """Measures calls one by one and keeps what each took, so that peers can be run in turns."""

    def __init__(self, registry):
        self.registry = registry
        self.samples = {}

    def measure(self, name, function, uid=SUPERUSER_ID, *, keep=False):
        """Run `function(env)` in a transaction of its own and note seconds, queries and bytes of its answer as JSON.

        The record cache is cold, as at the beginning of a request; what the registry keeps is warm after a first turn.
        """
        gc.collect()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, uid, {})
            start, queries = time.perf_counter(), cr.sql_log_count
            answer = function(env)
            size = len(json.dumps(answer, ensure_ascii=False, default=json_default).encode())
            if keep:
                cr.flush()  # with what is done before a commit: tracking and its messages
            seconds, queries = time.perf_counter() - start, cr.sql_log_count - queries
            cr.rollback()
        self.samples.setdefault(name, []).append((seconds, queries, size))
        return answer

    def figures(self):
        """Per name the median seconds, and the most queries and bytes of any turn after the first."""
        result = {}
        for name, samples in self.samples.items():
            warm = samples[1:] or samples
            seconds, queries, sizes = zip(*warm)
            result[name] = {
                "seconds": statistics.median(seconds),
                "best": min(seconds),
                "queries": max(queries),
                "bytes": max(sizes),
                "turns": len(warm),
            }
        return result


def in_turns(probe, functions, repeat):
    """Measure every (name, function, uid) in turns: whatever else the machine does then meets all of them."""
    for _turn in range(repeat + 1):
        for name, function, uid in functions:
            probe.measure(name, function, uid)


def replay(calls):
    """A function that answers recorded calls of the web client as the server's dispatcher does."""

    def function(env):
        return [
            call_kw(env[model], method, list(args), json.loads(json.dumps(kwargs)))
            for model, method, args, kwargs in calls
        ]

    return function
