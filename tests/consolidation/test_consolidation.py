from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from ..reporting.reporting_common import ReportingCase

APPROVE = "plan_tracking.mail_activity_type_consolidation_approve"
RETURNED = "plan_tracking.mail_activity_type_consolidation_returned"


class ConsolidationCase(ReportingCase):
    """March 2026 is open; SNV and STC have reported by the 12th, and the desk has accepted both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = freeze_time("2026-03-12 03:00:00")
        cls.clock.start()
        cls.addClassCleanup(cls.clock.stop)
        cls.deputy_skhcn = cls.new_user("deputy_skhcn", (cls.skhcn, "deputy"))
        cls.deputy_skhcn.plan_member_ids.write({"title": "Phó Giám đốc", "signing_form": "kt"})
        cls.month.with_user(cls.desk).action_start()
        cls.march = cls.env["plan.period"].search([("schedule_id", "=", cls.month.id)])
        cls.metric.unit = "DN"

    def setUp(self):
        super().setUp()
        self.snv_report, self.stc_report = self.report(self.snv), self.report(self.stc)
        self.tell(self.snv_report, "one_lead", text="Đã trình dự thảo", obstacle="Thiếu kinh phí thực hiện")
        self.tell(self.stc_report, "then_ongoing", text="Đã nâng cấp", obstacle="thiếu kinh phí thực hiện.")
        self.tell(self.stc_report, "range", text="Đang soạn", proposal="Cấp thêm kinh phí")
        self.say(self.snv_report, "direction", "Đã ban hành kế hoạch")
        self.officer(self.stc_report.measurement_ids).write({"actual": "12,5", "note": "Theo thống kê"})
        self.accept(self.snv_report | self.stc_report)

    def tell(self, report, task, **values):
        self.officer(self.line(report, task)).write(values)

    def say(self, report, purpose, text):
        rows = report.narrative_ids.filtered(lambda row: row.purpose == purpose)
        self.officer(rows).write({"text": text})

    def consolidate(self, user=None):
        """Press the period's button and return what opens, as the system sees it."""
        action = self.march.with_user(user or self.desk).with_context(lang="en_US").action_consolidate()
        return self.env["plan.consolidation"].browse(action["res_id"])

    def rows(self, paper, *kinds):
        self.env.invalidate_all()
        return paper.item_ids.filtered(lambda item: item.kind in kinds)

    def sent(self, paper):
        paper.with_user(self.desk).action_submit()
        return paper

    def approved(self, paper):
        self.sent(paper).with_user(self.leader_skhcn).action_approve()
        return paper

    def issue(self, paper, user=None, **values):
        values = {"consolidation_ids": [Command.set(paper.ids)], **self.DECISION, "date": "2026-03-12", **values}
        self.env["plan.consolidation.issue"].with_user(user or self.desk).create(values).action_issue()

    def issued(self, paper):
        self.issue(self.approved(paper))
        return paper

    def return_it(self, paper, user, reason="Thiếu đánh giá chung"):
        values = {"consolidation_ids": [Command.set(paper.ids)], "reason": reason}
        self.env["plan.consolidation.return"].with_user(user).create(values).action_return()


