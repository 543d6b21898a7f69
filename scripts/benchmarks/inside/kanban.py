"""Measures the board as officer and as desk, the board of Odoo's Project, and plain SQL for the same page."""

from kanban_sql import plain_board
from lxml import etree
from measure import Probe

from odoo import SUPERUSER_ID, api

# As the web client asks: recorded from it (docs/benchmarks.md says how), with the current ids and names.
LIMIT = 40
TIMELINESS_COLORS = {
    "overdue": "danger",
    "due_soon": "warning",
    "not_due": "info",
    "handed_in": "primary",
    "done_on_time": "success",
    "done_late": "200",
}
PEER_COLORS = {
    "1_done": "success-done",
    "1_canceled": "danger",
    "03_approved": "success",
    "02_changes_requested": "warning",
    "04_waiting_normal": "info",
    "01_in_progress": "200",
}
NAME = {"fields": {"display_name": {}}}
ACTIVITY = {
    "activity_ids": {"fields": {}},
    "activity_exception_decoration": {},
    "activity_exception_icon": {},
    "activity_state": {},
    "activity_summary": {},
    "activity_type_icon": {},
    "activity_type_id": NAME,
}
CARD = {
    "role": {},
    "return_reason": {},
    "needs_steps": {},
    "task_code": {},
    "task_name": {},
    "agency_id": NAME,
    "lead_agency_id": NAME,
    "date_deadline": {},
    "timeliness": {},
    "date_next_step": {},
    "next_step": {},
    "activity_ids": {"fields": {}},
    "activity_state": {},
    "evidence_count": {},
    "progress": {},
    "user_id": NAME,
}
PEER_CARD = {
    "stage_id": NAME,
    "rating_count": {},
    "rating_avg": {},
    "rating_active": {},
    "has_late_and_unreached_milestone": {},
    "allow_milestones": {},
    "state": {},
    "subtask_count": {},
    "is_template": {},
    "has_project_template": {},
    "color": {},
    "name": {},
    "parent_id": NAME,
    "project_id": NAME,
    "partner_id": NAME,
    "milestone_id": NAME,
    "tag_ids": {"fields": {"display_name": {}, "color": {}}},
    "date_deadline": {},
    "task_properties": {},
    "displayed_image_id": NAME,
    **ACTIVITY,
    "priority": {},
    "is_rotting": {},
    "rotting_days": {},
    "user_ids": {**NAME, "context": {"active_test": False}},
    "closed_subtask_count": {},
}


def measure(registry, repeat):
    """Return seconds, queries and bytes of every board, and how many assignments each showed."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        users = {
            name: env["res.users"].search([("login", "=", f"bench.{name}")]).id for name in ("officer", "desk", "peer")
        }
        boards = {
            "officer": own_board(env, users["officer"], [["in_scope", "=", True]], {"plan_one_agency": True}),
            "desk": own_board(env, users["desk"], [], {}),
            "peer": peer_board(env, users["peer"]),
        }
    probe = Probe(registry)
    plain = {name: plain_board(users[name], name) for name in ("officer", "desk")}
    shown = {}
    for _turn in range(repeat + 1):  # in turns: whatever else the machine does then meets all of them
        for name, calls in boards.items():
            shown[name] = cards_of(probe.measure_requests(name, calls, users[name]))
        for name, function in plain.items():
            shown[f"{name} sql"] = len(probe.measure(f"{name} sql", function)[0])
    return {"boards": probe.figures(), "cards": shown}


def cards_of(answers):
    """The number of assignments on the board of these answers."""
    return sum(
        len(group.get("__records", ())) for answer in answers if "groups" in answer for group in answer["groups"]
    )


def check_card(env):
    """Stop when the view shows other fields than are asked for here: the figures would be another board's."""
    arch = env["plan.assignment"].get_view(view_type="kanban")["arch"]
    shown = {node.get("name") for node in etree.fromstring(arch).iter("field")} | {"activity_state"}
    if shown != set(CARD):
        raise SystemExit(f"The card's fields have changed, record the web client's calls anew: {shown ^ set(CARD)}")


def own_board(env, uid, scope, extra):
    """The calls that open the board of assignments, all columns open."""
    check_card(env)
    current = [["is_current", "=", True]]
    domain = ["&", *scope, *current] if scope else current
    context = {"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh", "uid": uid, "allowed_company_ids": [1], **extra}
    panel = [
        ("plan.assignment", "search_panel_select_range", [name], panel_arguments(domain, context, counters))
        for name, counters in (("timeliness", True), ("cycle", False), ("section_id", True))
    ]
    stages = env["plan.stage"].search([])
    bar = {"colors": TIMELINESS_COLORS, "field": "timeliness", "help": ""}
    return [*panel, *board_calls("plan.assignment", domain, context, bar, CARD, stages, "")]


def peer_board(env, uid):
    """The calls that open the board of a project, with as many columns open and assignments asked for as on ours."""
    project = env["project.project"].search([("name", "=", "Kế hoạch 348/KH-UBND")])
    domain = [
        "&", "&", "&", ["project_id", "=", project.id], ["has_template_ancestor", "=", False],
        ["is_closed", "=", False], ["display_in_project", "=", True],
    ]  # fmt: skip
    context = {
        "lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh", "uid": uid, "allowed_company_ids": [1],
        "active_id": project.id, "active_ids": [project.id], "default_project_id": project.id,
        "show_project_update": True,
    }  # fmt: skip
    bar = {"colors": PEER_COLORS, "field": "state", "help": ""}
    order = "priority DESC, sequence ASC, state ASC, date_deadline ASC, id DESC"
    return board_calls(
        "project.task", domain, context, bar, PEER_CARD, project.type_ids, order, {"project_kanban": True}
    )


def panel_arguments(domain, context, counters):
    return {
        "category_domain": [], "context": context, "enable_counters": counters, "expand": False, "filter_domain": [],
        "hierarchize": True, "limit": 200, "search_domain": domain,
    }  # fmt: skip


def board_calls(model, domain, context, bar, card, stages, order, extra=None):
    """The progress bars' call and the one for columns and assignments, as the client repeats it with all columns
    open."""
    opened = [{"value": stage.id, "folded": False, "limit": LIMIT, "offset": 0} for stage in stages]
    return [
        (model, "read_progress_bar", [], {
            "domain": domain, "group_by": "stage_id", "progress_bar": bar, "context": context,
        }),
        (model, "web_read_group", [], {
            "domain": domain, "groupby": ["stage_id"], "aggregates": [], "offset": 0, "order": order,
            "auto_unfold": True, "opening_info": opened, "unfold_read_specification": card,
            "unfold_read_default_limit": LIMIT, "groupby_read_specification": {},
            "context": {**context, "read_group_expand": True, **(extra or {})},
        }),
    ]  # fmt: skip
