"""Reporting of the demo: schedules that run, a month behind, a month that is due, figures in the ledger."""

import datetime
import itertools

from ..tools.clock import vietnam_midnight, vietnam_today

RESULTS = (
    "Đã ban hành kế hoạch và phân công các phòng chuyên môn thực hiện.",
    "Đã lấy ý kiến các đơn vị liên quan, đang hoàn thiện dự thảo trình cấp có thẩm quyền.",
    "Đã tổ chức 02 hội nghị tập huấn với 150 lượt cán bộ, công chức tham gia.",
    "Đang khảo sát, đánh giá hiện trạng; dự kiến hoàn thành trong tháng tới.",
    "Đã vận hành thử nghiệm, kết nối với nền tảng dùng chung của tỉnh.",
)
OBSTACLES = (
    "Thiếu nhân lực chuyên trách về công nghệ thông tin, chuyển đổi số.",
    "Kinh phí chưa được bố trí kịp thời.",
    "Thiếu cán bộ chuyên trách về công nghệ thông tin và chuyển đổi số.",
)
PROPOSAL = "Đề nghị Sở Khoa học và Công nghệ hướng dẫn, tổ chức tập huấn cho cán bộ cơ sở."


def start_reporting(plan):
    """Start the plan's schedules two months back and let the agencies have reported as agencies do."""
    first = (vietnam_today().replace(day=1) - datetime.timedelta(45)).replace(day=1)
    schedules = plan.env["plan.reporting.schedule"].search([("plan_ids", "in", plan.ids)], order="sequence")
    for schedule in schedules:
        schedule.date_first = schedule._align(first)
    schedules.write({"state": "running"})
    schedules._open_periods()
    now = vietnam_today()
    behind = plan.env["plan.period"].search(
        [("kind", "in", ("month", "quarter")), ("date_last_day", "<", now)], order="date_last_day"
    )
    shown = plan.env["plan.member"].search([("role", "in", ("officer", "leader"))]).agency_id
    for period in behind[:-1]:
        send_all(period, shown, everything=True)
    for period in behind[-1:]:
        send_all(period, shown, everything=False)
    for period in plan.env["plan.period"].search([("kind", "=", "year"), ("state", "=", "open")], limit=1):
        send_figures(period)


def send_all(period, shown, everything):
    """Let most agencies have sent: some late, some not at all; those with demo users are at different steps."""
    steps = dict(zip(shown.sorted("id"), itertools.cycle(("submitted", "draft", "approved"))))
    for number, report in enumerate(period.report_ids.sorted("agency_id")):
        if number % 23 == 7 and report.agency_id not in shown:
            continue  # has not sent
        late = number % 9 == 4
        moment = vietnam_midnight(period.date_last_day + datetime.timedelta(2 if late else -(number % 5)))
        state = "accepted" if everything or number % 3 else "approved"
        if not everything:
            state = steps.get(report.agency_id, state)
        if state == "draft":
            report.line_ids[:2]._unguarded_write({"text": RESULTS[number % 5], "is_typed": True})
        else:
            send(report, number, moment, state)


def send(report, number, moment, state):
    """Fill in a report and put it where its workflow would have brought it."""
    for place, line in enumerate(report.line_ids):
        line._unguarded_write(
            {
                "text": RESULTS[(number + place + report.period_id.date_to.month * (place % 3 == 0)) % 5],
                "is_typed": True,
            }
        )
    report.line_ids[number % 3 : number % 3 + 1]._unguarded_write({"obstacle": OBSTACLES[number % 3]})
    for row in report.narrative_ids:
        if row.purpose in ("obstacle", "shortcoming"):
            row._unguarded_write({"text": OBSTACLES[number % 3], "is_typed": True})
        elif row.purpose == "proposal" and number % 2:
            row._unguarded_write({"text": PROPOSAL, "is_typed": True})
        else:
            row._unguarded_write({"is_nil": True})
    report._freeze()
    leader = report.env["plan.member"]._search_in_office(report.agency_id, ("leader", "deputy"))[:1]
    report._unguarded_write(
        {
            "state": state,
            "date_submitted": moment,
            "date_changed": moment,
            "agency_name": report.agency_id.name,
        }
    )
    if state == "submitted":
        return
    report._unguarded_write(
        {
            "date_approved": moment,
            "date_first_approved": moment,
            "date_accepted": moment if state == "accepted" else False,
            "signer_name": leader.user_id.name or "Lãnh đạo đơn vị",
            "signer_office": leader._get_office() if leader else False,
        }
    )
    if state == "accepted":
        report.env["plan.value"]._post_reports(report)


def send_figures(period):
    """Let most monitors have given their yearly figures, so that the ledger has something in it."""
    measured = period.report_ids.filtered("measurement_ids").sorted("agency_id")
    for number, report in enumerate(measured[::2]):
        for place, row in enumerate(report.measurement_ids):
            value = 20.0 + 7 * ((number + place) % 9)
            row._unguarded_write({"actual": value, "has_actual": True, "estimate": value + 3, "has_estimate": True})
        moment = vietnam_midnight(min(period.date_last_day, vietnam_today()))
        send(report, number, moment, "accepted" if number % 2 else "approved")
