"""Two people press at the same moment: two real servers on one database, nothing doubled, nothing lost."""

import hashlib
import signal
from datetime import date

import pytest

from .race_common import BUSY, CARD, READY, Call, RaceRoom

DESK = ("desk", "desk_b")
GONE = "so this is no longer possible"
SIGNED = {"number": "5/QĐ-UBND", "date": "2026-03-02", "is_secret": True}
ASKED = date(2092, 6, 30)


@pytest.fixture(scope="module")
def room():
    room = RaceRoom("races")
    try:
        room.open(cards=230, duties=6)
        yield room
        assert room.complaints() == []
    finally:
        room.close()


@pytest.fixture(autouse=True)
def nothing_doubled_or_lost(room):
    """Invariants of all cards, whatever was pressed."""
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


def approve(card, user="leader"):
    return Call(user, CARD, "action_approve", ([card],))


def withdraw(card, user="officer_b"):
    return Call(user, CARD, "action_withdraw", ([card],))


def submit(card, user="officer"):
    return Call(user, CARD, "action_submit", ([card],))


def confirm(*cards, user="desk"):
    return Call(user, CARD, "action_confirm", (list(cards),))


def send_back(room, card, user):
    return room.wizard(user, "plan.assignment.return", "action_return", assignment_ids=[card], reason="Thiếu phụ lục")


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
    cards = room.cards(10, "submitted")
    answers = room.together(*(approve(card, user) for card in cards for user in ("leader", "deputy")))
    for pair in pairs(answers):
        has_one_winner(pair)
    stale = room.cards(3, "submitted")
    late, first = room.stalled([approve(card, "deputy") for card in stale], [approve(card) for card in stale])
    assert all(answer.ok for answer in first)
    assert all("“Approved” now" in answer.sentence for answer in late), late
    [held] = room.cards(1, "submitted")
    first, second = room.midway(approve(held), approve(held, "deputy"))
    assert first.ok and BUSY in second.sentence
    for card in [*cards, *stale, held]:
        assert (room.state(card), room.log(card)) == ("approved", {"submit": 1, "approve": 1})


