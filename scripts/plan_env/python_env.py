"""The Python environment that Odoo runs in: a venv in the cache, one for every set of pinned requirements."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from .console import Problem, output, run, step
from .packages import install, is_debian

LOWEST = (3, 10)
HIGHEST = (3, 13)
LAUNCHER = """#!{python}
# Starts Odoo's command line; PYTHONPATH says which Odoo.
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
"""


def interpreter(places):
    """The Python to build the environment with, and its version.

    The system's own is tried first: as root, one below /root would be closed to the account that Odoo runs as.
    """
    seen = []
    for candidate in ("/usr/bin/python3", sys.executable, shutil.which("python3")):
        text = candidate and output(
            [candidate, "-c", "import sys; print(*sys.version_info[:2])"], account=places.account, cwd="/"
        )
        if not text:
            continue
        version = tuple(map(int, text.split()))
        if LOWEST <= version <= HIGHEST:
            return candidate, version
        seen.append(f"{candidate} is {version[0]}.{version[1]}")
    raise Problem(
        f"Odoo 19 needs Python 3.10 to 3.13 where its account can run it ({'; '.join(seen) or 'none found'})."
    )


def packages(python):
    """The Debian packages for making environments: a minimal Debian has Python without the modules for it."""
    return ["python3-venv"] if output([python, "-c", "import ensurepip, venv"], cwd="/") is None else []


def environment(places, *names):
    """The environment with these requirement files installed; built beside, then moved into its place by a link.

    A venv must not be moved (its scripts name their own folder), so a finished one carries a mark instead.
    """
    python, version = interpreter(places)
    files = [places.checkout / "scripts" / name for name in names]
    folder = _folder(places, version, files)
    if (folder / "finished").exists():
        return folder
    _ensure_venv(python, places)
    shutil.rmtree(folder, ignore_errors=True)
    log = places.logs / "pip.log"
    names = ", ".join(file.name for file in files)
    step(f"installing Python packages ({names}) with Python {version[0]}.{version[1]}")
    run([python, "-m", "venv", str(folder)], "making the Python environment", log, cwd="/")
    wanted = [word for file in files for word in ("--requirement", str(file))]
    _pip_install(folder / "bin/python", wanted, log, folder)
    _launchers(folder)
    (folder / "finished").touch()
    return folder


def extra_packages(places, python, name):
    """A folder with the packages of one more requirement file, each as it is: what they depend on is there already."""
    file = places.checkout / "scripts" / name
    folder = places.cache / f"{file.stem}-{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
    if (folder / "finished").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    step(f"installing Python packages ({name})")
    wanted = ["--no-deps", "--target", str(folder), "--requirement", str(file)]
    _pip_install(python, wanted, places.logs / "pip.log", folder)
    (folder / "finished").touch()
    return folder


def _pip_install(python, wanted, log, folder):
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    run([*pip, *wanted], "pip install", log, mode="a", cwd="/", env=clean, watch=folder)


def _folder(places, version, files):
    digest = hashlib.sha256(repr(version).encode())
    for file in files:
        digest.update(file.read_bytes())
    return places.cache / f"venv-{digest.hexdigest()[:12]}"


def _launchers(folder):
    """`odoo-bin`, and wkhtmltopdf under the name that Odoo looks for."""
    launcher = folder / "bin/odoo-bin"
    launcher.write_text(LAUNCHER.format(python=folder / "bin/python"), encoding="utf-8")
    launcher.chmod(0o755)
    packed = folder / "bin/wkhtmltopdf-pack"
    if packed.exists():
        packed.chmod(0o755)
        (folder / "bin/wkhtmltopdf").symlink_to(packed.name)


def _ensure_venv(python, places):
    if is_debian():
        install(packages(python), places)
    if packages(python):
        raise Problem(f"{python} cannot make environments: its module venv or ensurepip is not there.")


def check_readable(path, places):
    """Say clearly when the account cannot look into what it should run."""
    if output(["ls", str(path)], account=places.account, cwd="/") is None:
        raise Problem(f"the user {places.account.name} cannot read {Path(path)}. Move it where everybody can read it.")