@tagged("post_install", "-at_install")
class TestConsolidationBuild(ConsolidationCase):
    """Drawing up: the rows from the reports, and the desk's own changes that it keeps."""

    def test_rows_come_from_accepted_reports_by_section(self):
        self.approve(self.report(self.xa_cao))  # sent, but not accepted: nothing of it counts
        paper = self.consolidate()
        self.assertEqual(paper.report_ids, self.snv_report | self.stc_report)
        results = self.rows(paper, "result")
        self.assertRecordValues(
            results,
            [
                {
                    "section_id": self.section_one.id,
                    "agency_name": "Sở Nội vụ",
                    "heading": "I.1. Xây dựng kế hoạch chuyển đổi số",
                    "text": "Đã trình dự thảo",
                    "line_id": self.line(self.snv_report, "one_lead").id,
                },
                {
                    "section_id": self.section_two.id,
                    "agency_name": "Sở Tài chính",
                    "heading": "II.1. Nâng cấp hạ tầng số",
                    "text": "Đã nâng cấp",
                    "line_id": self.line(self.stc_report, "then_ongoing").id,
                },
                {
                    "section_id": self.section_two.id,
                    "agency_name": "Sở Tài chính",
                    "heading": "II.2. Xây dựng cơ chế đặt hàng",
                    "text": "Đang soạn",
                    "line_id": self.line(self.stc_report, "range").id,
                },
            ],
        )
        self.assertEqual(results.mapped("sequence"), sorted(results.mapped("sequence")))
        self.assertRecordValues(
            self.rows(paper, "direction", "proposal"),
            [
                {"kind": "direction", "text": "Đã ban hành kế hoạch", "agency_id": self.snv.id, "section_id": False},
                {
                    "kind": "proposal",
                    "text": "Cấp thêm kinh phí",
                    "agency_id": self.stc.id,
                    "section_id": self.section_two.id,
                },
            ],
        )

    def test_pages_hold_every_row_once(self):
        paper = self.consolidate()
        names = ("result", "figure", "obstacle", "proposal", "other", "missing")
        pages = [paper[f"{name}_item_ids"] for name in names]
        self.assertEqual(sum(map(len, pages)), len(paper.item_ids))
        self.assertEqual(paper.item_ids.union(*pages), paper.item_ids)

    def test_figures_come_from_the_ledger(self):
        """A published statistic takes precedence over the agency's report, and still leads to it.

        What the rows say is printed: they are Vietnamese, in any user's language.
        """
        paper = self.consolidate()
        figure = self.rows(paper, "figure")
        value = self.env["plan.value"].search([("report_id", "=", self.stc_report.id)])
        self.assertEqual(figure.text, "12,5 DN (tính đến 19/03/2026)\nTheo thống kê")
        self.assertEqual((figure.value_id, figure.measurement_id), (value, self.stc_report.measurement_ids))
        self.assertEqual(figure.section_id, self.section_indicators)
        self.env["plan.value"].with_user(self.desk)._publish(
            self.metric, self.stc, value.date_from, value.date_to, 14, "Niên giám"
        )
        paper.with_user(self.desk).with_context(lang="en_US").action_build()
        figure = self.rows(paper, "figure")
        self.assertEqual(figure.text, "14 DN (tính đến 19/03/2026)")
        self.assertEqual(figure.report_id, self.stc_report)
        self.assertFalse(figure.value_id.replaced_by_id)

    def test_nil_and_empty_make_no_rows(self):
        self.accept(self.report(self.xa_cao))  # everything nil
        paper = self.consolidate()
        self.assertFalse(
            self.rows(paper, "result", "obstacle", "next").filtered(lambda item: item.agency_id == self.xa_cao)
        )
        self.assertFalse(self.rows(paper, "next"))
        self.assertNotIn(self.xa_cao, self.rows(paper, "missing").agency_id)

    def test_missing_are_named(self):
        self.approve(self.report(self.xa_cao))
        returned = self.report(self.xa_dong)
        self.approve(returned)
        self.give_back(returned, self.desk)
        paper = self.consolidate()
        self.assertEqual(
            self.table(self.rows(paper, "missing"), "agency_name", "text"),
            {
                ("Sở Khoa học và Công nghệ", "Chưa gửi"),
                ("Xã Cao Sơn", "Đã gửi, chưa tiếp nhận"),
                ("Xã Đông Hải", "Bị trả lại, chưa gửi lại"),
            },
        )
        with freeze_time("2026-03-20 03:00:00"):
            paper.with_user(self.desk).with_context(lang="en_US").action_build()
        of_desk = self.rows(paper, "missing").filtered(lambda item: item.agency_id == self.skhcn)
        self.assertEqual(of_desk.text, "Chưa báo cáo")

    def test_similar_texts_stand_side_by_side(self):
        self.tell(self.report(self.xa_cao), "yearly", text="Đã làm", obstacle="Đường truyền yếu")
        self.accept(self.report(self.xa_cao))
        obstacles = self.rows(self.consolidate(), "obstacle")
        self.assertEqual(
            [(item.agency_id, bool(item.similar_group)) for item in obstacles],
            [(self.snv, True), (self.stc, True), (self.xa_cao, False)],
        )
        self.assertEqual(obstacles[0].similar_group, obstacles[1].similar_group)

    def test_edited_texts_and_choices_survive(self):
        paper = self.consolidate()
        edited, dropped, plain = self.rows(paper, "result")
        edited.with_user(self.desk).text = "Sở Nội vụ đã trình"
        dropped.with_user(self.desk).is_kept = False
        own = (
            self.env["plan.consolidation.item"]
            .with_user(self.desk)
            .create({"consolidation_id": paper.id, "kind": "result", "text": "Nhìn chung đạt kế hoạch"})
        )
        self.tell(self.report(self.xa_cao), "yearly", text="Đã tuyên truyền")
        self.accept(self.report(self.xa_cao))
        self.assertEqual(paper.waiting_count, 1)
        paper.with_user(self.desk).action_build()
        results = self.rows(paper, "result")
        self.assertEqual(
            [(item.text, item.is_kept, item.is_edited) for item in results],
            [
                ("Sở Nội vụ đã trình", True, True),
                ("Đã tuyên truyền", True, False),
                ("Đã nâng cấp", False, False),
                ("Đang soạn", True, False),
                ("Nhìn chung đạt kế hoạch", True, False),
            ],
        )
        self.assertEqual(edited.source_text, "Đã trình dự thảo")
        self.assertLessEqual(edited | dropped | plain | own.with_env(self.env), results)
        self.assertEqual(paper.waiting_count, 0)

    def test_new_revision_takes_the_place_of_the_old(self):
        """Its rows follow it, what the desk has edited stays, what it says no more is dropped."""
        paper = self.consolidate()
        edited = self.rows(paper, "result").filtered(lambda item: item.agency_id == self.snv)
        edited.with_user(self.desk).text = "Sở Nội vụ đã trình"
        new = self.revise(self.snv_report)
        self.assertIn(self.snv_report, paper._get_accepted())  # the old one counts until the new one is accepted
        self.tell(new, "one_lead", text="Đã ban hành", obstacle="")
        self.accept(new)
        paper.with_user(self.desk).action_build()
        self.assertEqual(paper.report_ids, new | self.stc_report)
        self.assertRecordValues(
            edited, [{"text": "Sở Nội vụ đã trình", "source_text": "Đã ban hành", "report_id": new.id}]
        )
        self.assertEqual(self.rows(paper, "obstacle").agency_id, self.stc)

    def test_report_that_satisfies_another_counts_for_it(self):
        """The half-year's report covers the quarter's, and that one the month's: June is read from the half-year's."""
        self.half.covered_ids, self.quarter.covered_ids = self.quarter, self.month
        with freeze_time("2026-06-09 03:00:00"):
            self.start(self.half | self.quarter)
            self.month.sudo()._open_periods()
            june = self.period(self.month, "1/6")
            own, half = self.report(self.snv, self.month, "1/6"), self.report(self.snv, self.half, "1/1")
            self.period(self.quarter, "1/4")._link_covered()
            june._link_covered()
            self.env.invalidate_all()
            self.assertEqual(own.covered_by_id.covered_by_id, half)
            self.accept(half)
            action = june.with_user(self.desk).action_consolidate()
            paper = self.env["plan.consolidation"].browse(action["res_id"])
            self.assertEqual(paper.report_ids, half)
            self.assertNotIn(self.snv, self.rows(paper, "missing").agency_id)

    def test_statements_do_not_grow_with_reports(self):
        """Twenty agencies cost as many statements as one: rows are read, arranged and inserted in bulk."""
        communes = [self.new_agency(f"XM{number}", f"Xã Mẫu {number}", self.communes) for number in range(18)]
        self.month.agency_ids = [Command.set([commune.id for commune in communes])]
        self.march._make_reports(self.march._get_bound_agencies().ids, 100)
        paper = self.consolidate()

        def count():
            paper.with_user(self.desk).action_build()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            paper.with_user(self.desk).action_build()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count()
        for commune in communes:
            report = self.report(commune)
            report.narrative_ids[:1].sudo().write({"text": f"Chỉ đạo của {commune.name} {commune.id}"})
            report.sudo()._unguarded_write({"state": "accepted", "agency_name": commune.name})
        self.assertLessEqual(count(), few)
        self.assertEqual(len(self.rows(paper, "direction")), 19)
        self.env.invalidate_all()
        with self.assertQueryCount(few):
            paper.with_user(self.desk).action_build()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestConsolidationWorkflow(ConsolidationCase):
    """Specialist, director, number: what may be done when and by whom."""

    def test_from_draft_to_issue(self):
        paper = self.consolidate()
        self.sent(paper)
        self.assertEqual(paper.state, "submitted")
        self.assertEqual(self.activities(paper), {(self.leader_skhcn, APPROVE), (self.deputy_skhcn, APPROVE)})
        paper.with_user(self.deputy_skhcn).action_approve()
        self.assertRecordValues(
            paper, [{"state": "approved", "signer_name": "deputy_skhcn", "signer_office": "KT. Phó Giám đốc"}]
        )
        self.assertFalse(self.activities(paper))
        self.issue(paper)
        self.assertRecordValues(paper, [{"state": "issued", "number": self.DECISION["number"]}])
        self.assertEqual(len(paper.sha256), 64)
        self.assertEqual(
            paper.log_ids.sorted("id").mapped("decision"),
            ["submit_consolidation", "approve_consolidation", "issue_consolidation"],
        )

    def activities(self, paper):
        self.env.invalidate_all()
        return {
            (activity.user_id, activity.activity_type_id.get_external_id()[activity.activity_type_id.id])
            for activity in paper.activity_ids
        }

    def test_returned_with_a_reason(self):
        paper = self.sent(self.consolidate())
        with self.assertRaisesRegex(UserError, "Give the reason"):
            self.return_it(paper, self.leader_skhcn, " ")
        self.return_it(paper, self.leader_skhcn)
        self.assertRecordValues(paper, [{"state": "draft", "return_reason": "Thiếu đánh giá chung"}])
        self.assertEqual(self.activities(paper), {(self.desk, RETURNED)})
        self.approved(paper)
        self.return_it(paper, self.deputy_skhcn)
        self.assertRecordValues(paper, [{"state": "draft", "signer_name": False, "date_approved": False}])

    def test_taken_back(self):
        paper = self.sent(self.consolidate())
        paper.with_user(self.desk).action_withdraw()
        self.assertEqual(paper.state, "draft")
        self.assertFalse(self.activities(paper))

    def test_who_may_do_which_step(self):
        directors = {"leader_skhcn", "deputy_skhcn"}
        steps = {
            "draft": {"action_submit": {"desk"}, "action_build": {"desk"}},
            "submitted": {"action_withdraw": {"desk"}, "action_approve": directors, "return": directors},
            "approved": {"return": directors, "issue": {"desk"}, "action_make_upward": {"desk"}},
        }
        users = ("desk", "desk_stc", "leader_skhcn", "deputy_skhcn", "officer_skhcn", "leader_snv", "reader", "manager")
        paper = self.consolidate()
        ways = {"return": self.return_it, "issue": self.issue}
        for state, allowed in steps.items():
            if state != "draft":
                getattr(self, {"submitted": "sent", "approved": "approved"}[state])(paper)
            for step, who in allowed.items():
                for name in users:
                    user = getattr(self, name)
                    with self.subTest(state=state, step=step, user=name), self.rolled_back():
                        try:
                            if step in ways:
                                ways[step](paper, user)
                            else:
                                getattr(paper.with_user(user), step)()
                            done = True
                        except (AccessError, UserError):
                            done = False
                        self.assertEqual(done, name in who)
            if state == "submitted":
                paper.with_user(self.desk).action_withdraw()

    def test_empty_one_is_not_submitted(self):
        paper = self.consolidate()
        paper.item_ids._unguarded_unlink()
        with self.assertRaisesRegex(UserError, "is still empty"):
            paper.with_user(self.desk).action_submit()

    def test_paper_is_complete(self):
        paper = self.approved(self.consolidate())
        with self.assertRaisesRegex(UserError, "number and date"):
            self.issue(paper, number=False)
        self.issue(paper, file=False, is_secret=True)
        self.assertFalse(paper.sha256)

    def test_issue_freezes_for_everybody(self):
        paper = self.issued(self.consolidate())
        item = paper.item_ids[0]
        items = self.env["plan.consolidation.item"]
        for user in (self.desk, self.env.user):
            mine = paper.with_user(user)
            for name, action, args in (
                ("write row", item.with_user(user).write, ({"text": "khác"},)),
                ("delete row", item.with_user(user).unlink, ()),
                ("add row", items.with_user(user).create, ({"consolidation_id": paper.id, "text": "thêm"},)),
                ("write", mine.write, ({"opening": "khác"},)),
                ("draw up", mine.action_build, ()),
            ):
                with self.subTest(user=user.name, way=name), self.rolled_back(), self.assertRaises(Exception) as caught:
                    action(*args)
                self.assertIsInstance(caught.exception, (AccessError, UserError))
        with self.assertRaises(UserError):
            paper.sudo().write({"state": "draft"})
        with self.assertRaises(UserError):
            paper.sudo().unlink()
        with self.assertRaises(UserError):
            item.sudo().write({"text": "khác"})
        with self.assertRaises(UserError):
            paper.sudo().write({"report_ids": [Command.clear()]})

    def test_supplement_counts_what_came_after(self):
        paper = self.issued(self.consolidate())
        late = self.report(self.xa_cao)
        reports = self.env["plan.report"]
        self.assertFalse(reports.search([("is_after_issue", "=", True)]))
        self.assertEqual(self.consolidate(), paper)  # nothing new: the issued one opens
        self.tell(late, "yearly", text="Đã tuyên truyền")
        self.accept(late)
        self.assertTrue(late.is_after_issue)
        self.assertFalse(self.snv_report.is_after_issue)
        self.assertEqual(reports.search([("is_after_issue", "=", True)]), late)
        self.assertNotIn(late, reports.search([("is_after_issue", "=", False)]))
        self.assertEqual(paper.report_ids, self.snv_report | self.stc_report)
        supplement = self.consolidate()
        self.assertRecordValues(supplement, [{"number_in_period": 1, "kind": "desk", "state": "draft"}])
        self.assertEqual(supplement.report_ids, late)
        self.assertEqual(self.rows(supplement, "result").mapped("text"), ["Đã tuyên truyền"])
        self.assertEqual(self.rows(supplement, "missing").agency_id, self.skhcn | self.xa_dong)
        self.issued(supplement)
        self.accept(self.report(self.xa_dong))
        self.assertEqual(self.consolidate().number_in_period, 2)

    def test_revision_after_issue_goes_into_the_supplement(self):
        self.issued(self.consolidate())
        new = self.revise(self.snv_report)
        self.accept(new)
        self.assertTrue(new.is_after_issue)
        self.assertEqual(self.consolidate().report_ids, new)

    def test_one_each(self):
        paper = self.consolidate()
        self.assertEqual(self.consolidate(), paper)
        with self.rolled_back(), self.assertRaisesRegex(Exception, "one_each"):
            paper._make(period_id=self.march.id, desk_agency_id=self.skhcn.id, number_in_period=0)

    def test_upward_draft(self):
        paper = self.consolidate()
        with self.assertRaisesRegex(UserError, "approved by the director"):
            paper.with_user(self.desk).action_make_upward()
        first, second = self.rows(paper, "result")[:2]
        first.with_user(self.desk).text = "Đã sửa"
        second.with_user(self.desk).is_kept = False
        self.approved(paper)
        action = paper.with_user(self.desk).action_make_upward()
        upward = self.env["plan.consolidation"].browse(action["res_id"])
        self.assertRecordValues(
            upward, [{"kind": "upward", "state": "draft", "source_id": paper.id, "number_in_period": 0}]
        )
        self.assertEqual(upward.item_ids.mapped("text"), paper.item_ids.filtered("is_kept").mapped("text"))
        self.assertEqual(upward.item_ids.filtered(lambda item: item.text == "Đã sửa").report_id, self.snv_report)
        self.assertEqual(upward.report_ids, paper.report_ids)
        again = paper.with_user(self.desk).action_make_upward()
        self.assertEqual(again["res_id"], upward.id)
        with self.assertRaises(UserError):
            upward.with_user(self.desk).action_build()
        upward.item_ids[0].with_user(self.desk).text = "Của tỉnh"
        self.issued(upward)
        self.assertEqual(paper.state, "approved")


