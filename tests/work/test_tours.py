import datetime

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...tools.clock import vietnam_midnight, vietnam_today

REASON = "Chờ hướng dẫn của Bộ"


class TourCase(HttpCase):
    """The plan that comes with the module, as it is loaded, and people at their screens in Vietnamese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, mail_create_nolog=True))

    @classmethod
    def load_plan(cls):
        """Load the package; the plan is a draft that is followed from the first day of this year."""
        packages = cls.env["plan.package"]
        packages._load(packages._read_folder("348_kh_ubnd"))
        cls.plan = cls.env["plan.plan"].search([("number", "=", "348/KH-UBND")])
        # yearly work is opened for every year from then on: this one, whenever the test runs
        cls.plan.date_tracking_start = vietnam_today().replace(month=1, day=1)

    @classmethod
    def activate_plan(cls):
        """Give the work to the agencies, its checklist decided by nobody in particular."""
        cls.env["plan.clarification"]._refresh(cls.plan)
        cls.plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
            "Theo văn bản", "Công văn 1"
        )
        cls.plan._do_activate()

    @classmethod
    def ask(cls, name, agencies, desk):
        """Ask these agencies one question, as the desk, to be answered in two days; return their reports."""
        schedule = cls.env["plan.reporting.schedule"].create(
            {
                "name": name,
                "kind": "ad_hoc",
                "desk_agency_id": cls.plan.desk_agency_id.id,
                "plan_ids": [Command.set(cls.plan.ids)],
                "agency_ids": [Command.set(agencies.ids)],
                "bind_leads": False,
                "bind_monitors": False,
                "ask_assignments": False,
                "ask_indicators": False,
                "question_ids": [Command.create({"name": "Thiệt hại", "purpose": "other"})],
                "date_due": vietnam_midnight(vietnam_today() + datetime.timedelta(2)),
            }
        )
        schedule.with_user(desk).action_start()
        return schedule.period_ids.report_ids

    @classmethod
    def new_user(cls, login, agency_code=None, role="officer", groups="base.group_user"):
        """Create a user who works in Vietnamese, password = login, with a place in an agency."""
        user = mail_new_test_user(cls.env, login=login, password=login, name=login, groups=groups, lang="vi_VN")
        if agency_code:
            agency = cls.env["plan.agency"].search([("code", "=", agency_code)])
            cls.env["plan.member"].create({"user_id": user.id, "agency_id": agency.id, "role": role})
        return user

    def hand_in(self, assignment, officer):
        """Submit a result without a file, as its officer."""
        assignment = assignment.with_user(officer)
        assignment.write(
            {"product_number": "15/KH-SNV", "product_date": "2026-01-05", "result": "Đã ban hành", "is_secret": True}
        )
        assignment.action_submit()

    def assignment_of(self, task_code, agency_code):
        return self.env["plan.assignment"].search(
            [("task_code", "=", task_code), ("agency_id.code", "=", agency_code), ("plan_id", "=", self.plan.id)]
        )

    def stage(self, name):
        return self.env.ref(f"plan_tracking.plan_stage_{name}")


@tagged("post_install", "-at_install")
class TestWorkTours(TourCase):
    """The work is with the agencies: what officers and readers see and do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_plan()
        cls.activate_plan()

    def test_officer_works(self):
        """An officer drags an assignment on, lays out steps, asks for an extension and hands in a result with its file.

        By dragging, nothing is done: they are told what is.
        """
        self.new_user("tour.snv", "SNV")
        moved, kept = self.assignment_of("V.1", "SNV"), self.assignment_of("V.2", "SNV")
        (moved | kept).write({"date_deadline": "2030-12-31", "date_deadline_origin": "2030-12-31"})
        others = self.env["plan.assignment"].search([]) - moved
        self.assertEqual((moved | kept).stage_id, self.stage("todo"))
        self.start_tour("/odoo", "plan_tracking_officer", login="tour.snv", timeout=180)
        self.assertRecordValues(
            moved,
            [
                {
                    "stage_id": self.stage("review").id,
                    "result_state": "submitted",
                    "product_number": "15/KH-SNV",
                    "product_date": datetime.date(2026, 1, 5),
                    "result": "Đã ban hành kế hoạch",
                }
            ],
        )
        self.assertEqual(moved.evidence_ids.mapped("name"), ["ke-hoach.pdf"])
        self.assertTrue(moved.evidence_ids.is_frozen)
        self.assertRecordValues(kept, [{"next_step": "Khảo sát", "date_next_step": datetime.date(2029, 6, 30)}])
        self.assertRecordValues(
            kept.extension_ids, [{"date_asked": datetime.date(2031, 12, 31), "state": "asked", "reason": REASON}]
        )
        self.assertEqual(str(kept.date_deadline), "2030-12-31", "asked is not granted")
        self.assertEqual(others.stage_id, self.stage("todo"))

    def test_leader_decides(self):
        """A leader returns one result with a reason and approves another with one tap."""
        officer = self.new_user("tour.cb", "SNV")
        self.new_user("tour.ld", "SNV", "leader")
        returned, approved = self.assignment_of("V.1", "SNV"), self.assignment_of("V.2", "SNV")
        for assignment in (returned, approved):
            self.hand_in(assignment, officer)
        self.start_tour("/odoo", "plan_tracking_leader", login="tour.ld", timeout=120)
        self.assertRecordValues(
            returned | approved,
            [
                {"result_state": "none", "return_reason": "Thiếu phụ lục", "stage_id": self.stage("todo").id},
                {"result_state": "approved", "return_reason": False, "stage_id": self.stage("review").id},
            ],
        )
        self.assertEqual(returned.log_ids[0].reason, "Thiếu phụ lục")

    def test_desk_confirms_many(self):
        """The desk looks at one result of 130 communes and confirms all of them together."""
        desk = self.new_user("tour.dieuphoi", "SKHCN", "desk")
        communes = self.env["plan.agency"].search([("category_id.code", "in", ["xa", "phuong"])])
        assignments = self.env["plan.assignment"].search([("task_code", "=", "I.3"), ("agency_id", "in", communes.ids)])
        self.assertEqual(len(assignments), 130)
        assignments.write(  # as their leaders have left them
            {
                "stage_id": self.stage("done").id,
                "result_state": "approved",
                "product_number": "07/KH-UBND",
                "product_date": "2026-01-05",
                "result": "Đã ban hành kế hoạch",
            }
        )
        self.start_tour("/odoo", "plan_tracking_desk_confirm", login="tour.dieuphoi", timeout=180)
        self.assertEqual(set(assignments.mapped("result_state")), {"confirmed"})
        self.assertEqual(len(assignments.filtered("date_checked")), 1)
        self.assertEqual(len(assignments.log_ids), 131)
        self.assertEqual(assignments.log_ids.user_id, desk)

    def test_reader_changes_nothing(self):
        """A reader opens all work, the plan and a task, and finds nothing to edit."""
        self.new_user("tour.tinh", groups="plan_tracking.group_plan_tracking_reader")
        self.start_tour("/odoo", "plan_tracking_reader", login="tour.tinh", timeout=120)
        self.assertEqual(self.env["plan.assignment"].search([]).stage_id, self.stage("todo"))


