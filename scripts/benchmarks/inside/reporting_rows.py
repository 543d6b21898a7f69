"""Fills the databases of the benchmark `reporting`: assignments and figures of many agencies, and what they reported
before.

    plan             | its agencies                             | what is measured on it
    -----------------|------------------------------------------|------------------------------------------------
    A, 20 tasks      | `agencies`                               | this month is not open: opening it; the late list
    B, 20 + 40 tasks | `others`, and one with sixty assignments | this month is open: the page of that one's report

Every agency has 20 assignments and a figure that is drawn up monthly, the one with sixty assignments ten. What was
reported before is the whole year before this one, made by SQL and accepted: a year of twelve months, four quarters, a
half and itself.
"""

from reporting_rows_history import add_history
from rows import add_user, copy_rows, system

from odoo.addons.plan_tracking.grammars.periods import period_start
from odoo.addons.plan_tracking.tools.clock import vietnam_today
from odoo.fields import Command

OWN_FIGURES = 10
OUR_TASKS, OWN_TASKS = 20, 40


def fill(registry, agencies, others, history):
    """Fill a database.

    :param history: numbers of earlier periods by kind; none: nothing was reported before
    """
    with registry.cursor() as cr:
        env = system(cr)
        category = env["plan.agency.category"].create({"code": "BENCH", "name": "Đơn vị đo"})
        desks = env["plan.agency"].create(
            [{"code": f"BENCH-{name}", "name": f"Đầu mối {name}", "category_id": category.id} for name in "AB"]
        )
        for desk, name, count in zip(desks, "AB", (agencies, others)):
            add_plan(env, desk, name, count, history)
        add_user(env, "bench.desk", desks[0], "desk")
        add_user(env, "bench.peer", groups=["base.group_user", "project.group_project_user"])
        env["project.project"].create({"name": "Kế hoạch 348/KH-UBND", "privacy_visibility": "employees"})
        cr.execute("ANALYZE")
        schedule = env["plan.reporting.schedule"].search([("name", "=", "month B")])
        schedule._open_periods()
        cr.execute("SELECT count(*) FROM plan_report_line")
        return {"lines": cr.fetchone()[0]}


def add_plan(env, desk, name, count, history):
    """A plan in force with its agencies, their assignments and figures, its schedules, and what was reported."""
    plan = env["plan.plan"].create(
        {
            "number": f"{name}/KH-UBND",
            "name": f"Kế hoạch {name}",
            "date_issued": "2020-01-01",
            "desk_agency_id": desk.id,
            "date_tracking_start": "2020-01-01",
            "state": "active",
        }
    )
    own = env["plan.agency"]
    if name == "B":
        own = own.create({"code": "BENCH-OWN", "name": "Đơn vị nhiều việc", "category_id": desk.category_id.id})
        add_user(env, "bench.officer", own)
    last = own.search([], order="id desc", limit=1).id
    env.flush_all()
    copy_rows(
        env.cr,
        "plan_agency",
        "FROM plan_agency old CROSS JOIN generate_series(1, %(count)s) AS n WHERE old.id = %(desk)s",
        {"code": f"'BENCH-{name}-' || n", "name": f"'Đơn vị {name} ' || n", "sort_key": "old.sort_key || n"},
        {"count": count, "desk": desk.id},
    )
    env.invalidate_all()
    env.cr.execute("SELECT id FROM plan_agency WHERE id > %s ORDER BY id", [last])
    members = [row[0] for row in env.cr.fetchall()]
    add_cards(env, plan, members + own.ids, OUR_TASKS)
    add_figures(env, plan, members + own.ids * OWN_FIGURES)
    if own:
        add_cards(env, plan, own.ids, OWN_TASKS)
    add_schedule(env, desk, plan, "month", name, state="running")
    for kind, count in (history or {}).items():
        schedule = env["plan.reporting.schedule"].search([("name", "=", f"{kind} {name}")])
        add_history(env, schedule or add_schedule(env, desk, plan, kind, name), count)


