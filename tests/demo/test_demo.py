import pytest

from odoo.tests import TransactionCase, tagged


@pytest.mark.today
@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo data load on a database without them, through the ordinary import, and give a living plan."""

    def test_demo_data(self):
        self.env["plan.demo"]._load("348_kh_ubnd")
        plan = self.env["plan.plan"].search([("state", "=", "active")])
        self.assertEqual(plan.number, "348/KH-UBND")
        self.assertFalse(plan.clarification_open_count)
        desk = self.env["res.users"].search([("login", "=", "dieuphoi")])
        self.assertTrue(desk.has_group("plan_tracking.group_plan_tracking_desk"))
        self.assertEqual(desk._plan_desk_plan_ids(), plan.ids)
        officer = self.env["res.users"].search([("login", "=", "cb.snv")])
        own = self.env["plan.assignment"].with_user(officer).search([])
        self.assertEqual(own.filtered("in_scope").agency_id.mapped("code"), ["SNV"])
        self.assertGreater(len(own.stage_id), 3, "the demo's cards stand in many columns")
        self.assertTrue(plan.task_ids.assignment_ids.contribution_ids, "agencies ask one another")
        self.assertTrue(self.env["plan.extension"].search([("state", "=", "asked")]))
        self.assertTrue(own.step_ids)
