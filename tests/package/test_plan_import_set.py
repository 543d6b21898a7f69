"""Tasks of a file are inserted as a set: as `create` would have made them, refused by the same rules, row by row."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from .plan_dump import dump
from .test_package import PACKAGE, PackageCase


class TestAsCreated(TransactionCase):
    def test_same_as_created(self):
        """348/KH-UBND inserted as a set is, field by field, what `create` makes of it."""
        packages = self.env["plan.package"]
        tasks = self.env.registry["plan.task"]

        def loaded():
            savepoint = self.env.cr.savepoint()
            packages._load(packages._read_folder(PACKAGE))
            found = dump(self.env)
            for row in found["plan.clarification"]:
                del row["name"]  # names several leads in the order in which the cache has them
            found["plan.clarification"].sort(key=repr)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            return found

        with patch.object(tasks, "create", side_effect=AssertionError("created one by one")):
            as_a_set = loaded()
        with patch.object(tasks, "_import_rows", side_effect=UserError("no set")):
            created = loaded()
        self.assertEqual(len(as_a_set["plan.task"]), 158)
        for model, rows in created.items():
            for found, row in zip(as_a_set[model], rows, strict=True):
                self.assertEqual(found, row)


class TestRules(PackageCase):
    def vals(self, number, **changes):
        return {
            "plan_id": self.plan.id,
            "section_id": self.section_one.id,
            "number": f"9{number}",
            "sequence": 10,
            "kind": "task",
            "name": f"Nhiệm vụ {number}\t\\N “{number}”\nhai",
            "lead_text": "Sở Nội vụ",
            "support_text": "",
            "deadline_text": "Năm 2026",
            **changes,
        }

    def test_rows_at_fault_are_told_apart(self):
        """A CHECK of the table, a check in Python: each refuses its rows and no other, in the model's words."""
        other = self.env["plan.plan"].create({"number": "7/KH", "name": "Khác", "date_issued": "2026-01-01"})
        rows = [self.vals(number) for number in range(8)]
        rows[2]["deadline_text"] = "31/12/2100"
        rows[5]["plan_id"] = other.id  # the section is the first plan's
        faults = self.env["plan.task"]._import_rows(rows)
        self.assertEqual(
            {number: type(error) for number, error in faults.items()}, dict.fromkeys((2, 5), ValidationError)
        )
        self.assertIn("between the years 2000 and 2099", str(faults[2]))
        self.assertIn("belongs to another plan", str(faults[5]))
        made = self.plan.task_ids.filtered(lambda task: task.number.startswith("9"))
        self.assertEqual(sorted(made.mapped("number")), [f"9{number}" for number in (0, 1, 3, 4, 6, 7)])
        self.assertEqual(made[0].name, rows[0]["name"])
        self.assertEqual(made.lead_ids, self.snv)
        self.assertEqual(self.plan.task_count, len(self.tasks) + 6)
        self.assertFalse(self.env["plan.task"].search([("plan_id", "=", other.id)]))

    def test_whose_plan_it_is(self):
        """The user's right to create decides on every row: nobody adds tasks to another desk's plan."""
        other = self.env["plan.plan"].create(
            {"number": "7/KH", "name": "Khác", "date_issued": "2026-01-01", "desk_agency_id": self.stc.id}
        )
        section = self.section_one.copy({"plan_id": other.id})
        rows = [self.vals(0), self.vals(1, plan_id=other.id, section_id=section.id)]
        faults = self.env["plan.task"].with_user(self.desk)._import_rows(rows)
        self.assertEqual([(number, type(error)) for number, error in faults.items()], [(1, AccessError)])
        self.assertFalse(self.env["plan.task"].search([("plan_id", "=", other.id)]))
        for user in (self.officer_snv, self.reader):
            with self.assertRaises(AccessError):
                self.env["plan.task"].with_user(user)._import_rows([self.vals(2)])

    @mute_logger("odoo.sql_db")
    def test_fault_with_its_row(self):
        """Rows that only the database refuses are in the report too, beside those refused while reading."""
        files = self.files()
        first = files["plan.task"][0]
        files["plan.task"] = [{**first, "_row": row, "number": str(row)} for row in range(2, 42)]
        files["plan.task"][7]["deadline_text"] = "31/12/2100"
        files["plan.task"][9]["section"] = "IX"
        report = self.packages._preview(files)
        faults = {line["row"]: line["message"] for line in report.lines if line["level"] == "error"}
        self.assertEqual(faults.keys(), {9, 11})
        self.assertIn("between the years 2000 and 2099", faults[9])
        self.assertEqual(report.counts["plan.task"]["new"], 38)
