"""One Odoo with its configuration: its commands, and its server as a process in the background."""

import configparser
import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from .console import Problem, Progress, run, tail

START_SECONDS = 300
STOP_SECONDS = 60
# An import or a consolidation of a whole province may take long, and there is one person to wait for it.
LIMITS = {
    "limit_time_cpu": 3600,
    "limit_time_real": 3600,
    "limit_time_real_cron": 3600,
    "limit_memory_soft": 0,
    "limit_memory_hard": 0,
}

# names a folder in which every Python looks for modules too
HOOK = "PLAN_TRACKING_PYTHONPATH"

# Nothing is sent to the agencies of the demo data: mail leaves only through a server that somebody enters in Odoo.
MAIL = {"smtp_server": "127.0.0.1", "smtp_port": 1}


class Instance:
    """An Odoo for one database: `folder` holds its configuration, log and state, `data_dir` the file stores."""

    def __init__(self, workshop, server, folder, data_dir, database):
        self.workshop = workshop
        self.server = server
        self.account = workshop.places.account
        self.folder = self.account.own(folder)
        self.database = database
        self.data_dir = self.account.own(data_dir)
        self.config = folder / "odoo.conf"
        self.log = folder / "odoo.log"
        self.state = folder / "server.json"

    def configure(self, addon, *more, port=8069, listen="127.0.0.1"):
        """Write the configuration; `more` are folders of further modules.

        The database's password, if there is one, stays in libpq's variables.
        """
        places = [addon.parent, *more, *self.workshop.odoo.addons]
        options = {
            "addons_path": ",".join(map(str, places)),
            "data_dir": self.data_dir,
            "db_name": self.database,
            "dbfilter": f"^{self.database}$",
            "list_db": False,
            "admin_passwd": secrets.token_hex(16),
            "http_interface": listen,
            "http_port": port,
            "proxy_mode": False,
            "workers": 0,
            **MAIL,
            **LIMITS,
        }
        if self.server.own:
            variables = self.server.variables
            options |= {"db_host": variables["PGHOST"], "db_port": variables["PGPORT"], "db_user": variables["PGUSER"]}
        text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in options.items())
        self.config.write_text(text, encoding="utf-8")
        os.chmod(self.config, 0o640)
        if os.geteuid() == 0:
            os.chown(self.config, 0, self.account.gid)

    def address(self):
        """The port and the listen address that were configured last; Odoo's own port on this machine before that."""
        options = configparser.RawConfigParser()
        options.read(self.config, encoding="utf-8")
        port = options.getint("options", "http_port", fallback=8069)
        return port, options.get("options", "http_interface", fallback="127.0.0.1")

    @property
    def environment(self):
        """The environment of every Odoo process. Nothing is compiled into folders that are not ours."""
        dropped = ("PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "ODOO_RC")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        programs = [self.workshop.python.parent, "/usr/local/bin", "/usr/bin", "/bin"]
        return {
            **kept,
            **self.server.variables,
            "HOME": str(self.workshop.places.home),
            "USER": self.account.name,
            "LOGNAME": self.account.name,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PATH": ":".join(map(str, programs)),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(self.workshop.odoo.root), kept.get(HOOK)])),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *words):
        return [str(self.workshop.python), str(self.workshop.odoo_bin), *map(str, words)]

    def odoo(self, what, *words, **options):
        """Run one of Odoo's own commands to its end."""
        log = self.workshop.places.logs / f"{self.folder.name}-command.log"
        options.setdefault("env", self.environment)
        run(self.command(*words), what, log, account=self.account, cwd=self.workshop.places.home, **options)
        return log

    def script(self, what, database, name):
        """Run one of our scripts for Odoo's shell in a database."""
        with open(Path(__file__).parent / "shell" / name, encoding="utf-8") as stream:
            return self.odoo(
                what, "shell", "-c", self.config, "-d", database, "--no-http", "--log-level=warn", stdin=stream
            )

    # The server in the background

    def running(self):
        """The settings with which a running server was started; the start time tells it from a later process."""
        try:
            state = json.loads(self.state.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return state if _born(state["pid"]) == state["born"] else None

    def start(self, *, port, listen, **facts):
        """Start the server and wait until it answers."""
        self.check_port(port, listen)
        with open(self.log, "ab") as log:
            process = subprocess.Popen(
                self.command("server", "-c", self.config),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.workshop.places.home,
                env=self.environment,
                start_new_session=True,
                **self.account.options,
            )
        state = {"pid": process.pid, "born": _born(process.pid), "port": port, "listen": listen, **facts}
        self.state.write_text(json.dumps(state), encoding="utf-8")
        try:
            self._wait(process, port, listen)
        except BaseException:
            self.stop()
            raise

    def _wait(self, process, port, listen):
        host = "127.0.0.1" if listen in ("", "0.0.0.0") else listen  # noqa: S104
        progress = Progress()
        try:
            while time.monotonic() - progress.begin < START_SECONDS:
                if process.poll() is not None:
                    raise Problem(f"Odoo stopped at once. The end of {self.log}:\n{tail(self.log)}")
                if _answers(host, port):
                    return
                progress.beat()
                time.sleep(0.3)
        finally:
            progress.end()
        raise Problem(f"Odoo did not answer within {START_SECONDS} s. The end of {self.log}:\n{tail(self.log)}")

    def check_port(self, port, listen):
        """Say it before Odoo does, and more clearly."""
        family = socket.AF_INET6 if ":" in listen else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((listen, port))
            except OSError as error:
                raise Problem(
                    f"port {port} cannot be used ({error.strerror}). Choose another: scripts/serve --port {port + 1}"
                ) from error

    def stop(self):
        """Stop the server and wait for its end; True when there was one."""
        state = self.running()
        if state:
            _end(state)
        self.state.unlink(missing_ok=True)
        return bool(state)


def _born(pid):
    """The start time of a process, in the kernel's own count; None when there is none (or only its corpse)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])


def _end(state):
    # The first signal asks Odoo to finish what it does, a second one would not be waited for.
    for sign, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 10)):
        try:
            os.kill(state["pid"], sign)
        except ProcessLookupError:
            return
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(state["pid"], os.WNOHANG)  # a child of ours would stay as a corpse
            if _born(state["pid"]) != state["born"]:
                return
            time.sleep(0.1)


def _answers(host, port):
    """Does the login page come? It is the first thing that people see, and its style sheets are built with it."""
    connection = http.client.HTTPConnection(host, port, timeout=120)
    try:
        connection.request("GET", "/web/login")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
