"""Two people press at the same moment on a report: two real servers, nothing doubled, nothing lost."""

import pytest
import requests

from .race_common import BUSY, Call
from .race_reporting import CLOSING, DESK
from .race_reports import REPORT, ROWS, ReportRoom, accept, approve, save, submit, wins, withdraw

OPEN = "ir_cron_open_periods"
GONE = "so this is no longer possible"
LOCKED = "can no longer be filled in"
TYPED = {"text": "Đã trình hồ sơ", "next_step": "Họp thẩm định", "date_next_step": "2090-01-15"}
KEPT = (TYPED["text"], TYPED["next_step"])


@pytest.fixture(scope="module")
def room():
    room = ReportRoom("reports")
    try:
        room.open_reports(wards=140)
        yield room
        assert room.complaints() == []
    finally:
        room.close()


@pytest.fixture(autouse=True)
def nothing_doubled_or_lost(room):
    """Invariants of all reports, whatever was pressed."""
    yield
    for name, sql in NEVER.items():
        assert room.rows(sql) == [], name


NEVER = {
    "every step goes on from the one before": """
        SELECT * FROM (
            SELECT report_id, decision, state_before,
                   lag(state_after, 1, 'draft') OVER (PARTITION BY report_id ORDER BY id)
            FROM plan_log WHERE decision IN ('submit_report', 'withdraw_report', 'approve_report', 'return_report',
                                             'return_report_desk', 'accept_report', 'supersede_report')
        ) AS steps(report, decision, before, left_at) WHERE before != left_at
    """,
    "every line of what was sent is a copy of its card": """
        SELECT l.id FROM plan_report_line l JOIN plan_report r ON r.id = l.report_id
        WHERE r.state != 'draft' AND (l.task_name IS NULL OR l.stage_name IS NULL)
    """,
    "no row was written after its report was sent": " UNION ALL ".join(
        f"SELECT '{table}', l.id FROM {table} l JOIN plan_report r ON r.id = l.report_id"
        " WHERE r.state != 'draft' AND l.date_written > r.date_submitted"
        for table in ROWS
    ),
    "one revision is the latest": """
        SELECT period_id, agency_id FROM plan_report GROUP BY 1, 2 HAVING count(*) FILTER (WHERE is_latest) != 1
    """,
    "one figure stands for the same days": """
        SELECT metric_id, agency_id, date_from, date_to FROM plan_value WHERE replaced_by_id IS NULL
        GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
    """,
    "every accepted figure is in the ledger once, unless a published one stands for its days": """
        SELECT m.id, count(v.id) FROM plan_measurement m JOIN plan_report r ON r.id = m.report_id
        JOIN plan_period p ON p.id = m.period_id
        LEFT JOIN plan_value v ON v.measurement_id = m.id
        WHERE m.has_actual AND NOT m.is_nil AND NOT EXISTS (
            SELECT FROM plan_value s WHERE s.metric_id = m.metric_id AND s.agency_id = m.agency_id
            AND s.date_from = p.date_from AND s.date_to = p.date_cutoff AND s.publication IS NOT NULL)
        GROUP BY m.id, r.id HAVING count(v.id) != (r.state IN ('accepted', 'superseded'))::int
    """,
    "leaders are reminded of what waits for them, of nothing else, and once": """
        SELECT r.id, r.state, m.user_id, count(m.id) FROM plan_report r
        LEFT JOIN mail_activity m ON m.res_model = 'plan.report' AND m.res_id = r.id AND m.active
            AND m.activity_type_id =
                (SELECT res_id FROM ir_model_data WHERE name = 'mail_activity_type_report_approve')
        GROUP BY r.id, m.user_id HAVING count(m.id) != (r.state = 'submitted')::int
    """,
}


def split(items, size):
    """Return the items by so many at a time."""
    return list(zip(*[iter(items)] * size, strict=True))


# -- the agency -------------------------------------------------------------------------------------------------------


