from datetime import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .reporting_common import ReportingCase, d


def at(text, hour=17):
    """Return the instant in UTC: 17:00 is midnight in Việt Nam."""
    return datetime.combine(d(text), datetime.min.time().replace(hour=hour))


@freeze_time("2026-03-10 03:00:00")
class TestDays(ReportingCase):
    """The days that follow from a rule."""

    def test_due_days(self):
        """The last valid day, and the instant after it; a day that a month lacks is its last."""
        for kind, values, start, last_day, due in (
            ("month", {}, "1/3", "19/3", at("19/3")),
            ("month", {"is_inclusive": True}, "1/3", "20/3", at("20/3")),
            ("month", {"due_day": 31}, "1/2", "27/2", at("27/2")),
            ("month", {"due_day": 31, "is_inclusive": True}, "1/2", "28/2", at("28/2")),
            ("month", {"due_day": 31, "is_inclusive": True}, "1/4", "30/4", at("30/4")),
            ("month", {"due_day": 31, "is_inclusive": True}, "1/5", "31/5", at("31/5")),
            ("month", {"due_day": 1}, "1/3", "28/2", at("28/2")),
            ("month", {"due_day": 5, "due_month": 2}, "1/3", "4/4", at("4/4")),
            ("quarter", {}, "1/4", "9/6", at("9/6")),
            ("quarter", {"due_month": 4}, "1/1", "9/4", at("9/4")),
            ("half", {}, "1/1", "9/6", at("9/6")),
            ("year", {}, "1/1", "29/11", at("29/11")),
            ("year", {"due_day": 15, "due_month": 13}, "1/1", "14/1/2027", at("14/1/2027")),
        ):
            with self.subTest(kind=kind, values=values, start=start), self.rolled_back():
                dates = self.new_schedule(kind, name="x", **values)._get_dates(d(start))
                self.assertEqual((dates["date_last_day"], dates["date_due"]), (d(last_day), due))
                self.assertEqual(dates["date_from"], d(start))

    def test_span_and_cutoff(self):
        """Data run up to the last valid day unless a day is set, and never beyond the period."""
        for kind, values, start, end, cutoff in (
            ("month", {}, "1/3", "31/3", "19/3"),
            ("month", {"cutoff_day": 14}, "1/3", "31/3", "14/3"),
            ("month", {"cutoff_day": 31}, "1/4", "30/4", "30/4"),
            ("quarter", {"cutoff_day": 14}, "1/4", "30/6", "14/6"),
            ("quarter", {"due_month": 4}, "1/1", "31/3", "31/3"),
            ("half", {}, "1/1", "30/6", "9/6"),
            ("year", {"cutoff_day": 14}, "1/1", "31/12", "14/11"),
        ):
            with self.subTest(kind=kind, values=values), self.rolled_back():
                dates = self.new_schedule(kind, **values)._get_dates(d(start))
                self.assertEqual((dates["date_to"], dates["date_cutoff"]), (d(end), d(cutoff)))

    def test_a_day_that_never_is(self):
        """If the month is always the same, a day that it never has is refused in words."""
        for kind, day, month, refused in (
            ("year", 31, 2, True),
            ("year", 30, 2, True),
            ("year", 29, 2, False),  # 28 February but for leap years
            ("year", 31, 11, True),
            ("half", 31, 6, True),
            ("month", 31, 1, False),
            ("quarter", 31, 2, False),
        ):
            with self.subTest(kind=kind, day=day, month=month), self.rolled_back():
                if refused:
                    with self.assertRaisesRegex(ValidationError, f"month {month} never has a day {day}"):
                        self.new_schedule(kind, due_day=day, due_month=month)
                else:
                    self.new_schedule(kind, due_day=day, due_month=month)
        self.half.write({"only_first_half": False, "due_day": 31})
        with self.assertRaisesRegex(ValidationError, "month 6 never has a day 31"), self.env.cr.savepoint():
            self.half.only_first_half = True

    def test_numbers_out_of_range(self):
        for kind, longest in (("month", 2), ("quarter", 4), ("half", 7), ("year", 13)):
            schedule = getattr(self, kind)
            for month in (0, longest + 1):
                with (
                    self.subTest(kind=kind, month=month),
                    self.assertRaisesRegex(ValidationError, f"between 1 and {longest}"),
                    self.env.cr.savepoint(),
                ):
                    schedule.due_month = month
            for day in (0, 32, -1):
                with (
                    self.subTest(kind=kind, day=day),
                    mute_logger("odoo.sql_db"),
                    self.assertRaisesRegex(psycopg2.IntegrityError, "days_are_real"),
                    self.env.cr.savepoint(),
                ):
                    schedule.due_day = day

    def test_last_day_in_words(self):
        """The last valid day is shown, never "before the 20th"."""
        self.assertEqual(self.month.last_day_text, "This period: up to the end of 19/03/2026")
        self.month.is_inclusive = True
        self.assertEqual(self.month.last_day_text, "This period: up to the end of 20/03/2026")
        self.assertEqual(self.half.last_day_text, "This period: up to the end of 09/06/2026")
        with freeze_time("2026-08-01 03:00:00"):
            self.half.invalidate_recordset(["last_day_text"])
            self.assertEqual(self.half.last_day_text, "This period: up to the end of 09/06/2027")
        self.start(self.month)
        shown = self.report(self.snv).with_user(self.officer_snv).with_context(lang="en_US")
        self.assertRegex(shown.last_day_text, "^by the end of [^,]+, 20/03/2026$")