@tagged("post_install", "-at_install")
class TestCommuneTour(TourCase):
    """The screen of a telephone."""

    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_plan()
        cls.activate_plan()

    def test_commune_officer_on_the_phone(self):
        """A commune's officer sees its assignments in one list, moves one on, and hands in its result with a photo."""
        self.new_user("tour.xa", "16681")
        assignments = self.env["plan.assignment"].search([("agency_id.code", "=", "16681")])
        self.assertEqual(len(assignments), 6)
        self.start_tour("/odoo/my-work", "plan_tracking_commune", login="tour.xa", timeout=120)
        assignment = self.assignment_of("I.3", "16681")
        self.assertRecordValues(
            assignment,
            [{"stage_id": self.stage("review").id, "result_state": "submitted", "product_number": "07/KH-UBND"}],
        )
        self.assertEqual(assignment.evidence_ids.mapped("name"), ["anh.jpg"])
        self.assertEqual((assignments - assignment).stage_id, self.stage("todo"))


@tagged("post_install", "-at_install")
class TestPlanTours(TourCase):
    """The plan comes in, is checked and goes out to the agencies."""

    def test_desk_activates(self):
        """The desk reads the annexes, decides the checklist together, activates, and sees who has done what."""
        self.load_plan()
        desk = self.new_user("tour.dieuphoi", "SKHCN", "desk")
        self.start_tour("/odoo", "plan_tracking_desk", login="tour.dieuphoi", timeout=180)
        self.assertEqual(self.plan.state, "active")
        self.assertEqual(set(self.plan.clarification_ids.mapped("state")), {"decided"})
        self.assertEqual(self.plan.clarification_ids.decided_user_id, desk)
        self.assertEqual(set(self.plan.clarification_ids.mapped("decision")), {"Như đề xuất", "Hiểu theo văn bản"})
        self.assertEqual(
            len(self.plan.clarification_ids.filtered(lambda clarification: clarification.decision == "Như đề xuất")), 3
        )
        self.assertEqual(len(self.assignment_of("I.1", "SNV")), 1)
        self.assertGreater(self.env["plan.assignment"].search_count([("plan_id", "=", self.plan.id)]), 900)

    def test_manager_loads_the_package(self):
        """In a database without a plan the manager loads the package by hand and opens the plan."""
        self.assertFalse(self.env["plan.plan"].search_count([]))
        self.new_user("tour.quantri", groups="plan_tracking.group_plan_tracking_manager")
        self.start_tour("/odoo", "plan_tracking_manager", login="tour.quantri", timeout=180)
        plan = self.env["plan.plan"].search([("number", "=", "348/KH-UBND")])
        self.assertEqual((plan.task_count, plan.indicator_count, plan.state), (54, 65, "draft"))
        self.assertEqual(plan.create_uid.login, "tour.quantri")
