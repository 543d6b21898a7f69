from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import WorkCase

# sentences by which an action is refused to somebody who reads the assignment
NOT_AGENCY = "is the work of Sở Nội vụ: only its officers and leaders"
NOT_LEADER = "Only a leader or deputy of Sở Nội vụ in office today"
NOT_DESK = "Only Sở Khoa học và Công nghệ can decide this"
GONE_ON = "so this is no longer possible"

EVERYBODY = (
    "officer", "leader", "deputy", "deputy_out", "officer_two", "other_officer", "desk", "other_desk", "independent",
    "reader", "manager",
)  # fmt: skip
STRANGERS = {"deputy_out", "other_officer", "other_desk", "independent"}
AGENCY = {"officer", "leader", "deputy", "officer_two"}
LEADERS = {"leader", "deputy"}
DESK = {"desk"}

# users who may take the step, and the refusal for other readers of the assignment
STEPS = {
    "submit": (AGENCY, NOT_AGENCY),
    "withdraw": (AGENCY, NOT_AGENCY),
    "approve": (LEADERS, NOT_LEADER),
    "paper": (AGENCY, NOT_AGENCY),
    "confirm": (DESK, NOT_DESK),
    "spot_check": (DESK, NOT_DESK),
    "stop": (DESK, NOT_DESK),
    "resume": (DESK, NOT_DESK),
}
RETURNS = {"submitted": (LEADERS, NOT_LEADER), "approved": (DESK, NOT_DESK), "confirmed": (DESK, NOT_DESK)}

# state: {step: what follows (state, stage, decision in the log), or the sentence that refuses}
TABLE = {
    "none": {
        "submit": ("submitted", "review", "submit"),
        "withdraw": GONE_ON,
        "approve": GONE_ON,
        "paper": GONE_ON,
        "confirm": GONE_ON,
        "return": "has no result to return",
        "spot_check": "has no approved result",
        "stop": ("none", "paused", "stop"),
        "resume": "is not paused or cancelled",
    },
    "submitted": {
        "submit": GONE_ON,
        "withdraw": ("none", "draft", "withdraw"),
        "approve": ("approved", "review", "approve"),
        "paper": ("approved", "review", "approve_signed_copy"),
        "confirm": GONE_ON,
        "return": ("none", "draft", "return"),
        "spot_check": "has no approved result",
        "stop": ("none", "paused", "stop"),
        "resume": "is not paused or cancelled",
    },
    "approved": {
        "submit": GONE_ON,
        "withdraw": GONE_ON,
        "approve": GONE_ON,
        "paper": GONE_ON,
        "confirm": ("confirmed", "done", "confirm"),
        "return": ("none", "draft", "return_approved"),
        "spot_check": ("approved", "review", "spot_check"),
        "stop": ("none", "paused", "stop"),
        "resume": "is not paused or cancelled",
    },
    "confirmed": {
        "submit": GONE_ON,
        "withdraw": GONE_ON,
        "approve": GONE_ON,
        "paper": GONE_ON,
        "confirm": GONE_ON,
        "return": ("none", "draft", "return_confirmed"),
        "spot_check": ("confirmed", "done", "spot_check"),
        "stop": "it cannot be paused or cancelled",
        "resume": "is not paused or cancelled",
    },
    "paused": {
        "submit": "Its desk must resume it first",
        "withdraw": GONE_ON,
        "approve": GONE_ON,
        "paper": GONE_ON,
        "confirm": GONE_ON,
        "return": "has no result to return",
        "spot_check": "has no approved result",
        "stop": "it cannot be paused or cancelled",
        "resume": ("none", "draft", "resume"),
    },
}


@freeze_time("2026-03-10 03:00:00")
class ResultCase(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "officer": cls.officer_snv,
            "leader": cls.leader_snv,
            "deputy": cls.deputy_snv,
            "deputy_out": cls.deputy_out,
            "officer_two": cls.officer_two,
            "other_officer": cls.officer_stc,
            "desk": cls.desk,
            "other_desk": cls.desk_stc,
            "independent": cls.leader_ttra,
            "reader": cls.reader,
            "manager": cls.manager,
        }

    def bring_to(self, state, assignment=None):
        """Take the assignment from drafting to this state, as those who do it."""
        assignment = assignment or self.assignment
        assignment.with_user(self.officer_snv).write({**self.RESULT, "stage_id": self.stage("draft").id})
        if state == "paused":
            self.stop(assignment, self.desk)
        if state in ("submitted", "approved", "confirmed"):
            assignment.with_user(self.officer_snv).action_submit()
        if state in ("approved", "confirmed"):
            assignment.with_user(self.leader_snv).action_approve()
        if state == "confirmed":
            assignment.with_user(self.desk).action_confirm()

    def take(self, step, assignment, user):
        """Take a step as its button does."""
        wizards = {"paper": self.sign, "return": self.give_back, "stop": self.stop, "resume": self.resume}
        if step in wizards:
            wizards[step](assignment, user)
        else:
            getattr(assignment.with_user(user), f"action_{step}")()


