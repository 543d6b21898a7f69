"""A database server: one of our own, or the one that libpq's environment variables name.

Our own listens on a socket in our own folder and on no port, so it never meets the system's server. The one that keeps
people's data writes durably, with PostgreSQL's own defaults; the one for tests may forget everything at a power cut.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import Problem, output, run, step

MAJOR_AT_LEAST = 13
LONGEST_SOCKET = 100
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
FORGETFUL = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = '2GB'\n"


def existing():
    """Do libpq's variables name a server? Then none of our own is started."""
    return bool(os.environ.get("PGHOST") or os.environ.get("PGHOSTADDR") or os.environ.get("PGSERVICE"))


def packages():
    """The Debian packages for it."""
    if existing():
        return [] if shutil.which("psql") else ["postgresql-client"]
    return [] if _binaries() else ["postgresql"]


def _binaries(major=None):
    """The folder of the server's programs: the newest version, or the one that made a data folder."""
    found = {}
    for folder in Path("/usr/lib/postgresql").glob("*/bin"):
        if (folder / "initdb").exists() and folder.parent.name.isdigit():
            found[int(folder.parent.name)] = folder
    on_path = shutil.which("initdb")
    if on_path:
        number = re.search(r"\d+", output([on_path, "--version"]) or "")
        if number:
            found.setdefault(int(number[0]), Path(on_path).resolve().parent)
    usable = {number: folder for number, folder in found.items() if number >= MAJOR_AT_LEAST}
    if major is not None:
        return usable.get(major)
    return usable[max(usable)] if usable else None


