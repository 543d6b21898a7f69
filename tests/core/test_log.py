from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import freeze_time

from .common import WorkCase


@freeze_time("2026-03-10 03:00:00")
class TestLog(WorkCase):
    """Decisions are permanent: only ever added to, readable by who reads the assignment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hand_in(cls.assignment, cls.officer_snv)
        cls.row = cls.env["plan.log"].search([("assignment_id", "=", cls.assignment.id)])

    def test_who_reads(self):
        """Readers of the assignment read its decisions; nobody else finds them."""
        for user in (self.officer_snv, self.leader_snv, self.officer_two, self.desk, self.reader, self.manager):
            logs = self.env["plan.log"].with_user(user)
            self.assertIn(self.row, logs.search([]), user.name)
            self.assertEqual(self.assignment.with_user(user).log_ids.mapped("decision"), ["submit"], user.name)
        for user in (self.officer_stc, self.leader_stc, self.officer_cao, self.desk_stc, self.leader_ttra):
            self.assertFalse(self.env["plan.log"].with_user(user).search([]), user.name)
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.row.with_user(user).read(["reason"])
        for user in (self.deputy_out, self.internal, self.portal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["plan.log"].with_user(user).search([])

    def test_who_reads_a_contributions(self):
        """The lead that asked reads the log of what it asked for."""
        assignment = self.ask(self.assignment_of("two_leads", self.snv), self.officer_snv, [self.xa_dong])
        self.hand_in(assignment, self.officer_dong)
        found = self.env["plan.log"].with_user(self.officer_snv).search([("assignment_id", "=", assignment.id)])
        self.assertEqual(found.mapped("agency_name"), ["Xã Đông Hải"])
        self.assertFalse(
            self.env["plan.log"].with_user(self.officer_stc).search([("assignment_id", "=", assignment.id)])
        )

    def test_nobody_changes_it(self):
        """Not an officer, not the manager, not the system itself."""
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.manager):
            row = self.row.with_user(user)
            for change in (
                lambda row=row: row.write({"reason": "Khác"}),
                lambda row=row: row.unlink(),
                lambda row=row: row.create(
                    {
                        "plan_id": self.plan.id,
                        "task_id": self.assignment.task_id.id,
                        "decision": "submit",
                        "user_name": "x",
                    }
                ),
                lambda row=row: row.copy(),
                lambda row=row: row.assignment_id.write({"log_ids": [(5, 0, 0)]}),
            ):
                with self.subTest(user=user.name), self.assertRaises(UserError):
                    change()
        root = self.row.with_user(SUPERUSER_ID)
        for change in (
            lambda: root.write({"reason": "Khác"}), lambda: root.sudo().unlink(), lambda: root.sudo().write({}),
            lambda: root.assignment_id.sudo().write({"log_ids": [(2, root.id)]}),
        ):  # fmt: skip
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                change()
        self.assertTrue(self.row.exists())

    def test_defaults_say_nothing(self):
        """Neither a context nor a user's own default signs a row with another's name."""
        self.env["ir.default"].set("plan.log", "signer", "Chủ tịch", user_id=self.leader_snv.id)
        leader = self.assignment.with_user(self.leader_snv).with_context(
            default_user_name="Người khác", default_number="1/QĐ", default_signer="Chủ tịch", default_decision="confirm"
        )
        leader.action_approve()
        self.assertEqual(
            self.log(self.assignment, "decision", "user_name", "number", "signer")[0],
            ("approve", "leader_snv", False, False),
        )

    def test_names_are_copied(self):
        """A row says who acted when the account, the office and the agency's name have changed since."""
        self.deputy_snv.name = "Trần Thị B"
        self.assignment.with_user(self.deputy_snv).action_approve()
        self.deputy_snv.name = "Người khác"
        self.deputy_snv.plan_member_ids.write({"title": "Nghỉ hưu", "signing_form": False})
        self.snv.name = "Sở Nội vụ và Lao động"
        self.assertEqual(
            self.log(self.assignment, "user_name", "user_office", "agency_name", "user_id")[0],
            ("Trần Thị B", "KT. Phó Giám đốc Sở", "Sở Nội vụ", self.deputy_snv),
        )

    def test_office(self):
        """The office as printed below a signature; without one said, the role."""
        for title, form, office in (
            ("Giám đốc Sở", "head", "Giám đốc Sở"),
            ("Chủ tịch", "tm", "TM. Chủ tịch"),
            ("Phó Giám đốc Sở", "kt", "KT. Phó Giám đốc Sở"),
            (False, "tl", "TL. Leader"),
            (False, False, "Leader"),
        ):
            self.leader_snv.plan_member_ids.write({"title": title, "signing_form": form})
            self.assertEqual(self.leader_snv.plan_member_ids._get_office(), office)

    def test_which_membership(self):
        """Of somebody who serves two agencies the log names the one for which they acted."""
        self.assignment.with_user(self.officer_two).action_withdraw()
        self.hand_in(self.assignment_of("two_leads", self.stc), self.officer_two)
        self.assertEqual(self.log(self.assignment, "agency_name")[0], "Sở Nội vụ")
        self.assertEqual(self.log(self.assignment_of("two_leads", self.stc), "agency_name")[0], "Sở Tài chính")

    def test_refused_leaves_nothing(self):
        """A step that is refused half way leaves no row."""
        before = self.env["plan.log"].search_count([])
        with self.assertRaises(UserError):
            (self.assignment | self.assignment_of("two_leads", self.snv)).with_user(self.leader_snv).action_approve()
        with self.assertRaises(UserError):
            self.sign(self.assignment, self.officer_snv, number=False)
        self.assertEqual(self.env["plan.log"].search_count([]), before)

    def test_assignment_with_decisions_stays(self):
        """Nobody can delete a record that has decisions."""
        with self.assertRaises(UserError):
            self.assignment.sudo().unlink()
        self.assertTrue(self.row.exists().assignment_id)
