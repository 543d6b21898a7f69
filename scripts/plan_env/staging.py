"""The copy of the addon that Odoo runs.

Odoo takes the addon's name from its folder, and a checkout may be called anything; the account that runs Odoo may not
be able to look into the checkout; and a server that runs must not change under its users while somebody edits. So
every database runs a copy of its own, in a folder called plan_tracking.
"""

import ast
import hashlib
import os
import shutil
from pathlib import Path

from .console import Problem
from .places import NAME

SKIPPED_FOLDERS = {"__pycache__", "node_modules"}
# A change of these needs no update of a database: Odoo loads nothing of them into it.
NOT_LOADED = {"scripts", "tests", "docs"}
NOT_LOADED_SUFFIXES = {".md", ".rst", ".toml"}


def files(checkout):
    """The addon's files as relative paths, in order. Hidden ones (git's, editors', linters') are left out."""
    found = []
    for folder, folders, names in os.walk(checkout):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        here = Path(folder).relative_to(checkout)
        found += [here / name for name in sorted(names) if not name.startswith(".") and not name.endswith(".pyc")]
    return found


def digest(checkout):
    """A hash of everything that an update of the database would bring in."""
    if not (checkout / "__manifest__.py").is_file():
        raise Problem(f"{checkout} is not the addon: there is no __manifest__.py in it.")
    total = hashlib.sha256()
    for path in files(checkout):
        if path.parts[0] in NOT_LOADED or (len(path.parts) == 1 and path.suffix in NOT_LOADED_SUFFIXES):
            continue
        content = (checkout / path).read_bytes()
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:16]


def version(checkout):
    """The addon's version as numbers, which compare as versions do."""
    manifest = ast.literal_eval((checkout / "__manifest__.py").read_text(encoding="utf-8"))
    return numbers(manifest["version"])


def numbers(text):
    return tuple(map(int, text.split(".")))


def dotted(version):
    return ".".join(map(str, version))


def copy(checkout, parent):
    """Copy the addon to `parent`/plan_tracking and return that folder.

    Times of change are kept: Odoo's asset bundles are found again by them.
    """
    target = parent / NAME
    shutil.rmtree(parent, ignore_errors=True)
    target.mkdir(parents=True)
    made = {target}
    for path in files(checkout):
        destination = target / path
        if destination.parent not in made:
            destination.parent.mkdir(parents=True, exist_ok=True)
            made.add(destination.parent)
        shutil.copy2(checkout / path, destination)
        destination.chmod(0o755 if os.access(destination, os.X_OK) else 0o644)
    for folder in (parent, *made):
        folder.chmod(0o755)
    return target
