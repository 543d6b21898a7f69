"""The demo: a package through the ordinary import, its checklist decided, people, and assignments that have moved.

Called by the demo data alone; a database without demo data never runs it.
"""

from .people import create_users, name_company
from .reporting import start_reporting
from .work import move_assignments, work_together


def load(env, package):
    """Load `package` and make it a living plan with demo users (password = login)."""
    if env["res.lang"]._get_data(code="vi_VN"):
        # the checklist and the notes keep the language in which a plan was loaded
        env = env(context={**env.context, "lang": "vi_VN"})
        # reports copy what stages are called; Odoo itself loads the terms after the demo data
        env["ir.module.module"]._load_module_terms(["plan_tracking"], ["vi_VN"])
    env["ir.config_parameter"]._plan_mark_demo()
    plan = load_plan(env, package)
    name_company(plan)
    create_users(env)
    move_assignments(plan)
    work_together(plan)
    start_reporting(plan)


def load_plan(env, package):
    """Return the package's plan, active: all that it leaves open is decided as the system read it."""
    packages = env["plan.package"]
    packages._load(packages._read_folder(package))
    plan = env["plan.plan"].search([("task_ids", "!=", False)], limit=1)
    # known as the demo's: nothing official hangs on it
    demo_plan = {"xml_id": "plan_tracking.demo_plan", "record": plan, "noupdate": True}
    env["ir.model.data"]._update_xmlids([demo_plan])
    plan.independent_agency_id = env["plan.agency"].search([("code", "=", "VPUBND")])
    plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
        env._("As read by the system"), env._("Demo data")
    )
    plan._do_activate()
    return plan
