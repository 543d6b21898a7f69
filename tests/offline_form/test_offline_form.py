import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests.common import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...papers.offline_form.marks import make_mark, read_mark
from ..reporting.reporting_common import ReportingCase, d
from ..reporting.test_report_page import PageCase

TODAY = freeze_time("2026-03-10 03:00:00")


class Filler:
    """A form as an officer has it open: cells are named by sheet, row of the report, column."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.worksheets = {}
        for worksheet in self.book:
            kind, values = read_mark(worksheet["A1"].value) or (None, {})
            if kind == "columns":
                self.worksheets[values["key"]] = worksheet

    def place(self, key, record, column):
        """Return the cell of a record's row in that column."""
        worksheet = self.worksheets[key]
        names = {cell.value: cell.column for cell in worksheet[1]}
        for row in range(3, worksheet.max_row + 1):
            mark = read_mark(worksheet.cell(row, 1).value)
            if mark and mark[1].get("id") == record.id:
                return worksheet.cell(row, names[column])
        raise AssertionError(f"{record} is not in the form")

    def content(self):
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


class OfflineFormCase(ReportingCase):
    """The reports of March: SNV's with two lines, STC's with four, two figures, and a question of each kind."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(TODAY)
        super().setUpClass()
        counted = cls.new_indicator("9", "Tỷ lệ hồ sơ trực tuyến", cells={2026: "≥ 50%"})
        counted.write({"frequency": "month", "responsible_agency_id": cls.stc.id})
        cls.counted = counted.metric_ids
        cls.month.question_ids = [
            Command.clear(),
            Command.create({"name": "Khó khăn, vướng mắc", "purpose": "obstacle", "is_required": True}),
            Command.create({"name": "Bao nhiêu máy chủ?", "kind": "number"}),
            Command.create({"name": "Đã có kế hoạch chưa?", "kind": "yes_no"}),
            Command.create({"name": "Đánh giá chung", "kind": "choice", "choices": "Tốt\nKhá, trung bình\nYếu"}),
            Command.create({"name": "Kèm tệp", "kind": "file"}),
        ]

    def setUp(self):
        super().setUp()
        self.start(self.month)
        self.of_stc = self.report(self.stc).with_user(self.officer_stc)
        self.of_snv = self.report(self.snv).with_user(self.officer_snv)
        self.row = self.of_stc.measurement_ids.filtered(lambda row: row.metric_id == self.counted)
        self.judged = self.of_stc.measurement_ids - self.row
        self.work = self.of_stc.line_ids[0]
        self.words, self.number, self.yes_no, self.choice, self.with_file = self.of_stc.narrative_ids

    def form(self, report=None):
        return Filler((report or self.of_stc)._get_offline_form_file()[1])

    def upload(self, form, report=None, user=None):
        """Return the wizard of an upload, not yet pressed."""
        content = form if isinstance(form, bytes) else form.content()
        report = report or self.of_stc
        wizards = self.env["plan.offline.form.import"].with_user(user or self.people[report.agency_id][0])
        return wizards.create({"report_id": report.id, "file": base64.b64encode(content), "filename": "Biểu.xlsx"})

    def preview(self, form, report=None, user=None):
        """Return what the preview says: [(level, column, old, new)]."""
        wizard = self.upload(form, report, user)
        wizard.action_preview()
        return [
            (line.level, (line.column or "").partition(" – ")[2], line.text_now or "", line.text_form or "")
            for line in wizard.line_ids
        ]

    def faults(self, form, report=None):
        """Return [(sheet, row, column letter, sentence)] of the faults that the preview names."""
        wizard = self.upload(form, report)
        wizard.action_preview()
        lines = wizard.line_ids.filtered(lambda line: line.level == "fault")
        self.assertEqual(wizard.fault_count, len(lines))
        return [(line.worksheet, line.row, (line.column or "").partition(" – ")[0], line.message) for line in lines]

    def save(self, form, report=None, user=None):
        wizard = self.upload(form, report, user)
        wizard.action_import()
        self.assertEqual(wizard.state, "done", wizard.line_ids.mapped("message"))
        self.env.invalidate_all()
        return wizard


class TestOfflineFormOut(OfflineFormCase):
    """The content of the form, and its editable cells."""

    def test_heights(self):
        """Each row has room for its lines and for some that are typed: LibreOffice would draw them over each other."""
        self.tasks["one_lead"].sudo().name = "Xây dựng và triển khai kế hoạch chuyển đổi số của cơ quan, đơn vị " * 6
        form = self.form(self.of_snv)
        worksheet = form.worksheets["lines"]
        long = form.place("lines", self.line(self.of_snv, "one_lead"), "text").row
        heights = {row: worksheet.row_dimensions[row].height for row in range(3, worksheet.max_row + 1)}
        self.assertGreater(heights.pop(long), 9 * 14)
        self.assertTrue(all(height > 3 * 14 for height in heights.values()))

    def test_rows_of_the_page(self):
        """Every row of the page has its row in the form, with the texts of the page."""
        page, form = self.of_stc.get_page(), self.form()
        self.assertEqual(set(form.worksheets), {"lines", "measurements", "narratives"})
        for section in page["sections"]:
            worksheet = form.worksheets[section["key"]]
            self.assertEqual(worksheet.max_row, 2 + len(section["rows"]))
            names = {cell.value: cell.column for cell in worksheet[1]}
            for row in section["rows"]:
                record = self.env[row["model"]].browse(row["id"])
                said = form.place(section["key"], record, "name").value
                self.assertIn(row["name"], said)
            self.assertIn("is_nil", names)

    def test_only_what_is_asked_is_open(self):
        form = self.form()
        opened = {
            (key, cell.coordinate)
            for key, worksheet in form.worksheets.items()
            for cells in worksheet.iter_rows()
            for cell in cells
            if not cell.protection.locked
        }
        asked = [
            ("lines", line, name)
            for line in self.of_stc.line_ids
            for name in ("text", "stage_id", "next_step", "date_next_step", "obstacle", "proposal", "is_nil")
        ]
        asked += [("measurements", self.row, name) for name in ("actual", "estimate", "note", "source", "is_nil")]
        asked += [("measurements", self.judged, name) for name in ("verdict", "note", "source", "is_nil")]
        asked += [("narratives", row, "answer") for row in self.of_stc.narrative_ids - self.with_file]
        asked += [("narratives", row, "is_nil") for row in self.of_stc.narrative_ids]
        self.assertEqual(opened, {(key, form.place(key, row, name).coordinate) for key, row, name in asked})
        for worksheet in form.book:
            self.assertTrue(worksheet.protection.sheet or worksheet.title == "lists")
            self.assertFalse(worksheet.protection.password)
            self.assertTrue(worksheet.title == "lists" or worksheet.column_dimensions["A"].hidden)
        self.assertEqual(form.book["lists"].sheet_state, "veryHidden")

    def test_columns_of_the_page(self):
        """Both ask the same cells under the same names, and no cell that cannot be saved."""
        self.counted.aggregation = "ratio"
        page, form = self.of_stc.get_page(), self.form()
        for section in page["sections"]:
            worksheet = form.worksheets[section["key"]]
            titles = {key.value: title.value for key, title in zip(worksheet[1], worksheet[2], strict=True)}
            for row in section["rows"]:
                record = self.env[row["model"]].browse(row["id"])
                asked = [one for one in section["columns"] if not one["asked"] or one["asked"] in row["asks"]]
                self.assertLessEqual({one["name"] for one in asked}, record._WRITABLE & row.keys())
                labels = [one["label"] for one in asked if one["kind"] != "file"]
                opened = [
                    title
                    for key, title in titles.items()
                    if key not in (None, "is_nil") and not form.place(section["key"], record, key).protection.locked
                ]
                self.assertEqual(opened, labels)

    def test_choices(self):
        """A cell that offers choices offers those of the page: the stages of the row's own track."""
        form, page = self.form(), self.of_stc.get_page()
        lines = next(section["rows"] for section in page["sections"] if section["key"] == "lines")
        for row in lines:
            cell = form.place("lines", self.env["plan.report.line"].browse(row["id"]), "stage_id")
            self.assertEqual(self.offered(form, cell), [name for _id, name in page["stages"][row["track_id"]]])
            self.assertEqual(cell.value, row["stage_name"])
        self.assertEqual(
            self.offered(form, form.place("narratives", self.choice, "answer")), ["Tốt", "Khá, trung bình", "Yếu"]
        )
        self.assertEqual(self.offered(form, form.place("narratives", self.yes_no, "answer")), ["Yes", "No"])
        self.assertEqual(self.offered(form, form.place("lines", self.work, "is_nil")), ["x"])

    def offered(self, form, cell):
        [check] = [check for check in cell.parent.data_validations.dataValidation if cell.coordinate in check.cells]
        self.assertEqual(check.type, "list")
        area = check.formula1.removeprefix("lists!").replace("$", "")
        return [cells[0].value for cells in form.book["lists"][area]]

    def test_checks(self):
        form = self.form()
        checks = {
            area.coord: check
            for check in form.worksheets["measurements"].data_validations.dataValidation
            for area in check.sqref.ranges
        }
        check = checks[form.place("measurements", self.row, "actual").coordinate]
        self.assertEqual((check.type, check.formula1, check.errorStyle), ("decimal", "-999999999999", None))
        dates = form.worksheets["lines"].data_validations.dataValidation
        self.assertIn("date", {check.type for check in dates})

    def test_guide(self):
        """The agency, due time and instructions of the form."""
        texts = [cell.value for cells in self.form().book.worksheets[0].iter_rows() for cell in cells if cell.value]
        said = "\n".join(map(str, texts))
        for words in (self.stc.name, self.of_stc.period_id.display_name, self.of_stc.last_day_text, "officer_stc"):
            self.assertIn(words, said)

    def test_typed_text_is_no_formula(self):
        self.work.write({"text": '=HYPERLINK("http://x")', "obstacle": "@SUM(1)"})
        cell = self.form().place("lines", self.work, "text")
        self.assertEqual((cell.data_type, cell.value), ("s", '=HYPERLINK("http://x")'))

    def test_who_gets_it(self):
        for user, words in (
            (self.desk, "only its officers and leaders"),
            (self.reader, "only its officers and leaders"),
        ):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, words):
                self.of_stc.with_user(user)._get_offline_form_file()
        self.assertTrue(self.of_stc.with_user(self.leader_stc)._get_offline_form_file())
        self.submit(self.of_stc)
        with self.assertRaisesRegex(UserError, "can no longer be filled in"):
            self.of_stc._get_offline_form_file()


