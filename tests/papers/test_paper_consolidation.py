"""The desk's consolidated report and the draft of the province's own: their words, their annexes, who reads them."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...papers.document import Span
from ..consolidation.test_consolidation import ConsolidationCase
from ..printing.document_common import DocumentMixin, one_line


class ConsolidationPaperCase(DocumentMixin, ConsolidationCase):
    def setUp(self):
        super().setUp()
        self.tinh_uy = self.new_agency("TU", "Tỉnh ủy", self.superiors, place="Nghệ An")
        self.chinh_phu = self.new_agency("CP", "Chính phủ", self.superiors, place="Hà Nội")
        self.ubnd.write(
            {"head": "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "symbol": "UBND", "place": "Nghệ An", "superior": False}
        )
        self.skhcn.write(
            {"superior": "UBND TỈNH NGHỆ AN", "head": "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "place": "Nghệ An", "symbol": "SKHCN"}
        )
        bases = self.env["plan.plan"].create(
            [
                {"number": number, "name": number, "date_issued": "2025-04-24", "issuer_id": issuer.id}
                for number, issuer in (("328-KH/TU", self.tinh_uy), ("71/NQ-CP", self.chinh_phu))
            ]
        )
        self.plan.sudo().write({"issuer_id": self.ubnd.id, "basis_ids": [Command.set(bases.ids)]})
        self.env.flush_all()

    def paper(self, consolidation, user=None):
        self.env.invalidate_all()
        return self.document(consolidation, user or self.desk, "consolidation")

    def upward(self, consolidation):
        action = self.approved(consolidation).with_user(self.desk).action_make_upward()
        return self.env["plan.consolidation"].browse(action["res_id"])

    def add(self, consolidation, **values):
        """Add rows to it as what drawing up has taken from reports."""
        return self.env["plan.consolidation.item"]._unguarded_create({"consolidation_id": consolidation.id, **values})

    def annex(self, document, title):
        [annex] = [annex for annex in document.annexes if title in annex.title]
        return annex

    def result_of(self, annex, name):
        """Return the cell of results in the row of that name, and of the rows that continue it."""
        found = []
        for row in annex.rows:
            if not isinstance(row, Span) and (row[1] == name or (found and not row[1])):
                found.append(row[-1])
            elif found:
                break
        return found


@tagged("post_install", "-at_install")
class TestConsolidationPaper(ConsolidationPaperCase):
    def test_draft_of_the_desk(self):
        """The desk reports to who issued the plan; until it is issued it has no number and is a draft."""
        document = self.paper(self.consolidate())
        self.assertEqual((document.superior, document.issuer), ("UBND TỈNH NGHỆ AN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"))
        self.assertEqual(document.to, [self.ubnd.name])
        self.assertTrue(document.is_draft)
        self.assertRegex(document.number_text, r"^\s+/BC-SKHCN$")
        self.assertEqual(
            document.subject,
            "Kết quả thực hiện Kế hoạch số 12/KH-UBND ngày 20/12/2025 của Ủy ban nhân dân tỉnh tháng 3 năm 2026",
        )
        self.assertEqual((document.signature, document.signer), (["GIÁM ĐỐC"], ""))

    def test_issued(self):
        """Once issued it has its number, day and signer, and says what it said, whatever becomes of the reports."""
        paper = self.consolidate()
        self.assertTrue(self.paper(self.sent(paper)).is_draft)
        paper.with_user(self.deputy_skhcn).action_approve()
        document = self.paper(paper)
        self.assertFalse(document.is_draft, "what is printed to be signed is no draft")
        self.assertEqual((document.number, document.day, document.signer), ("", None, self.deputy_skhcn.name))
        self.issue(paper, number="5", date="2026-03-12")  # digits alone are completed
        document = self.paper(paper, self.reader)
        self.assertFalse(document.is_draft)
        self.assertEqual(document.number_text, "05/BC-SKHCN")
        self.assertIn("ngày 12 tháng 3 năm 2026", document.place_date)
        self.assertEqual(document.signature, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"])
        self.assertEqual(document.signer, self.deputy_skhcn.name)
        self.assertIn("số 05/BC-SKHCN ngày 12 tháng 3 năm 2026", document.annexes[0].note)
        self.accept(self.report(self.xa_cao))
        self.env["plan.value"].with_user(self.desk)._publish(
            self.metric, self.stc, *self._days(), 14, "Niên giám thống kê"
        )
        self.assertEqual(self.paper(paper, self.reader), document)

    def _days(self):
        value = self.env["plan.value"].search([("report_id", "=", self.stc_report.id)], limit=1)
        return value.date_from, value.date_to

    def test_upward(self):
        """UBND tỉnh has no superior, signs for the collective, and reports to the issuer of its task instead of it."""
        document = self.paper(self.upward(self.consolidate()))
        self.assertEqual((document.superior, one_line(document.issuer)), ("", "ỦYBANNHÂNDÂNTỈNHNGHỆAN"))
        self.assertRegex(document.number_text, r"/BC-UBND$")
        self.assertEqual(document.to, ["Tỉnh ủy"])
        self.assertEqual((document.signature, document.signer), (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], ""))
        self.assertEqual(document.recipients, ["Như trên", "Sở Khoa học và Công nghệ", "Lưu: VT"])
        self.assertTrue(document.is_draft)
        self.plan.sudo().basis_ids = self.plan.basis_ids.filtered(lambda basis: basis.issuer_id == self.chinh_phu)
        upward = self.env["plan.consolidation"].search([("kind", "=", "upward")])
        self.assertEqual(self.paper(upward).to, ["Chính phủ"])

    def test_body(self):
        """The opening first, then what agencies say under numbered headings, by section, with who says it."""
        paper = self.consolidate()
        paper.with_user(self.desk).opening = "Tình hình chung ổn định.\nTiến độ bảo đảm"
        self.assertEqual(
            [one.text for one in self.paper(paper).body],
            [
                "Thực hiện Kế hoạch số 12/KH-UBND ngày 20/12/2025 của Ủy ban nhân dân tỉnh, Sở Khoa học và Công nghệ "
                "tổng hợp, báo cáo kết quả thực hiện tháng 3 năm 2026 như sau:",
                "Tình hình chung ổn định.",
                "Tiến độ bảo đảm",
                "Báo cáo được tổng hợp từ báo cáo của 2 cơ quan, đơn vị; 3 cơ quan, đơn vị chưa có báo cáo "
                "được tiếp nhận (danh sách tại Phụ lục III).",
                "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
                "- Sở Nội vụ: Đã ban hành kế hoạch.",
                "II. KẾT QUẢ THỰC HIỆN",
                "1. Các chỉ tiêu",
                "Có 1 chỉ tiêu có số liệu trong kỳ (chi tiết tại Phụ lục I).",
                "2. Lãnh đạo, chỉ đạo",
                "I.1. Xây dựng kế hoạch chuyển đổi số:",
                "- Sở Nội vụ: Đã trình dự thảo.",
                "3. Hạ tầng số",
                "II.1. Nâng cấp hạ tầng số:",
                "- Sở Tài chính: Đã nâng cấp.",
                "II.2. Xây dựng cơ chế đặt hàng:",
                "- Sở Tài chính: Đang soạn.",
                "III. KHÓ KHĂN, VƯỚNG MẮC",
                "- Thiếu kinh phí thực hiện (Sở Nội vụ, Sở Tài chính).",
                "IV. KIẾN NGHỊ, ĐỀ XUẤT",
                "- Sở Tài chính: Cấp thêm kinh phí./.",
            ],
        )

    def test_kept_rows_alone(self):
        """Rows that the desk leaves out appear nowhere, its texts appear unchanged, its own rows too."""
        paper = self.consolidate()
        rows = self.rows(paper, "result")
        rows.filtered(lambda row: row.text == "Đang soạn").with_user(self.desk).is_kept = False
        rows.filtered(lambda row: row.text == "Đã nâng cấp").with_user(self.desk).text = "Nâng cấp xong\nDòng hai"
        self.env["plan.consolidation.item"].with_user(self.desk).create(
            [
                {"consolidation_id": paper.id, "kind": "result", "text": "Việc khác của tỉnh"},
                {"consolidation_id": paper.id, "kind": "figure", "heading": "Chỉ số PII", "text": "hạng 15"},
                {"consolidation_id": paper.id, "kind": "other", "heading": "Khen thưởng", "text": "Không"},
            ]
        )
        document = self.paper(paper)
        lines = [one.text for one in document.body]
        self.assertNotIn("Đang soạn", "\n".join(lines))
        self.assertNotIn("Đang soạn", str(document.annexes))
        self.assertEqual(
            lines[lines.index("- Sở Tài chính: Nâng cấp xong.") :][:4],
            ["- Sở Tài chính: Nâng cấp xong.", "Dòng hai.", "4. Kết quả khác", "- Việc khác của tỉnh."],
        )
        self.assertIn("- Chỉ số PII: hạng 15.", lines)
        self.assertEqual(lines[-2:], ["V. KHEN THƯỞNG", "- Không./."])
        self.assertEqual(
            self.result_of(self.annex(document, "nhiệm vụ"), "Nâng cấp hạ tầng số"),
            ["Sở Tài chính: Nâng cấp xong\nDòng hai"],
        )

    def test_annexes(self):
        """Phụ lục I and II have the columns of the plan and one more, the last one names who is missing."""
        document = self.paper(self.consolidate())
        self.assertEqual([annex.label for annex in document.annexes], ["PHỤ LỤC I", "PHỤ LỤC II", "PHỤ LỤC III"])
        of_plan = self.document(self.plan, self.desk, "annexes").annexes
        for annex, own in zip(document.annexes[:2], of_plan, strict=True):
            self.assertEqual(
                [column.label for column in annex.columns],
                [*(column.label for column in own.columns), "Kết quả thực hiện"],
            )
            self.assertEqual([row if isinstance(row, Span) else row[:-1] for row in annex.rows], own.rows)
        figures, tasks, missing = document.annexes
        [figure] = self.result_of(figures, "Số doanh nghiệp công nghệ")
        self.assertRegex(figure, r"^12,5 DN \(tính đến 19/03/2026\)\nTheo thống kê$")
        self.assertEqual(self.result_of(figures, "Tỷ lệ phủ sóng 5G trên địa bàn"), [""])
        self.assertEqual(self.result_of(tasks, "Xây dựng kế hoạch chuyển đổi số"), ["Sở Nội vụ: Đã trình dự thảo"])
        self.assertEqual(
            [row[:2] for row in missing.rows],
            [["1", "Sở Khoa học và Công nghệ"], ["2", "Xã Cao Sơn"], ["3", "Xã Đông Hải"]],
        )
        self.assertFalse(missing.landscape)

    def test_order_of_who_is_missing(self):
        """They are in the order of agencies: by what kind of body they are, then by name."""
        for first, second, expected in (
            (self.departments, self.communes, ["Sở Khoa học và Công nghệ", "Xã Cao Sơn", "Xã Đông Hải"]),
            (self.communes, self.departments, ["Xã Cao Sơn", "Xã Đông Hải", "Sở Khoa học và Công nghệ"]),
        ):
            first.sequence, second.sequence = 1, 2
            with self.subTest(first=first.name), self.rolled_back():
                paper = self.consolidate()
                self.assertEqual([row[1] for row in self.paper(paper).annexes[2].rows], expected)
                self.assertEqual(paper.missing_item_ids.mapped("agency_name"), expected)

    def test_no_empty_columns(self):
        """A period for which no figures were given has no annex of empty cells."""
        paper = self.consolidate()
        self.rows(paper, "figure").with_user(self.desk).is_kept = False
        document = self.paper(paper)
        self.assertEqual([annex.label for annex in document.annexes], ["PHỤ LỤC I", "PHỤ LỤC II"])
        self.assertIn("nhiệm vụ", document.annexes[0].title)
        self.assertNotIn("Các chỉ tiêu", self.words(document))

    def test_many_say_the_same(self):
        """The body names all of them, a cell of an annex the first; what fills more than a page goes on in a row."""
        paper = self.consolidate()
        line = self.line(self.snv_report, "one_lead")
        names = [f"Xã số {number}" for number in range(30)]
        for name in names:
            self.add(
                paper, kind="result", heading="I.1. Xây dựng kế hoạch chuyển đổi số", line_id=line.id,
                section_id=self.section_one.id, agency_name=name, text="Đã ban hành kế hoạch.",
            )  # fmt: skip
        for number in range(9):
            self.add(
                paper, kind="result", heading="I.1. Xây dựng kế hoạch chuyển đổi số", line_id=line.id,
                section_id=self.section_one.id, agency_name=f"Phường {number}", text=f"Việc {number} rất dài " * 20,
            )  # fmt: skip
        document = self.paper(paper)
        self.assertIn(f"- Đã ban hành kế hoạch (30 đơn vị: {', '.join(names)}).", self.words(document))
        cells = self.result_of(self.annex(document, "nhiệm vụ"), "Xây dựng kế hoạch chuyển đổi số")
        self.assertGreater(len(cells), 1)
        self.assertIn(f"Đã ban hành kế hoạch ({', '.join(names[:6])} và 24 đơn vị khác)", "\n".join(cells))
        for number in range(9):
            self.assertIn(f"Phường {number}: Việc {number}", "\n".join(cells))
        pdf = self.print(paper, self.desk, "consolidation")
        for page in pdf:
            low = max((block[3] for block in page.get_text("blocks")), default=0)
            self.assertLess(low, page.rect.height - 50)

    def test_supplement(self):
        self.issued(self.consolidate())
        self.accept(self.report(self.xa_cao))
        self.tell(self.report(self.xa_dong), "yearly", text="Đã tuyên truyền")
        self.accept(self.report(self.xa_dong))
        document = self.paper(self.consolidate())
        self.assertTrue(document.subject.endswith("tháng 3 năm 2026 (bổ sung lần 1)"))
        self.assertIn("- Xã Đông Hải: Đã tuyên truyền.", self.words(document))
        self.assertNotIn("Đã trình dự thảo", self.words(document))

    def test_several_plans(self):
        """Of several plans each has its annexes, and all of them are named."""
        other = self.env["plan.plan"].create(
            {**self._other_plan(), "desk_agency_id": self.skhcn.id, "issuer_id": self.ubnd.id}
        )
        section = self.env["plan.section"].create(
            {"plan_id": other.id, "content": "task", "code": "I", "name": "Dữ liệu"}
        )
        task = self.env["plan.task"].create(
            {"plan_id": other.id, "section_id": section.id, "number": "1", "name": "Mở dữ liệu", "lead_text": "Sở Y tế"}
        )
        self.month.sudo().write({"plan_ids": [Command.link(other.id)]})
        paper = self.consolidate()
        line = self.line(self.snv_report, "one_lead")
        line = line._unguarded_create(line.copy_data({"task_id": task.id, "assignment_id": False}))
        self.add(
            paper, kind="result", heading="I.1. Mở dữ liệu", line_id=line.id, section_id=section.id,
            agency_name="Sở Nội vụ", text="Đã mở",
        )  # fmt: skip
        document = self.paper(paper)
        titles = [annex.title for annex in document.annexes]
        self.assertEqual(len(titles), 4)
        self.assertEqual(sum("12/KH-UBND" in title for title in titles), 2)
        self.assertEqual(sum("13/KH-UBND" in title for title in titles), 1)
        self.assertIn("Dữ liệu (13/KH-UBND)", self.words(document))
        self.assertIn("các kế hoạch", document.subject)
        # a figure is looked for in its place, whatever the first annex holds
        self.assertIn("Có 1 chỉ tiêu có số liệu trong kỳ (chi tiết tại Phụ lục II).", self.words(document))
        figure = self._add_figure(paper, other)
        self.assertIn("Có 2 chỉ tiêu có số liệu trong kỳ (chi tiết tại Phụ lục I, Phụ lục III).", self.said(paper))
        (self.rows(paper, "figure") - figure)._unguarded_write({"is_kept": False})
        self.assertIn("Có 1 chỉ tiêu có số liệu trong kỳ (chi tiết tại Phụ lục I).", self.said(paper))
        # of a plan that the schedule is about no longer: in words
        self.month.sudo().write({"plan_ids": [Command.unlink(other.id)]})
        self.assertIn("- 1. Tập dữ liệu đã mở: Sở Khoa học và Công nghệ: 7 tập.", self.said(paper))
        self.assertNotIn("số liệu trong kỳ", " ".join(self.said(paper)))

    def said(self, paper):
        return self.words(self.paper(paper))

    def _add_figure(self, paper, plan):
        """Add a figure of another plan, as drawing up takes it from the ledger."""
        section = self.env["plan.section"].create(
            {"plan_id": plan.id, "content": "indicator", "code": "A", "name": "Dữ liệu"}
        )
        indicator = self.env["plan.indicator"].create(
            {"plan_id": plan.id, "section_id": section.id, "number": "1", "name": "Tập dữ liệu đã mở"}
        )
        metric = self.env["plan.metric"].create({"indicator_id": indicator.id, "name": "Tập dữ liệu đã mở"})
        value = (
            self.env["plan.value"]
            .with_user(self.desk)
            ._publish(metric, self.skhcn, "2026-02-01", "2026-03-19", 7, "Niên giám")
        )
        return self.add(
            paper, kind="figure", heading="1. Tập dữ liệu đã mở", value_id=value.id, section_id=section.id,
            agency_name="Sở Khoa học và Công nghệ", text="7 tập",
        )  # fmt: skip

    def _other_plan(self):
        return {"number": "13/KH-UBND", "name": "Dữ liệu mở", "date_issued": "2026-01-05"}

    def test_nothing_to_print(self):
        paper = self.consolidate()
        paper.item_ids._unguarded_unlink()
        with self.assertRaisesRegex(UserError, "chưa có nội dung|says nothing"):
            self.paper(paper)

    def test_same_rows_everywhere(self):
        self.assert_same_everywhere(self.consolidate(), self.desk, "consolidation")

    def test_order_on_the_page(self):
        """Header, draft, type, addressee, headings, signature; each annex numbers its pages from the start."""
        paper = self.upward(self.consolidate())
        pdf = self.print(paper, self.desk, "consolidation")
        text = one_line("".join(page.get_text() for page in pdf))
        marks = [
            "DỰTHẢO",
            "BÁOCÁO",
            "Kínhgửi:Tỉnhủy",
            "I.CÔNGTÁC",
            "II.KẾTQUẢ",
            "III.KHÓKHĂN",
            "Nơinhận:",
            "PHỤLỤCI",
            "PHỤLỤCII",
        ]
        places = [text.index(mark) for mark in marks]
        self.assertEqual(places, sorted(places))
        self.assertIn("TM.ỦYBANNHÂNDÂNCHỦTỊCH", text)
        firsts = [number for number, page in enumerate(pdf) if "PHỤLỤC" in one_line(page.get_text())[:8]]
        self.assertEqual(len(firsts), 3)  # each annex begins a page, without a number

    def test_queries(self):
        """It asks as often for a hundred rows as for ten."""
        paper = self.consolidate()

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.document(paper, self.desk, "consolidation")
            return self.cr.sql_log_count - before

        count()
        few = count()
        line = self.line(self.snv_report, "one_lead")
        for number in range(60):
            self.add(paper, kind="result", line_id=line.id, section_id=self.section_one.id, text=f"Việc {number}")
        self.env.flush_all()
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestConsolidationPaperAccess(ConsolidationPaperCase, HttpCase):
    """The desk prints its drafts, readers what was approved, agencies nothing."""

    def test_routes(self):
        paper = self.consolidate()
        readers = (self.reader, self.manager)
        agencies = (self.officer_snv, self.leader_snv, self.officer_skhcn, self.desk_stc, self.internal)
        self._try(paper, {self.desk: True, self.leader_skhcn: True, **dict.fromkeys((*readers, *agencies), False)})
        self.approved(paper)
        self._try(paper, {self.desk: True, **dict.fromkeys(readers, True), **dict.fromkeys(agencies, False)})

    def _try(self, paper, table):
        self.env.flush_all()
        for user, allowed in table.items():
            self.authenticate(user.login, user.login)
            for path, mark in (
                (f"/report/pdf/plan_tracking.paper_consolidation/{paper.id}", b"%PDF"),
                (f"/report/html/plan_tracking.paper_consolidation/{paper.id}", "BÁO CÁO".encode()),
                (f"/plan_tracking/word/plan_tracking.paper_consolidation/{paper.id}", b"PK"),
            ):
                with self.subTest(login=user.login, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code == 200 and mark in response.content, allowed)

    def test_menu(self):
        """The entry for Word in the menu leads to the file, for everybody who can read the record."""
        paper = self.consolidate()
        action = self.env.ref("plan_tracking.plan_consolidation_word")
        context = {"active_model": paper._name, "active_id": paper.id, "active_ids": paper.ids}
        found = action.with_user(self.desk).with_context(**context).run()
        self.assertEqual(found["url"], f"/plan_tracking/word/plan_tracking.paper_consolidation/{paper.id}")
        with self.assertRaises(AccessError):
            action.with_user(self.officer_snv).with_context(**context).run()
