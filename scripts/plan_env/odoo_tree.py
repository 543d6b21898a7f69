"""A real Odoo 19 Community: the one that ODOO_HOME names, or one fetched once and kept in the cache.

In this order: ODOO_HOME, the cache, the package odoo-19 of Debian's unstable release, Odoo's public git repository.
The package is not installed, only unpacked: it runs on any Debian release with the Python packages of our own.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, run, say, step, warn
from .mirror import Mirror, unpack
from .packages import is_debian
from .places import replace_folder

SERIES = "19.0"
PACKAGE = "odoo-19"
TESTED_VERSION = "19.0.0+dfsg-1"
TESTED_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
GIT = "https://github.com/odoo/odoo.git"
NEEDED_BYTES = 2_500_000_000

# The tree's relative links lead to these. Font Awesome must be 4.7, as in stable releases: sid's is too new for Odoo.
LINKED_PACKAGES = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
LINKED_PACKAGES_SID = ("fonts-montserrat",)

# Two thirds of the package are translations into other languages than Vietnamese, and other countries' accounting;
# dist-packages/addons is a second copy of the modules' Python files that nothing imports.
LEFT_OUT = (
    "*/i18n*/[!v]*.po",
    "*/i18n*/v[!i]*.po",
    "*/i18n*/*.pot",
    "*/addons/l10n_*",
    "./usr/lib/python3/dist-packages/addons",
    "./usr/lib/python3/dist-packages/setup",
    "./usr/share/doc",
    "./etc",
)
# The package lacks this file; without it the browser reports an error on every page, which fails every tour.
MISSING_FILE = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooTree:
    """An Odoo that can be run: the folder to put on PYTHONPATH, and what else it takes."""

    root: Path
    addons: tuple
    origin: str

    @property
    def identity(self):
        """Changes when another Odoo is used, so that databases built with the old one are not taken for its own."""
        return f"{self.origin} {self.root}"


def find(places):
    """The Odoo to run. The caller holds the lock of the cache."""
    named = os.environ.get("ODOO_HOME")
    if named:
        return _from_home(Path(named).absolute())
    kept = places.cache / "odoo"
    if (kept / "origin").is_file():
        return _kept(kept)
    if shutil.disk_usage(places.cache).free < NEEDED_BYTES:
        raise Problem(f"too little room on the disk of {places.cache}: Odoo needs {NEEDED_BYTES / 1e9:.1f} GB free.")
    reasons = []
    for fetch in (_fetch_package, _fetch_git):
        try:
            return fetch(places, kept)
        except Problem as problem:
            reasons.append(str(problem))
            warn(str(problem))
    raise Problem("Odoo could not be fetched. Is there a network? ODOO_HOME may name an Odoo 19 that is there already.")


def _from_home(home):
    """The Odoo that ODOO_HOME names: a git checkout, an unpacked package, or a folder that holds the package `odoo`."""
    for root in (home, home / "usr/lib/python3/dist-packages"):
        release = root / "odoo" / "release.py"
        try:
            text = release.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except PermissionError:
            break
        if not re.search(r"^version_info = \(19, 0,", text, re.MULTILINE):
            raise Problem(f"ODOO_HOME ({home}) is not Odoo {SERIES}.")
        return OdooTree(root, _extra_addons(root), "ODOO_HOME")
    raise Problem(f"ODOO_HOME ({home}) holds no Odoo: there is no readable odoo/release.py in it.")


def _extra_addons(root):
    """A git checkout keeps all modules but base in a folder of its own."""
    folder = root / "addons"
    return (folder,) if (folder / "web" / "__manifest__.py").is_file() else ()


def _kept(kept):
    origin = (kept / "origin").read_text(encoding="utf-8").strip()
    root = kept / "tree/usr/lib/python3/dist-packages" if origin.startswith(PACKAGE) else kept / "tree"
    return OdooTree(root, _extra_addons(root), origin)


def _fetch_package(places, kept):
    """Debian's package, unpacked with what its links lead to, then moved into its place."""
    if not is_debian():
        raise Problem("this is no Debian, so its package of Odoo cannot be used.")
    log = places.logs / "odoo.log"
    log.write_text("", encoding="utf-8")
    mirror = Mirror(places.cache / "apt", log)
    step("fetching the package lists of Debian's archive")
    mirror.update()
    version = mirror.version(PACKAGE, "sid")
    if not version:
        raise Problem(f"Debian's archive has no package {PACKAGE} any more.")
    step(f"downloading Odoo {SERIES} ({PACKAGE} {version}, 120 MB)")
    file = mirror.download(PACKAGE, "sid")
    if (version, _sha256(file)) != (TESTED_VERSION, TESTED_SHA256):
        warn(f"this is not the package that was tested ({TESTED_VERSION}); going on with it")
    building = _empty(places.cache / "odoo.building")
    tree = building / "tree"
    tree.mkdir()
    step("unpacking Odoo")
    unpack(file, tree, log, LEFT_OUT)
    say("  and the fonts and scripts that it links to")
    for name in LINKED_PACKAGES:
        unpack(mirror.download(name, mirror.suite), tree, log)
    for name in LINKED_PACKAGES_SID:
        unpack(mirror.download(name, "sid"), tree, log)
    missing = tree / "usr/lib/python3/dist-packages/odoo/addons" / MISSING_FILE
    if not missing.exists():
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.write_text("", encoding="utf-8")
    kept_tree = _finish(building, kept, f"{PACKAGE} {version}", log)
    shutil.rmtree(places.cache / "apt", ignore_errors=True)
    return kept_tree


def _fetch_git(places, kept):
    """The branch of the public repository, without its history."""
    if not shutil.which("git"):
        raise Problem("there is no `git` to fetch Odoo from its public repository with.")
    log = places.logs / "odoo.log"
    building = _empty(places.cache / "odoo.building")
    step(f"cloning Odoo's public branch {SERIES} (about 250 MB)")
    run(
        ["git", "clone", "--quiet", "--depth", "1", "--single-branch", "--branch", SERIES, GIT, str(building / "tree")],
        "git clone of Odoo",
        log,
        mode="a",
        watch=building,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
    )
    return _finish(building, kept, f"git {SERIES}", log)


def _finish(building, kept, origin, log):
    """Compile the Python files, which the account cannot do in a folder of root's, note the origin, move into place."""
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    step("compiling Odoo's Python files")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compile_all = [python, "-m", "compileall", "-q", "-j", "0", "-x", r"/(tests|cli/templates|iot_[a-z]+)/", "."]
    # A template that is not valid Python fails the whole call, and Odoo runs without compiled files too.
    with contextlib.suppress(Problem):
        # Not checked against times: the move into place must not make the compiled files look old.
        command = [*compile_all, "--invalidation-mode", "unchecked-hash"]
        run(command, "compiling Odoo", log, mode="a", cwd=building / "tree", env=environment)
    (building / "origin").write_text(origin + "\n", encoding="utf-8")
    replace_folder(building, kept)
    return _kept(kept)


def _empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
