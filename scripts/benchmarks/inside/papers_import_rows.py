"""Fills the database of the import of a plan's rows: 348/KH-UBND, and an empty plan of its desk with sections."""

from rows import add_user, load_plan, system

NUMBER = "999/KH-UBND"
SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def fill(registry, size):
    """Fill a database; `size` rows will be imported into it, so that another size makes another database."""
    with registry.cursor() as cr:
        env = system(cr)
        plan = load_plan(env)
        add_user(env, "bench.desk", plan.desk_agency_id, "desk")
        vals = {"number": NUMBER, "name": "Kế hoạch đo", "date_issued": "2026-01-02"}
        other = env["plan.plan"].create({**vals, "desk_agency_id": plan.desk_agency_id.id})
        env["plan.section"].create(
            [{"plan_id": other.id, "content": "task", "code": code, "name": f"Mục {code}"} for code in SECTIONS]
        )
        return {"rows": size}