class TestOfflineFormBack(OfflineFormCase):
    """A form that an officer has filled in is in the database; nobody's work is undone by it."""

    def fill_all(self, form):
        """Fill in every cell that is asked of STC; return what the database says of it afterwards."""
        values = {
            ("lines", self.work, "text"): "Đã ban hành kế hoạch\nvà triển khai",
            ("lines", self.work, "stage_id"): self.stage("draft").name,
            ("lines", self.work, "next_step"): "Lấy ý kiến",
            ("lines", self.work, "date_next_step"): d("15/4"),
            ("lines", self.work, "obstacle"): "Thiếu người",
            ("lines", self.work, "proposal"): 15,
            ("lines", self.of_stc.line_ids[1], "is_nil"): "x",
            ("measurements", self.row, "actual"): 85.75,
            ("measurements", self.row, "estimate"): "1.234,5",
            ("measurements", self.row, "note"): "Theo báo cáo",
            ("measurements", self.row, "source"): "Cục Thống kê",
            ("measurements", self.judged, "verdict"): "On Track",
            ("narratives", self.words, "answer"): "Không",
            ("narratives", self.number, "answer"): 0,
            ("narratives", self.yes_no, "answer"): "yes",
            ("narratives", self.choice, "answer"): "khá, trung bình",
        }
        for (key, record, column), value in values.items():
            form.place(key, record, column).value = value

    def test_filled_in_by_an_officer(self):
        form = self.form()
        self.fill_all(form)
        preview = self.preview(form)
        self.assertEqual({level for level, *_rest in preview}, {"change"})
        self.assertEqual(len(preview), 16)
        self.assertIn(("change", "Actual", "", "85,75"), preview)
        self.assertFalse(self.work.text, "the preview keeps nothing")
        self.save(form)
        self.assertRecordValues(
            self.work,
            [
                {
                    "text": "Đã ban hành kế hoạch\nvà triển khai",
                    "stage_id": self.stage("draft").id,
                    "next_step": "Lấy ý kiến",
                    "date_next_step": d("15/4"),
                    "obstacle": "Thiếu người",
                    "proposal": "15",
                    "is_typed": True,
                    "writer_id": self.officer_stc.id,
                    "revision": 1,
                }
            ],
        )
        self.assertTrue(self.of_stc.line_ids[1].is_nil)
        self.assertRecordValues(
            self.row,
            [
                {
                    "actual": 85.75,
                    "estimate": 1234.5,
                    "has_actual": True,
                    "note": "Theo báo cáo",
                    "source": "Cục Thống kê",
                }
            ],
        )
        self.assertEqual((self.judged.verdict, self.words.text), ("on_track", "Không"))
        self.assertEqual((self.number.number, self.number.has_number), (0, True), "nought is a figure")
        self.assertEqual((self.yes_no.yes_no, self.choice.choice), ("yes", "Khá, trung bình"))

    def test_twice_changes_nothing(self):
        form = self.form()
        self.fill_all(form)
        self.save(form)
        rows = (*self.of_stc.line_ids, *self.of_stc.measurement_ids, *self.of_stc.narrative_ids)
        before = [(row.revision, row.date_written) for row in rows]
        self.assertEqual([line for line in self.preview(form) if line[0] != "note"], [])
        self.save(form)
        self.assertEqual([(row.revision, row.date_written) for row in rows], before)
        self.assertEqual(self.preview(self.form()), [], "nor does a form that nobody has touched")

    def test_emptied_cell(self):
        """A cell that is empty leaves the row alone; one that the officer has emptied is emptied."""
        self.work.write({"text": "Cũ", "obstacle": "Cũ"})
        self.row.write({"actual": "5"})
        form = self.form()
        form.place("lines", self.work, "text").value = None
        form.place("measurements", self.row, "actual").value = None
        self.assertEqual(
            sorted(self.preview(form)),
            [("change", "Actual", "5", "(emptied)"), ("change", "Result of the Period", "Cũ", "(emptied)")],
        )
        self.save(form)
        self.assertEqual((self.work.text or "", self.work.obstacle), ("", "Cũ"))
        self.assertFalse(self.row.has_actual)

    def test_what_office_programs_make_of_values(self):
        """A number in a text cell, a text in a number cell, a percent, a sum that is not round, a day as text."""
        form = self.form()
        form.place("lines", self.work, "text").value = 1.5
        form.place("lines", self.work, "next_step").value = d("15/3")
        form.place("lines", self.work, "date_next_step").value = "1/4/2026"
        form.place("lines", self.work, "is_nil").value = False
        actual = form.place("measurements", self.row, "actual")
        actual.value, actual.number_format = 0.8575, "0.00%"
        form.place("measurements", self.row, "estimate").value = 0.1 + 0.2
        form.place("narratives", self.number, "answer").value = " 1.200 "
        self.save(form)
        self.assertRecordValues(
            self.work, [{"text": "1,5", "next_step": "15/03/2026", "date_next_step": d("1/4"), "is_nil": False}]
        )
        self.assertRecordValues(self.row, [{"actual": 85.75, "estimate": 0.3}])
        self.assertEqual(self.number.number, 1200)

    def test_sorted_renamed_moved(self):
        """Rows and columns are found by their keys, whatever was done to the sheets."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Một"
        form.place("lines", self.of_stc.line_ids[2], "text").value = "Ba"
        worksheet = form.worksheets["lines"]
        rows = [[cell.value for cell in cells] for cells in worksheet.iter_rows()]
        order = [rows[0], rows[4], rows[1], rows[2]]  # one row is deleted, the others are in another order
        names = list(rows[0])
        worksheet.delete_rows(1, worksheet.max_row)
        for row in order:
            row[names.index("code")], row[names.index("text")] = row[names.index("text")], row[names.index("code")]
            worksheet.append(row)
        worksheet.insert_rows(1, 3)
        worksheet.title = "Việc của phòng"
        form.book.move_sheet(worksheet, 5)
        form.book.create_sheet("Ghi chú").append(["tự tính"])
        self.assertEqual(
            sorted(self.preview(form)),
            [
                ("change", "Result of the Period", "", "Ba"),
                ("change", "Result of the Period", "", "Một"),
                ("note", "", "", ""),
                ("note", "", "", ""),
            ],
        )
        self.save(form)
        self.assertEqual(self.of_stc.line_ids.mapped("text"), ["Một", False, "Ba", False])

    def test_deleted_column_is_not_emptied(self):
        self.work.write({"text": "Cũ", "obstacle": "Cũ"})
        form = self.form()
        form.worksheets["lines"].delete_cols(form.place("lines", self.work, "obstacle").column)
        form.place("lines", self.work, "text").value = "Mới"
        self.save(form)
        self.assertEqual((self.work.text, self.work.obstacle), ("Mới", "Cũ"))

    def test_nothing_new(self):
        """Marking it is enough; who says something new undoes it, as on the page."""
        self.work.write({"is_nil": True})
        form = self.form()
        form.place("lines", self.work, "text").value = "Có việc mới"
        form.place("narratives", self.words, "is_nil").value = "có"
        self.save(form)
        self.assertEqual((self.work.is_nil, self.work.text), (False, "Có việc mới"))
        self.assertTrue(self.words.is_nil)


class TestOfflineFormFaults(OfflineFormCase):
    """Every fault is named with sheet, row and column; nothing is saved where there is one."""

    def test_each_fault_by_its_place(self):
        form = self.form()
        bad = {
            ("measurements", self.row, "actual"): ("khoảng 80", "is not a number"),
            ("measurements", self.row, "estimate"): ("N/A", "is not a number"),
            ("measurements", self.row, "is_nil"): ("có lẽ", "Write x"),
            ("lines", self.work, "text"): ("=1+1", "formula without a result"),
            ("lines", self.work, "stage_id"): ("Gần xong", "cannot be chosen here"),
            ("lines", self.work, "date_next_step"): ("quý II", "is not a day"),
            ("lines", self.work, "obstacle"): ("a" * 5001, "at most 5000"),
            ("lines", self.work, "next_step"): ("a" * 301, "at most 300"),
            ("narratives", self.number, "answer"): (d("1/5"), "is not a number"),
            ("narratives", self.yes_no, "answer"): ("chưa rõ", "cannot be chosen here"),
            ("narratives", self.choice, "answer"): ("Giỏi", "Tốt, Khá, trung bình, Yếu"),
            ("narratives", self.with_file, "answer"): ("ảnh.png", "not asked here"),
        }
        expected = {}
        for (key, record, column), (value, words) in bad.items():
            cell = form.place(key, record, column)
            cell.value = value
            expected[cell.parent.title, cell.row, cell.column_letter] = words
        form.place("lines", self.of_stc.line_ids[1], "text").value = "Tốt"
        faults = {(worksheet, row, column): message for worksheet, row, column, message in self.faults(form)}
        self.assertEqual(sorted(faults), sorted(expected))
        for place, words in expected.items():
            self.assertIn(words, faults[place])
        wizard = self.upload(form)
        wizard.action_import()
        self.assertEqual(wizard.state, "preview")
        self.assertFalse(self.of_stc.line_ids[1].text, "all or nothing")

    def one_fault(self, words, *cells):
        form = self.form()
        for key, record, column, value in cells:
            form.place(key, record, column).value = value
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertIn(words, message)
        self.upload(form).action_import()
        self.assertFalse(any(self.of_stc.line_ids.mapped("is_typed")))

    def test_faults_of_a_row(self):
        for words, *cells in (
            ("the next step and its date", ("lines", self.work, "next_step", "Lấy ý kiến")),
            ("between the years", ("lines", self.work, "date_next_step", d("1/1/1999"))),
            ("cannot be empty", ("lines", self.work, "stage_id", None)),
            ("the row contains news", ("lines", self.work, "is_nil", "x"), ("lines", self.work, "text", "Mới")),
        ):
            with self.subTest(words=words):
                self.one_fault(words, *cells)

    def test_stage_that_hands_in(self):
        """Moving to the stage that hands the result in asks for the result, as on the page."""
        self.one_fault("product", ("lines", self.work, "stage_id", self.stage("review").name))

    def test_denominator(self):
        self.counted.aggregation = "ratio"
        form = self.form()
        form.place("measurements", self.row, "numerator").value = 5
        form.place("measurements", self.row, "denominator").value = 0
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertIn("denominator is zero", message)
        form.place("measurements", self.row, "denominator").value = 50
        self.save(form)
        self.assertEqual(self.row.actual, 10)
        self.assertEqual(self.preview(form), [], "what one has saved oneself needs no remark")

    def test_rows_of_nobody(self):
        """A row that somebody added, a duplicate, one of another report."""
        form = self.form()
        worksheet = form.worksheets["lines"]
        first = form.place("lines", self.work, "text").row
        worksheet.append([None, "99", "Việc tự thêm"])
        worksheet.append([cell.value for cell in worksheet[first]])
        mark = read_mark(worksheet.cell(first, 1).value)[1]
        worksheet.append([make_mark("row", **{**mark, "id": self.of_snv.line_ids[0].id}), "1", "Việc của sở khác"])
        last = worksheet.max_row
        faults = {row: message for _worksheet, row, _column, message in self.faults(form)}
        self.assertEqual(faults.keys(), {last - 2, last - 1, last})
        for row, words in (
            (last - 2, "not belong to the report"),
            (last - 1, f"Row {first} already"),
            (last, "no longer in the report"),
        ):
            self.assertIn(words, faults[row])

    def test_no_form(self):
        other = openpyxl.Workbook()
        other.active.append(["x"])
        stream = io.BytesIO()
        other.save(stream)
        for content, words in (
            (stream.getvalue(), "not an offline form"),
            (b"a,b", "is a text file"),
            (b"PK", "cannot|text"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.preview(content)

    def test_form_of_something_else(self):
        april = self.env["plan.period"].create(self.month._get_period_values(d("1/4")))
        april._make_reports(self.stc.ids, 1)
        later = april.report_ids.with_user(self.officer_stc)
        both = self.form(self.of_snv)
        for form, report, words in (
            (both, self.of_stc, "form of Sở Nội vụ, but the report belongs to Sở Tài chính"),
            (self.form(), later, "for “Month 3/2026”, but the report is for “Month 4/2026”"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.preview(form, report)
        form = self.form()
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        with self.assertRaisesRegex(UserError, "another system"):
            self.preview(form)

    def test_marks_that_were_tampered_with(self):
        for text in ("plan_tracking:report:[1]", "plan_tracking:report:{", 'plan_tracking:report:{"database": {}}'):
            form = self.form()
            form.book.worksheets[0]["A1"].value = text
            with self.subTest(text=text), self.assertRaises(UserError):
                self.preview(form)
        form = self.form()
        mark = form.worksheets["lines"]["A3"]
        for values in ({"id": "1"}, {"id": -1}, {"id": 2**40}, {"was": 3}, {"revision": None}):
            mark.value = make_mark("row", **{"key": "lines", "id": 1, "revision": 0, "was": {}, **values})
            with self.subTest(values=values):
                self.assertEqual(len(self.faults(form)), 1)

    def test_new_revision(self):
        form = self.form()
        self.accept(self.of_stc)
        again = self.revise(self.of_stc).with_user(self.officer_stc)
        with self.assertRaisesRegex(UserError, "earlier revision"):
            self.preview(form, again)

    def test_submitted_meanwhile(self):
        form = self.form()
        form.place("lines", self.work, "text").value = "Muộn"
        wizard = self.upload(form)
        wizard.action_preview()
        self.submit(self.of_stc)
        for action in (wizard.action_preview, wizard.action_import):
            with self.assertRaisesRegex(UserError, "“Submitted”: it can no longer be filled in"):
                action()
        self.assertNotEqual(self.work.text, "Muộn")

    def test_older_state(self):
        """Another user's later changes are not undone: kept where the form says nothing new, else a fault."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Của tôi"
        self.work.with_user(self.leader_stc).write({"obstacle": "Của lãnh đạo"})
        self.of_stc.line_ids[1].with_user(self.leader_stc).write({"text": "Cũng của lãnh đạo"})
        self.assertEqual(self.preview(form), [("change", "Result of the Period", "", "Của tôi"), ("note", "", "", "")])
        self.save(form)
        self.assertEqual((self.work.text, self.work.obstacle), ("Của tôi", "Của lãnh đạo"))
        self.work.with_user(self.leader_stc).write({"text": "Khác"})
        form.place("lines", self.work, "text").value = "Của tôi, lần hai"
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertRegex(message, r"leader_stc has changed this since .*10/03/2026 10:00")
        self.upload(form).action_import()
        self.assertEqual(self.work.text, "Khác")

    def test_filled_in_bit_by_bit(self):
        """Users who keep one file all month upload it again and again: their own earlier words are not a fault."""
        form = self.form()
        for text in ("Tuần một", "Tuần một, tuần hai"):
            form.place("lines", self.work, "text").value = text
            self.save(form)
            self.assertEqual(self.work.text, text)
        form.place("lines", self.work, "text").value = "Tuần ba"
        wizard = self.upload(form)
        wizard.action_preview()
        [line] = wizard.line_ids
        self.assertEqual((line.level, line.text_now, line.text_form), ("change", "Tuần một, tuần hai", "Tuần ba"))
        self.assertIn("You have changed this", line.message)
        self.work.with_user(self.leader_stc).write({"text": "Của lãnh đạo"})
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertIn("leader_stc has changed this", message)

    def test_stage_that_moved_on_the_board(self):
        """The assignment went on meanwhile: the form, which nobody touched there, does not take it back."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Mới"
        self.work.assignment_id.with_user(self.officer_stc).stage_id = self.stage("draft")
        self.save(form)
        self.assertEqual(self.work.stage_id, self.stage("draft"))

    def test_only_returned_rows(self):
        """If single rows were returned, the others are locked in the form, and refused when changed."""
        self.approve(self.of_stc)
        self.give_back(self.of_stc, self.desk, line_ids=[Command.set(self.work.ids)])
        form = self.form()
        other = self.of_stc.line_ids[1]
        self.assertTrue(form.place("lines", other, "text").protection.locked)
        form.place("lines", self.work, "text").value = "Đã sửa"
        self.assertEqual(self.preview(form), [("change", "Result of the Period", "", "Đã sửa")])
        form.place("lines", other, "text").value = "Không được"
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertIn("was not returned", message)

    def test_refused_while_saving(self):
        """A fault that appears only while saving undoes all, and names the row."""
        form = self.form()
        first, second = self.of_stc.line_ids[:2]
        for line in (first, second):
            form.place("lines", line, "text").value = "Mới"
        wizard = self.upload(form)
        save_row, words = type(first).save_row, "không được"

        def refuse(row, values, revision):
            if row == second:
                raise UserError(words)
            return save_row(row, values, revision)

        self.patch(type(first), "save_row", refuse)
        with self.assertRaisesRegex(UserError, "Nothing was saved.*“Work”, row 4: không được"), self.rolled_back():
            wizard.action_import()
        self.assertFalse(first.text)


class TestOfflineFormRights(OfflineFormCase):
    """Users who upload write as on the page: with their own rights only."""

    def test_who_may(self):
        form = self.form()
        form.place("lines", self.work, "text").value = "Mới"
        for user in (self.officer_snv, self.leader_snv, self.desk, self.officer_cao):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.upload(form, user=user).action_import()
        self.assertFalse(self.work.text)
        self.save(form, user=self.leader_stc)
        self.assertEqual(self.work.writer_id, self.leader_stc)

    def test_desk_that_enters(self):
        self.of_stc.with_user(self.desk).action_begin_entry()
        with self.assertRaisesRegex(UserError, "Only the desk"):
            self.form()
        form = self.form(self.of_stc.with_user(self.desk))
        form.place("narratives", self.words, "answer").value = "Theo bản giấy"
        self.save(form, user=self.desk)
        self.assertEqual(self.words.text, "Theo bản giấy")


@tagged("post_install", "-at_install")
class TestOfflineFormRoute(OfflineFormCase, HttpCase):
    """The file over HTTP, as each role."""

    def test_download(self):
        for user, status in (
            (self.officer_stc, 200),
            (self.leader_stc, 200),
            (self.officer_two, 200),
            (self.officer_snv, 404),
            (self.leader_snv, 404),
            (self.desk, 403),
            (self.reader, 403),
            (self.manager, 403),
            (self.internal, 404),
            (self.portal, 404),
        ):
            with self.subTest(user=user.name):
                self.authenticate(user.login, user.login)
                answer = self.url_open(f"/plan_tracking/report/{self.of_stc.id}/offline_form")
                self.assertEqual(answer.status_code, status)
                self.assertEqual(answer.content.startswith(b"PK"), status == 200)
                if status == 403:
                    self.assertIn(self.stc.name, answer.text)
        self.assertEqual(self.url_open("/plan_tracking/report/99999999/form").status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(f"/plan_tracking/report/{self.of_stc.id}/offline_form", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_upload(self):
        """Over RPC, with whatever report the caller names: only who fills in the report saves anything."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Mới"
        values = {"report_id": self.of_stc.id, "file": base64.b64encode(form.content()).decode(), "filename": "a.xlsx"}
        for user in (
            self.officer_snv,
            self.leader_snv,
            self.desk,
            self.reader,
            self.manager,
            self.internal,
            self.portal,
        ):
            with self.subTest(user=user.name):
                self.authenticate(user.login, user.login)
                for method in ("action_preview", "action_import"):
                    answer = self.call("create", [values])
                    if "result" in answer:
                        answer = self.call(method, answer["result"])
                    self.assertIn("odoo.exceptions", answer["error"]["data"]["name"])
                self.assertFalse(self.work.text)
        self.authenticate(self.officer_stc.login, self.officer_stc.login)
        self.call("action_import", self.call("create", [values])["result"])
        self.env.invalidate_all()
        self.assertEqual((self.work.text, self.work.writer_id), ("Mới", self.officer_stc))

    @mute_logger("odoo.http")
    def call(self, method, *args):
        model = "plan.offline.form.import"
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"jsonrpc": "2.0", "params": params})
        return answer.json()

    def test_name(self):
        self.authenticate(self.officer_stc.login, self.officer_stc.login)
        answer = self.url_open(f"/plan_tracking/report/{self.of_stc.id}/offline_form")
        self.assertRegex(answer.headers["Content-Disposition"], r"bieu-bao-cao-stc-(month|thang)-3-2026\.xlsx")
        self.assertTrue(Filler(answer.content).worksheets)