class TestTable(ResultCase):
    """Every step, in every state, by everybody: allowed or refused, and what it leaves behind."""

    def expect(self, state, step, role):
        """Return what follows when `role` takes the step: a row of the table, a sentence or an error class."""
        if role in STRANGERS:
            return AccessError
        may, sentence = RETURNS.get(state, (EVERYBODY, "")) if step == "return" else STEPS[step]
        follows = TABLE[state][step]
        # a reader's screen has none of the wizards, and Odoo says so itself
        if role in ("reader", "manager") and step in ("paper", "return", "stop", "resume"):
            return AccessError
        if role == "desk" and step == "paper":
            return AccessError
        return follows if role in may else sentence

    def check(self, state, step, role):
        expected, assignment = self.expect(state, step, role), self.assignment
        before = (assignment.result_state, assignment.stage_id, len(self.log(assignment, "decision")))
        if isinstance(expected, tuple):
            self.take(step, assignment, self.people[role])
            target, stage, decision = expected
            self.assertEqual((assignment.result_state, assignment.stage_id), (target, self.stage(stage)))
            self.assertEqual(len(self.log(assignment, "decision")), before[2] + 1)
            row = self.log(assignment, "decision", "user_name", "agency_name")[0]
            agency = self.skhcn if role == "desk" else self.snv
            self.assertEqual(row, (decision, self.people[role].name, agency.name))
            return
        error = UserError if isinstance(expected, str) else expected
        with self.assertRaisesRegex(error, expected if isinstance(expected, str) else ""):
            self.take(step, assignment, self.people[role])
        self.assertEqual((assignment.result_state, assignment.stage_id, len(self.log(assignment, "decision"))), before)

    def test_every_step(self):
        for state, steps in TABLE.items():
            with self.rolled_back():
                self.bring_to(state)
                for step in steps:
                    for role in EVERYBODY:
                        with self.subTest(state=state, step=step, role=role), self.rolled_back():
                            self.check(state, step, role)

    def test_buttons_say_the_same(self):
        """A button is shown exactly to whom its step is open; a paper may come instead of the leader's tap."""
        steps = ("submit", "withdraw", "approve", "confirm", "return", "stop", "resume")
        for state in TABLE:
            with self.rolled_back():
                self.bring_to(state)
                for role in set(EVERYBODY) - STRANGERS:
                    assignment = self.assignment.with_user(self.people[role])
                    shown = {step for step in steps if assignment[f"can_{step}"]}
                    allowed = {step for step in steps if isinstance(self.expect(state, step, role), tuple)}
                    self.assertEqual(shown, allowed, (state, role))

    def test_closed_plan(self):
        """In a closed plan no step is left to anybody."""
        for state, steps in TABLE.items():
            with self.rolled_back():
                self.bring_to(state)
                self.plan.with_user(self.desk).action_close()
                for step in steps:
                    may = self.leader_snv if step in ("submit", "withdraw", "approve", "paper") else self.desk
                    with self.subTest(state=state, step=step), self.assertRaisesRegex(UserError, "is closed"):
                        self.take(step, self.assignment, may)

    def test_no_step_without_a_log_row(self):
        """The whole way leaves a row for each step, with states before and after."""
        self.bring_to("confirmed")
        self.give_back(self.assignment, self.desk)
        self.assertEqual(
            self.log(self.assignment, "decision", "state_before", "state_after"),
            [
                ("return_confirmed", "confirmed", "none"),
                ("confirm", "approved", "confirmed"),
                ("approve", "submitted", "approved"),
                ("submit", "none", "submitted"),
            ],
        )


