"""papers, import: a plan's rows are imported, beside COPY and one INSERT … SELECT."""

from .goals import Goal, milliseconds

ROWS = 5000


def run(room, options):
    """Measure the assignments in order and return the goals."""
    database = room.database("papers_import", "papers_import_rows", size=ROWS)
    measured = room.inside("papers_import", "measure", database, repeat=min(options.repeat, 5), size=ROWS)["figures"]
    return of_import(measured), {"import": measured}


def of_import(measured):
    """A plan of 5,000 tasks, clean and with one row in a hundred at fault."""
    times, rows = measured["times"], measured["rows"]
    title = f"papers, import of {ROWS:,} tasks"
    own, sql, faulty, clean = (times[name]["seconds"] for name in ("own", "sql", "faulty", "clean preview"))
    return [
        Goal(f"{title}: rows", rows["tasks"], "rows", at_least=ROWS, beside=f"{rows['links']:,} links to leads"),
        Goal(
            f"{title}: time of COPY and one INSERT … SELECT",
            own / sql,
            "x",
            at_most=5,
            beside=f"{milliseconds(own)}, plain SQL {milliseconds(sql)}",
        ),
        Goal(f"{title}: queries", times["own"]["queries"], "queries"),
        Goal(
            f"{title}: with {rows['faults']} faulty rows, time of the clean one",
            faulty / clean,
            "x",
            at_most=1.5,
            beside=f"the check of both: {milliseconds(faulty)} and {milliseconds(clean)}",
        ),
    ]
