"""Fills the database of the benchmark `fanout`: 348/KH-UBND, a plan whose tasks every agency leads, and a project."""

from rows import add_user, copy_rows, load_plan, system, working_agencies

NUMBER = "999/KH-UBND"


def fill(registry, tasks, agencies):
    """Fill a database with 348/KH-UBND as a draft, and a draft of `tasks` collective tasks for `agencies` agencies."""
    with registry.cursor() as cr:
        env = system(cr)
        plan = load_plan(env)
        add_user(env, "bench.desk", plan.desk_agency_id, "desk")
        add_user(env, "bench.peer", groups=["base.group_user", "project.group_project_user"])
        add_collective(env, plan, tasks, agencies)
        env["project.project"].create({"name": "Kế hoạch 348/KH-UBND", "privacy_visibility": "employees"})
        return {"plan": plan.number}


def add_collective(env, plan, tasks, agencies):
    """A plan of its own: one group of agencies leads all its tasks."""
    known = working_agencies(env)._current_bodies()
    missing = [
        {"code": f"BENCH{number}", "name": f"Đơn vị đo {number}", "category_id": known[0].category_id.id}
        for number in range(agencies - len(known))
    ]
    members = (known | env["plan.agency"].create(missing))[:agencies]
    group = env["plan.agency.group"].create({"code": "BENCH", "name": "Các đơn vị đo", "agency_ids": members.ids})
    group.write({"member_ids": [(6, 0, members.ids)]})
    other = plan.copy({"number": NUMBER, "date_tracking_start": plan.date_tracking_start})
    section = env["plan.section"].create({"plan_id": other.id, "content": "task", "code": "I", "name": "Nhiệm vụ"})
    first = env["plan.task"].create(
        {
            "plan_id": other.id,
            "section_id": section.id,
            "number": "1",
            "name": "Xây dựng kế hoạch chuyển đổi số của đơn vị",
            "deadline_text": "Năm 2027",
            "product": "Kế hoạch",
            "lead_group_ids": [(6, 0, group.ids)],
        }
    )
    env.flush_all()
    copy_rows(
        env.cr,
        "plan_task",
        "FROM plan_task old CROSS JOIN generate_series(2, %(tasks)s) AS n WHERE old.id = %(first)s",
        {"number": "n::text", "code": "'I.' || n", "sequence": "n"},
        {"tasks": tasks, "first": first.id},
    )
    env.cr.execute(
        """INSERT INTO plan_task_lead_group_rel (plan_task_id, plan_agency_group_id)
           SELECT id, %s FROM plan_task WHERE plan_id = %s AND id != %s""",
        [group.id, other.id, first.id],
    )
