"""Measures a call: as a request of the web client would run it, beside its peers, in turns."""

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

    def measure_requests(self, name, calls, uid):
        """Measure recorded calls, each as a request of its own, and their sum under `name`."""
        before = {key: len(samples) for key, samples in self.samples.items()}
        answers = [self.measure(f"{name} {title(call)}", replay(call), uid) for call in calls]
        new = [sample for key, samples in self.samples.items() for sample in samples[before.get(key, 0) :]]
        self.samples.setdefault(name, []).append(tuple(map(sum, zip(*new))))
        return answers

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


def title(call):
    """The name of a recorded call: its method, and what it asks about."""
    _model, method, args, _kwargs = call
    return f"{method} {args[0]}" if args else method


def replay(call):
    """A function that answers a recorded call of the web client as the server's dispatcher does."""
    model, method, args, kwargs = call

    def function(env):
        return call_kw(env[model], method, list(args), json.loads(json.dumps(kwargs)))

    return function
