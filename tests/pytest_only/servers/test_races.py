"""Two people press at the same moment: two real servers on one database, nothing doubled, nothing lost."""

import hashlib
import signal
from datetime import date

import pytest

from .race_common import ASSIGNMENT, BUSY, READY, Call, RaceRoom

DESK = ("desk", "desk_b")
GONE = "so this is no longer possible"
SIGNED = {"number": "5/QĐ-UBND", "date": "2026-03-02", "is_secret": True}
ASKED = date(2092, 6, 30)


@pytest.fixture(scope="module")
def room():
    room = RaceRoom("races")
    try:
        room.open(assignments=230, duties=6)
        yield room
        assert room.complaints() == []
    finally:
        room.close()


@pytest.fixture(autouse=True)
def nothing_doubled_or_lost(room):
    """Invariants of all assignments, whatever was pressed."""
    yield
    for name, sql in NEVER.items():
        assert room.rows(sql) == [], name
    for fname, sha256 in room.rows(
        "SELECT f.store_fname, e.sha256 FROM plan_evidence e JOIN ir_attachment f ON f.id = e.attachment_id"
    ):
        assert hashlib.sha256(room.path(fname).read_bytes()).hexdigest() == sha256


STEPS = "('submit', 'withdraw', 'approve', 'confirm', 'return', 'return_approved', 'return_confirmed')"
NEVER = {
    "every decision goes on from the one before": f"""
        SELECT * FROM (
            SELECT assignment_id, state_before,
                   lag(state_after, 1, 'none') OVER (PARTITION BY assignment_id ORDER BY id)
            FROM plan_log WHERE decision IN {STEPS}
        ) AS steps(card, before, left_at) WHERE before != left_at
    """,
    "the last decision is how the card stands": f"""
        SELECT a.id, a.result_state, l.state_after FROM plan_assignment a JOIN LATERAL (
            SELECT state_after FROM plan_log WHERE assignment_id = a.id AND decision IN {STEPS} ORDER BY id DESC LIMIT 1
        ) l ON true WHERE a.result_state != l.state_after
    """,
    "nothing is handed in without a file or a word why there is none": """
        SELECT id FROM plan_assignment a WHERE result_state != 'none' AND NOT is_secret
        AND NOT EXISTS (SELECT FROM plan_evidence WHERE assignment_id = a.id AND replaced_by_id IS NULL)
    """,
    "every file of what is handed in is frozen": """
        SELECT e.id FROM plan_evidence e JOIN plan_assignment a ON a.id = e.assignment_id
        WHERE a.result_state != 'none' AND NOT e.is_frozen
    """,
    "nobody is reminded twice": """
        SELECT res_id, user_id, activity_type_id, count(*) FROM mail_activity
        WHERE res_model = 'plan.assignment' AND active GROUP BY 1, 2, 3 HAVING count(*) > 1
    """,
    "leaders are reminded of what waits for them, of nothing else": """
        SELECT a.id, a.result_state, count(m.id) FROM plan_assignment a
        LEFT JOIN mail_activity m ON m.res_model = 'plan.assignment' AND m.res_id = a.id AND m.active
            AND m.activity_type_id = (SELECT res_id FROM ir_model_data WHERE name = 'mail_activity_type_approve')
        GROUP BY a.id HAVING (count(m.id) > 0) != (a.result_state = 'submitted')
    """,
    "a deadline is the last one granted, or the first": """
        SELECT a.id FROM plan_assignment a WHERE date_deadline != COALESCE((
            SELECT date_granted FROM plan_extension WHERE assignment_id = a.id AND state = 'granted'
            ORDER BY id DESC LIMIT 1), date_deadline_origin)
    """,
    "what is confirmed waits for no new deadline": """
        SELECT e.id FROM plan_extension e JOIN plan_assignment a ON a.id = e.assignment_id
        WHERE a.result_state = 'confirmed' AND e.state IN ('asked', 'advised')
    """,
}


def approve(assignment, user="leader"):
    return Call(user, ASSIGNMENT, "action_approve", ([assignment],))


def withdraw(assignment, user="officer_b"):
    return Call(user, ASSIGNMENT, "action_withdraw", ([assignment],))


def submit(assignment, user="officer"):
    return Call(user, ASSIGNMENT, "action_submit", ([assignment],))


def confirm(*assignments, user="desk"):
    return Call(user, ASSIGNMENT, "action_confirm", (list(assignments),))


