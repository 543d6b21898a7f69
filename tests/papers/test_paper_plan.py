"""A plan's own annexes and its brief on one page."""

import unicodedata

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import freeze_time

from ...papers.document import Span
from ..consolidation.test_consolidation import ConsolidationCase
from ..printing.document_common import DocumentMixin
from ..reporting.reporting_common import ReportingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-12 03:00:00")
class TestPlanAnnexes(DocumentMixin, ReportingCase):
    """The annexes of the plan, word by word and column by column."""

    def setUp(self):
        super().setUp()
        self.plan.sudo().issuer_id = self.ubnd

    def test_columns(self):
        """They are headed as on the paper, and nothing comes before them."""
        document = self.document(self.plan, self.officer_snv, "annexes")
        self.assertFalse(document.has_cover)
        first, second = document.annexes
        self.assertEqual((first.label, second.label), ("PHỤ LỤC 1", "PHỤ LỤC 2"))
        belonging = "(Kèm theo Kế hoạch số 12/KH-UBND ngày 20 tháng 12 năm 2025 của Ủy ban nhân dân tỉnh)"
        self.assertEqual((first.note, second.note), (belonging, belonging))
        self.assertEqual(
            [text for head in first.heads for _place, text, _wide, _high in head],
            [
                "TT",
                "Chỉ tiêu",
                "Mục tiêu theo từng giai đoạn",
                "Cơ quan chủ trì theo dõi, đánh giá",
                "Năm 2025",
                "Năm 2030",
                "Năm 2035",
            ],
        )
        self.assertEqual(
            [column.label for column in second.columns],
            ["TT", "Các chương trình, đề án, nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"],
        )

    def test_rows(self):
        first, second = self.document(self.plan, self.officer_snv, "annexes").annexes
        self.assertEqual(
            first.rows,
            [
                Span("Hạ tầng", "I"),
                [
                    "1",
                    "Tỷ lệ phủ sóng 5G trên địa bàn",
                    "≥ 50%.",
                    "100%",
                    "-",
                    "Sở Khoa học và Công nghệ",
                ],
                ["2", "Số doanh nghiệp công nghệ", "≥ 10", "khoảng nhiều", "20", "Sở Tài chính; Sở Nội vụ"],
            ],
        )
        self.assertEqual(
            second.rows[:2],
            [
                Span("Lãnh đạo, chỉ đạo", "I"),
                ["1", "Xây dựng kế hoạch chuyển đổi số", "Sở Nội vụ", "Sở Tài chính", "Năm 2026"],
            ],
        )
        self.assertEqual(len(second.rows), len(self.tasks) + 2)

    def test_same_rows_everywhere(self):
        self.assert_same_everywhere(self.plan, self.officer_snv, "annexes")

    def test_same_rows_in_the_workbook(self):
        """The annexes as a workbook have the columns and rows of the paper."""
        annexes = self.document(self.plan, self.officer_snv, "annexes").annexes
        tables = self.plan.with_user(self.officer_snv).with_context(lang="vi_VN")._get_export_tables()
        for annex, table in zip(annexes, tables, strict=True):
            self.assertEqual(
                [column["label"] for column in table["columns"]], [column.label for column in annex.columns]
            )
            rows = [
                [text for text in (row.get("number"), row["span"]) if text]
                if isinstance(row, dict)
                else [text or "" for text in row]
                for row in table["rows"]
            ]
            self.assertEqual(rows, self.cells(annex))

    def test_pages(self):
        """Each annex begins on a page of its own, wide, without a number; the next ones count from 2."""
        for number in range(100, 140):
            self.new_task(number=str(number), name=f"Nhiệm vụ thứ {number} " * 6, lead_text="Sở Nội vụ")
        pdf = self.print(self.plan, self.officer_snv, "annexes")
        texts = [unicodedata.normalize("NFC", page.get_text()) for page in pdf]
        begin = [number for number, text in enumerate(texts) if "PHỤ LỤC" in text]
        self.assertEqual(begin, [0, 1])
        self.assertGreater(len(texts), 3)
        for page, text in zip(pdf, texts, strict=True):
            self.assertEqual((round(page.rect.width), round(page.rect.height)), (842, 595))
            self.assertIn("TT", text)  # the head is repeated on every page
        for number, page in enumerate(list(pdf)[2:], 2):
            top = unicodedata.normalize("NFC", page.get_text(clip=(0, 0, 842, 45))).strip()
            self.assertEqual(top, str(number))
        self.assertNotIn("CỘNG HÒA", "".join(texts))

    def test_section_not_left_behind(self):
        """The name of a section is never alone at the foot of a page."""
        sections = self.env["plan.section"].create(
            [
                {"plan_id": self.plan.id, "content": "task", "code": f"S{number}", "name": f"Mục số {number}."}
                for number in range(20)
            ]
        )
        for number, section in enumerate(sections):
            for row in range(2):
                self.new_task(number=str(row), section_id=section.id, name=f"Việc {number}-{row} " * (3 + number))
        for page in self.print(self.plan, self.officer_snv, "annexes"):
            rows = [line for line in page.get_text().splitlines() if line.strip()]
            self.assertNotRegex(rows[-1], r"^Mục số \d+\.$")

    def test_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.document(self.plan, self.officer_snv, "annexes")
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(100, 130):
            self.new_task(number=str(number), name=f"Nhiệm vụ {number}")
            self.new_indicator(str(number), f"Chỉ tiêu {number}", "Sở Nội vụ", {2025: "50%"})
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestPlanBrief(DocumentMixin, ConsolidationCase):
    """One page for who leads the province."""

    def annex(self, user=None):
        return self.document(self.plan, user or self.reader, "brief").annexes[0]

    def new_late(self, number, *agencies, name="Việc trễ"):
        """Give these agencies a task that was due on 5/1/2026."""
        task = self.new_task(number=str(number), name=name)
        values = {"task_id": task.id, "stage_id": self.stage("todo").id, "date_deadline": "2026-01-05"}
        self.env["plan.assignment"].create([{**values, "agency_id": agency.id} for agency in agencies])

    def test_numbers(self):
        """They are those of the work of the leads: what is cancelled does not count, nor what others support."""
        assignments = self.env["plan.assignment"].search([("plan_id", "=", self.plan.id), ("role", "=", "lead")])
        done = self.assignment
        done.sudo().write({**self.RESULT, "stage_id": self.stage("done").id})
        late = self.assignment_of("two_leads", self.stc)
        late.sudo().date_deadline = "2026-02-01"
        self.stop(self.assignment_of("range", self.stc), self.desk, kind="cancelled")
        # an indicator of two metrics is one
        self.env["plan.metric"].create({"indicator_id": self.metric.indicator_id.id, "name": "Tỷ lệ thứ hai"})
        lines = [one.text for one in self.annex().before if one.style == "item"]
        agencies = len((assignments - self.assignment_of("range", self.stc)).agency_id)
        self.assertEqual(len(lines), 5)
        self.assertEqual(
            lines[:3],
            [
                f"- Đang theo dõi {len(self.tasks) - 1} nhiệm vụ, {len(assignments) - 1} phần việc của {agencies} "
                "đơn vị chủ trì",
                f"- Đã hoàn thành 1 phần việc ({round(100 / (len(assignments) - 1))}%), trong đó 0 quá hạn",
                "- Đang quá hạn 1 phần việc; sắp đến hạn 0",
            ],
        )
        self.assertEqual(lines[3], f"- Chỉ tiêu đã có số liệu thực hiện: 1/{len(self.plan.indicator_ids)}")
        self.assertEqual(lines[4], "- Chưa có kỳ báo cáo nào đến hạn")
        with freeze_time("2026-03-21 03:00:00"):
            lines = [one.text for one in self.annex().before if one.style == "item"]
        expected = len(self.march.report_ids)
        self.assertEqual(lines[4], f"- Báo cáo tháng 3 năm 2026: 2/{expected} đơn vị đã gửi, 0 gửi muộn")

    def test_late_tasks(self):
        """The ones late the longest come first, once each, with who answers for them."""
        self.assignment.sudo().write({"date_deadline": "2026-02-10", "leader_id": self.deputy_snv.id})
        for agency in (self.snv, self.stc):
            self.assignment_of("two_leads", agency).sudo().date_deadline = "2026-02-01"
        self.collective.sudo().date_deadline = "2026-03-01"
        self.assertEqual(
            self.annex().rows,
            [
                [
                    "1",
                    "I.2. Xây dựng Trung tâm dữ liệu",
                    "Sở Nội vụ, Sở Tài chính",
                    "leader_snv, leader_stc",
                    "01/02/2026\nquá 39 ngày",
                ],
                ["2", "I.1. Xây dựng kế hoạch chuyển đổi số", "Sở Nội vụ", "deputy_snv", "10/02/2026\nquá 30 ngày"],
                ["3", "I.3. Tổ chức tuyên truyền", "Xã Cao Sơn", "leader_cao", "01/03/2026\nquá 11 ngày"],
            ],
        )

    def test_decisions(self):
        """They are the kept proposals of the last consolidation that was approved, the most frequent first."""
        self.assertIn("Không có kiến nghị", self.annex().after[-1].text)
        paper = self.consolidate()
        self.env["plan.consolidation.item"].with_user(self.desk).create(
            [
                {"consolidation_id": paper.id, "kind": "proposal", "text": "Đề nghị UBND tỉnh bổ sung biên chế"},
                {"consolidation_id": paper.id, "kind": "proposal", "text": "Bỏ đi", "is_kept": False},
            ]
        )
        self.assertIn("Không có kiến nghị", self.annex().after[-1].text)  # nobody has approved it
        self.approved(paper)
        self.assertEqual(
            [one.text for one in self.annex().after[1:]],
            ["- Cấp thêm kinh phí (Sở Tài chính).", "- Đề nghị UBND tỉnh bổ sung biên chế."],
        )

    def test_one_page(self):
        """Whatever is late, and however long its name: one page."""
        long = "Ban Quản lý các Khu kinh tế và Khu công nghiệp số "
        agencies = [self.new_agency(f"DAI{number}", f"{long}{number}") for number in range(3)]
        for number in range(30):
            name = "Xây dựng, hoàn thiện, triển khai nền tảng số " * 9
            self.new_late(100 + number, *agencies[: 1 + number % 3], name=name)
        paper = self.consolidate()
        self.env["plan.consolidation.item"].with_user(self.desk).create(
            [
                {"consolidation_id": paper.id, "kind": "proposal", "text": f"{number} Đề nghị xem xét, bổ sung " * 20}
                for number in range(9)
            ]
        )
        self.approved(paper)
        annex = self.annex()
        self.assertIn("3 đơn vị", [row[2] for row in annex.rows])
        self.assertEqual((len(annex.rows), len(annex.after)), (10, 4))
        pdf = self.print(self.plan, self.reader, "brief")
        self.assertEqual(len(pdf), 1)
        # and no page that is half empty
        self.assertGreater(max(bottom for _x, _y, _right, bottom, *_text in pdf[0].get_text("blocks")), 730)
        self.assertTrue(all("Ban Quản lý" in row[2] and "," in row[2] for row in annex.rows[1::3]))
        self.assertEqual((round(pdf[0].rect.width), round(pdf[0].rect.height)), (595, 842))
        self.assert_same_everywhere(self.plan, self.reader, "brief")

    def test_whole_where_there_is_room(self):
        """Of few rows nothing is cut, and of two agencies both are named."""
        names = ["Sở Nông nghiệp và Môi trường", "Sở Văn hóa, Thể thao và Du lịch"]
        task = "Xây dựng, hoàn thiện, triển khai nền tảng số dùng chung của tỉnh cho mọi cơ quan, đơn vị, địa phương"
        self.new_late(100, *(self.new_agency(f"DAI{number}", name) for number, name in enumerate(names)), name=task)
        [row] = self.annex().rows
        self.assertEqual(row[1:3], [f"I.100. {task}", ", ".join(names)])

    def test_for_whom(self):
        for user in (self.reader, self.manager, self.desk, self.reader_officer):
            self.assertTrue(self.annex(user).before)
        for user in (self.officer_snv, self.leader_snv, self.leader_skhcn, self.desk_stc):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.annex(user)

    def test_menu(self):
        """Users who would be refused do not find it in the Print menu."""
        brief = [self.env.ref(f"plan_tracking.plan_plan_brief_{kind}").id for kind in ("paper", "word")]
        for user, offered in (
            (self.reader, brief),
            (self.manager, brief),
            (self.desk, brief),
            (self.officer_snv, []),
            (self.leader_snv, []),
        ):
            bindings = self.env["ir.actions.actions"].with_user(user).get_bindings("plan.plan")["report"]
            with self.subTest(user=user.login):
                self.assertCountEqual([one["id"] for one in bindings if one["id"] in brief], offered)
                self.assertIn(self.env.ref("plan_tracking.plan_plan_annexes_paper").id, [one["id"] for one in bindings])

    def test_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.annex()
            return self.cr.sql_log_count - before

        self.collective.sudo().date_deadline = "2026-03-01"
        self.approved(self.consolidate())
        count()
        few = count()
        for number in range(100, 108):
            self.new_late(number, self.snv, self.stc)
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestPlanPapersOverHttp(ConsolidationCase, HttpCase):
    """The routes give what the builders give, to whom they give it."""

    def test_routes(self):
        for name, user, allowed in (
            ("annexes", self.officer_snv, True),
            ("annexes", self.reader, True),
            ("annexes", self.internal, False),
            ("brief", self.reader, True),
            ("brief", self.desk, True),
            ("brief", self.manager, True),
            ("brief", self.officer_snv, False),
            ("brief", self.leader_snv, False),
            ("brief", self.desk_stc, False),
            ("brief", self.internal, False),
        ):
            self.authenticate(user.login, user.login)
            for path, mark in (
                (f"/report/pdf/plan_tracking.paper_{name}/{self.plan.id}", b"%PDF"),
                (f"/report/html/plan_tracking.paper_{name}/{self.plan.id}", b"paper_sheet"),
                (f"/plan_tracking/word/plan_tracking.paper_{name}/{self.plan.id}", b"PK"),
            ):
                with self.subTest(login=user.login, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code == 200 and mark in response.content, allowed)
