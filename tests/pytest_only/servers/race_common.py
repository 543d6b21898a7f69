"""Two real Odoo servers on one database, people who press at the same moment, and ways to make them meet for certain.

Chance alone seldom makes two requests meet. Three arrangements do, with locks that a connection of the test holds:

- `together`: all requests have begun, and none has read who its user is, when the line is opened.
- `stalled`: one has begun and its server sleeps; others begin and end meanwhile; it continues with its earlier
  snapshot.
- `midway`: one has written and not ended when the other comes.
"""

import base64
import hashlib
import hmac
import os
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg2
import requests

from .race_data import KEEPER, PASSWORD, PEOPLE

ASSIGNMENT = "plan.assignment"
WAIT = 60
# orderly refusals of the server; anything else is a crash
REFUSALS = {f"odoo.exceptions.{name}" for name in ("AccessError", "UserError", "ValidationError", "MissingError")}
# errors that nobody can act on
JARGON = ("serialize", "psycopg", "Traceback", "duplicate key", "deadlock", "LockNotAvailable", "constraint")
BUSY = "Somebody else is working on this"


class Call(NamedTuple):
    """One request of one person."""

    user: str
    model: str
    method: str
    args: tuple = ()
    kwargs: dict = {}


class Answer(NamedTuple):
    """The message to the person: a result, or a sentence."""

    result: object
    sentence: str = ""

    @property
    def ok(self):
        return not self.sentence


