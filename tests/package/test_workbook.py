import base64
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
from unittest.mock import patch

import openpyxl
import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import BaseCase, TransactionCase

from ...tools.table import TableError, read_table, read_zip
from ...tools.xlsx_reader.reader import LIMITS, Deadline, Percent, Unreadable, WorkbookError, read_workbook
from ..core.common import PlanCase
from . import hostile_files
from .hostile_files import FILES, TABLES, xlsx

ROOT = pathlib.Path(__file__).parents[2]
SECONDS = 10
MIB = 200


class TestHostileFiles(BaseCase):
    """Each file is refused, or read, within 10 s and 200 MiB: in a process that is killed when it takes more."""

    def test_each_file(self):
        self.check_files({make: ("", codes) for make, codes in FILES.items()})

    def test_each_table(self):
        self.check_files(TABLES)

    def check_files(self, files):
        """Read each of {maker: (ending, codes)} by the door for its ending."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder, make.__name__ + ending) for make, (ending, _codes) in files.items()]
            for path, make in zip(paths, files, strict=True):
                path.write_bytes(make())
            command = [sys.executable, "-B", ROOT / "tests" / "package" / "hostile_reader.py", ROOT, str(MIB), *paths]
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * len(files), check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        for (make, (_ending, codes)), answer in zip(files.items(), answers, strict=True):
            with self.subTest(file=make.__name__, **answer):
                # a machine with other work may run out of seconds first
                self.assertIn(answer["code"], (codes and {*codes, "too_slow"}) or {None})
                self.assertLess(answer["seconds"], SECONDS)
                self.assertLess(answer["mib"], MIB)

    def test_members_are_counted_first(self):
        """The directory of a ZIP is counted before anything is made of it."""
        content = hostile_files.zip_of_many_members()
        with (
            patch.object(zipfile, "ZipFile", side_effect=AssertionError("opened")),
            self.assertRaisesRegex(TableError, "too_large"),
        ):
            read_zip(content)

    def test_too_slow(self):
        with self.assertRaisesRegex(WorkbookError, "too_slow"):
            read_workbook(xlsx(), limits=LIMITS._replace(seconds=-1))


class TestPlainFiles(BaseCase):
    """Files of office programs and libraries are read as they mean them."""

    VALUES = ("Đã ban hành", 85.75, 1200, True, datetime.datetime(2026, 3, 15), None, "=1+1")

    def values(self, content, row=1, worksheet=0):
        return read_workbook(content)[worksheet].rows.get(row, {})

    def test_openpyxl(self):
        book = openpyxl.Workbook()
        book.active.append(list(self.VALUES))
        book.create_sheet("Ẩn").sheet_state = "hidden"
        stream = io.BytesIO()
        book.save(stream)
        first, second = read_workbook(stream.getvalue())
        self.assertEqual(first.rows, {1: {1: "Đã ban hành", 2: 85.75, 3: 1200, 4: True, 5: self.VALUES[4], 7: "=1+1"}})
        self.assertIsInstance(first.rows[1][7], Unreadable, "openpyxl works no formula out")
        self.assertEqual((second.name, second.is_hidden, second.rows), ("Ẩn", True, {}))
        self.assertFalse(first.is_hidden)

    def test_xlsxwriter(self):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            worksheet = book.add_worksheet("Số liệu")
            worksheet.write_string(0, 0, "1.234,5")
            worksheet.write_number(0, 1, 0.855, book.add_format({"num_format": "0.0%"}))
            worksheet.write_datetime(0, 2, datetime.date(2026, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
            worksheet.write_formula(0, 3, "=1/3", value=0.25)
            worksheet.write_formula(0, 4, "=NA()", value="#N/A")
            worksheet.write_rich_string(0, 5, "Đã ", book.add_format({"bold": True}), "xong")
            worksheet.write_blank(4, 0, None, book.add_format({"bold": True}))
            worksheet.write_number(0, 6, 5, book.add_format({"num_format": '0" %"'}))
        cells = self.values(stream.getvalue())
        self.assertEqual(
            cells, {1: "1.234,5", 2: 0.855, 3: datetime.datetime(2026, 12, 31), 4: 0.25, 5: "#N/A", 6: "Đã xong", 7: 5}
        )
        self.assertIsInstance(cells[2], Percent)
        self.assertEqual(cells[2].shown, 85.5)
        self.assertIsInstance(cells[5], Unreadable)
        self.assertNotIsInstance(cells[7], Percent, "the sign is only drawn")

    def test_other_ways_of_writing(self):
        """Prefixes, inline texts, no places, furigana, days as text, days from 1904, numbers that are none."""
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        worksheet = (
            f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Số </x:t></x:r>'
            '<x:r><x:t>1</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c><x:c t="d"><x:v>2026-03-01</x:v></x:c>'
            '<x:c s="0"><x:v>1</x:v></x:c><x:c><x:v>NaN</x:v></x:c><x:c><x:v>1e400</x:v></x:c>'
            '<x:c s="77"><x:v>5</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        )
        content = xlsx(
            worksheet,
            book=hostile_files.BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'),
            styles='<styleSheet><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
            '<cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
            strings="<sst><si><t>Ban_x000D__x0000__xD800__x005F_x0041_</t><rPh><t>x</t></rPh></si></sst>",
        )
        cells = self.values(content)
        self.assertEqual(cells[1], "Số 1")
        self.assertEqual(cells[2], datetime.date(2026, 3, 1))
        self.assertEqual(cells[3], datetime.datetime(1904, 1, 2))
        self.assertEqual({type(cells[column]) for column in (4, 5)}, {Unreadable})
        self.assertEqual((cells[6], cells[7]), (5, "Ban\r_x0041_"))

    def test_as_long_as_a_cell_may_be(self):
        """Excel counts letters outside of the first plane twice, and writes some letters as seven."""
        for text, is_read in (
            ("a" * 32_767, True),
            ("a" * 32_768, False),
            ("_x000D_" * 32_767, True),
            ("😀" * 16_383, True),
            ("😀" * 16_384, False),
        ):
            for content in (
                hostile_files.named([text], 1),
                xlsx(f'<worksheet><sheetData><row><c t="inlineStr"><t>{text}</t></c></row></sheetData></worksheet>'),
            ):
                with self.subTest(text=text[:9], is_read=is_read):
                    if is_read:
                        self.assertEqual(self.values(content), {1: text.replace("_x000D_", "\r")})
                        continue
                    with self.assertRaises(WorkbookError) as caught:
                        self.values(content)
                    self.assertEqual(caught.exception.code, "text_too_long")
                    self.assertEqual(caught.exception.values, {"sheet": "S", "row": 1, "letters": 32_767})

    def test_deadline(self):
        """Later reads in one task have the time that is left of it."""
        self.assertTrue(read_workbook(xlsx(), deadline=Deadline(60)))
        with self.assertRaisesRegex(WorkbookError, "too_slow"):
            read_workbook(xlsx(), deadline=Deadline(-1))

    def test_only_the_first_worksheet(self):
        """A list is the first sheet; how large the second is does not matter."""
        book = openpyxl.Workbook()
        book.active.append(["a"])
        book.create_sheet().cell(50_000, 1, "x")
        stream = io.BytesIO()
        book.save(stream)
        self.assertEqual(
            [worksheet.rows for worksheet in read_workbook(stream.getvalue(), worksheets=1)], [{1: {1: "a"}}]
        )
        with self.assertRaisesRegex(WorkbookError, "too_many_rows"):
            read_workbook(stream.getvalue())

    def test_list(self):
        book = openpyxl.Workbook()
        for row in (["Tên", "Số", None, "Tỷ lệ"], [], ["A", 3.0, "x", 0.5], [datetime.date(2026, 1, 2)]):
            book.active.append(row)
        book.active["D3"].number_format = "0%"
        stream = io.BytesIO()
        book.save(stream)
        rows = read_table(stream.getvalue(), "list.XLSX")
        self.assertEqual(
            rows,
            [
                {"_row": 3, "Tên": "A", "Số": "3", "Tỷ lệ": "50%"},
                {"_row": 4, "Tên": "2026-01-02", "Số": "", "Tỷ lệ": ""},
            ],
        )
        with self.assertRaisesRegex(TableError, "too_many_rows"):
            read_table(hostile_files.far_cell(), "list.xlsx")


class TestSentences(TransactionCase):
    """Whatever keeps a file out is said in words that name the file."""

    def test_every_code_has_its_sentence(self):
        workbooks = self.env["plan.xlsx.reader"]
        for make, codes in FILES.items():
            if not codes:
                continue
            file = base64.b64encode(make())
            with self.subTest(file=make.__name__), self.assertRaises(UserError) as caught:
                workbooks._read_upload(file, "Biểu số 1.xlsx")
            if file:
                [code] = codes
                parts = workbooks._get_sentences()[code].replace("%(name)s", "Biểu số 1.xlsx").split("%(")
                words = ".*".join(re.escape(part.rpartition(")s")[2]) for part in parts)
                self.assertRegex(str(caught.exception), words)

    def test_no_file(self):
        for file in (False, b"", b"not base64!"):
            with self.subTest(file=file), self.assertRaises(UserError):
                self.env["plan.xlsx.reader"]._read_upload(file, "x.xlsx")


class TestListImport(PlanCase):
    """The lists that people hand in come through the same door."""

    def test_far_cell(self):
        wizard = (
            self.env["plan.member.import"]
            .with_user(self.manager)
            .create({"file": base64.b64encode(hostile_files.far_cell()), "filename": "Danh sách.xlsx"})
        )
        users = self.env["res.users"].search_count([])
        for action in (wizard.action_preview, wizard.action_import):
            with self.assertRaisesRegex(UserError, "“Danh sách.xlsx”.*1048576"):
                action()
        self.assertEqual(self.env["res.users"].search_count([]), users)
