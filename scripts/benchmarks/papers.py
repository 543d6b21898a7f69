"""papers: what is handed out and taken back, beside the bare engines; a file an assignment, each with its `run`."""

from . import papers_export, papers_import, papers_pdf

PARTS = {"pdf": papers_pdf, "sheet": papers_export, "import": papers_import}


def run(room, options):
    """Measure the assignments one after the other and return all their goals."""
    goals, measured = [], {}
    for name, part in PARTS.items():
        own, figures = part.run(room, options)
        goals += own
        measured[name] = figures
    return goals, measured
