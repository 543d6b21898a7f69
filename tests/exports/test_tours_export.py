import pytest

from odoo.tests import tagged

from ...controllers import plan_export
from ...tools.clock import vietnam_today
from ..work.test_tours import TourCase


@pytest.mark.today
@tagged("post_install", "-at_install")
class TestExportTour(TourCase):
    """The desk takes workbooks from its screens: the browser asks for what is shown there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_plan()
        cls.activate_plan()
        cls.desk = cls.new_user("tour.dieuphoi", "SKHCN", "desk")
        agencies = cls.env["plan.agency"].search([("code", "in", ("SNV", "STC"))])
        cls.reports = cls.ask("Báo cáo nhanh", agencies, cls.desk)
        leader = cls.new_user("tour.ld", "SNV", "leader")
        sent = cls.reports.filtered(lambda report: report.agency_id.code == "SNV").with_user(leader)
        sent.action_fill_nil()
        sent.action_submit_approve()

    def test_desk_takes_workbooks(self):
        """A list as filtered in chosen columns, two chosen rows, the late list, a period's results."""
        taken, write = [], plan_export.write_workbook

        def spy(tables, **options):
            tables = [{**table, "rows": list(table["rows"])} for table in tables]
            taken.append(tables)
            return write(tables, **options)

        self.patch(plan_export, "write_workbook", spy)
        self.start_tour("/odoo", "plan_tracking_export", login="tour.dieuphoi", timeout=180)
        work, chosen, late, period = taken
        today = vietnam_today().year
        current = ["|", ("year", "in", [0, today]), ("stage_kind", "not in", ["done", "cancelled"])]
        found = self.env["plan.assignment"].with_user(self.desk).search(current)
        self.assertEqual(len(work[0]["rows"]), len(found))
        self.assertEqual((len(work[0]["columns"]), len(chosen[0]["columns"])), (3, 3), "number, task, year")
        self.assertEqual(chosen[0]["rows"], work[0]["rows"][:2])
        names = [row[1] for row in late[0]["rows"] if isinstance(row, list) and row[0]]
        self.assertEqual(names, ["Sở Tài chính"], "who has sent it owes nothing")
        self.assertEqual([len(table["rows"]) for table in period], [2, 0, 0, 1])
