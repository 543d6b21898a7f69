from odoo.exceptions import AccessError
from odoo.http import _generate_routing_rules
from odoo.tests import TransactionCase, tagged

from ..core.common import PlanCase
from .access_table import HOLDS, MODELS, PUBLIC, REPORTS, ROLES, ROUTES, SERVER_ACTIONS

MODULE = "odoo.addons.plan_tracking."
OPERATIONS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestAccessTable(PlanCase):
    """Every model of the module has its row of rights, and nobody else has any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_role = {
            "officer": cls.officer_snv,
            "leader": cls.leader_snv,
            "desk": cls.desk,
            "reader": cls.reader,
            "manager": cls.manager,
            "internal": cls.internal,
            "portal": cls.portal,
        }

    def test_rights_of_every_model_and_role(self):
        models = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "plan_tracking" and not model._abstract
        }
        self.assertEqual(models, set(MODELS), "a model is not in the table, or no longer in the module")
        for model, row in MODELS.items():
            for role, letters in zip((*ROLES, "internal", "portal"), (*row.rights, "", ""), strict=True):
                records = self.env[model].with_user(self.of_role[role])
                found = "".join(operation[0] for operation in OPERATIONS if records.has_access(operation))
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, letters)

    def test_circles_stay_within_the_access_rows(self):
        """The table's rights on single records do not exceed those on their model."""
        for model, row in MODELS.items():
            for identity in HOLDS:
                allowed = {letter for name in OPERATIONS if row.may(identity, name) for letter in name[0]}
                for sample in row.samples():
                    with self.subTest(model=model, identity=identity, sample=sample):
                        self.assertLessEqual(set(row.letters(identity, sample)), allowed)

    def test_public_user_has_nothing(self):
        public = self.env.ref("base.public_user")
        for model in MODELS:
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(public).has_access("read"))

    def test_roles_imply_no_more_than_they_say(self):
        """Only the leader implies another role; being a desk, reader or manager gives no agency's work."""
        groups = self.env["res.groups"].search([("privilege_id.category_id.name", "=", "Plan Tracking")])
        ours = {group: group.all_implied_ids & groups - group for group in groups}
        leader = self.env.ref("plan_tracking.group_plan_tracking_leader")
        officer = self.env.ref("plan_tracking.group_plan_tracking_officer")
        self.assertEqual(len(groups), 5)
        self.assertEqual({group: implied for group, implied in ours.items() if implied}, {leader: officer})


@tagged("post_install", "-at_install")
class TestPublicMethods(TransactionCase):
    """The methods open to RPC are known, one by one; a new public method needs its entry here."""

    def test_every_public_method_is_listed(self):
        found = {(model, method) for model, methods in self._found().items() for method in methods}
        listed = {(model, method) for model, methods in PUBLIC.items() for method in methods}
        self.assertEqual(found - listed, set(), "public methods without an entry")
        self.assertEqual(listed - found, set(), "entries without a method")

    def _found(self):
        found = {}
        for model in self.env.registry.values():
            for base in model.mro():
                if not base.__module__.startswith(MODULE):
                    continue
                # the model that the class defines, or extends
                inherit = base.__dict__.get("_inherit")
                name = base.__dict__.get("_name") or (inherit if isinstance(inherit, str) else inherit[0])
                methods = {
                    method
                    for method, function in vars(base).items()
                    if not method.startswith("_")
                    and callable(function)
                    and not getattr(function, "_api_private", False)
                }
                if methods:
                    found.setdefault(name, set()).update(methods)
        return found


@tagged("post_install", "-at_install")
class TestWaysIn(TransactionCase):
    """The module's own routes, reports and server actions are known; a new one needs its entry in the table."""

    def test_every_route_is_listed(self):
        found = {url for url, _endpoint in _generate_routing_rules(["plan_tracking"], nodb_only=False)}
        self.assertEqual(found, set(ROUTES))

    def test_every_report_is_listed(self):
        reports = self.env["ir.actions.report"].search([])
        ours = reports.filtered(lambda report: report.model.startswith("plan."))
        ours |= self._of_module("ir.actions.report")
        self.assertEqual(set(ours.mapped("report_name")), set(REPORTS))

    def test_every_server_action_is_listed(self):
        """A cron runs as the system and is nobody's to start; what a person can start is listed."""
        actions = self._of_module("ir.actions.server").filtered(lambda action: action.usage != "ir_cron")
        self.assertEqual(set(actions.get_external_id().values()), set(SERVER_ACTIONS))

    def test_crons_are_not_started_by_people(self):
        crons = self.env["ir.actions.server"].search([("usage", "=", "ir_cron"), ("model_id.model", "like", "plan.")])
        self.assertTrue(crons)
        user = self.env["res.users"].create({"name": "x", "login": "plan_anybody"})
        for cron in crons:
            with self.subTest(cron=cron.name), self.assertRaises(AccessError):
                cron.with_user(user).run()

    def _of_module(self, model):
        names = self.env["ir.model.data"].search([("module", "=", "plan_tracking"), ("model", "=", model)])
        return self.env[model].browse(names.mapped("res_id")).exists()
