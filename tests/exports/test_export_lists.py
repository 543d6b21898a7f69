from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...tools.clock import vietnam_time
from ..access.access_common import AccessCase
from ..core.common import WorkCase
from ..reporting.reporting_common import ReportingCase
from .export_common import NOW, ExportCase, column


@tagged("post_install", "-at_install")
class TestWorksheet(ExportCase, ReportingCase, HttpCase):
    """The list of work: the columns that offices hand up, as the user reads them."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls.month.date_first = "2026-01-01"

    def rows(self, user, domain=(), keys=None):
        """Return the head and the rows that the builder gives."""
        assignments = self.env["plan.assignment"].with_user(user).search(list(domain))
        [table] = assignments._get_export_tables(keys)
        return [[one["label"] for one in table["columns"]], *table["rows"]]

    def of_assignment(self, user, *labels, assignment=None):
        [head, row] = self.rows(user, [("id", "=", (assignment or self.assignment).id)])
        return [row[head.index(label)] for label in labels]

    def test_every_column_of_the_offices(self):
        """Each column of one assignment that has everything."""
        self.assignment.task_id.leader_name = "Ông A, Phó Chủ tịch"
        self.plan.write({"signer": "Ông B", "issuer_id": self.ubnd.id})
        basis = self.env["plan.plan"].create({"number": "57-NQ/TW", "name": "NQ", "date_issued": "2024-12-22"})
        self.plan.basis_ids = basis
        self.officer_snv.phone = "0912 345 678"
        assignment = self.assignment.with_user(self.officer_snv)
        assignment.write({"user_id": self.officer_snv.id, "leader_id": self.leader_snv.id, "result": "Đã trình"})
        assignment.step_ids = [
            Command.create({"name": "Dự thảo", "date_due": "2026-02-01", "is_done": True, "date_done": "2026-02-03"}),
            Command.create({"name": "Trình", "date_due": "2026-05-01"}),
        ]
        request = self.extend(self.assignment, self.officer_snv, date(2027, 3, 31))
        self.grant(request)
        labels = [
            "Task", "Responsible Leader", "Lead Agency", "Supporting Agencies", "Focal Point", "Deadline", "Kind",
            "Source (Document, Basis)", "State", "Timeliness", "Result", "Task Number", "Assigned By", "Roadmap",
            "Times Extended", "Original Deadline", "Approver and Contact", "Focal Point's Contact",
        ]  # fmt: skip
        self.assertEqual(
            self.of_assignment(self.desk, *labels),
            [
                "Xây dựng kế hoạch chuyển đổi số",
                "leader_snv",
                "Sở Nội vụ",
                "Sở Tài chính",
                "officer_snv",
                date(2027, 3, 31),
                "Once",
                "12/KH-UBND of 20/12/2025; basis: 57-NQ/TW",
                self.assignment.stage_id.name,
                "Not Yet Due",
                "Đã trình",
                "I.1",
                "Ông B, Ủy ban nhân dân tỉnh",
                "01/02/2026: Dự thảo (done on 03/02/2026)\n01/05/2026: Trình",
                1,
                date(2026, 12, 31),
                "leader_snv – plan_leader_snv@example.com",
                "officer_snv – 0912 345 678",
            ],
        )

    def grant(self, request):
        self.wizard("plan.extension.decide", request, self.desk, verdict="grant", **self.DECISION).action_decide()

    def test_kinds_of_values(self):
        """Over HTTP the dates are dates and the progress is a percentage."""
        rows = self.take(self.desk, "work", ids=self.assignment.ids)["Work"]
        self.assertEqual(column(rows, "No."), [1])
        self.assertEqual(column(rows, "Deadline"), [datetime(2026, 12, 31)])
        self.assertEqual(column(rows, "Progress"), [self.assignment.progress / 100])
        changed = vietnam_time(self.assignment.write_date)
        self.assertAlmostEqual(column(rows, "Updated On")[0], changed, delta=timedelta(seconds=1))
        self.assertRegex(self.name, r"^Work 10-03-2026\.xlsx$")

    def test_lead_and_support(self):
        """Of a supporting assignment the leading agency is the one that the plan names."""
        assignment = self.assignment_of("one_lead", self.stc, "support")
        self.assertEqual(
            self.of_assignment(self.desk, "Lead Agency", "Supporting Agencies", assignment=assignment),
            ["Sở Nội vụ", "Sở Tài chính"],
        )
        contribution = self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        self.assertEqual(
            self.of_assignment(self.desk, "Lead Agency", "Supporting Agencies", "Assigned By", assignment=contribution),
            ["Sở Nội vụ", "Xã Đông Hải", "Sở Nội vụ"],
        )

    def test_words_of_the_last_approved_report(self):
        """Result, obstacles and proposals come from the last report that a leader has approved, never from a draft."""
        labels = ("Result", "Obstacles", "Proposals")
        self.start(self.month)
        january = self.report(self.snv, start="1/1")
        for start, words in (("1/1", "tháng 1"), ("1/2", "tháng 2"), ("1/3", "chưa duyệt")):
            line = self.line(self.report(self.snv, start=start), "one_lead")
            self.officer(line).write(
                {"text": f"Kết quả {words}", "obstacle": f"Khó {words}", "proposal": f"Xin {words}"}
            )
        for user in (self.desk, self.officer_snv):
            self.assertEqual(self.of_assignment(user, *labels), [None, None, None])
        self.approve(january)
        for user in (self.desk, self.officer_snv, self.reader):
            self.assertEqual(self.of_assignment(user, *labels), ["Kết quả tháng 1", "Khó tháng 1", "Xin tháng 1"])
        self.approve(self.report(self.snv, start="1/2"))
        self.assertEqual(self.of_assignment(self.desk, *labels)[0], "Kết quả tháng 2")
        self.assignment.with_user(self.officer_snv).result = "Kết quả của thẻ"
        self.assertEqual(self.of_assignment(self.desk, *labels)[0], "Kết quả của thẻ")

    def test_who_approved(self):
        """A result that is approved names who approved it; a signed paper its signer."""
        label = "Approver and Contact"
        self.hand_in(self.assignment, self.officer_snv)
        # until then it lies before who leads the agency
        self.assertEqual(self.of_assignment(self.desk, label), ["leader_snv – plan_leader_snv@example.com"])
        self.assignment.with_user(self.deputy_snv).action_approve()
        self.assertEqual(self.of_assignment(self.desk, label), ["deputy_snv – plan_deputy_snv@example.com"])
        self.hand_in(self.collective, self.officer_cao)
        WorkCase.sign(self, self.collective, self.officer_cao)  # of an assignment: this case's own signs reports
        self.assertEqual(self.of_assignment(self.desk, label, assignment=self.collective), ["Nguyễn Văn A, Giám đốc"])

    def test_nobody_in_particular(self):
        """An assignment that names no leader is its agency's leader's, unless the plan names somebody for the task."""
        labels = ("Responsible Leader", "Approver and Contact")
        self.assertFalse(self.assignment.leader_id)
        reached = "leader_snv – plan_leader_snv@example.com"
        self.assertEqual(self.of_assignment(self.desk, *labels), ["leader_snv", reached])
        self.assignment.task_id.leader_name = "Ông A, Phó Chủ tịch"
        self.assertEqual(self.of_assignment(self.desk, *labels), ["Ông A, Phó Chủ tịch", reached])
        self.assignment.task_id.leader_name = False
        # a member whose term is over is no longer responsible for anything, nor is a deputy for their head
        self.leader_snv.plan_member_ids.date_to = "2026-03-01"
        self.assertEqual(self.of_assignment(self.desk, *labels), [None, None])

    def test_numbers_of_others_are_the_desks(self):
        """Officers find their colleagues' contacts, and no number of another agency's people."""
        self.officer_stc.phone = self.officer_snv.phone = "0912 345 678"
        contribution = self.ask(self.assignment, self.officer_snv, [self.xa_dong])
        self.officer_dong.phone = "0987"
        contact = "Focal Point's Contact"
        self.assertEqual(self.of_assignment(self.officer_snv, contact), self.of_assignment(self.desk, contact))
        self.assertIn("0912 345 678", self.of_assignment(self.officer_snv, contact)[0])
        self.assertEqual(self.of_assignment(self.officer_snv, contact, assignment=contribution), [""])
        self.assertIn("0987", self.of_assignment(self.desk, contact, assignment=contribution)[0])

    def test_chosen_columns(self):
        """Columns are those chosen, in the list's own order; what is not known is left out."""
        rows = self.take(
            self.desk, "work", ids=self.assignment.ids, columns=["deadline", "year", "task", "login", "__class__"]
        )
        self.assertEqual(rows["Work"][0], ["No.", "Task", "Deadline", "Year"])
        offered = self.env["plan.assignment"].with_user(self.officer_snv).get_export_columns()
        usual = [one["label"] for one in offered if one["is_default"]]
        self.assertEqual(self.rows(self.desk)[0], ["No.", *usual])
        self.assertEqual(len({one["key"] for one in offered}), len(offered))

    def test_as_filtered(self):
        domain = ["&", ["agency_id", "=", self.snv.id], ["date_deadline", "<=", "2026-12-31"]]
        rows = self.take(self.desk, "work", domain=domain, columns=["agency", "deadline"])["Work"]
        found = self.env["plan.assignment"].search(domain)
        self.assertEqual(
            column(rows, "Deadline"), [datetime.combine(one.date_deadline, datetime.min.time()) for one in found]
        )
        self.assertEqual(set(column(rows, "Agency")), {"Sở Nội vụ"})

    def test_empty_result(self):
        """Nothing found is a workbook with its head."""
        rows = self.take(self.desk, "work", domain=[["id", "=", 0]], columns=["task"])["Work"]
        self.assertEqual(rows, [["No.", "Task"]])

    def test_formulas_are_texts(self):
        self.assignment.with_user(self.officer_snv).result = '=HYPERLINK("http://x","y")'
        rows = self.take(self.desk, "work", ids=self.assignment.ids, columns=["result"])["Work"]
        self.assertEqual(rows[1], [1, '=HYPERLINK("http://x","y")'])

    def test_query_count(self):
        """A list costs as many queries as one assignment."""
        assignments = self.env["plan.assignment"].with_user(self.desk).search([])
        self.start(self.month)
        self.approve(self.report(self.snv, start="1/1"))
        self.assertGreater(len(assignments), 8)
        one, many = (
            self.count_queries(lambda some=some: list(some._get_export_tables()[0]["rows"]))
            for some in (assignments[:1], assignments)
        )
        self.assertEqual(one, many)
        self.assertLessEqual(many, 30)


