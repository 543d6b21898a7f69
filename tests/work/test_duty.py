from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import WorkCase


@freeze_time("2026-03-10 03:00:00")
class TestDuty(WorkCase):
    """Papers that all owe: a standing duty is made a task by a button, and who has not handed in is a list."""

    def give(self, user=None, task=None, **values):
        """Give the duty to all communes until 30/6/2026, as the desk."""
        values = {
            "lead_ids": [Command.clear()],
            "lead_group_ids": [Command.set(self.group_communes.ids)],
            "date_end": "2026-06-30",
            "product": "Kế hoạch của xã",
            **values,
        }
        wizards = self.env["plan.task.give"].with_user(user or self.desk)
        wizards.create({"task_id": (task or self.duty).id, **values}).action_give()
        return self.read_assignments(task)

    def read_assignments(self, task=None):
        return self.env["plan.assignment"].search([("task_id", "=", (task or self.duty).id)])

    def test_given(self):
        """Every member of the group gets its assignment; the printed text stays, and the log says who gave it."""
        self.assertFalse(self.read_assignments())
        printed = {name: self.duty[name] for name in ("name", "number", "code", "lead_text", "deadline_text")}
        assignments = self.give()
        self.assertEqual(
            self.table(assignments, "agency_id", "role", "year"), {(self.xa_cao, "lead", 0), (self.xa_dong, "lead", 0)}
        )
        self.assertEqual(set(assignments.mapped("date_deadline")), {date(2026, 6, 30)})
        self.assertEqual(set(assignments.mapped("confirmation")), {"leader"})
        self.assertRecordValues(
            self.duty, [{**printed, "kind": "duty", "is_given": True, "product": "Kế hoạch của xã"}]
        )
        log = self.env["plan.log"].search([("task_id", "=", self.duty.id)])
        self.assertRecordValues(
            log, [{"decision": "give", "user_name": "desk", "note": "Kế hoạch của xã", "agency_name": self.skhcn.name}]
        )

    def test_defaults(self):
        """The wizard begins with who is printed, and with a document as the product."""
        wizard = self.env["plan.task.give"].with_user(self.desk).create({"task_id": self.duty.id})
        self.assertEqual((wizard.lead_ids, wizard.track_id.code, wizard.recurrence), (self.snv, "document", "once"))
        wizard.action_give()
        self.assertEqual(self.read_assignments().agency_id, self.snv)
        self.assertFalse(self.read_assignments().date_deadline)

    def test_who_gives(self):
        for user in (self.officer_snv, self.leader_snv, self.reader, self.manager, self.leader_ttra, self.deputy_out):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.give(user)
        with self.assertRaisesRegex(UserError, "Only the desk of the plan 12/KH-UBND"):
            self.give(self.desk_stc)
        self.assertFalse(self.read_assignments())
        with self.assertRaises(AccessError):
            self.duty.with_user(self.desk).is_given = True

    def test_what_is_given(self):
        """A duty of an active plan, once, to somebody."""
        with self.assertRaisesRegex(UserError, "is already a task"):
            self.give(task=self.tasks["one_lead"])
        for nobody in (
            {"lead_group_ids": [Command.clear()]},
            {"lead_group_ids": [Command.clear()], "lead_ids": [Command.set(self.ubnd.ids)]},
        ):
            with (
                self.subTest(nobody=nobody),
                self.assertRaisesRegex(UserError, "Nobody would get an assignment"),
                self.rolled_back(),
            ):
                self.give(**nobody)
        self.give()
        with self.assertRaisesRegex(UserError, "is already a task"):
            self.give()
        self.plan.with_user(self.desk).action_close()
        other = self.new_task(number="1.1-2", section_id=self.section_duties.id, kind="duty", name="Kiểm tra")
        with self.assertRaisesRegex(UserError, "Activate the plan"):
            self.give(task=other)

    def test_who_has_not(self):
        """x/y issued, and the list of who has not; a cancelled assignment is nobody's debt."""
        assignments = self.give()
        self.assertRecordValues(
            self.duty, [{"assignment_summary": "0/2 issued", "assignment_count": 2, "assignment_done_count": 0}]
        )
        assignment = assignments.filtered(lambda assignment: assignment.agency_id == self.xa_cao)
        self.hand_in(assignment, self.officer_cao)
        self.assertEqual(self.missing(), self.xa_cao | self.xa_dong, "handed in is not issued")
        assignment.with_user(self.leader_cao).action_approve()
        self.assertEqual(self.duty.assignment_summary, "1/2 issued")
        self.assertEqual(self.missing(), self.xa_dong)
        self.stop(assignments - assignment, self.desk, "cancelled")
        self.assertEqual(self.duty.assignment_summary, "1/1 issued")
        self.assertFalse(self.missing())
        for task, summary in ((self.tasks["two_leads"], "0/2 done"), (self.tasks["one_lead"], "0/1 issued")):
            self.assertEqual(task.assignment_summary, summary)

    def missing(self):
        """Return the agencies of the list that the button opens, as the desk sees it."""
        self.duty.invalidate_recordset(["assignment_count", "assignment_done_count", "assignment_summary"])
        action = self.duty.with_user(self.desk).action_open_missing()
        return self.env["plan.assignment"].with_user(self.desk).search(action["domain"]).agency_id

    def test_what_an_officer_counts(self):
        """They count only their own agency's assignment: they may not know others' results."""
        self.give()
        self.assertEqual(self.duty.with_user(self.officer_cao).assignment_summary, "0/1 issued")
        self.assertFalse(self.duty.with_user(self.officer_stc).assignment_summary)

    def test_yearly(self):
        """Given yearly, an assignment opens for every year from the plan's first on; the button's date does not
        count."""
        assignments = self.give(recurrence="yearly")
        self.assertEqual(self.table(assignments, "year", "date_deadline"), {(2026, date(2026, 12, 31))})
        with freeze_time("2027-02-01 03:00:00"):
            self.env["plan.assignment"]._fan_out(self.plan)
        self.assertEqual({assignment.year for assignment in self.read_assignments()}, {2026, 2027})
        self.assertEqual(len(self.read_assignments()), 4)

    def test_without_a_deadline(self):
        assignments = self.give(recurrence="ongoing")
        self.assertEqual(set(assignments.mapped("timeliness")), {"no_deadline"})

    def test_who_joins_later(self):
        """A commune that is confirmed later gets its assignment then; activating again adds nothing."""
        before = self.give()
        self.plan.with_user(self.desk).action_activate()
        self.assertEqual(self.read_assignments(), before)
        new = self.new_agency("XEM", "Xã Em", self.communes)
        self.group_communes.invalidate_recordset(["candidate_ids"])
        self.env["plan.assignment"]._fan_out(self.plan)
        self.assertEqual(self.read_assignments(), before, "proposed is not confirmed")
        self.group_communes.with_user(self.desk).action_confirm_members()
        self.assertEqual((self.read_assignments() - before).agency_id, new)
        self.assertEqual(self.duty.assignment_count, 3)

    def test_a_copy_is_not_given(self):
        self.give()
        copy = self.plan.copy({"number": "15/KH-UBND"})
        self.assertFalse(copy.task_ids.filtered("is_given"))
        self.env["ir.default"].set("plan.task", "is_given", True, user_id=self.desk.id)
        other = self.env["plan.plan"].create(
            {"number": "1/KH", "name": "x", "date_issued": "2026-01-01", "desk_agency_id": self.skhcn.id}
        )
        section = self.env["plan.section"].create({"plan_id": other.id, "code": "I", "name": "x"})
        with self.assertRaisesRegex(UserError, "Use the button to turn a duty into a task"):
            self.env["plan.task"].with_user(self.desk).create(
                {"plan_id": other.id, "section_id": section.id, "number": "1", "name": "x", "kind": "duty"}
            )