class RaceRoom:
    """A database of its own with two servers on it; everything goes away with `close`."""

    def __init__(self, name):
        # beside the runs of several workers each has its own
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        self.database = f"{os.environ['PLAN_TRACKING_TEST_DATABASE']}_{name}{worker}"
        config = ConfigParser(interpolation=None)
        config.read(os.environ["PLAN_TRACKING_ODOO_CONF"])
        self.store = Path(config["options"]["data_dir"]) / "filestore" / self.database
        self.logs = Path(os.environ["PLAN_TRACKING_ODOO_CONF"]).parent
        self.processes, self.sessions, self.ports = [], {}, []
        self.pool = ThreadPoolExecutor(60)
        self.reader = None

    def open(self, assignments, duties):
        """Open the room with the assignments of `race_data`."""
        self.open_with("race_data", [*PEOPLE, KEEPER], assignments, duties)
        self.unused = self.column(
            "SELECT a.id FROM plan_assignment a JOIN plan_task t ON t.id = a.task_id"
            " WHERE t.kind = 'task' AND t.name LIKE 'Việc %%' AND a.role = 'lead' ORDER BY a.id"
        )

    def open_with(self, module, users, *arguments, function="fill"):
        """Start two HTTP servers without crons, make the data, and log everybody in: a session is good for both."""
        self._copy_database()
        self.reader = self._connect(autocommit=True)
        for _number in range(2):
            self.ports.append(free_port())
            self.serve(self.ports[-1])
        self._fill(module, *arguments, function=function)
        for port, process in zip(self.ports, self.processes, strict=True):
            self.wait_for_server(port, process)
        list(self.pool.map(self._login, users))
        # each server has seen everybody: what it loads once is loaded
        calls = [Call(user, "plan.plan", "search_count", ([],)) for user in users]
        for server in (0, 1):
            list(self.pool.map(lambda call, server=server: self.fire(call, server), calls))

    def open_for_crons(self, module):
        """Make the data by `fill` of a module of the tests; nobody logs in, only servers of crons come later."""
        self._copy_database()
        self.reader = self._connect(autocommit=True)
        self._fill(module)

    # -- processes ----------------------------------------------------------------------------------------------------

    def _connect(self, database=None, autocommit=False):
        connection = psycopg2.connect(dbname=database or self.database)
        connection.autocommit = autocommit
        return connection

    def _copy_database(self):
        template = os.environ["PLAN_TRACKING_TEST_TEMPLATE"]
        connection = self._connect("postgres", autocommit=True)
        connection.cursor().execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        connection.close()
        shutil.copytree(os.environ["PLAN_TRACKING_TEST_TEMPLATE_STORE"], self.store, dirs_exist_ok=True)

    def _command(self, command, *words):
        program = [os.environ["PLAN_TRACKING_PYTHON"], os.environ["PLAN_TRACKING_ODOO_BIN"], command]
        return [
            *program,
            *("-c", os.environ["PLAN_TRACKING_ODOO_CONF"], "-d", self.database, f"--db-filter=^{self.database}$"),
            *("--logfile=", *words),
        ]

    def _fill(self, module, *arguments, function="fill"):
        folder = "odoo.addons.plan_tracking.tests.pytest_only.servers"
        code = f"from {folder} import {module}\n{module}.{function}(env, *{arguments!r})\n"
        done = subprocess.run(
            self._command("shell", "--no-http", "--log-level=warn"),
            input=code,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0 and "Traceback" not in done.stderr, (done.stdout + done.stderr)[-3000:]

    def start(self, *words):
        """Start one Odoo server and return its process."""
        log = self.logs / f"{self.database}-{len(self.processes)}.log"
        with open(log, "wb") as stream:
            process = subprocess.Popen(
                self._command("server", *words), stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
            )
        process.log = log
        self.processes.append(process)
        return process

    def serve(self, port):
        """Start an HTTP server without crons and return its process."""
        return self.start(f"--http-port={port}", "--http-interface=127.0.0.1", "--max-cron-threads=0")

    def wait_for_server(self, port, process):
        _wait_until(lambda: _answers(port), "the server to answer", process)

    def replace_server(self, number):
        """Start a server in the place of one that was killed, when the database has noticed that it is gone."""
        old, sql = self.processes[number], "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
        _wait_until(lambda: self.column(sql, f"odoo-{old.pid}") == [0], "the database to forget the killed server")
        new = self.serve(self.ports[number])
        self.processes[number], self.processes[-1] = new, old
        self.wait_for_server(self.ports[number], new)

    def _login(self, user):
        params = {"db": self.database, "login": f"race_{user}", "password": PASSWORD}
        url = f"http://127.0.0.1:{self.ports[0]}/web/session/authenticate"
        response = requests.post(url, json={"params": params}, timeout=WAIT)
        assert response.json().get("result", {}).get("uid"), response.text[:2000]
        self.sessions[user] = response.cookies["session_id"]

    def stop(self, process):
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait()

    def close(self):
        self.pool.shutdown(wait=False, cancel_futures=True)
        for process in self.processes:
            self.stop(process)
        if self.reader:
            self.reader.close()
        connection = self._connect("postgres", autocommit=True)
        connection.cursor().execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        connection.close()
        shutil.rmtree(self.store, ignore_errors=True)

    # -- requests -----------------------------------------------------------------------------------------------------

    def fire(self, call, server=0):
        """Send one request; what comes back is a result or a sentence, never a crash."""
        params = {"model": call.model, "method": call.method, "args": list(call.args), "kwargs": call.kwargs}
        response = requests.post(
            f"http://127.0.0.1:{self.ports[server]}/web/dataset/call_kw",
            json={"params": params},
            cookies={"session_id": self.sessions[call.user]},
            timeout=WAIT,
        )
        assert response.status_code == 200, response.text[:2000]
        answer = response.json()
        if "error" not in answer:
            return Answer(answer["result"])
        data = answer["error"]["data"]
        assert data["name"] in REFUSALS, f"{call}: {data['name']}: {data['message']}\n{data['debug'][-2000:]}"
        return Answer(None, _checked(data["message"]))

    def upload(self, user, assignment, name, raw, replaces="", server=0):
        """Send a file for an assignment as the browser does."""
        response = requests.post(
            f"http://127.0.0.1:{self.ports[server]}/plan_tracking/evidence/upload",
            data={"assignment_id": assignment, "replaces_id": replaces, "csrf_token": self._csrf_token(user)},
            files={"ufile": (name, raw)},
            cookies={"session_id": self.sessions[user]},
            timeout=WAIT,
        )
        assert response.status_code == 200, response.text[:2000]
        answer = response.json()
        return Answer(answer.get("ids"), _checked(answer["error"]) if "error" in answer else "")

    def _csrf_token(self, user):
        [secret] = self.column("SELECT value FROM ir_config_parameter WHERE key = 'database.secret'")
        until = int(time.time()) + 3600
        text = f"{self.sessions[user][:42]}{until}".encode()
        return f"{hmac.new(secret.encode(), text, hashlib.sha1).hexdigest()}o{until}"

    def must(self, *call):
        """Send a request that nothing blocks."""
        answer = self.fire(Call(*call))
        assert answer.ok, answer.sentence
        return answer.result

    # -- how requests meet --------------------------------------------------------------------------------------------

    @contextmanager
    def table_held(self, table, mode="ACCESS EXCLUSIVE"):
        """Let nobody read or write a table meanwhile; SHARE: nobody write."""
        connection = self._connect()
        try:
            connection.cursor().execute(f"LOCK TABLE {table} IN {mode} MODE")
            yield connection.commit
        finally:
            connection.close()

    def begin(self, work, server):
        run = work if callable(work) else lambda server: self.fire(work, server)
        return self.pool.submit(run, server)

    def wait_for_waiting(self, table, count):
        """Wait until so many transactions wait for the table: they have begun."""
        sql = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass AND database = (SELECT oid"
        sql += " FROM pg_database WHERE datname = current_database())"
        _wait_until(lambda: self.column(sql, table) == [count], f"{count} requests to meet")

    def together(self, *works):
        """Let all begin, then go on at the same moment, through both servers in turn."""
        with self.table_held("plan_member") as release:
            begun = [self.begin(work, number % 2) for number, work in enumerate(works)]
            self.wait_for_waiting("plan_member", len(works))
            release()
        return [one.result(WAIT) for one in begun]

    def stalled(self, late, meanwhile):
        """Let the late ones begin on the second server, which then sleeps while the others end on the first."""
        asleep = self.processes[1]
        with self.table_held("plan_member") as release:
            begun = [self.begin(work, 1) for work in late]
            self.wait_for_waiting("plan_member", len(late))
            asleep.send_signal(signal.SIGSTOP)
            os.waitpid(asleep.pid, os.WUNTRACED)  # the signal has reached every thread
            release()
        try:
            first = [one.result(WAIT) for one in [self.begin(work, 0) for work in meanwhile]]
        finally:
            asleep.send_signal(signal.SIGCONT)
        return [one.result(WAIT) for one in begun], first

    def midway(self, first, second, table="plan_log"):
        """Let the second come, and be answered, while the first has written and waits for its last table."""
        with self.table_held(table) as release:
            begun = self.begin(first, 0)
            self.wait_for_waiting(table, 1)
            answer = self.begin(second, 1).result(WAIT)
            release()
        return begun.result(WAIT), answer

    # -- crons --------------------------------------------------------------------------------------------------------

    def cron_servers(self, name, count):
        """Start servers that only run crons, and make this one due; return them when they listen."""
        self.rows(
            "UPDATE ir_cron SET active = id = (SELECT res_id FROM ir_model_data WHERE name = %s AND model = 'ir.cron'),"
            " nextcall = now() AT TIME ZONE 'UTC' - interval '1 minute' RETURNING id",
            name,
        )
        servers = [self.start("--no-http", "--max-cron-threads=1") for _number in range(count)]
        names = {f"odoo-{process.pid}" for process in servers}
        sql = "SELECT application_name FROM pg_stat_activity WHERE query LIKE %s OR query = 'COMMIT'"
        _wait_until(lambda: names <= set(self.column(sql, "LISTEN%")), "the crons' servers")
        return servers

    @contextmanager
    def row_inserted(self, sql, *params):
        """Let a row be there that nobody sees and nobody can insert as well; it is taken back at the end."""
        connection = self._connect()
        try:
            connection.cursor().execute(sql, params)
            yield connection.commit
        finally:
            connection.close()

    @contextmanager
    def row_held(self, table, row):
        """Let nobody finish a record that refers to this row meanwhile."""
        connection = self._connect()
        try:
            connection.cursor().execute(f"SELECT id FROM {table} WHERE id = %s FOR UPDATE", [row])
            yield
        finally:
            connection.close()

    def wake_crons(self):
        connection = self._connect("postgres", autocommit=True)
        connection.cursor().execute("SELECT pg_notify('cron_trigger', %s)", [self.database])
        connection.close()

    def wait_for_cron(self, servers):
        """Wake the crons' servers until one of them, and one alone, waits in its work; return that one."""
        sql = "SELECT DISTINCT application_name FROM pg_stat_activity"
        sql += " WHERE datname = current_database() AND wait_event_type = 'Lock'"

        def waits():
            self.wake_crons()
            time.sleep(0.3)
            return self.column(sql)

        _wait_until(waits, "the cron to begin")
        self.wake_crons()
        time.sleep(0.5)  # the other has looked, and found the job taken
        [name] = self.column(sql)
        return {f"odoo-{process.pid}": process for process in servers}[name]

    def run_job(self, name):
        """Let the server of crons that is there do this job once."""
        self.cron_servers(name, 0)
        self.wait_for_job(name)

    def wait_for_job(self, name):
        """Wake the crons' servers until the job has been done to its end."""
        sql = "SELECT nextcall > now() AT TIME ZONE 'UTC' FROM ir_cron c JOIN ir_model_data d ON d.res_id = c.id"
        sql += " WHERE d.name = %s AND d.model = 'ir.cron'"

        def is_done():
            self.wake_crons()
            time.sleep(0.3)
            return self.column(sql, name) == [True]

        _wait_until(is_done, "the cron to end")

    # -- assignments
    # --------------------------------------------------------------------------------------------------------

    def make_assignments(self, count, state="none", ready=True):
        """Return ids of assignments that no other test uses, brought to a state; ready: only the button is missing."""
        ids, self.unused = self.unused[:count], self.unused[count:]
        assert len(ids) == count, "the tests need more cards"
        if ready:
            self.must("officer", ASSIGNMENT, "write", (ids, READY | {"is_secret": True}))
        steps = ["submitted", "approved", "confirmed"]
        for user, method in [("officer", "submit"), ("leader", "approve"), ("desk", "confirm")][
            : steps.index(state) + 1 if state in steps else 0
        ]:
            self.must(user, ASSIGNMENT, f"action_{method}", (ids,))
        return ids

    def add_file(self, assignment, name, raw, user="officer"):
        values = {"name": name, "datas": base64.b64encode(raw).decode(), "res_model": ASSIGNMENT, "res_id": assignment}
        return Call(user, "ir.attachment", "create", ([values],))

    def wizard(self, user, model, method, **values):
        """Return the request that presses a wizard's button; the wizard itself is there already."""
        [wizard] = self.must(user, model, "create", ([values],))
        return Call(user, model, method, ([wizard],))

    # -- what is there ------------------------------------------------------------------------------------------------

    def rows(self, sql, *params):
        with self.reader.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    def column(self, sql, *params):
        return [row[0] for row in self.rows(sql, *params)]

    def state(self, assignment):
        return self.column("SELECT result_state FROM plan_assignment WHERE id = %s", assignment)[0]

    def log(self, assignment):
        """Return how often each decision on the assignment was entered."""
        return dict(Counter(self.column("SELECT decision FROM plan_log WHERE assignment_id = %s", assignment)))

    def plan_log(self, plan):
        """Return how often each decision on the plan itself was entered."""
        sql = "SELECT decision FROM plan_log WHERE plan_id = %s AND task_id IS NULL"
        return dict(Counter(self.column(sql, plan)))

    def path(self, fname):
        return self.store / fname

    def complaints(self):
        """Return what the servers' logs hold of faults; a query that lost a race is not a fault, Odoo runs it again."""
        lines = [line for process in self.processes for line in process.log.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if " ERROR " in line and " odoo.sql_db: " not in line]


READY = {"product_number": "1/KH-SNV", "product_date": "2026-03-01", "result": "Đã ban hành"}


def _checked(sentence):
    assert sentence and len(sentence) > 15, sentence
    assert not [word for word in JARGON if word in sentence], sentence
    return sentence


def free_port():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port):
    try:
        return requests.get(f"http://127.0.0.1:{port}/web/health", timeout=WAIT).status_code == 200
    except requests.ConnectionError:
        return False


def _wait_until(is_so, what, process=None):
    end = time.monotonic() + WAIT
    while not is_so():
        if process and process.poll() is not None:
            raise AssertionError(f"the server ended: {process.log.read_text(encoding='utf-8')[-3000:]}")
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
