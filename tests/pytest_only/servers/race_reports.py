"""The room of `RaceRoom` with reports: who presses what on them, and what is there afterwards."""

from .race_common import Call, RaceRoom
from .race_reporting import CLOSING, DESK, PEOPLE

REPORT = "plan.report"
ROWS = ("plan_report_line", "plan_measurement", "plan_narrative")


class ReportRoom(RaceRoom):
    """Reports of this month, one per ward, each taken by one test alone."""

    def open_reports(self, wards):
        self.open_with("race_reporting", [*PEOPLE, *DESK], wards)
        of_month = "SELECT id FROM plan_report WHERE kind = 'month' ORDER BY id LIMIT %s"
        self.unused = self.column(of_month, wards - CLOSING)

    def reports(self, count, state="draft", filled=True):
        """Return ids of reports that no other test uses, brought to a state; filled: only the button is missing."""
        ids, self.unused = self.unused[:count], self.unused[count:]
        assert len(ids) == count, "the tests need more reports"
        if filled:
            self.must("officer", REPORT, "action_fill_nil", (ids,))
            figures = self.column("SELECT id FROM plan_measurement WHERE report_id IN %s", tuple(ids))
            self.must("officer", "plan.measurement", "write", (figures, {"actual": "1.234,5"}))
        steps = {"submitted": submit, "approved": approve, "accepted": accept}
        for step in list(steps)[: list(steps).index(state) + 1] if state in steps else []:
            self.must(*steps[step](*ids))
        return ids

    def row(self, report, table="plan_report_line"):
        """Return the first row of the report."""
        return self.column(f"SELECT id FROM {table} WHERE report_id = %s ORDER BY sequence, id LIMIT 1", report)[0]

    def report_state(self, report):
        return self.column("SELECT state FROM plan_report WHERE id = %s", report)[0]

    def report_log(self, report):
        """Return the decisions on the report, in their order."""
        return self.column("SELECT decision FROM plan_log WHERE report_id = %s ORDER BY id", report)

    def schedule(self, name):
        return self.column("SELECT id FROM plan_reporting_schedule WHERE name = %s", name)[0]

    def standing(self, report):
        """Return the ledger's current values for the figures of the report."""
        return self.column(
            "SELECT v.value FROM plan_value v JOIN plan_measurement m ON m.metric_id = v.metric_id"
            " AND m.agency_id = v.agency_id WHERE m.report_id = %s AND v.replaced_by_id IS NULL",
            report,
        )

    def send_report_back(self, report, user, method="action_return"):
        return self.wizard(user, "plan.report.return", method, report_ids=[report], reason="Thiếu số liệu")


def submit(*reports, user="officer"):
    return Call(user, REPORT, "action_submit", (list(reports),))


def withdraw(report, user="officer_b"):
    return Call(user, REPORT, "action_withdraw", ([report],))


def approve(*reports, user="leader"):
    return Call(user, REPORT, "action_approve", (list(reports),))


def accept(*reports, user="desk"):
    return Call(user, REPORT, "action_accept", (list(reports),))


def save(row, values, revision=0, user="officer_b", model="plan.report.line"):
    """Return the request by which the page saves one row."""
    return Call(user, model, "save_row", ([row], values, revision))


def wins(answers):
    """Return how many were done; the others were told in a sentence."""
    return [answer.ok for answer in answers].count(True)
