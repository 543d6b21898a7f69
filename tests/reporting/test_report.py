import base64
import hashlib
import itertools
from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import freeze_time

from ...models.reporting.plan_report_status import STATUS
from .reporting_common import ReportingCase, d

PAPER = b"%PDF-1.4 quyet dinh"


class OpenCase(ReportingCase):
    """The month of March is open; SNV has two assignments, STC four and a figure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month.with_user(cls.desk).action_start()
        reports = cls.env["plan.report"].search([])
        cls.own = reports.filtered(lambda report: report.agency_id == cls.snv)
        cls.stc_report = reports.filtered(lambda report: report.agency_id == cls.stc)
        cls.first, cls.second = cls.own.line_ids
        cls.figure = cls.stc_report.measurement_ids

    def post(self, value, day="28/2", **values):
        """Put a value of the figure into the ledger, as if it had been accepted."""
        own = {"metric_id": self.metric.id, "plan_id": self.plan.id, "agency_id": self.stc.id}
        own |= {"desk_agency_id": self.skhcn.id, "kind": "actual", "value": value, "has_value": True}
        return self.env["plan.value"]._post([{**own, "date_from": d("1/2"), "date_to": d(day), **values}])

    def save(self, row, values, user=None):
        """Save cells as the page does, with the revision that was read."""
        row = row.with_user(user or self.people[row.agency_id][0])
        return row.save_row(values, row.revision)


@freeze_time("2026-03-10 03:00:00")
class TestRows(OpenCase):
    """Filling in."""

    def test_text(self):
        answer = self.save(self.first, {"text": "  Đã ban hành\u200b kế hoạch ", "obstacle": "Thiếu kinh phí"})
        self.assertEqual(answer["row"]["text"], "Đã ban hành kế hoạch")
        self.assertRecordValues(
            self.first,
            [{"is_typed": True, "is_nil": False, "revision": 1, "writer_id": self.officer_snv.id, "proposal": False}],
        )
        self.assertTrue(self.own.date_changed)
        with self.assertRaisesRegex(UserError, "too long"), self.env.cr.savepoint():
            self.save(self.first, {"text": "x" * 5001})

    def test_nil(self):
        """Nothing new: for a row, for the whole report in one click; a user who then types undoes it."""
        self.save(self.first, {"is_nil": True})
        self.assertEqual((self.first.is_nil, self.second.is_nil), (True, False))
        self.save(self.first, {"text": "Có việc"})
        self.assertFalse(self.first.is_nil)
        self.officer(self.own).action_fill_nil()
        self.assertEqual((self.first.is_nil, self.second.is_nil), (False, True), "what was typed stays")
        self.assertTrue(all(self.own.narrative_ids.mapped("is_nil")))

    def test_nil_where_only_the_stage_was_moved(self):
        self.save(self.first, {"stage_id": self.stage("draft").id})
        self.assertTrue(self.first.is_typed)
        self.officer(self.own).action_fill_nil()
        self.assertTrue(self.first.is_nil)

    def test_nought_is_news(self):
        for nought in ("0", 0, 0.0):
            with self.subTest(nought=nought), self.rolled_back():
                self.save(self.figure, {"is_nil": True})
                self.save(self.figure, {"actual": nought})
                self.assertRecordValues(self.figure, [{"is_nil": False, "actual": 0.0, "has_actual": True}])
        self.save(self.figure, {"actual": "5"})
        self.save(self.figure, {"is_nil": True, "actual": ""})
        self.assertRecordValues(self.figure, [{"is_nil": True, "has_actual": False}])

    def test_two_people(self):
        """The second sees what the first has written, and by whom; nothing is overwritten."""
        read = self.first.revision
        self.first.with_user(self.officer_snv).save_row({"text": "Bản của người thứ nhất"}, read)
        answer = self.first.with_user(self.officer_two).save_row({"text": "Bản của người thứ hai"}, read)
        self.assertEqual(answer["conflict"]["writer"], "officer_snv")
        self.assertEqual(answer["conflict"]["row"]["text"], "Bản của người thứ nhất")
        self.assertTrue(answer["conflict"]["written"].startswith("10/03/2026"))
        self.assertEqual(self.first.text, "Bản của người thứ nhất")
        seen = answer["conflict"]["row"]["revision"]
        self.assertIn("row", self.first.with_user(self.officer_two).save_row({"text": "Gộp lại"}, seen))
        self.assertEqual((self.first.text, self.first.revision), ("Gộp lại", 2))

    def test_who_writes(self):
        for user in (self.officer_stc, self.leader_cao, self.desk, self.reader, self.manager, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.save(self.first, {"text": "x"}, user)
        self.save(self.first, {"text": "x"}, self.leader_snv)
        for name, value in (
            ("is_typed", False),
            ("report_id", self.stc_report.id),
            ("agency_id", self.stc.id),
            ("task_name", "x"),
            ("change", "same"),
            ("warnings", False),
            ("writer_id", self.leader_snv.id),
            ("is_returned", False),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.officer(self.first).write({name: value})
        for change in (
            lambda: self.officer(self.first).copy(),
            lambda: self.first.with_user(self.officer_snv).create({"report_id": self.own.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.officer(self.first).unlink()

    def test_owner(self):
        """A row's owner is a colleague; naming one does not count as content, and they can be reminded."""
        for user in (self.officer_stc, self.desk, self.deputy_out, self.internal):
            with (
                self.subTest(user=user.name),
                self.assertRaisesRegex(UserError, "a colleague of the same agency"),
                self.env.cr.savepoint(),
            ):
                self.save(self.first, {"user_id": user.id})
        self.save(self.first, {"user_id": self.deputy_snv.id})
        self.save(self.second, {"user_id": self.officer_two.id, "text": "Xong"})
        self.assertEqual((self.first.is_typed, self.first.user_id), (False, self.deputy_snv))
        self.officer(self.own).action_remind_colleagues()
        self.assertEqual(self.own.activity_ids.user_id, self.deputy_snv, "who has filled in his row is left alone")

    def test_assignment_is_edited_in_place(self):
        """Stage and next step are the assignment's own, both ways."""
        line = self.line(self.own, "one_lead")
        self.save(line, {"stage_id": self.stage("draft").id, "next_step": "Lấy ý kiến", "date_next_step": "2026-04-01"})
        self.assertEqual(self.assignment.stage_id, self.stage("draft"))
        self.assertEqual((self.assignment.next_step, self.assignment.date_next_step), ("Lấy ý kiến", d("1/4")))
        self.assignment.with_user(self.officer_snv).stage_id = self.stage("consult")
        self.assertEqual(self.officer(line).stage_id, self.stage("consult"))
        with self.assertRaisesRegex(UserError, "enter the next step and its date"), self.env.cr.savepoint():
            self.save(line, {"date_next_step": False})

    def test_half_of_the_next_step(self):
        """Correcting only the name keeps the day, and the other way round; whichever way it is saved."""
        line = self.line(self.own, "one_lead")
        self.save(line, {"next_step": "Lấy ý kiến", "date_next_step": "2026-04-01"})
        self.save(line, {"next_step": "Lấy ý kiến các sở"})
        self.assertEqual((self.assignment.next_step, self.assignment.date_next_step), ("Lấy ý kiến các sở", d("1/4")))
        self.save(line, {"date_next_step": "2026-04-15"})
        self.assertEqual((self.assignment.next_step, self.assignment.date_next_step), ("Lấy ý kiến các sở", d("15/4")))
        self.officer(line).write({"next_step": "Thẩm định"})
        self.assertEqual((self.assignment.next_step, self.assignment.date_next_step), ("Thẩm định", d("15/4")))
        self.officer(line).write({"date_next_step": "2026-04-20"})
        self.assertEqual((self.assignment.next_step, self.assignment.date_next_step), ("Thẩm định", d("20/4")))
        self.assertEqual(len(self.assignment.step_ids), 1)
        with self.assertRaisesRegex(UserError, "enter the next step and its date"), self.env.cr.savepoint():
            self.save(line, {"next_step": ""})

    def test_words_are_carried_over(self):
        """Of the last approved report, and of no draft; a revision later the latest."""
        self.save(self.first, {"text": "Tháng ba", "user_id": self.officer_two.id})
        self.approve(self.own)
        self.save(self.stc_report.line_ids[0], {"text": "Chưa gửi"})
        self.save(self.figure, {"source": "Sổ riêng"})
        self.run_cron("open_periods", now="2026-04-10 03:00:00")
        after = self.report(self.snv, start="1/4").line_ids[0]
        self.assertRecordValues(
            after, [{"text": "Tháng ba", "user_id": self.officer_two.id, "is_typed": False, "is_nil": False}]
        )
        unsent = self.report(self.stc, start="1/4")
        self.assertFalse(any(unsent.line_ids.mapped("text")))
        self.assertFalse(unsent.measurement_ids.source)

    # -- figures ------------------------------------------------------------------------------------------------------

    def test_numbers_are_read(self):
        for typed, value in (
            ("85,75 %", 85.75),
            ("1.234,5", 1234.5),
            ("1200", 1200.0),
            ("-3", -3.0),
            ("0", 0.0),
            (" 12\u00a0345 ", 12345.0),
            (85.75, 85.75),
            (1234.567, 1234.567),
            ("9.999.999.999", 9999999999.0),
        ):
            with self.subTest(typed=typed):
                self.save(self.figure, {"actual": typed})
                self.assertEqual((self.figure.actual, self.figure.has_actual), (value, True))
        for nothing in ("", False, None):
            with self.subTest(nothing=nothing):
                self.save(self.figure, {"actual": "5"})
                self.save(self.figure, {"actual": nothing})
                self.assertEqual((self.figure.actual, self.figure.has_actual), (0.0, False))

    def test_other_things_are_refused(self):
        """A value that is not a number is refused, with its cell named, and nothing of the row is saved."""
        cells = {
            "actual": "Actual",
            "estimate": "Estimate to Period End",
            "settled": "Actual of the Last Period",
            "numerator": "Numerator",
            "denominator": "Denominator",
        }
        for typed in ("N/A", "khoảng 80", "80-90", "1234.567", "1e3", "10²", "nan", "1.000.000.000.000"):
            for name, label in cells.items():
                with (
                    self.subTest(typed=typed, name=name),
                    self.assertRaisesRegex(UserError, f"“{label}” is not a number"),
                    self.env.cr.savepoint(),
                ):
                    self.save(self.figure, {"note": "x", name: typed})
        for value in (float("nan"), float("inf"), 1e12, -1e12):
            with (
                self.subTest(value=value),
                self.assertRaisesRegex(UserError, "is not a number"),
                self.env.cr.savepoint(),
            ):
                self.save(self.figure, {"actual": value})
        self.assertRecordValues(self.figure, [{"note": False, "has_actual": False, "revision": 0}])

    def test_ratio(self):
        self.metric.write({"aggregation": "ratio", "unit": "%"})
        self.save(self.figure, {"numerator": "3"})
        self.assertFalse(self.figure.has_actual)
        self.save(self.figure, {"denominator": "4"})
        self.assertEqual(self.figure.actual, 75.0)
        with self.assertRaisesRegex(UserError, "the denominator is zero"), self.env.cr.savepoint():
            self.save(self.figure, {"denominator": "0"})
        self.metric.unit = "lần"
        self.save(self.figure, {"numerator": "0"})
        self.assertRecordValues(self.figure, [{"actual": 0.0, "has_actual": True}])
        self.save(self.figure, {"numerator": "2"})
        self.assertEqual(self.figure.actual, 0.5)

    def test_verdict(self):
        self.assertIn(self.figure.display_name, self.stc_report._get_empty_rows())
        self.save(self.figure, {"verdict": "on_track", "note": "Đang triển khai"})
        self.assertNotIn(self.figure.display_name, self.stc_report._get_empty_rows())
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.save(self.figure, {"verdict": "perhaps"})

    # -- questions ----------------------------------------------------------------------------------------------------

    def test_kinds_of_questions(self):
        """Each type is answered by its own cell; a required one that is empty holds the report back by name."""
        kinds = ("text", "number", "yes_no", "choice", "file")
        request = self.new_request(
            self.snv,
            question_ids=[
                Command.create({"name": f"Hỏi {kind}", "kind": kind, "is_required": True, "choices": "Tốt\nKém"})
                for kind in kinds
            ],
        )
        self.start(request)
        report = self.periods(request).report_ids
        answers = {
            "text": {"text": "Đã làm"},
            "number": {"number": "1.234,5"},
            "yes_no": {"yes_no": "no"},
            "choice": {"choice": "Tốt"},
            "file": {"file": self.DECISION["file"], "file_name": "bang.xlsx"},
        }
        row_of = {row.kind: row for row in report.narrative_ids}
        for kind in kinds:
            with (
                self.assertRaisesRegex(UserError, f"These rows are still empty.*\n(.*\n)*Hỏi {kind}"),
                self.env.cr.savepoint(),
            ):
                self.officer(report).action_submit()
            self.save(row_of[kind], answers[kind])
        self.assertRecordValues(row_of["number"], [{"number": 1234.5, "has_number": True}])
        self.assertEqual(row_of["file"].sha256, hashlib.sha256(PAPER).hexdigest())
        for kind, values, words in (
            ("choice", {"choice": "Vừa"}, "choose one of the answers"),
            ("number", {"number": "khoảng 80"}, "or leave it empty"),
        ):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.save(row_of[kind], values)
        self.officer(report).action_submit()
        self.assertEqual(report.state, "submitted")


