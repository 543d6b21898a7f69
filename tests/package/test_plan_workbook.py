"""A whole plan as an XLSX form: out of one database, into another, and what Excel and its users do on the way."""

import base64
import io
import json
import tempfile
import unicodedata
from datetime import date, datetime, time
from pathlib import Path
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ...loading.package import COLUMNS
from ...papers.plan_workbook import read as plan_workbook_read
from ...papers.plan_workbook import write as plan_workbook
from ...papers.plan_workbook.columns import BY_FILE, WORKSHEETS
from ..pytest_only.servers.template_database import copy_of_template, odoo
from . import plan_dump
from .test_package import NUMBER, PACKAGE, PackageCase

# the result of a form in an empty database, and the changes of loading it again
IMPORT = """
exec(open({program!r}).read())
env = env(context={{**env.context, "lang": "en_US"}})
packages = env["plan.package"]
read = lambda: packages._read_plan_workbook(open({form!r}, "rb").read(), "bieu.xlsx")
packages._load(*read())
env.cr.commit()
first = dump(env)
counts = packages._load(*read()).counts
changed = {{file: count for file, count in counts.items() if count["new"] or count["changed"]}}
import json
with open({out!r}, "w") as stream:
    json.dump({{"dump": first, "changed": changed}}, stream, default=str)
"""


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plain(value):
    return json.loads(json.dumps(value, default=str))


