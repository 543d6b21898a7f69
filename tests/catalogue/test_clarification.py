from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ..core.common import PlanCase


class TestClarification(PlanCase):
    """The checklist: what a plan's text leaves open is decided, in writing, before the work goes out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk_plan = cls.plan.with_user(cls.desk)
        cls.desk_plan.action_review()

    def clarifications(self, kind=None, state=None):
        return self.plan.clarification_ids.filtered(
            lambda clarification: kind in (None, clarification.kind) and state in (None, clarification.state)
        ).with_user(self.desk)

    def test_what_is_raised(self):
        """One point for every row that is unclear, none for a row that is not."""
        expected = {
            ("agency", f"agency:plan.task:{self.tasks['range'].id}:support_text"),
            ("deadline", f"deadline:{self.tasks['range'].id}"),
            ("group", f"group:{self.group_communes.id}"),
            ("group", f"group:{self.group_departments.id}"),
            ("lead", f"lead:{self.tasks['two_leads'].id}"),
            ("lead", f"lead:{self.tasks['ongoing'].id}"),
            ("target", f"target:{self.indicators['2'].id}"),
        }
        self.assertEqual(self.table(self.plan.clarification_ids, "kind", "key"), expected)
        self.assertEqual(set(self.plan.clarification_ids.mapped("origin")), {"text"})
        self.assertEqual(self.plan.clarification_open_count, len(expected))
        self.assertIn("Sở Y tế", self.clarifications("agency").name)
        self.assertIn("2030: khoảng nhiều", self.clarifications("target").name)
        self.assertIn("Năm 2026-2030", self.clarifications("deadline").name)

    def test_missing_lead_and_product(self):
        """A task that nobody leads and one without a product are asked about; a duty is not."""
        task = self.new_task(number="9", name="Làm gì đó", deadline_text="Năm 2026")
        self.desk_plan.action_review()
        self.assertIn(
            "it has no lead",
            self.clarifications("lead").filtered(lambda clarification: clarification.task_id == task).name,
        )
        self.assertIn("I.9", self.clarifications("product").name)
        self.assertNotIn(self.duty.code, self.clarifications("product").name)

    def test_refresh_doubles_nothing(self):
        before = {clarification.id: clarification.name for clarification in self.clarifications()}
        self.desk_plan.action_review()
        self.assertEqual({clarification.id: clarification.name for clarification in self.clarifications()}, before)

    def test_settled_points_go(self):
        """Points clarified in the plan are no longer asked; what was decided stays."""
        self.new_agency("SYT", "Sở Y tế")
        self.tasks["range"].with_user(self.desk).write({"is_deadline_ambiguous": False})
        decided = self.clarifications("target")
        decided._do_decide("Hiểu là từ 15", "Công văn 1")
        self.indicators["2"].target_ids.is_ambiguous = False
        self.desk_plan.action_review()
        self.assertFalse(self.clarifications("agency") | self.clarifications("deadline"))
        self.assertRecordValues(decided, [{"state": "decided", "decision": "Hiểu là từ 15"}])

    @freeze_time("2026-03-31 17:30:00")
    def test_decision_says_who_when_why(self):
        clarification = self.clarifications("deadline")
        wizards = (
            self.env["plan.clarification.decide"]
            .with_user(self.desk)
            .with_context(**clarification.action_decide()["context"])
        )
        wizard = wizards.create({"decision": "Trình trong năm 2026", "ground": "Công văn 5/SKHCN"})
        wizard.action_decide()
        self.assertRecordValues(
            clarification,
            [
                {
                    "state": "decided",
                    "decision": "Trình trong năm 2026",
                    "ground": "Công văn 5/SKHCN",
                    "decided_user_id": self.desk.id,
                    "decided_name": "desk",
                }
            ],
        )
        self.assertEqual(str(clarification.date_decided), "2026-04-01")  # the day in Việt Nam

    def test_decided_points_stay_as_they_are(self):
        """No writing, deleting or deciding again, and no manual state or decision."""
        clarification = self.clarifications("lead")[0]
        other = self.clarifications("lead")[1]
        for vals in ({"state": "decided"}, {"decision": "x"}, {"origin": "package"}, {"key": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                other.write(vals)
        clarification._do_decide("Sở Nội vụ", "Văn bản")
        for vals in ({"name": "Khác"}, {"kind": "other"}, {"task_id": False}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "cannot be edited"):
                clarification.write(vals)
        with self.assertRaisesRegex(UserError, "are already decided"):
            (clarification | other)._do_decide("Khác", "Khác")
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            clarification.unlink()
        self.assertRecordValues(clarification | other, [{"decision": "Sở Nội vụ"}, {"decision": False}])

    def test_new_points_are_open(self):
        """A point entered by hand is asked like the others; it cannot be born decided."""
        model = self.env["plan.clarification"].with_user(self.desk)
        clarification = model.create({"plan_id": self.plan.id, "name": "Ai ký?"})
        self.assertRecordValues(clarification, [{"state": "open", "origin": "hand", "kind": "other"}])
        self.desk_plan.action_review()
        self.assertTrue(clarification.exists())
        for vals in ({"state": "decided"}, {"decision": "x"}, {"decided_name": "x"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                model.create({"plan_id": self.plan.id, "name": "Ai ký?", **vals})
        with self.assertRaises(UserError):
            model.with_context(default_state="decided").create({"plan_id": self.plan.id, "name": "Ai ký?"})

    def test_take_up_again(self):
        """The old point stays readable with its decision, and a new open one takes its place."""
        clarification = self.clarifications("lead")[0]
        with self.assertRaisesRegex(UserError, "Only a decided clarification"):
            clarification.action_reopen()
        clarification._do_decide("Sở Nội vụ", "Văn bản")
        clarification.action_reopen()
        pair = self.clarifications().filtered(lambda one: one.key == clarification.key).sorted("id")
        self.assertRecordValues(
            pair,
            [
                {"state": "replaced", "decision": "Sở Nội vụ", "decided_name": "desk", "origin": "text"},
                {"state": "open", "decision": False, "decided_name": False, "origin": "text"},
            ],
        )
        self.desk_plan.action_review()
        self.assertEqual(self.clarifications().filtered(lambda one: one.key == clarification.key), pair)
        pair[1]._do_decide("Sở Tài chính", "Văn bản khác")
        self.assertRecordValues(pair, [{"decision": "Sở Nội vụ"}, {"decision": "Sở Tài chính"}])
        with self.assertRaisesRegex(UserError, "Only a decided clarification"):
            pair[0].action_reopen()

    def test_no_activation_with_open_points(self):
        """Activation counts what is open in words; a point that came up since counts too."""
        with self.assertRaisesRegex(UserError, "12/KH-UBND still has 7 open clarifications"):
            self.desk_plan.action_activate()
        self.clarifications(state="open")._do_decide("Theo văn bản", "Văn bản")
        self.new_task(number="9", name="Làm", lead_text="Sở Lạ", deadline_text="Năm 2026", product="Kế hoạch")
        with self.assertRaisesRegex(UserError, "2 open clarifications"):  # nobody known, and so nobody leads
            self.desk_plan.action_activate()
        self.assertEqual((self.plan.state, self.plan.assignment_count), ("draft", 0))

    def test_group_decision_confirms_members(self):
        self.assertFalse(self.group_communes.member_ids)
        point = self.clarifications("group").filtered(
            lambda clarification: clarification.group_id == self.group_communes
        )
        point._do_decide("Đúng", "Văn bản")
        self.assertEqual(self.group_communes.member_ids, self.xa_cao | self.xa_dong)
        self.assertRecordValues(self.group_communes, [{"confirmed_user_id": self.desk.id, "pending_count": 0}])
        self.assertFalse(self.group_departments.member_ids)

    def test_members_are_confirmed_by_the_button_alone(self):
        """Members are proposed by categories and agencies; a body of the wrong kind or past is never proposed."""
        group = self.group_communes.with_user(self.desk)
        with self.assertRaises(AccessError):
            group.member_ids = [Command.set(self.snv.ids)]
        self.xa_dong.date_to = "2024-12-31"
        group.sudo().agency_ids = self.snv | self.ubnd
        group.invalidate_recordset()
        self.assertEqual(group.candidate_ids, self.xa_cao | self.snv)
        group.action_confirm_members()
        self.assertEqual(group.member_ids, self.xa_cao | self.snv)
        nobody = self.env["plan.agency.group"].create({"code": "DN", "name": "Các doanh nghiệp"})
        with self.assertRaisesRegex(UserError, "proposes nobody"):
            nobody.with_user(self.manager).action_confirm_members()

    def test_members_are_kept_by_the_desks_of_the_plans_that_name_them(self):
        """Members decide who gets work: the desk of another plan neither confirms nor proposes."""
        group = self.group_communes.with_user(self.desk_stc)
        for change in (lambda: group.write({"agency_ids": [Command.set(self.snv.ids)]}), group.action_confirm_members):
            with self.assertRaisesRegex(UserError, "is maintained by the desk of the plans that name it"):
                change()
        self.group_communes.with_user(self.desk).write({"note": "Gồm các xã"})

    def test_a_decision_says_something(self):
        """Blanks decide nothing, and points of the text do not vanish without a decision."""
        point = self.clarifications("deadline")[:1].with_user(self.desk)
        for decision, ground in (("  ", "Công văn 1"), ("Hiểu là 2030", " \n ")):
            with self.assertRaisesRegex(UserError, "the decision and its grounds"):
                point._do_decide(decision, ground)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            point.unlink()
        self.assertEqual(point.state, "open")

    def test_package_asks_in_the_place_of_the_grammar(self):
        """The grammar does not repeat a question of the package's maker about a row."""
        task = self.tasks["range"]
        own = self.clarifications("deadline")
        self.env["plan.clarification"].create(
            [
                {
                    "plan_id": self.plan.id,
                    "kind": "deadline",
                    "task_id": task_id,
                    "name": text,
                    "origin": "package",
                    "key": f"package:{text}",
                }
                for task_id, text in ((task.id, "Thời hạn của II.2?"), (False, "Cách hiểu cả Kế hoạch?"))
            ]
        )
        self.desk_plan.action_review()
        self.assertFalse(own.exists())
        self.assertEqual(set(self.clarifications("deadline").mapped("origin")), {"package"})
        self.assertEqual(len(self.clarifications("agency")), 1, "another question about the same row is still asked")
