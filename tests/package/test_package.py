import base64
import io
import zipfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from ...tools import table
from ...tools.table import read_csv
from ...wizards.package import plan_package_import
from ..core.common import PlanCase

PACKAGE = "348_kh_ubnd"
NUMBER = "348/KH-UBND"
FOLDER = Path(__file__).parents[2] / "data" / "packages" / PACKAGE
# file of the package: rows in it, all of them new records but the proposals for groups
ROWS = {
    "plan.agency.category": 10,
    "plan.agency": 159,
    "plan.agency.succession": 2,
    "plan.agency.group": 8,
    "plan.agency.group.member": 18,
    "plan.holiday": 12,
    "plan.plan": 4,
    "plan.section": 20,
    "plan.indicator": 65,
    "plan.target": 325,
    "plan.task": 158,
    "plan.funding": 4,
    "plan.reporting.schedule": 4,
    "plan.reporting.question": 23,
}


def csv_rows(name):
    return read_csv((FOLDER / f"{name}.csv").read_bytes())


class TestPackage348(TransactionCase):
    """Kế hoạch 348/KH-UBND through the ordinary import, into an empty catalogue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packages = cls.env["plan.package"]
        cls.files = cls.packages._read_folder(PACKAGE)
        cls.report = cls.packages._load(cls.files)
        cls.plan = cls.env["plan.plan"].search([("number", "=", NUMBER)])

    def load(self):
        return self.packages._load(self.packages._read_folder(PACKAGE))

    def assert_nothing_new(self, report):
        for file, counts in report.counts.items():
            with self.subTest(file=file):
                self.assertEqual((counts["new"], counts["changed"]), (0, 0))
        self.assertEqual({line["level"] for line in report.lines} - {"clarification"}, set())

    def test_counts(self):
        """As many records as the plan has rows; a cell with two figures gives two targets."""
        self.assertEqual(
            set(self.env["plan.plan"].search([]).mapped("number")), {row["number"] for row in csv_rows("plan.plan")}
        )
        tasks, duties = (
            self.plan.task_ids.filtered(lambda task, kind=kind: task.kind == kind) for kind in ("task", "duty")
        )
        self.assertEqual(
            {
                "agencies": self.env["plan.agency"].search_count([]),
                "categories": self.env["plan.agency.category"].search_count([]),
                "groups": self.env["plan.agency.group"].search_count([]),
                "successions": self.env["plan.agency.succession"].search_count([]),
                "plans": self.env["plan.plan"].search_count([]),
                "sections": len(self.plan.section_ids),
                "indicators": len(self.plan.indicator_ids),
                "metrics": self.env["plan.metric"].search_count([("plan_id", "=", self.plan.id)]),
                "targets": self.env["plan.target"].search_count([("plan_id", "=", self.plan.id)]),
                "tasks": len(tasks),
                "duties": len(duties),
                "funding": len(self.plan.funding_ids),
            },
            {
                "agencies": 159,
                "categories": 10,
                "groups": 8,
                "successions": 2,
                "plans": 4,
                "sections": 20,
                "indicators": 65,
                "metrics": 67,
                "targets": 328,
                "tasks": 54,
                "duties": 104,
                "funding": 4,
            },
        )
        self.assertRecordValues(
            self.plan, [{"state": "draft", "indicator_count": 65, "task_count": 54, "duty_count": 104}]
        )

    def test_report(self):
        """The report counts every row of every file as new, and lists the open points with file and row."""
        expected = {file: {"new": rows, "changed": 0, "same": 0} for file, rows in ROWS.items()}
        expected["plan.clarification"] = {"new": len(csv_rows("plan.clarification")), "changed": 0, "same": 0}
        self.assertEqual(self.report.counts, expected)
        self.assertEqual({line["level"] for line in self.report.lines}, {"clarification"})
        self.assertEqual(len(self.report.lines), self.plan.clarification_open_count)
        point = next(line for line in self.report.lines if line["message"].startswith("Nhiệm vụ II.6:"))
        row = next(row for row in self.files["plan.task"] if (row["section"], row["number"]) == ("II", "6"))
        self.assertEqual((point["file"], point["row"]), ("plan.task", row["_row"]))

    def test_every_cell_verbatim(self):
        """The database holds the printed text letter by letter: texts, names, target cells, bases."""
        tasks = {(task.section_id.code, task.number): task for task in self.plan.task_ids}
        for row in csv_rows("plan.task"):
            task = tasks[row["section"], row["number"]]
            stored = {name: task[name] or "" for name in ("kind", "name", "lead_text", "support_text", "deadline_text")}
            self.assertEqual(stored, {name: row[name] for name in stored}, task.code)
        indicators = {indicator.number: indicator for indicator in self.plan.indicator_ids}
        for row in csv_rows("plan.indicator"):
            indicator = indicators[row["number"]]
            stored = (indicator.section_id.code, indicator.name, indicator.monitor_text or "")
            self.assertEqual(stored, (row["section"], row["name"], row["monitor_text"]))
        cells = {}
        for target in self.plan.indicator_ids.target_ids:
            cells.setdefault((target.indicator_id.number, str(target.year)), set()).add(target.text or "")
        self.assertEqual(cells, {(row["indicator"], row["year"]): {row["text"]} for row in csv_rows("plan.target")})
        self.assertEqual(
            [(str(line.number), line.name) for line in self.plan.funding_ids],
            [(row["number"], row["name"]) for row in csv_rows("plan.funding")],
        )
        sections = {(section.content, section.code): section.name for section in self.plan.section_ids}
        self.assertEqual(sections, {(row["content"], row["code"]): row["name"] for row in csv_rows("plan.section")})
        plans = {plan.number: plan for plan in self.env["plan.plan"].search([])}
        for row in csv_rows("plan.plan"):
            plan = plans[row["number"]]
            self.assertEqual((plan.name, str(plan.date_issued)), (row["title"], row["issued_on"]))
            self.assertEqual(set(plan.basis_ids.mapped("number")), set(filter(None, row["basis"].split("|"))))

    def test_every_agency(self):
        agencies = {agency.code: agency for agency in self.env["plan.agency"].search([])}
        for row in csv_rows("plan.agency"):
            agency = agencies[row["code"]]
            names = ("name", "official_code", "superior", "head", "symbol", "place")
            self.assertEqual([agency[name] or "" for name in names], [row[name] for name in names], row["code"])
            self.assertEqual(agency.category_id.code, row["category"])
            self.assertEqual(agency.parent_id.code or "", row["parent"])
            self.assertEqual(str(agency.date_from or ""), row["date_from"])
            self.assertEqual((agency.aliases or "").splitlines(), list(filter(None, row["aliases"].split("|"))))

    def test_composite_cells_and_successor_metrics(self):
        """6G is another measure than 5G and succeeds it; each metric has at most one target a year."""
        first = self.plan.indicator_ids.filtered(lambda indicator: indicator.number == "1")
        self.assertEqual(len(first.metric_ids), 2)
        self.assertEqual(first.metric_ids[1].succeeds_id, first.metric_ids[0])
        self.assertIn("6G", first.metric_ids[1].target_ids.mapped("text")[0])

    def test_again_changes_nothing(self):
        """Loaded a second time nothing is written: every row is the same, no record has a new date of change."""
        models = [file for file in ROWS if file != "plan.agency.group.member"] + ["plan.clarification", "plan.metric"]
        self.env.flush_all()
        for model in models:  # records made in this very transaction would carry the same date again
            self.env.cr.execute(f"UPDATE \"{self.env[model]._table}\" SET write_date = '2020-01-01'")
        self.env.invalidate_all()
        before = {model: self.env[model].search([]).ids for model in models}
        report = self.load()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assert_nothing_new(report)
        self.assertEqual({file: counts["same"] for file, counts in report.counts.items() if file in ROWS}, ROWS)
        for model in models:
            records = self.env[model].search([])
            self.assertEqual(records.ids, before[model], model)
            self.assertEqual({date.year for date in records.mapped("write_date")}, {2020}, model)

    def test_what_was_corrected_stays(self):
        """Structure that a person corrected beside the text survives another loading, and so does a decision."""
        task = self.plan.task_ids.filtered(lambda task: task.code == "II.6")
        target = self.plan.indicator_ids.target_ids.filtered("is_ambiguous")[0]
        clarification = self.plan.clarification_ids.filtered(lambda clarification: clarification.origin == "package")[0]
        agency = self.env["plan.agency"].search([("code", "=", "SNV")])
        task.write({"date_end": "2027-03-31", "product": "Chương trình"})
        target.write({"is_ambiguous": False, "value_min": 12.5})
        clarification._do_decide("Hiểu như đã ghi", "Công văn 1")
        self.plan.date_tracking_start = "2026-07-01"
        agency.partner_id = self.env.user.partner_id
        count = len(self.plan.clarification_ids.filtered(lambda one: one.origin == "package"))
        report = self.load()
        self.assertEqual(report.counts["plan.task"], {"new": 0, "changed": 0, "same": 158})
        self.assertEqual((str(task.date_end), task.product), ("2027-03-31", "Chương trình"))
        self.assertRecordValues(target, [{"is_ambiguous": False, "value_min": 12.5}])
        self.assertRecordValues(clarification, [{"state": "decided", "decision": "Hiểu như đã ghi"}])
        self.assertEqual(agency.partner_id, self.env.user.partner_id)
        self.assertEqual(len(self.plan.clarification_ids.filtered(lambda one: one.origin == "package")), count)

    def test_changed_text_is_reported_and_read_again(self):
        """A corrected package writes what it says differently, says which fields, and reads that text again."""
        files = self.packages._read_folder(PACKAGE)
        row = next(row for row in files["plan.task"] if (row["section"], row["number"]) == ("I", "2"))
        row["deadline_text"] = "Năm 2027"
        cell = next(row for row in files["plan.target"] if (row["indicator"], row["year"]) == ("2", "2030"))
        cell["text"] = "≥ 77%"
        report = self.packages._load(files)
        self.assertEqual(report.counts["plan.task"], {"new": 0, "changed": 1, "same": 157})
        self.assertEqual(report.counts["plan.target"], {"new": 0, "changed": 1, "same": 324})
        changes = [(line["file"], line["row"]) for line in report.lines if line["level"] == "change"]
        self.assertEqual(changes, [("plan.task", row["_row"])])
        task = self.plan.task_ids.filtered(lambda task: task.code == "I.2")
        self.assertEqual(str(task.date_end), "2027-12-31")
        target = self.plan.indicator_ids.target_ids.filtered(
            lambda target: (target.indicator_id.number, target.year) == ("2", 2030)
        )
        self.assertEqual((target.text, target.value_min), ("≥ 77%", 77.0))

    def test_a_plan_at_work_keeps_its_text(self):
        """Once work is given out, a package that words a task differently is refused with the row."""
        self.plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
            "Đúng", "Văn bản"
        )
        self.plan._do_activate()
        files = self.packages._read_folder(PACKAGE)
        row = next(row for row in files["plan.task"] if (row["section"], row["number"]) == ("I", "2"))
        row["name"] += " (sửa)"
        manager = self.env.ref("base.user_admin")
        member = {"agency_id": self.plan.desk_agency_id.id, "user_id": manager.id, "role": "desk"}
        self.env["plan.member"].create(member)
        with self.assertRaisesRegex(UserError, rf"plan\.task\.csv:{row['_row']}: .*is already assigned"):
            self.packages.with_user(manager)._load(files)

    def test_activation_of_the_whole_plan(self):
        """Decided as printed, every task of the plan gives somebody an assignment, and no superior body one."""
        self.plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
            "Đúng", "Văn bản"
        )
        self.plan._do_activate()
        assignments = self.env["plan.assignment"].search([("plan_id", "=", self.plan.id)])
        tasks = self.plan.task_ids.filtered(lambda task: task.kind == "task")
        self.assertEqual(assignments.task_id, tasks)
        self.assertTrue(all(assignments.agency_id.category_id.mapped("reports")))
        self.assertFalse(
            assignments.filtered(lambda assignment: assignment.agency_id.code in ("BAO", "PTTH")), "they have merged"
        )


class PackageCase(PlanCase):
    """A package of a few rows beside what `PlanCase` has made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.packages = cls.env["plan.package"]

    def files(self, **changes):
        """Return a small faultless package; `changes` replace files, named with _ for the dot."""
        files = {
            "plan.agency.category": [{"code": "truong", "name": "Trường"}],
            "plan.agency": [{"code": "DHX", "name": "Đại học X", "category": "truong", "parent": "UBND"}],
            "plan.plan": [{"number": "9/KH", "title": "Kế hoạch 9", "issued_on": "2026-01-02", "desk_agency": "SKHCN"}],
            "plan.section": [
                {"plan": "9/KH", "content": content, "code": "I", "name": "Chung"} for content in ("indicator", "task")
            ],
            "plan.indicator": [
                {"plan": "9/KH", "section": "I", "number": "1", "name": "Số trường", "monitor_text": "Đại học X"}
            ],
            "plan.target": [
                {"plan": "9/KH", "indicator": "1", "year": year, "text": "≥ 3"} for year in ("2026", "2027")
            ],
            "plan.task": [
                {
                    "plan": "9/KH",
                    "section": "I",
                    "number": str(number),
                    "name": f"Xây dựng kế hoạch {number}",
                    "lead_text": "Đại học X",
                    "deadline_text": "Năm 2026",
                }
                for number in (1, 2)
            ],
            "plan.funding": [{"plan": "9/KH", "number": "1", "name": "Ngân sách"}],
        }
        files.update({name.replace("_", "."): rows for name, rows in changes.items()})
        return {file: [{"_row": row, **vals} for row, vals in enumerate(rows, 2)] for file, rows in files.items()}

    def zip(self, files, **options):
        """Return the bytes of a ZIP of {path: text or bytes}."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        return stream.getvalue()

    def snapshot(self):
        """Return how many records of every kind there are, and the plans' and agencies' dates of change."""
        self.env.flush_all()
        return {
            model: (self.env[model].with_context(active_test=False).search_count([]))
            for model in (
                "plan.agency.category",
                "plan.agency",
                "plan.plan",
                "plan.section",
                "plan.indicator",
                "plan.metric",
                "plan.target",
                "plan.task",
                "plan.funding",
                "plan.clarification",
            )
        }


class TestLoading(PackageCase):
    def test_small_package(self):
        report = self.packages._load(self.files())
        self.assertFalse(report.has_errors)
        plan = self.env["plan.plan"].search([("number", "=", "9/KH")])
        self.assertRecordValues(plan, [{"task_count": 2, "indicator_count": 1, "desk_agency_id": self.skhcn.id}])
        agency = self.env["plan.agency"].search([("code", "=", "DHX")])
        self.assertEqual(plan.task_ids.lead_ids, agency)
        self.assertEqual(agency.parent_id, self.ubnd)

    def test_preview_keeps_nothing(self):
        """A preview says exactly what loading does, and leaves the database as it was."""
        before = self.snapshot()
        preview = self.packages._preview(self.files())
        self.assertEqual(self.snapshot(), before)
        report = self.packages._load(self.files())
        self.assertEqual(preview.counts, report.counts)
        self.assertEqual(preview.lines, report.lines)
        self.assertNotEqual(self.snapshot(), before)

    @mute_logger("odoo.sql_db")
    def test_faults(self):
        """Every fault is said with its file and row, in words; nothing of the package is kept."""
        good = self.files()

        def changed(file, row, **vals):
            files = self.files()
            files[file][row].update(vals)
            return files

        def doubled(file):
            files = self.files()
            files[file].append({**files[file][0], "_row": 99})
            return files

        before = self.snapshot()
        for files, place, words in (
            (changed("plan.task", 1, section="IX"), ("plan.task", 3), "“IX” in the column “section” is unknown"),
            (changed("plan.task", 1, name=" "), ("plan.task", 3), "“name” is empty"),
            (changed("plan.task", 0, number=""), ("plan.task", 2), "“number” is empty"),
            (changed("plan.task", 0, plan="0/KH"), ("plan.task", 2), "no plan with the number “0/KH”"),
            (changed("plan.task", 0, kind="việc"), ("plan.task", 2), "unknown"),
            (doubled("plan.task"), ("plan.task", 99), "Row 2 already uses the same key"),
            (doubled("plan.agency"), ("plan.agency", 99), "Row 2 already uses the same key"),
            (doubled("plan.target"), ("plan.target", 99), "already has a target for 2026"),
            (changed("plan.plan", 0, issued_on="31/01/2026"), ("plan.plan", 2), "is not a date such as"),
            (changed("plan.plan", 0, issued_on="2026-02-30"), ("plan.plan", 2), "is not a date such as"),
            (changed("plan.plan", 0, issued_on=""), ("plan.plan", 2), "“issued_on” is empty"),
            (changed("plan.plan", 0, desk_agency="KHAC"), ("plan.plan", 2), "“KHAC” in the column “desk_agency”"),
            (changed("plan.plan", 0, kind="khác"), ("plan.plan", 2), ""),
            (changed("plan.plan", 0, basis="0/NQ"), ("plan.plan", 2), "no plan with the number “0/NQ”"),
            (changed("plan.target", 1, year="20XX"), ("plan.target", 3), "“20XX” is not a year such as 2030"),
            (changed("plan.target", 1, year="²⁰²⁶"), ("plan.target", 3), "is not a year such as 2030"),
            (changed("plan.target", 1, year="1999"), ("plan.target", None), "between 2000 and 2099"),
            (changed("plan.target", 0, indicator="7"), ("plan.target", 2), "“7” in the column “indicator” is unknown"),
            (changed("plan.agency", 0, name=""), ("plan.agency", 2), "“name” is empty"),
            (changed("plan.agency", 0, name="\u200b"), ("plan.agency", 2), "must not be empty"),
            (changed("plan.agency", 0, category="abc"), ("plan.agency", 2), "“abc” in the column “category”"),
            (changed("plan.agency", 0, parent="abc"), ("plan.agency", 2), "“abc” in the column “parent”"),
            (
                changed("plan.agency", 0, date_from="2026-02-01", date_to="2026-01-01"),
                ("plan.agency", 2),
                "not end before",
            ),
            (changed("plan.section", 0, content="khác"), ("plan.section", 2), ""),
            (changed("plan.funding", 0, number="một"), ("plan.funding", 2), "is not valid"),
            ({**good, "plan.member": [{"_row": 2}]}, ("plan.member", 1), "A package has no file with this name"),
            ({**good, "res.users": [{"_row": 2}]}, ("res.users", 1), "A package has no file with this name"),
        ):
            with self.subTest(place=place, words=words):
                report = self.packages._preview(files)
                faults = [line for line in report.lines if line["level"] == "error"]
                self.assertTrue(faults)
                self.assertEqual(faults[0]["file"], place[0])
                self.assertIn(words, faults[0]["message"])
                if place[1]:
                    self.assertEqual(faults[0]["row"], place[1])
                with (
                    self.assertRaisesRegex(UserError, rf"Nothing was loaded.*\n{place[0]}\.csv:{faults[0]['row']}: "),
                    self.env.cr.savepoint(),  # as a request ends that fails
                ):
                    self.packages._load(files)
                self.env.invalidate_all(flush=False)
                self.assertEqual(self.snapshot(), before)

    def test_all_faults_at_once(self):
        """One loading names every faulty row, not the first alone."""
        files = self.files()
        files["plan.task"][0]["section"] = "IX"
        files["plan.task"][1]["name"] = ""
        files["plan.target"][1]["year"] = "x"
        faults = [
            (line["file"], line["row"]) for line in self.packages._preview(files).lines if line["level"] == "error"
        ]
        self.assertEqual(sorted(faults), [("plan.target", 3), ("plan.task", 2), ("plan.task", 3)])

    def test_package_of_this_name(self):
        for name in ("khong_co", "../348_kh_ubnd", "", False):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "no package with this name"):
                self.packages._read_folder(name)

    def test_desk_loads_its_own_plan(self):
        """The loading user's rights decide: a desk loads its plan, but creates no agencies and no other desk's plan."""
        packages = self.packages.with_user(self.desk)
        own = {file: rows for file, rows in self.files().items() if not file.startswith("plan.agency")}
        for vals in own["plan.task"]:
            vals.update(lead_text="Sở Nội vụ")
        for vals in own["plan.indicator"]:
            vals.update(monitor_text="Sở Nội vụ")
        self.assertFalse(packages._load(own).has_errors)
        before = self.snapshot()
        with self.assertRaisesRegex(UserError, r"plan\.agency\.category\.csv:2: "):
            packages._load(self.files(plan_plan=[]))
        with self.assertRaises(UserError) as refusal:
            foreign = self.files(
                plan_plan=[{"number": "8/KH", "title": "x", "issued_on": "2026-01-01", "desk_agency": "STC"}]
            )
            packages._load({"plan.plan": foreign["plan.plan"]})
        self.assertIn("plan.plan.csv:2: ", str(refusal.exception))
        self.assertEqual(self.snapshot(), before)
        for user in (self.officer_snv, self.leader_snv, self.reader, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.env["plan.package.import"].with_user(user).create({})

    def test_queries_do_not_grow_by_row(self):
        """A row costs its savepoint, set and released, a task the link to its lead; nothing is looked up row by row."""

        def many(number):
            files = self.files(
                plan_agency=[
                    {"code": f"D{one}", "name": f"Đại học {one}", "category": "truong"} for one in range(number)
                ],
                plan_task=[
                    {
                        "plan": "9/KH",
                        "section": "I",
                        "number": str(one),
                        "name": f"Xây dựng kế hoạch {one}",
                        "lead_text": "Sở Nội vụ",
                        "deadline_text": "Năm 2026",
                    }
                    for one in range(number)
                ],
            )
            before = self.cr.sql_log_count
            self.assertFalse(self.packages._preview(files).has_errors)
            return self.cr.sql_log_count - before

        many(5)
        few, twice = many(40), many(80)
        self.assertLessEqual(twice - few, 2 * (40 + 40) + 40 + 10, f"{few} queries for 40, {twice} for 80")


class TestUpload(PackageCase):
    """A package as a person hands it in."""

    def csvs(self, prefix=""):
        return {f"{prefix}{path.name}": path.read_bytes() for path in FOLDER.glob("*.csv")}

    def upload(self, content, name="ke-hoach.zip"):
        wizard = self.env["plan.package.import"].with_user(self.manager)
        return wizard.create({"source": "upload", "file": base64.b64encode(content), "filename": name})

    def test_good_zip(self):
        """The files may be in a folder, and other things beside them do not matter; preview, then load."""
        tables = {
            "plan.agency.category.csv": "code,name,reports\r\nvien,Viện,0\r\n",
            "plan.agency.csv": '\ufeffcode,name,category,parent\nVX,"Viện X, Y",vien,\n\n',
        }
        for prefix in ("", "ke_hoach/", "a/b/"):
            content = self.zip(
                {
                    **{prefix + name: text for name, text in tables.items()},
                    "__MACOSX/._plan.task.csv": b"\0",
                    "doc.txt": "x",
                }
            )
            wizard = self.upload(content)
            action = wizard.action_preview()
            self.assertEqual((action["res_model"], action["res_id"]), (wizard._name, wizard.id))
            self.assertFalse(self.env["plan.agency"].search([("code", "=", "VX")]))
            self.assertRecordValues(wizard, [{"state": "preview", "error_count": 0}])
            self.assertEqual(
                self.table(wizard.count_ids, "file", "added", "same"),
                {("plan.agency.category", 1, 0), ("plan.agency", 1, 0)},
            )
        wizard.action_load()
        agency = self.env["plan.agency"].search([("code", "=", "VX")])
        self.assertRecordValues(agency, [{"name": "Viện X, Y"}])
        self.assertFalse(agency.category_id.reports)
        again = self.upload(content)
        again.action_load()
        self.assertEqual(sum(again.count_ids.mapped("added")) + sum(again.count_ids.mapped("changed")), 0)

    def test_faults_stand_in_the_preview(self):
        wizard = self.upload(self.zip({"plan.agency.csv": "code,name,category\nVX,Viện X,khong_co\n"}))
        wizard.action_preview()
        self.assertEqual(wizard.error_count, 1)
        self.assertRecordValues(wizard.line_ids, [{"level": "error", "file": "plan.agency", "row": 2}])
        with self.assertRaisesRegex(UserError, r"plan\.agency\.csv:2: "):
            wizard.action_load()
        self.assertEqual(wizard.state, "preview")

    def test_many_faults(self):
        """The first faults are shown and the others counted."""
        self.patch(plan_package_import, "MOST_LINES", 3)
        rows = "".join(f"V{number},Viện {number},khong_co\n" for number in range(5))
        wizard = self.upload(self.zip({"plan.agency.csv": f"code,name,category\n{rows}"}))
        wizard.action_preview()
        self.assertEqual((wizard.error_count, wizard.line_ids.mapped("row")), (5, [2, 3, 4, 0]))
        self.assertIn("There are 2 more lines", wizard.line_ids[-1].message)

    def test_bad_files(self):
        """Whatever cannot be read is refused with a sentence that names the file and says what to do."""
        good = self.zip({"plan.agency.csv": "code,name,category\n"})
        locked = bytearray(good)
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            locked[locked.index(signature) + offset] |= 1  # the flag that says: encrypted
        broken = good[: len(good) // 2]
        garbled = bytearray(good)
        garbled[good.index(b"plan.agency.csv") + 15] ^= 0xFF  # the first byte of what is packed
        for content, words in (
            (b"khong phai zip", "is not a readable ZIP"),
            (broken, "is not a readable ZIP"),
            (bytes(locked), "without a password"),
            (self.zip({"plan.agency.csv": "mã,tên\nđ,đ".encode("utf-16")}), "is not in UTF-8"),
            (self.zip({"plan.agency.csv": b"code,name\na\0,b"}), "cannot be read as a table"),
            (self.zip({"plan.agency.csv": ""}), "is empty"),
            (self.zip({"ghi-chu.txt": "x"}), "contains no CSV files"),
            (self.zip({f"{number}.csv": "a\n1" for number in range(table.MAX_FILES + 1)}), "is too large for a list"),
            (self.zip({"plan.task.csv": "a,b\n" + "1,2\n" * (table.MAX_ROWS + 1)}), "is too large for a list"),
            (self.zip({"plan.task.csv": ",".join("a" * 200) + "\n" + "1," * 200}), "is too large for a list"),
            (bytes(garbled), "is not a readable ZIP"),
        ):
            for action in ("action_preview", "action_load"):
                with self.subTest(words=words, action=action), self.assertRaisesRegex(UserError, words):
                    getattr(self.upload(content), action)()

    def test_too_large(self):
        """A ZIP is measured before it is unpacked: a few bytes that unpack to gigabytes never do."""
        bomb = self.zip({"plan.task.csv": b"a" * 200_000})
        self.assertLess(len(bomb), 1000)
        for limit, content in ((100_000, bomb), (100, bomb)):
            with (
                patch.object(table, "MAX_BYTES", limit),
                patch.object(zipfile.ZipFile, "read", side_effect=AssertionError("unpacked")),
                self.assertRaisesRegex(UserError, "is too large for a list"),
            ):
                self.packages._read_upload(content, "bom.zip")

    def test_nothing_chosen(self):
        wizard = self.env["plan.package.import"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "choose the ZIP file"):
            wizard.create({"source": "upload"}).action_preview()
        self.assertEqual(wizard.create({}).package, PACKAGE)

    def test_real_package_as_zip(self):
        """The package of the module, zipped with a folder, previews as the folder itself does."""
        files = self.packages._read_upload(self.zip(self.csvs("348/")), "348.zip")
        self.assertEqual(files, self.packages._read_folder(PACKAGE))