def add_cards(env, plan, agencies, tasks):
    """New tasks of the plan, and an assignment of each for every one of the agencies."""
    section = env["plan.section"].create(
        {"plan_id": plan.id, "content": "task", "code": f"{tasks}", "name": "Nhiệm vụ", "sequence": tasks}
    )
    first = env["plan.task"].create(
        {
            "plan_id": plan.id,
            "section_id": section.id,
            "number": "1",
            "name": "Xây dựng kế hoạch chuyển đổi số của đơn vị",
            "deadline_text": "Năm 2027",
            "product": "Kế hoạch",
        }
    )
    env.flush_all()
    copy_rows(
        env.cr,
        "plan_task",
        "FROM plan_task old CROSS JOIN generate_series(2, %(tasks)s) AS n WHERE old.id = %(first)s",
        {"number": "n::text", "code": "old.code || n", "sequence": "n"},
        {"tasks": tasks, "first": first.id},
    )
    env.cr.execute(
        """
        INSERT INTO plan_assignment (
            task_id, task_sequence, plan_id, section_id, agency_id, role, year, stage_id, stage_kind, progress,
            date_deadline, date_deadline_origin, date_assigned, result_state, confirmation, confirming_agency_id,
            step_count, step_done_count, revision_count, next_step, date_next_step,
            create_uid, create_date, write_uid, write_date)
        SELECT task.id, task.sequence, task.plan_id, task.section_id, agency.id, 'lead', 0, stage.id, stage.kind,
               stage.progress, date '2027-12-31', date '2027-12-31', date '2020-01-01', 'none', 'desk', %(desk)s,
               0, 0, 0, 'Lấy ý kiến các sở', date '2027-06-30', 1, now(), 1, now()
          FROM unnest(%(agencies)s::int[]) AS agency(id)
          JOIN plan_task task ON task.section_id = %(section)s
          JOIN (SELECT * FROM plan_stage WHERE kind = 'doing' ORDER BY sequence, id LIMIT 1) stage ON TRUE
        """,
        {"agencies": agencies, "section": section.id, "desk": plan.desk_agency_id.id},
    )
    env.invalidate_all()


def add_figures(env, plan, agencies):
    """An indicator with a metric and two targets for each of the agencies."""
    section = env["plan.section"].create(
        {"plan_id": plan.id, "content": "indicator", "code": "I", "name": "Chỉ tiêu", "sequence": 1}
    )
    year = vietnam_today().year
    first = env["plan.indicator"].create(
        {
            "plan_id": plan.id,
            "section_id": section.id,
            "number": "0",
            "name": "Tỷ lệ hồ sơ trực tuyến",
            "frequency": "month",
        }
    )
    metric = first._set_cells({year: "≥ 50%", year + 4: "100%"})
    env.flush_all()
    params = {"plan": plan.id, "first": first.id, "metric": metric.id, "agencies": agencies}
    copy_rows(
        env.cr,
        "plan_indicator",
        """FROM plan_indicator old CROSS JOIN unnest(%(agencies)s::int[]) WITH ORDINALITY AS agency(id, n)
           WHERE old.id = %(first)s""",
        {"number": "n::text", "responsible_agency_id": "agency.id"},
        params,
    )
    copy_rows(
        env.cr,
        "plan_metric",
        """FROM plan_metric old JOIN plan_indicator indicator ON indicator.plan_id = %(plan)s
           WHERE old.id = %(metric)s AND indicator.id != %(first)s""",
        {"indicator_id": "indicator.id"},
        params,
    )
    copy_rows(
        env.cr,
        "plan_target",
        """FROM plan_target old JOIN plan_metric metric ON metric.plan_id = %(plan)s
           WHERE old.metric_id = %(metric)s AND metric.id != %(metric)s""",
        {"metric_id": "metric.id", "indicator_id": "metric.indicator_id"},
        params,
    )
    env.invalidate_all()


def add_schedule(env, desk, plan, kind, name, state="stopped"):
    """A schedule whose periods begin with this one, and are open from their first day on, whichever day this is."""
    return env["plan.reporting.schedule"].create(
        {
            "name": f"{kind} {name}",
            "kind": kind,
            "desk_agency_id": desk.id,
            "plan_ids": [Command.set(plan.ids)],
            "state": state,
            "date_first": period_start(kind, vietnam_today()),
            "due_day": 1,
            "is_inclusive": True,
            "open_days": 0,
        }
    )
