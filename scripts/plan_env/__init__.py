"""The shared code of the commands in scripts/: a real Odoo 19 with this addon, for use, for tests and for benchmarks.

Only Python's standard library (3.10 or later) is needed here, but for worker_files, which pytest loads. Odoo itself
imports nothing from this folder.

console    what the person at the terminal sees; running other programs
places     where data and cache lie, and as whom programs run
packages   Debian packages that the machine lacks
mirror     files out of Debian packages that are not installed
odoo_tree  a real Odoo: found, or fetched and kept in the cache
python_env the Python environment that Odoo runs in
postgres   a database server of our own, or the one that libpq's variables name
staging    the copy of the addon that Odoo runs
instance   one Odoo with its configuration: its commands, its server
databases  a database with the addon in it: built, updated, copied
testing    the database that tests run on, and a copy of it for every run
platform_tests  other people's test suites, on a database without the addon and on one with it
suite_runner   what runs one side of them inside Odoo
worker_files  a plugin of pytest: a file store for each of several workers
shell/     what is run inside Odoo, through its shell
workshop   all of the above, put together for one command
"""
