"""Fills the databases of the benchmark `kanban`: as many assignments as tasks of Odoo's Project, spread alike.

Each has twelve columns, the same texts, an activity on three in ten rows and files on one in four.
"""

from rows import add_user, copy_rows, load_plan, system, working_agencies

from odoo.addons.plan_tracking.tools.clock import vietnam_today

# a department's own share, whatever the size: twelve columns of more than forty assignments in this year's view
OWN_ROWS = 600
TASK_COPIES = 5
COLUMNS = 12


def fill(registry, size):
    """Fill a database with `size` assignments and `size` tasks of Project."""
    with registry.cursor() as cr:
        env = system(cr)
        plan = load_plan(env)
        plan.write({"state": "active", "date_activated": plan.date_tracking_start})
        people = add_people(env, plan)
        env.flush_all()
        add_tasks(cr, plan)
        add_cards(cr, plan, people, size)
        add_project(env, people["in_charge"])
        for model in ("plan.assignment", "project.task"):
            add_activities_and_files(env, model, people)
        return {"cards": count(cr, "plan_assignment"), "tasks": count(cr, "project_task")}


def count(cr, table):
    cr.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
    return cr.fetchone()[0]


def add_people(env, plan):
    """The officer, the desk and the peer's user that measure, and officers of every agency who are in charge."""
    agencies = working_agencies(env)
    own = agencies.filtered(lambda agency: agency.code == "SNV") or agencies[0]
    people = {"own": own.id, "others": (agencies - own).ids}
    people["officer"] = add_user(env, "bench.officer", own).id
    people["desk"] = add_user(env, "bench.desk", plan.desk_agency_id, "desk").id
    people["peer"] = add_user(env, "bench.peer", groups=["base.group_user", "project.group_project_user"]).id
    people["in_charge"] = [add_user(env, f"bench.{number}", own).id for number in range(12)]
    return people


def add_tasks(cr, plan):
    """Copy the plan's tasks, so that an agency with hundreds of assignments has a task for each."""
    copy_rows(
        cr,
        "plan_task",
        """FROM plan_task old CROSS JOIN generate_series(2, %(copies)s) AS n
           WHERE old.plan_id = %(plan)s AND old.kind = 'task'""",
        {"number": "old.number || '-' || n", "code": "old.code || '-' || n", "sequence": "old.sequence + 100 * n"},
        {"copies": TASK_COPIES, "plan": plan.id},
    )


CARDS = """
    WITH task AS (
        SELECT id, plan_id, section_id, sequence, row_number() OVER (ORDER BY id) - 1 AS nth,
               count(*) OVER () AS all_tasks
          FROM plan_task WHERE plan_id = %(plan)s AND kind = 'task'
    ), stage AS (
        SELECT id, kind, progress, row_number() OVER (ORDER BY sequence, id) - 1 AS nth FROM plan_stage
    ), row AS (
        SELECT n,
               CASE WHEN n < %(own_rows)s THEN %(own)s
                    ELSE (%(others)s::int[])[1 + (n - %(own_rows)s) %% cardinality(%(others)s::int[])] END AS agency_id,
               CASE WHEN n < %(own_rows)s THEN n ELSE (n - %(own_rows)s) / cardinality(%(others)s::int[]) END AS nth
          FROM generate_series(0, %(size)s - 1) AS n
    ), card AS (
        SELECT row.*, task.id AS task_id, task.plan_id, task.section_id, task.sequence,
               (ARRAY[0, %(year)s, %(year)s - 1, %(year)s - 2])[1 + row.nth / task.all_tasks] AS year,
               stage.id AS stage_id, stage.kind, stage.progress,
               CASE WHEN row.n %% 10 = 7 THEN NULL
                    ELSE current_date - 400 + ((row.n::bigint * 7919) %% 1900)::int END AS deadline
          FROM row JOIN task ON task.nth = row.nth %% task.all_tasks
          JOIN stage ON stage.nth = (row.nth + row.agency_id) %% %(columns)s
    )
    INSERT INTO plan_assignment (
        task_id, task_sequence, plan_id, section_id, agency_id, role, year, stage_id, stage_kind, progress, user_id,
        date_deadline, date_deadline_origin, date_submitted, date_done, product_number, product_date,
        date_assigned, result_state, confirmation, confirming_agency_id, return_reason,
        step_count, step_done_count, revision_count, next_step, date_next_step,
        create_uid, create_date, write_uid, write_date)
    SELECT task_id, sequence, plan_id, section_id, agency_id, CASE WHEN n %% 8 = 0 THEN 'support' ELSE 'lead' END, year,
           stage_id, kind, progress,
           CASE WHEN n %% 3 > 0 AND agency_id = %(own)s THEN (%(in_charge)s::int[])[1 + n %% 12] END,
           deadline, deadline,
           CASE WHEN kind = 'review' THEN deadline - 5 + n %% 10 END,
           CASE WHEN kind = 'done' THEN deadline - 20 + n %% 30 END,
           CASE WHEN kind = 'done' THEN n || '/KH-SNV' END,
           CASE WHEN kind = 'done' THEN deadline - 20 + n %% 30 END,
           current_date - 300, CASE kind WHEN 'done' THEN 'confirmed' WHEN 'review' THEN 'submitted' ELSE 'none' END,
           'desk', %(desk_agency)s, CASE WHEN n %% 40 = 3 AND kind = 'doing' THEN 'Bổ sung minh chứng' END,
           CASE WHEN n %% 4 = 1 THEN 3 ELSE 0 END, 0, 0,
           CASE WHEN n %% 4 = 1 THEN 'Lấy ý kiến các sở' END, CASE WHEN n %% 4 = 1 THEN deadline - 60 END,
           1, now(), 1, now()
      FROM card
"""


