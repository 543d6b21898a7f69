import unicodedata

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..core.common import PlanCase

REFUSALS = (UserError, psycopg2.Error)  # ValidationError is a UserError


class TestInput(PlanCase):
    """The model itself refuses mistyped values, from every source."""

    def assert_refused(self, function, *args, error=REFUSALS):
        """Prove that calling `function` raises, by Python or by the database, and leaves the transaction usable."""
        with self.subTest(args=args), mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    function(*args)
                    self.env.flush_all()
            except error:
                self.env.invalidate_all(flush=False)
            else:
                self.fail("accepted")

    def test_names_are_not_empty(self):
        """No name of nothing, of blanks or of invisible characters, on creating and on renaming."""
        for name in (False, "", "   ", "\u200b\u00a0", "\u202e"):
            for model, vals in (
                ("plan.agency", {"code": "MOI", "category_id": self.departments.id}),
                ("plan.agency.category", {"code": "moi"}),
                ("plan.agency.group", {"code": "MOI"}),
            ):
                self.assert_refused(self.env[model].create, {**vals, "name": name})
            self.assert_refused(self.snv.write, {"name": name})
        for record in (self.plan, self.section_one, self.tasks["one_lead"], self.indicators["1"]):
            self.assert_refused(record.write, {"name": "  "})

    def test_codes_are_unique_in_any_case(self):
        self.assert_refused(self.new_agency, "SNV", "Sở khác", error=psycopg2.IntegrityError)
        self.assert_refused(self.new_agency, "snv", "Sở khác", error=psycopg2.IntegrityError)
        self.assert_refused(self.stc.write, {"code": " Snv "}, error=psycopg2.IntegrityError)
        for record, code in ((self.superiors, "SO"), (self.group_communes, "sn")):
            self.assert_refused(record.write, {"code": code}, error=psycopg2.IntegrityError)

    def test_twins_in_nfc_and_nfd_are_one(self):
        """The same code or name composed and decomposed is one: what is stored is NFC, trimmed."""
        decomposed = unicodedata.normalize("NFD", "ĐHĐ")
        agency = self.new_agency("ĐHĐ", f"  {unicodedata.normalize('NFD', 'Trường Đại học Đông Đô')}\u200b ")
        self.assertEqual(agency.name, "Trường Đại học Đông Đô")
        self.assert_refused(self.new_agency, decomposed, "Sở khác", error=psycopg2.IntegrityError)

    def test_dates_in_order(self):
        self.assert_refused(self.snv.write, {"date_from": "2026-02-01", "date_to": "2026-01-31"})
        task = self.tasks["one_lead"]
        self.assert_refused(task.write, {"date_start": "2026-02-01", "date_end": "2026-01-31"})
        self.assert_refused(task.write, {"date_start": "1999-12-31"})
        self.assert_refused(task.write, {"date_end": "2100-01-01"})
        self.assert_refused(
            self.env["plan.member"].create,
            {
                "agency_id": self.snv.id,
                "user_id": self.internal.id,
                "date_from": "2026-02-01",
                "date_to": "2026-01-31",
            },
        )

    def test_targets(self):
        """One target a year, a year that can be, bounds that are numbers and in order."""
        metric = self.indicators["1"].metric_ids
        target = metric.target_ids.filtered(lambda target: target.year == 2030)
        self.assert_refused(
            self.env["plan.target"].create, {"metric_id": metric.id, "year": 2030}, error=psycopg2.IntegrityError
        )
        for year in (0, 1999, 2100, -2030):
            self.assert_refused(target.write, {"year": year})
        for value in (1e12, -1e12):
            for field in ("value_min", "value_max"):
                self.assert_refused(target.write, {field: value}, error=psycopg2.IntegrityError)
        for value in ("NaN", "Infinity", "-Infinity"):
            # said in words; what writes past the ORM meets the database
            self.assert_refused(target.write, {"value_min": float(value)}, error=ValidationError)
            for query in (
                "UPDATE plan_target SET value_min = %s WHERE id = %s",
                "UPDATE plan_target SET value_max = %s WHERE id = %s",
            ):
                self.assert_refused(self.env.cr.execute, query, (value, target.id), error=psycopg2.Error)
        self.assert_refused(
            target.write, {"operator": "between", "value_min": 3, "value_max": 2}, error=ValidationError
        )
        target.write({"operator": "between", "value_min": 2, "value_max": 3})

    def test_loops(self):
        self.snv.parent_id = self.ubnd
        self.stc.parent_id = self.snv
        self.assert_refused(self.snv.write, {"parent_id": self.stc.id}, error=ValidationError)
        self.assert_refused(self.snv.write, {"parent_id": self.snv.id}, error=ValidationError)
        basis = self.env["plan.plan"].create({"number": "57-NQ/TW", "name": "Đột phá", "date_issued": "2024-12-22"})
        self.plan.basis_ids = basis
        self.assert_refused(basis.write, {"basis_ids": [Command.link(self.plan.id)]}, error=ValidationError)
        self.assert_refused(
            self.env["plan.agency.succession"].create,
            {"agency_from_id": self.snv.id, "agency_to_id": self.snv.id, "date": "2026-01-01"},
            error=ValidationError,
        )

    def test_sections_of_another_plan(self):
        other = self.env["plan.plan"].create({"number": "13/KH-UBND", "name": "Khác", "date_issued": "2026-01-01"})
        section = self.env["plan.section"].create({"plan_id": other.id, "code": "I", "name": "Khác"})
        self.assert_refused(self.tasks["one_lead"].write, {"section_id": section.id}, error=UserError)
        self.assert_refused(self.indicators["1"].write, {"section_id": section.id}, error=UserError)

    def test_numbers_are_unique_where_they_count(self):
        """A task's number may come again in another section, a plan's in another year."""
        self.assert_refused(lambda: self.new_task(number="1", name="Lại"), error=psycopg2.IntegrityError)
        self.new_task(number="3", name="Ở mục khác", section_id=self.section_two.id)
        self.assert_refused(lambda: self.new_indicator("1", "Lại"), error=psycopg2.IntegrityError)
        self.assert_refused(
            lambda: self.plan.copy({"number": self.plan.number}),
            error=psycopg2.IntegrityError,
        )
        self.plan.copy({"number": self.plan.number, "date_issued": "2026-12-20"})

    def test_a_copied_plan_is_a_draft_of_its_own(self):
        """The users and times of steps are never copied with a plan."""
        self.activate()
        copy = self.plan.copy({"number": "14/KH-UBND"})
        self.assertRecordValues(copy, [{"state": "draft", "date_activated": False, "assignment_count": 0}])