class TestOfflineFormQueries(PageCase):
    """Form and preview take as many queries for sixty rows as for one."""

    def download(self, report):
        return self.count_queries(lambda: report.with_user(self.officer_em)._get_offline_form_file())

    def comparing(self, report):
        report = report.with_user(self.officer_em)
        form = Filler(report._get_offline_form_file()[1])
        stages = report.get_page()["stages"]
        for line in report.line_ids:
            form.place("lines", line, "text").value = "Đã xong"
            form.place("lines", line, "stage_id").value = stages[line.task_id.track_id.id][1][1]
        for row in report.measurement_ids:
            form.place("measurements", row, "actual").value = 5
        for row in report.narrative_ids:
            form.place("narratives", row, "answer").value = "Không"
        worksheets = self.env["plan.xlsx.reader"]._read_upload(base64.b64encode(form.content()), "x.xlsx")

        def compare():
            outcome = report._read_offline_form(worksheets)
            self.assertFalse(outcome.has_faults, outcome.lines)
            self.assertTrue(outcome.changes)

        return self.count_queries(compare)

    def test_steady(self):
        for function in (self.download, self.comparing):
            one = self.count(function)
            for rows in ({"lines": 60}, {"figures": 30}, {"narratives": 10}):
                with self.subTest(function=function.__name__, **rows):
                    self.assertEqual(self.count(function, **rows), one)
