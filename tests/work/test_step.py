from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import WorkCase


@freeze_time("2026-03-10 03:00:00")
class TestStep(WorkCase):
    """An agency's way to its result: what, by when, done; the assignment shows the next step."""

    def new_step(self, assignment, user, name="Dự thảo", date_due="2026-04-01", **values):
        return (
            self.env["plan.step"]
            .with_user(user)
            .create({"assignment_id": assignment.id, "name": name, "date_due": date_due, **values})
        )

    def test_next_step(self):
        """The earliest step that is not done; of the same day the one put first."""
        assignment = self.assignment
        self.assertRecordValues(assignment, [{"next_step": False, "date_next_step": False, "step_count": 0}])
        late = self.new_step(assignment, self.officer_snv, "Trình", "2026-05-01")
        second = self.new_step(assignment, self.officer_snv, "Lấy ý kiến", "2026-04-01", sequence=20)
        first = self.new_step(assignment, self.officer_snv, "Dự thảo", "2026-04-01", sequence=5)
        for done, name, day in (
            (None, "Dự thảo", "2026-04-01"),
            (first, "Lấy ý kiến", "2026-04-01"),
            (second, "Trình", "2026-05-01"),
        ):
            if done:
                done.is_done = True
            self.assertEqual((assignment.next_step, str(assignment.date_next_step)), (name, day))
        self.assertRecordValues(assignment, [{"step_count": 3, "step_done_count": 2}])
        late.date_due = "2026-04-15"
        self.assertEqual(str(assignment.date_next_step), "2026-04-15")
        first.is_done = False
        self.assertEqual(assignment.next_step, "Dự thảo")
        (first | second | late).is_done = True
        self.assertRecordValues(assignment, [{"next_step": False, "date_next_step": False, "step_done_count": 3}])
        late.unlink()
        self.assertEqual(assignment.step_count, 2)

    def test_done_on(self):
        """Ticked, a step is done on that day in Việt Nam; another day may be given, but none in the future."""
        with freeze_time("2026-03-09 17:30:00"):
            step = self.new_step(self.assignment, self.officer_snv)
            step.is_done = True
        self.assertEqual(str(step.date_done), "2026-03-10")
        step.date_done = "2026-03-05"
        step.name = "Dự thảo lần 2"
        self.assertEqual(str(step.date_done), "2026-03-05")
        step.is_done = False
        self.assertFalse(step.date_done)
        step.write({"is_done": True, "date_done": "2026-03-01"})
        self.assertEqual(str(step.date_done), "2026-03-01")
        born_done = self.new_step(self.assignment, self.officer_snv, is_done=True)
        self.assertEqual(str(born_done.date_done), "2026-03-10")
        said = self.new_step(self.assignment, self.officer_snv, is_done=True, date_done="2026-02-01")
        self.assertEqual(str(said.date_done), "2026-02-01")

    def test_what_a_step_says(self):
        step = self.new_step(self.assignment, self.officer_snv, "  Dự thảo\u200b ", product=" Tờ trình ")
        self.assertRecordValues(step, [{"name": "Dự thảo", "product": "Tờ trình"}])
        for vals in (
            {"name": "  "}, {"name": "\u200b"}, {"date_due": "1999-12-31"}, {"date_due": "2100-01-01"},
            {"is_done": True, "date_done": "2026-03-11"}, {"date_done": "2026-03-01"},
        ):  # fmt: skip
            with self.subTest(vals=vals), self.assertRaises(ValidationError), self.rolled_back():
                step.write(vals)
        with self.assertRaises(ValidationError):
            self.new_step(self.assignment, self.officer_snv, " ")

    def test_whose_steps(self):
        """The agency's people write them; who reads the assignment reads them; nobody else knows of them."""
        step = self.new_step(self.assignment, self.officer_snv)
        for user in (self.leader_snv, self.deputy_snv, self.officer_two):
            step.with_user(user).name = f"Bước của {user.name}"
            self.new_step(self.assignment, user).unlink()
        for user in (self.desk, self.reader, self.manager):
            self.assertEqual(step.with_user(user).read(["name"])[0]["name"], "Bước của officer_two")
            for change in (
                lambda user=user: step.with_user(user).write({"name": "x"}),
                lambda user=user: step.with_user(user).unlink(),
                lambda user=user: self.new_step(self.assignment, user),
            ):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    change()
        for user in (self.officer_stc, self.desk_stc, self.deputy_out, self.leader_ttra, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                step.with_user(user).read(["name"])
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.new_step(self.assignment, user)

    def test_stays_with_its_assignment(self):
        """Not to another part of one's own, nor to a foreign one, nor out of a foreign one's list."""
        step = self.new_step(self.assignment, self.officer_two)
        for assignment in (self.assignment_of("two_leads", self.snv), self.assignment_of("two_leads", self.stc)):
            with (
                self.subTest(assignment=assignment),
                self.assertRaisesRegex(UserError, "cannot be moved to another assignment"),
            ):
                step.assignment_id = assignment
        own = self.assignment_of("two_leads", self.snv).with_user(self.officer_snv)
        with self.assertRaisesRegex(UserError, "cannot be moved to another assignment"):
            own.step_ids = [Command.link(step.id)]
        self.assertEqual(step.assignment_id, self.assignment)

    def test_foreign_one2many(self):
        """No way through the list of a foreign assignment, nor through one's own to a foreign step."""
        foreign = self.assignment_of("two_leads", self.stc)
        step = self.new_step(foreign, self.officer_stc)
        values = {"name": "Bước lạ", "date_due": "2026-04-01"}
        own = self.assignment.with_user(self.officer_snv)
        for commands in ([Command.create(values)], [Command.update(step.id, values)], [Command.delete(step.id)]):
            with self.subTest(commands=commands), self.assertRaises(AccessError):
                foreign.with_user(self.officer_snv).step_ids = commands
        for commands in ([Command.update(step.id, values)], [Command.delete(step.id)], [Command.link(step.id)]):
            with self.subTest(commands=commands), self.assertRaises(UserError), self.rolled_back():
                own.step_ids = commands
        with self.assertRaises(AccessError):
            own.step_ids = [Command.create({**values, "assignment_id": foreign.id}), Command.update(step.id, values)]
        self.assertEqual((step.name, foreign.step_count), ("Dự thảo", 1))

    def test_fixed_once_handed_in(self):
        """The way to a result stays as it was handed in, whichever way it is touched."""
        step = self.new_step(self.assignment, self.officer_snv)
        self.hand_in(self.assignment, self.officer_snv)
        own = self.assignment.with_user(self.officer_snv)
        for change in (
            lambda: step.write({"is_done": True}),
            lambda: step.unlink(),
            lambda: self.new_step(self.assignment, self.officer_snv),
            lambda: own.write({"step_ids": [Command.create({"name": "x", "date_due": "2026-04-01"})]}),
            lambda: own.write({"step_ids": [Command.update(step.id, {"name": "x"})]}),
            lambda: own.write({"step_ids": [Command.delete(step.id)]}),
        ):
            with self.assertRaisesRegex(UserError, "its steps cannot be changed"), self.rolled_back():
                change()
        own.action_withdraw()
        step.is_done = True
        self.assertEqual(self.assignment.step_done_count, 1)

    def test_closed_plan(self):
        step = self.new_step(self.assignment, self.officer_snv)
        self.plan.with_user(self.desk).action_close()
        with self.assertRaises(AccessError):
            step.is_done = True
        with self.assertRaises(AccessError):
            self.new_step(self.assignment, self.officer_snv)

    # -- this week ----------------------------------------------------------------------------------------------------

    def is_this_week(self, assignment):
        assignment.invalidate_recordset(["is_this_week"])
        found = assignment.search([("is_this_week", "=", True), ("id", "=", assignment.id)])
        self.assertEqual(assignment.is_this_week, bool(found), "Python says what SQL finds")
        return bool(found)

    def test_this_week(self):
        """Up to Sunday midnight in Việt Nam, which is Sunday 17:00 UTC; what is behind stays in sight."""
        # Sunday 15/3/2026
        step = self.new_step(self.assignment, self.officer_snv, date_due="2026-03-15")
        next_monday = self.assignment_of("two_leads", self.snv)
        self.new_step(next_monday, self.officer_snv, date_due="2026-03-16")
        for now, this, following in (
            ("2026-03-08 16:59:59", False, False),  # Sunday 8/3: its week ends today
            ("2026-03-08 17:00:00", True, False),  # Monday 9/3 in Việt Nam
            ("2026-03-15 16:59:59", True, False),
            ("2026-03-15 17:00:00", True, True),  # Monday 16/3: what is behind stays
        ):
            with self.subTest(now=now), freeze_time(now):
                self.assertEqual(
                    (self.is_this_week(self.assignment), self.is_this_week(next_monday)), (this, following)
                )
        step.is_done = True
        self.assertFalse(self.is_this_week(self.assignment))

    def test_this_week_by_deadline(self):
        """A deadline counts as a step does; what is handed in, done or stopped is nobody's this week."""
        assignment = self.assignment
        assignment.date_deadline = "2026-03-15"
        self.assertTrue(self.is_this_week(assignment))
        with self.rolled_back():
            self.stop(assignment, self.desk)
            self.assertFalse(self.is_this_week(assignment))
        self.hand_in(assignment, self.officer_snv)
        self.assertFalse(self.is_this_week(assignment))

    # -- work of several years ----------------------------------------------------------------------------------------

    def needs_steps(self, assignment):
        assignment.invalidate_recordset(["needs_steps"])
        found = assignment.search([("needs_steps", "=", True), ("id", "=", assignment.id)])
        self.assertEqual(assignment.needs_steps, bool(found), "Python says what SQL finds")
        return bool(found)

    def test_roadmap_is_asked_for(self):
        """Of a lead's open work of more than a year, as long as it has no step."""
        long, short = self.assignment_of("range", self.stc), self.assignment
        self.assertEqual(str(long.date_assigned), "2025-12-20")
        self.assertTrue(self.needs_steps(long))
        self.assertFalse(self.needs_steps(self.of_desk), "without a deadline")
        for assigned, deadline, needed in (
            ("2026-01-01", "2026-12-31", False),
            ("2026-01-01", "2027-01-02", False),
            ("2026-01-01", "2027-01-03", True),
        ):
            short.write({"date_assigned": assigned, "date_deadline": deadline})
            self.assertEqual(self.needs_steps(short), needed, deadline)
        supporter = self.assignment_of("one_lead", self.stc, "support")
        supporter.write({"date_assigned": "2026-01-01", "date_deadline": "2030-01-01"})
        self.assertFalse(self.needs_steps(supporter))
        found = long.search([("needs_steps", "=", False), ("id", "in", (long | supporter).ids)])
        self.assertEqual(found, supporter)
        step = self.new_step(long, self.officer_stc)
        self.assertFalse(self.needs_steps(long))
        step.unlink()
        self.stop(long, self.desk)
        self.assertFalse(self.needs_steps(long))

    def test_responsible_leader(self):
        """The person responsible for the work leads the agency today."""
        for user in (self.leader_snv, self.deputy_snv):
            self.assignment.with_user(self.officer_snv).leader_id = user
            self.assertEqual(self.assignment.leader_id, user)
        for user in (self.officer_snv, self.leader_stc, self.deputy_out, self.desk):
            with (
                self.subTest(user=user.name),
                self.assertRaisesRegex(UserError, "Only a leader or deputy of Sở Nội vụ"),
            ):
                self.assignment.with_user(self.officer_snv).leader_id = user