def send_back(room, assignment, user):
    return room.wizard(
        user, "plan.assignment.return", "action_return", assignment_ids=[assignment], reason="Thiếu phụ lục"
    )


def pairs(items):
    """Return the items by twos."""
    return list(zip(items[::2], items[1::2], strict=True))


def has_one_winner(answers):
    """One is done, the other is told in a sentence what has come between."""
    assert sorted(answer.ok for answer in answers) == [False, True], answers
    [sentence] = [answer.sentence for answer in answers if not answer.ok]
    assert BUSY in sentence or GONE in sentence or "can decide this" in sentence, sentence
    return [answer.ok for answer in answers].index(True)


# -- results ----------------------------------------------------------------------------------------------------------


def test_two_leaders_approve(room):
    assignments = room.make_assignments(10, "submitted")
    answers = room.together(*(approve(assignment, user) for assignment in assignments for user in ("leader", "deputy")))
    for pair in pairs(answers):
        has_one_winner(pair)
    stale = room.make_assignments(3, "submitted")
    late, first = room.stalled(
        [approve(assignment, "deputy") for assignment in stale], [approve(assignment) for assignment in stale]
    )
    assert all(answer.ok for answer in first)
    assert all("is now “Approved”" in answer.sentence for answer in late), late
    [held] = room.make_assignments(1, "submitted")
    first, second = room.midway(approve(held), approve(held, "deputy"))
    assert first.ok and BUSY in second.sentence
    for assignment in [*assignments, *stale, held]:
        assert (room.state(assignment), room.log(assignment)) == ("approved", {"submit": 1, "approve": 1})