@tagged("post_install", "-at_install")
class TestConsolidationRights(ConsolidationCase):
    """Rights to read and write its assignments; what leads from a row to its report."""

    def may(self, records, operation):
        users = ("desk", "desk_stc", "leader_skhcn", "officer_skhcn", "officer_snv", "reader", "manager", "internal")
        self.env.invalidate_all()
        return {name for name in users if records.with_user(getattr(self, name)).has_access(operation)}

    def test_reading(self):
        paper = self.consolidate()
        for state, readers in (("draft", set()), ("submitted", set()), ("approved", {"reader", "manager"})):
            if state == "submitted":
                self.sent(paper)
            elif state == "approved":
                paper.with_user(self.leader_skhcn).action_approve()
            for records in (paper, paper.item_ids):
                with self.subTest(state=state, model=records._name):
                    self.assertEqual(self.may(records, "read"), {"desk", "leader_skhcn"} | readers)

    def test_writing(self):
        paper = self.consolidate()
        for operation in ("write", "create", "unlink"):
            self.assertEqual(self.may(paper.item_ids, operation), {"desk"})
        self.assertEqual(self.may(paper, "write"), {"desk"})
        self.assertEqual(self.may(paper, "unlink"), set())
        self.sent(paper)
        self.assertEqual(self.may(paper, "write") | self.may(paper.item_ids, "write"), set())

    def test_log_follows_the_paper(self):
        paper = self.sent(self.consolidate())
        logs = paper.log_ids
        self.assertEqual(self.may(logs, "read"), {"desk", "leader_skhcn"})
        paper.with_user(self.leader_skhcn).action_approve()
        self.assertEqual(self.may(logs, "read"), {"desk", "leader_skhcn", "reader", "manager"})

    def test_workflow_fields_are_protected(self):
        paper = self.consolidate().with_user(self.desk)
        for values in ({"state": "issued"}, {"number": "1"}, {"report_ids": [Command.clear()]}, {"signer_name": "x"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                paper.write(values)
        item = paper.item_ids[0]
        for name in ("report_id", "value_id", "source_key", "is_edited", "agency_id", "similar_group"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                item.write({name: False})
        other = paper._make(period_id=self.march.id, desk_agency_id=self.skhcn.id, kind="upward", number_in_period=0)
        for values in ({"consolidation_id": other.id}, {"kind": "other"}, {"heading": "khác"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Only the text"):
                item.write(values)
        with self.assertRaisesRegex(UserError, "untick"):
            item.unlink()
        with self.assertRaises(AccessError):
            self.env["plan.consolidation"].with_user(self.desk).create({"period_id": self.march.id})

    def save(self, paper, page, *commands):
        """Save a page of the form as the desk's browser does."""
        self.env.invalidate_all()
        return paper.with_user(self.desk).web_save({page: list(commands)}, {page: {"fields": {"text": {}}}})

    def test_form_saves_its_rows(self):
        """A cell, a tick and a row of the desk's own are saved with the form, on each of its pages."""
        paper = self.consolidate()
        first, second = self.rows(paper, "result")[:2]
        self.save(paper, "result_item_ids", Command.update(first.id, {"text": "Sở Nội vụ đã trình"}))
        self.save(paper, "result_item_ids", Command.update(second.id, {"is_kept": False}))
        self.assertRecordValues(
            first | second,
            [
                {"text": "Sở Nội vụ đã trình", "is_edited": True, "is_kept": True},
                {"text": "Đã nâng cấp", "is_edited": False, "is_kept": False},
            ],
        )
        for kind in ("result", "figure", "obstacle", "proposal", "other", "missing"):
            with self.subTest(kind=kind):
                self.save(paper, f"{kind}_item_ids", Command.create({"kind": kind, "text": "Nhìn chung"}))
                self.assertTrue(self.rows(paper, kind).filtered(lambda item: item.text == "Nhìn chung"))

    def test_form_smuggles_no_rows(self):
        """Rows saved with the form refuse the same as rows saved one by one: to go elsewhere, to be deleted, to change
        source.
        """
        paper = self.consolidate()
        other = paper._make(period_id=self.march.id, desk_agency_id=self.skhcn.id, kind="upward", number_in_period=0)
        foreign = (
            self.env["plan.consolidation.item"]
            .with_user(self.desk)
            .create({"consolidation_id": other.id, "kind": "result", "text": "của bản khác"})
        )
        mine = self.rows(paper, "result")
        before = mine.ids
        for command in (
            Command.link(foreign.id),
            Command.unlink(mine[0].id),
            Command.delete(mine[0].id),
            Command.clear(),
            Command.set([foreign.id]),
            Command.set([*before, foreign.id]),
            Command.update(mine[0].id, {"consolidation_id": other.id}),
            Command.update(mine[0].id, {"kind": "proposal"}),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.save(paper, "result_item_ids", command)
        for name in ("report_id", "source_key", "agency_id", "is_edited"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.save(paper, "result_item_ids", Command.update(mine[0].id, {name: False}))
        with self.assertRaises(AccessError):
            self.save(paper, "item_ids", Command.create({"kind": "result", "text": "x"}))
        self.assertEqual(self.rows(paper, "result").ids, before)
        self.assertEqual(foreign.consolidation_id, other)
        self.save(paper, "result_item_ids", Command.create({"consolidation_id": other.id, "text": "của tôi"}))
        self.assertEqual(other.item_ids.with_env(self.env), foreign.with_env(self.env))
        self.issue(self.approved(paper))
        for one in (paper, other):
            with self.assertRaises(UserError):
                self.save(one, "result_item_ids", Command.update(mine[0].id, {"text": "sau khi ban hành"}))

    def test_own_default_makes_no_false_source(self):
        paper = self.consolidate()
        self.env["ir.default"].set("plan.consolidation.item", "report_id", self.stc_report.id, user_id=self.desk.id)
        with self.assertRaisesRegex(UserError, "cannot be entered here"):
            self.env["plan.consolidation.item"].with_user(self.desk).create({"consolidation_id": paper.id, "text": "x"})

    def test_text_of_own_row_is_cleaned(self):
        paper = self.consolidate()
        item = (
            self.env["plan.consolidation.item"]
            .with_user(self.desk)
            .create({"consolidation_id": paper.id, "kind": "other", "heading": " Đánh  giá ", "text": "a\u202eb"})
        )
        self.assertEqual((item.heading, item.text), ("Đánh giá", "ab"))
        item.unlink()
        self.assertFalse(item.exists())

    def test_director_opens_the_report_of_a_row(self):
        paper = self.consolidate()
        item = self.rows(paper, "result")[0].with_user(self.leader_skhcn)
        action = item.action_open_report()
        report = self.env["plan.report"].with_user(self.leader_skhcn).browse(action["res_id"])
        self.assertEqual(report.get_page()["state"], "accepted")
        self.assertFalse(report.has_access("write"))
        sent = self.report(self.xa_cao)
        self.approve(sent)
        self.assertFalse(sent.with_user(self.leader_skhcn).has_access("read"))
        self.assertFalse(self.snv_report.with_user(self.officer_skhcn).has_access("read"))
        self.assertFalse(self.snv_report.with_user(self.leader_stc).has_access("read"))

    def test_desk_and_director_write_messages_under_it(self):
        paper = self.sent(self.consolidate())
        for user in (self.desk, self.leader_skhcn):
            paper.with_user(user).message_post(body="Ý kiến")
        paper.with_user(self.leader_skhcn).action_approve()
        with self.assertRaises(AccessError):
            paper.with_user(self.reader).message_post(body="Ý kiến")
