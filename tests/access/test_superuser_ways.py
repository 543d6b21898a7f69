import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .access_common import REFUSALS
from .access_matrix import ASSIGNMENT, QUIET, MatrixCase

REPORT = "plan.report"
STRANGERS = ("internal", "officer_stc", "reader")


class SuperuserCase(MatrixCase):
    """A draft report and an assignment of SNV with what is said and attached there, and users who may not touch them.

    Each way is a public method of Odoo that works as superuser with what its caller gives it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.reports[REPORT]["own"]
        cls.message = cls.report_messages["own"]
        cls.file = cls.message.attachment_ids
        paper = cls.env["plan.report.signed.copy"].search([("report_id", "=", cls.report.id)], limit=1)
        place = [("res_model", "=", paper._name), ("res_id", "=", paper.id), ("res_field", "=", "file")]
        cls.paper = cls.env["ir.attachment"].search(place)
        cls.env.flush_all()

    def each(self, *names):
        """Log in as each of the users; what is said and attached is the same after what they try."""
        for name in names or STRANGERS:
            user = getattr(self, name)
            self.login(user)
            with self.subTest(user=name), mute_logger(*QUIET):
                before = self.kept()
                yield user
                self.assertEqual(self.kept(), before)

    def kept(self):
        """Return all messages and files of our records, as they are in the database."""
        self.env.invalidate_all()
        messages = self.env["mail.message"].search([("model", "=like", "plan.%")], order="id")
        files = self.env["ir.attachment"].search(
            [("res_model", "=like", "plan.%"), ("res_field", "in", [False, "file"])]
        )
        return (
            messages.mapped(
                lambda row: (row.id, row.model, row.res_id, row.body, row.author_id.id, row.attachment_ids.ids)
            ),
            files.sorted("id").mapped(lambda row: (row.id, row.name, row.checksum, row.res_model, row.res_id)),
            self.env["mail.notification"].search([("mail_message_id", "in", messages.ids)]).ids,
        )

    def notify(self, model, ids, /, **kwargs):
        """Call `message_notify`, which has a `model` of its own among its arguments."""
        params = {"model": model, "method": "message_notify", "args": [ids], "kwargs": {"body": "x", **kwargs}}
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    def not_notified(self, *args, **kwargs):
        with self.assertRaises(JsonRpcException) as caught:
            self.notify(*args, **kwargs)
        self.assertIn(str(caught.exception), REFUSALS)

    def template(self, model="res.partner"):
        values = {
            "name": "x",
            "model_id": self.env["ir.model"]._get_id(model),
            "subject": "s",
            "body_html": "<p>Giả</p>",
        }
        return self.rpc("mail.template", "create", values)

    def own_file(self):
        return self.rpc("ir.attachment", "create", {"name": "a.txt", "raw": "x"})

    def channel(self):
        return self.rpc("discuss.channel", "create", {"name": "x", "channel_type": "channel"})


@tagged("post_install", "-at_install")
class TestMails(SuperuserCase):
    """Mails with values of their sender: templates and the composer."""

    def reaching_values(self, user):
        """Yield values of a mail that reach what is said and attached under a foreign report."""
        place = {"model": REPORT, "res_id": self.report.id}
        yield {**place, "author_id": self.leader_snv.partner_id.id, "message_type": "comment"}
        yield {"mail_message_id": self.message.id, "body": "Khác"}
        for command in (
            [0, 0, {**place, "body": "Giả"}],
            [1, self.message.id, {"body": "Khác"}],
            [2, self.message.id],
            [4, self.message.id],
        ):
            yield {"child_ids": [command]}
        notification = {"res_partner_id": user.partner_id.id, "mail_message_id": self.message.id}
        yield {"notification_ids": [[0, 0, notification]]}
        for file in (self.file, self.paper):
            for command in ([4, file.id], [6, 0, file.ids], file.id, [1, file.id, {"raw": "Khác"}], [2, file.id]):
                yield {"attachment_ids": [command]}
        yield {"unrestricted_attachment_ids": [[4, self.file.id]]}
        for values in (
            {"res_model": REPORT, "res_id": self.report.id},
            {"res_model": "plan.report.signed.copy", "res_id": self.paper.res_id, "res_field": "file"},
        ):
            yield {"attachment_ids": [[0, 0, {"name": "x.txt", "raw": "x", **values}]]}

    def test_values_of_a_template(self):
        for user in self.each():
            template = self.template()
            for values in self.reaching_values(user):
                with self.subTest(values=values):
                    sent = (template, user.partner_id.id)
                    self.refused("mail.template", "send_mail", *sent, email_values=values)
            self.refused("mail.template", "send_mail_batch", template, user.partner_id.ids, email_values=values)

    def test_other_modules_records(self):
        """A mail about a contact, with one's own file, is what it always was: sender, record and file."""
        for user in self.each():
            partner, leader = user.partner_id, self.leader_snv.partner_id
            file = self.own_file()
            values = {"attachment_ids": [[4, file]], "author_id": leader.id, "auto_delete": True}
            mail = self.rpc("mail.template", "send_mail", self.template(), partner.id, email_values=values)
            mail = self.env["mail.mail"].browse(mail)
            self.assertEqual((mail.model, mail.res_id, mail.author_id), ("res.partner", partner.id, leader))
            self.assertEqual((mail.attachment_ids.ids, mail.auto_delete), ([file], True))

    def test_own_message_moved_under_a_report(self):
        for user in self.each():
            own = self.rpc("mail.message", "create", {"body": "x", "partner_ids": user.partner_id.ids})
            values = {"mail_message_id": own, "model": REPORT, "res_id": self.report.id}
            self.refused("mail.template", "send_mail", self.template(), user.partner_id.id, email_values=values)

    def test_template_of_our_model(self):
        """Who reads a record may not write under it with a template; nor the desk under a draft."""
        for name, record in (("reader", self.own), ("reader", self.report), ("desk", self.report)):
            for _user in self.each(name):
                self.refused("mail.template", "send_mail", self.template(record._name), record.id)
                view = "mail.message_user_assigned"
                self.refused(record._name, "message_mail_with_source", record.ids, view)

    def compose(self, record, **values):
        values |= {"composition_mode": "mass_mail", "model": record._name, "res_ids": str(record.ids)}
        values |= {"body": "Giả", "subject": "s", "email_from": "x@example.com"}
        return self.rpc("mail.compose.message", "create", {**values, "author_id": self.leader_snv.partner_id.id})

    def test_composer(self):
        for _user in self.each():
            for record in (self.own, self.report):
                self.refused("mail.compose.message", "action_send_mail", self.compose(record))

    def test_own_assignment_in_own_name(self):
        self.login(self.officer_snv)
        leader = self.leader_snv.partner_id
        said = self.own.message_ids
        self.rpc("mail.compose.message", "action_send_mail", self.compose(self.own))
        values = {"author_id": leader.id, "email_from": leader.email, "message_type": "comment", "auto_delete": True}
        template = self.template(ASSIGNMENT)
        self.rpc("mail.template", "send_mail", template, self.own.id, force_send=True, email_values=values)
        new = self.own.message_ids - said
        self.assertEqual(len(new), 2)
        self.assertEqual(new.author_id, self.officer_snv.partner_id)
        self.assertEqual(set(new.mapped("email_from")), {self.officer_snv.partner_id.email_formatted})


