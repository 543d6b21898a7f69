import base64
import json
from datetime import datetime, timedelta

from requests import HTTPError

from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .access_common import AccessCase

ASSIGNMENT = "plan.assignment"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db")


class HttpAccessCase(AccessCase):
    def setUp(self):
        super().setUp()
        # a refusal is what these tests ask for; its lines in the log would hide the others
        quiet = mute_logger(*QUIET)
        quiet.__enter__()
        self.addCleanup(quiet.__exit__)

    def ids(self, domain=(), **kwargs):
        """Return the ids of the assignments that the user finds."""
        return set(self.rpc(ASSIGNMENT, "search", list(domain), **kwargs))

    def assignments_of(self, *agencies, plan=None):
        domain = [("agency_id", "in", [agency.id for agency in agencies])]
        return set(self.env[ASSIGNMENT].search(domain + ([("plan_id", "=", plan.id)] if plan else [])).ids)


@tagged("post_install", "-at_install")
class TestOfficerReads(HttpAccessCase):
    """Officers find the work of their agency, and no trace of another's, whichever way they ask."""

    def setUp(self):
        super().setUp()
        self.login(self.officer_snv)
        self.visible = self.assignments_of(self.snv) | {self.contribution.id}

    def test_search_and_count(self):
        self.assertEqual(self.ids(), self.visible)
        self.assertEqual(self.rpc(ASSIGNMENT, "search_count", []), len(self.visible))
        self.assertEqual(self.rpc(ASSIGNMENT, "search_count", [("agency_id", "=", self.stc.id)]), 0)
        self.assertEqual(self.ids([("result", "ilike", "mật")]), set(), "a text is not guessed by searching for it")
        self.assertEqual(self.ids([("in_scope", "=", True)]), self.assignments_of(self.snv))
        self.assertEqual(self.ids([("in_scope", "!=", True)]), {self.contribution.id})

    def test_search_through_another_model(self):
        """A path through task or agency to the assignments shows no foreign assignment either."""
        for model, path in (("plan.task", "assignment_ids.result"), ("plan.plan", "task_ids.assignment_ids.result")):
            self.refused(model, "search", [(path, "ilike", "mật")])
            self.refused(model, "search", [(path.rpartition(".")[0], "any", [("result", "=", "x")])])

    def test_web_search_read(self):
        found = self.rpc(ASSIGNMENT, "web_search_read", [], {"agency_id": {"fields": {"name": {}}}, "result": {}})
        self.assertEqual(found["length"], len(self.visible))
        self.assertNotIn("mật", json.dumps(found))
        self.assertEqual({row["agency_id"]["name"] for row in found["records"]}, {self.snv.name, self.xa_dong.name})

    def test_grouped(self):
        rows = self.rpc(ASSIGNMENT, "formatted_read_group", [], ["agency_id"], ["__count"])
        self.assertEqual({row["agency_id"][0] for row in rows}, {self.snv.id, self.xa_dong.id})
        board = self.rpc(ASSIGNMENT, "web_read_group", [], ["timeliness"], aggregates=["__count"])
        self.assertEqual(sum(group["__count"] for group in board["groups"]), len(self.visible))
        bars = self.rpc(
            ASSIGNMENT, "read_progress_bar", [], "stage_id", {"field": "timeliness", "colors": {"overdue": "danger"}}
        )
        self.assertEqual(sum(sum(bar.values()) for bar in bars.values()) <= len(self.visible), True)

    def test_search_panel(self):
        for name in ("timeliness", "section_id", "user_id", "cycle"):
            values = self.rpc(ASSIGNMENT, "search_panel_select_range", name, enable_counters=True, expand=False)[
                "values"
            ]
            with self.subTest(field=name):
                self.assertLessEqual(sum(value.get("__count", 0) for value in values), len(self.visible))
        agencies = self.rpc(ASSIGNMENT, "search_panel_select_range", "agency_id", enable_counters=True, expand=True)
        counted = {value["id"] for value in agencies["values"] if value.get("__count")}
        self.assertLessEqual(counted, {self.snv.id, self.xa_dong.id})

    def test_name_search(self):
        found = {assignment for assignment, _name in self.rpc(ASSIGNMENT, "name_search", "", limit=0)}
        self.assertEqual(found, self.visible)

    def test_read(self):
        for method, *args in (("read", ["result"]), ("web_read", {"display_name": {}}), ("get_metadata",)):
            self.refused(ASSIGNMENT, method, self.foreign.ids, *args)
        self.assertFalse(self.rpc(ASSIGNMENT, "search_read", [("id", "=", self.foreign.id)], ["display_name"]))
        self.assertEqual(self.rpc(ASSIGNMENT, "read", self.own.ids, ["result"]), [{"id": self.own.id, "result": False}])

    def test_export(self):
        self.officer_snv.sudo().group_ids |= self.env.ref("base.group_allow_export")
        self.env.flush_all()
        status, lines = self.export(ASSIGNMENT, ["agency_id", "result"])
        self.assertEqual((status, len(lines)), (200, len(self.visible)))
        self.assertNotIn("mật", "".join(lines))
        status, _lines = self.export(ASSIGNMENT, ["result"], ids=self.foreign.ids)
        self.assertNotEqual(status, 200)
        status, lines = self.export("plan.task", ["code", "assignment_ids/result", "assignment_ids/agency_id"])
        self.assertNotIn("mật", "".join(lines))
        self.assertNotIn(self.stc.name, "".join(lines))

    def test_counts_on_task_and_plan(self):
        """The numbers on a task and a plan count what the officer may read."""
        task = self.foreign.task_id
        [row] = self.rpc("plan.task", "read", task.ids, ["assignment_count"])
        self.assertEqual(row["assignment_count"], 1)
        [row] = self.rpc("plan.plan", "read", self.plan.ids, ["assignment_count"])
        self.assertEqual(row["assignment_count"], len(self.visible))
        for name in ("member_count", "member_ids"):
            self.refused("plan.agency", "read", self.stc.ids, [name])

    def test_ids_are_not_asked_one_by_one(self):
        """A list of raw ids skips the rules of what they point to, so no such field is open to an officer."""
        members = self.env["plan.member"].search([("agency_id", "=", self.stc.id)]).ids
        for operator in ("in", "not in", "="):
            value = members[0] if operator == "=" else members
            self.refused("res.users", "search", [("plan_member_ids", operator, value)])
            self.refused("plan.agency", "search", [("member_ids", operator, value)])
            assignment = self.foreign.id if operator == "=" else self.foreign.ids
            self.refused("plan.task", "search", [("assignment_ids", operator, assignment)])
            self.refused(ASSIGNMENT, "search", [("task_id.assignment_ids", operator, assignment)])
        self.assertEqual(self.rpc("res.users", "search", [("plan_agency_ids", "in", self.stc.ids)]), [])

    def test_the_plan_as_written_is_open(self):
        for model in ("plan.task", "plan.indicator", "plan.target", "plan.section", "plan.funding"):
            self.assertTrue(self.rpc(model, "search_count", [("plan_id", "=", self.other_plan.id)]), model)
        self.refused("plan.clarification", "search", [])

    def test_mail_of_a_foreign_assignment(self):
        where = [("model", "=", ASSIGNMENT), ("res_id", "=", self.foreign.id)]
        self.assertFalse(self.rpc("mail.message", "search_read", where, ["body"]))
        self.refused("mail.message", "read", self.foreign_message.ids, ["body"])
        thread = {"thread_model": ASSIGNMENT, "thread_id": self.foreign.id}
        self.assertNotIn("nội bộ STC", json.dumps(self._try_route("/mail/thread/messages", **thread), default=str))
        data = self._try_route("/mail/data", fetch_params=[["mail.thread", {**thread, "request_list": ["messages"]}]])
        self.assertNotIn("nội bộ", json.dumps(data, ensure_ascii=False, default=str))
        activities = self.rpc(
            "mail.activity", "search_count", [("res_model", "=", ASSIGNMENT), ("res_id", "=", self.foreign.id)]
        )
        self.assertEqual(activities, 0)

    def _try_route(self, path, **params):
        try:
            return self.route(path, **params)
        except (JsonRpcException, HTTPError) as error:  # refused is as good as empty
            return str(error)

    def test_followers_of_a_foreign_assignment(self):
        """Followers show whose work it is: shown only to readers of the record, other modules' records as before."""
        self.foreign.message_subscribe(self.officer_stc.partner_id.ids)
        self.own.message_subscribe(self.leader_snv.partner_id.ids)
        partner = self.env["res.partner"].create({"name": "Khách"})
        partner.message_subscribe(self.officer_stc.partner_id.ids)
        self.env.flush_all()
        where = [
            ("res_model", "in", [ASSIGNMENT, "res.partner"]),
            ("res_id", "in", [self.foreign.id, self.own.id, partner.id]),
        ]
        found = {(row["res_model"], row["res_id"]) for row in self.rpc("mail.followers", "search_read", where)}
        self.assertEqual(found, {(ASSIGNMENT, self.own.id), ("res.partner", partner.id)})
        self.refused("mail.followers", "read", self.foreign.message_follower_ids.ids, ["partner_id"])

    def test_json2(self):
        """The API with a key answers as the session does."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.officer_snv)
            ._generate("rpc", "test", datetime.now() + timedelta(days=1))
        )
        self.env.flush_all()
        self.authenticate(None, None)

        def call(model, method, **values):
            headers = {"Authorization": f"Bearer {key}"}
            return self.url_open(f"/json/2/{model}/{method}", json=values, headers=headers)

        self.assertEqual(set(call(ASSIGNMENT, "search", domain=[]).json()), self.visible)
        self.assertEqual(call(ASSIGNMENT, "read", ids=self.foreign.ids, fields=["result"]).status_code, 403)
        with self.unchanged(self.foreign):
            answer = call(ASSIGNMENT, "write", ids=self.foreign.ids, vals={"result": "x"})
            self.assertEqual(answer.status_code, 403)
        with self.unchanged(self.own):
            answer = call(ASSIGNMENT, "write", ids=self.own.ids, vals={"date_deadline": "2030-01-01"})
            self.assertEqual(answer.status_code, 403)
        self.assertIn(call(ASSIGNMENT, "_fan_out", plans=[]).status_code, (403, 404))


@tagged("post_install", "-at_install")
class TestOfficerWrites(HttpAccessCase):
    """Officers change the assignments of their agency, in the fields open to them, and nothing else."""

    def setUp(self):
        super().setUp()
        self.login(self.officer_snv)

    def test_own_assignment(self):
        review = self.stage("review")
        values = {
            "stage_id": review.id,
            "product_number": "10/KH-SNV",
            "product_date": "2026-02-01",
            "is_secret": True,
            "result": "Đã ban hành",
            "user_id": self.leader_snv.id,
        }
        self.rpc(ASSIGNMENT, "web_save", self.own.ids, values, {"stage_id": {}})
        self.assertEqual((self.own.stage_id, self.own.user_id), (review, self.leader_snv))
        self.assertEqual((self.own.result_state, self.own.submitted_user_id), ("submitted", self.officer_snv))
        with self.unchanged(self.own):
            for stage in ("done", "paused", "cancelled"):
                self.refused(ASSIGNMENT, "write", self.own.ids, {"stage_id": self.stage(stage).id})
            self.refused(ASSIGNMENT, "write", self.own.ids, {"result": "Khác"})

    def test_who_can_be_in_charge_is_offered(self):
        """The field “In Charge” finds the agency's people for an officer, who may not read all memberships."""
        action = self.rpc(ASSIGNMENT, "get_views", [[False, "form"]])
        domain = action["models"][ASSIGNMENT]["fields"]["user_id"]["domain"]
        self.assertIn("agency_id", domain)
        found = self.rpc("res.users", "name_search", "", [("plan_agency_ids", "=", self.snv.id)])
        self.assertIn(self.leader_snv.id, {user for user, _name in found})
        self.assertNotIn(self.officer_stc.id, {user for user, _name in found})

    def test_foreign_assignment(self):
        for assignment in (
            self.foreign,
            self.contribution,
            self.assignment_of("one_lead", self.stc, "support"),
            self.other_assignment,
        ):
            with self.unchanged(assignment):
                self.refused(ASSIGNMENT, "write", assignment.ids, {"result": "x"})
                self.refused(ASSIGNMENT, "write", assignment.ids, {"stage_id": self.stage("draft").id})
                self.refused(ASSIGNMENT, "web_save", assignment.ids, {"result": "x"}, {})
                self.refused(ASSIGNMENT, "write", [self.own.id, assignment.id], {"result": "x"})
        self.assertFalse(self.own.result, "refused for one is refused for all")

    def protected(self):
        return {
            "task_id": self.tasks["range"].id,
            "agency_id": self.stc.id,
            "role": "support",
            "year": 2026,
            "parent_id": self.assignment_of("two_leads", self.snv).id,
            "lead_agency_id": self.stc.id,
            "date_deadline": "2031-01-01",
            "date_deadline_origin": "2031-01-01",
            "date_submitted": "2026-01-01",
            "date_done": "2026-01-01",
            "progress": 100,
            "stage_kind": "done",
            "plan_id": self.other_plan.id,
            "section_id": self.section_two.id,
            "task_sequence": 99,
            "is_prior": True,
            "result_state": "confirmed",
            "confirmation": "leader",
            "confirming_agency_id": self.snv.id,
            "stage_before_id": self.stage("done").id,
            "submitted_user_id": self.leader_snv.id,
            "return_reason": "x",
            "date_checked": "2026-01-01",
            "date_assigned": "2026-01-01",
            "decision_number": "1/QĐ-UBND",
            "decision_date": "2026-01-01",
            "request": "x",
            "revision_count": 99,
            "next_step": "x",
            "date_next_step": "2026-01-01",
            "step_count": 9,
            "step_done_count": 9,
            "evidence_ids": [Command.clear()],
            "log_ids": [Command.clear()],
            "extension_ids": [Command.clear()],
            "contribution_ids": [Command.clear()],
        }

    def test_protected_fields(self):
        with self.unchanged(self.own):
            for name, value in self.protected().items():
                self.refused(ASSIGNMENT, "write", self.own.ids, {name: value})
                self.refused(ASSIGNMENT, "write", self.own.ids, {"result": "x", name: value})
                self.refused(ASSIGNMENT, "web_save", self.own.ids, {name: value}, {})
        written = {name for name, field in self.env[ASSIGNMENT]._fields.items() if field.store}
        with self.unchanged(self.own):
            for name in ("year", "progress", "task_sequence"):
                self._try_resequence(name)
        known = set(self.protected()) | self.env[ASSIGNMENT]._WRITABLE | set(MAGIC_COLUMNS)
        self.assertFalse(
            {name for name in written - known if not name.startswith(("message_", "activity_"))},
            "a stored field is neither known as writable nor tested as protected",
        )

    def _try_resequence(self, name):
        try:
            self.rpc(ASSIGNMENT, "web_resequence", self.own.ids, {}, field_name=name, offset=5)
        except JsonRpcException:
            self.env.invalidate_all()

    def test_load(self):
        names = {"date_deadline": "2031-01-01", "agency_id/.id": str(self.stc.id), "is_prior": "True", "year": "2027"}
        with self.unchanged(self.own | self.foreign):
            for name, value in names.items():
                answer = self.rpc(ASSIGNMENT, "load", [".id", name], [[str(self.own.id), value]])
                self.assertTrue([one for one in answer["messages"] if one["type"] == "error"], name)
            answer = self.rpc(ASSIGNMENT, "load", [".id", "result"], [[str(self.foreign.id), "x"]])
            self.assertTrue(answer["messages"])
            answer = self.rpc(
                ASSIGNMENT,
                "load",
                ["task_id/.id", "agency_id/.id", "role", "stage_id/.id"],
                [[str(self.tasks["ongoing"].id), str(self.snv.id), "lead", str(self.stage("todo").id)]],
            )
            self.assertTrue(answer["messages"])
            self.assertFalse(answer["ids"])

    def test_defaults_in_the_context(self):
        context = {f"default_{name}": value for name, value in self.protected().items()}
        with self.unchanged(self.own):
            self.rpc(ASSIGNMENT, "write", self.own.ids, {"result": self.own.result}, context=context)
            self.refused(ASSIGNMENT, "create", {"result": "x"}, context=context)
            self.refused(ASSIGNMENT, "copy", self.own.ids, context=context)

    def test_one2many_commands(self):
        """The way through a task, a plan or a parent assignment is no wider than the assignment itself."""
        for user in (self.officer_snv, self.desk):
            self.login(user)
            assignment = [Command.update(self.foreign.id, {"result": "x"})]
            unlinked = [Command.delete(self.foreign.id)]
            new = [Command.create({"agency_id": self.snv.id, "stage_id": self.stage("todo").id})]
            with self.unchanged(self.foreign | self.own):
                for commands in (assignment, unlinked, new, [Command.unlink(self.foreign.id)], [Command.clear()]):
                    self.refused("plan.task", "write", self.foreign.task_id.ids, {"assignment_ids": commands})
                nested = [Command.update(self.foreign.task_id.id, {"assignment_ids": assignment})]
                self.refused("plan.plan", "write", self.plan.ids, {"task_ids": nested})
                self.refused(
                    "plan.task", "write", self.tasks["ongoing"].ids, {"assignment_ids": [Command.link(self.own.id)]}
                )

    def test_no_create_unlink_copy(self):
        count = self.env[ASSIGNMENT].search_count([])
        values = {
            "task_id": self.tasks["ongoing"].id,
            "agency_id": self.snv.id,
            "role": "lead",
            "stage_id": self.stage("todo").id,
        }
        self.refused(ASSIGNMENT, "create", [values])
        self.refused(ASSIGNMENT, "create", [{"result": "x"}])
        self.refused(ASSIGNMENT, "web_save", [], values, {})
        self.refused(ASSIGNMENT, "copy", self.own.ids)
        self.refused(ASSIGNMENT, "unlink", self.own.ids)
        self.refused(ASSIGNMENT, "unlink", self.foreign.ids)
        self.assertFalse(self.rpc(ASSIGNMENT, "name_create", "x"))
        self.assertEqual(self.env[ASSIGNMENT].search_count([]), count)

    def test_user_of_another_agency_in_charge(self):
        with self.unchanged(self.own):
            for user in (self.officer_stc, self.desk, self.internal, self.deputy_out, self.portal):
                self.refused(ASSIGNMENT, "write", self.own.ids, {"user_id": user.id})

    def test_onchange_leaks_nothing(self):
        """Values that a form sends unsaved bring no text of another agency's assignment back."""
        spec = {
            "display_name": {},
            "task_name": {},
            "result": {},
            "stage_id": {"fields": {"display_name": {}}},
            "parent_id": {"fields": {"display_name": {}, "result": {}}},
            "date_deadline": {},
            "progress": {},
        }
        values = {"parent_id": self.foreign.id, "agency_id": self.stc.id, "task_id": self.other_task.id}
        self.refused(ASSIGNMENT, "onchange", [], values, ["parent_id"], spec)
        self.refused(ASSIGNMENT, "onchange", [], {}, [], spec)
        self.refused(ASSIGNMENT, "onchange", self.foreign.ids, {}, ["result"], spec)
        try:
            answer = self.rpc(ASSIGNMENT, "onchange", self.own.ids, values, ["parent_id"], spec)
        except JsonRpcException:  # refused is as good
            answer = {}
        text = json.dumps(answer, ensure_ascii=False)
        self.assertNotIn("mật", text)
        self.assertNotIn(self.foreign.task_id.name, text)

    def test_defaults_of_a_user(self):
        """A user's defaults do not reach assignments that are created for them."""
        self.rpc("ir.default", "set", ASSIGNMENT, "result", "x", True)
        self.rpc("ir.default", "set", ASSIGNMENT, "is_prior", True, True)
        self.refused(ASSIGNMENT, "create", [{"task_id": self.tasks["ongoing"].id, "agency_id": self.snv.id}])
        self.refused("ir.default", "set", ASSIGNMENT, "result", "x")

    def test_catalogue_is_not_the_officers(self):
        for model, record, values in (
            ("plan.plan", self.plan, {"name": "x"}),
            ("plan.task", self.tasks["one_lead"], {"product": "x"}),
            ("plan.section", self.section_one, {"watcher_ids": [Command.link(self.snv.id)]}),
            ("plan.indicator", self.indicators["1"], {"definition": "x"}),
            ("plan.agency", self.snv, {"name": "x"}),
            ("plan.agency.group", self.group_departments, {"name": "x"}),
            ("plan.stage", self.stage("done"), {"kind": "todo"}),
            ("plan.track", self.env.ref("plan_tracking.plan_track_document"), {"name": "x"}),
        ):
            with self.unchanged(record):
                self.refused(model, "write", record.ids, values)
                self.refused(model, "unlink", record.ids)
        done = self.stage("done")
        self.refused("plan.stage", "update_field_translations", done.ids, "name", {"en_US": "x"})
        for method in ("action_activate", "action_close", "action_review"):
            self.refused("plan.plan", method, self.plan.ids)
        self.refused("plan.agency.group", "action_confirm_members", self.group_departments.ids)
        self.refused("plan.task", "action_read_text", self.tasks["one_lead"].ids)

    def test_membership_is_not_taken(self):
        """Only the manager can make themselves a member, by the list, by the agency or by their own account."""
        values = {"agency_id": self.stc.id, "user_id": self.officer_snv.id, "role": "leader"}
        count = self.env["plan.member"].search_count([])
        for user in (self.officer_snv, self.leader_snv, self.desk, self.reader, self.internal, self.portal):
            self.login(user)
            self.refused("plan.member", "create", [{**values, "user_id": user.id}])
            self.refused("plan.agency", "write", self.stc.ids, {"member_ids": [Command.create(values)]})
            self.refused("res.users", "write", user.ids, {"plan_member_ids": [Command.create(values)]})
            self.refused("plan.member.import", "create", [{}])
        self.assertEqual(self.env["plan.member"].search_count([]), count)


