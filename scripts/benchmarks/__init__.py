"""The benchmarks of scripts/bench: a file a benchmark with its goals; inside/ is what is run by Odoo's own Python.

room    the database server and the databases that benchmarks work on
goals   a goal: figure, bound, peer's figure, and the line that says so
inside/ fills databases and measures in them; it is handed names and numbers, and hands back figures
"""
