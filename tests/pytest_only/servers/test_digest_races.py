"""The digest's job killed in its midst, and on two servers: real processes, one mail for everybody."""

import signal

import pytest

from ....tools.clock import vietnam_today
from ...core.common import PlanCase
from .race_common import RaceRoom

pytestmark = pytest.mark.today

PEOPLE = 25
JOB = "ir_cron_send_digests"


class DigestData(PlanCase):
    """The helpers of `PlanCase` on a cursor that commits."""


def fill(env):
    """Give 25 people of one agency one thing to do each."""
    DigestData.env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
    DigestData._make_agencies()
    DigestData._make_plan()
    DigestData._make_users()
    DigestData.activate()
    users = [DigestData.new_user(f"digest_{number}", (DigestData.snv, "officer")) for number in range(PEOPLE)]
    assignment = DigestData.assignment_of("one_lead", DigestData.snv)
    for user in users:
        assignment.activity_schedule("plan_tracking.mail_activity_type_approve", user_id=user.id, summary="Việc")
    env["mail.mail"].search([]).unlink()
    env.cr.commit()


@pytest.fixture
def room():
    room = RaceRoom("digests")
    try:
        room.open_for_crons("test_digest_races")
        yield room
        assert room.complaints() == []
    finally:
        room.close()


def told(room):
    """Return the users who have a digest with their own mail, once for each."""
    return room.column(
        "SELECT u.id FROM plan_digest d JOIN res_users u ON u.id = d.user_id"
        " JOIN mail_mail_res_partner_rel r ON r.mail_mail_id = d.mail_id AND r.res_partner_id = u.partner_id"
        " JOIN mail_mail m ON m.id = d.mail_id AND m.state = 'outgoing' ORDER BY u.id"
    )


def mails(room):
    return room.column("SELECT count(*) FROM mail_mail")[0]


def test_killed_midway_and_another_was_first(room):
    """One server is killed at the 11th of 25; the other goes on. For one person a third has made it meanwhile."""
    people = room.column("SELECT id FROM res_users WHERE login LIKE 'plan_digest_%%' ORDER BY id")
    assert len(people) == PEOPLE
    insert = "INSERT INTO plan_digest (user_id, date, create_date) VALUES (%s, %s, now())"
    servers = room.cron_servers(JOB, 2)
    with room.row_inserted(insert, people[10], vietnam_today()):
        running = room.wait_for_cron(servers)
        assert told(room) == people[:10]
        assert mails(room) == 10
        running.send_signal(signal.SIGKILL)
        running.wait()
    with room.row_inserted(insert, people[20], vietnam_today()) as keep:
        [left] = [server for server in servers if server != running]
        assert room.wait_for_cron([left]) == left
        assert told(room) == people[:20]
        keep()
        room.wait_for_job(JOB)
    assert told(room) == [user for user in people if user != people[20]]
    assert mails(room) == PEOPLE - 1
    assert room.rows("SELECT user_id FROM plan_digest GROUP BY user_id HAVING count(*) > 1") == []
    # and once more on the same day
    room.run_job(JOB)
    assert mails(room) == PEOPLE - 1
