from odoo.tests import tagged

from ..work.test_tours import TourCase


@tagged("post_install", "-at_install")
class TestLateTour(TourCase):
    """The desk at its late list, with a request that one of three departments has answered, and no commune."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_plan()
        cls.activate_plan()
        desk = cls.new_user("tour.dieuphoi", "SKHCN", "desk")
        agencies = cls.env["plan.agency"].search([("code", "in", ("SNV", "STC", "SYT"))])
        agencies |= agencies.search([("category_id.code", "=", "xa")], limit=1)
        cls.reports = cls.ask("Báo cáo nhanh về bão", agencies, desk)

    def test_desk_looks_who_is_late(self):
        """The desk filters who has not reported, copies the names, and goes from numbers and cells to reports."""
        self.assertEqual(len(self.reports), 4)
        sent = self.reports.filtered(lambda report: report.agency_id.code == "SNV")
        leader = self.new_user("tour.ld", "SNV", "leader")
        sent.with_user(leader).action_fill_nil()
        sent.with_user(leader).action_submit_approve()
        waits = self.reports.filtered(lambda report: report.agency_id.code == "SYT")
        officer = self.new_user("tour.syt", "SYT")
        waits.with_user(officer).action_fill_nil()
        waits.with_user(officer).action_submit()
        self.start_tour("/odoo", "plan_tracking_late_list", login="tour.dieuphoi", timeout=180)
        # looking changes nothing
        rest = self.reports - sent - waits
        self.assertEqual((sent.state, waits.state, set(rest.mapped("state"))), ("approved", "submitted", {"draft"}))
