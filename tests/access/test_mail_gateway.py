import logging
from email.message import EmailMessage

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .access_matrix import MatrixCase
from .access_table import MODELS

GATEWAY = "odoo.addons.plan_tracking.models.access.mail_thread"
QUIET = ("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail", "odoo.tests.runbot")


class GatewayCase(MatrixCase):
    """Every model of ours with its records, a record of another module, and letters that lead to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Đối tác", "email": "doi.tac@example.com"})
        cls.category = cls.env["res.partner.category"].create({"name": "Đối tác"})
        cls.senders = (cls.internal, cls.officer_stc, cls.reader, cls.desk)
        cls.env.flush_all()

    def letter(self, sender, number, reply_to=None, to="van.thu@example.com"):
        mail = EmailMessage()
        mail["From"] = f"{sender.name} <{sender.email}>"
        mail["To"] = to
        mail["Subject"] = f"Thư {number}"
        mail["Message-Id"] = f"<thu-{number}@example.com>"
        if reply_to:
            mail["In-Reply-To"] = mail["References"] = reply_to
        mail.set_content("Nội dung thư")
        return mail.as_string()

    def counted(self):
        """Return how many records each of our models, messages and accounts have."""
        self.env.invalidate_all()
        names = [*MODELS, "mail.message", "res.users", "res.partner"]
        self.env.cr.execute(
            " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {self.env[name]._table}" for name in names)
        )
        return dict(self.env.cr.fetchall())


@tagged("post_install", "-at_install")
class TestGatewayOverRpc(GatewayCase):
    """Whoever calls the mail gateway by hand reaches no record of ours through it."""

    def each_sender(self):
        for user in self.senders:
            self.login(user)
            with self.subTest(sender=user.login):
                before = self.counted()
                yield user
                self.assertEqual(self.counted(), before)

    def process(self, *args, model="mail.thread", **kwargs):
        self.refused(model, "message_process", *args, **kwargs)

    def test_every_model_of_ours(self):
        """Most have no chatter, and Odoo refuses those; the others refuse in our words."""
        for user in self.each_sender():
            for name in MODELS:
                mail = self.letter(user, f"{user.login}-{name}")
                with self.subTest(model=name), mute_logger(*QUIET):
                    if self.env["plan.thread.mixin"]._covers(name):
                        self.process(name, mail)
                        self.process(name, mail, model="res.partner")
                    else:
                        with self.assertRaises(JsonRpcException):
                            self.rpc("mail.thread", "message_process", name, mail)

    def test_accepted_report_for_another_agency(self):
        report = self.reports["plan.report"]["foreign"]
        values = {
            "period_id": report.period_id.id,
            "agency_id": self.xa_cao.id,
            "desk_agency_id": self.skhcn.id,
            "kind": "month",
            "year": 2090,
            "date_due": "2090-01-20 00:00:00",
            "state": "accepted",
        }
        for user in self.each_sender():
            self.process("plan.report", self.letter(user, f"made-{user.login}"), custom_values=values)

    def test_frozen_line(self):
        report, line = self.reports["plan.report"]["done"], self.reports["plan.report.line"]["done"]
        for user in self.each_sender():
            with self.unchanged(report | report, "state"), self.unchanged(line, "text", "stage_name"):
                self.process(
                    "plan.report",
                    self.letter(user, f"line-{user.login}"),
                    custom_values={"line_ids": [[1, line.id, {"text": "Giả"}]]},
                )

    def test_forged_log(self):
        log = {"decision": "approve", "user_name": "Giả", "plan_id": self.plan.id}
        for user in self.each_sender():
            for name, record in (("plan.plan", self.plan), ("plan.assignment", self.own)):
                self.process(
                    name,
                    self.letter(user, f"log-{user.login}"),
                    custom_values={"log_ids": [[0, 0, log]]},
                    thread_id=record.id,
                )

    def test_stranger_made_desk_specialist(self):
        member = [[0, 0, {"user_id": self.internal.id, "role": "desk"}]]
        section = {
            "content": "task",
            "code": "X",
            "name": "X",
            "watcher_ids": [[1, self.skhcn.id, {"member_ids": member}]],
        }
        for user in self.each_sender():
            for model, values in (
                ("plan.plan", {"number": "1/X", "section_ids": [[0, 0, section]]}),
                # the same from a record that is not ours
                ("res.partner", {"user_ids": [[0, 0, {"login": "x", "plan_member_ids": member}]]}),
                ("res.partner", {"user_ids": [[1, self.internal.id, {"plan_member_ids": member}]]}),
                ("res.partner", {"user_ids": [[0, 0, {"login": "x", "group_ids": [[4, self.manager_group.id]]}]]}),
            ):
                self.process(model, self.letter(user, f"desk-{user.login}"), custom_values=values)

    @property
    def manager_group(self):
        return self.env.ref("plan_tracking.group_plan_tracking_manager")

    def test_message_in_a_leaders_name(self):
        for user in self.each_sender():
            for record in (self.own, self.plan, self.reports["plan.report"]["own"]):
                mail = self.letter(self.leader_snv, f"forged-{user.login}")
                self.process(record._name, mail, thread_id=record.id)
                reply = self.letter(self.leader_snv, f"reply-{user.login}", self.messages["own"].message_id)
                self.process(False, reply)
                self.process("res.partner", reply)

    def test_new_and_update(self):
        """The two methods by which Odoo makes records from mail refuse by themselves."""
        for _user in self.each_sender():
            for name in filter(self.env["plan.thread.mixin"]._covers, MODELS):
                self.refused(name, "message_new", {"subject": "x"}, {"name": "x"})
                self.refused(name, "message_update", self.env[name].search([], limit=1).ids, {}, {"name": "x"})

    def test_other_modules_records(self):
        """A record of another module takes mail as it always did."""
        self.login(self.internal)
        number = self.rpc("res.partner", "message_process", "res.partner", self.letter(self.internal, "new"))
        self.assertEqual(self.env["res.partner"].browse(number).name, "Thư new")


@tagged("post_install", "-at_install")
class TestFetchedMail(GatewayCase):
    """Mail that the system fetches as root stops at our records: logged, answered once, and the fetch goes on."""

    def fetch(self, mail, model=False, **kwargs):
        thread = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
        return thread.message_process(model, mail, **kwargs)

    def bounces(self):
        return self.env["mail.mail"].search_count([("email_to", "ilike", self.leader_snv.email)])

    def dropped(self, *args, bounced=1, **kwargs):
        before, bounces = self.counted(), self.bounces()
        with self.assertLogs(GATEWAY, logging.INFO) as logged, mute_logger(*QUIET):
            self.assertFalse(self.fetch(*args, **kwargs))
        self.assertEqual(len(logged.records), 1)
        self.assertEqual(self.bounces() - bounces, bounced)
        after = self.counted()
        after["mail.message"] -= bounced  # the answer is a message of its own
        self.assertEqual(after, before)

    def test_by_model_id_and_values(self):
        self.dropped(self.letter(self.leader_snv, "model"), "plan.report", custom_values={"state": "accepted"})
        self.dropped(self.letter(self.leader_snv, "thread"), "plan.assignment", thread_id=self.own.id)
        member = {"user_id": self.internal.id, "agency_id": self.skhcn.id, "role": "desk"}
        values = {"user_ids": [(1, self.internal.id, {"plan_member_ids": [(0, 0, member)]})]}
        self.dropped(self.letter(self.leader_snv, "values"), "res.partner", custom_values=values)

    def test_other_modules_records(self):
        values = {"name": "Mẹ", "child_ids": [(0, 0, {"name": "Con"})], "category_id": [(4, self.category.id)]}
        number = self.fetch(self.letter(self.leader_snv, "child"), "res.partner", custom_values=values)
        partner = self.env["res.partner"].browse(number)
        self.assertEqual((partner.name, partner.child_ids.name, partner.category_id), ("Mẹ", "Con", self.category))

    def test_by_reply(self):
        for number, message in enumerate((self.messages["own"], self.report_messages["done"])):
            self.dropped(self.letter(self.leader_snv, f"reply-{number}", message.message_id))

    def test_by_alias(self):
        """One letter to two addresses: ours takes none of it, the other module's record gets it, nobody is answered."""
        self.env.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "tinh.example.com"})
        models = {name: self.env["ir.model"]._get_id(name) for name in ("plan.assignment", "res.partner")}
        for name, model, thread in (
            ("viec", "plan.assignment", self.own.id),
            ("moi", "plan.assignment", 0),
            ("doi-tac", "res.partner", self.partner.id),
        ):
            self.env["mail.alias"].create(
                {"alias_name": name, "alias_model_id": models[model], "alias_force_thread_id": thread}
            )
        self.dropped(self.letter(self.leader_snv, "alias", to="viec@tinh.example.com"))
        self.dropped(self.letter(self.leader_snv, "alias-new", to="moi@tinh.example.com"))
        said, bounces = self.partner.message_ids, self.bounces()
        own = self.own.message_ids
        mail = self.letter(self.leader_snv, "both", to="viec@tinh.example.com, doi-tac@tinh.example.com")
        with self.assertLogs(GATEWAY, logging.INFO), mute_logger(*QUIET):
            self.fetch(mail)
        self.assertEqual((len(self.partner.message_ids - said), self.bounces()), (1, bounces))
        self.assertEqual(self.own.message_ids, own)
