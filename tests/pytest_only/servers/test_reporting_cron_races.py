"""The jobs of the reporting cycle killed in their midst, on two servers, and with a mail server that is down."""

import json
import signal

import pytest

from ...digest.smtp_server import smtp_server
from .race_common import free_port
from .race_reporting import DESK
from .race_reports import REPORT, ReportRoom, approve, submit

pytestmark = pytest.mark.today

WARDS = 300
# reports made, and reminded of, in one go: see plan_period_open.py and plan_report_reminder.py
OPENED, REMINDED = 250, 200
# the officer of every ward, the leader of the first one and the last one's own officer
TOLD = (WARDS + 2, WARDS, WARDS + 2)
OPEN, REMIND = "ir_cron_open_periods", "ir_cron_remind_reports"


@pytest.fixture(scope="module")
def room():
    room = ReportRoom("report_crons")
    try:
        room.open_with("race_reporting", ["officer", "leader", *DESK], WARDS, function="fill_for_crons")
        yield room
        assert room.complaints() == []
    finally:
        room.close()


def counts(room):
    """Return how many periods, reports, lines, figures and answers there are, and how many different ones."""
    return [
        room.rows(f"SELECT count(*), count(DISTINCT ({columns})) FROM {table}")[0]
        for table, columns in (
            ("plan_period", "schedule_id, date_from"),
            ("plan_report", "period_id, agency_id"),
            ("plan_report_line", "report_id, assignment_id"),
            ("plan_measurement", "report_id, metric_id"),
            ("plan_narrative", "report_id, question_key"),
        )
    ]


def expected(reports):
    """Return `counts` for so many reports: two lines and two answers each, a figure for the first ten."""
    return [(count, count) for count in (1, reports, 2 * reports, 10, 2 * reports)]


def test_opening_killed_midway_and_on_two_servers(room):
    """Two servers, one opens and is killed in its second batch; the other makes the rest, and only the rest."""
    [last] = room.column("SELECT max(id) FROM plan_agency WHERE code LIKE 'P%%'")
    servers = room.cron_servers(OPEN, 2)
    with room.row_held("plan_agency", last):
        running = room.wait_for_cron(servers)
        assert counts(room) == expected(OPENED)
        kept = room.column("SELECT id FROM plan_report")
        running.send_signal(signal.SIGKILL)
        running.wait()
    room.wait_for_job(OPEN)
    assert counts(room) == expected(WARDS)
    assert set(kept) <= set(room.column("SELECT id FROM plan_report"))
    assert room.column("SELECT is_filled FROM plan_period") == [True]
    # and once more
    room.run_job(OPEN)
    assert counts(room) == expected(WARDS)
    for server in servers:
        room.stop(server)


def reminders(room):
    """Return how many reminders there are, of how many reports, and how many different ones."""
    return room.rows(
        "SELECT count(*), count(DISTINCT res_id), count(DISTINCT (res_id, user_id)) FROM mail_activity"
        " WHERE res_model = 'plan.report' AND active"
    )[0]


def test_reminding_killed_midway(room):
    """Killed in its second batch and run again: everybody is told once, the last ward's two officers too."""
    [last] = room.column("SELECT id FROM res_users WHERE login = 'race_last'")
    servers = room.cron_servers(REMIND, 2)
    with room.row_held("res_users", last):
        running = room.wait_for_cron(servers)
        assert reminders(room) == (REMINDED + 1, REMINDED, REMINDED + 1)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert reminders(room) == (REMINDED + 1, REMINDED, REMINDED + 1)
    room.wait_for_job(REMIND)
    assert reminders(room) == TOLD
    room.run_job(REMIND)
    assert reminders(room) == TOLD
    assert room.column("SELECT DISTINCT reminder FROM plan_report") == ["opened"]
    for server in servers:
        room.stop(server)


def test_stopped_while_a_paper_is_drawn(room):
    """Users can stop their print job while one of its papers is being drawn; the next one is printed all the same."""
    servers = room.cron_servers(OPEN, 1)
    room.wait_for_job(OPEN)
    [officer] = room.column("SELECT id FROM res_users WHERE login = 'race_officer'")
    [report] = room.column(
        "SELECT r.id FROM plan_report r JOIN plan_member m ON m.agency_id = r.agency_id WHERE m.user_id = %s LIMIT 1",
        officer,
    )
    first, second = (
        room.column(
            "INSERT INTO plan_print_job (name, user_id, report_name, res_ids, state, total_count, done_count,"
            " failed_count, create_date) VALUES ('Báo cáo', %s, 'plan_tracking.paper_report', %s, 'waiting',"
            " %s, 0, 0, now())"
            " RETURNING id",
            officer,
            json.dumps([report] * count),
            count,
        )[0]
        for count in (2, 1)
    )
    room.cron_servers("ir_cron_run_print_jobs", 0)
    with room.table_held("plan_narrative"):
        room.wait_for_cron(servers)
        room.must("officer", "plan.print.job", "action_stop", ([first],))
    room.wait_for_job("ir_cron_run_print_jobs")
    assert room.rows("SELECT state, done_count FROM plan_print_job ORDER BY id") == [("stopped", 0), ("done", 1)]
    assert room.column("SELECT failures FROM plan_print_job WHERE id = %s", second) == [None]
    for server in servers:
        room.stop(server)


def mail_states(room):
    return room.column("SELECT m.state FROM plan_digest d JOIN mail_mail m ON m.id = d.mail_id ORDER BY d.id")


def test_mail_server_down(room):
    """Reports are sent, approved and reminded of all the same; the mails fail, and go out when it is up again."""
    port = free_port()
    room.rows("UPDATE ir_mail_server SET smtp_port = %s RETURNING id", port)
    [report] = room.column(
        "SELECT r.id FROM plan_report r JOIN plan_member m ON m.agency_id = r.agency_id WHERE m.role = 'leader'"
    )
    room.must("officer", REPORT, "action_fill_nil", ([report],))
    room.must(*submit(report))
    assert room.column(
        "SELECT count(*) FROM mail_activity a JOIN res_users u ON u.id = a.user_id"
        " WHERE a.res_model = 'plan.report' AND a.active AND a.res_id = %s AND u.login = 'race_leader'",
        report,
    ) == [1]
    room.cron_servers(REMIND, 1)
    room.wait_for_job(REMIND)
    room.run_job("ir_cron_send_digests")
    assert mail_states(room) == ["outgoing"] * 3, "officer, leader and the last ward's officer"
    room.run_job("ir_cron_mail_scheduler_action")
    assert mail_states(room) == ["exception"] * 3
    room.must(*approve(report))
    assert room.report_log(report) == ["submit_report", "approve_report"]
    room.run_job("ir_cron_retry_mails")
    assert mail_states(room) == ["outgoing"] * 3
    with smtp_server(port) as (_port, received):
        room.run_job("ir_cron_mail_scheduler_action")
    assert mail_states(room) == ["sent"] * 3
    people = sorted(address for addresses, _message in received for address in addresses)
    assert people == ["last@example.com", "leader@example.com", "officer@example.com"]
