import time
from contextlib import contextmanager
from types import SimpleNamespace

from odoo.exceptions import UserError

from ...papers.offline_form import read as offline_form_read
from ...papers.offline_form.marks import make_mark, read_mark
from ...papers.offline_form.outcome import MOST_LINES
from ...tools.xlsx_reader import parts as workbook_parts
from ...tools.xlsx_reader.reader import Deadline, WorkbookError
from ..package import hostile_files
from ..package.hostile_files import row_of_texts
from ..package.test_workbook import MIB, SECONDS
from .test_offline_form import OfflineFormCase


def size(name):
    """Return a size of this process in MiB: VmRSS, what it has in memory, or VmHWM, the most it had."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def seconds():
    return time.clock_gettime(time.CLOCK_MONOTONIC)


class TestHostileOfflineForm(OfflineFormCase):
    """The form's own wizard answers malicious files within 10 s and 200 MiB; nothing is saved."""

    def setUp(self):
        super().setUp()
        # the day of these tests is frozen, and with it every other clock of Python
        self.patch(workbook_parts, "time", SimpleNamespace(monotonic=seconds))

    @contextmanager
    def bounded(self):
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")  # forgets the most it had
        before, start = size("VmRSS"), seconds()
        yield
        self.assertLess(seconds() - start, SECONDS)
        self.assertLess(size("VmHWM") - before, MIB)

    def hostile(self, *worksheets, **options):
        return hostile_files.with_worksheets(self.of_stc._get_offline_form_file()[1], worksheets, **options)

    def upload_bounded(self, content):
        """Return the wizard after both of its buttons, or the sentence with which it refuses the file."""
        wizard, words = self.upload(content), ""
        for action in (wizard.action_preview, wizard.action_import):
            self.env.flush_all()
            with self.bounded():
                try:
                    action()
                except UserError as error:
                    words = str(error)
        self.assertNotEqual(wizard.state, "done")
        self.assertFalse(any(self.of_stc.line_ids.mapped("is_typed")))
        return words or wizard

    def test_long_texts(self):
        for make in (hostile_files.long_mark, hostile_files.long_text_named_often):
            with self.subTest(file=make.__name__):
                self.assertRegex(
                    self.upload_bounded(make()), "“Biểu.xlsx”, worksheet “S”, row 1: a text is longer than"
                )

    def test_marks(self):
        """Marks that are as long as a cell may be, each a hundred megabytes once JSON has read it."""
        bomb = 'plan_tracking:row:{"a":[' + "[],{}," * 5400 + "[]]}"
        head = row_of_texts(1, make_mark("columns", key="lines"), "code", "text")
        rows = [row_of_texts(row, bomb, "1", "2") for row in range(2, 350)]
        wizard = self.upload_bounded(self.hostile([head, *rows], method=hostile_files.STORED))
        [line] = wizard.line_ids.filtered(lambda line: line.level == "fault")
        self.assertEqual((line.worksheet, line.row, wizard.fault_count), ("Biểu 1", 2, 1))
        self.assertIn("Of rows 2 to 349, 348 do not belong to the report", line.message)

    def test_marks_elsewhere(self):
        """A mark is read only in its place: far down and far right it is a text."""
        mark = make_mark("report", agency_id=self.snv.id)
        rows = [row_of_texts(row, "x") for row in range(1, 30)]
        self.assertEqual(
            {level for level, *_rest in self.preview(self.hostile([*rows, row_of_texts(40, mark)]))}, {"note"}
        )
        right = row_of_texts(1, *["x"] * 20, mark)
        self.assertEqual({level for level, *_rest in self.preview(self.hostile([right]))}, {"note"})

    def test_stray_rows(self):
        """Twenty thousand rows of nobody on each of many sheets are a line a sheet, or too many to be read."""
        head = row_of_texts(1, make_mark("columns", key="lines"), "code", "text")
        strays = [head, *(f'<row r="{row}"><c r="B{row}"><v>1</v></c></row>' for row in range(2, 20_002))]
        wizard = self.upload_bounded(self.hostile(strays, strays))
        lines = wizard.line_ids.filtered(lambda line: line.level == "fault")
        self.assertEqual(lines.mapped("worksheet"), ["Biểu 1", "Biểu 2"])
        self.assertIn("Of rows 2 to 20001, 20000 do not belong to the report", lines[0].message)
        answer = self.upload_bounded(self.hostile(*[strays] * 18))
        if isinstance(answer, str):
            self.assertIn("could not be read within", answer)  # a machine with other work runs out of seconds first
        else:
            self.assertEqual(len(answer.line_ids), 18)

    def test_many_faults(self):
        """The first faults are shown and the others counted."""
        head = row_of_texts(1, make_mark("columns", key="lines"), "code", "text")
        marks = [make_mark("row", key="lines", id=2**30 + n, revision=0, was={}) for n in range(MOST_LINES + 50)]
        rows = [row_of_texts(row, mark, "1") for row, mark in enumerate(marks, 2)]
        wizard = self.upload_bounded(self.hostile([head, *rows]))
        self.assertEqual(wizard.fault_count, MOST_LINES + 50)
        faults = wizard.line_ids.filtered(lambda line: line.level == "fault")
        self.assertEqual(len(faults), MOST_LINES + 1)
        self.assertIn("There are 50 more lines", faults[-1].message)

    def test_more_rows_than_a_report_has(self):
        head = row_of_texts(1, make_mark("columns", key="lines"), "code", "text")
        rows = [row_of_texts(row, make_mark("row", key="lines", id=2**30, revision=0, was={}), "1") for row in (2, 3)]
        content = self.hostile([head, *rows])
        self.assertNotIn("not belong to the report", self.faults(content)[-1][3])
        own = len(self.of_stc.line_ids) + len(self.of_stc.measurement_ids) + len(self.of_stc.narrative_ids)
        self.patch(offline_form_read, "_MOST_ROWS", own)
        [(_worksheet, row, _column, message)] = self.faults(content)
        self.assertEqual(row, 2)
        self.assertIn("Of rows 2 to 3, 2 do not belong to the report", message)

    def test_time_of_reading_the_rows(self):
        """The seconds are those of the whole errand, not of the workbook alone."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Mới"
        worksheets = self.env["plan.xlsx.reader"]._read_upload(self.upload(form).file, "x.xlsx")
        with self.assertRaisesRegex(WorkbookError, "too_slow"):
            self.of_stc._read_offline_form(worksheets, Deadline(-1))


class TestLostText(OfflineFormCase):
    """Typed text is saved, or the officer is told that it is not: never “saved” over a text that is lost."""

    def fault(self, form, words):
        faults = self.faults(form)
        self.assertTrue(faults)
        for _worksheet, _row, _column, message in faults:
            self.assertRegex(message, words)
        self.assertIn("copy your completed cells", faults[0][3])
        wizard = self.upload(form)
        wizard.action_import()
        self.assertEqual(wizard.state, "preview")
        self.assertFalse(any(self.of_stc.line_ids.mapped("is_typed")))
        return faults

    def test_key_of_a_column(self):
        """The hidden key overwritten, emptied, or that of another column, and a text typed below it."""
        label = self.env["plan.report.line"]._fields["text"]._description_string(self.env)
        for key, words in (("x", label), (None, label), (5, label), ("obstacle", "Two columns|cannot be recognised")):
            form = self.form()
            cell = form.place("lines", self.work, "text")
            cell.value = "Đã xong"
            cell.parent.cell(1, cell.column).value = key
            with self.subTest(key=key):
                self.fault(form, words)

    def test_key_of_an_empty_column(self):
        """Nothing is lost in empty cells."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Đã xong"
        cell = form.place("lines", self.work, "obstacle")
        cell.parent.cell(1, cell.column).value = None
        self.save(form)
        self.assertEqual(self.work.text, "Đã xong")

    def test_hidden_row_or_column(self):
        for name in ("row", "column", "both"):
            form = self.form()
            form.place("lines", self.work, "text").value = "Đã xong"
            worksheet = form.worksheets["lines"]
            if name != "column":
                worksheet.delete_rows(1)
            if name != "row":
                worksheet.delete_cols(1)
            with self.subTest(name=name):
                [(title, _row, _column, message)] = self.fault(form, "cannot be recognised")
                self.assertEqual(title, worksheet.title)
                self.assertIn(f"“{worksheet.title}”", message)

    def test_mark_of_a_row(self):
        """A row without its mark, or pasted among those of another kind, does not belong to the report."""
        form = self.form()
        cell = form.place("lines", self.work, "text")
        cell.value = "Đã xong"
        mark = cell.parent.cell(cell.row, 1).value
        cell.parent.cell(cell.row, 1).value = None
        [(_worksheet, row, _column, message)] = self.faults(form)
        self.assertEqual(row, cell.row)
        self.assertIn("not belong to the report", message)
        form = self.form()
        form.worksheets["narratives"].append([mark, "1", "Đã xong", "", "Đã xong"])
        [(_worksheet, _row, _column, message)] = self.faults(form)
        self.assertIn("not belong to the report", message)

    def test_deleted_worksheet(self):
        """A sheet that is gone, and nothing that could be it: its rows stay as they are."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Đã xong"
        form.book.remove(form.worksheets["narratives"])
        self.assertEqual({level for level, *_rest in self.preview(form)}, {"change", "note"})
        self.save(form)
        self.assertEqual(self.work.text, "Đã xong")

    def test_locked_cells(self):
        """Changes where nothing is asked are skipped, with a message."""
        form = self.form()
        form.place("lines", self.work, "text").value = "Đã xong"
        form.place("lines", self.work, "deadline").value = "31/12/2030"
        wizard = self.upload(form)
        wizard.action_import()
        self.assertEqual(wizard.state, "done")
        note = wizard.line_ids.filtered(lambda line: line.level == "note")
        self.assertEqual((note.text_form, note.row), ("31/12/2030", form.place("lines", self.work, "text").row))
        self.assertIn("is not read", note.message)
        self.assertEqual(self.work.text, "Đã xong")

    def test_locked_text_that_changed_since(self):
        """A name that the desk has changed since the form was downloaded is nobody's doing."""
        form = self.form()
        self.work.task_id.sudo().name = "Tên mới của nhiệm vụ"
        self.assertEqual(self.preview(form), [])

    def test_own_column(self):
        """Notes beside the table are one's own as long as nothing of the form is missing."""
        form = self.form()
        worksheet = form.worksheets["lines"]
        worksheet.cell(4, worksheet.max_column + 2).value = "tự ghi"
        self.assertEqual(self.preview(form), [("note", "", "", "")])


class TestMarks(OfflineFormCase):
    def test_longest(self):
        """The longest mark that a form has is well below what is read."""
        self.work.write(dict.fromkeys(("text", "obstacle", "proposal"), "x"))
        self.row.write({"actual": "1", "estimate": "2", "note": "x", "source": "x"})
        form = self.form()
        marks = [
            worksheet.cell(row, 1).value
            for worksheet in form.worksheets.values()
            for row in range(3, worksheet.max_row + 1)
        ]
        self.assertTrue(all(map(read_mark, marks)))
        self.assertLess(max(map(len, marks)), 700)
        self.assertTrue(read_mark(make_mark("row", a="x" * 900)))
        self.assertIsNone(read_mark(make_mark("row", a="x" * 1000)))