class TestHandIn(ResultCase):
    """The content of a result, which stays as submitted."""

    def test_what_is_missing(self):
        """Number, date, a line of text, a file or the word that it is secret: each is asked for by itself."""
        assignment = self.assignment.with_user(self.officer_snv)
        for missing, sentence in (
            ({"product_number": False}, "number and date"),
            ({"product_number": " \u200b "}, "number and date"),
            ({"product_date": False}, "number and date"),
            ({"result": False}, "a line that describes"),
            ({"result": " \n "}, "a line that describes"),
            ({"is_secret": False}, "the product's file"),
        ):
            with self.subTest(missing=missing), self.rolled_back():
                assignment.write({**self.RESULT, **missing})
                with self.assertRaisesRegex(UserError, sentence):
                    assignment.action_submit()
                self.assertRecordValues(assignment, [{"result_state": "none", "stage_kind": "todo"}])
                self.assertFalse(self.log(self.assignment, "decision"))

    def test_a_file_is_enough(self):
        assignment = self.assignment.with_user(self.officer_snv)
        assignment.write({**self.RESULT, "is_secret": False})
        self.attach(self.assignment)
        assignment.action_submit()
        self.assertEqual(assignment.result_state, "submitted")

    def test_other_papers_are_no_product(self):
        """The decision that paused the work and the signed paper of a returned result are not its product."""
        assignment = self.assignment.with_user(self.officer_snv)
        self.stop(self.assignment, self.desk)
        self.resume(self.assignment, self.desk)
        self.hand_in(self.assignment, self.officer_snv)
        self.sign(self.assignment, self.officer_snv)
        self.give_back(self.assignment, self.desk)
        self.assertEqual(set(self.assignment.evidence_ids.mapped("kind")), {"decision", "signed_copy"})
        assignment.is_secret = False
        with self.assertRaisesRegex(UserError, "the product's file"):
            assignment.action_submit()

    def test_drag_is_a_step(self):
        """Into the waiting column is handing in, out of it is taking back; what is written with it counts."""
        assignment = self.assignment.with_user(self.officer_snv)
        with self.assertRaisesRegex(UserError, "number and date"):
            assignment.stage_id = self.stage("review")
        assignment.write({**self.RESULT, "stage_id": self.stage("review").id})
        self.assertRecordValues(assignment, [{"result_state": "submitted", "submitted_user_id": self.officer_snv.id}])
        self.assertEqual(assignment.stage_id, self.stage("review"))
        assignment.stage_id = self.stage("consult")
        self.assertRecordValues(assignment, [{"result_state": "none", "date_submitted": False}])
        self.assertEqual(assignment.stage_id, self.stage("consult"))
        self.assertEqual(self.log(self.assignment, "decision"), ["withdraw", "submit"])

    def test_drag_after_approval(self):
        """Nobody can drag an approved assignment to another column."""
        for state in ("approved", "confirmed"):
            with self.rolled_back():
                self.bring_to(state)
                for user in (self.officer_snv, self.leader_snv):
                    with self.subTest(state=state, user=user.name), self.assertRaisesRegex(UserError, "is approved"):
                        self.assignment.with_user(user).stage_id = self.stage("draft")

    def test_fixed_once_handed_in(self):
        """The result is what was handed in, until it is taken back or returned."""
        changes = (
            {"product_number": "16/KH"}, {"product_date": "2026-03-02"}, {"result": "Khác"}, {"is_secret": False},
            {"result": "Khác", "stage_id": self.stage("draft").id},
        )  # fmt: skip
        for state in ("submitted", "approved", "confirmed"):
            with self.rolled_back():
                self.bring_to(state)
                for vals in changes:
                    with (
                        self.subTest(state=state, vals=vals),
                        self.assertRaisesRegex(UserError, "has been submitted"),
                    ):
                        self.assignment.with_user(self.leader_snv).write(vals)
                self.assignment.with_user(self.officer_snv).user_id = self.officer_two
                self.assertEqual(self.assignment.result, self.RESULT["result"])
        self.bring_to("submitted")
        self.assignment.with_user(self.officer_two).action_withdraw()
        self.assignment.with_user(self.officer_snv).result = "Khác"
        self.assertEqual(self.assignment.result, "Khác")

    def test_decided_as_seen(self):
        """A user who looked at a result does not decide on another one that has replaced it."""
        self.bring_to("submitted")
        seen = {"plan_seen_revision": self.assignment.revision_count}
        self.assignment.with_user(self.officer_snv).action_withdraw()
        self.assignment.with_user(self.officer_snv).write({"result": "Khác"})
        self.assignment.with_user(self.officer_snv).action_submit()
        with self.assertRaisesRegex(UserError, "have changed since you opened this page"):
            self.assignment.with_user(self.leader_snv).with_context(**seen).action_approve()
        seen = {"plan_seen_revision": self.assignment.revision_count}
        self.attach(self.assignment.with_user(self.officer_snv))  # beside what the leader has seen
        with self.assertRaisesRegex(UserError, "have changed since you opened this page"):
            self.assignment.with_user(self.leader_snv).with_context(**seen).action_approve()
        seen = {"plan_seen_revision": self.assignment.revision_count}
        self.assignment.with_user(self.leader_snv).with_context(**seen).action_approve()
        self.assignment.with_user(self.desk).with_context(**seen).action_confirm()
        self.assertEqual(self.assignment.result_state, "confirmed")

    def test_texts_are_clean(self):
        """Nothing hidden, nothing that the database refuses, and nothing that makes everybody's lists heavy."""
        assignment = self.assignment.with_user(self.officer_snv)
        assignment.write({"result": " Đã\u202e ban\x00 hành\nkế hoạch ", "product_number": "15\u200b/KH "})
        self.assertEqual((assignment.result, assignment.product_number), ("Đã ban hành\nkế hoạch", "15/KH"))
        for vals in ({"result": "x" * 50001}, {"product_number": "9" * 101}):
            with self.assertRaisesRegex(UserError, "is too long: at most"):
                assignment.write(vals)

    def test_files_are_frozen(self):
        file = self.attach(self.assignment)
        self.bring_to("submitted")
        self.assertEqual(self.assignment.evidence_ids.mapped("is_frozen"), [True])
        with self.assertRaisesRegex(UserError, "was submitted"):
            file.with_user(self.officer_snv).unlink()

    def test_protected(self):
        """State, who confirms and everything of the way is written by the steps alone."""
        for name in (
            "result_state", "stage_before_id", "submitted_user_id", "return_reason", "date_checked", "date_submitted",
            "decision_number", "decision_date", "confirming_agency_id", "confirmation", "request", "date_assigned",
        ):  # fmt: skip
            for user in (self.officer_snv, self.leader_snv, self.desk, self.manager):
                with self.subTest(name=name, user=user.name), self.assertRaises(AccessError):
                    self.assignment.with_user(user).write({name: False})

    def test_several_at_once(self):
        """Several results are handed in together, or none of them."""
        other = self.assignment_of("two_leads", self.snv)
        assignments = (self.assignment | other).with_user(self.officer_snv)
        self.assignment.with_user(self.officer_snv).write(self.RESULT)
        with self.assertRaisesRegex(UserError, f"“{other.task_code}”"):
            assignments.action_submit()
        self.assertEqual(set(assignments.mapped("result_state")), {"none"})
        other.with_user(self.officer_snv).write(self.RESULT)
        assignments.action_submit()
        self.assertEqual(set(assignments.mapped("result_state")), {"submitted"})