def add_cards(cr, plan, people, size):
    """The assignments: all columns, deadlines of five years and none, this year's cycle and earlier ones."""
    year = vietnam_today().year
    cr.execute(
        CARDS,
        {
            "plan": plan.id,
            "desk_agency": plan.desk_agency_id.id,
            "own": people["own"],
            "others": people["others"],
            "in_charge": people["in_charge"],
            "own_rows": min(OWN_ROWS, size),
            "size": size,
            "year": year,
            "columns": COLUMNS,
        },
    )


def add_project(env, in_charge):
    """A project with twelve stages and as many tasks, each with a person and a tag."""
    cr = env.cr
    project = env["project.project"].create({"name": "Kế hoạch 348/KH-UBND", "privacy_visibility": "employees"})
    stages = env["project.task.type"].create(
        [
            {"name": f"Bước {number}", "sequence": number, "project_ids": [(4, project.id)]}
            for number in range(1, COLUMNS + 1)
        ]
    )
    tags = env["project.tags"].create([{"name": f"Nhóm {number}"} for number in range(5)])
    first = env["project.task"].create({"name": "?", "project_id": project.id, "stage_id": stages[0].id})
    env.flush_all()
    copy_rows(
        cr,
        "project_task",
        """FROM project_task old CROSS JOIN (
               SELECT task_id, date_deadline, row_number() OVER (ORDER BY id) AS n FROM plan_assignment
           ) card JOIN plan_task ON plan_task.id = card.task_id
           WHERE old.id = %(first)s""",
        {
            "name": "plan_task.name",
            "stage_id": "(%(stages)s::int[])[1 + card.n %% 12]",
            "date_deadline": "card.date_deadline",
            "state": "(ARRAY['01_in_progress', '02_changes_requested', '03_approved'])[1 + card.n %% 3]",
            "sequence": "10 + card.n %% 200",
        },
        {"first": first.id, "stages": stages.ids},
    )
    first.unlink()
    cr.execute(
        """INSERT INTO project_tags_project_task_rel (project_task_id, project_tags_id)
           SELECT id, (%s::int[])[1 + id %% 5] FROM project_task""",
        [tags.ids],
    )
    cr.execute(
        "INSERT INTO project_task_user_rel (task_id, user_id) SELECT id, (%s::int[])[1 + id %% 12] FROM project_task",
        [in_charge],
    )


def add_activities_and_files(env, model, people):
    """An activity on three in ten records, late, today's and coming; files on one in four."""
    table = env[model]._table
    env.cr.execute(
        f"""INSERT INTO mail_activity (res_model, res_model_id, res_id, activity_type_id, user_id, date_deadline,
                                       summary, active, automated, create_uid, create_date, write_uid, write_date)
            SELECT %s, %s, id, %s, (%s::int[])[1 + id %% 12], current_date - 5 + id %% 11, 'Gọi điện', true, false,
                   1, now(), 1, now()
              FROM {table} WHERE id %% 10 < 3""",  # noqa: S608
        [
            model,
            env["ir.model"]._get_id(model),
            env.ref("mail.mail_activity_data_todo").id,
            people["in_charge"],
        ],
    )
    env.cr.execute(
        f"""INSERT INTO ir_attachment (name, res_model, res_id, type, mimetype, file_size, create_uid, create_date)
            SELECT 'ket-qua-' || n || '.pdf', %s, id, 'binary', 'application/pdf', 1000, 1, now()
              FROM {table} CROSS JOIN generate_series(1, 2) AS n WHERE id %% 4 = 0 AND n <= 1 + id %% 2""",  # noqa: S608
        [model],
    )
    if model == "plan.assignment":
        env.cr.execute(
            """INSERT INTO plan_evidence (assignment_id, attachment_id, name, mimetype, file_size, sha256, kind,
                                          user_name, is_frozen, create_uid, create_date, write_uid, write_date)
               SELECT res_id, id, name, mimetype, file_size, repeat('0', 64), 'product', 'Người dùng', false,
                      1, now(), 1, now()
                 FROM ir_attachment WHERE res_model = 'plan.assignment'"""
        )
