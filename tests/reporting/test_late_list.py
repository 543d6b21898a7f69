from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command

from ..core.common import WorkCase

# reports of the months up to 19/1, 19/2, 19/3 and of the first quarter up to 9/3; this is the morning after that one
NOW = "2026-03-10 03:00:00"


class LateCase(WorkCase):
    """Four agencies that report monthly and quarterly; the quarter's report satisfies that of its last month."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(NOW))
        super().setUpClass()
        cls.xa_em = cls.new_agency("XEM", "Xã Em", cls.communes)
        cls.agencies = cls.snv | cls.stc | cls.xa_dong | cls.xa_em
        cls.monthly = cls.new_schedule("month", "Báo cáo tháng", due_day=20, due_month=1)
        cls.quarterly = cls.new_schedule(
            "quarter", "Báo cáo quý", due_day=10, due_month=3, covered_ids=[Command.set(cls.monthly.ids)]
        )
        (cls.monthly | cls.quarterly).with_user(cls.desk).action_start()
        cls.january, cls.february, cls.march = cls.monthly.period_ids.sorted("date_from")
        cls.quarter = cls.quarterly.period_ids

    @classmethod
    def new_schedule(cls, kind, name, **values):
        """Create a schedule that binds the agencies of this case alone and asks for its outline alone."""
        return cls.env["plan.reporting.schedule"].create(
            {
                "name": name,
                "kind": kind,
                "desk_agency_id": cls.skhcn.id,
                "plan_ids": [Command.set(cls.plan.ids)],
                "agency_ids": [Command.set(cls.agencies.ids)],
                "bind_leads": False,
                "bind_monitors": False,
                "ask_assignments": False,
                "ask_indicators": False,
                "date_first": "2026-01-01",
                **values,
            }
        )

    def report(self, period, agency):
        """Return the agency's latest report for the period."""
        return self.env["plan.report"].search(
            [("period_id", "=", period.id), ("agency_id", "=", agency.id), ("is_latest", "=", True)]
        )

    def send(self, period, agency, leader, moment):
        """Fill in, submit and approve a report at that moment, as its leader."""
        report = self.report(period, agency).with_user(leader)
        with freeze_time(moment):
            report.action_fill_nil()
            report.action_submit_approve()
        return report.sudo()

    def give_back(self, report, reason="Thiếu số liệu", date_resubmit=False):
        report.with_user(self.desk)._do_return(reason, date_resubmit=date_resubmit)

    def late_list(self, user=None, **arguments):
        return self.env["plan.report"].with_user(user or self.desk).get_late_list(2026, **arguments)

    def statuses(self, agency, user=None, moment=NOW):
        """Return the statuses of an agency's cells, in the order of the columns."""
        with freeze_time(moment):
            late_list = self.late_list(user)
        row = late_list["cells"].get(agency.id, {})
        return [row[period["id"]]["status"] if period["id"] in row else None for period in late_list["periods"]]