@tagged("post_install", "-at_install")
class TestMessages(HttpAccessCase):
    """Messages, followers and files of an assignment."""

    def posted(self, assignment):
        return self.env["mail.message"].search_count(
            [("model", "=", assignment._name), ("res_id", "=", assignment.id), ("message_type", "=", "comment")]
        )

    def may_post(self, user, assignment):
        self.login(user)
        before = self.posted(assignment)
        self.rpc(assignment._name, "message_post", assignment.ids, body="Xin báo cáo", message_type="comment")
        self.assertEqual(self.posted(assignment), before + 1)

    def may_not_post(self, user, assignment):
        self.login(user)
        before = self.posted(assignment)
        self.refused(assignment._name, "message_post", assignment.ids, body="x", message_type="comment")
        try:
            self.route(
                "/mail/message/post",
                thread_model=assignment._name,
                thread_id=assignment.id,
                post_data={"body": "x", "message_type": "comment"},
            )
        except (JsonRpcException, HTTPError):  # counted below
            self.env.invalidate_all()
        self.refused("mail.message", "create", [{"model": assignment._name, "res_id": assignment.id, "body": "x"}])
        self.assertEqual(self.posted(assignment), before)

    def test_who_posts_under_a_assignment(self):
        self.may_post(self.officer_snv, self.own)
        self.may_post(self.leader_snv, self.own)
        self.may_post(self.officer_snv, self.contribution)
        self.may_post(self.desk, self.own)
        self.may_post(self.desk, self.foreign)
        self.may_post(self.reader_officer, self.own)

    def test_who_does_not(self):
        for user in (
            self.officer_stc,
            self.reader,
            self.manager,
            self.desk_stc,
            self.deputy_out,
            self.watcher,
            self.internal,
            self.portal,
        ):
            self.may_not_post(user, self.own)
        self.may_not_post(self.reader_officer, self.foreign)
        self.may_not_post(self.watcher, self.assignment_of("then_ongoing", self.stc))
        self.may_not_post(self.desk, self.other_assignment)

    def test_who_posts_under_plan_and_task(self):
        for record in (self.plan, self.tasks["one_lead"]):
            self.may_post(self.desk, record)
            for user in (self.officer_snv, self.reader, self.manager, self.desk_stc, self.internal):
                self.may_not_post(user, record)

    def test_outsider_is_not_subscribed(self):
        outsiders = self.officer_stc | self.internal | self.portal | self.deputy_out
        partners = (outsiders.partner_id | self.env["res.partner"].create({"name": "Bên ngoài"})).ids
        self.login(self.officer_snv)
        self.rpc(ASSIGNMENT, "message_subscribe", self.own.ids, partners)
        self._try(
            lambda: self.route("/mail/thread/subscribe", res_model=ASSIGNMENT, res_id=self.own.id, partner_ids=partners)
        )
        commands = [Command.create({"res_model": ASSIGNMENT, "partner_id": self.internal.partner_id.id})]
        self._try(lambda: self.rpc(ASSIGNMENT, "write", self.own.ids, {"message_follower_ids": commands}))
        self._try(lambda: self.rpc(ASSIGNMENT, "write", self.own.ids, {"message_partner_ids": [Command.set(partners)]}))
        edit = {"res_model": ASSIGNMENT, "res_ids": str(self.own.ids), "partner_ids": [Command.set(partners)]}
        self._try(lambda: self.rpc("mail.followers.edit", "edit_followers", self._create("mail.followers.edit", edit)))
        self.env.invalidate_all()
        self.assertFalse(self.own.message_partner_ids & self.env["res.partner"].browse(partners))
        self.rpc(ASSIGNMENT, "message_subscribe", self.own.ids, self.leader_snv.partner_id.ids)
        self.assertIn(self.leader_snv.partner_id, self.own.message_partner_ids)

    def _create(self, model, values):
        return self.rpc(model, "create", [values])

    def _try(self, attempt):
        """Make an attempt that may be refused or let through without effect; what counts is asserted afterwards."""
        try:
            attempt()
        except (JsonRpcException, HTTPError):
            self.env.invalidate_all()

    def test_nobody_follows_what_he_cannot_read(self):
        for user in (self.officer_stc, self.internal, self.portal):
            self.login(user)
            self._try(lambda user=user: self.rpc(ASSIGNMENT, "message_subscribe", self.own.ids, user.partner_id.ids))
            self.assertNotIn(user.partner_id, self.own.message_partner_ids)

    def test_follower_who_left_gets_nothing(self):
        """A follower whose membership has ended gets no later post, though they are still among the followers."""
        self.login(self.officer_snv)
        self.rpc(ASSIGNMENT, "message_subscribe", self.own.ids, self.leader_snv.partner_id.ids)
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        self.rpc(ASSIGNMENT, "message_post", self.own.ids, body="Một", **values)
        notified = [("res_partner_id", "=", self.leader_snv.partner_id.id)]
        count = self.env["mail.notification"].search_count(notified)
        self.assertEqual(count, 1)
        self.env["plan.member"].search([("user_id", "=", self.leader_snv.id)]).unlink()
        self.env.flush_all()
        self.rpc(ASSIGNMENT, "message_post", self.own.ids, body="Hai", **values)
        self.assertEqual(self.env["mail.notification"].search_count(notified), count)

    def test_outsider_is_not_notified(self):
        """A message addressed to somebody who cannot read the assignment does not reach them."""
        self.login(self.officer_snv)
        partners = (self.officer_stc | self.internal).partner_id
        self._try(
            lambda: self.rpc(
                ASSIGNMENT,
                "message_post",
                self.own.ids,
                body="Nội dung riêng",
                message_type="comment",
                partner_ids=partners.ids,
            )
        )
        notified = self.env["mail.notification"].search([("res_partner_id", "in", partners.ids)])
        self.assertNotIn(
            self.own.id, notified.mail_message_id.filtered(lambda one: one.model == ASSIGNMENT).mapped("res_id")
        )

    def test_activity_for_an_outsider(self):
        """Nobody gets an activity on an assignment that they cannot read."""
        self.login(self.officer_snv)
        values = {
            "res_model_id": self.env["ir.model"]._get_id(ASSIGNMENT),
            "res_id": self.own.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
        }
        self.refused("mail.activity", "create", [{**values, "user_id": self.officer_stc.id}])
        self.assertTrue(self.rpc("mail.activity", "create", [{**values, "user_id": self.leader_snv.id}]))
        self.login(self.reader)
        self.refused("mail.activity", "create", [{**values, "user_id": self.reader.id}])

    def test_reminder_of_somebody_else(self):
        """The workflow's activity for a leader ends with its step or by the leader, never by a colleague."""

        def put(kind):
            self.own.sudo().activity_schedule(kind, user_id=self.leader_snv.id)
            return self.env["mail.activity"].search([("res_id", "=", self.own.id)], order="id desc", limit=1)

        kind = "plan_tracking.mail_activity_type_approve"
        reminder = put(kind)
        self.login(self.officer_snv)
        for method, *args in (
            ("unlink",),
            ("action_done",),
            ("action_feedback", "xong"),
            ("action_cancel",),
            ("action_reschedule_nextweek",),
            ("write", {"user_id": self.officer_snv.id}),
            ("write", {"date_deadline": "2030-01-01"}),
            ("write", {"active": False}),
        ):
            with self.subTest(method=method, args=args):
                self.refused("mail.activity", method, reminder.ids, *args)
        for method in ("activity_unlink", "activity_feedback"):
            with self.subTest(method=method):
                self.refused(ASSIGNMENT, method, self.own.ids, [kind])
        self.env.invalidate_all()
        self.assertRecordValues(reminder, [{"active": True, "user_id": self.leader_snv.id}])
        # a colleague's own activity does not belong to the workflow
        planned = put("mail.mail_activity_data_todo")
        self.rpc("mail.activity", "unlink", planned.ids)
        self.login(self.leader_snv)
        self.rpc("mail.activity", "action_feedback", reminder.ids, "xong")
        self.env.invalidate_all()
        self.assertFalse(reminder.active)

    def test_author_of_a_message_stays(self):
        """A message carries the name of who wrote it, whatever the request says."""
        self.login(self.officer_snv)
        self._try(
            lambda: self.rpc(
                ASSIGNMENT,
                "message_post",
                self.own.ids,
                body="Đồng ý",
                message_type="comment",
                author_id=self.leader_snv.partner_id.id,
            )
        )
        values = {"model": ASSIGNMENT, "res_id": self.own.id, "body": "Đồng ý", "message_type": "comment"}
        leader = self.leader_snv.partner_id
        forged = {"author_id": leader.id, "email_from": leader.email, "date": "2020-01-01 00:00:00"}
        self._try(lambda: self.rpc("mail.message", "create", [{**values, **forged}]))
        context = {f"default_{name}": value for name, value in {**values, **forged}.items()}
        self._try(lambda: self.rpc("mail.message", "create", [{}], context=context))
        self._try(lambda: self.rpc("mail.message", "create", [values], context=context))
        messages = self.own.message_ids
        self.assertTrue(messages)
        self.assertNotIn(leader, messages.author_id)
        self.assertNotIn(leader.email, "".join(filter(None, messages.mapped("email_from"))))
        self.assertEqual({message.date.year for message in messages}, {datetime.now().year})

    def test_what_was_said_stays(self):
        """Authors do not rewrite or withdraw their messages on an assignment; on other records they may."""
        self.login(self.officer_snv)
        self.rpc(ASSIGNMENT, "message_post", self.own.ids, body="Đã trình", message_type="comment")
        said = self.own.message_ids.filtered(lambda message: message.author_id == self.officer_snv.partner_id)
        self.assertEqual(len(said), 1)
        with self.unchanged(said, "body", "author_id", "subject", "date"):
            for values in (
                {"body": "x"},
                {"subject": "x"},
                {"author_id": self.leader_snv.partner_id.id},
                {"date": "2020-01-01 00:00:00"},
            ):
                self.refused("mail.message", "write", said.ids, values)
            self.refused("mail.message", "unlink", said.ids)
            self.refused(ASSIGNMENT, "write", self.own.ids, {"message_ids": [Command.update(said.id, {"body": "x"})]})
            self.refused(ASSIGNMENT, "write", self.own.ids, {"message_ids": [Command.delete(said.id)]})
            for body in ("x", ""):
                update = {"body": body, "attachment_ids": []}
                self._try(
                    lambda update=update: self.route(
                        "/mail/message/update_content", message_id=said.id, update_data=update
                    )
                )
        self.rpc("mail.message", "toggle_message_starred", said.ids)
        self.assertIn(self.officer_snv.partner_id, said.sudo().starred_partner_ids)
        elsewhere = self.officer_snv.partner_id.message_post(
            body="Nháp", message_type="comment", author_id=self.officer_snv.partner_id.id
        )
        self.env.flush_all()
        self.rpc("mail.message", "write", elsewhere.ids, {"body": "Sửa"})
        self.assertIn("Sửa", elsewhere.body)

    def test_files_of_a_foreign_assignment(self):
        file = self.foreign_file
        for user in (self.officer_snv, self.internal, self.portal, self.desk_stc, self.deputy_out):
            self.login(user)
            answer = self.url_open(f"/web/content/{file.id}?download=1")
            self.assertNotIn(b"%PDF-1.4", answer.content)
            self.assertIn(answer.status_code, (403, 404))
            self.refused("ir.attachment", "read", file.ids, ["datas"])
            where = [("res_model", "=", ASSIGNMENT), ("res_id", "=", self.foreign.id)]
            found = []
            self._try(lambda where=where, found=found: found.extend(self.rpc("ir.attachment", "search", where)))
            self.assertFalse(found)
            self.refused("ir.attachment", "write", file.ids, {"public": True})
            self.refused("ir.attachment", "unlink", file.ids)
        self.authenticate(None, None)
        self.assertNotIn(b"%PDF-1.4", self.url_open(f"/web/content/{file.id}").content)
        self.login(self.officer_stc)
        self.assertEqual(self.url_open(f"/web/content/{file.id}").content, b"%PDF-1.4")

    def upload(self, assignment):
        """Upload a file under the assignment as the chatter does; return how many files it has then."""
        self.url_open(
            "/mail/attachment/upload",
            data={"thread_id": assignment.id, "thread_model": assignment._name, "csrf_token": self.csrf_token()},
            files={"ufile": ("x.txt", b"x", "text/plain")},
        )
        self.env.invalidate_all()
        return self.env["ir.attachment"].search_count([("res_model", "=", ASSIGNMENT), ("res_id", "=", assignment.id)])

    def test_upload(self):
        values = {"name": "x.txt", "raw": "eA==", "res_model": ASSIGNMENT}
        for user in (self.officer_stc, self.reader, self.manager, self.desk_stc, self.internal, self.portal):
            self.login(user)
            self.refused("ir.attachment", "create", [{**values, "res_id": self.own.id}])
            self.assertEqual(self.upload(self.own), 0, user.login)
        self.login(self.officer_snv)
        self.assertEqual(self.upload(self.own), 1)
        # a file of one's own is not moved to a foreign assignment
        mine = self.rpc("ir.attachment", "create", [{"name": "y.txt", "datas": "eA=="}])
        self.refused("ir.attachment", "write", mine, {"res_model": ASSIGNMENT, "res_id": self.foreign.id})


