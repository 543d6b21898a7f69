from datetime import date
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..core.common import PlanCase

FANOUT = "odoo.addons.plan_tracking.models.work.plan_assignment_create"


@freeze_time("2026-03-10 03:00:00")
class TestFanOut(PlanCase):
    """The assignments of each task: their agencies and times."""

    def read_assignments(self):
        return self.env["plan.assignment"].search([("plan_id", "=", self.plan.id)])

    def given(self, task=None):
        """Return who has which assignment: (task's key, agency's code, role, year, deadline)."""
        keys = {task.id: key for key, task in self.tasks.items()}
        return {
            (
                keys.get(assignment.task_id.id, assignment.task_id.code),
                assignment.agency_id.code,
                assignment.role,
                assignment.year,
                str(assignment.date_deadline or ""),
            )
            for assignment in self.read_assignments()
            if task is None or assignment.task_id == task
        }

    def test_table(self):
        """Every lead and named supporter gets an assignment; a supporting group, a superior body and a duty give none.

        A body that leads and supports gets the lead assignment alone. No cycle, no year; the deadline is the task's.
        """
        self.activate()
        self.assertEqual(
            self.given(),
            {
                ("one_lead", "SNV", "lead", 0, "2026-12-31"),
                ("one_lead", "STC", "support", 0, "2026-12-31"),
                ("two_leads", "SNV", "lead", 0, "2027-12-31"),
                ("two_leads", "STC", "lead", 0, "2027-12-31"),
                ("yearly", "XCAO", "lead", 2026, "2026-12-31"),
                ("yearly", "XDONG", "lead", 2026, "2026-12-31"),
                ("ongoing", "SKHCN", "lead", 0, ""),
                ("then_ongoing", "STC", "lead", 0, "2026-12-31"),
                ("range", "STC", "lead", 0, "2030-12-31"),
            },
        )
        for assignment in self.read_assignments():
            self.assertEqual(assignment.stage_kind, "todo")
            self.assertIn(assignment.track_id, assignment.stage_id.track_ids)
            self.assertEqual(assignment.date_deadline_origin, assignment.date_deadline)
            self.assertFalse(assignment.message_ids, "a thousand cards at once log nothing")

    def test_again_adds_nothing(self):
        before = self.activate()
        self.assignment_of("one_lead", self.snv).with_user(self.officer_snv).stage_id = self.stage("draft")
        self.plan.with_user(self.desk).action_activate()
        self.assertEqual(self.read_assignments(), before)
        self.assertEqual(self.assignment_of("one_lead", self.snv).stage_id, self.stage("draft"))

    def test_plans_that_are_not_active_give_nothing(self):
        self.decide_all()
        self.env["plan.assignment"].search([]).invalidate_recordset()
        self.run_cron()
        self.assertFalse(self.read_assignments())
        self.activate()
        self.plan.with_user(self.desk).action_close()
        with freeze_time("2027-03-10 03:00:00"):
            self.run_cron()
        self.assertFalse(self.read_assignments().filtered(lambda assignment: assignment.year == 2027))

    def test_superiors_never(self):
        """A body that does not report gets no work, be it named alone or by a group."""
        self.plan.section_ids.invalidate_recordset()
        task = self.new_task(number="8", name="Trình", lead_text="Ủy ban nhân dân tỉnh", product="Tờ trình")
        self.group_communes.agency_ids = self.ubnd
        self.activate()
        self.assertEqual(self.given(task), set())
        self.assertFalse(self.read_assignments().filtered(lambda assignment: assignment.agency_id == self.ubnd))

    def test_new_member_gets_what_is_missing(self):
        """A body founded later waits for the desk's word, then gets its assignment; nobody else's changes."""
        before = self.activate()
        new = self.new_agency("XEM", "Xã Em", self.communes)
        self.run_cron()
        self.assertEqual(self.read_assignments(), before, "proposed is not confirmed")
        self.assertEqual(self.group_communes.pending_count, 1)
        self.group_communes.with_user(self.desk).action_confirm_members()
        given = self.read_assignments()
        self.run_cron()
        self.assertEqual(self.read_assignments(), given, "given at once, not with the next cron")
        self.assertEqual(self.table(given - before, "task_id", "agency_id"), {(self.tasks["yearly"], new)})

    def test_leaver_keeps_history(self):
        """An agency that leaves a group keeps its part and gets no new one."""
        self.activate()
        self.xa_dong.date_to = "2026-12-31"
        self.group_communes.with_user(self.desk).action_confirm_members()
        with freeze_time("2027-01-02 03:00:00"):
            self.run_cron()
        self.assertEqual(
            {row[1:4] for row in self.given(self.tasks["yearly"])},
            {("XCAO", "lead", 2026), ("XDONG", "lead", 2026), ("XCAO", "lead", 2027)},
        )

    def test_successor_in_the_place_of_what_ended(self):
        """Two leads that merged are one; of a split both; through several successions; the end day still counts."""
        joint = self.new_agency("STCNV", "Sở Tài chính - Nội vụ")
        last = self.new_agency("STH", "Sở Tổng hợp")
        (self.snv | self.stc | joint).date_to = "2026-03-09"
        self.xa_cao.date_to = "2026-03-09"
        self.xa_dong.date_to = "2026-03-10"
        halves = self.new_agency("XCAO1", "Xã Cao Một", self.communes)
        halves |= self.new_agency("XCAO2", "Xã Cao Hai", self.communes)
        pairs = [(self.snv, joint), (self.stc, joint), (joint, last), *((self.xa_cao, half) for half in halves)]
        self.env["plan.agency.succession"].create(
            [
                {"agency_from_id": old.id, "agency_to_id": new.id, "date": "2026-03-10", "kind": "merge"}
                for old, new in pairs
            ]
        )
        self.tasks["yearly"].lead_ids = self.xa_cao
        self.activate()
        self.assertEqual(
            self.given(),
            {
                ("one_lead", "STH", "lead", 0, "2026-12-31"),
                ("two_leads", "STH", "lead", 0, "2027-12-31"),
                ("yearly", "XDONG", "lead", 2026, "2026-12-31"),
                ("yearly", "XCAO1", "lead", 2026, "2026-12-31"),
                ("yearly", "XCAO2", "lead", 2026, "2026-12-31"),
                ("ongoing", "SKHCN", "lead", 0, ""),
                ("then_ongoing", "STH", "lead", 0, "2026-12-31"),
                ("range", "STH", "lead", 0, "2030-12-31"),
            },
        )

    def test_archived_body_gets_nothing(self):
        self.decide_all()
        self.xa_dong.active = False
        self.activate()
        self.assertEqual({row[1] for row in self.given(self.tasks["yearly"])}, {"XCAO"})

    def test_work_goes_on_after_its_product(self):
        """Once, then ongoing: the assignment that goes on opens when the product is there, without a deadline."""
        self.activate()
        self.run_cron()
        self.assertEqual(len(self.given(self.tasks["then_ongoing"])), 1)
        self.assignment_of("then_ongoing", self.stc).stage_id = self.stage("done")
        self.run_cron()
        self.run_cron()
        self.assertEqual(
            self.given(self.tasks["then_ongoing"]),
            {("then_ongoing", "STC", "lead", 0, "2026-12-31"), ("then_ongoing", "STC", "lead", 2027, "")},
        )

    def test_work_that_goes_on_without_an_end(self):
        """A task that goes on and lost its date by an edit stops nobody else's work."""
        self.tasks["then_ongoing"].with_user(self.desk).date_end = False
        self.activate()
        self.assignment_of("then_ongoing", self.stc).stage_id = self.stage("done")
        self.run_cron()
        self.assertEqual(self.given(self.tasks["then_ongoing"]), {("then_ongoing", "STC", "lead", 0, "")})

    # -- cycles -------------------------------------------------------------------------------------------------------

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("plan_tracking.ir_cron_open_cycles").method_direct_trigger()

    def years(self, task="yearly"):
        return sorted(
            (assignment.agency_id.code, assignment.year)
            for assignment in self.read_assignments()
            if assignment.task_id == self.tasks[task]
        )

    def test_cycles_of_two_years(self):
        """A year opens with its first day in Việt Nam, whether or not the last one is done; once and no more."""
        self.activate()
        first = [("XCAO", 2026), ("XDONG", 2026)]
        for now, expected in (
            ("2026-12-31 16:30:00", first),
            ("2026-12-31 17:30:00", [("XCAO", 2026), ("XCAO", 2027), ("XDONG", 2026), ("XDONG", 2027)]),
            ("2027-06-30 03:00:00", [("XCAO", 2026), ("XCAO", 2027), ("XDONG", 2026), ("XDONG", 2027)]),
            ("2028-02-01 03:00:00", [(code, year) for code in ("XCAO", "XDONG") for year in (2026, 2027, 2028)]),
        ):
            with self.subTest(now=now), freeze_time(now):
                self.run_cron()
                self.assertEqual(self.years(), expected)
        self.assertEqual(
            {str(assignment.date_deadline) for assignment in self.read_assignments() if assignment.year},
            {"2026-12-31", "2027-12-31", "2028-12-31"},
        )

    def test_missed_years_are_made_up_for(self):
        """A server that was off for a year opens both years when it is back."""
        self.activate()
        with freeze_time("2028-02-01 03:00:00"):
            self.run_cron()
        self.assertEqual(self.years(), [(code, year) for code in ("XCAO", "XDONG") for year in (2026, 2027, 2028)])

    def test_nothing_before_the_plan_is_followed(self):
        """Neither for the years before tracking starts, nor before the task itself, nor after its last year."""
        self.plan.date_tracking_start = "2027-02-01"
        self.activate()
        self.assertEqual(self.years(), [])
        with freeze_time("2028-02-01 03:00:00"):
            self.run_cron()
        self.assertEqual(self.years(), [(code, year) for code in ("XCAO", "XDONG") for year in (2027, 2028)])

    def test_years_of_the_task_itself(self):
        self.plan.date_tracking_start = "2020-01-01"
        self.tasks["yearly"].write({"date_start": "2027-06-01", "date_end": "2028-06-30"})
        self.activate()
        self.assertEqual(self.years(), [])
        with freeze_time("2030-02-01 03:00:00"):
            self.run_cron()
        self.assertEqual(self.years(), [(code, year) for code in ("XCAO", "XDONG") for year in (2027, 2028)])

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_killed_and_run_again(self):
        """Killed after its first batch, the cron keeps that batch; run again it adds the rest, and nothing twice."""
        before = self.activate()
        model = self.env.registry["plan.assignment"]
        create_assignments, batches = model._create_assignments, []

        def create_one_batch(records, vals_list):
            batches.append(len(vals_list))
            if len(batches) > 1:
                raise MemoryError("killed")
            return create_assignments(records, vals_list)

        with freeze_time("2028-02-01 03:00:00"), patch(f"{FANOUT}.BATCH", 3):
            with patch.object(model, "_create_assignments", create_one_batch):
                self.run_cron()
            self.assertEqual(batches[:2], [3, 1])  # Odoo may try again at once; that fails as well
            kept = self.read_assignments() - before
            self.assertEqual(len(kept), 3)
            self.run_cron()
            self.assertEqual(self.years(), [(code, year) for code in ("XCAO", "XDONG") for year in (2026, 2027, 2028)])
            self.assertEqual(len(self.read_assignments()), len(before) + 4)
            self.assertEqual((self.read_assignments() & kept), kept)

    def test_unique_assignment(self):
        """The database itself holds one assignment per task, agency, role, year and asker, the asker left out or
        not."""
        self.activate()
        assignment = self.assignment_of("one_lead", self.snv)
        vals = {"task_id": assignment.task_id.id, "agency_id": self.snv.id, "stage_id": self.stage("todo").id}
        other = self.env["plan.assignment"].create({**vals, "parent_id": assignment.id, "lead_agency_id": self.snv.id})
        self.env["plan.assignment"].create([{**vals, "role": "support"}, {**vals, "year": 2026}])
        for double in (
            vals,
            {**vals, "parent_id": False},
            {**vals, "parent_id": assignment.id},
            {**vals, "year": 2026},
        ):
            with (
                self.subTest(double=double),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.env["plan.assignment"].create(double)
        self.assertEqual(self.assignment_of("one_lead", self.snv), assignment)
        self.assertEqual(other.parent_id, assignment)

    def test_task_is_done_when_all_its_lead_assignments_are(self):
        """Supporters do not count, and a cancelled assignment is nobody's debt."""
        self.activate()
        task = self.tasks["two_leads"]
        self.assertRecordValues(task, [{"assignment_count": 2, "assignment_done_count": 0, "assignment_done_rate": 0}])
        self.assignment_of(task, self.snv).stage_id = self.stage("done")
        self.assertRecordValues(task, [{"assignment_count": 2, "assignment_done_count": 1, "assignment_done_rate": 50}])
        self.assignment_of(task, self.stc).stage_id = self.stage("cancelled")
        self.assertRecordValues(
            task, [{"assignment_count": 1, "assignment_done_count": 1, "assignment_done_rate": 100}]
        )
        self.assertEqual(self.tasks["one_lead"].assignment_count, 1)


@freeze_time("2026-03-10 03:00:00")
class TestMove(PlanCase):
    """The rights of an agency on its assignment, and the refusals otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activate()
        cls.assignment = cls.assignment_of("one_lead", cls.snv).with_user(cls.officer_snv)

    def test_table(self):
        """Each step of the track is open; waiting wants the whole result, done and a stop are others' to say."""
        whole = self.RESULT
        for stage, vals, refused in (
            ("draft", {}, None),
            ("submit", {}, None),
            ("todo", {}, None),
            ("acceptance", {}, "is not a stage of “Document”"),
            ("doing", {}, "is not a stage of “Document”"),
            ("review", {}, "number and date of the product"),
            ("review", {**whole, "product_number": False}, "number and date of the product"),
            ("review", {**whole, "product_date": False}, "number and date of the product"),
            ("review", {**whole, "result": False}, "a line that describes"),
            ("review", {**whole, "is_secret": False}, "the product's file"),
            ("review", whole, None),
            ("done", {}, "is done once its result has been submitted and approved"),
            ("done", whole, "is done once its result has been submitted and approved"),
            ("paused", {}, "Only a document pauses or cancels work, and the desk records it"),
            ("paused", whole, "Only a document pauses or cancels work, and the desk records it"),
            ("cancelled", {}, "Only a document pauses or cancels work, and the desk records it"),
        ):
            for user in (self.officer_snv, self.leader_snv):
                assignment = self.assignment.with_user(user)
                with self.subTest(stage=stage, vals=vals, user=user.name), self.rolled_back():
                    values = {**vals, "stage_id": self.stage(stage).id}
                    if refused:
                        with self.assertRaisesRegex(UserError, refused):
                            assignment.write(values)
                        self.assertEqual((assignment.stage_id, assignment.result_state), (self.stage("todo"), "none"))
                    else:
                        assignment.write(values)
                        self.assertEqual(assignment.stage_id, self.stage(stage))
                        self.assertEqual(assignment.progress, self.stage(stage).progress)
                        self.assertEqual(assignment.result_state, "submitted" if stage == "review" else "none")

    def test_done_with_file(self):
        """Filled in before and the file attached, a drag hands in; done is the confirmation, on the product's day."""
        self.assignment.write({**self.RESULT, "is_secret": False})
        self.attach(self.assignment)
        self.assignment.stage_id = self.stage("review")
        self.assertFalse(self.assignment.date_done)
        self.assignment.with_user(self.leader_snv).action_approve()
        self.assertRecordValues(self.assignment, [{"stage_kind": "review", "date_done": False}])
        self.assignment.with_user(self.desk).action_confirm()
        self.assertEqual((self.assignment.stage_kind, str(self.assignment.date_done)), ("done", "2026-03-01"))
        self.assignment.with_user(self.desk)._do_return("Thiếu phụ lục")
        self.assertRecordValues(self.assignment, [{"stage_kind": "todo", "date_done": False}])

    def test_what_a_stage_demands_stays(self):
        """An assignment that waits keeps its result; one that was stopped keeps its decision, which nobody writes by
        hand."""
        self.assignment.write({**self.RESULT, "stage_id": self.stage("review").id})
        for vals in ({"product_number": False}, {"product_date": False}, {"is_secret": False}, {"result": False}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "has been submitted"):
                self.assignment.write(vals)
        self.assignment.stage_id = self.stage("draft")
        self.assignment.write({"product_number": "16/KH-SNV"})
        self.assignment.with_user(self.desk)._do_stop("paused", "Chờ", "", b"", "20/QĐ-UBND", date(2026, 3, 2))
        for user in (self.officer_snv, self.leader_snv, self.desk):
            for vals in ({"decision_number": False}, {"decision_date": False}):
                with self.subTest(vals=vals, user=user.name), self.assertRaises(AccessError):
                    self.assignment.with_user(user).write(vals)
        with self.assertRaisesRegex(UserError, "paused or cancelled by a decision"):
            self.assignment.stage_id = self.stage("draft")
        self.assertRecordValues(
            self.assignment,
            [{"decision_number": "20/QĐ-UBND", "decision_date": date(2026, 3, 2), "stage_kind": "paused"}],
        )

    def test_several_assignments_at_once(self):
        """One assignment that may not move holds all of them back."""
        assignments = self.assignment | self.assignment_of("two_leads", self.snv).with_user(self.officer_snv)
        with self.assertRaisesRegex(UserError, "is not a stage of “Project”"):
            assignments.write({"stage_id": self.stage("draft").id})
        self.assignment.write(self.RESULT)
        with self.assertRaisesRegex(UserError, "“I.2” is submitted, add: number and date of the product"):
            assignments.write({"stage_id": self.stage("review").id})
        self.assertEqual(set(assignments.mapped("stage_kind")), {"todo"})
        assignments.write({**self.RESULT, "stage_id": self.stage("review").id})
        self.assertEqual(set(assignments.mapped("result_state")), {"submitted"})
        self.assertEqual(set(assignments.mapped("date_submitted")), {self.assignment.date_submitted})
        self.assertTrue(self.assignment.date_submitted)

    def test_day_of_handing_in(self):
        """Going to waiting notes the day in Việt Nam; taken back into work, the result is submitted again."""
        with freeze_time("2026-03-31 17:30:00"):
            self.assignment.write({**self.RESULT, "stage_id": self.stage("review").id})
        self.assertEqual(str(self.assignment.date_submitted), "2026-04-01")
        self.assignment.stage_id = self.stage("draft")
        self.assertFalse(self.assignment.date_submitted)
        with freeze_time("2026-06-01 03:00:00"):
            self.assignment.stage_id = self.stage("review")
        self.assertEqual(str(self.assignment.date_submitted), "2026-06-01")

    def test_in_charge_is_a_member(self):
        """The person in charge belongs to the assignment's agency today."""
        for user in (self.officer_snv, self.leader_snv, self.officer_two):
            self.assignment.user_id = user
            self.assertEqual(self.assignment.user_id, user)
        for user in (self.officer_stc, self.deputy_out, self.internal, self.portal, self.desk):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, "Only a member of Sở Nội vụ"):
                self.assignment.user_id = user
        self.assignment.user_id = False

    def test_documents_of_the_future(self):
        """No product and no decision is dated ahead, be it by a day, nor before the year 2000."""
        for day in ("2026-03-11", "1999-12-31"):
            with self.subTest(day=day), self.assertRaises(ValidationError):
                self.assignment.write({"product_date": day})
            # a decision comes by the desk's step alone
            with self.subTest(day=day), self.assertRaises(ValidationError), self.rolled_back():
                self.assignment.with_user(self.desk)._do_stop(
                    "paused", "Chờ", "", b"", "20/QĐ", date.fromisoformat(day)
                )
        self.assignment.write({"product_date": "2026-03-10"})
        self.assignment.with_user(self.desk)._do_stop("paused", "Chờ", "", b"", "20/QĐ", date(2026, 3, 10))
        self.assertEqual(self.assignment.stage_kind, "paused")

    def test_whose_assignment_it_is(self):
        """Officers and leaders of the agency move it; who may only read is told whom to write to."""
        for user in (self.leader_snv, self.officer_two, self.reader_officer):
            self.assignment.with_user(user).result = f"Ghi bởi {user.name}"
            self.assertEqual(self.assignment.result, f"Ghi bởi {user.name}")
        for user in (self.desk, self.reader, self.manager):
            with (
                self.subTest(user=user.name),
                self.assertRaisesRegex(AccessError, "only its officers and leaders can change it"),
            ):
                self.assignment.with_user(user).result = "Sửa"
        for user in (self.officer_stc, self.officer_cao, self.deputy_out, self.desk_stc, self.internal):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.assignment.with_user(user).result = "Sửa"

    def test_what_nobody_writes(self):
        """The agency, deadline and progress of an assignment cannot be edited in any form."""
        for vals in (
            {"task_id": self.tasks["range"].id},
            {"agency_id": self.stc.id},
            {"role": "support"},
            {"year": 2026},
            {"date_deadline": "2030-12-31"},
            {"date_submitted": "2026-01-01"},
            {"date_done": "2026-01-01"},
            {"is_prior": True},
            {"parent_id": self.assignment_of("two_leads", self.snv).id},
            {"lead_agency_id": self.snv.id},
        ):
            for user in (self.leader_snv, self.desk, self.manager):
                with self.subTest(vals=vals, user=user.name), self.assertRaises(AccessError):
                    self.assignment.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self.env["plan.assignment"].with_user(self.desk).create(
                {"task_id": self.tasks["range"].id, "agency_id": self.snv.id, "stage_id": self.stage("todo").id}
            )
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.assignment.sudo().unlink()

    def test_my_work_is_short_or_a_board(self):
        """Up to twelve assignments open as a list, more as a board."""
        self.assertEqual(self.open_views(), ["list", "kanban"])
        for number in range(12):
            task = self.new_task(number=f"x{number}", name="Việc", lead_text="Sở Nội vụ", product="Kế hoạch")
            self.env["plan.assignment"].create(
                {"task_id": task.id, "agency_id": self.snv.id, "stage_id": self.stage("todo").id}
            )
        self.assertEqual(self.open_views(), ["kanban", "list"])

    def open_views(self):
        action = self.env["plan.assignment"].with_user(self.officer_snv).action_my_work()
        return [view for _id, view in action["views"] if view in ("list", "kanban")]


