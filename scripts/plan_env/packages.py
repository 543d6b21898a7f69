"""Debian packages that the machine lacks: installed as root or with sudo, or named so that somebody else can."""

import os
import shutil
import subprocess
from pathlib import Path

from .console import Problem, output, run, step

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.d/plan_tracking.conf")


def is_debian():
    return bool(shutil.which("apt-get", path=PATH) and shutil.which("dpkg-query", path=PATH))


def installed(package):
    """Is a Debian package there and configured?"""
    state = output(["dpkg-query", "-W", "-f", "${db:Status-Status}", package])
    return state == "installed"


def available(package):
    """Has the machine's own release this package as a real one?"""
    policy = output(["apt-cache", "policy", package], env={**os.environ, "LC_ALL": "C"}) or ""
    return "Candidate:" in policy and "Candidate: (none)" not in policy


def install(wanted, places):
    """Install what is missing of these packages, with as few words as apt allows."""
    missing = sorted(package for package in wanted if not installed(package))
    if not missing:
        return
    _privilege(missing)  # who may not install them reads all their names at once, before anything has begun
    step(f"installing Debian packages: {' '.join(missing)}")
    if "postgresql" in missing and not installed("postgresql-common"):
        # Only this package makes the configuration folder that the next line needs.
        _apt(["postgresql-common"], places)
    if "postgresql" not in missing:
        return _apt(missing, places)
    _no_main_cluster(True)
    try:
        return _apt(missing, places)
    finally:
        _no_main_cluster(False)


def _apt(names, places):
    """apt-get install; the package lists are fetched first when they do not know a name."""
    prefix = _privilege(names)
    log = places.logs / "apt.log"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": PATH}
    if not all(available(name) for name in names):
        run([*prefix, "apt-get", "update"], "fetching Debian's package lists", log, env=environment)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    try:
        run([*prefix, *command], "apt-get install", log, env=environment)
    except Problem:
        # Lists that are too old name files that the mirror no longer has.
        run([*prefix, "apt-get", "update"], "fetching Debian's package lists", log, env=environment)
        run([*prefix, *command], "apt-get install", log, env=environment)


def _privilege(names):
    """The words to put before a command that must run as root."""
    by_hand = f"Install these packages as root, then run this again:\n  apt-get install {' '.join(names)}"
    if not is_debian():
        raise Problem(f"this is no Debian, so packages cannot be installed from here. {by_hand}")
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if not sudo:
        raise Problem(f"packages are missing, and there is neither root nor sudo. {by_hand}")
    if subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        keep = "--preserve-env=DEBIAN_FRONTEND,http_proxy,https_proxy"
        return [sudo, "-n", keep]
    if os.isatty(0) and subprocess.run([sudo, "-v"], check=False).returncode == 0:
        return [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND,http_proxy,https_proxy"]
    raise Problem(f"packages are missing, and sudo asks for a password that nobody can type here. {by_hand}")


def _no_main_cluster(wanted):
    """Keep Debian's package from starting a database server of its own; afterwards the setting is as it was.

    A machine without our setting would get a cluster on port 5432, which nobody asked for.
    """
    if wanted:
        text = "# Written while scripts/serve or scripts/test installs postgresql; removed afterwards.\n"
        _write_as_root(CREATE_CLUSTER, text + "create_main_cluster = false\n")
    else:
        subprocess.run([*_privilege(["postgresql"]), "rm", "-f", str(CREATE_CLUSTER)], check=False)


def _write_as_root(path, text):
    prefix = _privilege(["postgresql"])
    script = 'mkdir -p "$(dirname "$1")" && cat > "$1"'
    subprocess.run([*prefix, "sh", "-c", script, "sh", str(path)], input=text, text=True, check=True)
