"""Users without an assignment in the addon: they work on other models as if it were not there, and see none of ours."""

import io
import json
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ...models.access.ir_attachment import IrAttachment
from ...models.access.mail_activity import MailActivity
from ...models.access.mail_followers import MailFollowers
from ...models.access.mail_message import MailMessage
from .access_common import REFUSALS, AccessCase

FILE = "ir.attachment"
PARTNER = "res.partner"
ASSIGNMENT = "plan.assignment"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class HostCase(AccessCase):
    """A user who keeps contacts and has none of our groups, and a contact with files, messages and followers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host = mail_new_test_user(
            cls.env,
            login="plan_host",
            password="plan_host",
            name="Văn thư",
            email="plan_host@example.com",
            groups="base.group_user,base.group_partner_manager",
        )
        cls.customer = cls.env[PARTNER].with_user(cls.host).create({"name": "Công ty chủ nhà"})
        cls.original = cls.own_file("goc.png")
        cls.copy = cls.own_file("anh.png", original_id=cls.original.id)
        cls.files = cls.original | cls.copy
        cls.message = cls.customer.message_post(
            body="Gửi tệp", attachment_ids=cls.copy.ids, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        cls.env.flush_all()

    @classmethod
    def own_file(cls, name, **values):
        """Create a file of the contact, as its keeper."""
        values = {"name": name, "raw": b"noi dung", "res_model": PARTNER, "res_id": cls.customer.id, **values}
        return cls.env[FILE].with_user(cls.host).create(values)

    def setUp(self):
        super().setUp()
        quiet = mute_logger(*QUIET)
        quiet.__enter__()
        self.addCleanup(quiet.__exit__)

    def thread(self, record, *wanted):
        """Return what the web client shows around a record: its chatter's files, followers, activities."""
        params = {"thread_model": record._name, "thread_id": record.id, "request_list": wanted}
        return self.route("/mail/data", fetch_params=[["mail.thread", params]])


