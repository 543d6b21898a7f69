"""The board's page as plain SQL: what somebody would write who needs no ORM, with the same rows and columns."""

TIMELINESS = """
    CASE WHEN a.stage_kind IN ('paused', 'cancelled') THEN 'stopped'
         WHEN a.stage_kind = 'done' AND a.date_done > a.date_deadline THEN 'done_late'
         WHEN a.stage_kind = 'done' THEN 'done_on_time'
         WHEN a.date_deadline IS NULL THEN 'no_deadline'
         WHEN a.stage_kind = 'review' AND a.date_submitted <= a.date_deadline THEN 'handed_in'
         WHEN a.date_deadline < current_date THEN 'overdue'
         WHEN a.date_deadline <= current_date + 15 THEN 'due_soon'
         ELSE 'not_due' END"""

# whose work, asked live of the memberships as the record rules do, and first, so that the planner knows the answer
SCOPES = {
    "officer": """
        SELECT 'a.agency_id', agency_id FROM plan_member
         WHERE user_id = %(uid)s AND role IN ('officer', 'leader', 'deputy')
           AND (date_from IS NULL OR date_from <= current_date) AND (date_to IS NULL OR date_to >= current_date)""",
    "desk": """
        SELECT 'a.plan_id', plan.id
          FROM plan_plan plan JOIN plan_member member ON member.agency_id = plan.desk_agency_id
         WHERE member.user_id = %(uid)s AND member.role = 'desk'
           AND (date_from IS NULL OR date_from <= current_date) AND (date_to IS NULL OR date_to >= current_date)""",
}
CURRENT = "(a.year IN (0, extract(year FROM current_date)::int) OR a.stage_kind NOT IN ('done', 'cancelled'))"

CARDS = """
    SELECT a.stage_id, a.id, a.role, task.code AS task_code, task.name AS task_name,
           a.agency_id, agency.name AS agency_name, a.lead_agency_id, asker.name AS lead_agency_name,
           a.date_deadline, {timeliness} AS timeliness, a.progress,
           a.user_id, partner.name AS user_name, a.next_step, a.date_next_step, a.return_reason,
           a.step_count = 0 AND a.stage_kind IN ('todo', 'doing') AND a.role = 'lead'
               AND a.date_deadline - a.date_assigned > 366 AS needs_steps
      FROM plan_stage stage
     CROSS JOIN LATERAL (
            SELECT * FROM plan_assignment a WHERE a.stage_id = stage.id AND {scope} AND {current}
             ORDER BY a.date_deadline, a.task_sequence, a.id LIMIT 40) a
      JOIN plan_task task ON task.id = a.task_id
      JOIN plan_agency agency ON agency.id = a.agency_id
      LEFT JOIN plan_agency asker ON asker.id = a.lead_agency_id
      LEFT JOIN res_users u ON u.id = a.user_id
      LEFT JOIN res_partner partner ON partner.id = u.partner_id
     ORDER BY stage.sequence, stage.id, a.date_deadline, a.task_sequence, a.id"""
ACTIVITIES = """
    SELECT activity.res_id, activity.id, activity.date_deadline, activity.summary, activity.activity_type_id,
           kind.name->>'en_US' AS type_name, kind.icon, kind.decoration_type
      FROM mail_activity activity LEFT JOIN mail_activity_type kind ON kind.id = activity.activity_type_id
     WHERE activity.res_model = 'plan.assignment' AND activity.res_id = ANY (%(cards)s) AND activity.active
     ORDER BY activity.date_deadline, activity.id"""
FILES = """
    SELECT assignment_id, count(*) AS files FROM plan_evidence
     WHERE assignment_id = ANY (%(cards)s) AND replaced_by_id IS NULL GROUP BY assignment_id"""
COUNTS = """
    SELECT a.stage_id, {timeliness} AS timeliness, count(*) FROM plan_assignment a
     WHERE {scope} AND {current} GROUP BY 1, 2"""
COLUMNS = "SELECT id, name->>'vi_VN' AS name, fold FROM plan_stage WHERE active ORDER BY sequence, id"
PANEL = (
    "SELECT {timeliness} AS timeliness, count(*) FROM plan_assignment a WHERE {scope} AND {current} GROUP BY 1",
    "SELECT DISTINCT a.year FROM plan_assignment a WHERE {scope} AND {current}",
    """SELECT section.id, section.name, n FROM plan_section section JOIN (
           SELECT a.section_id, count(*) AS n FROM plan_assignment a WHERE {scope} AND {current} GROUP BY 1
       ) counted ON counted.section_id = section.id ORDER BY section.sequence""",
)


def plain_board(uid, role):
    """A function that fetches the page of the officer or the desk: assignments, counts, bars and side panel."""
    parts = {"timeliness": TIMELINESS, "current": CURRENT}

    def rows(cr, query, **params):
        cr.execute(query.format(**parts), {"uid": uid, **params})
        return cr.dictfetchall()

    def function(env):
        env.cr.execute(SCOPES[role], {"uid": uid})
        columns, ids = zip(*env.cr.fetchall())
        parts["scope"] = f"{columns[0]} IN ({', '.join(map(str, ids))})"
        cards = rows(env.cr, CARDS)
        ids = [card["id"] for card in cards]
        return [
            cards,
            rows(env.cr, ACTIVITIES, cards=ids),
            rows(env.cr, FILES, cards=ids),
            rows(env.cr, COLUMNS),
            rows(env.cr, COUNTS),
            *(rows(env.cr, query) for query in PANEL),
        ]

    return function
