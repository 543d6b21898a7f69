from datetime import datetime

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .reporting_common import ReportingCase, d


@freeze_time("2026-03-10 03:00:00")
class TestLedger(ReportingCase):
    """The values posted at acceptance, and their replacement by better ones later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month.with_user(cls.desk).action_start()
        cls.march = cls.env["plan.report"].search([("agency_id", "=", cls.stc.id)])
        cls.values = cls.env["plan.value"]

    def give(self, report, **cells):
        """Type these cells of the figure and take the report to its acceptance."""
        row = self.officer(report.measurement_ids)
        row.save_row(cells, row.revision)
        self.accept(report)

    def month_later(self):
        """Open April and return the agency's report."""
        self.run_cron("open_periods", now="2026-04-10 03:00:00")
        return self.report(self.stc, start="1/4")

    def standing(self):
        """Return the current values, as {(from, to, kind): value}."""
        rows = self.values.search([("replaced_by_id", "=", False)])
        return {(row.date_from, row.date_to, row.kind): row.value if row.has_value else row.verdict for row in rows}

    MARCH = (d("1/3"), d("19/3"), "actual")
    ESTIMATE = (d("1/3"), d("31/3"), "estimate")
    SETTLED = (d("1/3"), d("31/3"), "actual")

    def test_acceptance_posts(self):
        """The actual up to the cut-off and the estimate to the period's end, only with the desk's acceptance."""
        row = self.officer(self.march.measurement_ids)
        row.save_row({"actual": "80,5", "estimate": "100", "note": "Tạm tính", "source": "Sổ theo dõi"}, 0)
        self.approve(self.march)
        self.assertFalse(self.values.search([]))
        self.march.with_user(self.desk).action_accept()
        common = {
            "metric_id": self.metric.id,
            "plan_id": self.plan.id,
            "agency_id": self.stc.id,
            "desk_agency_id": self.skhcn.id,
            "report_id": self.march.id,
            "measurement_id": row.id,
            "user_name": "desk",
            "note": "Tạm tính",
            "source": "Sổ theo dõi",
            "date_from": d("1/3"),
        }
        self.assertRecordValues(
            self.values.search([], order="date_to"),
            [
                {**common, "date_to": d("19/3"), "kind": "actual", "value": 80.5},
                {**common, "date_to": d("31/3"), "kind": "estimate", "value": 100},
            ],
        )

    def test_nothing_new_posts_nothing(self):
        self.accept(self.march)
        self.assertFalse(self.values.search([]))

    def test_verdict_and_assignments(self):
        self.metric.write({"aggregation": "ratio", "unit": "%"})
        self.give(self.march, numerator="3", denominator="4", verdict="on_track", note="Đang làm")
        self.assertRecordValues(
            self.values.search([]),
            [{"value": 75, "numerator": 3, "denominator": 4, "verdict": "on_track", "has_value": True}],
        )

    def test_verdict_alone(self):
        self.give(self.march, verdict="met", note="Đã có")
        self.assertEqual(self.standing(), {self.MARCH: "met"})

    def test_estimate_is_settled(self):
        """The next report of the kind says what it came to: the estimate steps back and its error is kept."""
        self.give(self.march, actual="80", estimate="100")
        estimate = self.values.search([("kind", "=", "estimate")])
        april = self.month_later()
        self.assertEqual(april.measurement_ids.estimate_before_id, estimate)
        with freeze_time("2026-04-10 03:00:00"):
            self.give(april, settled="97,5", actual="101")
        settled = estimate.replaced_by_id
        self.assertRecordValues(
            settled,
            [{"kind": "actual", "value": 97.5, "error": -2.5, "has_error": True, "report_id": april.id}],
        )
        self.assertEqual((settled.date_from, settled.date_to), (d("1/3"), d("31/3")))
        self.assertEqual(self.standing(), {self.MARCH: 80, self.SETTLED: 97.5, (d("1/4"), d("19/4"), "actual"): 101})
        self.run_cron("open_periods", now="2026-05-10 03:00:00")
        self.assertFalse(self.report(self.stc, start="1/5").measurement_ids.estimate_before_id, "asked for once")

    def test_estimates_of_two_kinds(self):
        """A month settles the estimate of a month, though the quarter has estimated up to the same day."""
        self.indicators["2"].frequency = "month"
        with freeze_time("2026-03-09 03:00:00"):
            self.start(self.quarter)
        self.give(self.march, actual="80", estimate="100")
        self.give(self.report(self.stc, self.quarter, "1/1"), actual="200", estimate="300")
        self.assertEqual(self.month_later().measurement_ids.estimate_before_id.value, 100)
        self.run_cron("open_periods", now="2026-06-01 03:00:00")
        quarter = self.report(self.stc, self.quarter, "1/4")
        self.assertEqual(quarter.measurement_ids.estimate_before_id.value, 300)

    def test_estimate_never_replaces_an_actual(self):
        self.give(self.march, actual="80", estimate="100")
        with freeze_time("2026-04-10 03:00:00"):
            self.give(self.month_later(), settled="97", actual="98")
        new = self.revise(self.march)
        self.give(new, estimate="105")
        self.assertEqual(self.standing()[self.SETTLED], 97)

    def test_revision(self):
        """A new revision replaces the old one, row for row; rows that it drops are no longer current."""
        self.give(self.march, actual="80", estimate="100")
        old = self.values.search([], order="date_to")
        new = self.revise(self.march)
        self.assertEqual(new.measurement_ids.actual, 80)
        self.give(new, actual="82", estimate="")
        self.assertEqual(old.mapped("replaced_by_id.report_id"), new)
        self.assertEqual(self.standing(), {self.MARCH: 82, self.ESTIMATE: False})
        self.assertRecordValues(old, [{"value": 80}, {"value": 100}])
        later = self.month_later().measurement_ids
        self.assertEqual(self.values._get_last(later)[later].value, 82)

    def test_revision_without_the_figure(self):
        """A figure that was a slip is withdrawn: nobody reads it as the latest one."""
        self.give(self.march, actual="80")
        new = self.revise(self.march)
        self.give(new, is_nil=True)
        self.assertEqual(self.standing(), {self.MARCH: False})
        self.assertFalse(self.values._get_last(self.month_later().measurement_ids))

    # -- published statistics -----------------------------------------------------------------------------------------

    def publish(self, user, **values):
        own = {"metric_id": self.metric.id, "agency_id": self.stc.id, "date_from": d("1/3"), "date_to": d("19/3")}
        own |= {"value": "1.234,5", "publication": "Niên giám thống kê 2026"}
        self.env["plan.value.publish"].with_user(user).create({**own, **values}).action_publish()

    def test_published(self):
        """A published statistic takes precedence over reports for the same days, with its source."""
        self.give(self.march, actual="80")
        reported = self.values.search([])
        self.publish(self.desk)
        self.assertRecordValues(
            reported.replaced_by_id,
            [{"value": 1234.5, "publication": "Niên giám thống kê 2026", "report_id": False, "user_name": "desk"}],
        )
        log = self.env["plan.log"].search([("decision", "=", "publish")])
        self.assertRecordValues(log, [{"plan_id": self.plan.id, "user_name": "desk"}])

    def test_published_stands(self):
        """A later report of an agency for the same days does not replace it."""
        self.publish(self.desk)
        self.give(self.march, actual="80")
        self.assertEqual(self.standing(), {self.MARCH: 1234.5})

    def test_estimate_accepted_late(self):
        """A report that is accepted after the next one has opened is settled there all the same."""
        self.approve(self.march.with_context(lang="en_US"))
        self.give_back(self.march, self.desk)
        row = self.officer(self.march.measurement_ids)
        row.save_row({"actual": "80", "estimate": "100"}, row.revision)
        self.approve(self.march)
        april = self.month_later()
        self.assertFalse(april.measurement_ids.estimate_before_id)
        self.march.with_user(self.desk).action_accept()
        april.invalidate_recordset()
        self.assertEqual(april.measurement_ids.estimate_before_id.value, 100)

    def test_published_by_whom_and_what(self):
        for user in (self.officer_stc, self.leader_skhcn, self.desk_stc, self.manager, self.reader):
            with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                self.publish(user)
        for values, words in (
            ({"value": "khoảng 80"}, "is not a number"),
            ({"value": "1.000.000.000.000"}, "is not a number"),
            ({"publication": " "}, "value and its source"),
            ({"date_to": d("28/2")}, "must not end before"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
                self.publish(self.desk, **values)
        self.assertFalse(self.values.search([]))

    # -- only ever added to -------------------------------------------------------------------------------------------

    def test_append_only(self):
        """For everybody, the system included."""
        self.give(self.march, actual="80")
        row = self.values.search([])
        for change in (lambda: row.write({"value": 81}), lambda: row.write({"replaced_by_id": row.id}), row.unlink):
            with self.assertRaisesRegex(UserError, "cannot be changed"), mute_logger("odoo.models.unlink"):
                change()
        for user in (self.officer_stc, self.leader_stc, self.desk, self.reader, self.manager):
            own = row.with_user(user)
            self.assertEqual(own.value, 80)
            for change in (lambda own=own: own.write({"value": 81}), own.unlink, lambda own=own: own.copy()):
                with self.subTest(user=user.name), self.assertRaises(UserError), self.env.cr.savepoint():
                    change()
        with self.assertRaises(AccessError):
            row.with_user(self.officer_snv).read(["value"])
        self.assertEqual(row.value, 80)

    def row(self, **values):
        own = {"metric_id": self.metric.id, "plan_id": self.plan.id, "agency_id": self.stc.id, "kind": "actual"}
        own |= {"desk_agency_id": self.skhcn.id, "date_from": d("1/3"), "date_to": d("19/3"), "user_name": "x"}
        return {**own, "value": 1.0, "has_value": True, **values}

    @mute_logger("odoo.sql_db")
    def test_one_stands(self):
        self.values._insert([self.row(), self.row(kind="estimate")])
        with self.assertRaisesRegex(psycopg2.IntegrityError, "one_stands"), self.env.cr.savepoint():
            self.values._insert([self.row(value=2.0)])
        posted = self.values._post([self.row(value=2.0), self.row(value=3.0)])
        self.assertEqual(self.standing(), {self.MARCH: 3.0})
        self.assertEqual(posted.mapped("replaced_by_id"), posted[1])

    @mute_logger("odoo.sql_db")
    def test_no_number(self):
        """NaN, infinity and 10¹² are kept out by the database, whatever way they come."""
        report = self.march
        for value in (float("nan"), float("inf"), float("-inf"), 1e12, -1e12):
            with self.subTest(value=value):
                refused = (psycopg2.IntegrityError, ValueError, OverflowError)  # or by Odoo, which cannot round it
                with self.assertRaisesRegex(Exception, "is_finite|NaN|infinity") as caught, self.env.cr.savepoint():
                    self.values._insert([self.row(value=value)])
                self.assertIsInstance(caught.exception, refused)
                for table, name in (("plan_measurement", "actual"), ("plan_measurement", "settled")):
                    with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
                        self.env.cr.execute(f"UPDATE {table} SET {name} = %s WHERE report_id = %s", (value, report.id))
        self.values._insert([self.row(value=999999999999.0)])

    # -- how much it costs --------------------------------------------------------------------------------------------

    def test_queries(self):
        """Accepting twenty reports takes as many queries as accepting one."""
        agencies = self.env["plan.agency"]
        for number in range(21):
            agency = self.new_agency(f"S{number}", f"Cơ quan {number}")
            self.new_indicator(f"9{number}", "Số liệu", agency.name).frequency = "month"
            agencies |= agency
        self.env["plan.metric"].create(
            [
                {"indicator_id": indicator.id, "name": "Số liệu"}
                for indicator in self.env["plan.indicator"].search([("responsible_agency_id", "in", agencies.ids)])
                if not indicator.metric_ids
            ]
        )
        self.run_cron("open_periods")
        reports = self.period(self.month).report_ids.filtered(lambda report: report.agency_id in agencies)
        self.assertEqual(len(reports), 21)
        reports.measurement_ids._unguarded_write({"actual": 5.0, "has_actual": True})
        reports._unguarded_write({"state": "approved", "date_first_approved": datetime(2026, 3, 10)})

        def accept(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.desk).action_accept()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        accept(reports[0])  # warms what is read once
        few = accept(reports[1])
        with self.assertQueryCount(few + 2):
            self.env.invalidate_all()
            reports[2:].with_user(self.desk).action_accept()
            self.env.flush_all()
        self.assertEqual(self.values.search_count([]), 21)
