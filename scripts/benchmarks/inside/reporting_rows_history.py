"""Earlier reports, created by SQL: accepted reports of the year before this one, with figures in the ledger."""

import datetime

from odoo.addons.plan_tracking.grammars.periods import next_start
from odoo.addons.plan_tracking.tools.clock import vietnam_today

REPORTS = """
    INSERT INTO plan_report (
        period_id, agency_id, desk_agency_id, kind, year, revision, is_latest, is_backfill, state, date_due,
        date_changed, date_submitted, date_approved, date_first_approved, date_accepted, submitted_user_id, agency_name,
        signer_name, signer_office, is_on_behalf, is_returned, is_partly_returned, return_count, revision_count,
        warning_count, reminder, create_uid, create_date, write_uid, write_date)
    SELECT period.id, agency.id, period.desk_agency_id, period.kind, period.year, 1, TRUE, FALSE, 'accepted',
           period.date_due, sent, sent, sent, sent, sent + interval '2 days', 1, agency.name,
           'Nguyễn Văn A', 'Giám đốc', FALSE, FALSE, FALSE, 0, 25,
           0, 'soon', 1, period.date_due, 1, period.date_due
      FROM plan_period period
      JOIN plan_agency agency ON agency.id IN (SELECT agency_id FROM plan_assignment WHERE plan_id = %(plan)s)
     CROSS JOIN LATERAL (
            SELECT period.date_due - interval '1 day' + (agency.id %% 10 / 9) * interval '3 days' AS sent) moment
     WHERE period.id = %(period)s
     ORDER BY agency.id"""
ROW = (
    "report_id, period_id, agency_id, desk_agency_id, sequence, user_id, is_nil, is_typed, revision, writer_id, "
    "date_written, is_returned, change, create_uid, create_date, write_uid, write_date"
)
OF_REPORT = (
    "report.id, report.period_id, report.agency_id, report.desk_agency_id, {sequence}, 1, FALSE, TRUE, 2, 1, "
    "report.date_submitted, FALSE, 'changed', 1, report.date_due, 1, report.date_due"
)
LINES = f"""
    INSERT INTO plan_report_line (
        {ROW}, assignment_id, task_id, text, obstacle, task_code, task_name, stage_name, stage_kind, progress,
        date_deadline, date_deadline_origin, timeliness, step_name, step_date)
    SELECT {OF_REPORT.format(sequence="card.task_sequence")}, card.id, card.task_id,
           'Đã ban hành kế hoạch, đang lấy ý kiến các sở, ngành; dự kiến trình trong tháng ' || report.period_id,
           CASE WHEN card.id %% 5 = 0 THEN 'Chưa bố trí kinh phí' END, task.code, task.name, 'Đang thực hiện',
           card.stage_kind, card.progress, card.date_deadline, card.date_deadline_origin, 'not_due',
           card.next_step, card.date_next_step
      FROM plan_report report
      JOIN plan_assignment card ON card.agency_id = report.agency_id
      JOIN plan_task task ON task.id = card.task_id
     WHERE report.period_id = %(period)s
     ORDER BY report.id, card.task_sequence"""  # noqa: S608
FIGURES = f"""
    INSERT INTO plan_measurement (
        {ROW}, metric_id, actual, has_actual, estimate, has_estimate, has_settled, has_numerator, has_denominator,
        source, indicator_number, indicator_name, metric_name, unit, target_text)
    SELECT {OF_REPORT.format(sequence="indicator.sequence")}, metric.id, 40 + metric.id %% 9, TRUE,
           50 + metric.id %% 9, TRUE, FALSE, FALSE, FALSE, 'Phần mềm một cửa', indicator.number, indicator.name,
           metric.name, metric.unit, '≥ 50%%'
      FROM plan_report report
      JOIN plan_indicator indicator ON indicator.responsible_agency_id = report.agency_id
      JOIN plan_metric metric ON metric.indicator_id = indicator.id
     WHERE report.period_id = %(period)s AND report.kind = 'month'
     ORDER BY report.id, metric.id"""  # noqa: S608
NARRATIVES = f"""
    INSERT INTO plan_narrative (
        {ROW}, question_id, question_key, name, kind, purpose, is_required, text, has_number)
    SELECT {OF_REPORT.format(sequence="question.sequence")}, question.id, question.id, question.name, question.kind,
           question.purpose, FALSE, repeat('Đã chỉ đạo các phòng, đơn vị triển khai. ', 5), FALSE
      FROM plan_report report
      JOIN plan_reporting_question question ON question.schedule_id = %(schedule)s
     WHERE report.period_id = %(period)s
     ORDER BY report.id, question.id"""  # noqa: S608
LEDGER = """
    INSERT INTO plan_value (
        metric_id, plan_id, agency_id, desk_agency_id, date_from, date_to, kind, value, has_value, source, report_id,
        measurement_id, user_name, create_uid, create_date, write_uid, write_date)
    SELECT row.metric_id, metric.plan_id, row.agency_id, row.desk_agency_id, period.date_from, span.date_to, span.kind,
           span.value, TRUE, row.source, row.report_id, row.id, 'Chuyên viên', 1, period.date_due, 1, period.date_due
      FROM plan_measurement row
      JOIN plan_metric metric ON metric.id = row.metric_id
      JOIN plan_period period ON period.id = row.period_id
     CROSS JOIN LATERAL (
            VALUES ('actual', period.date_cutoff, row.actual), ('estimate', period.date_to, row.estimate)
           ) span(kind, date_to, value)
     WHERE period.id = %(period)s
     ORDER BY row.id, span.kind"""


def add_history(env, schedule, count):
    """The first `count` periods of the year before this one, closed, with an accepted report of every agency."""
    starts = [datetime.date(vietnam_today().year - 1, 1, 1)]
    while len(starts) < count:
        starts.append(next_start(schedule.kind, starts[-1]))
    values = [schedule._get_period_values(start, state="closed", is_filled=True) for start in starts]
    for period in env["plan.period"].create(values):
        params = {"period": period.id, "schedule": schedule.id, "plan": schedule.plan_ids.id}
        env.flush_all()
        for statement in (REPORTS, LINES, FIGURES, NARRATIVES, LEDGER):
            env.cr.execute(statement, params)
