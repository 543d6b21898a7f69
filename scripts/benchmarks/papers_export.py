"""papers, workbooks: the list of work at 10,000 and 40,000 rows, beside bare xlsxwriter and Odoo's own export."""

from .goals import Goal, figure

SIZES = (10_000, 40_000)
MEBIBYTE = 1024 * 1024


def run(room, options):
    """Measure both sizes and the memory of the larger, and return the goals."""
    database = room.database("papers", "papers_rows", size=max(SIZES))
    turns = min(options.repeat, 3)
    measured = room.inside("papers_export", "times", database, sizes=SIZES, repeat=turns)["figures"]
    measured["memory"] = {
        way: room.inside("papers_export", "memory", database, way=way, size=max(SIZES))["figures"]
        for way in ("own", "peer")
    }
    goals = [goal for size in SIZES for goal in of_size(size, measured)]
    return [*goals, of_memory(measured["memory"])], measured


def of_size(size, measured):
    """The time of the whole call against writing its cells alone, the quicker way, and against Odoo's export."""
    times = measured["times"]
    own, bare, held, peer = (times[f"{way} {size}"]["seconds"] for way in ("own", "bare", "bare in memory", "peer"))
    title = f"papers, XLSX of {size:,} rows"
    cells = measured["cells"][str(size)]
    beside = (
        f"{figure(own)} s for {cells:,} cells with reading them, bare {figure(bare)} s, bare in memory {figure(held)} s"
    )
    return [
        Goal(f"{title}: time of bare xlsxwriter", own / min(bare, held), "x", at_most=2, beside=beside),
        Goal(
            f"{title}: time of Odoo's export",
            own / peer,
            "x",
            beside=f"{figure(peer)} s, with fewer columns; it takes {figure(peer / min(bare, held))} x bare",
        ),
        Goal(f"{title}: queries", times[f"own {size}"]["queries"], "queries"),
    ]


def of_memory(memory):
    own, peer = (memory[way]["growth"] / MEBIBYTE for way in ("own", "peer"))
    return Goal(
        f"papers, XLSX of {max(SIZES):,} rows: more memory than for a short list",
        own,
        "MiB",
        at_most=20,
        beside=f"Odoo's export {figure(peer)} MiB",
    )
