"""The places of data and cache, and the user who runs programs.

As root, everything runs as the system user `plan_tracking`: PostgreSQL refuses to run as root, and Odoo should not.
That user cannot look into root's home, so nothing that runs may lie there: not the checkout, not a Python.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, say, step

NAME = "plan_tracking"


@dataclass(frozen=True)
class Account:
    """The operating system's user that PostgreSQL and Odoo run as."""

    name: str
    uid: int
    gid: int

    @property
    def options(self):
        """The arguments of subprocess for running a program as this user: nothing when we are this user already."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path):
        """Make a folder that belongs to this user, and return it."""
        path.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)
        return path


@dataclass(frozen=True)
class Places:
    """The folders of one machine's set-up."""

    checkout: Path
    data: Path
    cache: Path
    account: Account

    @property
    def logs(self):
        return self.data / "log"

    @property
    def home(self):
        """HOME and working folder of what we run: the checkout may be closed to the account."""
        return self.data / "home"


def find(checkout):
    """The places for the user who runs the command, created if missing."""
    root = os.geteuid() == 0
    account = _system_account() if root else _own_account()
    data = Path(os.environ.get("PLAN_TRACKING_DATA") or (f"/var/lib/{NAME}" if root else _xdg("DATA", ".local/share")))
    cache = Path(os.environ.get("PLAN_TRACKING_CACHE") or (f"/var/cache/{NAME}" if root else _xdg("CACHE", ".cache")))
    places = Places(checkout.resolve(), data.absolute(), cache.absolute(), account)
    places.cache.mkdir(parents=True, exist_ok=True)
    account.own(places.data).chmod(0o750)
    account.own(places.home)
    account.own(places.logs)
    return places


def _xdg(kind, default):
    return os.path.join(os.environ.get(f"XDG_{kind}_HOME") or os.path.join(Path.home(), default), NAME)


def _own_account():
    entry = pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _system_account():
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        step(f"creating the system user {NAME}")
        home = f"/var/lib/{NAME}/home"
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", home, "--shell", "/usr/sbin/nologin"]
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
        if not useradd:
            raise Problem(f"there is no `useradd` here. Create a system user {NAME} and run this again.") from None
        done = subprocess.run([useradd, *options, NAME], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Problem(f"the system user {NAME} could not be created: {done.stderr.strip()}") from None
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


@contextmanager
def lock(path, doing):
    """Hold a lock for as long as the block runs; the kernel lets go of it when the process dies, however it dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  another command is {doing}; waiting for it")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def replace_folder(new, final):
    """Put a finished folder in its place in one move, so that a killed run leaves the old state or the new one."""
    old = final.with_name(final.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)