def test_approved_while_taken_back(room):
    together, first, second = (room.cards(count, "submitted") for count in (8, 2, 2))
    answers = pairs(room.together(*(call for card in together for call in (approve(card), withdraw(card)))))
    won = {card: has_one_winner(pair) for card, pair in zip(together, answers, strict=True)}
    late, done = room.stalled(
        [*map(withdraw, first), *map(approve, second)], [*map(approve, first), *map(withdraw, second)]
    )
    assert all(answer.ok for answer in done) and all(GONE in answer.sentence for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for card, winner in won.items():
        assert (room.state(card), room.log(card)) == [
            ("approved", {"submit": 1, "approve": 1}),
            ("none", {"submit": 1, "withdraw": 1}),
        ][winner]


def test_returned_while_another_approves(room):
    together, first, second = (room.cards(count, "submitted") for count in (6, 2, 2))
    answers = pairs(
        room.together(*(call for card in together for call in (approve(card), send_back(room, card, "deputy"))))
    )
    won = {card: has_one_winner(pair) for card, pair in zip(together, answers, strict=True)}
    returns = {card: send_back(room, card, "deputy") for card in [*first, *second]}
    late, done = room.stalled(
        [*(returns[card] for card in first), *map(approve, second)],
        [*map(approve, first), *(returns[card] for card in second)],
    )
    assert all(answer.ok for answer in done) and not any(answer.ok for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for card, winner in won.items():
        assert (room.state(card), room.log(card)) == [
            ("approved", {"submit": 1, "approve": 1}),
            ("none", {"submit": 1, "return": 1}),
        ][winner]


def test_three_clicks_on_submit(room):
    cards = room.cards(6)
    answers = room.together(*(submit(card) for card in cards for _click in range(3)))
    for number, card in enumerate(cards):
        assert [answer.ok for answer in answers[number * 3 : number * 3 + 3]].count(True) == 1
        assert (room.state(card), room.log(card)) == ("submitted", {"submit": 1})


EDIT = {"product_number": "2/KH-SNV", "result": "Đã sửa"}


def edit(card):
    return Call("officer_b", CARD, "write", ([card], EDIT))


def test_submitted_while_edited(room):
    """The submitted result is the one that its submitter has seen; it is not edited afterwards."""
    together, first, second = (room.cards(count) for count in (8, 3, 3))
    answers = pairs(room.together(*(call for card in together for call in (submit(card), edit(card)))))
    late, done = room.stalled([*map(edit, first), *map(submit, second)], [*map(submit, first), *map(edit, second)])
    assert all(answer.ok for answer in done), done
    assert all("has been submitted" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    edited = {card: pair[1].ok for card, pair in zip(together, answers, strict=True)}
    edited |= dict.fromkeys(first, False) | dict.fromkeys(second, True)
    for card, is_edited in edited.items():
        [row] = room.rows("SELECT product_number, result, result_state, xmin FROM plan_assignment WHERE id = %s", card)
        values = {**READY, **EDIT} if is_edited else READY
        assert row[:2] == (values["product_number"], values["result"])
        if row[2] == "submitted":
            # the hand-in's transaction was the last that wrote the card
            assert room.column("SELECT xmin FROM plan_log WHERE assignment_id = %s", card) == [row[3]]
        else:
            assert is_edited and room.log(card) == {}


# -- files ------------------------------------------------------------------------------------------------------------


def with_files(room, count):
    """Return {card: its file}, everything else being there for the hand-in."""
    cards = room.cards(count)
    room.must("officer", CARD, "write", (cards, {"is_secret": False}))
    return {
        card: room.fire(room.add_file(card, "a.pdf", b"%PDF-1.4 first of " + str(card).encode())).result[0]
        for card in cards
    }


def evidence(room, card):
    return room.rows("SELECT name, is_frozen FROM plan_evidence WHERE assignment_id = %s ORDER BY id", card)


def test_submitted_while_its_only_file_is_deleted(room):
    files = with_files(room, 10)
    cards = list(files)
    delete = {card: Call("officer_b", "ir.attachment", "unlink", ([file],)) for card, file in files.items()}
    answers = room.together(*(call for card in cards[:4] for call in (submit(card), delete[card])))
    for card, (submitted, deleted) in zip(cards[:4], pairs(answers), strict=True):
        assert submitted.ok != deleted.ok, (submitted, deleted)
        assert evidence(room, card) == ([("a.pdf", True)] if submitted.ok else [])
    first, second = cards[4:7], cards[7:]
    late, done = room.stalled(
        [*map(submit, first), *(delete[card] for card in second)],
        [*(delete[card] for card in first), *map(submit, second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("the product's file" in answer.sentence for answer in late[:3]), late
    assert all("was submitted with the result" in answer.sentence for answer in late[3:]), late
    assert [evidence(room, card) for card in first + second] == [[]] * 3 + [[("a.pdf", True)]] * 3


def test_submitted_while_a_file_is_added_or_replaced(room):
    """Nothing of it is refused for good, and whatever is there at the end is frozen."""
    files = with_files(room, 12)
    cards = list(files)
    ids = dict(room.rows("SELECT assignment_id, id FROM plan_evidence"))

    def add(card):
        return room.add_file(card, "b.pdf", b"%PDF-1.4 second " + str(card).encode(), user="officer_b")

    def replace(card):
        raw = b"%PDF-1.4 other " + str(card).encode()
        return lambda server: room.upload("officer_b", card, "b.pdf", raw, ids[card], server=server)

    bring = {card: [add, replace][number % 2](card) for number, card in enumerate(cards)}
    answers = room.together(*(call for card in cards[:4] for call in (submit(card), bring[card])))
    for submitted, brought in pairs(answers):
        assert brought.ok and (submitted.ok or BUSY in submitted.sentence), (submitted, brought)
    first, second = cards[4:8], cards[8:]
    late, done = room.stalled(
        [*map(submit, first), *(bring[card] for card in second)],
        [*(bring[card] for card in first), *map(submit, second)],
    )
    assert all(answer.ok for answer in [*done, *late]), (done, late)
    for card in first + second:
        assert evidence(room, card) == [("a.pdf", True), ("b.pdf", True)]


def test_many_files_at_once_on_one_card(room):
    """Six files from six windows: all are kept; of two that replace the same one, the second hears so."""
    [(card, _file)] = with_files(room, 1).items()
    [old] = room.column("SELECT id FROM plan_evidence WHERE assignment_id = %s", card)
    added = room.together(*(room.add_file(card, f"{number}.pdf", b"%%PDF %d" % number) for number in range(6)))
    assert all(answer.ok for answer in added), added
    assert len(evidence(room, card)) == 7

    def replace(name):
        return lambda server: room.upload("officer", card, name, b"%PDF-1.4 " + name.encode(), old, server=server)

    answers = room.together(replace("x.pdf"), replace("y.pdf"))
    assert sorted(answer.ok for answer in answers) == [False, True], answers
    winner = "“x.pdf”" if answers[0].ok else "“y.pdf”"
    assert winner in "".join(answer.sentence for answer in answers), answers
    assert len(evidence(room, card)) == 8
    assert room.log(card) == {"replace_evidence": 1}


def test_submitted_while_a_step_is_edited(room):
    """The way to a result stays as it was when the result was handed in."""
    cards = room.cards(6)
    steps = room.must(
        "officer", "plan.step", "create",
        ([{"assignment_id": card, "name": "Dự thảo", "date_due": "2026-02-01", "product": "Bản 1"} for card in cards],),
    )  # fmt: skip
    change = {
        card: Call("officer_b", "plan.step", "write", ([step], {"product": "Bản 2"}))
        for card, step in zip(cards, steps, strict=True)
    }
    first, second = cards[:3], cards[3:]
    late, done = room.stalled(
        [*(change[card] for card in first), *map(submit, second)],
        [*map(submit, first), *(change[card] for card in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("its steps cannot be changed" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    products = room.column("SELECT product FROM plan_step WHERE id IN %s ORDER BY id", tuple(steps))
    assert products == ["Bản 1"] * 3 + ["Bản 2"] * 3


# -- the desk ---------------------------------------------------------------------------------------------------------


def test_fifty_confirmed_while_one_is_returned(room):
    """All or none: while one of fifty is returned, nothing is confirmed."""
    cards = room.cards(50, "approved")
    late, done = room.stalled([confirm(*cards, user="desk_b")], [send_back(room, cards[0], "desk")])
    assert done[0].ok and "is now “Not Submitted”" in late[0].sentence, (done, late)
    assert {room.state(card) for card in cards[1:]} == {"approved"}
    rest = cards[1:]
    first, second = room.midway(confirm(*rest), send_back(room, rest[-1], "desk_b"))
    assert first.ok and BUSY in second.sentence, (first, second)
    for card in rest:
        assert (room.state(card), room.log(card)) == ("confirmed", {"submit": 1, "approve": 1, "confirm": 1})


def test_two_desk_users_confirm_the_same(room):
    cards = room.cards(20, "approved")
    answers = room.together(confirm(*cards), confirm(*cards, user="desk_b"))
    assert [answer.ok for answer in answers].count(True) <= 1
    states = {room.state(card) for card in cards}
    assert states == ({"confirmed"} if any(answer.ok for answer in answers) else {"approved"})
    again = room.fire(confirm(*cards))
    assert again.ok == (states == {"approved"}) and (again.ok or GONE in again.sentence)
    for card in cards:
        assert (room.state(card), room.log(card)) == ("confirmed", {"submit": 1, "approve": 1, "confirm": 1})


# -- extensions -------------------------------------------------------------------------------------------------------


def ask(room, card, user="officer"):
    return room.wizard(
        user, "plan.extension.ask", "action_ask", assignment_ids=[card], date_asked=str(ASKED), reason="Chờ hướng dẫn"
    )


def asked(room, cards):
    """Ask for a new deadline of each card; return {card: the request}."""
    for card in cards:
        room.must(*ask(room, card))
    return dict(room.rows("SELECT assignment_id, id FROM plan_extension WHERE assignment_id IN %s", tuple(cards)))


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


def extension_of(room, card):
    return room.rows(
        "SELECT e.state, a.date_deadline = %s FROM plan_extension e JOIN plan_assignment a ON a.id = e.assignment_id"
        " WHERE a.id = %s",
        ASKED,
        card,
    )


def test_extension_granted_while_confirmed(room):
    """The deadline of a confirmed result does not move: granted before, or no longer needed."""
    cards = room.cards(10, "approved")
    grant = {card: decide(room, extension) for card, extension in asked(room, cards).items()}
    sure = dict.fromkeys(["submit", "approve", "ask_extension"], 1)
    together, first, second = cards[:4], cards[4:7], cards[7:]
    answers = room.together(*(call for card in together for call in (confirm(card, user="desk_b"), grant[card])))
    for card, (confirmed, granted) in zip(together, pairs(answers), strict=True):
        assert confirmed.ok or granted.ok, (confirmed, granted)
        assert extension_of(room, card) == [("granted", True)] if granted.ok else [("lapsed", False)]
        done = {"confirm": confirmed.ok, "grant": granted.ok, "lapse": not granted.ok}
        assert room.log(card) == sure | {name: 1 for name, so in done.items() if so}
    late, done = room.stalled(
        [*(grant[card] for card in first), *(confirm(card, user="desk_b") for card in second)],
        [*(confirm(card, user="desk_b") for card in first), *(grant[card] for card in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("can no longer change" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    for card in first:
        assert extension_of(room, card) == [("lapsed", False)]
        assert room.log(card) == sure | {"confirm": 1, "lapse": 1}
    for card in second:
        assert extension_of(room, card) == [("granted", True)]
        assert room.log(card) == sure | {"grant": 1, "confirm": 1}


def test_extension_asked_while_confirmed(room):
    cards = room.cards(6, "approved")
    wish = {card: ask(room, card) for card in cards}
    first, second = cards[:3], cards[3:]
    late, done = room.stalled(
        [*(wish[card] for card in first), *(confirm(card) for card in second)],
        [*(confirm(card) for card in first), *(wish[card] for card in second)],
    )
    assert all(answer.ok for answer in done), done
    assert all("already" in answer.sentence for answer in late[:3]), late
    assert all(answer.ok for answer in late[3:]), late
    assert [extension_of(room, card) for card in cards] == [[]] * 3 + [[("lapsed", False)]] * 3


def test_two_ask_for_one_extension(room):
    cards = room.cards(8)
    wish = {card: (ask(room, card), ask(room, card, "officer_b")) for card in cards}
    for pair in pairs(room.together(*(call for card in cards[:5] for call in wish[card]))):
        assert sorted(answer.ok for answer in pair) == [False, True], pair
    late, done = room.stalled([wish[card][1] for card in cards[5:]], [wish[card][0] for card in cards[5:]])
    assert all(answer.ok for answer in done), done
    assert all("already has an extension request" in answer.sentence for answer in late), late
    for card in cards:
        assert extension_of(room, card) == [("asked", False)]
        assert room.log(card) == {"ask_extension": 1}


def test_granted_while_refused(room):
    cards = room.cards(8)
    calls = {
        card: (decide(room, extension), decide(room, extension, "desk_b", "refuse"))
        for card, extension in asked(room, cards).items()
    }
    answers = pairs(room.together(*(call for card in cards[:4] for call in calls[card])))
    won = {card: has_one_winner(pair) for card, pair in zip(cards[:4], answers, strict=True)}
    first, second = cards[4:6], cards[6:]
    late, done = room.stalled(
        [*(calls[card][1] for card in first), *(calls[card][0] for card in second)],
        [*(calls[card][0] for card in first), *(calls[card][1] for card in second)],
    )
    assert all(answer.ok for answer in done) and all(GONE in answer.sentence for answer in late), (done, late)
    won |= dict.fromkeys(first, 0) | dict.fromkeys(second, 1)
    for card, winner in won.items():
        assert extension_of(room, card) == [[("granted", True)], [("refused", False)]][winner]
        assert room.log(card) == {"ask_extension": 1, ("grant", "refuse")[winner]: 1}


# -- contributions ----------------------------------------------------------------------------------------------------


def agency(room, code):
    return room.column("SELECT id FROM plan_agency WHERE code = %s", code)[0]


def ask_part(room, card, *codes, user="officer"):
    return room.wizard(
        user,
        "plan.assignment.ask",
        "action_ask",
        assignment_id=card,
        agency_ids=[[6, 0, [agency(room, code) for code in codes]]],
        date_deadline="2089-01-31",
        request="Góp số liệu",
    )


def parts_of(room, card):
    return room.column("SELECT id FROM plan_assignment WHERE parent_id = %s ORDER BY id", card)


def test_contribution_asked_twice(room):
    cards = room.cards(6, ready=False)
    calls = {card: (ask_part(room, card, "XCAO"), ask_part(room, card, "XCAO", user="officer_b")) for card in cards}
    for pair in pairs(room.together(*(call for card in cards[:3] for call in calls[card]))):
        assert sorted(answer.ok for answer in pair) == [False, True], pair
    late, done = room.stalled([calls[card][1] for card in cards[3:]], [calls[card][0] for card in cards[3:]])
    assert all(answer.ok for answer in done), done
    assert all("Already asked: Xã Cao Sơn" in answer.sentence for answer in late), late
    for card in cards:
        assert len(parts_of(room, card)) == 1
        assert room.log(card) == {"ask": 1}


def handed_in_parts(room, count, *codes):
    """Return {lead's card: its contributions}, each approved in its agency with one file."""
    leads = room.cards(count)
    for card in leads:
        room.must(*ask_part(room, card, *codes))
    parts = {card: parts_of(room, card) for card in leads}
    for code in codes:
        officer = {"XCAO": "cao", "STC": "stc"}[code]
        sql = "SELECT id FROM plan_assignment WHERE parent_id IN %s AND agency_id = %s"
        own = room.column(sql, tuple(leads), agency(room, code))
        room.must(officer, CARD, "write", (own, {**READY, "result": f"Số liệu {code}"}))
        for card in own:
            room.must(*room.add_file(card, f"{code}.pdf", b"%PDF-1.4 " + str(card).encode(), user=officer))
        room.must(officer, CARD, "action_submit", (own,))
        room.must(f"{officer}_leader", CARD, "action_approve", (own,))
    return parts


def lines(room, lead):
    """Return how often each contribution occurs in its lead's result, and the lead's files."""
    [text] = room.column("SELECT result FROM plan_assignment WHERE id = %s", lead)
    return text.count("Số liệu XCAO"), text.count("Số liệu STC"), sorted(name for name, _frozen in evidence(room, lead))


def test_contribution_taken_while_returned(room):
    parts = handed_in_parts(room, 6, "XCAO")
    leads, own = list(parts), [ids[0] for ids in parts.values()]
    back = {card: send_back(room, card, "officer_b") for card in own}
    answers = pairs(room.together(*(call for card in own[:4] for call in (confirm(card, user="officer"), back[card]))))
    late, done = room.stalled(
        [back[own[4]], confirm(own[5], user="officer")], [confirm(own[4], user="officer"), back[own[5]]]
    )
    assert all(answer.ok for answer in done) and GONE in late[1].sentence, (done, late)
    answers += [(done[0], late[0]), (late[1], done[1])]
    for lead, card, (taken, returned) in zip(leads, own, answers, strict=True):
        assert taken.ok or returned.ok, (taken, returned)
        assert lines(room, lead) == ((1, 0, ["XCAO.pdf"]) if taken.ok else (0, 0, []))
        assert room.log(lead) == ({"ask": 1, "take": 1} if taken.ok else {"ask": 1})
        # those who may return it still may when it has been taken: then it was taken before
        back_by = {(True, True): ["return_confirmed"], (False, True): ["return_approved"]}.get((taken.ok, returned.ok))
        decisions = ["submit", "approve", *(["confirm"] if taken.ok else []), *(back_by or [])]
        assert room.log(card) == dict.fromkeys(decisions, 1)
        assert room.state(card) == ("none" if returned.ok else "confirmed")


def test_two_contributions_taken_at_once(room):
    """Two officers of the lead take one each into the same text, or one hands the text in: no line is lost."""
    parts = handed_in_parts(room, 5, "XCAO", "STC")
    leads = list(parts)
    calls = {
        lead: [confirm(card, user=user) for card, user in zip(ids, ("officer", "officer_b"), strict=True)]
        for lead, ids in parts.items()
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


def count_cards(room, plan):
    """Return how many cards the plan has, and how many different ones."""
    sql = "SELECT count(*), count(DISTINCT (task_id, agency_id, role, year)) FROM plan_assignment WHERE plan_id = %s"
    return room.rows(sql, plan)


def activate(plan, user="desk"):
    return Call(user, "plan.plan", "action_activate", ([plan],))


def test_plan_activated_twice(room):
    """Four tasks for 65 bodies are 260 cards, however often and wherever the button is pressed."""
    drafts = room.column("SELECT id FROM plan_plan WHERE number LIKE '%%/DRAFT' ORDER BY id")
    answers = room.together(*(activate(drafts[0], user) for user in DESK * 2))
    assert any(answer.ok for answer in answers), answers
    [late], [done] = room.stalled([activate(drafts[1], "desk_b")], [activate(drafts[1])])
    assert done.ok and late.ok, (done, late)  # pressed again, there is nothing to add
    first, second = room.midway(activate(drafts[2]), activate(drafts[2], "desk_b"), table="plan_assignment")
    assert first.ok and BUSY in second.sentence, (first, second)
    assert [count_cards(room, plan) for plan in drafts] == [[(260, 260)]] * 3
    assert [room.plan_log(plan) for plan in drafts] == [{"activate": 1}] * 3
    # a missing part is added once
    [task] = room.column("SELECT min(id) FROM plan_task WHERE plan_id = %s", drafts[0])
    room.rows("DELETE FROM plan_assignment WHERE task_id = %s RETURNING id", task)
    [late], [done] = room.stalled([activate(drafts[0], "desk_b")], [activate(drafts[0])])
    assert done.ok and late.ok, (done, late)
    assert count_cards(room, drafts[0]) == [(260, 260)]


def test_plan_closed_while_agencies_work(room):
    """Requests that are running when a plan is closed are refused: closed work is read only."""
    [plan] = room.column("SELECT id FROM plan_plan WHERE number = '9/CLOSE'")
    room.must(*activate(plan))
    sql = "SELECT id FROM plan_assignment WHERE plan_id = %s AND agency_id = %s ORDER BY id"
    cards = room.column(sql, plan, agency(room, "SNV"))
    room.must("officer", CARD, "write", (cards, {**READY, "is_secret": True}))
    room.must(*submit(cards[0]))
    close = Call("desk", "plan.plan", "action_close", ([plan],))
    late, done = room.stalled([approve(cards[0]), submit(cards[1]), edit(cards[2]), ask(room, cards[3])], [close])
    assert done[0].ok, done
    assert all("is closed: its work is read-only" in answer.sentence for answer in late), late
    assert [room.state(card) for card in cards] == ["submitted", "none", "none", "none"]
    assert room.plan_log(plan) == {"activate": 1, "close": 1}


# -- the cron ---------------------------------------------------------------------------------------------------------


def test_cron_killed_midway_and_on_two_servers(room):
    """Two servers, one runs the job and is killed in its second batch; the other opens the rest, and only the rest."""
    [plan] = room.column("SELECT id FROM plan_plan WHERE number = '9/CRON'")
    assert count_cards(room, plan) == [(0, 0)]
    servers = room.cron_servers("ir_cron_open_cycles", 2)
    [last] = room.column("SELECT max(id) FROM plan_task WHERE plan_id = %s", plan)
    with room.row_held("plan_task", last):
        running = room.wait_for_cron(servers)
        assert BUSY in room.fire(activate(plan)).sentence
        assert count_cards(room, plan) == [(500, 500)]
        [kept] = room.column("SELECT array_agg(id ORDER BY id) FROM plan_assignment WHERE plan_id = %s", plan)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert count_cards(room, plan) == [(500, 500)]
    room.wait_for_job("ir_cron_open_cycles")
    assert count_cards(room, plan) == [(744, 744)]
    assert set(kept) <= set(room.column("SELECT id FROM plan_assignment WHERE plan_id = %s", plan))


# -- people -----------------------------------------------------------------------------------------------------------


def test_member_removed_while_he_approves(room):
    """Either they were still a deputy when they approved, and the log says so, or they are told that they are not
    one.
    """
    cards = room.cards(4, "submitted")
    [user] = room.column("SELECT id FROM res_users WHERE login = 'race_leaving'")
    place = {"user_id": user, "agency_id": agency(room, "SNV"), "role": "deputy"}
    for card in cards[:3]:
        [member] = room.column("SELECT id FROM plan_member WHERE user_id = %s", user)
        leave = Call("keeper", "plan.member", "unlink", ([member],))
        if card == cards[2]:
            [approved], [left] = room.stalled([approve(card, "leaving")], [leave])
        else:
            approved, left = room.together(approve(card, "leaving"), leave)
        assert left.ok
        assert room.state(card) == ("approved" if approved.ok else "submitted")
        offices = room.column(
            "SELECT user_office FROM plan_log WHERE assignment_id = %s AND decision = 'approve'", card
        )
        assert offices == (["Deputy"] if approved.ok else [])
        for server in (0, 1):
            assert not room.fire(approve(cards[3], "leaving"), server).ok
        room.must("keeper", "plan.member", "create", ([place],))
    assert room.fire(approve(cards[3], "leaving"), 1).ok


def test_two_servers_on_one_database(room):
    """Changes through one server apply with the next request to the other."""
    [card] = room.cards(1, ready=False)
    for number in range(4):
        text = f"Lần {number}"
        assert room.fire(Call("officer", CARD, "write", ([card], {"result": text})), number % 2).ok
        read = room.fire(Call("officer_b", CARD, "read", ([card], ["result"])), (number + 1) % 2)
        assert read.result[0]["result"] == text
    own = Call("stc", CARD, "search", ([["agency_id", "=", agency(room, "STC")]],))
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