class TestWay(ResultCase):
    """Confirmation, the way of a returned assignment, and its days."""

    def test_who_confirms(self):
        """The desk; a collective's own leader; for the desk's own the independent agency; never who does the work."""
        support = self.assignment_of("one_lead", self.stc, "support")
        table = (
            (self.assignment, "desk", self.skhcn),
            (self.collective, "leader", self.skhcn),
            (support, "leader", self.skhcn),
            (self.of_desk, "independent", self.inspectorate),
        )
        for assignment, confirmation, agency in table:
            self.assertRecordValues(assignment, [{"confirmation": confirmation, "confirming_agency_id": agency.id}])
        self.assignment.task_id.confirmation = "independent"
        self.assertEqual(self.assignment.confirming_agency_id, self.inspectorate)
        self.plan.independent_agency_id = self.snv
        self.assertRecordValues(self.assignment, [{"confirmation": "desk", "confirming_agency_id": self.skhcn.id}])
        self.of_desk.task_id.confirmation = "desk"
        self.assertRecordValues(self.of_desk, [{"confirmation": "independent", "confirming_agency_id": self.snv.id}])

    def test_desk_is_not_independent_of_itself(self):
        with self.assertRaisesRegex(ValidationError, "independent"):
            self.plan.with_user(self.desk).independent_agency_id = self.skhcn

    def test_collective(self):
        """The leader's word is enough; the desk looks at samples and confirms what it has seen or not."""
        assignment = self.collective
        self.hand_in(assignment, self.officer_cao)
        assignment.with_user(self.leader_cao).action_approve()
        self.assertRecordValues(assignment, [{"result_state": "approved", "stage_kind": "done"}])
        self.assertEqual(str(assignment.date_done), "2026-03-01")
        assignment.with_user(self.desk).action_spot_check()
        self.assertEqual(str(assignment.date_checked), "2026-03-10")
        assignment.with_user(self.desk).action_confirm()
        self.assertRecordValues(assignment, [{"result_state": "confirmed", "stage_kind": "done"}])
        self.assertEqual(self.log(assignment, "decision"), ["confirm", "spot_check", "approve", "submit"])
        self.give_back(assignment, self.desk)
        self.assertRecordValues(
            assignment, [{"result_state": "none", "stage_kind": "todo", "date_done": False, "date_checked": False}]
        )

    def test_of_the_desk(self):
        """The desk's own result is confirmed by a leader of the independent agency, never by the desk."""
        assignment = self.of_desk
        self.hand_in(assignment, self.officer_skhcn)
        assignment.with_user(self.leader_skhcn).action_approve()
        for user in (self.desk, self.leader_skhcn):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only Thanh tra tỉnh can decide this"):
                assignment.with_user(user).action_confirm()
        with self.assertRaises(AccessError):
            assignment.with_user(self.officer_ttra).action_confirm()
        assignment.with_user(self.leader_ttra).action_confirm()
        self.assertRecordValues(assignment, [{"result_state": "confirmed", "stage_kind": "done"}])
        # and it is the independent agency that pauses or returns it
        self.give_back(assignment, self.leader_ttra)
        with self.assertRaisesRegex(UserError, "Only Thanh tra tỉnh can decide this"):
            self.stop(assignment, self.desk)
        self.stop(assignment, self.leader_ttra)
        self.assertEqual(assignment.stage_kind, "paused")

    def test_no_independent_agency(self):
        """If the plan names none, the desk is told to name it."""
        self.plan.independent_agency_id = False
        self.hand_in(self.of_desk, self.officer_skhcn)
        self.of_desk.with_user(self.leader_skhcn).action_approve()
        with self.assertRaisesRegex(UserError, "names no agency that confirms the desk's own work"):
            self.of_desk.with_user(self.desk).action_confirm()
        self.plan.with_user(self.desk).independent_agency_id = self.inspectorate
        self.of_desk.with_user(self.leader_ttra).action_confirm()

    def test_confirm_many(self):
        """Many are confirmed at once; with one that is not approved, none is."""
        other = self.assignment_of("two_leads", self.snv)
        assignments = (self.assignment | other).with_user(self.desk)
        self.bring_to("approved")
        self.hand_in(other, self.officer_snv)
        with self.assertRaisesRegex(UserError, GONE_ON):
            assignments.action_confirm()
        self.assertEqual(self.assignment.result_state, "approved")
        other.with_user(self.leader_snv).action_approve()
        assignments.action_confirm()
        self.assertEqual(set(assignments.mapped("result_state")), {"confirmed"})
        self.assertEqual(
            [self.log(assignment, "decision")[0] for assignment in (self.assignment, other)], ["confirm"] * 2
        )

    def test_one_foreign_among_many(self):
        """With one assignment that is another's, no step is taken on any."""
        self.bring_to("submitted")
        foreign = self.assignment_of("two_leads", self.stc)
        self.hand_in(foreign, self.officer_stc)
        with self.assertRaises(AccessError):
            (self.assignment | foreign).with_user(self.leader_snv).action_approve()
        # an officer of both agencies approves for neither
        with self.assertRaisesRegex(UserError, "Only a leader or deputy"):
            (self.assignment | foreign).with_user(self.officer_two).action_approve()
        self.assertEqual((self.assignment.result_state, foreign.result_state), ("submitted", "submitted"))

    def test_return_wants_a_reason(self):
        for state, user in (("submitted", self.leader_snv), ("approved", self.desk), ("confirmed", self.desk)):
            with self.rolled_back():
                self.bring_to(state)
                with self.subTest(state=state), self.assertRaisesRegex(UserError, "Give the reason"):
                    self.give_back(self.assignment, user, " \n ")
                self.assertEqual(self.assignment.result_state, state)
                self.give_back(self.assignment, user, " Thiếu phụ lục \n")
                self.assertRecordValues(
                    self.assignment,
                    [{"return_reason": "Thiếu phụ lục", "result_state": "none", "date_submitted": False}],
                )
                self.assertEqual(self.log(self.assignment, "reason")[0], "Thiếu phụ lục")
                self.assertEqual(self.assignment.stage_id, self.stage("draft"), "back to where it was handed in")
        self.bring_to("submitted")
        self.give_back(self.assignment, self.leader_snv)
        self.hand_in(self.assignment, self.officer_snv)
        self.assertFalse(self.assignment.return_reason, "handed in anew, it is returned no longer")

    def test_returned_of_several_states(self):
        """Of several results each goes by its own step, in one click."""
        other = self.assignment_of("two_leads", self.snv)
        self.bring_to("confirmed")
        self.hand_in(other, self.officer_snv)
        other.with_user(self.leader_snv).action_approve()
        self.give_back(self.assignment | other, self.desk)
        self.assertEqual(
            [self.log(assignment, "decision")[0] for assignment in (self.assignment, other)],
            ["return_confirmed", "return_approved"],
        )

    def test_product_date_counts(self):
        """Done is the day of the product, and waiting for others makes nobody late."""
        deadline = self.assignment.date_deadline
        self.assignment.with_user(self.officer_snv).write({**self.RESULT, "product_date": "2026-03-09"})
        with freeze_time("2026-12-31 16:00:00"):
            self.assignment.with_user(self.officer_snv).action_submit()
        self.assertEqual(str(self.assignment.date_submitted), "2026-12-31")
        with freeze_time("2027-02-01 03:00:00"):
            self.assignment.invalidate_recordset(["timeliness"])
            self.assertEqual(self.assignment.timeliness, "handed_in")
            self.assignment.with_user(self.leader_snv).action_approve()
            self.assignment.with_user(self.desk).action_confirm()
            self.assertEqual(self.assignment.timeliness, "done_on_time")
        self.assertEqual((str(self.assignment.date_done), deadline), ("2026-03-09", self.assignment.date_deadline))

    def test_day_in_vietnam(self):
        """Handed in at half past midnight in Việt Nam is handed in on the new day, and one day late."""
        with freeze_time("2026-12-31 17:30:00"):
            self.hand_in(self.assignment, self.officer_snv)
            self.assertEqual(str(self.assignment.date_submitted), "2027-01-01")
            self.assertEqual(self.assignment.timeliness, "overdue")


