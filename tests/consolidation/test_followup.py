"""The follow-up letter: to whom, with what they owe, asked first and ordered second, frozen once it is issued."""

import base64
import hashlib

import pymupdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from ..reporting.reporting_common import ReportingCase, d


@tagged("post_install", "-at_install")
@freeze_time("2026-03-23 03:00:00")
class TestFollowup(ReportingCase):
    """SNV has sent the report of March; STC, SKHCN and the communes have not."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-10 03:00:00"):
            self.start(self.month)
            self.approve(self.report(self.snv))
        self.march = self.period(self.month)
        province = self.env["plan.agency"].create(
            {
                "name": "UBND tỉnh",
                "code": "UB",
                "head": "ỦY BAN NHÂN DÂN TỈNH",
                "symbol": "UBND",
                "place": "Nghệ An",
                "category_id": self.snv.category_id.id,
            }
        )
        self.plan.issuer_id = province
        self.province = province

    def letter(self, user=None):
        action = self.march.with_user(user or self.desk).action_follow_up()
        return self.env["plan.followup"].with_user(user or self.desk).browse(action["res_id"])

    def issue(self, letter, number="15/SKHCN", raw=b"%PDF-1.4 signed"):
        values = {"followup_id": letter.id, "number": number, "date": "2026-03-23", "filename": "ky.pdf"}
        wizard = self.env["plan.followup.issue"].with_user(letter.env.user)
        wizard.create({**values, "file": base64.b64encode(raw)}).action_issue()

    def owed(self, letter):
        return {one["agency_id"]: one["rows"] for one in letter.owed}

    def test_to_whom(self):
        """It goes to those who owe the report, each with an annex of what it owes."""
        letter = self.letter()
        reports = self.env["plan.report"].search([("period_id", "=", self.march.id)])
        self.assertEqual(letter.agency_ids, reports.agency_id - self.snv)
        rows = self.owed(letter)[self.stc.id]
        self.assertEqual(rows[0][1:], ["19/3/2026", 4])
        document = letter._get_papers("followup")[0]
        self.assertEqual(len(document.annexes), len(letter.agency_ids))
        self.assertEqual(document.kind, "")
        self.assertTrue(document.about.startswith("V/v đôn đốc báo cáo kết quả thực hiện Kế hoạch số"))
        text = "\n".join(one.text for one in document.body)
        self.assertIn("đề nghị", text)
        self.assertNotIn("yêu cầu", text)

    def test_late_work(self):
        """The agency's overdue work is in its annex too."""
        assignment = self.env["plan.assignment"].search(
            [("agency_id", "=", self.stc.id), ("role", "=", "lead")], limit=1
        )
        assignment.date_deadline = "2026-03-01"
        rows = self.owed(self.letter())[self.stc.id]
        self.assertIn([f"{assignment.task_id.code}. {assignment.task_id.name}", "01/3/2026", 22], rows)

    def test_one_draft(self):
        """Pressing again gives the same letter, drawn up again: whoever has sent meanwhile gets no letter."""
        letter = self.letter()
        letter.text = "Lưu ý về số liệu."
        self.approve(self.report(self.stc))
        again = self.letter()
        self.assertEqual(again, letter)
        self.assertNotIn(self.stc, again.agency_ids)
        self.assertEqual(again.text, "Lưu ý về số liệu.")

    def test_nobody(self):
        self.approve(self.march.report_ids.filtered(lambda report: report.state == "draft"))
        with self.assertRaisesRegex(UserError, "nobody needs a follow-up letter"):
            self.letter()

    def test_issued(self):
        """Signed, it has number and date, both files with their SHA-256, and is written no more, by nobody's way."""
        letter = self.letter()
        self.issue(letter)
        raw, printed = base64.b64decode(letter.file), base64.b64decode(letter.printed)
        self.assertEqual((raw, letter.sha256), (b"%PDF-1.4 signed", hashlib.sha256(raw).hexdigest()))
        self.assertEqual(letter.printed_sha256, hashlib.sha256(printed).hexdigest())
        self.assertIn("đôn đốc", pymupdf.open(stream=printed)[0].get_text())
        self.assertEqual(letter._get_papers("followup")[0].number_text, "15/SKHCN")
        for attempt in (
            lambda: letter.write({"text": "x"}),
            letter.action_build,
            letter.unlink,
            lambda: self.issue(letter, "16/SKHCN"),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        log = self.env["plan.log"].search([("decision", "=", "issue_followup")])
        self.assertEqual((log.number, log.period_id), ("15/SKHCN", self.march))

    def test_second_letter(self):
        """The province orders: to those who got the first letter and still owe, under its own head."""
        letter = self.letter()
        with self.assertRaisesRegex(UserError, "None of the agencies in this letter"):
            letter.action_escalate()
        self.issue(letter)
        self.approve(self.report(self.stc))
        second = self.env["plan.followup"].with_user(self.desk).browse(letter.action_escalate()["res_id"])
        self.assertEqual(second.agency_ids, letter.agency_ids - self.stc)
        document = second._get_papers("followup")[0]
        self.assertEqual((document.superior, document.issuer), ("", "ỦY BAN NHÂN DÂN TỈNH"))
        self.assertEqual(document.signature, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])
        self.assertIn("yêu cầu", "\n".join(one.text for one in document.body))

    def test_words(self):
        """The desk writes day and a paragraph; nothing else, not who issues it, and no day that is over."""
        letter = self.letter()
        letter.write({"text": "Đoạn riêng", "date_reply": d("25/3")})
        self.assertIn("Đoạn riêng", [one.text for one in letter._get_papers("followup")[0].body])
        with self.assertRaisesRegex(UserError, "is in the past"), self.env.cr.savepoint():
            letter.date_reply = d("22/3")
        for values in (
            {"state": "issued"},
            {"owed": []},
            {"number": "1"},
            {"agency_ids": [(5,)]},
            {"issuer_id": self.province.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError), self.env.cr.savepoint():
                letter.write(values)

    def test_closed_period(self):
        """A closed period takes no reports: nobody gets a letter."""
        letter = self.letter()
        self.march.with_user(self.desk).action_close()
        for attempt in (self.letter, letter.action_build):
            with self.assertRaisesRegex(UserError, "is closed"), self.env.cr.savepoint():
                attempt()

    def test_body_that_is_archived(self):
        """A letter stays whole when one of its addressees exists no more."""
        letter = self.letter()
        count = letter.agency_count
        self.stc.active = False
        letter.invalidate_recordset()
        self.assertEqual(letter.agency_count, count)
        self.assertEqual(len(letter._get_papers("followup")[0].annexes), count)

    def test_overtaken_day(self):
        """A letter is not issued with a day that lies before its own date."""
        letter = self.letter()
        letter.sudo()._unguarded_write({"date_reply": d("20/3")})
        with self.assertRaisesRegex(UserError, "before its own date"):
            self.issue(letter)

    def test_draft_is_dropped(self):
        letter = self.letter()
        letter.unlink()
        self.assertFalse(letter.exists())

    def test_desk_alone(self):
        for user in (self.officer_snv, self.leader_snv, self.desk_stc, self.reader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.letter(user)
