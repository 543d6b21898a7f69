import datetime
import pathlib

from odoo import api, models
from odoo.fields import Command

from ...tools.clock import vietnam_today
from ...tools.table import read_csv

USERS = pathlib.Path(__file__).parents[2] / "demo" / "demo_users.csv"


class PlanDemo(models.AbstractModel):
    """Demo data: a package through the ordinary import, its checklist decided, people, and assignments that have moved.

    Called by the demo data alone; a database without demo data never runs it.
    """

    _name = "plan.demo"
    _description = "Demo Data of Plan Tracking"

    @api.model
    def _load(self, package):
        """Load `package` and make it a living plan with demo users (password = login)."""
        if self.env["res.lang"]._get_data(code="vi_VN"):
            # the checklist and the notes keep the language in which a plan was loaded
            self = self.with_context(lang="vi_VN")
            # reports copy what stages are called; Odoo itself loads the terms after the demo data
            self.env["ir.module.module"]._load_module_terms(["plan_tracking"], ["vi_VN"])
        packages = self.env["plan.package"]
        packages._load(packages._read_folder(package))
        plan = self.env["plan.plan"].search([("task_ids", "!=", False)], limit=1)
        # known as the demo's: nothing official hangs on it
        demo_plan = {"xml_id": "plan_tracking.demo_plan", "record": plan, "noupdate": True}
        self.env["ir.model.data"]._update_xmlids([demo_plan])
        agencies = {agency.code: agency for agency in self.env["plan.agency"].search([])}
        plan.independent_agency_id = agencies.get("VPUBND")
        plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
            self.env._("As read by the system"), self.env._("Demo data")
        )
        plan._do_activate()
        self._create_users(agencies)
        self._move_assignments(plan)
        self._work_together(plan)
        self._report(plan)

    @api.model
    def _create_users(self, agencies):
        users = self.env["res.users"].with_context(no_reset_password=True)
        for row in read_csv(USERS.read_bytes()):
            user = users.create(
                {
                    "name": row["name"],
                    "login": row["login"],
                    "password": row["login"],
                    "email": f"{row['login']}@example.com",
                }
            )
            self.env["plan.member"].create(
                {
                    "user_id": user.id,
                    "agency_id": agencies[row["agency"]].id,
                    "role": row["role"],
                    "title": row["title"],
                }
            )
        reader = self.env.ref("plan_tracking.group_plan_tracking_reader")
        users.create(
            {"name": "Lãnh đạo UBND tỉnh", "login": "tinh", "password": "tinh", "group_ids": [Command.link(reader.id)]}
        )

    @api.model
    def _result_of(self, assignment, number, stage):
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

    @api.model
    def _move_assignments(self, plan):
        """Spread the assignments over their tracks, so that boards and lists have something to show."""
        assignments = (
            self.env["plan.assignment"].with_context(tracking_disable=True).search([("plan_id", "=", plan.id)])
        )
        members = self.env["plan.member"].search([("role", "in", ("officer", "leader"))])
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
                vals.update(self._result_of(assignment, number, stage))
            assignment.write(vals)

    @api.model
    def _work_together(self, plan):
        """Let officers lay out roadmaps, ask others for a contribution, and ask for a later deadline."""
        today = vietnam_today()
        officers = self.env["plan.member"].search([("role", "=", "officer")])
        supporters = officers.agency_id
        for number, officer in enumerate(officers):
            assignments = self.env["plan.assignment"].with_user(officer.user_id)
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
                self.env["plan.extension"].with_user(officer.user_id)._ask(assignment, later, reason)