class TestPaper(ResultCase):
    """A paper that the leader has signed is equal to their tap."""

    def test_signed_paper(self):
        self.bring_to("submitted")
        self.sign(self.assignment, self.officer_snv)
        self.assertRecordValues(self.assignment, [{"result_state": "approved", "stage_kind": "review"}])
        self.assertEqual(
            self.log(self.assignment, "decision", "number", "signer", "user_name")[0],
            ("approve_signed_copy", "20/QĐ-UBND", "Nguyễn Văn A, Giám đốc", "officer_snv"),
        )
        self.assertEqual(str(self.log(self.assignment, "date")[0]), "2026-03-02")
        self.assertEqual(
            self.table(self.assignment.evidence_ids, "kind", "name", "is_frozen"),
            {("signed_copy", "quyet-dinh.pdf", True)},
        )

    def test_secret_paper(self):
        """Of a secret paper number, date and signer are enough, and no file of it is kept even if one was chosen."""
        self.bring_to("submitted")
        self.sign(self.assignment, self.officer_snv, is_secret=True)
        self.assertEqual(self.assignment.result_state, "approved")
        self.assertFalse(self.assignment.evidence_ids)

    def test_what_a_paper_lacks(self):
        self.bring_to("submitted")
        for missing, sentence in (
            ({"number": " "}, "number and date of the document"),
            ({"date": False}, "number and date of the document"),
            ({"date": "2026-03-11"}, "is in the future"),
            ({"date": "1999-12-31"}, "is in the future, or before 2000"),
            ({"file": False}, "Add the document's file"),
            ({"file": b"@@@"}, "is empty"),
            ({"signer": " "}, "who signed"),
        ):
            with self.subTest(missing=missing), self.assertRaisesRegex(UserError, sentence):
                self.sign(self.assignment, self.officer_snv, **missing)
        self.assertEqual(self.assignment.result_state, "submitted")

    def test_a_collectives_paper(self):
        """One paper approves several assignments, and where the leader's word is enough they are done."""
        self.hand_in(self.collective, self.officer_cao)
        self.sign(self.collective, self.officer_cao)
        self.assertRecordValues(self.collective, [{"result_state": "approved", "stage_kind": "done"}])