class TestLateList(LateCase):
    """The content of the table: columns by due moment, rows in Vietnamese order, and the state in each cell."""

    def test_each_status(self):
        """A cell shows the current state of a report."""
        self.send(self.january, self.snv, self.leader_snv, "2026-01-19 16:59:00").with_user(self.desk).action_accept()
        self.send(self.january, self.stc, self.leader_stc, "2026-01-19 17:00:00")
        # January, February, quarter (up to 9/3), March (up to 19/3)
        self.assertEqual(self.statuses(self.snv), ["on_time", "missing", "missing", "covered"])
        self.assertEqual(self.statuses(self.stc), ["late", "missing", "missing", "covered"])
        self.assertEqual(self.statuses(self.snv, moment="2026-03-09 16:59:00")[2], "due_soon")
        self.assertEqual(self.statuses(self.snv, moment="2026-03-05 03:00:00")[2], "open")
        states = {agency_id: row[self.january.id]["state"] for agency_id, row in self.late_list()["cells"].items()}
        self.assertEqual(
            states,
            {
                self.snv.id: "accepted",
                self.stc.id: "approved",
                self.xa_dong.id: "draft",
                self.xa_em.id: "draft",
            },
        )

    def test_returned(self):
        """A report that the desk returned shows as returned until it comes again, then as it came first."""
        report = self.send(self.january, self.stc, self.leader_stc, "2026-01-25 03:00:00")
        self.give_back(report)
        self.assertEqual(self.statuses(self.stc)[0], "returned")
        self.send(self.january, self.stc, self.leader_stc, NOW)
        self.assertEqual(self.statuses(self.stc)[0], "late")
        self.assertEqual(self.late_list()["cells"][self.stc.id][self.january.id]["return_count"], 1)

    def test_covered(self):
        """A report covered by another says so, with the other's state."""
        cell = self.late_list()["cells"][self.snv.id][self.march.id]
        covering = self.report(self.quarter, self.snv)
        self.assertEqual((cell["covered_by_id"], cell["covering_status"]), (covering.id, "missing"))
        self.send(self.quarter, self.snv, self.leader_snv, "2026-03-09 10:00:00")
        cell = self.late_list()["cells"][self.snv.id][self.march.id]
        self.assertEqual((cell["status"], cell["covering_status"]), ("covered", "on_time"))

    def test_backfill_and_old_revisions_left_out(self):
        """A report filled in later is not owed; of revisions only the latest counts."""
        self.monthly.with_user(self.desk)._do_backfill(date(2025, 11, 1), date(2025, 12, 31))
        last_year = self.env["plan.report"].with_user(self.desk).get_late_list(2025)
        self.assertEqual((last_year["periods"], last_year["agencies"], last_year["cells"]), ([], [], {}))
        old = self.send(self.january, self.snv, self.leader_snv, "2026-01-10 03:00:00")
        old.with_user(self.desk).action_accept()
        new = old.with_user(self.desk)._do_revise("Số liệu sai").sudo()
        cell = self.late_list()["cells"][self.snv.id][self.january.id]
        self.assertEqual((cell["report_id"], cell["status"]), (new.id, "returned"))

    def test_warnings_once_approved(self):
        """That a report looks odd is the agency's own affair until its leader has approved it."""
        report = self.report(self.january, self.snv)
        report._unguarded_write({"state": "submitted", "warning_count": 2})
        self.assertNotIn("warning_count", self.late_list()["cells"][self.snv.id][self.january.id])
        report._unguarded_write({"state": "approved"})
        self.assertEqual(self.late_list()["cells"][self.snv.id][self.january.id]["warning_count"], 2)

    def test_columns_and_rows(self):
        """Columns go by their due moment; rows by category, Đ after D; an agency that has left keeps its row."""
        self.stc.write({"date_to": "2026-02-28", "active": False})
        late_list = self.late_list()
        self.assertEqual([one["name"] for one in late_list["periods"]][1:3], ["Month 2/2026", "Quarter I/2026"])
        self.assertEqual(
            [one["id"] for one in late_list["periods"]],
            (self.monthly | self.quarterly).period_ids.sorted("date_due").ids,
        )
        first = late_list["periods"][0]
        self.assertEqual((first["last_day"], first["last_hour"]), ("2026-01-19", ""))
        self.assertEqual(
            [(one["name"], one["has_ended"]) for one in late_list["agencies"]],
            [("Sở Nội vụ", False), ("Sở Tài chính", True), ("Xã Đông Hải", False), ("Xã Em", False)],
        )
        self.assertEqual(
            late_list["agencies"][0]["category"], {"id": self.departments.id, "name": self.departments.name}
        )

    def test_last_hour(self):
        """A request that is wanted by an hour of its last day says so."""
        self.january.date_due = "2026-01-19 10:00:00"
        first = self.late_list()["periods"][0]
        self.assertEqual((first["last_day"], first["last_hour"]), ("2026-01-19", "17:00"))
        sheet = self.env["plan.report"].with_user(self.desk)._get_late_tables(2026)[0]
        self.assertEqual(sheet["columns"][2]["label"], "Month 1/2026\nby 17:00 of 19/01/2026")

    def test_narrowed(self):
        """Kinds of period and schedules narrow the columns; without a year it is this one."""
        self.assertEqual([one["id"] for one in self.late_list(kinds=["quarter"])["periods"]], self.quarter.ids)
        by_schedule = self.late_list(schedule_ids=self.quarterly.ids)
        self.assertEqual([one["id"] for one in by_schedule["periods"]], self.quarter.ids)
        self.assertEqual(self.env["plan.report"].with_user(self.desk).get_late_list(), self.late_list())

    def test_year_of_viet_nam(self):
        """In the first hours of the year in Việt Nam, this year is the new one."""
        with freeze_time("2026-12-31 17:30:00"):
            self.assertEqual(self.env["plan.report"].with_user(self.desk).get_late_list()["year"], 2027)