class TestSearchAndOrder(PlanCase):
    def found(self, text):
        return {name for _id, name in self.env["plan.agency"].name_search(text)}

    def test_search_without_accents(self):
        """Typed without accents, in any case, with the other tone placement, by code or by another name."""
        self.snv.aliases = "Sở Nội chính\nBan Hoà giải"
        for text in ("so khoa hoc", "SỞ KHOA HỌC", "khoa hoc va cong", "skhcn", "sở khoa"):
            self.assertEqual(self.found(text), {"Sở Khoa học và Công nghệ"}, text)
        for text in ("noi chinh", "ban hòa giải", "hoa giai"):
            self.assertEqual(self.found(text), {"Sở Nội vụ"}, text)
        self.assertEqual(self.found("so khong co"), set())
        agencies = self.env["plan.agency"].search([("display_name", "ilike", "xa cao")])
        self.assertEqual(agencies, self.xa_cao)
        tasks = self.env["plan.task"].search([("display_name", "ilike", "trung tam du lieu")])
        self.assertEqual(tasks, self.tasks["two_leads"])

    def test_search_follows_a_new_name(self):
        self.snv.name = "Sở Lao động"
        self.assertEqual(self.found("lao dong"), {"Sở Lao động"})
        self.assertEqual(self.found("noi vu"), set())

    def test_order_is_a_vietnamese_dictionarys(self):
        """ă after a, đ after d, tones last; by default and when the list is sorted by its name."""
        names = ["Bộ", "Cao", "Dân", "Đảng", "Em", "Ốc", "Ông", "Ước", "Vinh", "Xã 2", "Xã 10"]
        made = [self.new_agency(f"T{number}", name, self.communes) for number, name in enumerate(reversed(names))]
        domain = [("id", "in", [agency.id for agency in made])]
        for order in (None, "name", "name ASC, id"):
            self.assertEqual(self.env["plan.agency"].search(domain, order=order).mapped("name"), names, order)
        descending = self.env["plan.agency"].search(domain, order="name desc").mapped("name")
        self.assertEqual(descending, names[::-1])

    def test_short_names(self):
        """Boards ask for the code; everybody else gets the name."""
        self.assertEqual(self.snv.display_name, "Sở Nội vụ")
        self.assertEqual(self.snv.with_context(plan_agency_short=True).display_name, "SNV")


