from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests.common import freeze_time

from ..core.common import PlanCase

SPECIFICATION = {
    "role": {},
    "return_reason": {},
    "needs_steps": {},
    "task_code": {},
    "task_name": {},
    "agency_id": {"fields": {"display_name": {}}},
    "date_deadline": {},
    "timeliness": {},
    "date_next_step": {},
    "next_step": {},
    "activity_ids": {"fields": {}},
    "activity_state": {},
    "evidence_count": {},
    "progress": {},
    "user_id": {"fields": {"display_name": {}}},
}


@freeze_time("2026-03-10 03:00:00")
class TestBoard(PlanCase):
    """The board is read in a way of its own; what the web client gets is what Odoo would give it."""

    # what the switch says; by default there is none
    SWITCH = None
    IS_FAST = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_switch(cls.SWITCH)
        cls.assignments = cls.activate()
        cls.assignment_of("one_lead", cls.snv).with_user(cls.officer_snv).user_id = cls.officer_snv
        cls.assignment_of("one_lead", cls.snv).with_user(cls.officer_snv).stage_id = cls.stage("draft")
        for assignment, user, day in (
            (cls.assignment_of("one_lead", cls.snv), cls.leader_snv, "2026-03-01"),
            (cls.assignment_of("two_leads", cls.snv), cls.officer_snv, "2026-03-10"),
            (cls.assignment_of("two_leads", cls.stc), cls.officer_stc, "2026-04-01"),
            (cls.assignment_of("ongoing", cls.skhcn), cls.desk, "2026-04-01"),
        ):
            assignment.activity_schedule("mail.mail_activity_data_todo", user_id=user.id, date_deadline=day)
        cls.attach(cls.assignment_of("one_lead", cls.snv))

    @classmethod
    def set_switch(cls, value):
        cls.env["ir.config_parameter"].set_param("plan_tracking.fast_board", value or False)

    def board(self, user, specification=SPECIFICATION, **options):
        """Return {stage id: assignments} of the board as `user` opens it."""
        assignments = self.env["plan.assignment"].with_user(user).with_context(read_group_expand=True)
        assignments.env.invalidate_all()
        groups = assignments.web_read_group(
            [], ["stage_id"], [], auto_unfold=True, unfold_read_specification=specification, **options
        )["groups"]
        return {group["stage_id"][0]: group["__records"] for group in groups if "__records" in group}

    def expected(self, user, stage_id, specification=SPECIFICATION, **options):
        assignments = self.env["plan.assignment"].with_user(user)
        assignments.env.invalidate_all()
        return assignments.search([("stage_id", "=", stage_id)], **options).web_read(specification)

    def test_same_as_odoo(self):
        """Assignment by assignment and field by field, for everybody who sees a board."""
        for user in (self.officer_snv, self.leader_snv, self.officer_two, self.desk, self.reader, self.manager):
            with self.subTest(user=user.login):
                board = self.board(user)
                self.assertTrue(any(board.values()))
                for stage_id, assignments in board.items():
                    self.assertEqual(assignments, self.expected(user, stage_id))

    def test_way(self):
        """The switch decides which of the two reads the board."""
        model = self.env.registry["plan.assignment"]
        with patch.object(model, "_read_columns", autospec=True, side_effect=model._read_columns) as read:
            self.assertTrue(any(self.board(self.desk).values()))
        self.assertEqual(bool(read.call_count), self.IS_FAST)

    def test_same_as_the_other_way(self):
        """Whatever either of the two reads, the states of activities included, which are computed in both."""
        users = (self.officer_snv, self.leader_snv, self.officer_two, self.desk, self.reader, self.manager)
        boards = [self.board(user) for user in users]
        self.set_switch("False" if self.IS_FAST else "True")
        for user, board in zip(users, boards, strict=True):
            with self.subTest(user=user.login):
                self.assertEqual(self.board(user), board)

    def test_limit_and_offset(self):
        todo = self.stage("todo").id
        info = [{"value": todo, "folded": False, "limit": 2, "offset": 1}]
        board = self.board(self.desk, opening_info=info, unfold_read_default_limit=2)
        self.assertEqual(board[todo], self.expected(self.desk, todo, limit=2, offset=1))

    def test_fields_that_are_not_plain(self):
        """Whatever a view asks for beyond plain fields goes Odoo's way."""
        specification = {"task_id": {"fields": {"code": {}, "display_name": {}}}, "stage_id": {}, "role": {}}
        for stage_id, assignments in self.board(self.desk, specification).items():
            self.assertEqual(assignments, self.expected(self.desk, stage_id, specification))

    def test_number_of_the_record(self):
        """Odoo answers with the id whether it is asked for or not."""
        specification = {"id": {}, "role": {}}
        for stage_id, assignments in self.board(self.desk, specification).items():
            self.assertEqual(assignments, self.expected(self.desk, stage_id, specification))

    def test_only_what_may_be_seen(self):
        board = self.board(self.officer_stc)
        agencies = {assignment["agency_id"]["id"] for assignments in board.values() for assignment in assignments}
        self.assertEqual(agencies, {self.stc.id})
        with self.assertRaises(AccessError):
            self.board(self.internal)

    def test_queries_do_not_grow(self):
        """As many for one column as for all, and for few assignments as for many."""
        self.board(self.desk)
        with self.assertQueryCount(24):
            self.board(self.desk)


class TestBoardOdoo(TestBoard):
    """The same board where the switch leaves it to Odoo."""

    SWITCH = "False"
    IS_FAST = False