class TestLateListRights(LateCase):
    """The table shows what its reader may read, and nothing else."""

    def test_who_sees_what(self):
        """The desk and readers see all rows, officers their own, another desk and outsiders none."""
        everybody = set(self.agencies.ids)
        for user, expected in (
            (self.desk, everybody),
            (self.reader, everybody),
            (self.manager, everybody),
            (self.officer_snv, {self.snv.id}),
            (self.leader_stc, {self.stc.id}),
            (self.officer_cao, set()),
            (self.desk_stc, set()),
            (self.deputy_out, None),
            (self.internal, None),
        ):
            with self.subTest(user=user.login):
                if expected is None:
                    with self.assertRaises(AccessError):
                        self.late_list(user)
                else:
                    self.assertEqual(set(self.late_list(user)["cells"]), expected)

    def test_copying(self):
        """Names are copied by the period's desk and by those who read all reports."""
        for user, expected in ((self.desk, {True}), (self.reader, {True}), (self.officer_snv, {False})):
            with self.subTest(user=user.login):
                self.assertEqual({one["can_copy"] for one in self.late_list(user)["periods"]}, expected)

    def test_one_query(self):
        """The data take one query for few and for many reports; two more read the user's memberships for the rules."""
        self.assert_queries(16)
        bodies = [{"code": f"X{n}", "name": f"Xã {n}", "category_id": self.communes.id} for n in range(36)]
        self.monthly.agency_ids |= self.env["plan.agency"].create(bodies)
        self.monthly._open_periods()
        self.assert_queries(16 + 36)  # open periods get reports for the agencies bound now

    def assert_queries(self, cells):
        model = self.env["plan.report"].with_user(self.desk)
        model.get_late_list(2026)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            late_list = model.get_late_list(2026)
        self.assertEqual(sum(map(len, late_list["cells"].values())), cells)


