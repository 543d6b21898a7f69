"""Work of the demo: assignments that have moved, roadmaps, contributions, and requests for a later deadline."""

import datetime

from odoo.fields import Command

from ..tools.clock import vietnam_today


def result_of(assignment, number, stage):
    """Return what an assignment has in the stage of waiting or done: its product, and how far its approval is."""
    done = stage.kind == "done"
    waiting = "submitted" if assignment.confirmation in ("leader", "lead") or number % 2 else "approved"
    return {
        "product_number": f"{10 + number}/KH-{assignment.agency_id.symbol or assignment.agency_id.code}",
        "product_date": vietnam_today() - datetime.timedelta(days=number % 300),
        "result": f"Đã hoàn thành: {assignment.task_id.product or assignment.task_id.name}",
        "is_secret": True,
        "date_submitted": assignment.date_deadline,
        "result_state": ("approved" if assignment.confirmation == "leader" else "confirmed") if done else waiting,
    }


def move_assignments(plan):
    """Spread the assignments over their tracks, so that boards and lists have something to show."""
    assignments = plan.env["plan.assignment"].with_context(tracking_disable=True).search([("plan_id", "=", plan.id)])
    members = plan.env["plan.member"].search([("role", "in", ("officer", "leader"))])
    people = members.grouped("agency_id")
    for number, assignment in enumerate(assignments.sorted("id")):
        stages = assignment.track_id.stage_ids.filtered(
            lambda stage: stage.kind not in ("paused", "cancelled")
        ).sorted()
        stage = stages[number % len(stages)]
        vals = {"stage_id": stage.id}
        if assignment.agency_id in people:
            own = people[assignment.agency_id].user_id
            vals["user_id"] = own[number % len(own)].id
        if stage.kind in ("review", "done"):
            vals.update(result_of(assignment, number, stage))
        assignment.write(vals)


def work_together(plan):
    """Let officers lay out roadmaps, ask others for a contribution, and ask for a later deadline."""
    today = vietnam_today()
    officers = plan.env["plan.member"].search([("role", "=", "officer")])
    supporters = officers.agency_id
    for number, officer in enumerate(officers):
        assignments = plan.env["plan.assignment"].with_user(officer.user_id)
        own = assignments.search([("plan_id", "=", plan.id), ("agency_id", "=", officer.agency_id.id)])
        for assignment in own.filtered("needs_steps"):
            assignment.step_ids = [
                Command.create({"name": name, "date_due": today + datetime.timedelta(days)})
                for name, days in (("Khảo sát, đánh giá hiện trạng", 4), ("Dự thảo", 60), ("Lấy ý kiến", 90))
            ]
        leading = own.filtered(lambda assignment: assignment.can_ask and assignment.date_deadline)
        soon = today + datetime.timedelta(20)
        for assignment in leading.filtered(lambda assignment, soon=soon: assignment.date_deadline > soon)[:1]:
            others = (supporters - officer.agency_id)[number % 5 : number % 5 + 2]
            assignment._do_ask(others, "Đề nghị gửi số liệu và ý kiến của đơn vị", soon)
            reason = "Chờ văn bản hướng dẫn của bộ, ngành Trung ương"
            later = assignment.date_deadline + datetime.timedelta(180)
            plan.env["plan.extension"].with_user(officer.user_id)._ask(assignment, later, reason)