class Server:
    """The server that one command works with; `variables` is what libpq and Odoo need to reach it."""

    def __init__(self, places, name="postgres", durable=True):
        self.places = places
        self.account = places.account
        self.folder = places.data / name
        self.durable = durable
        self.own = not existing()
        self.log = places.logs / f"{name}.log"
        if self.own:
            self.socket = self._socket_folder(name)
            self.variables = {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": self.account.name}
        else:
            self.variables = {key: value for key, value in os.environ.items() if key.startswith("PG")}
            self.variables.setdefault("PGUSER", self.account.name)

    def _socket_folder(self, name):
        """A socket's path may have 107 bytes at most; if our folder's is longer, a short one in /tmp replaces it."""
        folder = self.places.data / "run" / name
        if len(str(folder)) > LONGEST_SOCKET - len("/.s.PGSQL.5432"):
            folder = Path("/tmp") / f"plan_tracking-{hashlib.sha256(str(folder).encode()).hexdigest()[:10]}"  # noqa: S108
        return folder

    # The server itself

    def start(self):
        """Make the server when it is not there yet, start it when it does not run, and see that it answers."""
        if self.own and not self._running():
            if not (self.folder / "PG_VERSION").exists():
                self._create()
            for folder in (self.socket.parent, self.socket):
                if folder != Path("/tmp"):  # noqa: S108
                    self.account.own(folder)
            self.socket.chmod(0o700)
            self._settings()
            command = [self._bin("pg_ctl"), "--pgdata", self.folder, "--log", self.folder / "server.log"]
            self._run([*command, "--wait", "--timeout", "120", "start"], "starting PostgreSQL")
        if self.query("SELECT 1", check=False) != "1":
            where = "of our own" if self.own else f"that PGHOST names ({os.environ.get('PGHOST', '')})"
            raise Problem(f"the database server {where} does not answer as user {self.variables['PGUSER']}.")

    def stop(self):
        """Stop our own server; somebody else's is left alone."""
        if self.own and self._running():
            command = [self._bin("pg_ctl"), "--pgdata", self.folder, "--mode", "fast", "--wait", "stop"]
            self._run(command, "stopping PostgreSQL")

    def destroy(self):
        """Stop our own server and remove its data."""
        self.stop()
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _running(self):
        if not (self.folder / "PG_VERSION").exists():
            return False
        command = [self._bin("pg_ctl"), "--pgdata", str(self.folder), "status"]
        return output(command, account=self.account, cwd="/") is not None

    def _create(self):
        step(f"creating a PostgreSQL server in {self.folder}")
        building = self.folder.with_name(self.folder.name + ".building")
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.account.own(building)
        command = [self._bin("initdb"), "--pgdata", building, "--encoding", "UTF8", "--locale", "C.UTF-8"]
        command += ["--auth", "peer", "--username", self.account.name]
        self._run(command if self.durable else [*command, "--no-sync"], "creating the PostgreSQL server")
        with open(building / "postgresql.conf", "a", encoding="utf-8") as stream:
            stream.write("include_if_exists = 'plan_tracking.conf'\n")
        building.rename(self.folder)

    def _settings(self):
        """The server's settings, written again at every start so that a newer checkout's settings apply."""
        text = f"listen_addresses = ''\nport = 5432\nunix_socket_directories = '{self.socket}'\n"
        text += "unix_socket_permissions = 0700\nshared_buffers = '256MB'\nmax_connections = 100\n"
        text += DURABLE if self.durable else FORGETFUL
        path = self.folder / "plan_tracking.conf"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)

    def _bin(self, name):
        version = self.folder / "PG_VERSION"
        if self.own and version.exists():
            major = int(version.read_text(encoding="utf-8"))
            folder = _binaries(major)
            if not folder:
                raise Problem(
                    f"{self.folder} was made by PostgreSQL {major}, which is not installed (any more). "
                    f"Install it: apt-get install postgresql-{major}"
                )
        else:
            folder = _binaries()
        if folder and (folder / name).exists():
            return str(folder / name)
        found = shutil.which(name)
        if not found:
            raise Problem(f"PostgreSQL's program {name} is not there. Install postgresql and run this again.")
        return found

    def _run(self, command, what):
        run([str(word) for word in command], what, self.log, account=self.account, cwd="/", env=self.environment)

    # Databases

    @property
    def environment(self):
        """The variables of the environment with which libpq's programs reach this server."""
        return {**os.environ, **self.variables, "LC_ALL": "C.UTF-8"}

    def query(self, sql, database="postgres", check=True, **values):
        """Run SQL and return what it prints, a row a line, columns separated by tabs; values are written as :'name'."""
        command = [self._bin("psql"), "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database]
        for name, value in values.items():
            command += ["-v", f"{name}={value}"]
        # psql fills in variables only in what it reads, not in what -c gives it.
        done = subprocess.run(
            command,
            input=sql,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self.environment,
            **self.account.options,
        )
        if done.returncode and check:
            raise Problem(f"the database server said: {done.stderr.strip()}")
        return done.stdout.rstrip("\n") if done.returncode == 0 else None

    def exists(self, database):
        return self.query("SELECT 1 FROM pg_database WHERE datname = :'name'", name=database) == "1"

    def names(self, prefix):
        """The databases whose name begins so."""
        rows = self.query("SELECT datname FROM pg_database WHERE starts_with(datname, :'prefix')", prefix=prefix)
        return rows.splitlines()

    def drop(self, database):
        self.query('DROP DATABASE IF EXISTS :"name" WITH (FORCE)', name=database)

    def disconnect(self, database):
        """End what a killed command may have left at work in a database; its Odoo stops at the broken connection."""
        sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :'name'"
        self.query(sql, name=database)

    def rename(self, old, new):
        self.query('ALTER DATABASE :"old" RENAME TO :"new"', old=old, new=new)

    def copy(self, old, new):
        self.query('CREATE DATABASE :"new" TEMPLATE :"old"', old=old, new=new)

    def dump(self, database):
        """A database as SQL that any connection can run, older servers' too."""
        # INSERT, since COPY needs psql to be read back
        words = ["--no-owner", "--no-privileges", "--no-comments", "--inserts", "--rows-per-insert=1000"]
        text = output([self._bin("pg_dump"), *words, database], account=self.account, cwd="/", env=self.environment)
        if not text:
            raise Problem(f"the database {database} could not be dumped.")
        # what newer versions of pg_dump write for psql, and settings that older servers do not know
        dropped = ("\\restrict", "\\unrestrict", "SET transaction_timeout")
        return "\n".join(line for line in text.split("\n") if not line.startswith(dropped)) + "\n"

    def note(self, database, **notes):
        """Remember facts about a database in its own comment, so that they are lost or kept together with it."""
        self.query("COMMENT ON DATABASE :\"name\" IS :'text'", name=database, text=json.dumps(notes, sort_keys=True))

    def notes(self, database):
        """The values remembered by note(); empty for a database that we did not build."""
        sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'"
        try:
            return json.loads(self.query(sql, name=database) or "{}")
        except ValueError:
            return {}
