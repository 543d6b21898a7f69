"""Everything that a command works with, brought up in order: packages, Odoo, Python."""

import os
import platform
import shutil
from pathlib import Path

from . import odoo_tree, places, postgres, python_env
from .console import Problem, output, warn
from .packages import install, installed, is_debian

CHECKOUT = Path(__file__).resolve().parents[2]
# The libraries that the patched wkhtmltopdf of the Python environment is linked with.
PDF_LIBRARIES = ("libfontconfig1", "libfreetype6", "libx11-6", "libxext6", "libxrender1", "libstdc++6", "zlib1g")


class Workshop:
    """One machine, ready to run Odoo: `odoo` is the tree, `python` the interpreter of its environment."""

    def __init__(self, *requirements):
        self.places = places.find(CHECKOUT)
        self.requirements = requirements
        self.odoo = self.python = None

    @property
    def odoo_bin(self):
        return self.python.parent / "odoo-bin"

    def prepare(self, *packages):
        """Install what is missing. Safe to call every time: when all is there it takes a fraction of a second."""
        with places.lock(self.places.cache / "lock", "setting up this machine"):
            self._packages(packages)
            self.odoo = odoo_tree.find(self.places)
            self.python = python_env.environment(self.places, *self.requirements) / "bin/python"
        for path in (self.odoo.root / "odoo", self.python):
            python_env.check_readable(path, self.places)
        return self

    def _packages(self, extra):
        """Debian's packages: the database server, Python's environments, and what papers are printed with."""
        needed = [*postgres.packages(), *extra]
        if is_debian():
            needed += python_env.packages(python_env.interpreter(self.places)[0])
            if platform.machine() == "x86_64":
                needed += [name for name in PDF_LIBRARIES if not installed(name)]
            elif not shutil.which("wkhtmltopdf"):
                warn("PDF needs wkhtmltopdf with patched Qt, which is packed for x86-64 only; install one by hand")
        install([name for name in needed if name], self.places)

    def wkhtmltopdf(self):
        """The version line of the wkhtmltopdf that Odoo would find; a Problem when there is none that runs."""
        path = f"{self.python.parent}:{os.environ.get('PATH', '')}"
        program = shutil.which("wkhtmltopdf", path=path)
        text = program and output([program, "--version"], account=self.places.account, cwd="/")
        if not text:
            raise Problem(f"wkhtmltopdf is not there or does not run ({program or 'not found'}): no PDF can be made.")
        return text