class TestStop(ResultCase):
    """Work is paused or cancelled by a document alone."""

    def test_stop_and_resume(self):
        """Out of every state the assignment goes to a stop, and back to where it was."""
        for state in ("none", "submitted", "approved"):
            for kind in ("paused", "cancelled"):
                with self.subTest(state=state, kind=kind), self.rolled_back():
                    self.bring_to(state)
                    self.stop(self.assignment, self.desk, kind)
                    self.assertRecordValues(
                        self.assignment,
                        [
                            {
                                "result_state": "none",
                                "stage_kind": kind,
                                "decision_number": "20/QĐ-UBND",
                                "date_submitted": False,
                                "timeliness": "stopped",
                            }
                        ],
                    )
                    self.assertEqual(
                        self.log(self.assignment, "decision", "reason", "number", "note")[0],
                        ("stop", "Chờ Trung ương hướng dẫn", "20/QĐ-UBND", self.stage(kind).name),
                    )
                    self.assertIn(("decision", True), self.table(self.assignment.evidence_ids, "kind", "is_frozen"))
                    self.resume(self.assignment, self.desk)
                    self.assertEqual(self.assignment.stage_id, self.stage("draft"))
                    self.assertRecordValues(self.assignment, [{"decision_number": False, "decision_date": False}])

    def test_document_is_needed(self):
        for missing, sentence in (
            ({"number": False}, "number and date of the document"),
            ({"date": False}, "number and date of the document"),
            ({"file": False}, "Add the document's file"),
        ):
            with self.subTest(missing=missing), self.assertRaisesRegex(UserError, sentence):
                self.stop(self.assignment, self.desk, **missing)
        self.assertEqual(self.assignment.stage_kind, "todo")
        self.stop(self.assignment, self.desk, file=False, is_secret=True)
        self.assertEqual(self.assignment.stage_kind, "paused")

    def test_nobody_takes_it_up_himself(self):
        """A stopped assignment is not dragged on, and its agency is told whom to ask."""
        self.stop(self.assignment, self.desk)
        with self.assertRaisesRegex(UserError, "paused or cancelled by a decision"):
            self.assignment.with_user(self.leader_snv).stage_id = self.stage("draft")
        with self.assertRaisesRegex(UserError, "Give the reason"):
            self.resume(self.assignment, self.desk, " ")

    def test_returned_and_cancelled(self):
        """An assignment that was returned and then cancelled waits for nobody."""
        self.bring_to("submitted")
        self.give_back(self.assignment, self.leader_snv)
        self.stop(self.assignment, self.desk, "cancelled")
        self.assertFalse(self.reminded(self.assignment, "returned"))
        self.assertFalse(self.assignment.with_user(self.officer_snv).waits_for_me)