def test_approved_while_taken_back(room):
    together, first, second = (room.make_assignments(count, "submitted") for count in (8, 2, 2))
    answers = pairs(
        room.together(*(call for assignment in together for call in (approve(assignment), withdraw(assignment))))
    )
    won = {assignment: has_one_winner(pair) for assignment, pair in zip(together, answers, strict=True)}
    late, done = room.stalled(
        [*map(withdraw, first), *map(approve, second)], [*map(approve, first), *map(withdraw, second)]
    )
    assert all(answer.ok for answer in done) and all(GONE in answer.sentence for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for assignment, winner in won.items():
        assert (room.state(assignment), room.log(assignment)) == [
            ("approved", {"submit": 1, "approve": 1}),
            ("none", {"submit": 1, "withdraw": 1}),
        ][winner]


def test_returned_while_another_approves(room):
    together, first, second = (room.make_assignments(count, "submitted") for count in (6, 2, 2))
    answers = pairs(
        room.together(
            *(call for assignment in together for call in (approve(assignment), send_back(room, assignment, "deputy")))
        )
    )
    won = {assignment: has_one_winner(pair) for assignment, pair in zip(together, answers, strict=True)}
    returns = {assignment: send_back(room, assignment, "deputy") for assignment in [*first, *second]}
    late, done = room.stalled(
        [*(returns[assignment] for assignment in first), *map(approve, second)],
        [*map(approve, first), *(returns[assignment] for assignment in second)],
    )
    assert all(answer.ok for answer in done) and not any(answer.ok for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for assignment, winner in won.items():
        assert (room.state(assignment), room.log(assignment)) == [
            ("approved", {"submit": 1, "approve": 1}),
            ("none", {"submit": 1, "return": 1}),
        ][winner]


def test_three_clicks_on_submit(room):
    assignments = room.make_assignments(6)
    answers = room.together(*(submit(assignment) for assignment in assignments for _click in range(3)))
    for number, assignment in enumerate(assignments):
        assert [answer.ok for answer in answers[number * 3 : number * 3 + 3]].count(True) == 1
        assert (room.state(assignment), room.log(assignment)) == ("submitted", {"submit": 1})


EDIT = {"product_number": "2/KH-SNV", "result": "Đã sửa"}


def edit(assignment):
    return Call("officer_b", ASSIGNMENT, "write", ([assignment], EDIT))


def test_submitted_while_edited(room):
    """The submitted result is the one that its submitter has seen; it is not edited afterwards."""
    together, first, second = (room.make_assignments(count) for count in (8, 3, 3))
    answers = pairs(
        room.together(*(call for assignment in together for call in (submit(assignment), edit(assignment))))
    )
    late, done = room.stalled([*map(edit, first), *map(submit, second)], [*map(submit, first), *map(edit, second)])
    assert all(answer.ok for answer in done), done
    assert all("has been submitted" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    edited = {assignment: pair[1].ok for assignment, pair in zip(together, answers, strict=True)}
    edited |= dict.fromkeys(first, False) | dict.fromkeys(second, True)
    for assignment, is_edited in edited.items():
        [row] = room.rows(
            "SELECT product_number, result, result_state, xmin FROM plan_assignment WHERE id = %s", assignment
        )
        values = {**READY, **EDIT} if is_edited else READY
        assert row[:2] == (values["product_number"], values["result"])
        if row[2] == "submitted":
            # the hand-in's transaction was the last that wrote the assignment
            assert room.column("SELECT xmin FROM plan_log WHERE assignment_id = %s", assignment) == [row[3]]
        else:
            assert is_edited and room.log(assignment) == {}


# -- files ------------------------------------------------------------------------------------------------------------


def with_files(room, count):
    """Return {assignment: its file}, everything else being there for the hand-in."""
    assignments = room.make_assignments(count)
    room.must("officer", ASSIGNMENT, "write", (assignments, {"is_secret": False}))
    return {
        assignment: room.fire(
            room.add_file(assignment, "a.pdf", b"%PDF-1.4 first of " + str(assignment).encode())
        ).result[0]
        for assignment in assignments
    }


def evidence(room, assignment):
    return room.rows("SELECT name, is_frozen FROM plan_evidence WHERE assignment_id = %s ORDER BY id", assignment)


def test_submitted_while_its_only_file_is_deleted(room):
    files = with_files(room, 10)
    assignments = list(files)
    delete = {assignment: Call("officer_b", "ir.attachment", "unlink", ([file],)) for assignment, file in files.items()}
    answers = room.together(
        *(call for assignment in assignments[:4] for call in (submit(assignment), delete[assignment]))
    )
    for assignment, (submitted, deleted) in zip(assignments[:4], pairs(answers), strict=True):
        assert submitted.ok != deleted.ok, (submitted, deleted)
        assert evidence(room, assignment) == ([("a.pdf", True)] if submitted.ok else [])
    first, second = assignments[4:7], assignments[7:]
    late, done = room.stalled(
        [*map(submit, first), *(delete[assignment] for assignment in second)],
        [*(delete[assignment] for assignment in first), *map(submit, second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("the product's file" in answer.sentence for answer in late[:3]), late
    assert all("was submitted with the result" in answer.sentence for answer in late[3:]), late
    assert [evidence(room, assignment) for assignment in first + second] == [[]] * 3 + [[("a.pdf", True)]] * 3


def test_submitted_while_a_file_is_added_or_replaced(room):
    """Nothing of it is refused for good, and whatever is there at the end is frozen."""
    files = with_files(room, 12)
    assignments = list(files)
    ids = dict(room.rows("SELECT assignment_id, id FROM plan_evidence"))

    def add(assignment):
        return room.add_file(assignment, "b.pdf", b"%PDF-1.4 second " + str(assignment).encode(), user="officer_b")

    def replace(assignment):
        raw = b"%PDF-1.4 other " + str(assignment).encode()
        return lambda server: room.upload("officer_b", assignment, "b.pdf", raw, ids[assignment], server=server)

    bring = {assignment: [add, replace][number % 2](assignment) for number, assignment in enumerate(assignments)}
    answers = room.together(
        *(call for assignment in assignments[:4] for call in (submit(assignment), bring[assignment]))
    )
    for submitted, brought in pairs(answers):
        assert brought.ok and (submitted.ok or BUSY in submitted.sentence), (submitted, brought)
    first, second = assignments[4:8], assignments[8:]
    late, done = room.stalled(
        [*map(submit, first), *(bring[assignment] for assignment in second)],
        [*(bring[assignment] for assignment in first), *map(submit, second)],
    )
    assert all(answer.ok for answer in [*done, *late]), (done, late)
    for assignment in first + second:
        assert evidence(room, assignment) == [("a.pdf", True), ("b.pdf", True)]


def test_many_files_at_once_on_one_assignment(room):
    """Six files from six windows: all are kept; of two that replace the same one, the second hears so."""
    [(assignment, _file)] = with_files(room, 1).items()
    [old] = room.column("SELECT id FROM plan_evidence WHERE assignment_id = %s", assignment)
    added = room.together(*(room.add_file(assignment, f"{number}.pdf", b"%%PDF %d" % number) for number in range(6)))
    assert all(answer.ok for answer in added), added
    assert len(evidence(room, assignment)) == 7

    def replace(name):
        return lambda server: room.upload("officer", assignment, name, b"%PDF-1.4 " + name.encode(), old, server=server)

    answers = room.together(replace("x.pdf"), replace("y.pdf"))
    assert sorted(answer.ok for answer in answers) == [False, True], answers
    winner = "“x.pdf”" if answers[0].ok else "“y.pdf”"
    assert winner in "".join(answer.sentence for answer in answers), answers
    assert len(evidence(room, assignment)) == 8
    assert room.log(assignment) == {"replace_evidence": 1}


def test_submitted_while_a_step_is_edited(room):
    """The way to a result stays as it was when the result was handed in."""
    assignments = room.make_assignments(6)
    steps = room.must(
        "officer", "plan.step", "create",
        ([{"assignment_id": one, "name": "Dự thảo", "date_due": "2026-02-01", "product": "Bản 1"}
          for one in assignments],),
    )  # fmt: skip
    change = {
        assignment: Call("officer_b", "plan.step", "write", ([step], {"product": "Bản 2"}))
        for assignment, step in zip(assignments, steps, strict=True)
    }
    first, second = assignments[:3], assignments[3:]
    late, done = room.stalled(
        [*(change[assignment] for assignment in first), *map(submit, second)],
        [*map(submit, first), *(change[assignment] for assignment in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("its steps cannot be changed" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    products = room.column("SELECT product FROM plan_step WHERE id IN %s ORDER BY id", tuple(steps))
    assert products == ["Bản 1"] * 3 + ["Bản 2"] * 3


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_fifty_confirmed_while_one_is_returned(room):
    """All or none: while one of fifty is returned, nothing is confirmed."""
    assignments = room.make_assignments(50, "approved")
    late, done = room.stalled([confirm(*assignments, user="desk_b")], [send_back(room, assignments[0], "desk")])
    assert done[0].ok and "is now “Not Submitted”" in late[0].sentence, (done, late)
    assert {room.state(assignment) for assignment in assignments[1:]} == {"approved"}
    rest = assignments[1:]
    first, second = room.midway(confirm(*rest), send_back(room, rest[-1], "desk_b"))
    assert first.ok and BUSY in second.sentence, (first, second)
    for assignment in rest:
        assert (room.state(assignment), room.log(assignment)) == (
            "confirmed",
            {"submit": 1, "approve": 1, "confirm": 1},
        )


def test_two_desk_users_confirm_the_same(room):
    assignments = room.make_assignments(20, "approved")
    answers = room.together(confirm(*assignments), confirm(*assignments, user="desk_b"))
    assert [answer.ok for answer in answers].count(True) <= 1
    states = {room.state(assignment) for assignment in assignments}
    assert states == ({"confirmed"} if any(answer.ok for answer in answers) else {"approved"})
    again = room.fire(confirm(*assignments))
    assert again.ok == (states == {"approved"}) and (again.ok or GONE in again.sentence)
    for assignment in assignments:
        assert (room.state(assignment), room.log(assignment)) == (
            "confirmed",
            {"submit": 1, "approve": 1, "confirm": 1},
        )


# -- extensions -------------------------------------------------------------------------------------------------------


def ask(room, assignment, user="officer"):
    return room.wizard(
        user,
        "plan.extension.ask",
        "action_ask",
        assignment_ids=[assignment],
        date_asked=str(ASKED),
        reason="Chờ hướng dẫn",
    )


def asked(room, assignments):
    """Ask for a new deadline of each assignment; return {assignment: the request}."""
    for assignment in assignments:
        room.must(*ask(room, assignment))
    return dict(room.rows("SELECT assignment_id, id FROM plan_extension WHERE assignment_id IN %s", tuple(assignments)))


def decide(room, extension, user="desk", verdict="grant"):
    return room.wizard(
        user,
        "plan.extension.decide",
        "action_decide",
        extension_ids=[extension],
        verdict=verdict,
        reason="Theo đề nghị",
        **SIGNED,
    )


def extension_of(room, assignment):
    return room.rows(
        "SELECT e.state, a.date_deadline = %s FROM plan_extension e JOIN plan_assignment a ON a.id = e.assignment_id"
        " WHERE a.id = %s",
        ASKED,
        assignment,
    )


def test_extension_granted_while_confirmed(room):
    """The deadline of a confirmed result does not move: granted before, or no longer needed."""
    assignments = room.make_assignments(10, "approved")
    grant = {assignment: decide(room, extension) for assignment, extension in asked(room, assignments).items()}
    sure = dict.fromkeys(["submit", "approve", "ask_extension"], 1)
    together, first, second = assignments[:4], assignments[4:7], assignments[7:]
    answers = room.together(
        *(call for assignment in together for call in (confirm(assignment, user="desk_b"), grant[assignment]))
    )
    for assignment, (confirmed, granted) in zip(together, pairs(answers), strict=True):
        assert confirmed.ok or granted.ok, (confirmed, granted)
        assert extension_of(room, assignment) == [("granted", True)] if granted.ok else [("lapsed", False)]
        done = {"confirm": confirmed.ok, "grant": granted.ok, "lapse": not granted.ok}
        assert room.log(assignment) == sure | {name: 1 for name, so in done.items() if so}
    late, done = room.stalled(
        [*(grant[assignment] for assignment in first), *(confirm(assignment, user="desk_b") for assignment in second)],
        [*(confirm(assignment, user="desk_b") for assignment in first), *(grant[assignment] for assignment in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("can no longer change" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    for assignment in first:
        assert extension_of(room, assignment) == [("lapsed", False)]
        assert room.log(assignment) == sure | {"confirm": 1, "lapse": 1}
    for assignment in second:
        assert extension_of(room, assignment) == [("granted", True)]
        assert room.log(assignment) == sure | {"grant": 1, "confirm": 1}


def test_extension_asked_while_confirmed(room):
    assignments = room.make_assignments(6, "approved")
    wish = {assignment: ask(room, assignment) for assignment in assignments}
    first, second = assignments[:3], assignments[3:]
    late, done = room.stalled(
        [*(wish[assignment] for assignment in first), *(confirm(assignment) for assignment in second)],
        [*(confirm(assignment) for assignment in first), *(wish[assignment] for assignment in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("already" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    assert [extension_of(room, assignment) for assignment in assignments] == [[]] * 3 + [[("lapsed", False)]] * 3


def test_two_ask_for_one_extension(room):
    assignments = room.make_assignments(8)
    wish = {assignment: (ask(room, assignment), ask(room, assignment, "officer_b")) for assignment in assignments}
    for pair in pairs(room.together(*(call for assignment in assignments[:5] for call in wish[assignment]))):
        assert sorted(answer.ok for answer in pair) == [False, True], pair
    late, done = room.stalled(
        [wish[assignment][1] for assignment in assignments[5:]], [wish[assignment][0] for assignment in assignments[5:]]
    )
    assert all(answer.ok for answer in done), done
    assert all("already has an extension request" in answer.sentence for answer in late), late
    for assignment in assignments:
        assert extension_of(room, assignment) == [("asked", False)]
        assert room.log(assignment) == {"ask_extension": 1}


def test_granted_while_refused(room):
    assignments = room.make_assignments(8)
    calls = {
        assignment: (decide(room, extension), decide(room, extension, "desk_b", "refuse"))
        for assignment, extension in asked(room, assignments).items()
    }
    answers = pairs(room.together(*(call for assignment in assignments[:4] for call in calls[assignment])))
    won = {assignment: has_one_winner(pair) for assignment, pair in zip(assignments[:4], answers, strict=True)}
    first, second = assignments[4:6], assignments[6:]
    late, done = room.stalled(
        [*(calls[assignment][1] for assignment in first), *(calls[assignment][0] for assignment in second)],
        [*(calls[assignment][0] for assignment in first), *(calls[assignment][1] for assignment in second)],
    )
    assert all(answer.ok for answer in done) and all(GONE in answer.sentence for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for assignment, winner in won.items():
        assert extension_of(room, assignment) == [[("granted", True)], [("refused", False)]][winner]
        assert room.log(assignment) == {"ask_extension": 1, ("grant", "refuse")[winner]: 1}


# -- contributions ----------------------------------------------------------------------------------------------------


def agency(room, code):
    return room.column("SELECT id FROM plan_agency WHERE code = %s", code)[0]


def ask_assignment(room, assignment, *codes, user="officer"):
    return room.wizard(
        user,
        "plan.assignment.ask",
        "action_ask",
        assignment_id=assignment,
        agency_ids=[[6, 0, [agency(room, code) for code in codes]]],
        date_deadline="2089-01-31",
        request="Góp số liệu",
    )


def assignments_of(room, assignment):
    return room.column("SELECT id FROM plan_assignment WHERE parent_id = %s ORDER BY id", assignment)


def test_contribution_asked_twice(room):
    assignments = room.make_assignments(6, ready=False)
    calls = {
        assignment: (
            ask_assignment(room, assignment, "XCAO"),
            ask_assignment(room, assignment, "XCAO", user="officer_b"),
        )
        for assignment in assignments
    }
    for pair in pairs(room.together(*(call for assignment in assignments[:3] for call in calls[assignment]))):
        assert sorted(answer.ok for answer in pair) == [False, True], pair
    late, done = room.stalled(
        [calls[assignment][1] for assignment in assignments[3:]],
        [calls[assignment][0] for assignment in assignments[3:]],
    )
    assert all(answer.ok for answer in done), done
    assert all("Already asked: Xã Cao Sơn" in answer.sentence for answer in late), late
    for assignment in assignments:
        assert len(assignments_of(room, assignment)) == 1
        assert room.log(assignment) == {"ask": 1}


def handed_in_assignments(room, count, *codes):
    """Return {lead's assignment: its contributions}, each approved in its agency with one file."""
    leads = room.make_assignments(count)
    for assignment in leads:
        room.must(*ask_assignment(room, assignment, *codes))
    assignments = {assignment: assignments_of(room, assignment) for assignment in leads}
    for code in codes:
        officer = {"XCAO": "cao", "STC": "stc"}[code]
        sql = "SELECT id FROM plan_assignment WHERE parent_id IN %s AND agency_id = %s"
        own = room.column(sql, tuple(leads), agency(room, code))
        room.must(officer, ASSIGNMENT, "write", (own, {**READY, "result": f"Số liệu {code}"}))
        for assignment in own:
            room.must(*room.add_file(assignment, f"{code}.pdf", b"%PDF-1.4 " + str(assignment).encode(), user=officer))
        room.must(officer, ASSIGNMENT, "action_submit", (own,))
        room.must(f"{officer}_leader", ASSIGNMENT, "action_approve", (own,))
    return assignments


def lines(room, lead):
    """Return how often each contribution occurs in its lead's result, and the lead's files."""
    [text] = room.column("SELECT result FROM plan_assignment WHERE id = %s", lead)
    return text.count("Số liệu XCAO"), text.count("Số liệu STC"), sorted(name for name, _frozen in evidence(room, lead))


def test_contribution_taken_while_returned(room):
    assignments = handed_in_assignments(room, 6, "XCAO")
    leads, own = list(assignments), [ids[0] for ids in assignments.values()]
    back = {assignment: send_back(room, assignment, "officer_b") for assignment in own}
    answers = pairs(
        room.together(
            *(call for assignment in own[:4] for call in (confirm(assignment, user="officer"), back[assignment]))
        )
    )
    late, done = room.stalled(
        [back[own[4]], confirm(own[5], user="officer")], [confirm(own[4], user="officer"), back[own[5]]]
    )
    assert all(answer.ok for answer in done) and GONE in late[1].sentence, (done, late)
    answers += [(done[0], late[0]), (late[1], done[1])]
    for lead, assignment, (taken, returned) in zip(leads, own, answers, strict=True):
        assert taken.ok or returned.ok, (taken, returned)
        assert lines(room, lead) == ((1, 0, ["XCAO.pdf"]) if taken.ok else (0, 0, []))
        assert room.log(lead) == ({"ask": 1, "take": 1} if taken.ok else {"ask": 1})
        # those who may return it still may when it has been taken: then it was taken before
        back_by = {(True, True): ["return_confirmed"], (False, True): ["return_approved"]}.get((taken.ok, returned.ok))
        decisions = ["submit", "approve", *(["confirm"] if taken.ok else []), *(back_by or [])]
        assert room.log(assignment) == dict.fromkeys(decisions, 1)
        assert room.state(assignment) == ("none" if returned.ok else "confirmed")


def test_two_contributions_taken_at_once(room):
    """Two officers of the lead take one each into the same text, or one hands the text in: no line is lost."""
    assignments = handed_in_assignments(room, 5, "XCAO", "STC")
    leads = list(assignments)
    calls = {
        lead: [confirm(assignment, user=user) for assignment, user in zip(ids, ("officer", "officer_b"), strict=True)]
        for lead, ids in assignments.items()
    }
    answers = room.together(*(call for lead in leads[:3] for call in calls[lead]))
    assert all(answer.ok for answer in answers), answers
    # one more is taken while its lead hands in: before or after, never under the leader's eyes
    late, done = room.stalled([calls[leads[3]][0], submit(leads[4])], [submit(leads[3]), calls[leads[4]][0]])
    assert all(answer.ok for answer in [*late, *done]), (late, done)
    assert [lines(room, lead) for lead in leads] == [
        *[(1, 1, ["STC.pdf", "XCAO.pdf"])] * 3, (0, 0, []), (0, 1, ["STC.pdf"])
    ]  # fmt: skip
    assert [room.log(lead).get("take", 0) for lead in leads] == [2, 2, 2, 0, 1]


# -- giving work ------------------------------------------------------------------------------------------------------


def test_duty_given_twice(room):
    duties = room.column("SELECT id FROM plan_task WHERE kind = 'duty' AND name LIKE 'Việc %%' ORDER BY id LIMIT 6")
    values = {
        "lead_ids": [[6, 0, [agency(room, "SNV"), agency(room, "STC")]]],
        "date_end": "2090-12-31",
        "product": "Kế hoạch của cơ quan",
    }
    calls = {
        duty: [room.wizard(user, "plan.task.give", "action_give", task_id=duty, **values) for user in DESK]
        for duty in duties
    }
    for duty in duties[:3]:  # all hold the plan, so one duty after the other
        answers = room.together(*calls[duty])
        assert sorted(answer.ok for answer in answers) == [False, True], answers
    for duty in duties[3:]:
        [late], [done] = room.stalled(calls[duty][1:], calls[duty][:1])
        assert done.ok and "is already a task" in late.sentence, (done, late)
    for duty in duties:
        assert room.column("SELECT count(*) FROM plan_assignment WHERE task_id = %s", duty) == [2]
        assert room.column("SELECT decision FROM plan_log WHERE task_id = %s", duty) == ["give"]


def count_assignments(room, plan):
    """Return how many assignments the plan has, and how many different ones."""
    sql = "SELECT count(*), count(DISTINCT (task_id, agency_id, role, year)) FROM plan_assignment WHERE plan_id = %s"
    return room.rows(sql, plan)


def activate(plan, user="desk"):
    return Call(user, "plan.plan", "action_activate", ([plan],))


def test_plan_activated_twice(room):
    """Four tasks for 65 bodies are 260 assignments, however often and wherever the button is pressed."""
    drafts = room.column("SELECT id FROM plan_plan WHERE number LIKE '%%/DRAFT' ORDER BY id")
    answers = room.together(*(activate(drafts[0], user) for user in DESK * 2))
    assert any(answer.ok for answer in answers), answers
    [late], [done] = room.stalled([activate(drafts[1], "desk_b")], [activate(drafts[1])])
    assert done.ok and late.ok, (done, late)  # pressed again, there is nothing to add
    first, second = room.midway(activate(drafts[2]), activate(drafts[2], "desk_b"), table="plan_assignment")
    assert first.ok and BUSY in second.sentence, (first, second)
    assert [count_assignments(room, plan) for plan in drafts] == [[(260, 260)]] * 3
    assert [room.plan_log(plan) for plan in drafts] == [{"activate": 1}] * 3
    # a missing part is added once
    [task] = room.column("SELECT min(id) FROM plan_task WHERE plan_id = %s", drafts[0])
    room.rows("DELETE FROM plan_assignment WHERE task_id = %s RETURNING id", task)
    [late], [done] = room.stalled([activate(drafts[0], "desk_b")], [activate(drafts[0])])
    assert done.ok and late.ok, (done, late)
    assert count_assignments(room, drafts[0]) == [(260, 260)]


def test_plan_closed_while_agencies_work(room):
    """Requests that are running when a plan is closed are refused: closed work is read only."""
    [plan] = room.column("SELECT id FROM plan_plan WHERE number = '9/CLOSE'")
    room.must(*activate(plan))
    sql = "SELECT id FROM plan_assignment WHERE plan_id = %s AND agency_id = %s ORDER BY id"
    assignments = room.column(sql, plan, agency(room, "SNV"))
    room.must("officer", ASSIGNMENT, "write", (assignments, {**READY, "is_secret": True}))
    room.must(*submit(assignments[0]))
    close = Call("desk", "plan.plan", "action_close", ([plan],))
    late, done = room.stalled(
        [approve(assignments[0]), submit(assignments[1]), edit(assignments[2]), ask(room, assignments[3])], [close]
    )
    assert done[0].ok, done
    assert all("is closed: its work is read-only" in answer.sentence for answer in late), late
    assert [room.state(assignment) for assignment in assignments] == ["submitted", "none", "none", "none"]
    assert room.plan_log(plan) == {"activate": 1, "close": 1}


# -- the cron ---------------------------------------------------------------------------------------------------------


def test_cron_killed_midway_and_on_two_servers(room):
    """Two servers, one runs the job and is killed in its second batch; the other opens the rest, and only the rest."""
    [plan] = room.column("SELECT id FROM plan_plan WHERE number = '9/CRON'")
    assert count_assignments(room, plan) == [(0, 0)]
    servers = room.cron_servers("ir_cron_open_cycles", 2)
    [last] = room.column("SELECT max(id) FROM plan_task WHERE plan_id = %s", plan)
    with room.row_held("plan_task", last):
        running = room.wait_for_cron(servers)
        assert BUSY in room.fire(activate(plan)).sentence
        assert count_assignments(room, plan) == [(500, 500)]
        [kept] = room.column("SELECT array_agg(id ORDER BY id) FROM plan_assignment WHERE plan_id = %s", plan)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert count_assignments(room, plan) == [(500, 500)]
    room.wait_for_job("ir_cron_open_cycles")
    assert count_assignments(room, plan) == [(744, 744)]
    assert set(kept) <= set(room.column("SELECT id FROM plan_assignment WHERE plan_id = %s", plan))


# -- people -----------------------------------------------------------------------------------------------------------


def test_member_removed_while_he_approves(room):
    """Either they were still a deputy when they approved, and the log says so, or they are told that they are not
    one.
    """
    assignments = room.make_assignments(4, "submitted")
    [user] = room.column("SELECT id FROM res_users WHERE login = 'race_leaving'")
    place = {"user_id": user, "agency_id": agency(room, "SNV"), "role": "deputy"}
    for assignment in assignments[:3]:
        [member] = room.column("SELECT id FROM plan_member WHERE user_id = %s", user)
        leave = Call("keeper", "plan.member", "unlink", ([member],))
        if assignment == assignments[2]:
            [approved], [left] = room.stalled([approve(assignment, "leaving")], [leave])
        else:
            approved, left = room.together(approve(assignment, "leaving"), leave)
        assert left.ok
        assert room.state(assignment) == ("approved" if approved.ok else "submitted")
        offices = room.column(
            "SELECT user_office FROM plan_log WHERE assignment_id = %s AND decision = 'approve'", assignment
        )
        assert offices == (["Deputy"] if approved.ok else [])
        for server in (0, 1):
            assert not room.fire(approve(assignments[3], "leaving"), server).ok
        room.must("keeper", "plan.member", "create", ([place],))
    assert room.fire(approve(assignments[3], "leaving"), 1).ok


def test_two_servers_on_one_database(room):
    """Changes through one server apply with the next request to the other."""
    [assignment] = room.make_assignments(1, ready=False)
    for number in range(4):
        text = f"Lần {number}"
        assert room.fire(Call("officer", ASSIGNMENT, "write", ([assignment], {"result": text})), number % 2).ok
        read = room.fire(Call("officer_b", ASSIGNMENT, "read", ([assignment], ["result"])), (number + 1) % 2)
        assert read.result[0]["result"] == text
    own = Call("stc", ASSIGNMENT, "search", ([["agency_id", "=", agency(room, "STC")]],))
    assert room.fire(own, 0).result and room.fire(own, 1).result
    for number in range(3):
        [(member, *place)] = room.rows(
            "SELECT m.id, user_id, agency_id, role FROM plan_member m JOIN res_users u ON u.id = user_id"
            " WHERE u.login = 'race_stc'"
        )
        assert room.fire(Call("keeper", "plan.member", "unlink", ([member],)), number % 2).ok
        for server in ((number + 1) % 2, number % 2):
            assert not room.fire(own, server).result
        values = dict(zip(("user_id", "agency_id", "role"), place, strict=True))
        assert room.fire(Call("keeper", "plan.member", "create", ([values],)), number % 2).ok
        assert room.fire(own, (number + 1) % 2).result