@freeze_time("2026-03-10 03:00:00")
class TestSending(OpenCase):
    """Submitting and approving: what is fixed, what is compared, who decides."""

    def test_empty_rows(self):
        """A row that says nothing holds the report back, by name."""
        self.save(self.first, {"text": "Xong"})
        with self.assertRaisesRegex(UserError, self.second.display_name) as caught:
            self.officer(self.own).action_submit()
        self.assertNotIn(self.first.display_name, str(caught.exception))
        self.assertEqual(self.own.state, "draft")

    def test_who_submits(self):
        self.fill(self.own)
        for user in (self.officer_stc, self.desk, self.manager, self.reader, self.internal):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.own.with_user(user).action_submit()
        for user in (self.officer_snv, self.leader_snv, self.deputy_snv):
            with self.subTest(user=user.name), self.rolled_back():
                self.own.with_user(user).action_submit()
        self.officer(self.own).action_submit()
        with self.assertRaises(UserError):
            self.officer(self.own).action_submit()
        with self.assertRaises(AccessError):
            self.own.with_user(self.leader_snv).write({"state": "accepted"})

    def test_copies(self):
        """A sent report keeps forever the names and states of the assignment, the plan and the agency."""
        line = self.line(self.own, "one_lead")
        self.save(line, {"text": "Đã trình", "stage_id": self.stage("consult").id})
        self.save(line, {"next_step": "Thẩm định", "date_next_step": "2026-04-01"})
        self.submit(self.own)
        said = {
            "task_code": "I.1",
            "task_name": "Xây dựng kế hoạch chuyển đổi số",
            # as papers have it, whatever language the officer works in
            "stage_name": self.stage("consult").with_context(lang="vi_VN").name,
            "stage_kind": "doing",
            "progress": self.stage("consult").progress,
            "date_deadline": d("31/12"),
            "date_deadline_origin": d("31/12"),
            "timeliness": "not_due",
            "step_name": "Thẩm định",
            "step_date": d("1/4"),
            "text": "Đã trình",
        }
        said["task_code"] = self.tasks["one_lead"].code
        self.assertRecordValues(line, [said])
        self.assertRecordValues(
            self.own, [{"agency_name": "Sở Nội vụ", "submitted_user_id": self.officer_snv.id, "state": "submitted"}]
        )
        self.assignment.with_user(self.officer_snv).stage_id = self.stage("appraise")
        self.assignment.step_ids.is_done = True
        self.assignment.date_deadline = d("30/6")
        self.tasks["one_lead"].write({"name": "Khác"})
        self.snv.name = "Sở Nội vụ mới"
        self.assertRecordValues(line, [said])
        self.assertEqual(self.own.agency_name, "Sở Nội vụ")

    def test_locked_from_there(self):
        self.submit(self.own)
        for user in (self.officer_snv, self.leader_snv, self.desk):
            with self.subTest(user=user.name), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.first.with_user(user).write({"text": "x"})
        with self.assertRaisesRegex(AccessError, "it can no longer be filled in"):
            self.officer(self.first).text = "x"

    def test_taken_back(self):
        self.submit(self.own)
        self.officer(self.own).action_withdraw()
        self.save(self.first, {"text": "Sửa"})
        self.approve(self.own)
        with self.assertRaisesRegex(UserError, "so this is no longer possible"):
            self.officer(self.own).action_withdraw()

    def test_evidence(self):
        """Files of the assignment are fixed with the report that tells of them."""
        line = self.line(self.own, "one_lead")
        self.attach(self.assignment.with_user(self.officer_snv), "ke-hoach.pdf")
        evidence = self.assignment.evidence_ids
        self.assertFalse(evidence.is_frozen)
        self.submit(self.own)
        self.assertEqual((line.evidence_ids, evidence.is_frozen), (evidence, True))
        with self.assertRaisesRegex(UserError, "cannot be removed"):
            evidence.attachment_id.with_user(self.officer_snv).unlink()
        self.attach(self.assignment, "sau.pdf")
        self.assertEqual(line.evidence_ids, evidence)

    def page_line(self, task, user):
        """Return what the page tells the user of one of the agency's lines."""
        line = self.line(self.own, task)
        self.env.invalidate_all()
        sections = self.own.with_user(user).get_page()["sections"]
        return next(row for section in sections for row in section["rows"] if row["id"] == line.id)

    def test_evidence_is_opened_from_the_page(self):
        """A draft names the files that the assignment has now, a sent report those that went with it; none is
        foreign."""
        self.attach(self.assignment.with_user(self.officer_snv), "ke-hoach.pdf")
        first = self.assignment.evidence_ids
        self.env["plan.evidence"].with_user(self.officer_snv)._upload(
            self.assignment, [("ban-moi.pdf", PAPER)], first.id
        )
        second = self.assignment.evidence_ids - first
        link = {"id": second.attachment_id.id, "name": "ban-moi.pdf"}
        row = self.page_line("one_lead", self.officer_snv)
        self.assertEqual((row["files"], row["can_open"]), ([link], True))
        self.accept(self.own)
        self.attach(self.assignment, "sau.pdf")
        foreign = self.assignment_of("range", self.stc)
        self.attach(foreign, "cua-so-khac.pdf")
        line = self.line(self.own, "one_lead")
        line._unguarded_write({"evidence_ids": [Command.link(foreign.evidence_ids.id)]})
        self.assertEqual(self.page_line("one_lead", self.officer_snv)["files"], [link])
        self.assertEqual(self.page_line("one_lead", self.reader)["can_open"], True)
        self.assertEqual(len(self.page_line("one_lead", self.reader)["files"]), 2)

    def test_closed_period(self):
        period = self.own.period_id.with_user(self.desk)
        period.action_close()
        with self.assertRaisesRegex(AccessError, "is closed. Ask the desk"):
            self.officer(self.first).text = "x"
        with self.assertRaisesRegex(UserError, "is closed. Ask the desk"):
            self.officer(self.own).action_submit()
        reopen = self.env["plan.period.reopen"].with_user(self.desk)
        with self.assertRaisesRegex(UserError, "Give the reason"), self.env.cr.savepoint():
            reopen.create({"period_ids": [Command.set(period.ids)], "reason": " "}).action_reopen()
        reopen.create({"period_ids": [Command.set(period.ids)], "reason": "Gia hạn"}).action_reopen()
        self.submit(self.own)
        period.action_close()
        leader = self.leader(self.own)
        self.assertFalse(leader.can_approve)
        with self.assertRaisesRegex(UserError, "is closed. Ask the desk"):
            leader.action_approve()
        reopen.create({"period_ids": [Command.set(period.ids)], "reason": "Gia hạn"}).action_reopen()
        self.approve(self.own)

    def test_returned_in_a_closed_period(self):
        """Reports that the desk returns or has revised can be corrected though the period is closed; a draft never sent
        is not.
        """
        self.accept(self.own)
        self.approve(self.stc_report)
        self.own.period_id.with_user(self.desk).action_close()
        self.give_back(self.stc_report, self.desk)
        self.accept(self.stc_report)
        revision = self.revise(self.own)
        self.accept(revision)
        self.assertEqual((revision.state, self.own.state), ("accepted", "superseded"))

    def test_work_given_since(self):
        """Nothing is sent that its agency has not seen: an assignment given meanwhile waits for the next report."""
        self.fill(self.own)
        self.new_assignments(self.snv)
        self.officer(self.own).action_submit()
        self.assertEqual(self.own.line_ids, self.first | self.second)

    def test_name_without_a_file(self):
        row = self.own.narrative_ids[0]
        row._unguarded_write({"kind": "file", "is_required": True})
        self.save(row, {"file_name": "khong-co.pdf"})
        self.assertFalse(row.file_name)
        self.assertFalse(row._is_filled())

    def test_what_changed(self):
        """Against the last report of the kind that was approved: new, changed, as before."""
        self.save(self.first, {"text": "Như cũ"})
        self.save(self.second, {"text": "Cũ"})
        self.submit(self.own)
        self.assertEqual(set(self.own.line_ids.mapped("change")), {"new"})
        self.approve(self.own)
        task = self.new_assignments(self.snv)
        with freeze_time("2026-04-10 03:00:00"):
            self.run_cron("open_periods")
            after = self.report(self.snv, start="1/4")
            first, second, third = after.line_ids
            self.save(second, {"text": "Mới"})
            self.submit(after)
        self.assertEqual(third.task_id, task)
        changes = (first.change, second.change, third.change, after.narrative_ids[0].change)
        self.assertEqual(changes, ("same", "changed", "new", "same"), "“nothing new” is as before")

    def before(self, report, user):
        """Return what the page tells the user of how each line stood before."""
        sections = report.with_user(user).with_context(lang="en_US").get_page()["sections"]
        return [row["before"] for section in sections if section["key"] == "lines" for row in section["rows"]]

    def test_what_stood_there_before(self):
        """A "changed" mark comes with the earlier value: words, stage and next step of the last approved report of the
        kind.
        """
        for line, text in ((self.first, "Như cũ"), (self.second, "Cũ")):
            self.save(line, {"text": text, "next_step": "Trình dự thảo", "date_next_step": "2026-03-20"})
        stages = self.env["plan.stage"].search(
            [("kind", "=", "doing"), ("track_ids", "in", self.second.task_id.track_id.ids)]
        )
        self.save(self.second, {"stage_id": stages[0].id})
        self.submit(self.own)
        self.assertEqual(self.before(self.own, self.leader_snv), ["", ""], "there is no report before it")
        self.approve(self.own)
        self.new_assignments(self.snv)
        with freeze_time("2026-04-10 03:00:00"):
            self.run_cron("open_periods")
            after = self.report(self.snv, start="1/4")
            self.assertEqual(self.before(after, self.officer_snv), ["", "", ""], "nothing has changed yet")
            self.save(after.line_ids[1], {"text": "Mới", "date_next_step": "2026-04-30", "obstacle": "Thiếu vốn"})
            self.save(after.line_ids[1], {"stage_id": stages[1].id})
            told = [
                "Result of the Period: Cũ",
                f"Stage: {stages[0].with_context(lang='vi_VN').name}",
                "Next Step: Trình dự thảo (20/03/2026)",
            ]
            self.assertEqual(set(self.before(after, self.officer_snv)[1].split("\n")), set(told))
            self.submit(after)
        told.append("Obstacles: –")
        first, second, third = self.before(after, self.leader_snv)
        self.assertEqual((first, set(second.split("\n")), third), ("", set(told), ""))
        self.approve(after)
        self.assertEqual(set(self.before(after, self.desk)[1].split("\n")), set(told))

    def test_what_stood_before_the_first_revision(self):
        """The new revision is compared with the old one, never the other way round."""
        self.save(self.first, {"text": "Lần một"})
        self.accept(self.own)
        new = self.revise(self.own)
        self.save(new.line_ids[0], {"text": "Lần hai"})
        self.accept(new)
        self.assertEqual(self.before(new, self.desk), ["Result of the Period: Lần một", ""])
        self.assertEqual(self.before(self.own, self.desk), ["", ""])

    def test_as_before(self):
        """Nothing typed and nothing moved is as before."""
        for row in self.own.line_ids:
            self.save(row, {"text": "Như cũ"})
        self.approve(self.own)
        with freeze_time("2026-04-10 03:00:00"):
            self.run_cron("open_periods")
            after = self.report(self.snv, start="1/4")
            self.officer(after).action_submit()
        self.assertEqual(set(after.line_ids.mapped("change")), {"same"})

    # -- what looks odd -----------------------------------------------------------------------------------------------

    def test_warnings_of_figures(self):
        for aggregation, unit, before, typed, codes in (
            ("last", "%", None, {"actual": "85"}, False),
            ("last", "%", 85, {"actual": "80"}, False),
            ("last", "%", 85, {"actual": "100,01"}, "over_100"),
            ("last", "%", 85, {"actual": "90", "estimate": "101"}, "over_100"),
            ("last", "% GRDP", 85, {"actual": "110"}, False),
            ("sum", "", 85, {"actual": "84"}, "falls"),
            ("sum", "", 85, {"actual": "85"}, False),
            ("last", "", 10, {"actual": "99"}, False),
            ("last", "", 10, {"actual": "100"}, "jumps"),
            ("last", "", 100, {"actual": "10"}, "jumps"),
            ("last", "", 100, {"actual": "0"}, False),
            ("last", "", 0, {"actual": "1000"}, False),
            ("sum", "%", 1000, {"actual": "101"}, "falls over_100"),
        ):
            with self.subTest(before=before, typed=typed, aggregation=aggregation), self.rolled_back():
                self.metric.write({"aggregation": aggregation, "unit": unit})
                if before is not None:
                    self.post(before)
                self.save(self.figure, typed)
                self.submit(self.stc_report)
                self.assertEqual(self.figure.warnings, codes)
                self.approve(self.stc_report)  # before, the desk learns nothing of it
                self.assertEqual(self.stc_report.warning_count, int(bool(codes)))

    def test_falls_only_where_more_is_better(self):
        self.metric.write({"aggregation": "sum", "direction": "down"})
        self.post(85)
        self.save(self.figure, {"actual": "84"})
        self.submit(self.stc_report)
        self.assertFalse(self.figure.warnings)

    def test_missed_estimate(self):
        """The next report says what the estimated end came to; more than a tenth off looks odd."""
        self.save(self.figure, {"actual": "80", "estimate": "100"})
        self.accept(self.stc_report)
        self.run_cron("open_periods", now="2026-04-10 03:00:00")
        after = self.report(self.stc, start="1/4")
        for settled, codes in (("110", False), ("90", False), ("110,1", "missed_estimate"), ("89", "missed_estimate")):
            with self.subTest(settled=settled), freeze_time("2026-04-10 03:00:00"), self.rolled_back():
                self.save(after.measurement_ids, {"settled": settled, "actual": "95"})
                self.submit(after)
                self.assertEqual(after.measurement_ids.warnings, codes)

    def test_done_without_product(self):
        line = self.line(self.own, "one_lead")
        for values, codes in (
            ({"product_number": False, "product_date": "2026-03-01"}, "no_product"),
            ({"product_number": "15/KH", "product_date": "2026-03-01"}, False),
        ):
            with self.subTest(values=values), self.rolled_back():
                self.assignment.write({"stage_id": self.stage("done").id, **values})
                self.approve(self.own)
                self.assertEqual((line.warnings, self.own.warning_count), (codes, int(bool(codes))))

    # -- the leader ---------------------------------------------------------------------------------------------------

    def test_tap(self):
        """Leader or deputy in office of this agency; their office as printed below a signature."""
        self.submit(self.own)
        for user in (self.officer_snv, self.leader_stc, self.deputy_out, self.desk, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.own.with_user(user).action_approve()
        self.own.with_user(self.deputy_snv).action_approve()
        now = datetime(2026, 3, 10, 3)
        self.assertRecordValues(
            self.own,
            [
                {
                    "state": "approved",
                    "signer_name": "deputy_snv",
                    "signer_office": "KT. Phó Giám đốc Sở",
                    "date_approved": now,
                    "date_first_approved": now,
                    "status": "on_time",
                }
            ],
        )
        log = self.own.log_ids.filtered(lambda log: log.decision == "approve_report")
        self.assertRecordValues(
            log, [{"user_name": "deputy_snv", "user_office": "KT. Phó Giám đốc Sở", "agency_name": "Sở Nội vụ"}]
        )

    def test_submit_and_approve(self):
        self.fill(self.own)
        with self.assertRaises(UserError):
            self.officer(self.own).action_submit_approve()
        self.leader(self.own).action_submit_approve()
        self.assertEqual(self.own.state, "approved")

    def test_paper_is_wanted(self):
        self.month.needs_signed_copy = True
        self.submit(self.own)
        with self.assertRaisesRegex(UserError, "must be signed on paper"):
            self.leader(self.own).action_approve()
        self.sign(self.own, self.officer_snv).action_approve()
        self.assertEqual(self.own.state, "approved")

    def test_signed_paper(self):
        """Number, date, signer and file of the paper are kept; the moment of putting it in counts."""
        self.submit(self.own)
        for values, words in (
            ({"number": " "}, "number and date"),
            ({"date": False}, "number and date"),
            ({"date": "2026-03-11"}, "is in the future"),
            ({"signer": " "}, "who signed"),
            ({"file": False}, "document's file"),
            ({"file": base64.b64encode(b"<html><script>x</script>")}, "neither a PDF nor a photo"),
            ({"file": base64.b64encode(b"MZ program"), "filename": "ky.pdf"}, "neither a PDF nor a photo"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.sign(self.own, self.officer_snv, **values).action_approve()
        for user in (self.officer_stc, self.desk):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.sign(self.own, user).action_approve()
        self.sign(self.own, self.officer_snv, filename="..\\..\\ky.html").action_approve()
        self.assertRecordValues(
            self.own, [{"signer_name": "Nguyễn Văn A, Giám đốc", "signer_office": False, "status": "on_time"}]
        )
        self.assertRecordValues(
            self.own.signed_copy_ids,
            [
                {
                    "kind": "approval",
                    "file_name": "ky.html.pdf",  # what it is, and no folder
                    "number": "20/QĐ-UBND",
                    "date": d("2/3"),
                    "sha256": hashlib.sha256(PAPER).hexdigest(),
                    "file_size": len(PAPER),
                    "user_name": "officer_snv",
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.own.signed_copy_ids.number = "x"

    def test_returned_by_the_leader(self):
        """Inside the agency: it costs no punctuality and counts as no return of the desk."""
        self.submit(self.own)
        with self.assertRaisesRegex(UserError, "Give the reason"), self.env.cr.savepoint():
            self.give_back(self.own, self.leader_snv, reason=" ")
        self.give_back(self.own, self.leader_snv, "Viết rõ hơn", line_ids=[Command.set(self.first.ids)])
        self.assertRecordValues(
            self.own, [{"state": "draft", "is_returned": False, "return_count": 0, "status": "open"}]
        )
        self.assertEqual(self.officer(self.own).return_reason, "Viết rõ hơn")
        with self.assertRaisesRegex(AccessError, "Only returned rows can be corrected"), self.env.cr.savepoint():
            self.officer(self.second).text = "x"
        self.save(self.first, {"text": "Rõ hơn"})
        self.approve(self.own)

    # -- the agency's other reports of the day ------------------------------------------------------------------------

    def test_take_over(self):
        """10/6: what the quarter says for the same days is offered to the half-year, once it is approved."""
        with freeze_time("2026-06-09 02:00:00"):
            self.start(self.quarter | self.half)
            quarter, half = self.report(self.stc, self.quarter, "1/4"), self.report(self.stc, self.half, "1/1")
            self.indicators["2"].frequency = "quarter"
            self.run_cron("open_periods")
            self.save(half.line_ids[1], {"text": "Của riêng 6 tháng"})
            for row in quarter.line_ids:
                self.save(row, {"text": "Quý II", "obstacle": "Thiếu vốn"})
            self.save(quarter.measurement_ids, {"actual": "12", "estimate": "15", "source": "Sổ"})
            self.save(quarter.narrative_ids[0], {"text": "Đã chỉ đạo"})
            self.submit(quarter)
            self.assertFalse(half.line_ids[0].text, "the leader has not approved it")
            self.approve(quarter)
            self.assertEqual(half.line_ids.mapped("text"), ["Quý II", "Của riêng 6 tháng", "Quý II", "Quý II"])
            self.assertRecordValues(half.line_ids[0], [{"obstacle": "Thiếu vốn", "is_typed": False}])
            self.assertRecordValues(
                half.measurement_ids,
                [{"actual": 12, "estimate": 15, "has_estimate": True, "source": "Sổ", "is_typed": False}],
            )
            self.assertEqual(half.narrative_ids[0].text, "Đã chỉ đạo")
            self.officer(half).action_fill_nil()
            self.assertFalse(half.measurement_ids.is_nil, "what is given already is no nothing")
            self.assertFalse(self.own.line_ids[0].text, "no draft of earlier days")

    def test_taken_over_when_it_opens_later(self):
        """A report that opens after its sibling was approved begins with its figures of the same days."""
        with freeze_time("2026-06-09 02:00:00"):
            self.start(self.quarter)
            quarter = self.report(self.stc, self.quarter, "1/4")
            self.indicators["2"].frequency = "quarter"
            self.run_cron("open_periods")
            self.save(quarter.measurement_ids, {"actual": "12"})
            self.approve(quarter)
            self.start(self.half)
            half = self.report(self.stc, self.half, "1/1")
            self.assertRecordValues(half.measurement_ids, [{"actual": 12, "has_actual": True, "is_typed": False}])
            self.month.date_first = "2026-06-01"
            self.run_cron("open_periods")
            self.assertFalse(
                self.report(self.stc, start="1/6").measurement_ids.has_actual, "of other days: up to the 19th"
            )


@freeze_time("2026-03-10 03:00:00")
class TestDesk(OpenCase):
    """The work of the desk: enter in place of an agency, return, accept, order a new revision."""

    def enter(self, report, day="18/3", user=None):
        """Enter the report from the paper that arrived on `day`."""
        report = report.with_user(user or self.desk)
        report.action_begin_entry()
        report.line_ids[0].text = "Theo báo cáo giấy"
        report.action_fill_nil()
        self.sign(report, user or self.desk, date_received=d(day)).action_enter()

    # -- in an agency's place -----------------------------------------------------------------------------------------

    def test_on_behalf(self):
        """The day of arrival counts, whenever the desk comes to type it; the scan is kept, and who has typed."""
        for arrived, status in (("19/3", "on_time"), ("20/3", "late")):
            with self.subTest(arrived=arrived), freeze_time("2026-03-25 03:00:00"), self.rolled_back():
                self.enter(self.own, arrived)
                self.assertRecordValues(
                    self.own,
                    [
                        {
                            "state": "approved",
                            "is_on_behalf": True,
                            "status": status,
                            "signer_name": "Nguyễn Văn A, Giám đốc",
                            "submitted_user_id": self.desk.id,
                            "date_submitted": datetime(2026, 3, 25, 3),
                        }
                    ],
                )
                self.assertRecordValues(
                    self.own.signed_copy_ids, [{"kind": "behalf", "sha256": hashlib.sha256(PAPER).hexdigest()}]
                )
                self.assertEqual(self.first.task_name, self.first.task_id.name, "the cards are copied")
                self.own.with_user(self.desk).action_accept()

    def test_entered_and_returned(self):
        """A report entered and returned by the desk is corrected by its agency, and the desk can no longer read it."""
        self.enter(self.own, "9/3")
        self.give_back(self.own, self.desk)
        self.assertFalse(self.own.is_on_behalf)
        self.save(self.first, {"text": "Đã sửa"})
        with self.assertRaisesRegex(UserError, "has started to fill in"), self.env.cr.savepoint():
            self.own.with_user(self.desk).action_begin_entry()
        self.accept(self.own)

    def test_only_what_nobody_has_touched(self):
        self.save(self.first, {"text": "Của đơn vị"})
        with self.assertRaisesRegex(UserError, "has started to fill in"):
            self.own.with_user(self.desk).action_begin_entry()
        self.assertFalse(self.own.is_on_behalf)

    def test_one_at_a_time(self):
        """While the desk types the agency does not, and the other way round."""
        own = self.own.with_user(self.desk)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.line_ids.browse(self.first.ids).text = "x"
        with self.assertRaisesRegex(UserError, "is not entering"), self.env.cr.savepoint():
            self.sign(self.own, self.desk, date_received=d("9/3")).action_enter()
        own.action_begin_entry()
        with self.assertRaisesRegex(AccessError, "The desk is"), self.env.cr.savepoint():
            self.officer(self.first).text = "x"
        with self.assertRaisesRegex(UserError, "The desk is"), self.env.cr.savepoint():
            self.officer(self.own).action_submit()
        with self.assertRaisesRegex(UserError, "are still empty"), self.env.cr.savepoint():
            self.sign(self.own, self.desk, date_received=d("9/3")).action_enter()
        own.action_stop_entry()
        self.save(self.first, {"text": "x"})
        for user in (self.desk_stc, self.officer_snv, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.stc_report.with_user(user).action_begin_entry()

    def test_day_of_arrival(self):
        for day, words in ((False, "the day on which"), ("11/3", "cannot be in the future")):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, words), self.rolled_back():
                self.own.with_user(self.desk).action_begin_entry()
                self.own.with_user(self.desk).action_fill_nil()
                self.sign(self.own, self.desk, date_received=day and d(day)).action_enter()

    # -- what the desk sees -------------------------------------------------------------------------------------------

    def test_nothing_before_approval(self):
        """Before the leader has approved, desk and readers see that there is a report and no word of it."""
        self.save(self.first, {"text": "Nội bộ"})
        for user in (self.desk, self.reader, self.manager):
            for state in ("draft", "submitted"):
                with self.subTest(user=user.name, state=state), self.rolled_back():
                    if state == "submitted":
                        self.submit(self.own)
                    self.assertEqual(self.own.with_user(user).state, state)
                    self.assertFalse(self.env["plan.report.line"].with_user(user).search([]))
                    self.assertEqual(self.own.with_user(user).get_page()["sections"], [])
                    with self.assertRaises(AccessError):
                        self.first.with_user(user).read(["text"])
            with self.subTest(user=user.name), self.rolled_back():
                self.approve(self.own)
                self.assertEqual(self.first.with_user(user).text, "Nội bộ")
        self.assertFalse(self.env["plan.report"].with_user(self.officer_stc).search([("id", "=", self.own.id)]))

    # -- returning ----------------------------------------------------------------------------------------------------

    def test_returned_whole(self):
        """Punctuality stays with the first approval; the second sending has a date of its own."""
        self.approve(self.own)
        first = self.own.date_first_approved
        self.give_back(self.own, self.desk, "Thiếu số liệu", date_resubmit=d("24/3"))
        self.assertRecordValues(
            self.own,
            [
                {
                    "state": "draft",
                    "status": "returned",
                    "is_returned": True,
                    "return_count": 1,
                    "date_first_approved": first,
                    "resubmission": "waiting",
                }
            ],
        )
        self.assertEqual(self.officer(self.own).return_reason, "Thiếu số liệu")
        self.save(self.first, {"text": "Đã bổ sung"})
        for now, before, after in (
            ("2026-03-24 16:59:59", "waiting", "on_time"),
            ("2026-03-24 17:00:00", "overdue", "late"),
        ):
            with self.subTest(now=now), freeze_time(now), self.rolled_back():
                self.own.invalidate_recordset(["resubmission", "status"])
                self.assertEqual(self.own.resubmission, before)
                self.submit(self.own)
                self.assertEqual(self.own.status, "returned", "not before the leader has approved")
                self.approve(self.own)
                self.assertRecordValues(
                    self.own,
                    [{"status": "on_time", "is_returned": False, "resubmission": after, "date_first_approved": first}],
                )

    def test_returned_in_rows(self):
        """Only returned rows can be corrected, the others stay as approved."""
        self.approve(self.own)
        self.give_back(self.own, self.desk, "Thiếu số hiệu", line_ids=[Command.set(self.first.ids)])
        self.assertRecordValues(
            self.first | self.second,
            [
                {"is_returned": True, "return_reason": "Thiếu số hiệu"},
                {"is_returned": False, "return_reason": False},
            ],
        )
        with self.assertRaisesRegex(AccessError, "was not returned"), self.env.cr.savepoint():
            self.officer(self.second).text = "x"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.officer(self.own.narrative_ids[0]).text = "x"
        self.save(self.first, {"text": "Đã bổ sung"})
        self.submit(self.own)
        self.give_back(self.own, self.leader_snv, "Chưa đủ")
        with self.assertRaisesRegex(AccessError, "was not returned"), self.env.cr.savepoint():
            self.officer(self.second).text = "x"
        self.save(self.first, {"text": "Đủ"})
        self.accept(self.own)

    def test_rows_to_return_are_found_by_name(self):
        """Users who choose single rows see their names, on a telephone too, and find them by typing."""
        self.approve(self.stc_report)
        for row, words in (
            (self.line(self.stc_report, "range"), "co che dat hang"),
            (self.figure, self.metric.name),
            (self.stc_report.narrative_ids[0], self.stc_report.narrative_ids[0].name),
        ):
            rows = self.env[row._name].with_user(self.desk)
            with self.subTest(model=row._name):
                found = rows.name_search(words, [("report_id", "=", self.stc_report.id)])
                self.assertEqual(found, [(row.id, row.with_user(self.desk).display_name)])
                for view_type in ("list", "kanban"):
                    arch = rows.get_view(view_type=view_type)["arch"]
                    self.assertIn('name="display_name"', arch, view_type)
        self.assertEqual(
            self.env["plan.measurement"].with_user(self.desk).name_search("2. "),
            [(self.figure.id, self.figure.display_name)],
        )

    def test_who_returns(self):
        self.approve(self.own)
        for user in (self.officer_snv, self.leader_snv, self.desk_stc, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.give_back(self.own, user)
        for values, words in (({"reason": " "}, "Give the reason"), ({"date_resubmit": d("9/3")}, "is in the past")):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.give_back(self.own, self.desk, **values)
        self.own.with_user(self.desk).action_accept()
        with self.assertRaisesRegex(UserError, "so this is no longer possible"):
            self.give_back(self.own, self.desk)

    # -- accepting ----------------------------------------------------------------------------------------------------

    def test_who_accepts(self):
        with self.assertRaisesRegex(UserError, "so this is no longer possible"), self.env.cr.savepoint():
            self.own.with_user(self.desk).action_accept()
        self.approve(self.own)
        for user in (self.officer_snv, self.leader_snv, self.desk_stc, self.reader, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.own.with_user(user).action_accept()
        self.own.with_user(self.desk).action_accept()
        self.assertRecordValues(self.own, [{"state": "accepted", "date_accepted": datetime(2026, 3, 10, 3)}])

    def test_accept_all_clean(self):
        """All that was approved and looks right, at once; the rest waits for a look."""
        self.metric.unit = "%"
        self.save(self.figure, {"actual": "120"})
        clean, draft = self.report(self.xa_cao), self.report(self.xa_dong)
        self.approve(self.own | self.stc_report | clean)
        with self.assertRaisesRegex(UserError, "Only the desk"):
            self.own.period_id.with_user(self.leader_snv).action_accept_clean()
        period = self.own.period_id.with_user(self.desk)
        self.assertEqual(period.to_accept_count, 3)
        asked = period.with_context(lang="en_US").action_ask_accept_clean()["params"]
        self.assertEqual(asked["confirm"], "Accept 2")
        self.assertIn("2 reports without remarks will be accepted; 1 are left", asked["body"])
        self.assertEqual(self.own.state, "approved", "asking changes nothing")
        told = getattr(self.env[asked["model"]].browse(asked["ids"]).with_env(period.env), asked["method"])()
        self.assertEqual(told["params"]["message"], "2 accepted; 1 to review.")
        states = (self.own | clean | self.stc_report | draft).mapped("state")
        self.assertEqual(states, ["accepted", "accepted", "approved", "draft"])
        told = period.with_context(lang="en_US").action_accept_clean()
        self.assertEqual(told["params"]["message"], "0 accepted; 1 to review.")

    # -- a new revision -----------------------------------------------------------------------------------------------

    def test_revision(self):
        """The old one stays as it was and steps back only when the new one is accepted; punctuality stays."""
        self.save(self.first, {"text": "Bản đầu"})
        self.accept(self.own)
        with freeze_time("2026-04-02 03:00:00"):
            new = self.revise(self.own, "Số liệu sai")
            self.assertRecordValues(
                self.own | new,
                [
                    {"state": "accepted", "revision": 1, "is_latest": False},
                    {"state": "draft", "revision": 2, "is_latest": True},
                ],
            )
            self.assertRecordValues(
                new, [{"status": "returned", "date_first_approved": self.own.date_first_approved, "is_returned": True}]
            )
            self.assertEqual(self.officer(new).return_reason, "Số liệu sai")
            self.assertEqual(new.line_ids.mapped("text"), ["Bản đầu", False])
            self.assertFalse(any(new.line_ids.mapped("is_returned")))
            self.save(new.line_ids[0], {"text": "Bản sửa"})
            self.submit(new)
            self.assertEqual(new.line_ids.mapped("change"), ["changed", "same"])
            self.approve(new)
            self.assertEqual(self.own.state, "accepted")
            new.with_user(self.desk).action_accept()
        self.assertRecordValues(self.own | new, [{"state": "superseded"}, {"state": "accepted"}])
        self.assertEqual(self.first.text, "Bản đầu")
        self.assertEqual(new.status, "on_time")
        self.assertEqual(self.own.period_id.report_count, 5)

    def test_revision_is_opened(self):
        """The user who ordered it continues in the new revision; users who open the old one are led there."""
        self.accept(self.own)
        self.assertFalse(self.own.with_user(self.desk).newest_id)
        values = {"report_ids": [Command.set(self.own.ids)], "reason": "Số liệu sai"}
        action = self.env["plan.report.return"].with_user(self.desk).create(values).action_revise()
        new = self.report(self.snv)
        self.assertNotEqual(new, self.own)
        self.assertEqual((action["res_model"], action["res_id"]), ("plan.report", new.id))
        self.env.invalidate_all()
        for user in (self.desk, self.officer_snv):
            self.assertEqual(self.own.with_user(user).newest_id.id, new.id)
            self.assertFalse(new.with_user(user).newest_id)
        page = new.with_user(self.desk).get_page()
        self.assertEqual((page["sections"], page["is_returned"]), ([], True))

    def test_revision_refused(self):
        with self.assertRaisesRegex(UserError, "is not accepted"), self.env.cr.savepoint():
            self.revise(self.own)
        self.accept(self.own)
        wizard = self.env["plan.report.return"].with_user(self.desk)
        for values, words in (({"reason": " "}, "Give the reason"), ({"date_resubmit": d("9/3")}, "is in the past")):
            values = {"report_ids": [Command.set(self.own.ids)], "reason": "x", **values}
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                wizard.create(values).action_revise()
        for user in (self.officer_snv, self.leader_snv, self.desk_stc):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.own.with_user(user)._do_revise("x")
        self.revise(self.own)
        with self.assertRaisesRegex(UserError, "has a newer revision"):
            self.revise(self.own)

    def test_decisions_are_logged(self):
        self.accept(self.own)
        self.assertEqual(
            self.own.log_ids.sorted("id").mapped("decision"), ["submit_report", "approve_report", "accept_report"]
        )


SECOND = timedelta(seconds=1)
STATES = ("draft", "submitted", "approved", "accepted", "superseded")
# distance of the due moment from now, and of the first approval from the due moment; None: not approved
DUES = (timedelta(days=-30), -SECOND, timedelta(0), SECOND, timedelta(days=3), timedelta(days=3) + SECOND)
FIRSTS = (None, -SECOND, timedelta(0), SECOND)


def expected(state, due, first, returned, backfill):
    """Return the rule, said plainly once more."""
    if returned and state in ("draft", "submitted"):
        return "returned"
    if backfill:
        return "backfill"
    if first is not None:
        return "on_time" if first < timedelta(0) else "late"
    if due <= timedelta(0):
        return "missing"
    return "due_soon" if due <= timedelta(days=3) else "open"


@freeze_time("2026-03-10 03:00:00")
class TestStatus(OpenCase):
    """The status of a report: said by Python of one report and by SQL of all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        grid = list(itertools.product(STATES, DUES, FIRSTS, (False, True), (False, True)))
        period = cls.own.period_id
        cls.reports = cls.env["plan.report"]._insert(
            [
                period._get_report_values(
                    cls.snv.id,
                    revision=number,
                    is_latest=False,
                    state=state,
                    date_due=now + due,
                    date_first_approved=first is not None and now + due + first,
                    is_returned=returned,
                    is_backfill=backfill,
                )
                for number, (state, due, first, returned, backfill) in enumerate(grid, 100)
            ]
        )
        cls.expected = {report.id: expected(*case) for report, case in zip(cls.reports, grid, strict=True)}

    def having(self, *keys):
        return {id_ for id_, key in self.expected.items() if key in keys}

    def search(self, operator, value):
        domain = [("id", "in", self.reports.ids), ("status", operator, value)]
        found = set(self.env["plan.report"].search(domain).ids)
        self.assertEqual(set(self.reports.filtered_domain(domain).ids), found, "Python filters as SQL searches")
        return found

    def test_python_and_sql(self):
        self.assertEqual(set(self.expected.values()), {key for key, _label in STATUS})
        wrong = {report.id for report in self.reports if report.status != self.expected[report.id]}
        self.assertFalse(wrong)
        for key, _label in STATUS:
            with self.subTest(key=key):
                self.assertEqual(self.search("=", key), self.having(key))

    def test_operators(self):
        everything = set(self.reports.ids)
        self.assertEqual(self.search("in", ["missing", "late"]), self.having("missing", "late"))
        self.assertEqual(self.search("not in", ["missing", "late"]), everything - self.having("missing", "late"))
        self.assertEqual(self.search("!=", "on_time"), everything - self.having("on_time"))
        self.assertEqual(self.search("=", False), set())
        self.assertEqual(self.search("!=", False), everything)

    def test_what_is_wanted_next(self):
        """Unsent reports come first, the nearest last day ahead; a return counts by its own day. SQL says the same."""
        returned = self.reports.filtered("is_returned")
        returned[: len(returned) // 2]._unguarded_write({"date_resubmit": d("3/4")})
        self.reports.flush_recordset()
        for report in self.reports:
            again = report.is_returned and report.date_resubmit
            day = (report.date_due - timedelta(seconds=1) + timedelta(hours=7)).date()
            is_sent = report.state not in ("draft", "submitted")
            self.assertEqual(report.date_wanted, False if is_sent else again or day, report.state)
        found = self.env["plan.report"].search([("id", "in", self.reports.ids)], order="date_wanted, date_due desc, id")
        later = date(9999, 1, 1)
        self.assertEqual(
            found.ids,
            self.reports.sorted(lambda one: (one.date_wanted or later, -one.date_due.timestamp(), one.id)).ids,
        )
        self.own._unguarded_write({"covered_by_id": self.stc_report.id})
        self.assertFalse(self.own.date_wanted, "it is sent with the other")

    def test_my_reports_show_what_is_due(self):
        """The page of an agency's own reports opens in that order, with the last day."""
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_report_action_mine")
        for view_id, view_type in action["views"][:2]:
            arch = self.env["plan.report"].with_user(self.officer_snv).get_view(view_id, view_type)["arch"]
            with self.subTest(view_type=view_type):
                self.assertIn('default_order="date_wanted, date_due desc"', arch)
                self.assertIn('<field name="date_wanted"', arch)

    def test_grouping(self):
        counts = self.env["plan.report"]._read_group([("id", "in", self.reports.ids)], ["status"], ["__count"])
        self.assertEqual(dict(counts), {key: len(self.having(key)) for key, _label in STATUS})
