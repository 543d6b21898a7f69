from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import WorkCase


@freeze_time("2026-03-10 03:00:00")
class TestAsk(WorkCase):
    """A lead asks others for a contribution: one, several, a whole group."""

    def test_one(self):
        """An assignment of theirs that hangs on the lead's and is due before it."""
        assignment = self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        self.assertRecordValues(
            assignment,
            [
                {
                    "task_id": self.assignment.task_id.id,
                    "agency_id": self.xa_dong.id,
                    "role": "support",
                    "parent_id": self.assignment.id,
                    "lead_agency_id": self.snv.id,
                    "stage_kind": "todo",
                    "request": "Gửi số liệu",
                    "confirmation": "lead",
                    "confirming_agency_id": self.snv.id,
                    "result_state": "none",
                }
            ],
        )
        self.assertEqual({str(assignment[name]) for name in ("date_deadline", "date_deadline_origin")}, {"2026-06-30"})
        self.assertEqual(str(assignment.date_assigned), "2026-03-10")
        self.assertEqual(
            self.log(self.assignment, "decision", "reason", "note", "agency_name"),
            [("ask", "Gửi số liệu", "Xã Đông Hải", "Sở Nội vụ")],
        )
        self.assertEqual(self.reminded(assignment, "contribution"), ["officer_dong"])

    def test_several_and_a_group(self):
        """The wizard proposes the printed supporters; of a group those come in who were not asked yet."""
        wizard = (
            self.env["plan.assignment.ask"]
            .with_user(self.officer_snv)
            .create({"assignment_id": self.assignment.id, "date_deadline": "2026-06-30", "request": "x"})
        )
        self.assertEqual(wizard.agency_ids, self.stc)
        self.ask(self.assignment, self.officer_snv, [self.stc, self.xa_cao])
        wizard = (
            self.env["plan.assignment.ask"]
            .with_user(self.leader_snv)
            .create(
                {
                    "assignment_id": self.assignment.id,
                    "group_ids": [Command.set((self.group_communes | self.group_departments).ids)],
                    "date_deadline": "2026-05-31",
                    "request": "x",
                }
            )
        )
        self.assertFalse(wizard.agency_ids)
        members = (self.group_communes | self.group_departments).member_ids
        expected = members - self.stc - self.xa_cao - self.snv
        self.assertEqual(wizard.count, len(expected))
        wizard.action_ask()
        self.assignment.invalidate_recordset(["contribution_ids"])
        self.assertEqual(self.assignment.contribution_ids.agency_id, expected | self.stc | self.xa_cao)
        self.assertIn(self.skhcn, expected, "the desk's own agency may be asked like any other")

    def test_who_asks(self):
        """The agency that leads, nobody else; not for an assignment that supports or hangs on another's."""
        for user in (self.desk, self.reader, self.manager, self.officer_stc, self.deputy_out, self.leader_ttra):
            with self.subTest(user=user.name), self.assertRaises(UserError):  # or an AccessError, which is one
                self.ask(self.assignment, user, [self.xa_dong])
        with self.assertRaisesRegex(UserError, "only its officers and leaders"):
            self.assignment.with_user(self.desk)._do_ask(self.xa_dong, "x", self.assignment.date_deadline)
        support = self.assignment_of("one_lead", self.stc, "support")
        with self.assertRaisesRegex(UserError, "Only the lead of"):
            self.ask(support, self.officer_stc, [self.xa_dong])
        hanging = self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        with self.assertRaisesRegex(UserError, "Only the lead of"):
            self.ask(hanging, self.officer_dong, [self.xa_cao], date_deadline="2026-05-01")

    def test_who_is_asked(self):
        ended = self.new_agency("SCU", "Sở Cũ", date_to="2026-03-09")
        self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        for agencies, sentence in (
            ([], "Choose at least one"),
            ([self.snv], "leads this work"),
            ([self.xa_cao, self.snv], "leads this work"),
            ([self.ubnd], "gives instructions, or no longer exists"),
            ([ended], "gives instructions, or no longer exists"),
            ([self.xa_dong], "Already asked: Xã Đông Hải"),
            ([self.xa_cao, self.xa_dong], "Already asked: Xã Đông Hải"),
        ):
            with self.subTest(agencies=agencies), self.assertRaisesRegex(UserError, sentence):
                self.ask(self.assignment, self.officer_snv, agencies)
        self.assertEqual(self.assignment.contribution_ids.agency_id, self.xa_dong, "none of them was asked")
        with self.assertRaisesRegex(UserError, "Describe the request"):
            self.ask(self.assignment, self.officer_snv, [self.xa_cao], request=" \n")

    def test_days(self):
        """From today in Việt Nam to the day before the lead's own deadline."""
        for day, sentence in (
            ("2026-03-09", "is in the past"),
            ("2026-12-31", "choose a day before 31/12/2026"),
            ("2027-01-01", "choose a day before 31/12/2026"),
        ):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, sentence):
                self.ask(self.assignment, self.officer_snv, [self.xa_dong], date_deadline=day)
        with freeze_time("2026-03-10 17:00:00"), self.assertRaisesRegex(UserError, "is in the past"):
            self.ask(self.assignment, self.officer_snv, [self.xa_dong], date_deadline="2026-03-10")
        self.ask(self.assignment, self.officer_snv, [self.xa_dong], date_deadline="2026-03-10")
        self.ask(self.assignment, self.officer_snv, [self.xa_cao], date_deadline="2026-12-30")
        # work without a deadline gives any day
        self.assertTrue(self.ask(self.of_desk, self.officer_skhcn, [self.xa_cao], date_deadline="2030-01-01"))

    def test_when(self):
        """Not once the result is handed in, nor of stopped work, nor in a closed plan."""
        with self.rolled_back():
            self.stop(self.assignment, self.desk)
            with self.assertRaisesRegex(UserError, "nothing more can be requested"):
                self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        self.hand_in(self.assignment, self.officer_snv)
        with self.assertRaisesRegex(UserError, "nothing more can be requested"):
            self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        self.assignment.with_user(self.officer_snv).action_withdraw()
        self.plan.with_user(self.desk).action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            self.ask(self.assignment, self.officer_snv, [self.xa_dong])

    def test_fan_out_leaves_it_alone(self):
        """The yearly run neither doubles a contribution nor takes it for the agency's own assignment."""
        self.ask(self.assignment_of("two_leads", self.snv), self.officer_snv, [self.xa_cao])
        count = self.env["plan.assignment"].search_count([])
        self.env["plan.assignment"]._fan_out(self.plan)
        self.assertEqual(self.env["plan.assignment"].search_count([]), count)
        self.assertEqual(self.tasks["two_leads"].assignment_count, 2)

    def test_many_cost_little(self):
        """Asking twenty costs no more than a dozen queries for each officer who is told."""
        agencies = [self.new_agency(f"Z{number}", f"Xã Z{number}", self.communes) for number in range(20)]
        for agency in agencies:
            self.new_user(f"z{agency.code}", (agency, "officer"))
        bodies = self.env["plan.agency"].union(*agencies)
        deadline = self.assignment.date_deadline.replace(month=6, day=30)

        def ask(agencies):
            self.assignment.with_user(self.officer_snv)._do_ask(agencies, "x", deadline)

        one, many = (self.count_queries(lambda some=some: ask(some)) for some in (bodies[:1], bodies))
        self.assertLessEqual(many, one + 19 * 13, f"one: {one}, twenty: {many}")


