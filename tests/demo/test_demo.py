import pytest

from odoo.tests import TransactionCase, tagged

from ...demo.people import name_company


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
        self.assertTrue(self.env["ir.config_parameter"]._plan_holds_demo())

    def test_nobody_real(self):
        """No number of the demo's people can be dialled; the company is the province, unless somebody named it."""
        company = self.env.ref("base.main_company")
        company.write({"name": "My Company", "logo": company._get_logo()})
        self.env["plan.demo"]._load("348_kh_ubnd")
        phones = self.env["plan.member"].search([]).mapped("phone")
        self.assertEqual([phone for phone in phones if not phone.startswith("0000 ")], [])
        self.assertEqual(company.name, self.env.ref("plan_tracking.demo_plan").issuer_id.head)
        self.assertFalse(company.uses_default_logo)
        self.assertTrue(company.logo_web)

    def test_named_company(self):
        """A company that has a name keeps it."""
        company = self.env.ref("base.main_company")
        company.name = "UBND tỉnh khác"
        values = {"number": "1", "name": "1", "date_issued": "2026-01-05", "issuer_id": self.issuer().id}
        name_company(self.env["plan.plan"].create(values))
        self.assertEqual(company.name, "UBND tỉnh khác")

    def issuer(self):
        category = self.env["plan.agency.category"].create({"name": "Cấp trên", "code": "tren"})
        return self.env["plan.agency"].create({"name": "UBND tỉnh", "code": "UB", "category_id": category.id})
