"""fanout: plans become assignments, beside plain INSERTs of the same rows and the creation of tasks in Odoo's
Project."""

from .goals import Goal, figure, milliseconds

TASKS, AGENCIES = 200, 150
PEER_ROWS = 200
NAMES = {"348": "348/KH-UBND", "collective": f"{TASKS} tasks x {AGENCIES} agencies"}


def run(room, options):
    """Measure both plans and return the goals."""
    database = room.database("fanout", "fanout_rows", tasks=TASKS, agencies=AGENCIES)
    measured = room.inside("fanout", "measure", database, repeat=min(options.repeat, 5), peer_rows=PEER_ROWS)["figures"]
    goals = []
    for name in NAMES:
        goals += against_peers(name, measured)
    return [*goals, growth(measured)], measured


def against_peers(name, measured):
    """The time of a fan-out against plain INSERTs of the same rows, and per row against Project."""
    times, rows = measured["times"], measured["rows"][name]
    own, sql, peer = times[name], times[f"{name} sql"], times["peer"]
    own_row, peer_row = own["seconds"] / rows, peer["seconds"] / measured["peer_rows"]
    bare_row = times["peer bare"]["seconds"] / measured["peer_rows"]
    title = f"fanout {NAMES[name]}"
    return [
        Goal(
            f"{title}: time of plain SQL",
            own["seconds"] / sql["seconds"],
            "x",
            at_most=5,
            beside=f"{rows:,} parts, {milliseconds(own['seconds'])}, plain SQL {milliseconds(sql['seconds'])}",
        ),
        Goal(
            f"{title}: faster a row than project.task",
            peer_row / own_row,
            "x",
            at_least=50,
            beside=f"{milliseconds(own_row)} a part, project.task {milliseconds(peer_row)} a task with its assignee, "
            f"{milliseconds(bare_row)} without",
        ),
    ]


def growth(measured):
    """Queries that a further batch costs: were there one for every task or part, it would show here."""
    batches = {name: -(-rows // measured["batch"]) for name, rows in measured["rows"].items()}
    queries = {name: measured["times"][name]["queries"] for name in NAMES}
    each = (queries["collective"] - queries["348"]) / (batches["collective"] - batches["348"])
    text = ", ".join(f"{NAMES[name]}: {queries[name]} in {batches[name]} batches" for name in NAMES)
    peer = figure(measured["times"]["peer"]["queries"] / measured["peer_rows"])
    return Goal(
        "fanout: queries that a further batch adds", each, "queries", at_most=12,
        beside=f"{text}; project.task {peer} for a task",
    )  # fmt: skip