@tagged("post_install", "-at_install")
class TestOwnDefaults(SuperuserCase):
    """Own defaults of what Odoo creates as superuser."""

    def test_file_of_an_own_message(self):
        for _user in self.each():
            channel = self.channel()
            for value in ([[6, 0, self.file.ids]], self.file.ids):
                self.rpc("ir.default", "set", "mail.message", "attachment_ids", value, user_id=True)
                answer = self.route(
                    "/mail/message/post",
                    thread_model="discuss.channel",
                    thread_id=channel,
                    post_data={"body": "x", "message_type": "comment"},
                )
                said = self.env["mail.message"].browse(answer["message_id"])
                self.assertEqual((said.res_id, said.attachment_ids.ids), (channel, []))

    def test_message_of_an_own_mail(self):
        for user in self.each():
            self.rpc("ir.default", "set", "mail.mail", "mail_message_id", self.message.id, user_id=True)
            mail = self.rpc("mail.template", "send_mail", self.template(), user.partner_id.id)
            self.assertNotEqual(self.env["mail.mail"].browse(mail).mail_message_id, self.message)

    def test_default_that_nests_messages(self):
        """A default of another module's record brings no message with anybody's file along."""
        said = {"model": "discuss.channel", "body": "x", "attachment_ids": [[4, self.file.id]]}
        value = [[0, 0, {"name": "c", "message_ids": [[0, 0, said]]}]]
        for user in self.each():
            self.rpc("ir.default", "set", "discuss.channel", "sub_channel_ids", value, user_id=True)
            mail = f"From: {user.email}\nTo: a@example.com\nSubject: s\nMessage-Id: <n-{user.id}@x.vn>\n\nx"
            self.rpc("discuss.channel", "message_process", "discuss.channel", mail)
            linked = self.env["mail.message"].search([("attachment_ids", "in", self.file.ids)])
            self.assertEqual(set(linked.mapped("model")) - {REPORT}, set())

    def test_defaults_for_everybody(self):
        """An administrator's default applies, and so does one's own where nothing of ours is reached."""
        self.env["ir.default"].set("mail.message", "subject", "Chung")
        self.env["ir.default"].set("res.partner", "city", "Vinh", user_id=self.internal.id)
        messages = self.env["mail.message"].with_user(self.internal).sudo()
        self.env["ir.default"].set("mail.message", "subject", "Riêng", user_id=self.internal.id)
        self.assertEqual(messages.create({"body": "x"}).subject, "Chung")
        self.assertEqual(self.env["res.partner"].with_user(self.internal).sudo().create({"name": "x"}).city, "Vinh")


