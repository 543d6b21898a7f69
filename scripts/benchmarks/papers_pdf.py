"""papers, PDF: the whole paper beside the engine alone on the same HTML, and beside Odoo's own report."""

from .goals import Goal, milliseconds

SIZES = (54, 500)
BOUNDS = {54: 2, 500: 2.5}


def run(room, options):
    """Measure both sizes and return the goals."""
    database = room.database("papers", "papers_rows", size=40_000)
    turns = min(options.repeat, 5)
    measured = room.inside("papers_pdf", "measure", database, repeat=turns, sizes=SIZES)["figures"]
    return [goal for size in SIZES for goal in of_size(size, measured["times"])], measured


def of_size(size, times):
    own, engine, stock = (times[f"{way} {size}"]["seconds"] for way in ("own", "engine", "stock"))
    title = f"papers, PDF of {size} rows"
    beside = f"{milliseconds(own)}, engine {milliseconds(engine)}"
    return [
        Goal(f"{title}: time of the engine alone", own / engine, "x", at_most=BOUNDS[size], beside=beside),
        Goal(f"{title}: faster than Odoo's own", stock / own, "x", at_least=8, beside=milliseconds(stock)),
    ]
