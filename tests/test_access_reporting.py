"""Ways around the circle of a report, each tried over HTTP; what holds for every model is in test_access_matrix."""

import base64

from odoo.fields import Command
from odoo.tests import tagged

from .access_matrix import MatrixCase

REPORT, LINE, FIGURE, NARRATIVE = "plan.report", "plan.report.line", "plan.measurement", "plan.narrative"
# who reads a draft's header and must not read what it says
ONLOOKERS = ("desk", "reader", "manager")


class ReportCase(MatrixCase):
    def sample(self, model, sample):
        return self.samples[model][sample]

    def assert_refused(self, model, method, *args, **kwargs):
        with self.trying(model, f"{method} {args} {kwargs}"):
            self.judged(self.call(model, method, *args, **kwargs), False, method)

    def assert_left(self, records, attempt):
        """Make an attempt that may be refused or come to nothing; the rows stay as they are."""
        with self.undone():
            rows = [self.row_of(record) for record in records]
            attempt()
            self.env.invalidate_all()
            with self.trying(records[0]._name, "row"):
                self.assertEqual([self.row_of(record) for record in records], rows)

    def found(self, model, domain):
        answer = self.call(model, "search", domain)
        return [] if answer.error else answer.result


@tagged("post_install", "-at_install")
class TestTalkUnderDrafts(ReportCase):
    """What is said, planned and attached under a draft is its agency's affair, though others read its state."""

    def test_messages(self):
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                report, message = self.sample(REPORT, sample), self.report_messages[sample]
                mark = self.mark("rows", sample)
                thread = {"thread_model": REPORT, "thread_id": report.id}
                with self.trying("mail.message", "routes", sample), self.undone():
                    self.json_route("/mail/thread/messages", thread)
                    wanted = ["messages", "attachments", "activities", "followers", "suggestedRecipients"]
                    self.json_route(
                        "/mail/data", {"fetch_params": [["mail.thread", {**thread, "request_list": wanted}]]}
                    )
                self.assert_refused("mail.message", "read", message.ids, ["body"])
                with self.trying("mail.message", "search", sample):
                    self.assertFalse(self.found("mail.message", [("body", "ilike", mark)]))
                with self.trying(REPORT, "search by what is said", sample):
                    for path in ("message_ids.body", "message_ids.subject", "message_ids.attachment_ids.name"):
                        self.assertFalse(self.found(REPORT, [(path, "ilike", mark)]), path)
        self.assert_no_faults()

    def test_messages_of_a_report_that_the_desk_enters(self):
        """The desk is at work in it; readers wait for the approval."""
        message = self.report_messages["behalf"]
        for identity in self.each("desk", "reader", "manager", "officer_snv"):
            with self.trying("mail.message", "read"):
                answer = self.call("mail.message", "read", message.ids, ["body"])
                self.judged(answer, identity in ("desk", "officer_snv"), "read")
        self.assert_no_faults()

    def test_activities(self):
        """Nor is the leader's reason for a return read out of the reminder that carries it."""
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                report, activity = self.sample(REPORT, sample), self.report_activities[sample]
                mark = self.mark("rows", sample)
                self.assert_refused("mail.activity", "read", activity.ids, ["summary", "note"])
                with self.trying("mail.activity", "search", sample):
                    self.assertFalse(self.found("mail.activity", [("note", "ilike", mark)]))
                    self.assertFalse(self.found("mail.activity", [("res_id", "=", report.id)]))
                with self.trying(REPORT, "search by what is planned", sample):
                    for path in ("activity_ids.note", "activity_ids.summary", "activity_summary"):
                        self.assertFalse(self.found(REPORT, [(path, "ilike", mark)]), path)
                with self.trying("mail.activity", "get_activity_data", sample):
                    self.call("mail.activity", "get_activity_data", REPORT, [("id", "=", report.id)])
                with self.trying(REPORT, "nested", sample):
                    spec = {"activity_ids": {"fields": {"note": {}}}, "activity_summary": {}, "activity_user_id": {}}
                    self.call(REPORT, "web_read", report.ids, spec)
        self.assert_no_faults()

    def test_attachments(self):
        for _identity in self.each(*ONLOOKERS, "desk_stc", "watcher"):
            for sample in ("own", "foreign"):
                for file in self.report_files[sample]:
                    self.assert_refused("ir.attachment", "read", file.ids, ["name", "datas"])
                    with self.trying("ir.attachment", "search", sample):
                        domain = [("res_model", "=", REPORT), ("res_id", "=", self.sample(REPORT, sample).id)]
                        self.assertFalse(self.found("ir.attachment", domain))
                        self.assertFalse(self.found("ir.attachment", [("id", "=", file.id)]))
                    with self.trying("ir.attachment", "/web/content", sample):
                        self.assertNotEqual(self.http(f"/web/content/{file.id}?download=1").status, 200)
        for _identity in self.each("officer_snv", "reader"):
            sample = "own" if _identity == "officer_snv" else "sent"
            for file in self.report_files[sample]:
                with self.trying("ir.attachment", "read", sample):
                    self.judged(self.call("ir.attachment", "read", file.ids, ["name"]), True, "read")
                    self.assertTrue(self.found("ir.attachment", [("id", "=", file.id)]))
        self.assert_no_faults()

    def test_what_is_said_is_sent_to_nobody_outside(self):
        """Neither a follower nor who is addressed hears of a draft what he could not read in it."""
        report = self.sample(REPORT, "own")
        onlookers = [self.identities[name] for name in ONLOOKERS]
        for user in onlookers:
            report.with_user(user).message_subscribe(user.partner_id.ids)
        self.become("officer_snv")
        everybody = [user.partner_id.id for user in (*onlookers, self.leader_snv)]
        answer = self.call(
            REPORT,
            "message_post",
            report.ids,
            body="x",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=everybody,
        )
        self.judged(answer, True, "message_post")
        message = report.message_ids.sorted("id")[-1]
        self.assertEqual(message.sudo().notified_partner_ids, self.leader_snv.partner_id)

    def test_under_a_period(self):
        """What the desk says under a period is not what the agencies that read the period are told."""
        period = self.sample("plan.period", "kept")
        period.message_post(body="MARK-talk of the desk")
        period.activity_schedule("mail.mail_activity_data_todo", summary="MARK-plan", note="MARK-plan")
        self.env["ir.attachment"].create({"name": "MARK-file", "res_model": "plan.period", "res_id": period.id})
        for _identity in self.each("officer_snv", "reader", "watcher"):
            for path in ("message_ids.body", "activity_ids.note", "activity_summary"):
                with self.trying("plan.period", path):
                    self.assertFalse(self.found("plan.period", [(path, "ilike", "MARK-")]))
            with self.trying("plan.period", "read"):
                answer = self.call("plan.period", "web_read", period.ids, {"activity_summary": {}})
                self.assertNotIn("MARK-", answer.text)
            with self.trying("ir.attachment", "search"):
                self.assertFalse(self.found("ir.attachment", [("name", "=", "MARK-file")]))
        self.assert_no_faults()