class TestMissingText(LateCase):
    """The agencies that have not reported, as a text to paste into a chat."""

    def text(self, period, user=None, *category):
        return period.with_user(user or self.desk).get_missing_text(*category).split("\n")

    def test_text(self):
        """It names those who owe the report, numbered, and says up to which day it was to be sent."""
        self.officer_snv.phone = "0912 345 678"
        self.send(self.january, self.stc, self.leader_stc, "2026-01-10 03:00:00")
        self.assertIn("19/01/2026", self.january.last_day_text)
        head = f"Month 1/2026: 3 agencies have not reported (to be sent {self.january.last_day_text})."
        named = ["1. Sở Nội vụ – officer_snv 0912 345 678", "2. Xã Đông Hải", "3. Xã Em"]
        self.assertEqual(self.text(self.january), [head, *named])
        # numbers are the desk's
        self.assertEqual(self.text(self.january, self.reader), [head, "1. Sở Nội vụ", *named[1:]])

    def test_one_category(self):
        """Filtered by category, the text names these alone and says so."""
        head, *named = self.text(self.january, self.desk, self.communes.id)
        self.assertEqual(named, ["1. Xã Đông Hải", "2. Xã Em"])
        self.assertTrue(head.startswith(f"Month 1/2026, {self.communes.name}: 2 agencies"), head)

    def test_long_list_without_numbers(self):
        """A long list is not a phone book."""
        self.officer_snv.phone = "0912 345 678"
        bodies = [{"code": f"X{n}", "name": f"Xã {n}", "category_id": self.communes.id} for n in range(7)]
        self.quarterly.agency_ids |= self.env["plan.agency"].create(bodies)
        with freeze_time("2026-03-09 03:00:00"):
            self.quarterly._open_periods()
        lines = self.text(self.quarter)
        self.assertEqual((len(lines), lines[1]), (12, "1. Sở Nội vụ"))

    def test_returned_apart(self):
        """To whom it was returned is named apart."""
        report = self.send(self.january, self.stc, self.leader_stc, "2026-01-10 03:00:00")
        self.give_back(report)
        self.assertEqual(
            self.text(self.january)[4:],
            ["Month 1/2026: 1 agencies have to send their report again.", "1. Sở Tài chính"],
        )

    def test_waiting_for_its_leader_apart(self):
        """A report that is filled in and waits for the leader is not an empty form; so is what comes again after a
        return.
        """
        january = self.january.with_user(self.desk)
        for agency, officer in ((self.snv, self.officer_snv), (self.stc, self.officer_stc)):
            if agency == self.stc:
                self.give_back(self.send(self.january, self.stc, self.leader_stc, "2026-01-10 03:00:00"))
            report = self.report(self.january, agency).with_user(officer)
            report.action_fill_nil()
            report.action_submit()
        self.assertEqual(
            self.text(january),
            [
                f"Month 1/2026: 2 agencies have not reported (to be sent {self.january.last_day_text}).",
                "1. Xã Đông Hải",
                "2. Xã Em",
                "Month 1/2026: 2 agencies have filled in their report and wait for their leader's approval.",
                "1. Sở Nội vụ",
                "2. Sở Tài chính",
            ],
        )

    def test_covered_and_complete(self):
        """An agency covered by another report owes that one; nobody owing is said too, and counted so."""
        self.assertEqual(self.text(self.march), ["Month 3/2026: all agencies have reported."])
        with freeze_time("2026-03-20 03:00:00"):
            self.assertEqual(self.march.with_user(self.desk).missing_count, 0)
            self.assertEqual(self.quarter.with_user(self.desk).missing_count, 4)
            action = self.march.with_user(self.desk).action_open_missing()
        self.assertFalse(self.env["plan.report"].search(action["domain"]))

    def test_who_may_ask(self):
        """Agencies do not get the list of the others."""
        for user in (self.officer_snv, self.leader_snv, self.desk_stc, self.internal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.text(self.january, user)


class TestPunctuality(LateCase):
    """The numbers of an agency's reports sent on time, and of those returned."""

    def figures(self, user, agency=None):
        agency = (agency or self.snv).with_user(user)
        agency.invalidate_recordset()
        return (
            agency.due_report_count,
            agency.punctual_report_count,
            agency.returned_report_count,
            round(agency.punctuality),
        )

    def test_rate(self):
        """Of what is due, what was approved in time; a return does not spoil it and is counted apart."""
        self.assertEqual(self.figures(self.desk), (3, 0, 0, 0))  # January, February, the quarter
        report = self.send(self.january, self.snv, self.leader_snv, "2026-01-10 03:00:00")
        self.send(self.february, self.snv, self.leader_snv, "2026-02-25 03:00:00")
        self.assertEqual(self.figures(self.desk), (3, 1, 0, 33))
        self.give_back(report)
        self.assertEqual(self.figures(self.desk), (3, 1, 1, 33))

    def test_left_out(self):
        """Neither what was filled in later counts, nor what another report satisfies, nor what is not due yet."""
        self.monthly.with_user(self.desk)._do_backfill(date(2025, 11, 1), date(2025, 12, 31))
        with freeze_time("2026-03-05 03:00:00"):
            self.assertEqual(self.figures(self.desk)[0], 2)
        with freeze_time("2026-03-25 03:00:00"):
            self.assertEqual(self.figures(self.desk)[0], 3)
        # sent before its day: it counts at once
        self.send(self.quarter, self.snv, self.leader_snv, "2026-03-05 03:00:00")
        with freeze_time("2026-03-05 04:00:00"):
            self.assertEqual(self.figures(self.desk)[:2], (3, 1))

    def test_own_figures_alone(self):
        """An agency's people see their own figures; desk, reader and manager those of all."""
        for user in (self.desk, self.reader, self.manager, self.officer_snv, self.leader_snv):
            with self.subTest(user=user.login):
                self.assertEqual(self.figures(user)[0], 3)
        for user in (self.officer_stc, self.officer_cao, self.desk_stc):
            with self.subTest(user=user.login):
                self.assertEqual(self.figures(user), (0, 0, 0, 0))

    def test_one_grouped_query(self):
        """A list of agencies costs as many queries as one agency: two for the memberships, one for all figures."""
        for agencies in (self.snv, self.agencies):
            agencies = agencies.with_user(self.desk)
            agencies.mapped("due_report_count")
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(agencies=len(agencies)), self.assertQueryCount(3):
                agencies.mapped("due_report_count")

    def test_opens_its_reports(self):
        """The button opens the agency's reports of all years."""
        action = self.snv.with_user(self.officer_snv).action_open_punctuality()
        reports = self.env["plan.report"].with_user(self.officer_snv).search(action["domain"])
        self.assertEqual((reports.agency_id, len(reports)), (self.snv, 4))


class TestResubmission(LateCase):
    """A return has a date of its own, searched and grouped like the status."""

    def test_search_and_group(self):
        """SQL and the field give the same status of a report."""
        reports = self.env["plan.report"].search([("period_id", "=", self.january.id)], order="agency_id")
        snv, stc, dong, em = (self.report(self.january, agency) for agency in self.agencies)
        snv._unguarded_write({"date_resubmit": "2026-03-10"})
        stc._unguarded_write({"date_resubmit": "2026-03-09"})
        dong._unguarded_write({"date_resubmit": "2026-03-05", "date_resubmitted": datetime(2026, 3, 5, 16, 59)})
        em._unguarded_write({"date_resubmit": "2026-03-05", "date_resubmitted": datetime(2026, 3, 5, 17, 0)})
        expected = {"waiting": snv, "overdue": stc, "on_time": dong, "late": em}
        grouped = dict(reports._read_group([("id", "in", reports.ids)], ["resubmission"], ["id:recordset"]))
        self.assertEqual(grouped, expected)
        for value, report in expected.items():
            with self.subTest(value=value):
                self.assertEqual(report.resubmission, value)
                self.assertEqual(reports.search([("resubmission", "=", value), ("id", "in", reports.ids)]), report)
                self.assertEqual(reports.filtered_domain([("resubmission", "=", value)]), report)
        others = reports.search([("resubmission", "=", False), ("agency_id", "=", self.snv.id)])
        self.assertEqual(others.period_id, self.february | self.march | self.quarter)