@tagged("post_install", "-at_install")
class TestRoundTrip(TransactionCase):
    """348/KH-UBND out of one database, as it was loaded and then edited, and into an empty one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packages = cls.env["plan.package"]
        cls.packages._load(cls.packages._read_folder(PACKAGE))
        cls.plan = cls.env["plan.plan"].search([("number", "=", NUMBER)])

    def elsewhere(self, content):
        """Load a form into an empty database; return its dump, and what loading it again would change."""
        with tempfile.TemporaryDirectory() as folder:
            form, out = Path(folder, "bieu.xlsx"), Path(folder, "out.json")
            form.write_bytes(content)
            program = plan_dump.__file__
            code = IMPORT.format(program=program, form=str(form), out=str(out))
            odoo(copy_of_template("form"), "shell", code=code)
            return json.loads(out.read_text())

    def assert_same(self, found, expected):
        for model, rows in expected.items():
            with self.subTest(model=model):
                self.assertEqual(len(found[model]), len(rows))
                for one, other in zip(found[model], rows, strict=True):
                    self.assertEqual(one, other)

    def edit(self):
        """Change the plan as its desk does on screen, in every table."""
        plan, env = self.plan, self.env
        tasks = {task.code: task for task in plan.task_ids}
        tasks["I.2"].write({"deadline_text": "Quý II/2027", "product": "=SUM(A1:A9)"})
        tasks["I.3"].write({"name": "Tên mới “có dấu ngoặc”;\ndòng hai, 1/2, 1.10, 85%", "lead_text": "Sở Nội vụ"})
        tasks["II.6"].unlink()
        section = tasks["I.2"].section_id
        env["plan.task"].create(
            {"plan_id": plan.id, "section_id": section.id, "number": "1.10", "name": "@Nhiệm vụ thêm", "sequence": 9999}
        )
        indicator = plan.indicator_ids[0]
        indicator.name = "+ Tỷ lệ phủ sóng"
        indicator._set_cells({2025: "00123", 2030: "-", 2035: ""})
        plan.funding_ids[0].name = "Nguồn _x0041_ khác & <khác>"
        plan.section_ids[0].name = "-2+3"
        plan.write({"signer": "Nguyễn Văn A", "date_tracking_start": "2026-02-01"})
        schedule = env["plan.reporting.schedule"].search([], limit=1)
        schedule.write(
            {"due_day": 5, "open_days": 0, "is_inclusive": True, "agency_ids": [Command.set(plan.desk_agency_id.ids)]}
        )
        env["plan.reporting.question"].create(
            {"schedule_id": schedule.id, "name": "Chọn?", "kind": "choice", "choices": "Một\nHai, ba", "sequence": 9999}
        )
        env["plan.clarification"].create(
            {"plan_id": plan.id, "name": "Điểm ghi tay", "task_id": tasks["I.2"].id, "kind": "deadline"}
        )
        agency = plan.desk_agency_id
        agency.write({"aliases": "Sở KHCN\nSở KH&CN", "date_to": "2030-12-31"})
        env["plan.agency.group"].search([], limit=1).note = "Dòng một\n\nDòng ba"
        env["plan.holiday"].create({"name": "Nghỉ bù", "date_from": "2027-03-01", "date_to": "2027-03-02"})
        env["plan.clarification"]._refresh(plan)

    def test_as_loaded(self):
        """The form of the plan as its package brought it gives the same plan, field by field."""
        _name, content = self.plan._get_plan_workbook()
        found = self.elsewhere(content)
        self.assert_same(found["dump"], plain(plan_dump.dump(self.env)))
        self.assertEqual(found["changed"], {})

    def test_as_edited(self):
        """The form is made from the database: what was edited goes with it, letter by letter."""
        self.edit()
        _name, content = self.plan._get_plan_workbook()
        found, expected = self.elsewhere(content), plain(plan_dump.dump(self.env))
        for rows in (found["dump"], expected):
            for name in (
                "plan.indicator",
                "plan.task",
                "plan.section",
                "plan.reporting.question",
                "plan.clarification",
            ):
                # their order is the same, the numbers that say so are not
                order = [row.pop("sequence") for row in rows[name]]
                self.assertTrue(order)
            for row in rows["plan.clarification"]:
                # a person's questions come with the package, elsewhere
                row["origin"] = row["origin"].replace("hand", "package")
                del row["key"]
                if row["origin"] == "text":
                    del row["name"]  # worded when the point came up, before the edit
            rows["plan.clarification"].sort(key=repr)
        self.assert_same(found["dump"], expected)
        self.assertEqual(found["changed"], {})

    def test_into_the_same_database(self):
        """A form downloaded from a database changes nothing when it comes back, edited or not."""
        for step in (lambda: None, self.edit):
            step()
            before = plain(plan_dump.dump(self.env))
            report = self.packages._load(
                *self.packages._read_plan_workbook(self.plan._get_plan_workbook()[1], "bieu.xlsx")
            )
            changed = {file: counts for file, counts in report.counts.items() if counts["new"] or counts["changed"]}
            self.assertEqual(changed, {}, [line for line in report.lines if line["level"] == "change"])
            self.env.flush_all()
            self.env.invalidate_all()
            self.assert_same(plain(plan_dump.dump(self.env)), before)

    def test_one_row_per_row_of_the_package(self):
        """The form has the very rows of the package, in its order."""
        files, faults = self.packages._read_plan_workbook(self.plan._get_plan_workbook()[1], "bieu.xlsx")
        self.assertEqual(faults, [])
        for file, rows in self.packages._read_folder(PACKAGE).items():
            if file in ("plan.plan", "plan.agency.group.member"):
                continue  # as many documents, ordered by their dates; members by their groups
            with self.subTest(file=file):
                self.assertEqual(len(files[file]), len(rows))
                for found, row in zip(files[file], rows, strict=True):
                    written = {name: value for name, value in row.items() if value}  # empty is a default in some
                    self.assertEqual({name: found[name] for name in written}, written)


class PlanWorkbookCase(PackageCase):
    """The form of the small plan, and what is done to it."""

    def form(self, plan=None):
        """Return the form as a workbook that can be edited."""
        _name, content = (self.plan if plan is None else plan)._get_plan_workbook()
        return openpyxl.load_workbook(io.BytesIO(content))

    def page(self, book, file):
        return book[BY_FILE[file].title]

    def cell(self, book, file, row, key):
        """Return the cell of a column of the package, wherever the column is."""
        page = self.page(book, file)
        heading = next(column.heading for column in BY_FILE[file].columns if column.key == key)
        return page.cell(row, [cell.value for cell in page[1]].index(heading) + 1)

    def find(self, book, file, **texts):
        """Return the number of the row with these texts."""
        for row in range(2, self.page(book, file).max_row + 1):
            if all(str(self.cell(book, file, row, key).value or "") == text for key, text in texts.items()):
                return row
        raise AssertionError(texts)

    def upload(self, content, name="bieu.xlsx", user=None):
        wizard = self.env["plan.package.import"].with_user(user or self.manager)
        return wizard.create({"source": "upload", "file": base64.b64encode(content), "filename": name})

    def faults(self, book):
        """Return (sheet, row, column, message) of every fault that the preview shows."""
        wizard = self.upload(saved(book))
        wizard.action_preview()
        wrong = wizard.line_ids.filtered(lambda line: line.level == "error")
        return [(line.file, line.row, line.column or "", line.message) for line in wrong]

    def changes(self, content, user=None):
        """Load a form and return {file: (new, changed)} of what was not as it is."""
        wizard = self.upload(content, user=user)
        wizard.action_load()
        counts = wizard.count_ids.filtered(lambda count: count.added or count.changed)
        return {count.file: (count.added, count.changed) for count in counts}


class TestPlanWorkbookOut(PlanWorkbookCase):
    def test_every_column_of_the_package(self):
        """The form has the files and columns of a package, no more and no less."""
        self.assertEqual(
            {worksheet.file: {column.key for column in worksheet.columns} for worksheet in WORKSHEETS},
            {file: set(columns.split()) for file, columns in COLUMNS.items()},
        )

    def test_choices_are_those_of_the_fields(self):
        """The choices in the form are those of the models; a single request for reports is not part of a form."""
        fields = {
            ("plan.plan", "kind"): ("plan.plan", "kind"),
            ("plan.section", "content"): ("plan.section", "content"),
            ("plan.task", "kind"): ("plan.task", "kind"),
            ("plan.reporting.schedule", "kind"): ("plan.reporting.schedule", "kind"),
            ("plan.reporting.question", "kind"): ("plan.reporting.question", "kind"),
            ("plan.reporting.question", "purpose"): ("plan.reporting.question", "purpose"),
            ("plan.clarification", "kind"): ("plan.clarification", "kind"),
            ("plan.agency.succession", "kind"): ("plan.agency.succession", "kind"),
        }
        found = {
            (s.file, c.key): list(c.choices)
            for s in WORKSHEETS
            for c in s.columns
            if len(c.choices) > 2 or c.key == "kind"
        }
        for place, choices in found.items():
            model, name = fields[place]
            known = [code for code, _words in self.env[model]._fields[name].selection if code != "ad_hoc"]
            self.assertEqual(choices, known, place)

    def test_looks(self):
        """Dates are dates, numbers numbers, what people typed is text; heads stay, lists offer their choices."""
        self.plan.write({"signer": "=HYPERLINK(1)"})
        book = self.form()
        row = self.find(book, "plan.plan", number=self.plan.number)
        self.assertEqual(self.cell(book, "plan.plan", row, "issued_on").value, datetime(2025, 12, 20))
        self.assertEqual(self.cell(book, "plan.plan", row, "issued_on").number_format, "dd/mm/yyyy")
        self.assertEqual(self.cell(book, "plan.plan", row, "kind").value, "Kế hoạch")
        signer = self.cell(book, "plan.plan", row, "signer")
        self.assertEqual((signer.value, signer.data_type), ("=HYPERLINK(1)", "s"))
        self.assertEqual(self.cell(book, "plan.target", 2, "year").value, 2025)
        self.assertEqual(self.cell(book, "plan.task", 2, "number").number_format, "@")
        page = self.page(book, "plan.task")
        self.assertEqual((page.freeze_panes, page.print_title_rows), ("D2", "$1:$1"))
        self.assertTrue(self.cell(book, "plan.task", 2, "name").alignment.wrap_text)
        sources = {rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"}
        self.assertIn("'Văn bản'!$A$2:$A$5001", sources)
        self.assertEqual(len(sources), 2)

    def test_empty_form(self):
        """The form for a new plan has the catalogue and no plan; filled in, it brings the plan."""
        book = self.form(self.env["plan.plan"])
        self.assertEqual(self.page(book, "plan.task").max_row, 1)
        self.assertEqual(self.page(book, "plan.agency").max_row, 1 + self.env["plan.agency"].search_count([]))
        document = {"number": "9/KH", "title": "Kế hoạch 9", "kind": "Kế hoạch", "issued_on": "2/1/2026"}
        task = {"section": "I", "number": 1, "kind": "Nhiệm vụ", "name": "Làm", "lead_text": "Sở Nội vụ"}
        for file, values in (
            ("plan.plan", {**document, "desk_agency": "SKHCN"}),
            ("plan.section", {"plan": "9/KH", "content": "Nhiệm vụ", "code": "I", "name": "Chung"}),
            ("plan.task", {"plan": "9/KH", **task}),
        ):
            for key, value in values.items():
                self.cell(book, file, 2, key).value = value
        new = {"plan.plan": (1, 0), "plan.section": (1, 0), "plan.task": (1, 0)}
        self.assertEqual(self.changes(saved(book), user=self.desk), new)
        plan = self.env["plan.plan"].search([("number", "=", "9/KH")])
        self.assertEqual(plan.date_issued, date(2026, 1, 2))
        self.assertEqual(plan.task_ids.lead_ids, self.snv)

    def test_text_too_long_for_a_cell(self):
        """A text that Excel would cut off is named, not lost."""
        with patch.object(plan_workbook, "MAX_TEXT", 20), self.assertRaisesRegex(UserError, "does not fit into a cell"):
            self.plan._get_plan_workbook()


class TestPlanWorkbookBack(PlanWorkbookCase):
    def test_twice_changes_nothing(self):
        """Loaded once a form changes what it says differently, loaded again nothing; nothing is doubled."""
        book = self.form()
        row = self.find(book, "plan.task", section="I", number="2")
        self.cell(book, "plan.task", row, "deadline_text").value = "Năm 2028"
        content = saved(book)
        self.assertEqual(self.changes(content), {"plan.task": (0, 1)})
        self.assertEqual(self.tasks["two_leads"].date_end, date(2028, 12, 31))
        before = self.snapshot()
        self.assertEqual(self.changes(content), {})
        self.assertEqual(self.snapshot(), before)

    def test_many_faults(self):
        """Where nothing fits, the first faults are named, and where reading stopped."""
        self.patch(plan_workbook_read, "MOST_FAULTS", 3)
        worksheet = WORKSHEETS[0]
        rows = [[column.heading for column in worksheet.columns], *[["#N/A"]] * 10]
        _files, faults = plan_workbook_read.read_plan_workbook([(worksheet.title, rows, ())])
        self.assertEqual(
            [(fault.row, fault.code) for fault in faults],
            [*((row, "error_value") for row in (2, 3, 4)), (5, "more_faults")],
        )
        line = self.packages._fault_line(faults[-1])
        self.assertIn("Rows from here on were not read", line["message"])

    def test_preview_keeps_nothing(self):
        book = self.form()
        self.cell(book, "plan.task", 2, "name").value = "Tên khác"
        before = self.tasks["one_lead"].name
        wizard = self.upload(saved(book))
        wizard.action_preview()
        self.assertRecordValues(wizard, [{"state": "preview", "error_count": 0, "change_count": 1}])
        change = wizard.line_ids.filtered(lambda line: line.level == "change")
        self.assertEqual((change.file, change.row), ("Nhiệm vụ", 2))
        self.assertEqual(self.tasks["one_lead"].name, before)

    def test_habits_that_are_read(self):
        """Numbers for texts and texts for numbers, dates as text, blanks, NFD, empty and hidden rows, other columns."""
        book = self.form()
        section = self.cell(book, "plan.task", 2, "section")
        section.value = f" {section.value}\u00a0"
        self.cell(book, "plan.task", 2, "number").value = 1
        self.cell(book, "plan.task", 3, "number").value = 2.0
        name = self.cell(book, "plan.task", 2, "name")
        name.value = f"  {unicodedata.normalize('NFD', name.value)}\r\n"
        self.cell(book, "plan.target", 2, "year").value = " 2025 "
        self.cell(book, "plan.plan", 2, "issued_on").value = "20/12/2025"
        self.cell(book, "plan.plan", 2, "date_tracking_start").value = "1.1.2026"
        self.cell(book, "plan.plan", 2, "kind").value = "KE HOACH"
        self.cell(book, "plan.agency.category", 2, "reports").value = 0
        self.cell(book, "plan.agency.category", 3, "reports").value = "x"
        page = self.page(book, "plan.task")
        page.insert_rows(4, 3)
        page.cell(5, 3).value = "   "
        page.row_dimensions[3].hidden = True
        page.move_range(f"A1:A{page.max_row}", cols=page.max_column + 2)  # the first column last, with a gap
        self.page(book, "plan.section").title = "MUC"
        self.page(book, "plan.funding").title = "plan.funding"
        self.page(book, "plan.plan")["A1"].value = "number"
        book.create_sheet("Nháp")
        del book["Ngày nghỉ"]
        self.assertEqual(self.faults(book), [])
        self.assertEqual(self.changes(saved(book)), {})

    def test_head_below_a_title(self):
        book = self.form()
        page = self.page(book, "plan.task")
        page.insert_rows(1, 2)
        page["A1"].value = "PHỤ LỤC II"
        self.assertEqual(self.changes(saved(book)), {})

    @mute_logger("odoo.sql_db")
    def test_faults(self):
        """Every fault is named with sheet, row, column and what is expected; nothing of the form is kept."""
        task, target, plan = "plan.task", "plan.target", "plan.plan"
        before = self.snapshot()
        for file, row, key, value, column, words in (
            (task, 3, "section", "IX", "Mục", "“IX” in the column “Mục” is unknown"),
            (task, 3, "name", None, "Nội dung nhiệm vụ", "“Nội dung nhiệm vụ” is empty"),
            (task, 3, "kind", "việc", "Loại", "Choose one of: Nhiệm vụ, Nhiệm vụ, giải pháp chung"),
            (
                task,
                3,
                "deadline_text",
                datetime(2026, 12, 31),
                "Thời gian hoàn thành",
                "reads “31/12/2026” as a number or date",
            ),
            (task, 3, "number", datetime(2026, 2, 1), "TT", "reads “01/02/2026” as a number or date"),
            (task, 3, "number", 1.1, "TT", "reads “1.1” as a number or date"),
            (task, 3, "plan", "0/KH", "Văn bản", "no plan with the number “0/KH”"),
            (target, 3, "text", 0.85, "Mục tiêu", "reads “0.85” as a number or date"),
            (target, 3, "text", 1, "Mục tiêu", "reads “1” as a number or date"),
            (task, 3, "number", time(1, 2), "TT", "as a number or date"),
            (target, 3, "year", "hai nghìn", "Năm", "“hai nghìn” is not a year. Enter it as 2030"),
            (target, 3, "year", 2030.5, "Năm", "as a number or date"),
            (target, 3, "indicator", "77", "Chỉ tiêu", "“77” in the column “Chỉ tiêu” is unknown"),
            (plan, 2, "issued_on", "31/02/2026", "Ngày ban hành", "“31/02/2026” is not a date. Enter it as 31/12/2026"),
            (plan, 2, "issued_on", 46000, "Ngày ban hành", "“46000” is a date that has lost its format"),
            (plan, 2, "desk_agency", "KHAC", "Cơ quan đầu mối tổng hợp", "“KHAC” in the column"),
            ("plan.agency", 2, "name", "#REF!", "Tên cơ quan", "the output of a broken formula"),
            ("plan.agency.category", 2, "reports", "hmm", "Có báo cáo", "Choose one of: Có, Không"),
        ):
            with self.subTest(file=file, key=key, value=value):
                book = self.form()
                cell = self.cell(book, file, row, key)
                cell.value = value
                if value == 46000:
                    cell.number_format = "General"
                faults = self.faults(book)
                self.assertEqual(faults[0][:3], (BY_FILE[file].title, row, column))
                self.assertIn(words, faults[0][3])
                with (
                    self.assertRaises(UserError) as refusal,
                    self.env.cr.savepoint(),  # as a request ends that fails
                ):
                    self.changes(saved(book))
                self.env.invalidate_all(flush=False)
                self.assertIn(f"\n{BY_FILE[file].title}, row {row}, column {column}: ", str(refusal.exception))
                self.assertEqual(self.snapshot(), before)

    def test_faults_of_a_worksheet(self):
        """Columns and sheets that were renamed, doubled or merged are named; none of them is passed over."""

        def renamed(book):
            self.page(book, "plan.task")["F1"].value = "Ai làm"
            return "Nhiệm vụ", 1, "Ai làm", "has no column “Ai làm”"

        def doubled(book):
            self.page(book, "plan.task")["F1"].value = "Đơn vị phối hợp"
            return "Nhiệm vụ", 1, "Đơn vị phối hợp", "appears twice"

        def missing(book):
            self.page(book, "plan.task").delete_cols(5)
            return "Nhiệm vụ", 1, "Nội dung nhiệm vụ", "is missing"

        def merged(book):
            self.page(book, "plan.task").merge_cells("F2:F4")
            return "Nhiệm vụ", 2, "", "F2:F4 are merged"

        def no_heading(book):
            self.page(book, "plan.task")["Z3"].value = "xem lại"
            return "Nhiệm vụ", 3, "", "“xem lại” has no heading above it"

        def other_worksheet(book):
            self.page(book, "plan.task").title = "Nhiem vu moi"
            return "Nhiem vu moi", 1, "", "no worksheet “Nhiem vu moi”"

        def same_worksheet(book):
            book.copy_worksheet(self.page(book, "plan.task")).title = "plan.task"
            return "Nhiệm vụ", 1, "", "another worksheet of this kind"

        for change in (renamed, doubled, missing, merged, no_heading, other_worksheet, same_worksheet):
            with self.subTest(change=change.__name__):
                book = self.form()
                *place, words = change(book)
                faults = self.faults(book)
                self.assertEqual(list(faults[0][:3]), place)
                self.assertIn(words, faults[0][3])

    def test_all_faults_at_once(self):
        book = self.form()
        self.cell(book, "plan.task", 2, "kind").value = "?"
        self.cell(book, "plan.task", 2, "number").value = 1.5
        self.cell(book, "plan.task", 3, "section").value = "IX"
        self.cell(book, "plan.target", 2, "year").value = "x"
        places = {(worksheet, row, column) for worksheet, row, column, _message in self.faults(book)}
        self.assertEqual(
            places, {("Nhiệm vụ", 2, "Loại"), ("Nhiệm vụ", 2, "TT"), ("Nhiệm vụ", 3, "Mục"), ("Mục tiêu", 2, "Năm")}
        )

    def test_no_form(self):
        """A file that is not our form, or not an XLSX at all, is refused in words."""
        other = openpyxl.Workbook()
        other.active["A1"].value = "x"
        for content, name, words in (
            (saved(other), "khac.xlsx", "is not the offline form of a plan"),
            (b"PK khong phai", "hong.xlsx", "is a text file"),
            (saved(other), "khac.zip", "contains no CSV files"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, words):
                self.upload(content, name).action_preview()

    def test_killed_midway(self):
        """A loading that dies between two sheets leaves nothing behind."""
        book = self.form(self.env["plan.plan"])
        for key, value in (("code", "VX"), ("name", "Viện X"), ("category", "so")):
            self.cell(book, "plan.agency", 8, key).value = value
        before = self.snapshot()
        steps = self.env.registry["plan.holiday"]
        with (
            patch.object(steps, "create", side_effect=SystemExit),
            self.assertRaises(SystemExit),
            self.env.cr.savepoint(),
        ):
            for key, value in (("name", "Nghỉ"), ("date_from", "1/5/2027")):
                self.cell(book, "plan.holiday", 2, key).value = value
            self.changes(saved(book))
        self.env.invalidate_all(flush=False)
        self.assertEqual(self.snapshot(), before)
        self.assertEqual(self.changes(saved(book)), {"plan.agency": (1, 0), "plan.holiday": (1, 0)})

    def test_rights(self):
        """A form is the plan's desk's and the manager's; another desk, officers, leaders and readers have none."""
        for user in (self.desk, self.manager):
            self.assertTrue(self.plan.with_user(user)._get_plan_workbook()[1])
        for user in (self.officer_snv, self.leader_snv, self.reader, self.internal):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self.plan.with_user(user).action_export_workbook()
                with self.assertRaises(AccessError):
                    self.env["plan.plan"].with_user(user)._get_plan_workbook()
                with self.assertRaises(AccessError):
                    self.upload(b"", user=user)
        self.plan.desk_agency_id = self.stc
        with self.assertRaises(AccessError):
            self.plan.with_user(self.desk).action_export_workbook()


@tagged("post_install", "-at_install")
class TestFormOverHttp(PlanWorkbookCase, HttpCase):
    def test_who_gets_the_form(self):
        """The desk and the manager download it; officers, leaders and readers are refused, strangers sent to log in."""
        for user, status in (
            (self.desk, 200),
            (self.manager, 200),
            (self.officer_snv, 403),
            (self.leader_snv, 403),
            (self.reader, 403),
            (self.internal, 403),
        ):
            user.password = user.login
            self.authenticate(user.login, user.login)
            for path in ("/plan_tracking/plan_workbook", f"/plan_tracking/plan_workbook/{self.plan.id}"):
                with self.subTest(user=user.name, path=path):
                    answer = self.url_open(path)
                    if user == self.internal and path[-1].isdigit():
                        status = 404  # they may not know of any plan
                    self.assertEqual(answer.status_code, status)
                    if status == 200:
                        self.assertIn("attachment", answer.headers["Content-Disposition"])
                        self.assertEqual(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[1], "Văn bản")
        self.authenticate(None, None)
        answer = self.url_open("/plan_tracking/plan_workbook", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