@freeze_time("2026-03-10 03:00:00")
class TestQueries(PlanCase):
    """The board costs the same number of queries for one assignment and for many."""

    BOARD = {
        "task_code": {},
        "task_name": {},
        "stage_kind": {},
        "role": {},
        "progress": {},
        "timeliness": {},
        "date_deadline": {},
        "activity_ids": {"fields": {}},
        "activity_state": {},
        "message_attachment_count": {},
        "agency_id": {"fields": {"display_name": {}}},
        "user_id": {"fields": {"display_name": {}}},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_task(number="20", name="Việc của nhiều xã", lead_text="Các xã", product="Kế hoạch")
        cls.env["plan.agency"].create(
            [{"code": f"X{number}", "name": f"Xã Số {number}", "category_id": cls.communes.id} for number in range(40)]
        )
        cls.activate()

    def count_queries(self, function):
        """Return how many queries `function` needs the second time, with the record cache empty."""
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            function()
            self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_reading_the_board(self):
        assignments = self.env["plan.assignment"].with_user(self.reader)

        def read(limit):
            return assignments.web_search_read([], self.BOARD, limit=limit)["records"]

        self.assertEqual((len(read(1)), len(read(80))), (1, 80))
        one, many = self.count_queries(lambda: read(1)), self.count_queries(lambda: read(80))
        self.assertLessEqual(many, one + 1, f"one card: {one} queries, eighty: {many}")
        self.assertLessEqual(many, 20)

    def test_moving_a_assignment(self):
        assignment = self.assignment_of("one_lead", self.snv).with_user(self.officer_snv)
        stages = [self.stage("draft"), self.stage("consult")] * 2

        def move():
            assignment.stage_id = stages.pop()

        self.assertLessEqual(self.count_queries(move), 40)

    def test_giving_out_the_work(self):
        """Activation with twice the agencies needs no query for each of them."""
        self.env["plan.assignment"].flush_model()
        counts = []
        for number in range(2):
            self.env["plan.agency"].create(
                [
                    {"code": f"Y{number}-{one}", "name": f"Xã {number}-{one}", "category_id": self.communes.id}
                    for one in range(20 * (number + 1))
                ]
            )
            self.group_communes.invalidate_recordset()
            self.group_communes.sudo().member_ids = [Command.set(self.group_communes.candidate_ids.ids)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            created = self.env["plan.assignment"]._fan_out(self.plan)
            self.env.flush_all()
            counts.append((len(created), self.cr.sql_log_count - before))
        self.assertEqual([created for created, _queries in counts], [40, 80])
        self.assertLessEqual(counts[1][1], counts[0][1] + 2, counts)
