"""Fills the database of the benchmark `papers`: the assignments of `kanban`, with roadmaps, extensions and a month's
reports.

One assignment in four has three steps, one in twenty a deadline that was moved, and every one a line in an accepted
report: whatever the list of work is asked for, there is something to write.
"""

import datetime

import kanban_rows
from reporting_rows import add_schedule
from reporting_rows_history import LINES, REPORTS
from rows import system

from odoo.addons.plan_tracking.tools.clock import vietnam_today

STEPS = """
    INSERT INTO plan_step (assignment_id, sequence, name, date_due, is_done, date_done,
                           create_uid, create_date, write_uid, write_date)
    SELECT card.id, n, 'Lấy ý kiến các sở, ngành lần ' || n, current_date - 100 + 40 * n, n = 1,
           CASE WHEN n = 1 THEN current_date - 70 END, 1, now(), 1, now()
      FROM plan_assignment card CROSS JOIN generate_series(1, 3) AS n WHERE card.step_count > 0"""
EXTENSIONS = """
    INSERT INTO plan_extension (assignment_id, agency_id, plan_id, state, date_before, date_asked, date_granted, reason,
                                create_uid, create_date, write_uid, write_date)
    SELECT id, agency_id, plan_id, 'granted', date_deadline - 90, date_deadline, date_deadline,
           'Chờ hướng dẫn của bộ', 1, now(), 1, now()
      FROM plan_assignment WHERE id % 20 = 0 AND date_deadline IS NOT NULL"""
RESULTS = """
    UPDATE plan_assignment SET result = 'Đã ban hành, đã gửi các đơn vị thực hiện'
     WHERE stage_kind IN ('done', 'review')
    """


def fill(registry, size):
    """Fill a database with `size` assignments."""
    figures = kanban_rows.fill(registry, size)
    with registry.cursor() as cr:
        env = system(cr)
        plan = env["plan.plan"].search([("state", "=", "active")], limit=1)
        schedule = add_schedule(env, plan.desk_agency_id, plan, "month", "papers")
        start = datetime.date(vietnam_today().year - 1, 1, 1)
        period = env["plan.period"].create(schedule._get_period_values(start, state="closed", is_filled=True))
        env.flush_all()
        params = {"period": period.id, "schedule": schedule.id, "plan": plan.id}
        for statement in (STEPS, EXTENSIONS, RESULTS):
            cr.execute(statement)
        for statement in (REPORTS, LINES):
            cr.execute(statement, params)
        cr.execute("SELECT count(*) FROM plan_report_line")
        return {**figures, "lines": cr.fetchone()[0]}
