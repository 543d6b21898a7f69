"""The plan of `PlanCase` with many assignments of one agency, two of everybody, and plans to be activated, closed and
opened.

Run in Odoo's shell on a database of the test's own, and kept there: real servers see only what is committed.
"""

from ...core.common import PlanCase

# login without "race_": (agency, role)
PEOPLE = {
    "officer": ("snv", "officer"),
    "officer_b": ("snv", "officer"),
    "leader": ("snv", "leader"),
    "deputy": ("snv", "deputy"),
    "leaving": ("snv", "deputy"),
    "desk": ("skhcn", "desk"),
    "desk_b": ("skhcn", "desk"),
    "stc": ("stc", "officer"),
    "stc_leader": ("stc", "leader"),
    "cao": ("xa_cao", "officer"),
    "cao_leader": ("xa_cao", "leader"),
}
KEEPER = "keeper"  # of the memberships
PASSWORD = "race"
COMMUNES = 60


class RaceData(PlanCase):
    """The helpers of `PlanCase` on a cursor that commits."""


def fill(env, assignments, duties):
    """Make it all, with `assignments` assignments of one agency and `duties` duties that nobody was given yet."""
    RaceData.env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
    RaceData._make_agencies()
    RaceData._make_plan()
    _make_people()
    new_tasks(RaceData.plan, RaceData.section_one, "Sở Nội vụ", assignments)
    new_tasks(RaceData.plan, RaceData.section_duties, "", duties, kind="duty", deadline_text="")
    RaceData.activate()
    for number in range(3):
        RaceData.decide_all(new_plan(f"{number}/DRAFT", "Các sở, ngành; Các xã", 4))
    RaceData.decide_all(new_plan("9/CLOSE", "Sở Nội vụ", 4))
    _make_work_for_the_cron()
    env.cr.commit()


def _make_people():
    users = new_users([*PEOPLE, KEEPER])
    RaceData.env["plan.member"].create(
        [
            {"user_id": user.id, "agency_id": getattr(RaceData, PEOPLE[user.name][0]).id, "role": PEOPLE[user.name][1]}
            for user in users[:-1]
        ]
    )
    users[-1].group_ids += RaceData.env.ref("plan_tracking.group_plan_tracking_manager")
    RaceData.desk = users.filtered(lambda user: user.name == "desk")


def new_users(names, **values):
    """Create people with one password, made once: making it takes as long as all the rest."""
    users = RaceData.env["res.users"].create([{"name": name, "login": f"race_{name}", **values} for name in names])
    secret = users._crypt_context().hash(PASSWORD)
    users.flush_recordset()
    users.env.cr.execute("UPDATE res_users SET password = %s WHERE id IN %s", (secret, users._ids))
    return users


def new_plan(number, lead, count):
    """Create a draft with so many tasks of `lead`."""
    plan = RaceData.env["plan.plan"].create(
        {
            "number": number,
            "name": "Kế hoạch",
            "date_issued": "2026-01-05",
            "date_tracking_start": "2026-01-05",
            "desk_agency_id": RaceData.skhcn.id,
        }
    )
    section = {"plan_id": plan.id, "content": "task", "code": "I", "name": "Chung"}
    new_tasks(plan, RaceData.env["plan.section"].create(section), lead, count)
    return plan


def new_tasks(plan, section, lead, count, **values):
    """Create tasks whose deadline no test lives to see."""
    RaceData.env["plan.task"].create(
        [
            {
                "plan_id": plan.id,
                "section_id": section.id,
                "number": str(number),
                "name": f"Việc {number}",
                "lead_text": lead,
                "deadline_text": "Năm 2090",
                "product": "Kế hoạch",
                "sequence": number,
                **values,
            }
            for number in range(100, 100 + count)
        ]
    )


def _make_work_for_the_cron():
    """Put a plan in force none of whose assignments has been made: enough of them for two rounds."""
    RaceData.env["plan.agency"].create(
        [
            {"code": f"X{number}", "name": f"Xã Số {number}", "category_id": RaceData.communes.id}
            for number in range(COMMUNES)
        ]
    )
    RaceData.group_communes.invalidate_recordset()
    RaceData.group_communes.action_confirm_members()
    plan = new_plan("9/CRON", "Các xã", 12)
    RaceData.decide_all(plan)
    plan.write({"state": "active", "date_activated": plan.date_issued})
