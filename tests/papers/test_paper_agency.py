"""An agency's assignment sheet: all its work in the plans in force, for itself, the desk and readers."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import freeze_time

from ...papers.document import Span
from ..core.common import WorkCase
from ..printing.document_common import DocumentMixin
from ..reporting.reporting_common import d


@tagged("post_install", "-at_install")
@freeze_time("2026-03-12 03:00:00")
class TestSheet(DocumentMixin, WorkCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.plan.sudo().issuer_id = self.ubnd

    def sheet(self, agency, user):
        self.env.invalidate_all()
        return self.document(agency, user, "assignment_sheet")

    def test_rows(self):
        """Every assignment with its role, who leads and who supports, product, deadline and ground; the leads first."""
        annex = self.sheet(self.stc, self.officer_stc).annexes[0]
        self.assertEqual(
            [column.label for column in annex.columns],
            [
                "TT",
                "Nhiệm vụ",
                "Vai trò",
                "Đơn vị chủ trì",
                "Đơn vị phối hợp",
                "Sản phẩm",
                "Thời hạn hoàn thành",
                "Căn cứ",
            ],
        )
        ground = "12/KH-UBND\nPhụ lục 2, mục"
        self.assertEqual(
            annex.rows,
            [
                [
                    "1", "Xây dựng Trung tâm dữ liệu", "Chủ trì", "Sở Nội vụ; Sở Tài chính", "Ủy ban nhân dân tỉnh",
                    "Sản phẩm I.2", d("31/12", 2027), f"{ground} I.2",
                ],
                [
                    "2", "Nâng cấp hạ tầng số", "Chủ trì", "Sở Tài chính", "",
                    "Sản phẩm II.1", d("31/12"), f"{ground} II.1",
                ],
                [
                    "3", "Xây dựng cơ chế đặt hàng", "Chủ trì", "Sở Tài chính", "Sở Y tế",
                    "Sản phẩm II.2", d("31/12", 2030), f"{ground} II.2",
                ],
                [
                    "4", "Xây dựng kế hoạch chuyển đổi số", "Phối hợp", "Sở Nội vụ", "Sở Tài chính",
                    "Sản phẩm I.1", d("31/12"), f"{ground} I.1",
                ],
            ],
        )  # fmt: skip

    def test_assignments(self):
        """It is given by who issued the plan, and says how much."""
        document = self.sheet(self.stc, self.officer_stc)
        self.assertEqual((document.kind, document.code, document.to), ("PHIẾU GIAO NHIỆM VỤ", "", ["Sở Tài chính"]))
        self.assertEqual(document.signature, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])
        self.assertIn(
            "giao Sở Tài chính chủ trì 3 nhiệm vụ, phối hợp 1 nhiệm vụ, theo dõi, đánh giá 1 chỉ tiêu",
            self.words(document),
        )
        self.assertEqual(document.recipients, ["Như trên", "Sở Khoa học và Công nghệ", "Lưu: VT"])
        self.assertEqual([annex.label for annex in document.annexes], ["PHỤ LỤC I", "PHỤ LỤC II"])

    def test_indicators(self):
        """Those that it follows, in the columns of the plan; as a member of a group too."""
        annex = self.sheet(self.stc, self.officer_stc).annexes[1]
        row = ["2", "Số doanh nghiệp công nghệ", "≥ 10", "khoảng nhiều", "20", "Sở Tài chính; Sở Nội vụ"]
        self.assertEqual(annex.rows, [Span("Hạ tầng", "I"), row])
        self.new_indicator("3", "Dữ liệu mở", "Các xã", {2025: "50%"})
        [annex] = [one for one in self.sheet(self.xa_cao, self.officer_cao).annexes if "chỉ tiêu" in one.title]
        self.assertEqual([row[1] for row in annex.rows[1:]], ["Dữ liệu mở"])

    def test_without_products(self):
        """An empty column is left out."""
        self.env["plan.task"].search([("plan_id", "=", self.plan.id)]).sudo().product = False
        annex = self.sheet(self.stc, self.officer_stc).annexes[0]
        self.assertNotIn("Sản phẩm", [column.label for column in annex.columns])
        self.assertTrue(all(len(row) == len(annex.columns) for row in annex.rows))

    def test_cycles_and_what_is_cancelled(self):
        """The year's cycle is listed with its year; work done in an earlier one is left out, and cancelled work too."""
        [row] = self.sheet(self.xa_cao, self.officer_cao).annexes[0].rows
        self.assertEqual((row[1], row[6]), ("Tổ chức tuyên truyền (năm 2026)", d("31/12")))
        self.stop(self.assignment, self.desk, kind="cancelled")
        names = [row[1] for row in self.sheet(self.snv, self.officer_snv).annexes[0].rows]
        self.assertNotIn("Xây dựng kế hoạch chuyển đổi số", names)
        with freeze_time("2027-03-12 03:00:00"):
            self.env["plan.assignment"].sudo()._fan_out(self.plan)
            years = [row[1][-10:] for row in self.sheet(self.xa_cao, self.officer_cao).annexes[0].rows]
            self.assertEqual(years, ["(năm 2026)", "(năm 2027)"])
            self.collective.sudo().write({**self.RESULT, "stage_id": self.stage("done").id})
            years = [row[1][-10:] for row in self.sheet(self.xa_cao, self.officer_cao).annexes[0].rows]
            self.assertEqual(years, ["(năm 2027)"])

    def test_contribution(self):
        """Requests of another agency are listed with the agency and the request."""
        self.ask(
            self.assignment_of("range", self.stc), self.officer_stc, agencies=[self.snv], request="Gửi số liệu biên chế"
        )
        rows = self.sheet(self.snv, self.officer_snv).annexes[0].rows
        [row] = [row for row in rows if "Gửi số liệu biên chế" in row[1]]
        self.assertEqual((row[2], row[3], row[6]), ("Phối hợp", "Sở Tài chính", d("30/6")))

    def test_same_rows_everywhere(self):
        self.assert_same_everywhere(self.stc, self.officer_stc, "assignment_sheet")

    def test_for_whom(self):
        for user in (self.officer_stc, self.leader_stc, self.desk, self.reader, self.manager):
            with self.subTest(user=user.login):
                self.assertEqual(len(self.sheet(self.stc, user).annexes[0].rows), 4)
        for user in (self.officer_snv, self.leader_snv, self.officer_cao, self.leader_skhcn):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.sheet(self.stc, user)
        with self.assertRaises(AccessError):
            self.sheet(self.snv, self.desk_stc)  # a desk, but of no plan
        with self.assertRaises(UserError):
            self.sheet(self.ubnd, self.reader)  # nobody gives it work

    def test_two_desks(self):
        """A desk prints the work of its own plans alone."""
        other = self.env["plan.plan"].create(
            {
                "number": "13/KH-UBND",
                "name": "Dữ liệu mở",
                "date_issued": "2026-01-05",
                "date_tracking_start": "2026-01-06",
                "desk_agency_id": self.stc.id,
                "issuer_id": self.ubnd.id,
            }
        )
        section = {"plan_id": other.id, "content": "task", "code": "I", "name": "Dữ liệu"}
        task = {
            "plan_id": other.id,
            "number": "1",
            "name": "Mở dữ liệu",
            "lead_text": "Sở Nội vụ",
            "deadline_text": "Năm 2026",
        }
        self.env["plan.task"].create({**task, "section_id": self.env["plan.section"].create(section).id})
        other.sudo().write({"state": "active"})
        self.env["plan.assignment"].sudo()._fan_out(other)
        [row] = self.sheet(self.snv, self.desk_stc).annexes[0].rows
        self.assertEqual(row[1], "Mở dữ liệu")
        rows = self.sheet(self.snv, self.officer_snv).annexes[0].rows
        self.assertEqual(sum(isinstance(row, Span) for row in rows), 2)
        self.assertEqual(rows[-1][-1], "13/KH-UBND\nPhụ lục 2, mục I.1")
        self.assertNotIn("Mở dữ liệu", str(self.sheet(self.snv, self.desk).annexes))

    def test_own_assignment_sheet(self):
        """The menu prints the sheets of the user's own agencies, for every user."""
        action = self.env["plan.agency"].with_user(self.officer_two).action_print_own_assignment_sheet()
        self.assertEqual(action["report_name"], "plan_tracking.paper_assignment_sheet")
        self.assertEqual(set(action["context"]["active_ids"]), {self.snv.id, self.stc.id})
        with self.assertRaises(UserError):
            self.env["plan.agency"].with_user(self.reader).action_print_own_assignment_sheet()

    def test_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.document(self.stc, self.officer_stc, "assignment_sheet")
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(100, 120):
            self.new_task(number=str(number), name=f"Việc {number}", lead_text="Sở Tài chính")
        self.env["plan.assignment"].sudo()._fan_out(self.plan)
        self.env.flush_all()
        self.assertEqual(count(), few)

    def test_routes(self):
        for user, allowed in (
            (self.officer_stc, True),
            (self.desk, True),
            (self.reader, True),
            (self.officer_snv, False),
            (self.leader_snv, False),
            (self.internal, False),
        ):
            self.authenticate(user.login, user.login)
            for path, mark in (
                (f"/report/pdf/plan_tracking.paper_assignment_sheet/{self.stc.id}", b"%PDF"),
                (f"/report/html/plan_tracking.paper_assignment_sheet/{self.stc.id}", "PHIẾU GIAO NHIỆM VỤ".encode()),
                (f"/plan_tracking/word/plan_tracking.paper_assignment_sheet/{self.stc.id}", b"PK"),
            ):
                with self.subTest(login=user.login, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code == 200 and mark in response.content, allowed)
