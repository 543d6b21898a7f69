import datetime
from unittest.mock import patch

import pytest

from odoo.fields import Command
from odoo.http import SessionExpiredException
from odoo.tests import tagged

from ...tools.clock import vietnam_today
from ..work.test_tours import TourCase


class ReportTourCase(TourCase):
    """A monthly report that is open today, whenever the test runs: two months are open ahead."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_plan()
        cls.activate_plan()
        cls.desk = cls.new_user("tour.dieuphoi", "SKHCN", "desk")

    def open_report(self, agency_code, indicators=1):
        """Open this month's report of an agency, which answers for some figures, and return it."""
        agency = self.env["plan.agency"].search([("code", "=", agency_code)])
        counted = self.env["plan.metric"].search(
            [("plan_id", "=", self.plan.id), ("aggregation", "!=", "ratio"), ("target_ids.kind", "=", "numeric")]
        )
        counted.indicator_id[:indicators].write({"responsible_agency_id": agency.id, "frequency": "month"})
        schedule = self.env["plan.reporting.schedule"].create(
            {
                "name": "Báo cáo tháng",
                "kind": "month",
                "desk_agency_id": self.plan.desk_agency_id.id,
                "plan_ids": [Command.set(self.plan.ids)],
                "agency_ids": [Command.set(agency.ids)],
                "bind_leads": False,
                "bind_monitors": False,
                "due_day": 31,
                "due_month": 2,
                "open_days": 60,
                "date_first": vietnam_today().replace(day=1),
            }
        )
        schedule.with_user(self.desk).action_start()
        return schedule.period_ids.sorted("date_from")[0].report_ids

    def start(self, report, tour, login):
        self.start_tour(f"/odoo/plan-my-reports/{report.id}", tour, login=login, timeout=180)