@freeze_time("2026-03-10 03:00:00")
class TestStart(ReportingCase):
    """Starting a schedule, and the periods that it opens from then on."""

    def starts(self, schedule):
        return [period.date_from for period in self.periods(schedule)]

    def test_who_starts(self):
        for user, error in (
            (self.desk, None),
            (self.desk_stc, UserError),
            (self.officer_skhcn, UserError),
            (self.leader_snv, UserError),
            (self.manager, UserError),
            (self.reader, UserError),
            (self.internal, AccessError),
        ):
            with self.subTest(user=user.name), self.rolled_back():
                schedule = self.month.with_user(user)
                for action in (schedule.action_start, schedule.action_stop):
                    if error:
                        with self.assertRaises(error):
                            action()
                        self.assertEqual(self.month.state, "draft")
                    else:
                        action()

    def test_state_is_not_typed(self):
        for change in (
            lambda: self.month.with_user(self.desk).write({"state": "running"}),
            lambda: self.new_schedule("month", state="running"),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change()
        self.env["ir.default"].set("plan.reporting.schedule", "state", "running", user_id=self.desk.id)
        with self.assertRaisesRegex(UserError, "has not started"), self.env.cr.savepoint():
            self.new_schedule("month")

    def test_plan_not_in_force(self):
        draft = self.env["plan.plan"].create(
            {"number": "13/KH-UBND", "name": "Khác", "date_issued": "2025-12-20", "desk_agency_id": self.skhcn.id}
        )
        self.month.plan_ids |= draft
        with self.assertRaisesRegex(UserError, "not in force"):
            self.start(self.month)
        self.assertFalse(self.periods(self.month))

    def test_plan_of_another_desk(self):
        strange = self.env["plan.plan"].create(
            {"number": "14/KH-UBND", "name": "Khác", "date_issued": "2025-12-20", "desk_agency_id": self.stc.id}
        )
        with self.assertRaisesRegex(ValidationError, "is not the desk of 14/KH-UBND"):
            self.month.with_user(self.desk).plan_ids |= strange.sudo()

    def test_first_period(self):
        """From today's period on, if its due moment is still in the future; none but those that open today."""
        for now, starts in (
            ("2026-03-08 16:59:00", []),  # opens 10 days before 19/3: on the 9th
            ("2026-03-08 17:00:00", ["1/3"]),
            ("2026-03-19 16:59:59", ["1/3"]),
            ("2026-03-19 17:00:00", []),  # nobody is late for what was never asked
            ("2026-04-10 03:00:00", ["1/4"]),
        ):
            with self.subTest(now=now), freeze_time(now), self.rolled_back():
                self.start(self.month)
                self.assertEqual(self.starts(self.month), [d(day) for day in starts])

    def test_first_period_is_set(self):
        """A day in the first period is enough; earlier ones open late, later ones wait."""
        for first, starts in (("2026-01-20", ["1/1", "1/2", "1/3"]), ("2026-03-31", ["1/3"]), ("2026-04-02", [])):
            with self.subTest(first=first), self.rolled_back():
                self.month.date_first = first
                self.start(self.month)
                self.assertEqual(self.starts(self.month), [d(day) for day in starts])

    def test_validity(self):
        """Reports due before the schedule's first day or after its last one are not asked for."""
        self.month.write({"date_first": "2026-01-01", "date_from": "2026-02-19", "date_to": "2026-04-18"})
        self.start(self.month)
        self.run_crons("2026-06-15 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/2"), d("1/3")])

    def test_one_half_a_year(self):
        for only, starts in ((True, ["1/1", "1/1/2027"]), (False, ["1/1", "1/7", "1/1/2027"])):
            with self.subTest(only=only), self.rolled_back():
                self.half.only_first_half = only
                self.start(self.half)
                self.run_crons("2027-06-15 03:00:00")
                self.assertEqual(self.starts(self.half), [d(day) for day in starts])

    def test_no_two_of_a_kind(self):
        """Two of one kind, plan and time are refused; one after the other, of another kind or plan they are not."""
        self.month.date_to = "2026-06-30"
        self.start(self.month)
        twin = self.new_schedule("month", name="twin", date_from="2026-06-30")
        with self.assertRaisesRegex(UserError, "“twin” and “month” require the same kind"), self.env.cr.savepoint():
            self.start(twin)
        twin.date_from = "2026-07-01"
        self.start(twin)
        with self.assertRaisesRegex(UserError, "require the same kind"), self.env.cr.savepoint():
            twin.with_user(self.desk).date_from = False
        self.start(self.quarter)
        request = self.new_request(self.snv)
        self.start(request | self.new_request(self.snv, name="second"))
        self.assertEqual(len(self.periods(request)), 1)

    def test_stop(self):
        """Open periods continue; nothing new opens."""
        self.start(self.month)
        self.month.with_user(self.desk).action_stop()
        self.run_crons("2026-04-15 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/3")])
        self.approve(self.report(self.snv))
        self.assertEqual(self.report(self.snv).state, "approved")

    def test_start_again(self):
        """Reports that fell due while it was stopped are not asked for afterwards: nobody could have known of it."""
        self.start(self.month)
        self.month.with_user(self.desk).action_stop()
        with freeze_time("2026-06-12 03:00:00"):
            self.start(self.month)
        self.assertEqual(self.starts(self.month), [d("1/3"), d("1/6")])
        self.run_crons("2026-07-12 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/3"), d("1/6"), d("1/7")])

    def test_start_again_at_once(self):
        """A short stop leaves no gap, a report that is due after its period ends included."""
        self.quarter.write({"due_month": 4, "date_first": "2026-01-01"})
        self.start(self.quarter)
        self.assertEqual(self.starts(self.quarter), [])
        self.quarter.with_user(self.desk).action_stop()
        with freeze_time("2026-04-05 03:00:00"):
            self.start(self.quarter)
            self.assertEqual(self.starts(self.quarter), [d("1/1")])

    def test_missed_runs(self):
        """A server that was off for three months opens what it has missed, once, and goes on."""
        self.start(self.month | self.quarter)
        self.run_cron("open_periods", now="2026-06-12 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/3"), d("1/4"), d("1/5"), d("1/6")])
        self.assertEqual(self.starts(self.quarter), [d("1/4")], "the first quarter's day was over when it started")
        self.assertEqual(len(self.report(self.snv, start="1/4").line_ids), 2)
        before = self.env["plan.report"].search_count([]), self.env["plan.report.line"].search_count([])
        for _run in range(2):
            self.run_cron("open_periods", now="2026-06-12 04:00:00")
        after = self.env["plan.report"].search_count([]), self.env["plan.report.line"].search_count([])
        self.assertEqual(after, before, "run twice, it doubles nothing")

    def test_killed_midway(self):
        """A period whose reports were made in part gets the rest, even after its due moment."""
        self.start(self.month)
        period = self.period(self.month)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM plan_report WHERE period_id = %s AND agency_id = %s", (period.id, self.snv.id))
        period.is_filled = False
        self.env.invalidate_all()
        self.run_cron("open_periods", now="2026-04-01 03:00:00")
        self.assertEqual(len(self.report(self.snv).line_ids), 2)
        self.assertTrue(self.period(self.month).is_filled)

    def test_one_fails(self):
        """A schedule that cannot be opened is logged, and keeps none of the others from opening."""
        self.start(self.month | self.quarter)
        schedules = type(self.env["plan.reporting.schedule"])
        make = schedules._make_periods

        def fail_for_the_month(schedule):
            if schedule == self.month:
                raise ValueError("cannot be opened")
            return make(schedule)

        with (
            patch.object(schedules, "_make_periods", fail_for_the_month),
            self.assertLogs("odoo.addons.plan_tracking.models.reporting.plan_reporting_schedule_open", "ERROR"),
        ):
            self.run_cron("open_periods", now="2026-06-12 03:00:00")
        self.assertEqual((self.starts(self.month), self.starts(self.quarter)), ([d("1/3")], [d("1/4")]))
        self.run_cron("open_periods", now="2026-06-12 03:00:00")
        self.assertEqual(len(self.starts(self.month)), 4)

    def test_body_that_ends(self):
        """A body that ends before the last day owes nothing; what it had begun stays for the desk to see."""
        self.start(self.month)
        begun, untouched = self.report(self.xa_dong), self.report(self.stc)
        self.officer(begun).line_ids[:1].text = "Đã làm"
        (self.xa_dong | self.stc).date_to = "2026-03-18"
        self.snv.date_to = "2026-03-19"  # the last day
        self.run_cron("open_periods", now="2026-03-12 03:00:00")
        self.assertTrue(begun.exists())
        self.assertFalse(untouched.exists())
        self.assertTrue(self.report(self.snv))

    def test_one_plan_of_two_ends(self):
        """If one plan of a schedule is closed, the other is still reported on."""
        other = self.env["plan.plan"].create(
            {"number": "15/KH-UBND", "name": "Khác", "date_issued": "2025-12-20", "desk_agency_id": self.skhcn.id}
        )
        other.date_tracking_start = "2026-01-01"
        section = self.env["plan.section"].create({"plan_id": other.id, "content": "task", "code": "I", "name": "Việc"})
        self.new_task(plan_id=other.id, section_id=section.id, number="1", name="Việc", lead_text="Sở Nội vụ")
        self.activate(other)
        self.month.plan_ids |= other
        self.start(self.month)
        other.with_user(self.desk).action_close()
        self.run_cron("open_periods", now="2026-04-12 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/3"), d("1/4")])
        self.plan.with_user(self.desk).action_close()
        self.run_cron("open_periods", now="2026-05-12 03:00:00")
        self.assertEqual(self.starts(self.month), [d("1/3"), d("1/4")])

    def test_what_stays(self):
        """Kind, desk and first period stay once something is open; nothing opened is deleted."""
        self.start(self.month)
        for vals in ({"kind": "quarter"}, {"date_first": "2026-01-01"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "already open"), self.env.cr.savepoint():
                self.month.with_user(self.desk).write(vals)
        with self.assertRaisesRegex(UserError, "already open"), mute_logger("odoo.models.unlink"):
            self.month.with_user(self.desk).unlink()
        self.quarter.with_user(self.desk).unlink()
        self.month.with_user(self.desk).write({"due_day": 25})
        self.assertEqual(self.period(self.month).date_last_day, d("19/3"), "what is open keeps its days")


@freeze_time("2026-03-10 03:00:00")
class TestBound(ReportingCase):
    """The agencies that owe a report."""

    def bound(self, schedule=None, **values):
        """Start the schedule with these switches, by default the monthly one, and return the codes of who owes."""
        schedule = schedule or self.month
        schedule.write(values)
        self.start(schedule)
        return sorted(self.periods(schedule).report_ids.agency_id.mapped("code"))

    LEADS = ["SKHCN", "SNV", "STC", "XCAO", "XDONG"]

    def test_switches(self):
        group, cao = [Command.set(self.group_communes.ids)], [Command.set(self.xa_cao.ids)]
        for values, codes in (
            ({}, self.LEADS),
            ({"bind_monitors": False}, self.LEADS),
            ({"bind_leads": False}, ["STC"]),
            ({"bind_leads": False, "ask_indicators": False}, []),
            ({"ask_assignments": False}, ["STC"]),
            ({"bind_leads": False, "bind_monitors": False}, []),
            ({"bind_leads": False, "agency_ids": cao}, ["STC", "XCAO"]),
            ({"bind_leads": False, "group_ids": group}, ["STC", "XCAO", "XDONG"]),
            ({"agency_ids": [Command.set(self.inspectorate.ids)]}, sorted([*self.LEADS, "TTRA"])),
            # a body that never reports, even if it is named
            ({"agency_ids": [Command.set(self.ubnd.ids)]}, self.LEADS),
        ):
            with self.subTest(values=values), self.rolled_back():
                self.assertEqual(self.bound(**values), codes)

    def test_open_work(self):
        """Open work binds, paused work too; what was done since the last report could speak, and not before."""
        assignment = self.assignment_of("yearly", self.xa_cao, year=2026)
        for stage, day, owes in (
            ("doing", False, True),
            ("paused", False, True),
            ("cancelled", False, False),
            ("done", "2026-03-05", True),
            ("done", "2026-02-20", True),  # the report of February was due before the 20th
            ("done", "2026-02-19", False),
        ):
            with self.subTest(stage=stage, day=day), self.rolled_back():
                assignment.write({"stage_id": self.stage(stage).id, "product_date": day})
                self.assertEqual("XCAO" in self.bound(), owes)
                self.assertEqual(len(self.report(self.xa_cao).line_ids), int(owes))

    def test_support_alone(self):
        """An agency that only supports owes nothing; who leads reports on what it supports too."""
        self.new_assignments(self.inspectorate, self.xa_dong, role="support")
        self.assertEqual(self.bound(), self.LEADS)
        self.assertEqual(len(self.report(self.xa_dong).line_ids), 2)

    def test_bodies_come_and_go(self):
        """A body reports while it exists: on the last valid day of the period."""
        for values, owes in (
            ({"date_to": "2026-03-18"}, False),
            ({"date_to": "2026-03-19"}, True),
            ({"date_from": "2026-03-19"}, True),
            ({"date_from": "2026-03-20"}, False),
            ({"active": False}, False),
        ):
            with self.subTest(values=values), self.rolled_back():
                self.xa_dong.write(values)
                self.assertEqual("XDONG" in self.bound(agency_ids=[Command.set(self.xa_dong.ids)]), owes)

    def test_monitors(self):
        """An agency responsible for a figure owes only the reports that ask for it."""
        self.indicators["1"].monitor_text = "Thanh tra tỉnh"
        for schedule, owes in ((self.month, False), (self.quarter, False), (self.half, False), (self.year, True)):
            with self.subTest(kind=schedule.kind), freeze_time("2026-11-19 03:00:00"):
                schedule.date_first = "2026-01-01"
                self.assertEqual("TTRA" in self.bound(schedule), owes)


@freeze_time("2026-03-10 03:00:00")
class TestAsked(ReportingCase):
    """The questions of a report."""

    def test_assignments_figures_duties(self):
        for kind, values, counts in (
            ("month", {}, (2, 0)),
            ("month", {"ask_duties": True}, (3, 0)),
            (
                "month",
                {"ask_assignments": False, "ask_duties": True, "agency_ids": [Command.set(self.snv.ids)]},
                (1, 0),
            ),
        ):
            with self.subTest(values=values), self.rolled_back():
                getattr(self, kind).write(values)
                self.start(getattr(self, kind))
                report = self.report(self.snv)
                self.assertEqual((len(report.line_ids), len(report.measurement_ids)), counts)
        self.month.ask_indicators = False
        self.start(self.month)
        self.assertFalse(self.report(self.stc).measurement_ids)
        self.assertEqual(len(self.report(self.stc).line_ids), 4)

    def test_frequencies(self):
        """A figure is asked by the reports that come no more often than it is drawn up."""
        asks = {
            "month": {"month", "quarter", "half", "year"},
            "quarter": {"quarter", "half", "year"},
            "half": {"half", "year"},
            "year": {"year"},
        }
        with freeze_time("2026-11-20 03:00:00"):
            schedules = self.month | self.quarter | self.half | self.year
            schedules.date_first = "2026-01-01"
            for frequency, kinds in asks.items():
                with self.subTest(frequency=frequency), self.rolled_back():
                    self.indicators["2"].frequency = frequency
                    self.start(schedules)
                    self.assertEqual(
                        set(
                            self.env["plan.measurement"]
                            .search([("agency_id", "=", self.stc.id)])
                            .period_id.mapped("kind")
                        ),
                        kinds,
                    )

    def test_outline(self):
        """A schedule begins with the usual outline, which its desk edits; a request with its own questions."""
        purposes = ["direction", "shortcoming", "obstacle", "next", "proposal"]
        self.assertEqual(self.month.question_ids.mapped("purpose"), purposes)
        self.assertFalse(self.new_request(self.snv, question_ids=[]).question_ids)
        self.assertFalse(self.new_schedule("month", question_ids=[]).question_ids)
        self.start(self.month)
        self.assertEqual(self.report(self.snv).narrative_ids.mapped("name"), self.month.question_ids.mapped("name"))
        self.month.with_user(self.desk).question_ids[0].name = "Khác"
        self.month.with_user(self.desk).question_ids[1:].unlink()
        self.assertEqual(self.report(self.snv).narrative_ids.mapped("purpose"), purposes, "what is open stays")
        self.assertNotIn("Khác", self.report(self.snv).narrative_ids.mapped("name"))

    def test_questions_are_checked(self):
        for values, words in (
            ({"name": " "}, "Describe what you need"),
            ({"kind": "choice"}, "at least two choices"),
            ({"kind": "choice", "choices": "Có\n \n"}, "at least two choices"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self.month.question_ids[0].write(values)
        with self.assertRaises(AccessError):
            self.month.question_ids[0].with_user(self.officer_snv).name = "x"

    def test_work_in_mid_period(self):
        """New work adds a line to what is being filled in, and nothing to what was sent."""
        self.start(self.month)
        self.submit(self.report(self.stc))
        task = self.new_assignments(self.snv, self.stc)
        for _run in range(2):
            self.run_cron("open_periods", now="2026-03-12 03:00:00")
        self.assertEqual(len(self.report(self.snv).line_ids.filtered(lambda line: line.task_id == task)), 1)
        self.assertNotIn(task, self.report(self.stc).line_ids.task_id)
        self.assignment_of(task, self.snv).copy({"agency_id": self.inspectorate.id})
        self.run_cron("open_periods", now="2026-03-20 03:00:00")
        self.assertFalse(self.report(self.inspectorate), "the due moment is over")

    def test_work_in_mid_period_of_a_partly_returned_report(self):
        """A report with single rows to correct gets no row that nobody could fill in."""
        self.start(self.month)
        report = self.report(self.snv)
        self.approve(report)
        self.give_back(report, self.desk, line_ids=[Command.set(report.line_ids[0].ids)])
        task = self.new_assignments(self.snv)
        self.run_cron("open_periods", now="2026-03-12 03:00:00")
        self.assertNotIn(task, report.line_ids.task_id)
        self.officer(report).action_submit()
        self.assertNotIn(task, report.line_ids.task_id)


@freeze_time("2026-03-10 03:00:00")
class TestRequest(ReportingCase):
    """Ad hoc requests: a due moment, addressees, questions."""

    def test_sent(self):
        request = self.new_request(self.snv, self.xa_cao, name="Máy chủ")
        self.start(request)
        period = self.periods(request)
        self.assertRecordValues(
            period,
            [
                {
                    "display_name": "Máy chủ",
                    "kind": "ad_hoc",
                    "date_from": d("10/3"),
                    "date_to": d("20/3"),
                    "date_last_day": d("20/3"),
                    "date_due": at("20/3"),
                    "year": 2026,
                }
            ],
        )
        self.assertEqual(period.report_ids.agency_id, self.snv | self.xa_cao)
        self.assertRecordValues(
            period.report_ids.narrative_ids, [{"name": "Bao nhiêu máy chủ?", "kind": "number", "is_required": True}] * 2
        )
        self.assertFalse(period.report_ids.line_ids)
        self.assertFalse(period.report_ids.measurement_ids)

    def test_by_the_hour(self):
        """A due moment within the day is said with its hour; the next second is late."""
        request = self.new_request(self.snv, date_due="2026-03-12 02:30:00")
        self.start(request)
        report = self.periods(request).report_ids.with_context(lang="en_US")
        self.assertRegex(report.last_day_text, "^by 09:30 of [^,]+, 12/03/2026$")
        for now, status in (("2026-03-12 02:29:59", "due_soon"), ("2026-03-12 02:30:00", "missing")):
            with freeze_time(now):
                report.invalidate_recordset(["status"])
                self.assertEqual(report.status, status)

    def test_refused(self):
        """A request that cannot be answered is not sent, with the reason."""
        self.xa_dong.date_to = "2026-03-09"
        for agencies, values, words in (
            ([self.snv], {"date_due": False}, "when the answer is due"),
            ([self.snv], {"date_due": "2026-03-10 03:00:00"}, "it must be in the future"),
            ([self.snv], {"date_due": "2026-03-09 17:00:00"}, "it must be in the future"),
            ([self.snv], {"question_ids": []}, "asks nothing"),
            ([self.snv], {"question_ids": [], "ask_indicators": True}, "asks nothing"),
            ([self.snv, self.xa_dong], {}, "Xã Đông Hải no longer exists"),
            ([], {}, "has no reporting agencies"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.start(self.new_request(*agencies, **values))
        self.assertFalse(self.env["plan.period"].search([]))

    def test_sent_twice(self):
        """Pressed twice, stopped and started, or run over by the cron: one request, one report each."""
        request = self.new_request(self.snv)
        self.start(request)
        with self.assertRaisesRegex(UserError, "so this is no longer possible"), self.env.cr.savepoint():
            self.start(request)
        request.with_user(self.desk).action_stop()
        self.start(request)
        self.run_cron("open_periods", now="2026-03-12 03:00:00")
        self.assertEqual(len(self.periods(request).report_ids), 1)

    def test_copied_for_the_next(self):
        request = self.new_request(self.snv)
        self.start(request)
        again = request.with_user(self.desk).copy({"date_due": "2026-03-25 17:00:00"})
        self.assertEqual(again.state, "draft")
        self.start(again)
        self.assertEqual(self.periods(again).report_ids.narrative_ids.mapped("name"), ["Bao nhiêu máy chủ?"])


@freeze_time("2026-06-09 02:00:00")
class TestPrecedence(ReportingCase):
    """One report that satisfies several: the half-year the second quarter, a quarter its last month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedules = cls.month | cls.quarter | cls.half
        cls.quarter.covered_ids = cls.month
        cls.half.covered_ids = cls.quarter

    def reports(self, agency=None):
        """Return the agency's reports that end in June: of the month, the quarter, the half-year."""
        agency = agency or self.snv
        return (
            self.report(agency, self.month, "1/6"),
            self.report(agency, self.quarter, "1/4"),
            self.report(agency, self.half, "1/1"),
        )

    def test_one_for_all(self):
        self.start(self.schedules)
        month, quarter, half = self.reports()
        self.assertEqual((month.covered_by_id, quarter.covered_by_id, half.covered_by_id.id), (quarter, half, False))
        with self.assertRaisesRegex(UserError, "is covered by .* fill in that one"):
            self.officer(month).action_submit()
        with self.assertRaisesRegex(AccessError, "is covered by"):
            self.officer(quarter).line_ids[0].text = "x"
        self.assertEqual((month.status, quarter.status), ("open", "due_soon"))
        self.approve(half)
        for report in (month, quarter, half):
            self.assertEqual((report.date_first_approved, report.status), (datetime(2026, 6, 9, 2), "on_time"))
        self.assertEqual((month.state, quarter.state), ("draft", "draft"), "nobody has filled them in")
        self.assertEqual(self.period(self.month, "1/6").sent_count, 1)

    def test_sent_late(self):
        """Late for the quarter, in time for the month that it satisfies: each by its own due moment."""
        self.start(self.schedules)
        month, quarter, half = self.reports()
        with freeze_time("2026-06-15 03:00:00"):
            self.approve(half)
            self.assertEqual((month.status, quarter.status, half.status), ("on_time", "late", "late"))

    def test_opened_later(self):
        """A period that opens when the covering report was sent already counts as sent with it."""
        self.start(self.quarter)
        self.approve(self.report(self.snv, self.quarter, "1/4"))
        self.start(self.month)
        self.assertEqual(self.report(self.snv, self.month, "1/6").status, "on_time")

    def test_not_once_somebody_typed(self):
        self.start(self.month)
        self.officer(self.report(self.snv, self.month, "1/6")).line_ids[0].text = "Đã họp"
        self.start(self.quarter)
        self.assertFalse(self.report(self.snv, self.month, "1/6").covered_by_id)
        self.assertTrue(self.report(self.stc, self.month, "1/6").covered_by_id)
        self.approve(self.report(self.snv, self.month, "1/6"))
        self.assertFalse(self.report(self.snv, self.quarter, "1/4").date_first_approved)

    def test_only_what_ends_with_it(self):
        """A quarter covers its last month, not the one before."""
        self.month.date_first = "2026-05-01"
        self.start(self.month | self.quarter)
        self.assertFalse(self.report(self.snv, self.month, "1/5").covered_by_id)
        self.assertTrue(self.report(self.snv, self.month, "1/6").covered_by_id)

    def test_none_by_default(self):
        self.quarter.covered_ids = False
        self.start(self.month | self.quarter)
        self.assertFalse(self.report(self.snv, self.month, "1/6").covered_by_id)

    def test_not_each_other(self):
        with self.assertRaisesRegex(ValidationError, "cannot cover each other"):
            self.month.covered_ids = self.half


@freeze_time("2026-03-10 03:00:00")
class TestBackfill(ReportingCase):
    """Periods from before the first one, on request."""

    def backfill(self, schedule, start, end, user=None):
        wizard = self.env["plan.reporting.backfill"].with_user(user or self.desk)
        wizard.create({"schedule_id": schedule.id, "date_from": d(start), "date_to": d(end)}).action_open()
        return self.periods(schedule).filtered("is_backfill")

    def test_earlier_periods(self):
        self.start(self.month)
        for _time in range(2):
            periods = self.backfill(self.month, "15/11/2025", "31/5")
            days = [d("1/11", 2025), d("1/12", 2025), d("1/1"), d("1/2")]
            self.assertEqual(periods.mapped("date_from"), days, "up to the first period, each once")
        report = self.report(self.snv, start="1/1")
        self.assertEqual(report.status, "backfill")
        period = self.period(self.month, "1/1")
        self.assertRecordValues(period, [{"report_count": 5, "sent_count": 0, "missing_count": 0, "late_count": 0}])
        self.accept(report)
        period.invalidate_recordset()
        self.assertEqual((report.status, report.state), ("backfill", "accepted"))
        self.assertRecordValues(period, [{"report_count": 5, "sent_count": 1, "missing_count": 0, "late_count": 0}])

    def test_no_reminders(self):
        self.start(self.month)
        periods = self.backfill(self.month, "1/1", "28/2")
        self.run_crons("2026-03-25 03:00:00")
        self.assertFalse(periods.report_ids.activity_ids | periods.activity_ids)
        self.assertTrue(self.report(self.snv).activity_ids)

    def test_nothing_before_a_body_was(self):
        self.xa_dong.date_from = "2026-02-01"
        self.start(self.month)
        self.backfill(self.month, "1/1", "28/2")
        self.assertFalse(self.report(self.xa_dong, start="1/1"))
        self.assertTrue(self.report(self.xa_dong, start="1/2"))

    def test_refused(self):
        with self.assertRaisesRegex(UserError, "start it first"):
            self.backfill(self.month, "1/1", "28/2")
        self.start(self.month)
        request = self.new_request(self.snv)
        self.start(request)
        for schedule, start, words in (
            (request, "1/1", "only one period"),
            (self.month, "1/3", "must not end before"),
            (self.month, "1/1/1026", "check the year"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.backfill(schedule, start, "28/2")
        for user in (self.desk_stc, self.officer_skhcn, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.backfill(self.month, "1/1", "28/2", user)
        self.assertFalse(self.env["plan.period"].search([("is_backfill", "=", True)]))