@tagged("post_install", "-at_install")
class TestExportRights(ExportCase, AccessCase):
    """Over HTTP each role gets the rows that it reads on the screen, and no others."""

    def agencies(self, user):
        return set(column(self.take(user, "work", columns=["agency"])["Work"], "Agency"))

    def test_rows_of_each_role(self):
        own, contribution = self.snv.name, self.xa_dong.name
        everybody = set(self.env["plan.assignment"].search([]).agency_id.mapped("name"))
        self.assertEqual(self.agencies(self.officer_snv), {own, contribution})
        self.assertEqual(self.agencies(self.leader_snv), {own, contribution})
        self.assertEqual(self.agencies(self.desk_stc), {self.stc.name})
        self.assertEqual(self.agencies(self.reader), everybody)
        self.assertEqual(self.agencies(self.manager), everybody)
        rows = self.take(self.officer_snv, "work", columns=["result"])["Work"]
        self.assertNotIn("Kết quả mật của STC", column(rows, "Result"))

    def test_foreign_ids(self):
        """Records that the caller cannot read are treated as missing."""
        sentence = self.refused(self.officer_snv, "work", ids=self.foreign.ids)
        self.assertEqual(sentence, self.refused(self.officer_snv, "work", ids=[2**31 - 1]))
        self.assertEqual(sentence, self.refused(self.officer_snv, "work", ids=[self.own.id, self.foreign.id]))
        for ids in (["1"], [True], {"1": 1}, "1", [-1], [2**40], [[1]]):
            with self.subTest(ids=ids):
                self.assertEqual(sentence, self.refused(self.officer_snv, "work", ids=ids))

    def test_who_has_no_assignment_in_it(self):
        for user in (self.internal, self.deputy_out):
            for what in ("work", "reports", "late"):
                with self.subTest(user=user.login, what=what):
                    self.refused(user, what)
        for user in (self.portal, self.internal):
            self.refused(user, "annexes", ids=self.plan.ids)
        self.authenticate(None, None)
        response = self.url_open("/plan_tracking/export", data={"data": "{}"}, allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)

    def test_bad_requests(self):
        """Requests that no list sends are answered in words."""
        for domain in (
            [["nothing", "=", 1]],
            [["id", "nonsense", 1]],
            [["date_deadline", "=", "yesterday-ish"]],
            "x",
            [1],
            ["&"],
            {"a": 1},
            [["agency_id.nothing.more", "=", 1]],
            7,
        ):
            with self.subTest(domain=domain):
                self.refused(self.desk, "work", domain=domain)
        # a field that the user may not ask for
        self.refused(self.officer_snv, "work", domain=[["contact", "ilike", "0912"]])
        for what in ("", "res.users", "__class__", None, []):
            with self.subTest(what=what):
                self.refused(self.desk, what)
        for columns in ([], "task", [1], {}):
            with self.subTest(columns=columns):
                self.refused(self.desk, "work", columns=columns)
        for params in (
            {"year": "2026"},
            {"kind": "nonsense"},
            {"kind": ["month"]},
            {"category_id": "1"},
            {"year": 10**12},
        ):
            with self.subTest(params=params):
                self.refused(self.desk, "late", **params)

    def test_no_token_no_file(self):
        """Another site cannot have a file made in the user's name."""
        self.login(self.desk)
        with mute_logger("odoo.http"):
            response = self.url_open("/plan_tracking/export", data={"data": '{"what": "work"}'})
        self.assertEqual(response.status_code, 400)
        response = self.url_open("/plan_tracking/export?data={}", allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)

    def test_annexes(self):
        """The plan as written is open to all who have a part in it."""
        worksheets = self.take(self.officer_snv, "annexes", ids=self.plan.ids)
        self.assertEqual(list(worksheets), ["Annex 1", "Annex 2"])
        self.assertRegex(self.name, r"^Annexes of 12-KH-UBND [\d-]+\.xlsx$")
        group, head, section, *rows = worksheets["Annex 1"]
        self.assertEqual(group, [None, None, "Targets by Stage", None, None, None])
        self.assertEqual(head, ["No.", "Indicator", "Year 2025", "Year 2030", "Year 2035", "Monitoring Agency"])
        self.assertEqual(section[:2], ["I", "Hạ tầng"])
        annex = self.plan._get_indicator_annex()
        [printed] = annex["sections"]
        self.assertEqual(
            rows,
            [
                [row["number"], row["name"], *(cell or None for cell in row["cells"]), row["monitor"]]
                for row in printed["rows"]
            ],
        )
        self.assertEqual(
            rows[0], ["1", "Tỷ lệ phủ sóng 5G trên địa bàn", "≥ 50%.", "100%", "-", "Sở Khoa học và Công nghệ"]
        )
        head, *rows = worksheets["Annex 2"]
        self.assertEqual(
            head, ["No.", "Programmes, Projects, Tasks", "Lead Agency", "Supporting Agencies", "Completion Time"]
        )
        printed = []
        for section in self.plan._get_task_annex()["sections"]:
            printed.append([section["code"], section["name"], None, None, None])
            for row in section["rows"]:
                printed.append([row[name] or None for name in ("number", "name", "lead", "support", "deadline")])
        self.assertEqual(rows, printed)
