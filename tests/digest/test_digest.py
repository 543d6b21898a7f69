import datetime
import re
import socket
from unittest.mock import patch

from freezegun import freeze_time
from markupsafe import escape

from odoo.tests import HttpCase, tagged

from ..core.common import WorkCase
from .smtp_server import smtp_server

# 7:00 in Việt Nam
MORNING = datetime.datetime(2026, 3, 11, 0, 0, 5)
APPROVE = "plan_tracking.mail_activity_type_approve"


class DigestCase(WorkCase):
    """The jobs as they run in the morning of a day, told from 11/3/2026 on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.leader_snv | cls.deputy_snv | cls.officer_two).lang = "en_US"

    def run_cron(self, days=0, name="send_digests", changed=()):
        """Run a job on a day; the test's changes since count as done the evening before."""
        morning = MORNING + datetime.timedelta(days=days)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET write_date = %s WHERE write_date > %s OR id IN %s",
            [morning - datetime.timedelta(hours=12), morning + datetime.timedelta(days=90), (0, *changed)],
        )
        self.env.invalidate_all()
        with freeze_time(morning), self.enter_registry_test_mode():
            self.env.ref(f"plan_tracking.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def begun_early(self, activity):
        """Date the activity as written by a transaction that began before the first morning's job."""
        self.env.flush_all()
        early = MORNING - datetime.timedelta(hours=1)
        self.env.cr.execute("UPDATE mail_activity SET write_date = %s WHERE id = %s", [early, activity.id])

    def mails(self, user):
        """Return all digest mails of the user, the first one first."""
        digests = self.env["plan.digest"].search([("user_id", "=", user.id)], order="date")
        self.assertEqual(len(digests), len(digests.mail_id))
        return digests.mail_id.sorted("id")

    def schedule(self, assignment, user, summary="Việc cần làm", date_deadline="2026-03-20", **values):
        """Give the user a thing to do about the assignment."""
        values |= {"summary": summary, "user_id": user.id, "date_deadline": date_deadline}
        return assignment.activity_schedule(APPROVE, **values)


@tagged("post_install", "-at_install")
class TestDigest(DigestCase):
    """The recipients, days and content of mails."""

    def test_one_mail_for_what_waits(self):
        self.hand_in(self.assignment, self.officer_snv)
        self.run_cron()
        mail = self.mails(self.leader_snv)
        self.assertRecordValues(mail, [{"state": "outgoing", "auto_delete": False, "email_to": False}])
        self.assertEqual(mail.recipient_ids, self.leader_snv.partner_id)
        self.assertIn("11/03/2026", mail.subject)
        self.assertIn(self.assignment.display_name, mail.body_html)
        self.assertIn(f'href="/mail/view?model=plan.assignment&amp;res_id={self.assignment.id}"', mail.body_html)
        digest = self.env["plan.digest"].search([("user_id", "=", self.leader_snv.id)])
        self.assertRecordValues(digest, [{"date": MORNING.date(), "activity_count": 1, "mail_state": "outgoing"}])
        self.assertFalse(self.mails(self.officer_snv), "nothing waits for him")

    def test_nothing_twice_and_nothing_without_news(self):
        self.hand_in(self.assignment, self.officer_snv)
        self.run_cron()
        self.run_cron()
        self.assertEqual(len(self.mails(self.leader_snv)), 1, "one a day, whatever runs")
        self.run_cron(days=1)
        self.assertEqual(len(self.mails(self.leader_snv)), 1, "nothing is new")
        self.schedule(self.assignment, self.leader_snv, "Việc mới")
        self.run_cron(days=2)
        first, second = self.mails(self.leader_snv)
        self.assertNotIn("Việc mới", first.body_html)
        self.assertIn("Việc mới", second.body_html)
        self.assertEqual(second.body_html.count("/mail/view"), 2, "all that is open is listed")

    def test_a_new_thing_waits_for_the_next_day(self):
        self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        self.schedule(self.assignment, self.leader_snv, "Việc mới")
        with freeze_time(MORNING):
            self.assertEqual(self.env["plan.digest"]._find_news(), {}, "today's mails are not looked at again")
        self.run_cron()
        self.assertEqual(len(self.mails(self.leader_snv)), 1)
        self.run_cron(days=1)
        self.assertEqual(len(self.mails(self.leader_snv)), 2)

    def test_a_changed_thing_is_news(self):
        activity = self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        activity.date_deadline = "2026-03-15"
        self.run_cron(days=2, changed=activity.ids)
        self.assertIn("15/03/2026", self.mails(self.leader_snv)[1].body_html)
        activity.user_id = self.deputy_snv
        self.begun_early(activity)
        self.run_cron(days=3)
        self.assertEqual(len(self.mails(self.deputy_snv)), 1, "it is new to whom it was given")
        self.assertEqual(len(self.mails(self.leader_snv)), 2)

    def test_what_began_before_a_digest_and_ended_after_it_is_told(self):
        self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        slow = self.schedule(self.assignment, self.leader_snv, "Ghi chậm")
        self.begun_early(slow)
        self.run_cron(days=1)
        self.assertIn("Ghi chậm", self.mails(self.leader_snv)[1].body_html)

    def test_done_things_are_not_told(self):
        self.hand_in(self.assignment, self.officer_snv)
        self.assignment.with_user(self.leader_snv).action_approve()
        self.run_cron()
        self.assertFalse(self.mails(self.leader_snv))

    def test_who_left_hears_nothing(self):
        self.schedule(self.assignment, self.deputy_snv, "Việc nội bộ")
        self.schedule(self.assignment_of("yearly", self.xa_cao, year=2026), self.leader_cao)
        self.deputy_snv.plan_member_ids.unlink()
        self.env.flush_all()
        self.run_cron()
        self.assertFalse(self.mails(self.deputy_snv))
        self.assertEqual(len(self.mails(self.leader_cao)), 1, "the others get theirs")
        # a person who comes back has not been told yet
        place = {"user_id": self.deputy_snv.id, "agency_id": self.snv.id, "role": "deputy"}
        self.env["plan.member"].create(place)
        self.run_cron(days=1)
        self.assertEqual(len(self.mails(self.deputy_snv)), 1)

    def test_what_is_no_longer_readable_is_left_out(self):
        self.schedule(self.assignment, self.officer_two, "Việc của SNV")
        self.schedule(self.assignment_of("two_leads", self.stc), self.officer_two, "Việc của STC")
        members = self.officer_two.plan_member_ids
        members.filtered(lambda member: member.agency_id == self.snv).unlink()
        self.run_cron()
        body = self.mails(self.officer_two).body_html
        self.assertIn("Việc của STC", body)
        self.assertNotIn("Việc của SNV", body)
        self.assertNotIn(self.assignment.display_name, body)

    def test_who_gets_no_mail(self):
        users = self.leader_snv | self.deputy_snv | self.officer_snv | self.officer_two
        for user in users:
            self.schedule(self.assignment, user)
        self.leader_snv.email = False
        self.deputy_snv.notification_type = "inbox"
        self.officer_snv.active = False
        self.run_cron()
        digests = self.env["plan.digest"].search([("user_id", "in", users.ids)])
        self.assertEqual(digests.user_id, self.officer_two)

    def test_other_records_are_not_ours(self):
        partner = self.env["res.partner"].create({"name": "Đối tác"})
        partner.activity_schedule("mail.mail_activity_data_todo", user_id=self.leader_snv.id, summary="Việc khác")
        self.run_cron()
        self.assertFalse(self.mails(self.leader_snv))
        self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        self.assertNotIn("Việc khác", self.mails(self.leader_snv).body_html)

    def test_no_mail_for_a_single_record(self):
        mails = self.env["mail.mail"]
        before = mails.search_count([])
        activity = self.schedule(self.assignment.with_user(self.leader_snv), self.deputy_snv)
        activity.with_user(self.deputy_snv).user_id = self.officer_snv
        self.hand_in(self.assignment, self.officer_snv)
        self.assertEqual(mails.search_count([]), before)
        partner = self.env["res.partner"].create({"name": "Đối tác"})
        partner.activity_schedule("mail.mail_activity_data_todo", user_id=self.leader_snv.id)
        self.assertEqual(mails.search_count([]), before + 1, "other records' activities go on as they did")

    def test_switched_off(self):
        self.schedule(self.assignment, self.leader_snv)
        settings = self.env["res.config.settings"]
        self.assertTrue(settings.create({}).plan_digest_mails, "on by default")
        settings.create({"plan_digest_mails": False}).execute()
        self.assertFalse(settings.create({}).plan_digest_mails)
        self.run_cron()
        self.assertFalse(self.mails(self.leader_snv))
        settings.create({"plan_digest_mails": True}).execute()
        self.run_cron()
        self.assertEqual(len(self.mails(self.leader_snv)), 1)

    def test_a_bad_record_stops_nobody(self):
        self.schedule(self.assignment, self.leader_snv)
        self.schedule(self.collective, self.leader_cao)
        digest = self.env.registry["plan.digest"]
        queue_mail, bad = digest._queue_mail, self.leader_snv.id

        def fail_for_one(self, user, work):
            if user.id == bad:
                raise ValueError("bad")
            return queue_mail(self, user, work)

        logger = "odoo.addons.plan_tracking.models.digest.plan_digest"
        with patch.object(digest, "_queue_mail", fail_for_one), self.assertLogs(logger, "ERROR") as logged:
            self.run_cron()
        self.assertEqual(len(logged.records), 1)
        self.assertFalse(self.env["plan.digest"].search([("user_id", "=", bad)]), "he is looked at the next time")
        self.assertEqual(len(self.mails(self.leader_cao)), 1)
        self.run_cron()
        self.assertEqual(len(self.mails(self.leader_snv)), 1)

    def test_another_run_was_first(self):
        """A choice made before another server had sent the mail is left alone."""
        self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        told = self.env["plan.digest"].search([("user_id", "=", self.leader_snv.id)]).activity_ids
        with freeze_time(MORNING):
            self.env["plan.digest"]._try_to_make(self.leader_snv, set(told.ids))
        self.assertEqual(len(self.mails(self.leader_snv)), 1)
        self.assertEqual(
            self.env["mail.mail"].search_count([("recipient_ids", "in", self.leader_snv.partner_id.ids)]), 1
        )

    # -- the content --------------------------------------------------------------------------------------------------

    def test_order_days_and_kinds(self):
        self.schedule(self.assignment, self.leader_snv, "Sau", "2026-03-20")
        self.schedule(self.assignment, self.leader_snv, "Hôm nay", "2026-03-11")
        self.schedule(self.assignment, self.leader_snv, "Đã quá", "2026-03-09")
        self.assignment.activity_schedule(
            "plan_tracking.mail_activity_type_returned",
            summary="Lâu nhất", user_id=self.leader_snv.id, date_deadline="2026-03-01",
        )  # fmt: skip
        self.run_cron()
        body = self.mails(self.leader_snv).body_html
        in_order = [
            "Returned: Correct the Result",
            "Lâu nhất",
            "01/03/2026",
            "Approve the Result",
            "Đã quá",
            "09/03/2026",
        ]
        in_order += ["Hôm nay", "11/03/2026", "Sau", "20/03/2026"]
        self.assertEqual(sorted(in_order, key=body.index), in_order)
        self.assertEqual(body.count("(overdue)"), 2)
        self.assertEqual(body.count("Approve the Result"), 1)

    def test_at_most_fifty_lines(self):
        for number in range(53):
            self.schedule(self.assignment, self.leader_snv, f"Việc {number}")
        self.run_cron()
        body = self.mails(self.leader_snv).body_html
        self.assertEqual(body.count("/mail/view"), 50)
        self.assertIn("and 3 more", body)
        self.run_cron(days=1)
        self.assertEqual(len(self.mails(self.leader_snv)), 1, "those that were only counted are told too")

    def test_typed_text_is_escaped_and_results_stay_inside(self):
        typed = '<img src="https://evil.example/x.png"> & "so on"'
        self.assignment.task_id.name = typed
        self.leader_snv.name = "<script>alert(1)</script>"
        self.hand_in(self.assignment, self.officer_snv, result="Nội dung kết quả", product_number="99/MAT")
        self.schedule(self.assignment, self.leader_snv, typed, note="Ghi chú riêng")
        self.run_cron()
        body = self.mails(self.leader_snv).body_html
        for markup in ("<img", "<script", "src="):
            self.assertNotIn(markup, body.replace(str(escape(typed)), ""))
        self.assertEqual(body.count("&lt;img"), 3)
        for secret in ("Nội dung kết quả", "99/MAT", "Ghi chú riêng"):
            self.assertNotIn(secret, body)
        self.assertNotIn("http", body.replace("https://evil.example", ""), "nothing comes from elsewhere")

    def test_in_the_reader_s_language(self):
        self.leader_snv.lang = "vi_VN"
        for user in (self.leader_snv, self.deputy_snv):
            self.schedule(self.assignment, user)
        view = self.env.ref("plan_tracking.plan_digest_mail")
        view.update_field_translations("arch_db", {"vi_VN": {"Waiting for you:": "Công việc đang chờ:"}})
        self.run_cron()
        vietnamese, english = self.mails(self.leader_snv).body_html, self.mails(self.deputy_snv).body_html
        self.assertIn("Duyệt kết quả", vietnamese)
        self.assertIn("Công việc đang chờ:", vietnamese)
        self.assertIn("Approve the Result", english)
        self.assertIn("Waiting for you:", english)

    def test_as_many_queries_for_twenty_as_for_one(self):
        digests = self.env["plan.digest"]
        assignments = self.env["plan.assignment"].search([("agency_id", "=", self.snv.id)])
        self.assertGreater(len(assignments), 1)

        def make():
            digests._make(self.leader_snv, set(self.env["mail.activity"].search([]).ids))

        self.schedule(self.assignment, self.leader_snv)
        one = self.count_queries(make)
        for number in range(19):
            self.schedule(assignments[number % len(assignments)], self.leader_snv, f"Việc {number}")
        with self.rolled_back():
            make()
            self.assertEqual(digests.search([]).activity_count, 20)
        self.assertLessEqual(self.count_queries(make), one)

    # -- afterwards ---------------------------------------------------------------------------------------------------

    def test_old_ones_are_removed(self):
        told = self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        mail = self.mails(self.leader_snv)
        digest = self.env["plan.digest"].search([("user_id", "=", self.leader_snv.id)])
        with freeze_time(MORNING + datetime.timedelta(days=90)):
            digest._gc_digests()
        self.assertTrue(mail.exists())
        with freeze_time(MORNING + datetime.timedelta(days=91)):
            digest._gc_digests()
        self.assertFalse(mail.exists())
        self.assertTrue(digest.exists(), "what is still open would be told again")
        self.run_cron(days=80)
        self.assertEqual(self.env["plan.digest"].search([("user_id", "=", self.leader_snv.id)]), digest)
        told.unlink()
        with freeze_time(MORNING + datetime.timedelta(days=91)):
            digest._gc_digests()
        self.assertFalse(digest.exists())


@tagged("post_install", "-at_install")
class TestDelivery(DigestCase):
    """Mails go through a real connection to a mail server, which is down at first."""

    def setUp(self):
        super().setUp()
        # Odoo's tests send nothing; these do
        self.patch(self.env.registry["ir.mail_server"], "_disable_send", lambda _self: False)
        self.env["ir.mail_server"].search([]).active = False
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env["ir.mail_server"].create(
            {"name": "Test", "smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_encryption": "none"}
        )
        self.env["ir.config_parameter"].set_param("web.base.url", "https://work.example")
        self.schedule(self.assignment, self.leader_snv, "Duyệt kế hoạch")

    def send(self, mail):
        self.env["mail.mail"].process_email_queue(mail.ids)
        self.env.invalidate_all()

    def test_a_server_that_is_down_loses_nothing(self):
        self.run_cron()
        mail = self.mails(self.leader_snv)
        self.send(mail)
        self.assertEqual(mail.state, "exception")
        self.run_cron(name="retry_mails")
        self.assertEqual(mail.state, "outgoing")
        with smtp_server(self.port) as (_port, received):
            self.send(mail)
            self.assertEqual(mail.state, "sent")
            self.run_cron(name="retry_mails")
            self.send(mail)
        [(addresses, message)] = received
        self.assertEqual(addresses, [self.leader_snv.email])
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertIn("11/03/2026", message["Subject"])
        for kind in ("html", "plain"):
            text = message.get_body((kind,)).get_content()
            self.assertIn(self.assignment.display_name, text)
            self.assertIn("Duyệt kế hoạch", text)
            self.assertIn("20/03/2026", text)
        link = f"https://work.example/mail/view?model=plan.assignment&amp;res_id={self.assignment.id}"
        self.assertIn(f'href="{link}"', message.get_body(("html",)).get_content())

    def test_only_what_can_succeed_and_is_recent_is_tried_again(self):
        self.run_cron()
        mail = self.mails(self.leader_snv)
        other = mail.copy({"state": "exception"})
        for failure, days, state in [
            ("mail_email_invalid", 0, "exception"),
            ("mail_email_missing", 0, "exception"),
            ("mail_smtp", 4, "exception"),
            ("mail_smtp", 3, "outgoing"),
            ("unknown", 0, "outgoing"),
            (False, 0, "outgoing"),
        ]:
            with self.subTest(failure=failure, days=days):
                mail.write({"state": "exception", "failure_type": failure})
                self.run_cron(days, "retry_mails")
                self.assertEqual(mail.state, state)
        self.assertEqual(other.state, "exception", "mails of others are theirs")

    def test_a_wrong_address_is_not_tried_again(self):
        self.leader_snv.partner_id.email = "không-có"
        self.run_cron()
        mail = self.mails(self.leader_snv)
        with smtp_server(self.port) as (_port, received):
            self.send(mail)
        self.assertEqual((mail.state, received), ("exception", []))
        self.run_cron(name="retry_mails")
        self.assertEqual(mail.state, "exception")


@tagged("post_install", "-at_install")
class TestDigestLink(DigestCase, HttpCase):
    """The link in the mail opens the assignment: after login if need be, and not for others."""

    def follow(self, url):
        return self.url_open(url, allow_redirects=False).headers.get("Location", "")

    def test_link_opens_the_record(self):
        self.schedule(self.assignment, self.leader_snv)
        self.run_cron()
        [path] = re.findall(r'href="([^"]+)"', self.mails(self.leader_snv).body_html)
        path = path.replace("&amp;", "&")
        self.authenticate(None, None)
        self.assertIn("/web/login?redirect=%2Fmail%2Fview%3F", self.follow(path))
        self.authenticate(self.leader_snv.login, self.leader_snv.login)
        self.assertIn(f"/odoo/plan.assignment/{self.assignment.id}?", self.follow(path))
        self.authenticate(self.leader_cao.login, self.leader_cao.login)
        self.assertIn("mail.action_discuss", self.follow(path), "who may not read it lands in his inbox")