def test_two_submit_the_same_report(room):
    together, stale = room.reports(4), room.reports(2)
    [held] = room.reports(1)
    calls = [submit(report, user=user) for report in together for user in ("officer", "officer_b")]
    for pair in split(room.together(*calls), 2):
        assert wins(pair) == 1, pair
    late, done = room.stalled([submit(one, user="officer_b") for one in stale], [submit(one) for one in stale])
    assert all(answer.ok for answer in done) and all(LOCKED in answer.sentence for answer in late), (done, late)
    first, second = room.midway(submit(held), submit(held, user="officer_b"))
    assert first.ok and BUSY in second.sentence, (first, second)
    for report in [*together, *stale, held]:
        assert (room.report_state(report), room.report_log(report)) == ("submitted", ["submit_report"])


def assignment_and_row(room, row):
    """Return what was typed into the row: its text, and the next step that it wrote on the assignment."""
    return room.rows(
        "SELECT l.text, a.next_step FROM plan_report_line l JOIN plan_assignment a ON a.id = l.assignment_id"
        " WHERE l.id = %s",
        row,
    )[0]


def test_submitted_while_a_row_is_saved(room):
    """The row is in what was sent, or was refused in a sentence; it is not lost, and not changed afterwards."""
    together, first, second = room.reports(6), room.reports(3), room.reports(3)
    row = {report: room.row(report) for report in together + first + second}
    write = {report: save(one, TYPED, revision=1) for report, one in row.items()}
    answers = room.together(*(call for one in together for call in (submit(one), write[one])))
    saved = {one: pair[1].ok for one, pair in zip(together, split(answers, 2), strict=True)}
    late, done = room.stalled([*(write[one] for one in first), *map(submit, second)],
                              [*map(submit, first), *(write[one] for one in second)])  # fmt: skip
    assert all(answer.ok for answer in done), done
    assert all(LOCKED in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    saved |= dict.fromkeys(first, False) | dict.fromkeys(second, True)
    for report, is_saved in saved.items():
        assert assignment_and_row(room, row[report]) == (KEPT if is_saved else (None, None))
        if room.report_state(report) == "draft":
            assert is_saved and room.report_log(report) == []
        else:
            assert room.report_log(report) == ["submit_report"]
            copied = room.column("SELECT step_name FROM plan_report_line WHERE id = %s", row[report])
            assert copied == ([TYPED["next_step"]] if is_saved else [None])
    [held] = room.reports(1)
    sent, refused = room.midway(submit(held), withdraw(held))
    assert sent.ok and GONE in refused.sentence, "it is not there to be taken back before it is sent"


def test_two_save_the_same_row(room):
    """One is kept; the other is shown the saved text with its author, and keeps their own in view."""
    reports = room.reports(6, filled=False)
    calls = {}
    for report in reports:
        row = room.row(report)
        calls[report] = [save(row, {"text": f"của {user}"}, user=user) for user in ("officer", "officer_b")]
    answers = split(room.together(*(call for one in reports[:3] for call in calls[one])), 2)
    late, done = room.stalled([calls[one][1] for one in reports[3:]], [calls[one][0] for one in reports[3:]])
    for report, pair in zip(reports, [*answers, *zip(done, late, strict=True)], strict=True):
        assert all(answer.ok for answer in pair), pair
        kept = [number for number, answer in enumerate(pair) if "conflict" not in answer.result]
        assert len(kept) == 1, pair
        user = ("officer", "officer_b")[kept[0]]
        conflict = pair[1 - kept[0]].result["conflict"]
        assert (conflict["writer"], conflict["row"]["text"], conflict["row"]["revision"]) == (user, f"của {user}", 1)
        # with the revision that they have been shown, the second one writes knowingly
        again = calls[report][1 - kept[0]]
        again = room.must(again.user, again.model, again.method, (*again.args[:2], 1))
        assert again["row"]["revision"] == 2


def test_three_clicks(room):
    drafts, sent, approved, paper = (
        room.reports(2), room.reports(2, "submitted"), room.reports(2, "approved"), room.reports(3, filled=False)
    )  # fmt: skip
    clicks = [*map(submit, drafts), *map(approve, sent), *map(accept, approved)]
    for answers in split(room.together(*(call for call in clicks for _click in range(3))), 3):
        assert wins(answers) == 1, answers
    steps = ["submit_report", "approve_report", "accept_report"]
    for number, reports in enumerate((drafts, sent, approved), 1):
        assert [room.report_log(report) for report in reports] == [steps[:number]] * 2
    # entering a paper is started once, no matter who of the desk presses
    begin = {report: [Call(user, REPORT, "action_begin_entry", ([report],)) for user in DESK] for report in paper}
    for answers in split(room.together(*(begin[one][click % 2] for one in paper[:2] for click in range(3))), 3):
        assert wins(answers) == 1, answers
    late, done = room.stalled([begin[paper[2]][1]], [begin[paper[2]][0]])
    assert done[0].ok and "already being entered" in late[0].sentence, (late, done)
    assert [room.report_log(report) for report in paper] == [["begin_entry"]] * 3


def test_entry_begun_while_the_agency_saves(room):
    """Either the agency fills in its report, or the desk enters it from the paper."""
    together, first, second = room.reports(3, filled=False), *split(room.reports(4, filled=False), 2)
    write = {report: save(room.row(report), TYPED) for report in [*together, *first, *second]}
    begin = {report: Call("desk", REPORT, "action_begin_entry", ([report],)) for report in write}
    answers = split(room.together(*(call for one in together for call in (begin[one], write[one]))), 2)
    assert all(wins(pair) == 1 for pair in answers), answers
    late, done = room.stalled([*(write[one] for one in first), *(begin[one] for one in second)],
                              [*(begin[one] for one in first), *(write[one] for one in second)])  # fmt: skip
    assert all(answer.ok for answer in done), done
    assert all("The desk is" in answer.sentence for answer in late[:2]), late
    assert all("has started to fill in" in answer.sentence for answer in late[2:]), late
    for report, call in write.items():
        [is_on_behalf] = room.column("SELECT is_on_behalf FROM plan_report WHERE id = %s", report)
        assert assignment_and_row(room, call.args[0][0]) == ((None, None) if is_on_behalf else KEPT)


# -- the job that opens periods ----------------------------------------------------------------------------------------


def give_work(room, report):
    """Give the report's ward a duty as a task of its own: its draft shows it once the job has run."""
    [duty] = room.column("SELECT id FROM plan_task WHERE kind = 'duty' AND NOT COALESCE(is_given, FALSE) LIMIT 1")
    [ward] = room.column("SELECT agency_id FROM plan_report WHERE id = %s", report)
    values = {"lead_ids": [[6, 0, [ward]]], "date_end": "2090-12-31", "product": "Kế hoạch của phường"}
    room.must(*room.wizard("desk", "plan.task.give", "action_give", task_id=duty, **values))


def lines(room, report):
    """Return how many lines there are, and how many of them are copies of their assignments."""
    return room.rows("SELECT count(*), count(stage_name) FROM plan_report_line WHERE report_id = %s", report)[0]


def test_work_given_while_a_report_is_submitted(room):
    """A draft gets the line and the submitter has seen that; what was sent stays as it was sent."""
    [running, asleep, held] = reports = room.reports(3)
    give_work(room, running)
    with room.table_held("plan_measurement", "SHARE"):
        servers = room.cron_servers(OPEN, 1)
        assert room.wait_for_cron(servers) == servers[0]
        refused = room.fire(submit(running))
        assert BUSY in refused.sentence, refused
    room.wait_for_job(OPEN)

    def give_and_run(_server):
        give_work(room, asleep)
        room.run_job(OPEN)

    [late], _none = room.stalled([submit(asleep)], [give_and_run])
    assert "are still empty" in late.sentence, late
    assert [lines(room, report) for report in reports] == [(3, 0), (3, 0), (2, 0)]

    give_work(room, held)
    with room.table_held("plan_report_line", "SHARE"):
        begun = room.begin(submit(held), 0)
        room.wait_for_waiting("plan_report_line", 1)
        room.cron_servers(OPEN, 0)
        room.wake_crons()
        room.wait_for_waiting("plan_report_line", 2)
    assert begun.result().ok
    room.wait_for_job(OPEN)
    assert lines(room, held) == (2, 2)


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_accepted_while_another_decides(room):
    """Accepted once, or returned; never both, and the figures are posted once or not at all."""
    twice, together, first, second = (room.reports(count, "approved") for count in (4, 4, 2, 2))
    pairs = split(room.together(*(accept(one, user=user) for one in twice for user in DESK)), 2)
    assert all(wins(pair) == 1 for pair in pairs), pairs
    back = {one: room.send_report_back(one, "desk_b") for one in [*together, *first, *second]}
    pairs = split(room.together(*(call for one in together for call in (accept(one), back[one]))), 2)
    assert all(wins(pair) == 1 for pair in pairs), pairs
    accepted = {one: pair[0].ok for one, pair in zip(together, pairs, strict=True)} | dict.fromkeys(twice, True)
    late, done = room.stalled(
        [*(back[one] for one in first), *map(accept, second)], [*map(accept, first), *(back[one] for one in second)]
    )
    assert all(answer.ok for answer in done) and all(GONE in answer.sentence for answer in late), (done, late)
    accepted |= dict.fromkeys(first, True) | dict.fromkeys(second, False)
    for report, is_accepted in accepted.items():
        assert room.report_log(report)[2:] == ["accept_report" if is_accepted else "return_report_desk"]
        assert room.standing(report) == ([1234.5] if is_accepted else [])


def test_accepted_while_a_statistic_is_published(room):
    """Whichever comes first, the statistic is current, once, and nobody is refused."""
    reports = room.reports(2, "approved")
    publish = {}
    for report in reports:
        [(metric, agency, start, end)] = room.rows(
            "SELECT m.metric_id, m.agency_id, p.date_from, p.date_cutoff FROM plan_measurement m"
            " JOIN plan_period p ON p.id = m.period_id WHERE m.report_id = %s",
            report,
        )
        publish[report] = room.wizard(
            "desk_b", "plan.value.publish", "action_publish", metric_id=metric, agency_id=agency,
            date_from=str(start), date_to=str(end), value="1.300", publication="Niên giám thống kê",
        )  # fmt: skip
    late, done = room.stalled([accept(reports[0]), publish[reports[1]]], [publish[reports[0]], accept(reports[1])])
    assert all(answer.ok for answer in [*late, *done]), (late, done)
    assert [room.standing(report) for report in reports] == [[1300], [1300]]


def test_new_revision_ordered_twice(room):
    reports = room.reports(4, "accepted")
    orders = {one: [room.send_report_back(one, user, "action_revise") for user in DESK] for one in reports}
    pairs = split(room.together(*(call for one in reports[:2] for call in (*orders[one], orders[one][0]))), 3)
    assert all(wins(answers) == 1 for answers in pairs), pairs
    late, done = room.stalled([orders[one][1] for one in reports[2:]], [orders[one][0] for one in reports[2:]])
    assert all(answer.ok for answer in done), done
    assert all("has a newer revision" in answer.sentence for answer in late), late
    for report in reports:
        assert room.report_log(report)[3:] == ["revise_report"]
        assert room.rows(
            "SELECT n.revision, n.state FROM plan_report n JOIN plan_report o ON o.period_id = n.period_id"
            " AND o.agency_id = n.agency_id WHERE o.id = %s AND n.id != o.id", report
        ) == [(2, "draft")]  # fmt: skip


def test_schedules_started_by_three_clicks(room):
    """The quarter opens once and the request is sent once, with one report for each ward."""
    start = {
        name: [Call(user, "plan.reporting.schedule", "action_start", ([room.schedule(name)],)) for user in DESK]
        for name in ("QUARTER", "SEND")
    }
    answers = room.together(*start["QUARTER"], start["QUARTER"][0])
    assert wins(answers) == 1, answers
    late, done = room.stalled(start["SEND"], start["SEND"][:1])
    assert done[0].ok and all(GONE in answer.sentence for answer in late), (done, late)
    for name in start:
        [period] = room.column("SELECT id FROM plan_period WHERE schedule_id = %s", room.schedule(name))
        counts = room.rows("SELECT count(*), count(DISTINCT agency_id) FROM plan_report WHERE period_id = %s", period)
        assert counts == [(CLOSING, CLOSING)]
        assert room.column("SELECT decision FROM plan_log WHERE note = %s", name) == ["start_schedule"]


def test_period_closed_while_fifty_agencies_save(room):
    """Rows confirmed to the client are saved, with their changes on the assignment; the rest was refused, wholly."""
    [period] = room.column("SELECT id FROM plan_period WHERE schedule_id = %s", room.schedule("CLOSE"))
    reports = room.column("SELECT id FROM plan_report WHERE period_id = %s ORDER BY id", period)
    rows = [room.row(report) for report in reports]
    assert len(rows) == CLOSING
    close = Call("desk", "plan.period", "action_close", ([period],))

    def write(number, text):
        """Return the request that saves a row, with the revision that it has now."""
        [revision] = room.column("SELECT revision FROM plan_report_line WHERE id = %s", rows[number])
        return save(rows[number], {**TYPED, "text": text, "next_step": f"Bước {text}"}, revision)

    def kept(answers, text):
        """Say that each row is as its answer says: all of what was typed, or nothing."""
        for row, answer in zip(rows, answers, strict=False):
            assert answer.ok or "is closed. Ask the desk" in answer.sentence, answer
            assert (assignment_and_row(room, row) == (text, f"Bước {text}")) == answer.ok, answer

    *answers, closed = room.together(*(write(number, "Một") for number in range(CLOSING)), close)
    assert closed.ok, closed
    kept(answers, "Một")
    # requests that had begun when the period was closed count as saved before
    room.must(*room.wizard("desk", "plan.period.reopen", "action_reopen", period_ids=[period], reason="Thiếu"))
    late, done = room.stalled([write(number, "Hai") for number in range(6)], [close])
    assert done[0].ok, done
    kept(late, "Hai")
    # and what comes later is refused, through both servers
    refused = [room.fire(write(number, "Ba"), number % 2) for number in range(6)]
    assert wins(refused) == 0, refused
    kept(refused, "Ba")
    assert room.column("SELECT state FROM plan_period WHERE id = %s", period) == ["closed"]


def test_acceptance_of_twenty_killed_midway(room):
    """Its server dies with the steps written and the figures not: nothing of it remains, and it is done again."""
    reports = room.reports(20, "approved")
    before = [room.rows("SELECT id, state, date_accepted FROM plan_report WHERE id IN %s", tuple(reports))]
    with room.table_held("plan_value"):
        begun = room.begin(accept(*reports), 1)
        room.wait_for_waiting("plan_value", 1)
        room.stop(room.processes[1])
        with pytest.raises(requests.ConnectionError):
            begun.result()
    room.replace_server(1)
    assert before == [room.rows("SELECT id, state, date_accepted FROM plan_report WHERE id IN %s", tuple(reports))]
    assert [room.standing(report) for report in reports] == [[]] * 20
    assert {tuple(room.report_log(report)) for report in reports} == {("submit_report", "approve_report")}
    assert room.fire(accept(*reports), 1).ok
    assert [room.standing(report) for report in reports] == [[1234.5]] * 20
    assert {room.report_state(report) for report in reports} == {"accepted"}