class TestWaiting(ResultCase):
    """The next person to act, who is told so."""

    def waiting(self, assignment):
        """Return whose list the assignment is on, by search, and the same by reading."""
        users = {**self.people, "leader_ttra": self.leader_ttra, "leader_skhcn": self.leader_skhcn}
        found = {
            role
            for role, user in users.items()
            if user != self.deputy_out  # a person who has left reads no assignments at all
            and assignment.with_user(user).search([("waits_for_me", "=", True), ("id", "=", assignment.id)])
        }
        for role in users:
            seen = assignment.with_user(users[role])
            if seen.has_access("read"):
                self.assertEqual(seen.waits_for_me, role in found, role)
        return found

    def test_waits_for_me(self):
        table = {
            "none": set(),
            "submitted": LEADERS,
            "approved": DESK,
            "confirmed": set(),
            "paused": set(),
        }
        for state, who in table.items():
            with self.subTest(state=state), self.rolled_back():
                self.bring_to(state)
                self.assertEqual(self.waiting(self.assignment), who)
        self.bring_to("submitted")
        self.give_back(self.assignment, self.leader_snv)
        self.assertEqual(self.waiting(self.assignment), AGENCY)
        self.hand_in(self.of_desk, self.officer_skhcn)
        self.assertEqual(self.waiting(self.of_desk), {"leader_skhcn"})
        self.of_desk.with_user(self.leader_skhcn).action_approve()
        self.assertEqual(self.waiting(self.of_desk), {"leader_ttra", "independent"})

    def test_all_leaders_or_the_one_who_answers(self):
        """The reminder goes to the responsible leader, else to every leader in office, never to who has left."""
        self.bring_to("submitted")
        self.assertEqual(self.reminded(self.assignment, "approve"), ["deputy_snv", "leader_snv"])
        self.assignment.with_user(self.officer_snv).action_withdraw()
        self.assertEqual(self.reminded(self.assignment, "approve"), [])
        self.assignment.with_user(self.officer_snv).leader_id = self.deputy_snv
        self.assignment.with_user(self.officer_snv).action_submit()
        self.assertEqual(self.reminded(self.assignment, "approve"), ["deputy_snv"])
        self.assignment.with_user(self.officer_snv).action_withdraw()
        self.deputy_snv.plan_member_ids.date_to = "2026-03-09"
        self.assignment.with_user(self.officer_snv).action_submit()
        self.assertEqual(self.reminded(self.assignment, "approve"), ["leader_snv"])

    def test_settled_reminders_go(self):
        """The reminder is gone for all, no matter who acted and by which step; twice handed in reminds once."""
        steps = (
            lambda: self.assignment.with_user(self.leader_snv).action_approve(),
            lambda: self.sign(self.assignment, self.officer_snv),
            lambda: self.give_back(self.assignment, self.deputy_snv),
            lambda: self.assignment.with_user(self.officer_two).action_withdraw(),
            lambda: self.stop(self.assignment, self.desk),
        )
        for number, step in enumerate(steps):
            with self.subTest(number=number), self.rolled_back():
                self.bring_to("submitted")
                self.assertEqual(len(self.reminded(self.assignment, "approve")), 2)
                step()
                self.assertEqual(self.reminded(self.assignment, "approve"), [])
        for _time in range(2):
            self.bring_to("submitted")
            self.assertEqual(len(self.reminded(self.assignment, "approve")), 2)
            self.give_back(self.assignment, self.leader_snv)

    def test_returned_to_who_handed_in(self):
        self.bring_to("submitted")
        self.give_back(self.assignment, self.leader_snv)
        self.assertEqual(self.reminded(self.assignment, "returned"), ["officer_snv"])
        self.hand_in(self.assignment, self.officer_two)
        self.assertEqual(self.reminded(self.assignment, "returned"), [])
        self.assignment.with_user(self.leader_snv).action_approve()
        self.give_back(self.assignment, self.desk)
        self.assertEqual(self.reminded(self.assignment, "returned"), ["officer_two"])

    def test_returned_when_he_has_left(self):
        """The submitter has left the agency: its officers are told instead."""
        self.bring_to("submitted")
        self.officer_snv.plan_member_ids.date_to = "2026-03-09"
        self.give_back(self.assignment, self.leader_snv)
        self.assertEqual(self.reminded(self.assignment, "returned"), ["officer_two", "reader_officer"])

    def test_reasons_are_text(self):
        """A reason is shown as it was typed, tags and all."""
        self.bring_to("submitted")
        self.give_back(self.assignment, self.leader_snv, "<b>x</b><img src=http://a>")
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "plan.assignment"), ("res_id", "=", self.assignment.id)]
        )
        self.assertNotIn("<img", activity.note)
        self.assertIn("&lt;img", activity.note)