class TestReading(PlanCase):
    """The structure is read out of the text, an edit holds until its text changes."""

    def test_structure_of_new_tasks(self):
        expected = {
            "one_lead": (self.snv, "once", "2026-12-31", "document", "desk"),
            "two_leads": (self.snv | self.stc, "once", "2027-12-31", "project", "desk"),
            "yearly": (self.env["plan.agency"], "yearly", False, "regular", "leader"),
            "ongoing": (self.skhcn, "ongoing", False, "regular", "independent"),
            "then_ongoing": (self.stc, "once_then_ongoing", "2026-12-31", "project", "desk"),
            "range": (self.stc, "once", "2030-12-31", "document", "desk"),
        }
        for key, (leads, recurrence, date_end, track, confirmation) in expected.items():
            with self.subTest(task=key):
                task = self.tasks[key]
                self.assertEqual(task.lead_ids, leads)
                self.assertEqual(task.recurrence, recurrence)
                self.assertEqual(str(task.date_end or "") or False, date_end)
                self.assertEqual(task.track_id.code, track)
                self.assertEqual(task.confirmation, confirmation)
        self.assertEqual(self.tasks["yearly"].lead_group_ids, self.group_communes)
        self.assertEqual(self.tasks["yearly"].support_group_ids, self.group_departments)
        self.assertEqual(self.tasks["two_leads"].support_ids, self.ubnd)
        self.assertEqual(self.tasks.keys(), expected.keys())
        self.assertEqual(
            {task.code for task in self.tasks.values()} | {self.duty.code},
            {"I.1", "I.2", "I.3", "I.4", "II.1", "II.2", "III.1.1-1"},
        )
        self.assertRecordValues(self.duty, [{"recurrence": "ongoing", "is_deadline_ambiguous": False}])

    def test_monitors(self):
        """The agency named first answers for the figure."""
        indicator = self.indicators["2"]
        self.assertEqual(indicator.monitor_ids, self.stc | self.snv)
        self.assertEqual(indicator.responsible_agency_id, self.stc)

    def test_targets_are_read_and_keep_their_text(self):
        self.assertRecordValues(
            (self.indicators["1"].target_ids | self.indicators["2"].target_ids).sorted("id"),
            [
                {"year": 2025, "text": "≥ 50%.", "kind": "numeric", "operator": "ge", "value_min": 50.0},
                {"year": 2030, "text": "100%", "kind": "numeric", "operator": "ge", "value_min": 100.0},
                {"year": 2035, "text": "-", "kind": "none", "operator": False, "value_min": 0.0},
                {"year": 2025, "text": "≥ 10", "kind": "numeric", "operator": "ge", "value_min": 10.0},
                {"year": 2030, "text": "khoảng nhiều", "kind": "qualitative", "operator": False, "value_min": 0.0},
                {"year": 2035, "text": "20", "kind": "numeric", "operator": "ge", "value_min": 20.0},
            ],
        )

    def test_edit_holds_until_the_text_changes(self):
        task = self.tasks["range"].with_user(self.desk)
        task.write({"date_end": "2027-06-30", "lead_ids": [Command.set(self.snv.ids)]})
        task.name = "Xây dựng cơ chế đặt hàng dữ liệu"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((str(task.date_end), task.lead_ids), ("2027-06-30", self.snv))
        task.deadline_text = "Quý I/2027"
        self.assertEqual((str(task.date_end), task.lead_ids), ("2027-03-31", self.snv))
        task.lead_text = "Sở Tài chính"
        self.assertEqual(task.lead_ids, self.stc)
        target = self.indicators["1"].target_ids.filtered(lambda target: target.year == 2025).with_user(self.desk)
        target.value_min = 55
        self.assertEqual((target.text, target.value_min), ("≥ 50%.", 55.0))
        target.text = "≥ 60%"
        self.assertEqual(target.value_min, 60.0)

    def test_read_again(self):
        """Asked for, the text is read again over what was edited; an agency founded meanwhile is found."""
        task = self.tasks["range"].with_user(self.desk)
        task.write({"date_end": "2027-06-30", "recurrence": "yearly", "lead_ids": [Command.set(self.snv.ids)]})
        doctors = self.new_agency("SYT", "Sở Y tế")
        task.action_read_text()
        self.assertEqual((str(task.date_end), task.recurrence), ("2030-12-31", "once"))
        self.assertEqual((task.lead_ids, task.support_ids), (self.stc, doctors))

    def test_text_is_locked_once_given(self):
        """Text that agencies have in writing cannot be edited; what was never given out stays editable."""
        desk_task = self.tasks["one_lead"].with_user(self.desk)
        desk_task.name = "Xây dựng kế hoạch"
        self.activate()
        for vals in (
            {"name": "Khác"},
            {"lead_text": "Sở Tài chính"},
            {"support_text": ""},
            {"deadline_text": "Năm 2030"},
            {"date_end": "2030-12-31"},
            {"date_start": False},
            {"recurrence": "ongoing"},
            {"number": "9"},
            {"kind": "duty"},
            {"section_id": self.section_two.id},
            {"lead_ids": [Command.clear()]},
            {"support_group_ids": [Command.clear()]},
            {"track_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "is already assigned"):
                desk_task.write(vals)
        with self.assertRaisesRegex(UserError, "is already assigned"):
            desk_task.action_read_text()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            desk_task.unlink()
        desk_task.product = "Kế hoạch được ban hành"
        with self.assertRaisesRegex(UserError, "is already assigned"):
            self.duty.with_user(self.desk).name = "Quán triệt nghị quyết"
        self.assertEqual((desk_task.name, desk_task.product), ("Xây dựng kế hoạch", "Kế hoạch được ban hành"))


class TestInForce(PlanCase):
    """The printed content of a plan that agencies carry out is neither edited nor deleted; what it means is."""

    def test_printed_text(self):
        self.activate()
        indicator = self.indicators["1"].with_user(self.desk)
        target = indicator.target_ids[:1]
        plan = self.plan.with_user(self.desk)
        for record, vals in (
            (plan, {"number": "999/KH"}),
            (plan, {"date_issued": "2020-01-01"}),
            (plan, {"date_tracking_start": "2020-01-01"}),
            (plan.section_ids[:1], {"name": "Khác"}),
            (indicator, {"name": "Khác"}),
            (target, {"text": "≥ 1%"}),
            (target, {"year": 2031}),
        ):
            with self.subTest(record=record, vals=vals), self.assertRaisesRegex(UserError, "is in force"):
                record.write(vals)
        for record in (indicator, indicator.metric_ids, target, plan.section_ids[:1]):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.unlink()
        target.write({"value_min": 55.0, "is_ambiguous": False})
        indicator.definition = "Số trạm phủ sóng trên tổng số thôn, bản"
        self.assertEqual((target.value_min, plan.number), (55.0, self.plan.number))

    def test_files_of_a_finished_assignment(self):
        """The file that was handed in stays, also when the result comes back; a new one may be added beside it."""
        self.activate()
        assignment = self.assignment_of("one_lead", self.snv)
        file = self.attach(assignment)
        own = file.with_user(self.officer_snv)
        changes = (own.unlink, own.sudo().unlink, lambda: own.write({"raw": b"other"}))
        self.hand_in(assignment, self.officer_snv, product_date="2026-01-05", is_secret=False)
        assignment.with_user(self.leader_snv).action_approve()
        assignment.with_user(self.desk).action_confirm()
        for change in changes:
            with self.assertRaisesRegex(UserError, "prove a finished result"):
                change()
        with self.assertRaises(AccessError):
            own.write({"public": True})
        new = self.attach(assignment)
        assignment.with_user(self.desk)._do_return("Thiếu phụ lục")
        for change in changes:
            with self.assertRaisesRegex(UserError, "was submitted with the result"):
                change()
        self.assertTrue(file.exists() and new.exists())


class TestActivation(PlanCase):
    def test_who_may_activate(self):
        """The desk of this plan alone; nobody can write the state."""
        self.decide_all()
        for user in (self.desk_stc, self.manager, self.reader, self.leader_snv):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                self.plan.with_user(user).action_activate()
        self.assertEqual((self.plan.state, self.plan.assignment_count), ("draft", 0))
        self.plan.with_user(self.desk).action_activate()
        self.assertEqual(self.plan.state, "active")

    def test_what_activation_needs(self):
        desk_plan = self.plan.with_user(self.desk)
        desk_plan.date_tracking_start = False
        with self.assertRaisesRegex(UserError, "the date from which"):
            desk_plan.action_activate()
        empty = self.env["plan.plan"].create(
            {
                "number": "1/KH",
                "name": "Trống",
                "date_issued": "2026-01-01",
                "date_tracking_start": "2026-01-01",
                "desk_agency_id": self.skhcn.id,
            }
        )
        with self.assertRaisesRegex(UserError, "has no tasks"):
            empty.with_user(self.desk).action_activate()

    @freeze_time("2026-12-31 17:30:00")
    def test_day_of_activation(self):
        """At half past midnight in Việt Nam the plan is activated on the new day."""
        self.activate()
        self.assertEqual(str(self.plan.date_activated), "2027-01-01")

    def test_closed_plan(self):
        """A closed plan is read only, and does not come back."""
        self.activate()
        self.plan.with_user(self.desk).action_close()
        for action in ("action_close", "action_activate"):
            with self.subTest(action=action), self.assertRaises(UserError):
                getattr(self.plan.with_user(self.desk), action)()
        with self.assertRaises(UserError):
            self.plan.with_user(self.desk).name = "Khác"
        with self.assertRaisesRegex(UserError, "is closed"):
            self.assignment_of("one_lead", self.snv).with_user(self.officer_snv).result = "Đã làm"
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.plan.unlink()

    def test_annexes_say_what_is_printed(self):
        """The annexes draw the verbatim texts, in the plan's order."""
        annex = self.plan._get_task_annex()
        self.assertEqual([section["code"] for section in annex["sections"]], ["I", "II"])
        first = annex["sections"][0]["rows"][0]
        self.assertEqual(
            (first["number"], first["name"], first["lead"], first["support"], first["deadline"]),
            ("1", "Xây dựng kế hoạch chuyển đổi số", "Sở Nội vụ", "Sở Tài chính", "Năm 2026"),
        )
        annex = self.plan._get_indicator_annex()
        self.assertEqual(annex["years"], [2025, 2030, 2035])
        self.assertEqual(
            [row["cells"] for row in annex["sections"][0]["rows"]],
            [["≥ 50%.", "100%", "-"], ["≥ 10", "khoảng nhiều", "20"]],
        )


class TestUninstall(PlanCase):
    """Work of agencies is not lost with a click on Uninstall."""

    def test_refused_once_activated(self):
        modules = self.env["ir.module.module"]
        ours = modules.search([("name", "=", "plan_tracking")])
        mail = modules.search([("name", "=", "mail")])
        self.activate()
        for module in (ours, mail):
            with self.subTest(module=module.name), self.assertRaisesRegex(UserError, "has been activated"):
                module.button_uninstall()
        self.assertEqual(ours.state, "installed")