@tagged("post_install", "-at_install")
class TestRoles(HttpAccessCase):
    """The rights of each role over HTTP, besides the officer."""

    def changes_nothing(self, *assignments):
        for assignment in assignments:
            with self.unchanged(assignment):
                self.refused(ASSIGNMENT, "write", assignment.ids, {"result": "x"})
                self.refused(ASSIGNMENT, "write", assignment.ids, {"stage_id": self.stage("draft").id})
                self.refused(ASSIGNMENT, "unlink", assignment.ids)

    def catalogue(self):
        return (
            self.plan,
            self.section_one,
            self.tasks["one_lead"],
            self.indicators["1"],
            self.indicators["1"].metric_ids[0],
            self.indicators["1"].target_ids[0],
            self.plan.clarification_ids[0],
            self.snv,
            self.departments,
            self.group_departments,
            self.stage("done"),
            self.env.ref("plan_tracking.plan_track_document"),
            self.env["plan.member"].search([("user_id", "=", self.officer_snv.id)]),
        )

    def test_reader(self):
        """The reader reads everything and changes nothing."""
        self.login(self.reader)
        self.assertEqual(self.ids(), set(self.env[ASSIGNMENT].search([]).ids))
        self.changes_nothing(self.own, self.foreign, self.other_assignment)
        self.refused(ASSIGNMENT, "create", [{"task_id": self.tasks["ongoing"].id, "agency_id": self.snv.id}])
        for record in self.catalogue():
            self.assertTrue(self.rpc(record._name, "read", record.ids, ["display_name"]), record._name)
            with self.unchanged(record):
                name = next(name for name in ("name", "title", "text", "note") if name in record._fields)
                self.refused(record._name, "write", record.ids, {name: "x"})
                self.refused(record._name, "unlink", record.ids)
                self.refused(record._name, "create", [{name: "x"}])
        for method in ("action_activate", "action_close", "action_review"):
            self.refused("plan.plan", method, self.plan.ids)
        self.refused("plan.clarification", "action_reopen", self.plan.clarification_ids[:1].ids)
        for wizard in (
            "plan.package.import",
            "plan.member.import",
            "plan.assignment.import",
            "plan.clarification.decide",
        ):
            self.refused(wizard, "create", [{}])

    def test_reader_who_is_a_member_too(self):
        """Two roles add up: reading everything, writing only their own agency's assignments."""
        for user in (self.reader_officer, self.reader_deputy):
            self.login(user)
            self.assertEqual(self.ids(), set(self.env[ASSIGNMENT].search([]).ids))
            self.changes_nothing(self.foreign, self.other_assignment, self.contribution)
            self.rpc(ASSIGNMENT, "write", self.own.ids, {"result": user.login})
            self.assertEqual(self.own.result, user.login)

    def test_desk(self):
        """The desk reads all work of its plans, none of others, and moves no assignment."""
        self.login(self.desk)
        mine = set(self.env[ASSIGNMENT].search([("plan_id", "=", self.plan.id)]).ids)
        self.assertEqual(self.ids(), mine)
        self.refused(ASSIGNMENT, "read", self.other_assignment.ids, ["result"])
        self.changes_nothing(self.own, self.foreign, self.other_assignment)
        self.login(self.desk_stc)
        self.assertEqual(self.ids(), set(self.other_assignment.ids))
        self.refused(ASSIGNMENT, "read", self.own.ids, ["result"])
        self.changes_nothing(self.other_assignment, self.own)

    def test_desk_of_another_plan(self):
        """A desk changes nothing of a plan that is not its own."""
        self.login(self.desk)
        metric = self.other_indicator.metric_ids
        for record, values in (
            (self.other_plan, {"name": "x"}),
            (self.other_section, {"watcher_ids": [Command.link(self.snv.id)]}),
            (self.other_task, {"product": "x"}),
            (self.other_indicator, {"definition": "x"}),
            (metric, {"name": "x"}),
            (metric.target_ids, {"text": "1"}),
            (self.other_funding, {"name": "x"}),
            (self.other_clarification, {"name": "x"}),
        ):
            with self.unchanged(record):
                self.refused(record._name, "write", record.ids, values)
                self.refused(record._name, "unlink", record.ids)
                if "plan_id" in record._fields:
                    self.refused(record._name, "write", record.ids, {"plan_id": self.plan.id})
        self.refused("plan.clarification", "read", self.other_clarification.ids, ["name"])
        for method in ("action_activate", "action_close", "action_review"):
            self.refused("plan.plan", method, self.other_plan.ids)

    def test_nothing_is_given_to_another_plan(self):
        """A row of one's own plan is not written into another's, directly or through its parent."""
        self.login(self.desk)
        task = self.new_task(number="99", name="Mới", deadline_text="Năm 2026")
        section, funding, clarification = (
            self.env[model].create({"plan_id": self.plan.id, **values})
            for model, values in (
                ("plan.section", {"code": "IX", "name": "Mới"}),
                ("plan.funding", {"number": 9, "name": "Mới"}),
                ("plan.clarification", {"name": "Mới"}),
            )
        )
        indicator = self.indicators["1"]
        metric = indicator.metric_ids[0]
        rows = (
            (task, {"plan_id": self.other_plan.id, "section_id": self.other_section.id}),
            (indicator, {"plan_id": self.other_plan.id, "section_id": self.other_section_indicators.id}),
            (section, {"plan_id": self.other_plan.id}),
            (funding, {"plan_id": self.other_plan.id}),
            (clarification, {"plan_id": self.other_plan.id}),
            (metric, {"indicator_id": self.other_indicator.id}),
            (metric.target_ids[0], {"metric_id": self.other_indicator.metric_ids[0].id, "year": 2040}),
            (self.plan, {"desk_agency_id": self.stc.id}),
        )
        for record, values in rows:
            with self.subTest(model=record._name), self.unchanged(record, *values):
                self.refused(record._name, "write", record.ids, values)
        creations = (
            ("plan.section", {"plan_id": self.other_plan.id, "code": "X", "name": "x"}),
            ("plan.funding", {"plan_id": self.other_plan.id, "number": 8, "name": "x"}),
            ("plan.clarification", {"plan_id": self.other_plan.id, "name": "x"}),
            ("plan.metric", {"indicator_id": self.other_indicator.id, "name": "x"}),
            ("plan.target", {"metric_id": self.other_indicator.metric_ids[0].id, "year": 2041, "text": "1"}),
            ("plan.plan", {"number": "1", "name": "x", "date_issued": "2026-01-01", "desk_agency_id": self.stc.id}),
        )
        for model, values in creations:
            with self.subTest(model=model):
                self.refused(model, "create", [values])
        for field, record in (("section_ids", self.other_section), ("funding_ids", self.other_funding)):
            with self.unchanged(record):
                self.refused("plan.plan", "write", self.plan.ids, {field: [Command.link(record.id)]})

    def test_transitions_are_buttons(self):
        """State, confirmed members and decisions are not written over RPC, by nobody."""
        clarification = self.env["plan.clarification"].create({"plan_id": self.plan.id, "name": "Mới"})
        tries = (
            (self.plan, {"state": "draft"}),
            (self.plan, {"date_activated": "2020-01-01"}),
            (self.group_departments, {"member_ids": [Command.clear()]}),
            (self.group_departments, {"confirmed_user_id": self.internal.id}),
            (self.group_departments, {"date_confirmed": "2020-01-01"}),
            (clarification, {"state": "decided"}),
            (clarification, {"decision": "x"}),
            (clarification, {"ground": "x"}),
            (clarification, {"decided_user_id": self.internal.id}),
            (clarification, {"decided_name": "x"}),
            (clarification, {"date_decided": "2020-01-01"}),
            (clarification, {"origin": "text"}),
            (clarification, {"key": "x"}),
        )
        for user in (self.desk, self.manager):
            self.login(user)
            for record, values in tries:
                with self.unchanged(record):
                    self.refused(record._name, "write", record.ids, values)
                    for name, value in values.items():
                        self.refused(record._name, "create", [{"name": "x"}], context={f"default_{name}": value})

    def test_own_defaults_set_no_state(self):
        """`ir.default` gets past the protection of a field: a plan that is born active is refused."""
        self.login(self.desk)
        self.rpc("ir.default", "set", "plan.plan", "state", "active", True)
        self.rpc("ir.default", "set", "plan.plan", "date_activated", "2020-01-01", True)
        self.rpc("ir.default", "set", "plan.clarification", "state", "decided", True)
        plan = {"number": "56/KH", "name": "x", "date_issued": "2026-01-01", "desk_agency_id": self.skhcn.id}
        self._refused_or_plain("plan.plan", plan, ("state", "draft"), ("date_activated", False))
        self._refused_or_plain("plan.clarification", {"plan_id": self.plan.id, "name": "x"}, ("state", "open"))
        self.login(self.manager)
        self.rpc("ir.default", "set", "plan.agency.group", "date_confirmed", "2020-01-01", True)
        self.rpc("ir.default", "set", "plan.agency.group", "member_ids", self.stc.ids, True)
        group = {"code": "M", "name": "x"}
        self._refused_or_plain(
            "plan.agency.group", group, ("date_confirmed", False), ("member_ids", self.env["plan.agency"])
        )

    def _refused_or_plain(self, model, values, *expected):
        try:
            made = self.env[model].browse(self.rpc(model, "create", [values]))
        except JsonRpcException:  # refused is as good
            return
        for name, value in expected:
            self.assertEqual(made[name], value, f"{model}.{name}")

    def test_context_reaches_nothing_that_a_button_makes(self):
        """`default_*` of the caller, and their own defaults, do not affect records that a button creates with more
        rights.
        """
        self.login(self.desk)
        task = self.new_task(number="98", name="Mới", lead_text="Sở Nội vụ", deadline_text="Năm 2026", product="x")
        self.rpc("ir.default", "set", ASSIGNMENT, "lead_agency_id", self.xa_cao.id, True)
        context = {"default_result": "x", "default_is_prior": True, "default_state": "decided", "default_decision": "x"}
        self.decide_all()
        self.rpc("plan.plan", "action_activate", self.plan.ids, context=context)
        assignment = self.assignment_of(task, self.snv)
        self.assertRecordValues(assignment, [{"result": False, "is_prior": False, "lead_agency_id": False}])
        ambiguous = self.new_task(number="97", name="Mới", deadline_text="khoảng nhiều")
        self.rpc("ir.default", "set", "plan.clarification", "ground", "x", True)
        self.rpc("plan.plan", "action_review", self.plan.ids, context=context)
        clarifications = self.plan.clarification_ids.filtered(lambda clarification: clarification.task_id == ambiguous)
        self.assertTrue(clarifications)
        self.assertEqual(set(clarifications.mapped("state")), {"open"})
        self.assertEqual({*clarifications.mapped("decision"), *clarifications.mapped("ground")}, {False})
        decided = self.plan.clarification_ids.filtered(lambda clarification: clarification.state == "decided")[:1]
        self.rpc("plan.clarification", "action_reopen", decided.ids, context=context)
        again = self.plan.clarification_ids.filtered(
            lambda clarification: clarification.key == decided.key and clarification != decided
        )
        self.assertEqual(again.mapped("state"), ["open"])
        self.assertEqual({*again.mapped("decision"), *again.mapped("ground")}, {False})

    def test_deciding_foreign_points(self):
        """The wizard decides what its user may decide, whatever points it is given."""
        values = {"clarification_ids": [Command.set(self.other_clarification.ids)], "decision": "x", "ground": "x"}
        self.login(self.desk)
        with self.unchanged(self.other_clarification):
            try:
                wizard = self.rpc("plan.clarification.decide", "create", [values])
            except JsonRpcException:  # refused at once is as good
                wizard = False
            if wizard:
                self.refused("plan.clarification.decide", "action_decide", wizard)
        for user in (self.officer_snv, self.reader, self.manager, self.internal):
            self.login(user)
            self.refused("plan.clarification.decide", "create", [values])

    def test_out_of_term_and_removed(self):
        """A member whose term is over, or who is removed, sees nothing with the very next request of the same
        session.
        """
        self.login(self.deputy_out)
        self.refused(ASSIGNMENT, "search", [])
        self.login(self.leader_snv)
        self.assertEqual(self.ids(), self.assignments_of(self.snv) | {self.contribution.id})
        member = self.env["plan.member"].search([("user_id", "=", self.leader_snv.id)])
        # the term ends without its groups being withdrawn, as in the hours before the cron runs
        self.env.cr.execute("UPDATE plan_member SET date_to = '2025-12-31' WHERE id = %s", [member.id])
        self.env.invalidate_all()
        self.assertEqual(self.ids(), set())
        self.refused(ASSIGNMENT, "read", self.own.ids, ["result"])
        self.changes_nothing(self.own)
        self.assertEqual(self.rpc("plan.member", "search", []), [])
        self.login(self.officer_snv)
        self.assertTrue(self.ids())
        self.env["plan.member"].search([("user_id", "=", self.officer_snv.id)]).unlink()
        self.env.flush_all()
        self.refused(ASSIGNMENT, "search", [])
        self.refused("plan.task", "search", [])

    def test_desk_out_of_term(self):
        self.login(self.desk)
        self.assertTrue(self.ids())
        self.env.cr.execute("UPDATE plan_member SET date_to = '2025-12-31' WHERE user_id = %s", [self.desk.id])
        self.env.invalidate_all()
        self.assertEqual(self.ids(), set())
        self.refused("plan.task", "write", self.tasks["one_lead"].ids, {"product": "x"})
        self.refused("plan.plan", "action_close", self.plan.ids)

    def test_watcher(self):
        """A section's watcher reads all work in it and changes none; in the other sections they see their own."""
        self.login(self.watcher)
        watched = self.env[ASSIGNMENT].search([("section_id", "=", self.section_two.id)])
        self.assertTrue(watched.filtered(lambda assignment: assignment.agency_id == self.stc))
        self.assertEqual(self.ids(), set(watched.ids) | self.assignments_of(self.xa_dong))
        self.changes_nothing(*watched[:2])

    def test_manager(self):
        """The manager keeps agencies and members, and changes no assignment and no active plan."""
        self.login(self.manager)
        [agency] = self.rpc("plan.agency", "create", [{"code": "M", "name": "M", "category_id": self.departments.id}])
        [member] = self.rpc(
            "plan.member", "create", [{"agency_id": agency, "user_id": self.internal.id, "role": "officer"}]
        )
        self.assertTrue(self.internal.has_group("plan_tracking.group_plan_tracking_officer"))
        self.rpc("plan.member", "unlink", [member])
        self.assertFalse(self.internal.has_group("plan_tracking.group_plan_tracking_officer"))
        self.rpc("plan.agency", "write", [agency], {"active": False})
        self.refused("plan.agency", "unlink", [agency])
        self.changes_nothing(self.own, self.foreign)
        for record, values in (
            (self.plan, {"name": "x"}),
            (self.plan, {"desk_agency_id": self.stc.id}),
            (self.tasks["one_lead"], {"product": "x"}),
            (self.section_one, {"watcher_ids": [Command.link(self.stc.id)]}),
        ):
            with self.unchanged(record):
                self.refused(record._name, "write", record.ids, values)
        self.refused("plan.plan", "action_close", self.plan.ids)
        self.refused("plan.plan", "action_activate", self.plan.ids)

    def test_outside_the_module(self):
        """Internal users without a role, portal users and the public get a refusal on every model, never a crash."""
        models = sorted(
            name
            for name, model in self.env.registry.items()
            if model._original_module == "plan_tracking" and not model._abstract
        )
        for user in (self.internal, self.portal):
            self.login(user)
            for model in models:
                for method, args in (
                    ("search_read", [[], ["display_name"]]),
                    ("search_count", [[]]),
                    ("name_search", [""]),
                    ("create", [[{}]]),
                    ("web_search_read", [[], {"display_name": {}}]),
                    ("onchange", [[], {}, [], {"display_name": {}}]),
                ):
                    self.refused(model, method, *args)
            self.refused(ASSIGNMENT, "action_my_work")
        self.authenticate(None, None)
        with self.assertRaises(JsonRpcException):
            self.rpc(ASSIGNMENT, "search", [])


