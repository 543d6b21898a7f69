"""Run one function of a file of this folder in Odoo, and write what it returns into a file.

run.py FILE FUNCTION CONFIGURATION DATABASE OUT OPTIONS
"""

import importlib
import json
import sys

import odoo
from odoo.modules.registry import Registry
from odoo.service import server
from odoo.tools import config


def main(name, function, configuration, database, out, options):
    config.parse_config(["-c", configuration, "-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
    server.load_server_wide_modules()
    registry = Registry(database)
    figures = getattr(importlib.import_module(name), function)(registry, **json.loads(options))
    facts = {"python": sys.version.split()[0], "odoo": odoo.release.version}
    with open(out, "w", encoding="utf-8") as stream:
        json.dump({"figures": figures, **facts}, stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