class TestMany(ResultCase):
    """Steps on many assignments cost as many queries as on one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tasks = [
            cls.new_task(
                number=f"9{number}",
                name="Kế hoạch riêng",
                lead_text="Sở Nội vụ",
                deadline_text="Năm 2026",
                product="Kế hoạch",
            )
            for number in range(20)
        ]
        cls.env["plan.assignment"]._fan_out(cls.plan)
        cls.many = cls.env["plan.assignment"].search([("task_id", "in", [task.id for task in tasks])])
        cls.many.write({**cls.RESULT, "stage_id": cls.stage("draft").id})

    def assert_flat(self, function, extra, most):
        one, many = (
            self.count_queries(lambda assignments=assignments: function(assignments))
            for assignments in (self.many[:1], self.many)
        )
        self.assertEqual(len(self.many), 20)
        self.assertLessEqual(many, one + extra, f"one card: {one} queries, twenty: {many}")
        self.assertLessEqual(one, most)

    def test_submit(self):
        self.assert_flat(lambda assignments: assignments.with_user(self.officer_snv).action_submit(), 2, 75)

    def test_approve(self):
        self.many.with_user(self.officer_snv).action_submit()
        self.assert_flat(lambda assignments: assignments.with_user(self.leader_snv).action_approve(), 2, 40)

    def test_confirm(self):
        self.many.with_user(self.officer_snv).action_submit()
        self.many.with_user(self.leader_snv).action_approve()
        self.assert_flat(lambda assignments: assignments.with_user(self.desk).action_confirm(), 2, 30)

    def test_board(self):
        """Steps, files and what may be done are read for all assignments at once."""
        for assignment in self.many:
            assignment.step_ids = [
                Command.create({"name": f"Bước {number}", "date_due": "2026-04-01"}) for number in range(2)
            ]
            self.attach(assignment)
        names = [
            "next_step", "date_next_step", "step_count", "step_done_count", "is_this_week", "needs_steps",
            "evidence_count", "result_state", "waits_for_me", "has_open_extension", "can_submit", "can_approve",
            "can_confirm", "can_extend", "timeliness", "timeliness_origin",
        ]  # fmt: skip
        self.assert_flat(lambda assignments: assignments.with_user(self.officer_snv).read(names), 2, 45)


@freeze_time("2026-03-10 03:00:00")
class TestBounds(WorkCase):
    """Texts have a limit, a product is not older than its plan, and an approved result takes no more files."""

    def test_product_older_than_the_plan(self):
        """Dated back before the plan, overdue work would be on time."""
        assignment = self.assignment_of("one_lead", self.snv).with_user(self.officer_snv)
        values = {"product_number": "1/KH", "result": "Xong", "is_secret": True}
        assignment.write({**values, "product_date": "2025-12-19"})
        with self.assertRaisesRegex(UserError, "dated before the plan was issued, 20/12/2025"):
            assignment.action_submit()
        assignment.product_date = "2025-12-20"
        assignment.action_submit()
        self.assertEqual(assignment.result_state, "submitted")

    def test_all_that_is_missing_is_said_at_once(self):
        assignment = self.assignment_of("one_lead", self.snv).with_user(self.officer_snv)
        with self.assertRaisesRegex(UserError, "number and date.*; a line that.*; the product's file"):
            assignment.action_submit()

    def test_texts_have_an_end(self):
        """Neither a reason nor a request fills the lists of those who read it; nothing is hidden in them."""
        assignment = self.assignment_of("one_lead", self.snv)
        self.hand_in(assignment, self.officer_snv)
        endless = "dài \u202e" * 1000
        own = assignment.with_user(self.leader_snv)
        with self.assertRaisesRegex(UserError, "is too long"):
            own._do_return(endless)
        own._do_return("Thiếu\u202e phụ lục\x00")
        self.assertEqual(assignment.return_reason, "Thiếu phụ lục")
        self.assertEqual(assignment.log_ids[0].reason, "Thiếu phụ lục")
        own = assignment.with_user(self.officer_snv)
        with self.assertRaisesRegex(UserError, "is too long"):
            self.env["plan.extension"].with_user(self.officer_snv)._ask(own, self.day("2027-06-30"), endless)
        with self.assertRaisesRegex(UserError, "is too long"):
            own._do_ask(self.stc, endless, self.day("2026-06-30"))

    def day(self, text):
        return self.env["plan.step"]._fields["date_due"].to_date(text)

    def test_files_after_approval(self):
        """A file that comes after the approval is seen by nobody who decides: the result is returned first."""
        assignment = self.assignment_of("one_lead", self.snv)
        self.attach(assignment.with_user(self.officer_snv))
        self.hand_in(assignment, self.officer_snv, is_secret=False)
        old = assignment.evidence_ids
        self.env["plan.evidence"].with_user(self.officer_snv)._upload(
            assignment.with_user(self.officer_snv), [("moi.pdf", b"%PDF-1.4 moi")], old.id
        )
        assignment.with_user(self.leader_snv).action_approve()
        for replaced in (False, assignment.evidence_ids[-1].id):
            with self.assertRaisesRegex(UserError, "is approved and its files cannot be changed"):
                self.env["plan.evidence"].with_user(self.officer_snv)._upload(
                    assignment.with_user(self.officer_snv), [("sau.pdf", b"%PDF-1.4 sau")], replaced
                )
        self.assertEqual(assignment.evidence_ids.mapped("name"), ["ket-qua.pdf", "moi.pdf"])

    def test_names_of_files(self):
        """A name has no folders and an end, and keeps its ending."""
        assignment = self.assignment_of("one_lead", self.snv).with_user(self.officer_snv)
        for given, kept in (
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\Kế hoạch.pdf", "Kế hoạch.pdf"),
            ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
            ("y" * 300, "y" * 120),
        ):
            self.assertEqual(self.attach(assignment, given).name, kept)
