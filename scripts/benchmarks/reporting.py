"""reporting: a month opens, a report and the late list are read, beside plain SQL and Odoo's Project."""

from .goals import Goal, figure, milliseconds

AGENCIES, LINES, WIDE = 150, 20, 10_000
PEER_ROWS = 200
MEBIBYTE = 1024 * 1024
NO_HISTORY = {"others": 0, "history": None}
# a whole year of 2,650 agencies, and this month of 2,500 of them
MILLION = {"others": 2500, "history": {"month": 12, "quarter": 4, "half": 1, "year": 1}}
THOUSAND = {"others": 15, "history": {"month": 2}}


def run(room, options):
    """Measure openings, the page and the late list, and return the goals."""
    bare = room.database("reporting_bare", "reporting_rows", agencies=AGENCIES, **NO_HISTORY)
    million = room.database("reporting_million", "reporting_rows", agencies=AGENCIES, **MILLION)
    thousand = room.database("reporting_thousand", "reporting_rows", agencies=0, **THOUSAND)
    wide = room.database("reporting_wide", "reporting_rows", agencies=WIDE, **NO_HISTORY)
    for database in (bare, million, wide):
        room.server.query("VACUUM ANALYZE", database)  # of what an earlier run has rolled back
    turns = {"repeat": min(options.repeat, 5)}
    measured = {
        "opening": room.inside("reporting", "opening", bare, history=million, peer_rows=PEER_ROWS, **turns),
        "wide": room.inside("reporting", "wide", wide, repeat=min(options.repeat, 2)),
        "memory": room.inside("reporting", "memory", wide),
        "page": room.inside("reporting_page", "page", thousand, history=million, repeat=options.repeat),
        "late": room.inside("reporting_page", "late", million, repeat=options.repeat),
    }
    measured = {name: answer["figures"] for name, answer in measured.items()}
    opening, wide = measured["opening"], measured["wide"]
    return [
        *of_opening(opening),
        *of_history(opening),
        *of_wide(wide, opening, measured["memory"]),
        *of_page(measured["page"]),
        *of_late(measured["late"]),
    ], measured


def against_sql(title, times, name, sql, bound):
    own, plain = times[name]["seconds"], times[sql]["seconds"]
    beside = f"{milliseconds(own)}, plain SQL {milliseconds(plain)}"
    return Goal(f"{title}: time of plain SQL", own / plain, "x", at_most=bound, beside=beside)


def of_opening(measured):
    """A month for 150 agencies."""
    times, rows = measured["times"], measured["rows"]
    title = f"reporting, a month of {AGENCIES} x {LINES}"
    own_row = times["own"]["seconds"] / rows["plan_report_line"]
    peer_row, bare_row = (times[name]["seconds"] / measured["peer_rows"] for name in ("peer", "peer bare"))
    return [
        Goal(f"{title}: lines made", rows["plan_report_line"], "lines", at_least=AGENCIES * LINES, beside=listed(rows)),
        against_sql(title, times, "own", "sql", 4),
        Goal(f"{title}: queries", times["own"]["queries"], "queries", at_most=50),
        Goal(
            f"{title}: faster a line than project.task",
            peer_row / own_row,
            "x",
            at_least=50,
            beside=f"{milliseconds(own_row)} a line with all that hangs on it, project.task {milliseconds(peer_row)} "
            f"a task with its assignee, {milliseconds(bare_row)} without",
        ),
        Goal(f"{title}: faster a line than project.task without assignee", bare_row / own_row, "x"),
    ]


def of_history(measured):
    """The same where a million lines were reported before."""
    times = measured["times"]
    title = "reporting, the same with 1,000,000 lines before"
    own, without = times["history"]["seconds"], times["own"]["seconds"]
    beside = f"{milliseconds(own)}, without {milliseconds(without)}"
    return [
        Goal(f"{title}: time of the one without", own / without, "x", at_most=1.2, beside=beside),
        against_sql(title, times, "history", "history sql", 4),
        Goal(f"{title}: queries", times["history"]["queries"], "queries", at_most=50),
    ]


def of_wide(measured, opening, memory):
    """A month for 10,000 agencies."""
    times, rows = measured["times"], measured["rows"]
    title = f"reporting, a month of {WIDE:,} x {LINES}"
    batches = -(-WIDE // opening["batch"])
    each = (times["own"]["queries"] - opening["times"]["own"]["queries"]) / (batches - 1)
    return [
        Goal(f"{title}: lines made", rows["plan_report_line"], "lines", at_least=WIDE * LINES, beside=listed(rows)),
        against_sql(title, times, "own", "sql", 4),
        Goal(
            f"{title}: queries that a further batch adds",
            each,
            "queries",
            at_most=12,
            beside=f"{times['own']['queries']} in {batches} batches",
        ),
        Goal(
            f"{title}: growth of the peak of memory in the second half",
            memory["growth"] / MEBIBYTE,
            "MiB",
            at_most=8,
            beside=f"in the first half {figure(memory['first half'] / MEBIBYTE)} MiB, "
            f"peak {figure(memory['peak'] / MEBIBYTE)} MiB",
        ),
    ]


def of_page(measured):
    """A report of sixty lines."""
    times, lines = measured["times"], measured["lines"]
    small, large = (f"{lines[name]:,}" for name in ("small", "history"))
    own = times["history page"]
    queries = [times[f"{name} page"]["queries"] for name in ("small", "history")]
    title = f"reporting, a page of {measured['rows']['lines']} lines among {large}"
    form = times["history form"]
    return [
        Goal(f"{title}: lines", measured["rows"]["lines"], "lines", at_least=60, beside=listed(measured["rows"])),
        Goal(
            f"{title}: server time",
            own["seconds"] * 1000,
            "ms",
            at_most=150,
            beside=f"among {small} {milliseconds(times['small page']['seconds'])}; the form beside it "
            f"{milliseconds(form['seconds'])} in {form['queries']} queries",
        ),
        Goal(
            f"{title}: queries more than among {small}",
            queries[1] - queries[0],
            "queries",
            at_most=0,
            beside=f"{queries[0]} and {queries[1]}",
        ),
    ]


def of_late(measured):
    """The late list of a year."""
    times = measured["times"]
    title = f"reporting, the late list of {measured['agencies']} x {measured['periods']}"
    own, narrow = times["own"]["queries"], times["narrow"]["queries"]
    return [
        Goal(f"{title}: cells", measured["cells"], "cells", at_least=AGENCIES * 18),
        against_sql(title, times, "own", "sql", 2),
        Goal(
            f"{title}: queries that read it",
            measured["reading"],
            "queries",
            at_most=1,
            beside=f"{own} with those that ask who the user is, {narrow} for one column",
        ),
    ]


def listed(rows):
    return ", ".join(f"{count:,} {name.removeprefix('plan_')}" for name, count in rows.items())