@tagged("post_install", "-at_install")
class TestMessagesAsSuperuser(SuperuserCase):
    """Messages, notices and notes under records, and reading them through others."""

    def records(self):
        return (self.report, self.own, self.plan, self.tasks["one_lead"], self.report.period_id)

    def test_parent_that_addresses_me(self):
        for user in self.each():
            values = {"body": "x", "partner_ids": [[4, user.partner_id.id]], "message_type": "comment"}
            own = self.rpc("mail.message", "create", values)
            for record in self.records():
                place = {"model": record._name, "res_id": record.id, "parent_id": own, "body": "x"}
                for kind in ("comment", "notification"):
                    self.refused("mail.message", "create", [{**place, "message_type": kind}])

    def test_notice_about_what_one_may_not_read(self):
        for user in self.each("internal", "officer_stc"):
            for model, ids, place in (
                (REPORT, self.report.ids, {}),
                ("mail.thread", [], {"model": REPORT, "res_id": self.report.id}),
            ):
                people = (user | self.officer_snv).partner_id.ids
                self.not_notified(model, ids, partner_ids=people, **place)

    def test_notice_with_files(self):
        """Who only reads a record brings no file onto it, and takes none from it, by notifying."""
        for name in ("reader", "desk", "officer_snv"):
            records = {"reader": (self.own, self.plan), "desk": (self.report,), "officer_snv": (self.plan,)}[name]
            for user in self.each(name):
                for record in records:
                    for model, ids, place in (
                        (record._name, record.ids, {}),
                        ("mail.thread", [], {"model": record._name, "res_id": record.id}),
                    ):
                        files = {"attachments": [["gia.txt", "x"]], **place}
                        people = user.partner_id.ids
                        self.not_notified(model, ids, partner_ids=people, **files)
        for user in self.each("reader", "desk"):
            taken = {"partner_ids": user.partner_id.ids, "attachment_ids": self.file.ids}
            self.not_notified(REPORT, self.report.ids, **taken)

    def test_note_of_a_composer(self):
        """As the composer of short messages does, for whoever sends one."""
        for name in STRANGERS:
            user = getattr(self, name)
            for record in (self.report, self.own):
                with self.subTest(user=name, record=record), self.assertRaises(AccessError):
                    record.with_user(user)._message_log_batch({record.id: "Giả"})

    def test_text_through_a_field(self):
        """A message of a draft is not exported through a record of one's own that names it."""
        for user in self.each("officer_stc", "reader", "desk"):
            values = {"model": "res.partner", "res_ids": str(user.partner_id.ids), "parent_id": self.message.id}
            # it takes its subject from the message
            self.refused("mail.compose.message", "create", {**values, "body": "x"})
            channel = self.env["discuss.channel"].browse(self.channel())
            member = channel.channel_member_ids.filtered(lambda member, user=user: member.partner_id == user.partner_id)
            self.rpc("discuss.channel.member", "write", member.ids, {"seen_message_id": self.message.id})
            self.refused("discuss.channel.member", "export_data", member.ids, ["seen_message_id/body"])

    def test_text_through_a_field_of_who_may_read(self):
        self.login(self.officer_snv)
        self.officer_snv.group_ids |= self.env.ref("base.group_allow_export")
        values = {"model": ASSIGNMENT, "res_ids": str(self.own.ids), "parent_id": self.message.id, "body": "x"}
        composer = self.rpc("mail.compose.message", "create", values)
        rows = self.rpc("mail.compose.message", "export_data", [composer], ["parent_id/subject"])["datas"]
        self.assertEqual(rows, [[self.message.subject]])

    def test_said_stays_for_superuser(self):
        """Whatever Odoo does as superuser for somebody, what was said is not changed, moved, deleted or opened."""
        said = self.message.with_user(self.officer_stc).sudo()
        partner = self.officer_stc.partner_id
        for values in (
            {"body": "Khác"},
            {"model": "res.partner", "res_id": partner.id},
            {"notification_ids": [Command.create({"res_partner_id": partner.id})]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                said.write(values)
        with self.assertRaises(AccessError):
            said.unlink()
        own = said.create({"model": "res.partner", "res_id": partner.id, "body": "x"})
        notification = said.env["mail.notification"].create({"mail_message_id": own.id, "res_partner_id": partner.id})
        with self.assertRaises(AccessError):
            notification.write({"mail_message_id": said.id})

    def test_gateway_with_messages_and_files(self):
        """Mail that makes a contact brings no message and no file along."""
        for number, command in enumerate(
            (
                [2, self.message.id],
                [0, 0, {"body": "x", "attachment_ids": [[4, self.file.id]]}],
                [0, 0, {"child_ids": [[0, 0, {"model": REPORT, "res_id": self.report.id, "body": "Giả"}]]}],
            )
        ):
            for user in self.each():
                mail = f"From: {user.email}\nTo: a@example.com\nSubject: s\nMessage-Id: <w{number}-{user.id}@x.vn>\n\nx"
                values = {"message_ids": [command]}
                self.refused("mail.thread", "message_process", "res.partner", mail, custom_values=values)

    def test_gateway_with_commands_of_any_form(self):
        """Odoo reads a command that is longer than it should be: what it nests is found all the same."""
        said = {"model": "discuss.channel", "body": "x", "attachment_ids": [[4, self.file.id]]}
        forged = {"model": "discuss.channel", "child_ids": [[0, 0, {"model": REPORT, "res_id": self.report.id}]]}
        for number, message in enumerate((said, forged)):
            for user in self.each():
                mail = f"From: {user.email}\nTo: a@example.com\nSubject: s\nMessage-Id: <f{number}-{user.id}@x.vn>\n\nx"
                values = {"sub_channel_ids": [[0, 0, {"name": "c", "message_ids": [[0, 0, message]]}, 0]]}
                self.refused("discuss.channel", "message_process", "discuss.channel", mail, custom_values=values)

    def test_activity_moved_onto_a_record(self):
        """An activity without a record, or of another module's, is not carried onto one of ours, nor away from it."""
        places = [(record._name, record.id) for record in (self.report, self.own, self.plan, self.report.period_id)]
        for user in self.each():
            [loose] = self.rpc("mail.activity", "create", [{"summary": "Giả", "user_id": user.id}])
            for model, number in places:
                place = {"res_model_id": self.env["ir.model"]._get_id(model), "res_id": number}
                self.refused("mail.activity", "write", [loose], {**place, "user_id": False})
                self.refused("mail.activity", "write", [loose], place)
        placed = self.own.activity_schedule("mail.mail_activity_data_todo", user_id=self.officer_snv.id)
        for _user in self.each():
            self.refused("mail.activity", "write", placed.ids, {"res_model_id": False, "res_id": False})

    def test_ordinary_ways(self):
        """People of the agency post, mention by mail, and read; a password is set again by mail."""
        self.leader_snv.notification_type = "email"
        self.login(self.officer_snv)
        people = self.leader_snv.partner_id.ids
        [number] = self.rpc(
            ASSIGNMENT, "message_post", self.own.ids, body="x", partner_ids=people, attachments=[["n.txt", "x"]]
        )
        said = self.env["mail.message"].browse(number)
        self.assertEqual((said.author_id, len(said.attachment_ids)), (self.officer_snv.partner_id, 1))
        mails = self.env["mail.mail"].search([("mail_message_id", "=", number)])
        self.assertTrue(mails or said.notification_ids.filtered(lambda row: row.notification_type == "email"))
        post = {"body": "y", "partner_ids": people, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        answer = self.route("/mail/message/post", thread_model=ASSIGNMENT, thread_id=self.own.id, post_data=post)
        domain = [("model", "=", ASSIGNMENT), ("res_id", "=", self.own.id)]
        read = self.rpc("mail.message", "search_read", domain, ["body", "parent_id"])
        self.assertLessEqual({number, answer["message_id"]}, {row["id"] for row in read})
        self.notify("mail.thread", [], model=ASSIGNMENT, res_id=self.own.id, partner_ids=people)
        self.login(self.leader_snv)
        self.route("/mail/thread/messages", thread_model=ASSIGNMENT, thread_id=self.own.id)
        self.login(self.reader)
        self.assertTrue(self.rpc(ASSIGNMENT, "web_read", self.own.ids, {"message_ids": {"fields": {"body": {}}}}))
        self.officer_snv.with_user(self.env.ref("base.user_admin")).action_reset_password()


@tagged("post_install", "-at_install")
class TestOtherWays(SuperuserCase):
    """Files, screens, jobs and names."""

    def test_original_of_a_file(self):
        for _user in self.each():
            values = {"name": "a.txt", "raw": "x", "original_id": self.file.id}
            self.refused("ir.attachment", "create", [values])
            self.refused("ir.attachment", "write", self.own_file(), {"original_id": self.file.id})
            own = self.own_file()
            self.rpc("ir.attachment", "write", self.own_file(), {"original_id": own})

    def test_file_onto_a_foreign_record(self):
        """Files that Odoo adds, moves and deletes as superuser for somebody ask for their rights."""
        files = self.file.with_user(self.officer_stc).sudo()
        place = {"res_model": REPORT, "res_id": self.report.id}
        loose = files.create({"name": "a.txt", "raw": b"x"})
        for attempt in (
            lambda: files.create({"name": "a.txt", "raw": b"x", **place}),
            lambda: loose.write(place),
            files.unlink,
            lambda: files.write({"raw": b"y"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_filter_for_others(self):
        values = {"name": "x", "model_id": REPORT, "domain": "[('id', '=', 0)]", "is_default": True}
        for user in self.each(*STRANGERS, "desk"):
            for people in ([], (user | self.leader_snv).ids):
                shared = {**values, "user_ids": [[6, 0, people]]}
                self.refused("ir.filters", "create", [shared])
                self.refused("ir.filters", "create_filter", shared)
            own = self.rpc("ir.filters", "create_filter", {**values, "user_ids": [[6, 0, user.ids]]})
            self.refused("ir.filters", "write", own, {"user_ids": [[6, 0, []]]})
            other = {**values, "name": f"x {user.login}", "model_id": "res.partner", "user_ids": []}
            other = self.rpc("ir.filters", "create_filter", {**other, "is_default": False})
            self.refused("ir.filters", "write", other, {"model_id": REPORT})
        self.login(self.manager)
        shared = self.rpc("ir.filters", "create_filter", {**values, "name": "chung", "user_ids": []})
        for user in self.each(*STRANGERS, "desk"):
            self.refused("ir.filters", "write", shared, {"user_ids": [[6, 0, user.ids]], "domain": "[]"})
            self.refused("ir.filters", "unlink", shared)
        self.login(self.manager)
        self.rpc("ir.filters", "unlink", shared)

    def test_tab_for_others(self):
        action = self.env["ir.actions.act_window"].search([("res_model", "=", ASSIGNMENT)], limit=1)
        values = {
            "name": "x",
            "parent_action_id": action.id,
            "parent_res_model": ASSIGNMENT,
            "python_method": "action_submit",
        }
        for user in self.each(*STRANGERS, "desk"):
            for other in (
                {"user_id": False},
                {"user_id": self.leader_snv.id},
                {"user_id": False, "parent_res_model": "res.partner"},
            ):
                self.refused("ir.embedded.actions", "create", [{**values, **other}])
            own = self.rpc("ir.embedded.actions", "create", {**values, "user_id": user.id})
            self.refused("ir.embedded.actions", "write", own, {"user_id": False})
        self.login(self.manager)
        shared = self.rpc("ir.embedded.actions", "create", [{**values, "user_id": False}])
        for user in self.each(*STRANGERS, "desk"):
            self.refused("ir.embedded.actions", "write", shared, {"user_id": user.id})
            self.refused("ir.embedded.actions", "unlink", shared)
        self.login(self.manager)
        self.rpc("ir.embedded.actions", "unlink", shared)

    def test_jobs(self):
        """Nobody starts a job as a server action, also who may write the model."""
        jobs = self.env["ir.actions.server"].search([("usage", "=", "ir_cron"), ("model_id.model", "=like", "plan.%")])
        self.assertEqual(len(jobs), 7)
        for _user in self.each(*STRANGERS, "desk", "officer_snv", "leader_snv", "manager"):
            for job in jobs:
                self.refused("ir.actions.server", "run", job.ids)
                with self.assertRaises(JsonRpcException):
                    self.route("/web/action/run", action_id=job.id)

    def test_names_behind_links(self):
        """Who has nothing to do with plans is not told whose report of which period a number is."""
        for user in self.each("internal", "portal"):
            for record in (self.report, self.report.period_id):
                url = f"{self.base_url()}/odoo/{record._name}/{record.id}"
                with self.subTest(user=user.login, record=record):
                    answer = self.route("/html_editor/link_preview_internal", preview_url=url)
                    self.assertFalse(answer.get("display_name"))
                    actions = [{"model": record._name, "resId": record.id}]
                    self.assertNotIn(
                        self.snv.name if record == self.report else "1/2090",
                        str(self.route("/web/action/load_breadcrumbs", actions=actions)),
                    )
        self.login(self.officer_snv)
        answer = self.route(
            "/html_editor/link_preview_internal", preview_url=f"{self.base_url()}/odoo/{REPORT}/{self.report.id}"
        )
        self.assertIn(self.snv.name, answer["display_name"])

    def test_signed_paper(self):
        """The file of a paper is neither exchanged nor deleted nor doubled as superuser."""
        paper = self.paper.with_user(self.officer_stc).sudo()
        raw = base64.b64encode(b"x").decode()
        values = {name: paper[name] for name in ("name", "res_model", "res_id", "res_field")}
        for attempt in (
            paper.unlink,
            lambda: paper.write({"datas": raw}),
            lambda: paper.create({**values, "datas": raw}),
        ):
            with self.assertRaises(UserError):
                attempt()