@tagged("post_install", "-at_install")
class TestHostUser(HostCase):
    """Over HTTP, as the keeper of contacts."""

    def setUp(self):
        super().setUp()
        self.login(self.host)
        self.domain = [("res_model", "=", PARTNER), ("res_id", "=", self.customer.id)]

    def test_files_are_found(self):
        ids = set(self.files.ids)
        by_id = [("id", "in", self.files.ids)]
        for domain in (
            self.domain,
            by_id,
            [("name", "in", ["goc.png", "anh.png"])],
            [("create_uid", "=", self.host.id)],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(set(self.rpc(FILE, "search", domain)), ids)
                self.assertEqual(self.rpc(FILE, "search_count", domain), 2)
                self.assertEqual(set(self.rpc(FILE, "search", domain, order="original_id, id")), ids)
        many = [PARTNER, "res.users", "res.company", "mail.message", "ir.ui.view", "res.country"]
        self.assertEqual(set(self.rpc(FILE, "search", [*by_id, ("res_model", "in", many)])), ids)

    def test_files_are_read(self):
        self.assertEqual(
            {row["name"] for row in self.rpc(FILE, "read", self.files.ids, ["name"])}, {"goc.png", "anh.png"}
        )
        found = self.rpc(FILE, "web_search_read", self.domain, {"name": {}, "original_id": {"fields": {"name": {}}}})
        self.assertEqual(found["length"], 2)
        originals = {row["name"]: row["original_id"] for row in found["records"]}
        self.assertEqual(originals, {"goc.png": False, "anh.png": {"id": self.original.id, "name": "goc.png"}})
        self.assertEqual([name for _id, name in self.rpc(FILE, "name_search", "anh.png")], ["anh.png"])
        self.assertEqual(self.url_open(f"/web/content/{self.copy.id}").content, b"noi dung")

    def test_files_are_grouped(self):
        for domain in (self.domain, [("id", "in", self.files.ids)]):
            with self.subTest(domain=domain):
                rows = self.rpc(FILE, "formatted_read_group", domain, ["original_id"], ["__count"])
                counts = {row["original_id"] and row["original_id"][0]: row["__count"] for row in rows}
                self.assertEqual(counts, {self.original.id: 1, False: 1})
                groups = self.rpc(FILE, "web_read_group", domain, ["res_model"], aggregates=["__count"])["groups"]
                self.assertEqual([(group["res_model"], group["__count"]) for group in groups], [(PARTNER, 2)])

    def test_files_through_other_records(self):
        count = self.rpc(PARTNER, "web_read", self.customer.ids, {"message_attachment_count": {}})
        self.assertEqual(count[0]["message_attachment_count"], 2)
        message = self.rpc("mail.message", "web_read", self.message.ids, {"attachment_ids": {"fields": {"name": {}}}})
        self.assertEqual(message[0]["attachment_ids"], [{"id": self.copy.id, "name": "anh.png"}])
        found = self.rpc("mail.message", "search", [("attachment_ids.name", "=", "anh.png")])
        self.assertEqual(found, self.message.ids)

    def test_files_are_changed(self):
        self.rpc(FILE, "write", self.original.ids, {"name": "moi.png"})
        self.assertEqual(self.original.name, "moi.png")
        self.rpc(FILE, "unlink", self.files.ids)
        self.assertFalse(self.files.exists())
        made = self.rpc(
            FILE, "create", [{"name": "them.txt", "raw": "x", "res_model": PARTNER, "res_id": self.customer.id}]
        )
        self.assertTrue(self.env[FILE].browse(made).exists())

    def test_chatter(self):
        data = self.thread(self.customer, "attachments", "followers", "activities", "scheduledMessages")
        # Odoo hides the picture that was made of it
        self.assertEqual([row["id"] for row in data["ir.attachment"]], self.original.ids)
        self.assertTrue(data["mail.followers"])
        messages = self.route("/mail/thread/messages", thread_model=PARTNER, thread_id=self.customer.id)
        self.assertIn(self.message.id, messages["messages"])

    def test_messages(self):
        upload = self.url_open(
            "/mail/attachment/upload",
            data={
                "thread_id": self.customer.id,
                "thread_model": PARTNER,
                "is_pending": "true",
                "csrf_token": self.csrf_token(),
            },
            files={"ufile": ("thu.txt", io.BytesIO(b"thu"), "text/plain")},
        ).json()["data"]
        [file] = upload["store_data"]["ir.attachment"]
        posted = self.route(
            "/mail/message/post",
            thread_model=PARTNER,
            thread_id=self.customer.id,
            post_data={
                "body": "Kèm thư",
                "message_type": "comment",
                "attachment_ids": [file["id"]],
                "attachment_tokens": [file["ownership_token"]],
            },
        )
        message = self.env["mail.message"].browse(posted["message_id"])
        self.assertEqual(message.attachment_ids.name, "thu.txt")
        update = {"body": "Sửa lại", "attachment_ids": []}
        self.route("/mail/message/update_content", message_id=message.id, update_data=update)
        self.env.invalidate_all()
        self.assertIn("Sửa lại", message.body)
        self.rpc("mail.message", "write", message.ids, {"body": "Sửa nữa"})
        self.rpc("mail.message", "toggle_message_starred", message.ids)
        self.route("/mail/attachment/delete", attachment_id=self.copy.id)
        self.assertFalse(self.copy.exists())
        self.rpc("mail.message", "unlink", message.ids)
        self.assertFalse(message.exists())

    def test_followers(self):
        partner = self.internal.partner_id
        self.route("/mail/thread/subscribe", res_model=PARTNER, res_id=self.customer.id, partner_ids=partner.ids)
        ids = self.rpc("mail.followers", "search", [("res_model", "=", PARTNER), ("res_id", "=", self.customer.id)])
        rows = self.rpc("mail.followers", "read", ids, ["partner_id", "subtype_ids"])
        self.assertIn(partner.id, [row["partner_id"][0] for row in rows])
        rows = self.rpc("mail.followers", "formatted_read_group", [("id", "in", ids)], ["res_model"], ["__count"])
        self.assertEqual([(row["res_model"], row["__count"]) for row in rows], [(PARTNER, len(ids))])
        self.route("/mail/thread/unsubscribe", res_model=PARTNER, res_id=self.customer.id, partner_ids=partner.ids)
        self.assertNotIn(partner, self.customer.message_partner_ids)

    def test_activities(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id(PARTNER),
            "res_id": self.customer.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "user_id": self.internal.id,
            "summary": "Gọi lại",
        }
        first, second = self.rpc("mail.activity", "create", [values, values])
        found = self.rpc(
            "mail.activity", "web_search_read", [("res_model", "=", PARTNER)], {"summary": {}, "can_write": {}}
        )
        self.assertEqual({(row["id"], row["can_write"]) for row in found["records"]}, {(first, True), (second, True)})
        self.rpc("mail.activity", "write", [first], {"summary": "Gọi ngay"})
        self.rpc("mail.activity", "action_feedback", [first], feedback="Xong")
        self.rpc("mail.activity", "unlink", [second])
        self.assertFalse(self.env["mail.activity"].browse([first, second]).exists().filtered("active"))
        data = self.route("/mail/data", fetch_params=["systray_get_activities"])
        self.assertIn("activityCounter", data["Store"])


@tagged("post_install", "-at_install")
class TestHostPortal(HostCase):
    """A customer with a portal account: Odoo gives them files by their tokens, and messages of what they may read."""

    def test_own_record(self):
        partner = self.portal.partner_id
        file = self.env[FILE].create({"name": "hoa-don.pdf", "raw": b"hd", "res_model": PARTNER, "res_id": partner.id})
        [token] = file.generate_access_token()
        message = partner.message_post(
            body="Hóa đơn", attachment_ids=file.ids, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.login(self.portal)
        self.assertEqual(self.rpc(FILE, "search", [("id", "=", file.id)]), [])  # Odoo alone lets them find none either
        self.assertEqual(self.url_open(f"/web/content/{file.id}?access_token={token}").content, b"hd")
        self.assertEqual(self.rpc("mail.message", "search", [("id", "=", message.id)]), message.ids)
        self.assertIn("Hóa đơn", self.rpc("mail.message", "read", message.ids, ["body"])[0]["body"])


@tagged("post_install", "-at_install")
class TestHostSeesNothing(HostCase):
    """Who has none of our groups gets no trace of our records, whatever they ask of Odoo's own models."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign.message_subscribe(cls.officer_stc.partner_id.ids)
        cls.follower = cls.env["mail.followers"].search(
            [("res_model", "=", ASSIGNMENT), ("res_id", "=", cls.foreign.id)]
        )
        cls.activity = cls.foreign.activity_schedule("mail.mail_activity_data_todo", user_id=cls.officer_stc.id)
        cls.notified = cls.foreign.message_post(
            body="Báo riêng", partner_ids=cls.officer_stc.partner_id.ids, message_type="comment"
        )
        # a name that many files share: the number of hits would tell of ours
        cls.twin = cls.own_file(cls.foreign_file.name)
        cls.env.flush_all()

    def test_twin_is_found_alone(self):
        self.login(self.host)
        named = [("name", "=", self.foreign_file.name)]
        self.assertEqual(self.rpc(FILE, "search", named, order="original_id, res_model, name"), self.twin.ids)
        self.assertEqual(self.rpc(FILE, "search_count", named), 1)
        self.assertEqual(self.rpc(FILE, "web_search_read", named, {})["length"], 1)

    def test_nothing_is_found_by_number(self):
        for user in (self.host, self.internal, self.portal):
            self.login(user)
            with self.subTest(user=user.login):
                self.assert_hidden(self.foreign_file, "res_model")
                self.assert_hidden(self.follower, "res_model")
                self.assert_hidden(self.activity, "res_model")
                self.assert_hidden(self.foreign_message | self.notified, "model")

    def assert_hidden(self, records, model_field):
        """No way of asking leads to the records: a refusal is an answer, a hit is not."""
        model, domain = records._name, [("id", "in", records.ids)]
        for method, *args in (
            ("search", domain),
            ("search", domain, 0, 1, f"{model_field} desc"),
            ("search_count", domain),
            ("search_read", domain, ["id"]),
            ("formatted_read_group", domain, [model_field], ["__count"]),
        ):
            with self.subTest(model=model, method=method):
                self.assertFalse(self.asked(model, method, *args))
        for record in records:
            self.refused(model, "read", record.ids, ["display_name"])

    def asked(self, model, method, *args):
        """Return the answer, or None where Odoo refuses the whole model to the user."""
        try:
            return self.rpc(model, method, *args)
        except JsonRpcException as error:
            self.assertIn(str(error), REFUSALS)
            self.env.invalidate_all()
            return None

    def test_chatter_and_file(self):
        for user in (self.host, self.portal):
            self.login(user)
            data = self.thread(self.foreign, "attachments", "followers", "activities")
            self.assertNotIn("mat-stc", json.dumps(data))
            self.assertNotIn("mail.followers", data)
            self.assertEqual(self.url_open(f"/web/content/{self.foreign_file.id}").status_code, 404)

    def test_groups_of_all_files(self):
        self.login(self.host)
        for name in ("res_model", "original_id", "create_uid"):
            text = json.dumps(self.rpc(FILE, "formatted_read_group", [], [name], ["__count"]))
            self.assertNotIn("plan.", text)
        text = json.dumps(self.rpc("mail.followers", "formatted_read_group", [], ["res_model"], ["__count"]))
        self.assertNotIn("plan.", text)

    def test_live_membership(self):
        """A membership opens what is ours with the next call, and its end closes it again."""
        self.login(self.host)
        domain = [("id", "in", self.foreign_file.ids)]
        self.assertEqual(self.rpc(FILE, "search", domain), [])
        member = self.env["plan.member"].create(
            {"user_id": self.host.id, "agency_id": self.stc.id, "role": "officer", "date_from": False}
        )
        self.env.flush_all()
        self.assertEqual(self.rpc(FILE, "search", domain), self.foreign_file.ids)
        self.assertEqual(set(self.rpc(FILE, "search", [("id", "in", self.files.ids)])), set(self.files.ids))
        self.assertIn(self.follower.id, self.rpc("mail.followers", "search", [("id", "in", self.follower.ids)]))
        member.unlink()
        self.env.flush_all()
        self.assertEqual(self.rpc(FILE, "search", domain), [])
        self.assertEqual(self.rpc("mail.followers", "search", [("id", "in", self.follower.ids)]), [])


@tagged("post_install", "-at_install")
class TestHostCost(HostCase):
    """The overrides of Odoo's models cost who has no assignment in the addon at most one query, all of them
    together."""

    OVERRIDES = (IrAttachment, MailActivity, MailFollowers, MailMessage)

    @contextmanager
    def without_overrides(self):
        """Take away what we override, as if the addon were not there."""
        rule = self.env.ref("plan_tracking.mail_followers_rule_circle")
        rule.active = False
        with ExitStack() as stack:
            for definition in self.OVERRIDES:
                model = self.env.registry[definition._inherit[0]]
                above = model.__mro__[model.__mro__.index(definition) + 1 :]
                for name, value in list(vars(definition).items()):
                    if callable(value) and any(name in vars(base) for base in above):
                        delattr(definition, name)
                        stack.callback(setattr, definition, name, value)
            yield
        rule.active = True

    def operations(self):
        """Return what the keeper of contacts does in a day, by name; each can be done again."""
        files = self.files.with_user(self.host)
        customer = self.customer.with_user(self.host)
        message = self.message.with_user(self.host)
        activity = customer.activity_schedule("mail.mail_activity_data_todo", user_id=self.internal.id)
        loose = (
            self.env[FILE]
            .with_user(self.host)
            .create({"name": "r.txt", "raw": b"x", "res_model": "mail.message", "res_id": message.id})
        )
        followers = self.env["mail.followers"].with_user(self.host)
        todo = self.env["mail.activity"].with_user(self.host)
        values = {"name": "n.txt", "raw": b"x", "res_model": PARTNER, "res_id": customer.id}
        return {
            "search files": lambda: files.search([("id", "in", files.ids)], limit=5),
            "search files of a model": lambda: files.search([("res_model", "=", PARTNER)]),
            "group files": lambda: files.formatted_read_group([("id", "in", files.ids)], ["res_model"], ["__count"]),
            "read files": lambda: files.read(["name", "res_name"]),
            "create and delete a file": lambda: files.create(values).unlink(),
            "rename files": lambda: files.write({"name": "x.png"}),
            "change files as superuser": lambda: files.sudo().write({"raw": b"y"}),
            "file of a message": lambda: loose.write({"name": "y.txt"}),
            "chatter's files": lambda: customer._get_mail_thread_data_attachments(),
            "post": lambda: customer.message_post(body="x", attachments=[("a.txt", b"a")]),
            "read messages": lambda: message.search([("model", "=", PARTNER)]).read(["body", "attachment_ids"]),
            "rewrite a message": lambda: message.write({"body": "y"}),
            "read followers": lambda: followers.search([("res_id", "=", customer.id)]).read(["partner_id"]),
            "subscribe": lambda: (
                customer.message_subscribe(self.internal.partner_id.ids),
                customer.message_unsubscribe(self.internal.partner_id.ids),
            ),
            "read activities": lambda: todo.search([("res_model", "=", PARTNER)]).read(["summary"]),
            "write an activity": lambda: activity.write({"summary": "z"}),
            "schedule and end": lambda: customer.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.host.id
            ).action_feedback("x"),
        }

    def queries(self, operation):
        """Return the queries of an operation whose caches of the registry are warm, those of its records cold."""
        for _round in range(2):
            self.env.invalidate_all()
            asked = []
            with contextmanager(self._patchExecute)(asked):
                operation()
        return asked

    @patch("random.random", lambda: 1)  # Odoo cleans up the bus at random
    def test_queries(self):
        operations = self.operations()
        ours = {name: self.queries(operation) for name, operation in operations.items()}
        with self.without_overrides():
            theirs = {name: self.queries(operation) for name, operation in operations.items()}
        more = {name: len(ours[name]) - len(theirs[name]) for name in operations}
        # to know whose message it is, where nobody has read it before
        self.assertEqual(
            {name: count for name, count in more.items() if count}, {"file of a message": 1, "rewrite a message": 1}
        )
        for name, asked in ours.items():
            self.assertFalse([query for query in asked if '"plan_' in query], f"{name} asks our own tables")
