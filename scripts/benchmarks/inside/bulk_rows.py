"""Fills the database of the benchmark `bulk`: approved results that wait for the desk, and as many tasks of Project."""

import kanban_rows

APPROVED = """
    UPDATE plan_assignment card SET stage_id = stage.id, stage_kind = stage.kind, progress = stage.progress,
           result_state = 'approved', confirmation = 'desk', confirming_agency_id = plan.desk_agency_id,
           date_submitted = current_date - 10, date_done = NULL, product_number = card.id || '/KH-SNV',
           product_date = current_date - 12, result = 'Đã ban hành', return_reason = NULL
      FROM plan_stage stage, plan_plan plan
     WHERE stage.kind = 'review' AND plan.id = card.plan_id AND card.agency_id != plan.desk_agency_id"""


def fill(registry, size):
    """Fill a database as the board's, and let all results be approved."""
    counts = kanban_rows.fill(registry, size)
    with registry.cursor() as cr:
        cr.execute(APPROVED)
    return counts