@freeze_time("2026-03-10 03:00:00")
class TestTake(WorkCase):
    """The result of a contribution: its readers, and its way into the lead's result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked_for = cls.ask(cls, cls.assignment, cls.officer_snv, [cls.xa_dong])

    def hand_in_and_approve(self, **values):
        self.hand_in(self.asked_for, self.officer_dong, result="Đã gửi 12 biểu", **values)
        self.asked_for.with_user(self.leader_dong).action_approve()

    def test_who_sees_it(self):
        """Its own agency, the lead, the plan's desk and readers; no other lead, supporter or commune."""
        assignment = self.asked_for
        for user in (
            self.officer_dong,
            self.officer_snv,
            self.leader_snv,
            self.officer_two,
            self.desk,
            self.reader,
            self.manager,
        ):
            self.assertEqual(assignment.with_user(user).read(["request"])[0]["request"], "Gửi số liệu", user.name)
        for user in (
            self.officer_stc,
            self.leader_stc,
            self.officer_cao,
            self.desk_stc,
            self.leader_ttra,
            self.internal,
        ):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                assignment.with_user(user).read(["request"])
        self.assertNotIn(self.assignment, self.env["plan.assignment"].with_user(self.officer_dong).search([]))

    def test_lead_reads_only(self):
        for user in (self.officer_snv, self.leader_snv):
            for vals in (
                {"result": "Khác"},
                {"stage_id": self.stage("draft").id},
                {"user_id": False},
                {"is_secret": True},
            ):
                with (
                    self.subTest(user=user.name, vals=vals),
                    self.assertRaisesRegex(AccessError, "only its officers and leaders can change it"),
                ):
                    self.asked_for.with_user(user).write(vals)
            with self.assertRaisesRegex(UserError, "is the work of Xã Đông Hải"):
                self.asked_for.with_user(user).action_submit()

    def test_steps(self):
        """The rights on its way: the asked agency hands in and approves, the lead confirms."""
        assignment = self.asked_for
        self.hand_in(assignment, self.officer_dong)
        with self.assertRaisesRegex(UserError, "Only a leader or deputy of Xã Đông Hải"):
            assignment.with_user(self.leader_snv).action_approve()
        assignment.with_user(self.leader_dong).action_approve()
        self.assertRecordValues(assignment, [{"result_state": "approved", "stage_kind": "review"}])
        self.assertTrue(assignment.with_user(self.officer_snv).waits_for_me)
        self.assertFalse(assignment.with_user(self.desk).waits_for_me)
        for user in (self.desk, self.officer_dong, self.leader_dong):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only Sở Nội vụ can decide this"):
                assignment.with_user(user).action_confirm()
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only Sở Nội vụ can decide this"):
                assignment.with_user(user)._do_return("x")
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only Sở Nội vụ can decide this"):
                assignment.with_user(user)._do_stop("paused", "x", "", b"", "1", self.assignment.date_deadline)
        with self.assertRaises(AccessError):
            assignment.with_user(self.officer_stc).action_confirm()
        self.give_back(assignment, self.officer_snv, "Thiếu biểu 3")
        self.assertRecordValues(assignment, [{"result_state": "none", "return_reason": "Thiếu biểu 3"}])
        self.assertEqual(self.reminded(assignment, "returned"), ["officer_dong"])
        self.hand_in_and_approve()
        assignment.with_user(self.officer_snv).action_confirm()
        self.assertRecordValues(assignment, [{"result_state": "confirmed", "stage_kind": "done"}])
        self.give_back(assignment, self.leader_snv)
        self.stop(assignment, self.officer_snv, "cancelled")
        self.assertEqual(assignment.stage_kind, "cancelled")

    def test_taken_over(self):
        """Confirmed, its text goes into the lead's result, which the log says."""
        self.assignment.with_user(self.officer_snv).result = "Đang soạn"
        self.hand_in_and_approve()
        self.assertEqual(self.assignment.result, "Đang soạn")
        self.asked_for.with_user(self.officer_snv).action_confirm()
        self.assertEqual(self.assignment.result, "Đang soạn\n- Xã Đông Hải: Đã gửi 12 biểu")
        self.assertEqual(
            self.log(self.assignment, "decision", "note", "number")[0], ("take", "Xã Đông Hải", "15/KH-SNV")
        )
        self.assertEqual(self.log(self.asked_for, "decision")[0], "confirm")

    def test_taken_over_once(self):
        """Returned and confirmed again, the same line is not there twice."""
        self.hand_in_and_approve()
        self.asked_for.with_user(self.officer_snv).action_confirm()
        self.give_back(self.asked_for, self.officer_snv)
        self.asked_for.with_user(self.officer_dong).action_submit()
        self.asked_for.with_user(self.leader_dong).action_approve()
        self.asked_for.with_user(self.officer_snv).action_confirm()
        self.assertEqual(self.assignment.result, "- Xã Đông Hải: Đã gửi 12 biểu")

    def test_lead_has_handed_in(self):
        """A result that others look at does not change under their hands, and the log does not say so."""
        self.hand_in_and_approve()
        self.hand_in(self.assignment, self.officer_snv)
        self.asked_for.with_user(self.officer_snv).action_confirm()
        self.assertEqual(self.assignment.result, self.RESULT["result"])
        self.assertEqual(self.log(self.assignment, "decision"), ["submit", "ask"])

    def test_counts_for_nobody_else(self):
        """A contribution is not a lead assignment: the task is done without it."""
        task = self.assignment.task_id
        self.assertEqual(task.assignment_count, 1)
        self.hand_in(self.assignment, self.officer_snv)
        self.assignment.with_user(self.leader_snv).action_approve()
        self.assignment.with_user(self.desk).action_confirm()
        self.assertEqual((task.assignment_done_count, self.asked_for.stage_kind), (1, "todo"))
