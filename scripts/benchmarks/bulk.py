"""bulk: the desk confirms 1,000 results at once, beside plain SQL and a stage written on 1,000 tasks of Project."""

from .goals import Goal, milliseconds

SIZE = 1000
SPARE = 200  # the desk's own assignments are confirmed by another agency; tasks already in the last stage


def run(room, options):
    """Measure and return the goals."""
    database = room.database("bulk", "bulk_rows", size=SIZE + SPARE)
    measured = room.inside("bulk", "measure", database, repeat=min(options.repeat, 5), size=SIZE)["figures"]
    own, sql, peer = (measured["times"][name] for name in ("own", "sql", "peer"))
    count = measured["rows"]["own"]
    text = milliseconds(own["seconds"])
    return [
        Goal(
            "bulk: results confirmed, each with its row of the log",
            min(count, measured["rows"]["log"]),
            "results",
            at_least=SIZE,
        ),
        Goal(
            "bulk: time of plain SQL",
            own["seconds"] / sql["seconds"],
            "x",
            at_most=6,
            beside=f"{text}, plain SQL {milliseconds(sql['seconds'])}",
        ),
        Goal("bulk: queries", own["queries"], "queries", at_most=30, beside=f"project.task {peer['queries']:,}"),
        Goal(
            "bulk: faster than a stage written on project.task",
            peer["seconds"] / own["seconds"],
            "x",
            at_least=30,
            beside=f"{text}, project.task {milliseconds(peer['seconds'])}",
        ),
    ], measured