@tagged("post_install", "-at_install")
class TestWizards(HttpAccessCase):
    """A wizard does what its file says, for whom may do it; what the screen sends back decides nothing."""

    def file(self, text):
        return base64.b64encode(text.encode()).decode()

    def test_tampered_lines_of_earlier_results(self):
        self.login(self.desk)
        rows = "task,agency,product_number,product_date,result\n"
        honest = rows + "I.1,SNV,1/KH,01/02/2026,x\n"
        [wizard] = self.rpc(
            "plan.assignment.import",
            "create",
            [{"plan_id": self.plan.id, "file": self.file(honest), "filename": "a.csv"}],
        )
        self.rpc("plan.assignment.import", "action_preview", [wizard])
        line = self.env["plan.assignment.import.line"].search([("import_id", "=", wizard)])
        self.rpc(
            "plan.assignment.import.line",
            "write",
            line.ids,
            {"assignment_id": self.other_assignment.id, "product_number": "9/KH"},
        )
        self.rpc(
            "plan.assignment.import.line",
            "create",
            [
                {
                    "import_id": wizard,
                    "assignment_id": self.foreign.id,
                    "product_number": "9",
                    "product_date": "2026-01-01",
                }
            ],
        )
        with self.unchanged(self.other_assignment | self.foreign):
            self.rpc("plan.assignment.import", "action_import", [wizard])
        self.assertRecordValues(self.own, [{"product_number": "1/KH", "is_prior": True, "stage_kind": "done"}])

    def test_earlier_results_of_another_plan(self):
        self.login(self.desk)
        text = "task,agency,product_number,product_date\nI.1,STC,1/KH,01/02/2026\n"
        with self.unchanged(self.other_assignment):
            for values in ({"plan_id": self.other_plan.id}, {"plan_id": self.plan.id}):
                [wizard] = self.rpc(
                    "plan.assignment.import", "create", [{**values, "file": self.file(text), "filename": "a.csv"}]
                )
                self.rpc("plan.assignment.import", "write", [wizard], {"plan_id": self.other_plan.id})
                self.refused("plan.assignment.import", "action_preview", [wizard])
                self.refused("plan.assignment.import", "action_import", [wizard])

    def test_tampered_lines_of_members(self):
        """An account is made from the file alone, and carries the groups of its membership alone."""
        self.login(self.manager)
        text = "name,email,agency,role\nNguyễn Văn A,a@example.com,SNV,officer\n"
        [wizard] = self.rpc(
            "plan.member.import", "create", [{"file": self.file(text), "filename": "a.csv", "invite": False}]
        )
        self.rpc("plan.member.import", "action_preview", [wizard])
        line = self.env["plan.member.import.line"].search([("import_id", "=", wizard)])
        self.rpc("plan.member.import.line", "write", line.ids, {"email": "b@example.com", "role": "leader"})
        system = self.env.ref("base.group_system")
        self.rpc("ir.default", "set", "res.users", "password", "known to the manager", True)
        self.rpc(
            "plan.member.import",
            "action_import",
            [wizard],
            context={"default_group_ids": [Command.link(system.id)], "default_role": "desk", "default_active": False},
        )
        self.assertFalse(self.env["res.users"].search([("login", "=", "b@example.com")]))
        user = self.env["res.users"].search([("login", "=", "a@example.com")])
        self.assertTrue(user, "the account is active")
        self.assertFalse(user.has_group("base.group_system"), "the caller's context gave the new user rights")
        self.assertFalse(user.has_group("base.group_erp_manager"))
        self.assertEqual(user._plan_agency_ids("officer"), self.snv.ids)
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        self.assertFalse(self.env.cr.fetchone()[0], "the caller's own default is the new user's password")

    def test_package_is_loaded_with_the_users_rights(self):
        """Users who may open the wizard load no more than they may create."""
        for user in (self.officer_snv, self.reader, self.internal):
            self.login(user)
            self.refused("plan.package.import", "create", [{}])
        self.login(self.manager)
        [wizard] = self.rpc("plan.package.import", "create", [{"source": "module"}])
        self.rpc("plan.package.import", "write", [wizard], {"package": "../../security"})
        self.refused("plan.package.import", "action_preview", [wizard])
        self.login(self.desk)
        self.refused("plan.package.import", "action_preview", [wizard])