@pytest.mark.today
@tagged("post_install", "-at_install")
class TestReportTours(ReportTourCase):
    """An officer at their desk."""

    def setUp(self):
        super().setUp()
        self.officer = self.new_user("tour.snv", "SNV")
        self.report = self.open_report("SNV")
        self.lines = self.report.line_ids

    def test_officer_fills_in_a_report(self):
        """Lines and a figure by keyboard; a value that is not a number is refused and kept; the rest is nil; it is
        submitted.
        """
        self.lines.assignment_id.write({"date_deadline": "2031-12-31", "date_deadline_origin": "2031-12-31"})
        self.start(self.report, "plan_tracking_report_officer", "tour.snv")
        first, second, rest = self.lines[0], self.lines[1], self.lines[2:]
        self.assertRecordValues(
            first | second,
            [
                {"text": "Đã họp", "is_nil": False, "writer_id": self.officer.id, "step_name": "Trình dự thảo"},
                {"text": "Đã ban hành", "is_nil": False, "writer_id": self.officer.id, "step_name": False},
            ],
        )
        self.assertEqual(first.assignment_id.date_next_step, datetime.date(2030, 6, 30), "the card's own step")
        self.assertTrue(all(line.is_nil and not line.text for line in rest))
        figure = self.report.measurement_ids[0]
        self.assertRecordValues(figure, [{"actual": 85.75, "has_actual": True, "is_nil": False}])
        self.assertRecordValues(self.report.narrative_ids[0], [{"text": "Đã chỉ đạo", "is_nil": False}])
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(self.report.submitted_user_id, self.officer)

    def test_two_on_one_row(self):
        """Of two who write one row the second sees both texts and decides; a session that ends loses nothing."""
        leader = self.new_user("tour.ld", "SNV", "leader")
        first, second, third = self.lines[:3]
        rows = type(self.lines)
        save_row = rows.save_row
        ended = []

        def save_after_others(row, values, revision):
            if not ended:
                ended.append(True)
                raise SessionExpiredException("Session expired")
            if row.writer_id != leader and revision == 0:
                # the actions of somebody at another screen meanwhile
                save_row(row.with_user(leader), {"text": "Lời của lãnh đạo", "obstacle": "Thiếu vốn"}, revision)
            return save_row(row, values, revision)

        with patch.object(rows, "save_row", save_after_others):
            self.start(self.report, "plan_tracking_report_conflict", "tour.snv")
        self.assertRecordValues(
            first | second | third,
            [
                {"text": "Lời của cả hai", "obstacle": "Thiếu vốn", "writer_id": self.officer.id, "revision": 2},
                {"text": "Lời của lãnh đạo", "obstacle": "Thiếu vốn", "writer_id": leader.id, "revision": 1},
                {"text": "Lời của cán bộ", "obstacle": "Thiếu vốn", "writer_id": self.officer.id, "revision": 2},
            ],
        )

    def test_leader_reads_what_is_new(self):
        """A leader sees first what looks odd and what has changed; the desk sees nothing before they approve."""
        self.new_user("tour.ld", "SNV", "leader")
        self.report.with_user(self.officer).action_fill_nil()
        self.report.with_user(self.officer).action_submit()
        self.lines._unguarded_write({"change": "same"})
        self.lines[-1]._unguarded_write({"warnings": "no_product"})
        self.lines[-2]._unguarded_write({"change": "changed", "text": "Đã họp lần hai"})
        self.start(self.report, "plan_tracking_report_leader", "tour.ld")
        self.start_tour(
            f"/odoo/plan-reports/{self.report.id}", "plan_tracking_report_desk", login="tour.dieuphoi", timeout=180
        )
        self.assertEqual(self.report.state, "submitted")

    def test_leader_approves_and_the_desk_consolidates(self):
        """With one tap the report is the desk's, which accepts it with all that is not odd and consolidates."""
        self.new_user("tour.ld", "SNV", "leader")
        self.lines[0].with_user(self.officer).save_row({"text": "Đã họp lần hai"}, 0)
        self.report.with_user(self.officer).action_fill_nil()
        self.report.with_user(self.officer).action_submit()
        self.lines._unguarded_write({"warnings": False})
        self.start(self.report, "plan_tracking_report_approve", "tour.ld")
        self.assertRecordValues(self.report, [{"state": "approved", "signer_name": "tour.ld"}])
        period = self.report.period_id
        self.start_tour(
            f"/odoo/plan-periods/{period.id}", "plan_tracking_report_accept", login="tour.dieuphoi", timeout=180
        )
        self.assertEqual(self.report.state, "accepted")
        paper = self.env["plan.consolidation"].search([("period_id", "=", period.id)])
        self.assertEqual((paper.state, paper._get_accepted()), ("submitted", self.report))
        edited = paper.item_ids.filtered("is_edited")
        self.assertRecordValues(edited, [{"text": "Sở Nội vụ đã họp", "source_text": "Đã họp lần hai"}])


@pytest.mark.today
@tagged("post_install", "-at_install")
class TestReportPhoneTour(ReportTourCase):
    """The screen of a telephone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_leader_on_the_phone(self):
        """From the line above their work or from the clock a leader comes to an assignment and approves with one more
        tap."""
        officer = self.new_user("tour.xa", "16681")
        self.new_user("tour.ct", "16681", "leader")
        report = self.open_report("16681")
        report.with_user(officer).action_fill_nil()
        report.with_user(officer).action_submit()
        self.start_tour("/odoo/my-work", "plan_tracking_report_leader_phone", login="tour.ct", timeout=180)
        self.assertEqual(report.state, "approved")

    def test_commune_officer_on_the_phone(self):
        """A commune's officer types a figure and a line, photographs a paper, marks the rest nil and submits."""
        self.new_user("tour.xa", "16681")
        report = self.open_report("16681")
        self.start(report, "plan_tracking_report_phone", "tour.xa")
        lines = report.line_ids
        self.assertEqual(report.state, "submitted")
        self.assertEqual(lines.mapped("is_nil"), [False] + [True] * (len(lines) - 1))
        self.assertEqual(lines[0].text, "Đã ban hành")
        self.assertEqual(lines[0].assignment_id.evidence_ids.mapped("name"), ["anh.jpg"])
        self.assertEqual(lines[0].evidence_ids, lines[0].assignment_id.evidence_ids)
        self.assertRecordValues(report.measurement_ids[0], [{"actual": 12.5, "has_actual": True}])
