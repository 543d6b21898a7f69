import base64
from contextlib import contextmanager

from odoo.addons.mail.tests.common import mail_new_test_user
from odoo.fields import Command
from odoo.tests import TransactionCase

PLAN = {"number": "12/KH-UBND", "name": "Chuyển đổi số năm 2026", "date_issued": "2025-12-20"}

SKHCN = "Sở Khoa học và Công nghệ"
UBND = "Ủy ban nhân dân tỉnh"

# key: (section, number, name, lead, support, completion time); every recurrence and every kind of lead once
TASKS = {
    "one_lead": ("I", "1", "Xây dựng kế hoạch chuyển đổi số", "Sở Nội vụ", "Sở Tài chính", "Năm 2026"),
    "two_leads": ("I", "2", "Xây dựng Trung tâm dữ liệu", "Sở Nội vụ; Sở Tài chính", UBND, "Năm 2027"),
    "yearly": ("I", "3", "Tổ chức tuyên truyền", "Các xã", "Các sở, ngành", "Hàng năm"),
    "ongoing": ("I", "4", "Duy trì cổng dữ liệu", SKHCN, SKHCN, "Thường xuyên"),
    "then_ongoing": ("II", "1", "Nâng cấp hạ tầng số", "Sở Tài chính", "", "Năm 2026 và giai đoạn tiếp theo"),
    "range": ("II", "2", "Xây dựng cơ chế đặt hàng", "Sở Tài chính", "Sở Y tế", "Năm 2026-2030"),
}

# number: (name, who monitors, cells by year)
INDICATORS = {
    "1": ("Tỷ lệ phủ sóng 5G trên địa bàn", SKHCN, {2025: "≥ 50%.", 2030: "100%", 2035: "-"}),
    "2": ("Số doanh nghiệp công nghệ", "Sở Tài chính; Sở Nội vụ", {2025: "≥ 10", 2030: "khoảng nhiều", 2035: "20"}),
}


class PlanCase(TransactionCase):
    """A small made-up plan with its bodies and one user of every kind; the plan is a draft until `activate()`.

    Nothing here depends on today, except that the deputy's term is over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, mail_create_nolog=True))
        cls._make_agencies()
        cls._make_plan()
        cls._make_users()

    # -- data ---------------------------------------------------------------------------------------------------------

    @classmethod
    def _make_agencies(cls):
        categories = cls.env["plan.agency.category"].create(
            [
                {"code": "cap_tren", "name": "Cơ quan cấp trên", "reports": False},
                {"code": "so", "name": "Sở, cơ quan ngang sở"},
                {"code": "xa", "name": "Xã"},
            ]
        )
        cls.superiors, cls.departments, cls.communes = categories
        cls.ubnd = cls.new_agency("UBND", UBND, cls.superiors)
        cls.skhcn = cls.new_agency("SKHCN", SKHCN)
        cls.snv = cls.new_agency("SNV", "Sở Nội vụ")
        cls.stc = cls.new_agency("STC", "Sở Tài chính")
        cls.xa_cao = cls.new_agency("XCAO", "Xã Cao Sơn", cls.communes)
        cls.xa_dong = cls.new_agency("XDONG", "Xã Đông Hải", cls.communes)
        cls.group_departments, cls.group_communes = cls.env["plan.agency.group"].create(
            [
                {"code": "SN", "name": "Các sở, ngành", "category_ids": [Command.set(cls.departments.ids)]},
                {"code": "XA", "name": "Các xã", "category_ids": [Command.set(cls.communes.ids)]},
            ]
        )

    @classmethod
    def new_agency(cls, code, name, category=None, **values):
        """Create a body, a department unless `category` says otherwise."""
        return cls.env["plan.agency"].create(
            {"code": code, "name": name, "category_id": (category or cls.departments).id, **values}
        )

    @classmethod
    def _make_plan(cls):
        cls.plan = cls.env["plan.plan"].create(
            {**PLAN, "desk_agency_id": cls.skhcn.id, "date_tracking_start": "2026-01-01"}
        )
        cls.section_indicators, cls.section_one, cls.section_two, cls.section_duties = cls.env["plan.section"].create(
            [
                {"plan_id": cls.plan.id, "content": content, "code": code, "name": name, "sequence": number}
                for number, (content, code, name) in enumerate(
                    [
                        ("indicator", "I", "Hạ tầng"),
                        ("task", "I", "Lãnh đạo, chỉ đạo"),
                        ("task", "II", "Hạ tầng số"),
                        ("duty", "III.1", "Công tác lãnh đạo"),
                    ]
                )
            ]
        )
        sections = {"I": cls.section_one, "II": cls.section_two}
        cls.tasks = {
            key: cls.new_task(
                number=number,
                section_id=sections[section].id,
                name=name,
                lead_text=lead,
                support_text=support,
                deadline_text=deadline,
                product=f"Sản phẩm {section}.{number}",
                sequence=sequence,
            )
            for sequence, (key, (section, number, name, lead, support, deadline)) in enumerate(TASKS.items())
        }
        cls.duty = cls.new_task(
            number="1.1-1", section_id=cls.section_duties.id, kind="duty", name="Quán triệt", lead_text="Sở Nội vụ"
        )
        cls.indicators = {
            number: cls.new_indicator(number, name, monitor, cells)
            for number, (name, monitor, cells) in INDICATORS.items()
        }

    @classmethod
    def new_task(cls, **values):
        """Create a task of the plan, in its first section unless `values` say otherwise."""
        return cls.env["plan.task"].create({"plan_id": cls.plan.id, "section_id": cls.section_one.id, **values})

    @classmethod
    def new_indicator(cls, number, name, monitor="", cells=None):
        """Create an indicator with the metrics and targets that its cells {year: text} say."""
        indicator = cls.env["plan.indicator"].create(
            {
                "plan_id": cls.plan.id,
                "section_id": cls.section_indicators.id,
                "number": number,
                "name": name,
                "monitor_text": monitor,
            }
        )
        indicator._set_cells(cells or {})
        return indicator

    @classmethod
    def _make_users(cls):
        cls.officer_snv = cls.new_user("officer_snv", (cls.snv, "officer"))
        cls.leader_snv = cls.new_user("leader_snv", (cls.snv, "leader"))
        cls.officer_stc = cls.new_user("officer_stc", (cls.stc, "officer"))
        cls.officer_two = cls.new_user("officer_two", (cls.snv, "officer"), (cls.stc, "officer"))
        cls.officer_cao = cls.new_user("officer_cao", (cls.xa_cao, "officer"))
        cls.desk = cls.new_user("desk", (cls.skhcn, "desk"))
        cls.desk_stc = cls.new_user("desk_stc", (cls.stc, "desk"))  # a desk, but of no plan
        cls.reader = cls.new_user("reader", groups="plan_tracking.group_plan_tracking_reader")
        cls.reader_officer = cls.new_user(
            "reader_officer", (cls.snv, "officer"), groups="plan_tracking.group_plan_tracking_reader"
        )
        cls.manager = cls.new_user("manager", groups="plan_tracking.group_plan_tracking_manager")
        cls.deputy_out = cls.new_user("deputy_out", (cls.snv, "deputy"), date_to="2024-12-31")
        cls.internal = cls.new_user("internal")
        cls.portal = cls.new_user("portal", groups="base.group_portal")

    @classmethod
    def new_user(cls, name, *places, groups="base.group_user", date_from=False, date_to=False):
        """Create the user `plan_<name>` (password = login) with a membership for every (agency, role) of `places`."""
        login = f"plan_{name}"
        user = mail_new_test_user(
            cls.env, login=login, password=login, name=name, email=f"{login}@example.com", groups=groups
        )
        cls.env["plan.member"].create(
            [
                {
                    "user_id": user.id,
                    "agency_id": agency.id,
                    "role": role,
                    "date_from": date_from,
                    "date_to": date_to,
                }
                for agency, role in places
            ]
        )
        return user

    # -- what the tests do --------------------------------------------------------------------------------------------

    @classmethod
    def decide_all(cls, plan=None):
        """Draw up the checklist and decide all its open points, as the desk."""
        plan = (plan or cls.plan).with_user(cls.desk)
        plan.action_review()
        plan.clarification_ids.filtered(lambda clarification: clarification.state == "open")._do_decide(
            "Theo văn bản", "Công văn 1/SKHCN"
        )

    @classmethod
    def activate(cls, plan=None):
        """Decide every point of the plan and give its work to the agencies, as the desk; return all its assignments."""
        plan = plan or cls.plan
        cls.decide_all(plan)
        plan.with_user(cls.desk).action_activate()
        return cls.env["plan.assignment"].search([("plan_id", "=", plan.id)])

    @classmethod
    def assignment_of(cls, task, agency, role="lead", year=0):
        """Return the one assignment of `task` (a record or a key of TASKS) that `agency` has; empty if it has none."""
        task = cls.tasks[task] if isinstance(task, str) else task
        return cls.env["plan.assignment"].search(
            [
                ("task_id", "=", task.id),
                ("agency_id", "=", agency.id),
                ("role", "=", role),
                ("year", "=", year),
                ("parent_id", "=", False),
            ]
        )

    @classmethod
    def stage(cls, name):
        """Return the stage of the XML id `plan_stage_<name>`."""
        return cls.env.ref(f"plan_tracking.plan_stage_{name}")

    @classmethod
    def attach(cls, assignment, name="ket-qua.pdf"):
        """Attach a file to the assignment, as its product."""
        return cls.env["ir.attachment"].create(
            {"name": name, "raw": b"%PDF-1.4", "res_model": assignment._name, "res_id": assignment.id}
        )

    # the assignments of a result that an assignment needs for submission
    RESULT = {
        "product_number": "15/KH-SNV",
        "product_date": "2026-03-01",
        "result": "Đã ban hành kế hoạch",
        "is_secret": True,
    }

    @classmethod
    def hand_in(cls, assignment, user, **values):
        """Fill in the result of the assignment, a secret one without a file, and submit it as `user`."""
        assignment = assignment.with_user(user)
        assignment.write({**cls.RESULT, **values})
        assignment.action_submit()

    def table(self, records, *names):
        """Return the records as a set of tuples, for comparing with what is expected."""
        return {tuple(record[name] for name in names) for record in records}

    @contextmanager
    def rolled_back(self):
        """Undo what is done inside, so that the rows of a table do not see each other."""
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            yield
            self.env.flush_all()
        finally:
            self.env.invalidate_all(flush=False)
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)


# a document that decides, as a wizard asks for it
DECISION = {
    "number": "20/QĐ-UBND",
    "date": "2026-03-02",
    "file": base64.b64encode(b"%PDF-1.4 quyet dinh"),
    "filename": "quyet-dinh.pdf",
}


class WorkCase(PlanCase):
    """The plan in force on 10/3/2026, with everybody who has a say in a result.

    Assignment          | confirmed by
    --------------------|------------------------------------------
    one_lead, SNV       | the desk, SKHCN
    yearly, XCAO, XDONG | their own leaders; the desk looks at samples
    ongoing, SKHCN      | TTRA, the independent agency
    """

    DECISION = DECISION

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspectorate = cls.new_agency("TTRA", "Thanh tra tỉnh")
        cls.plan.independent_agency_id = cls.inspectorate
        cls._make_more_users()
        cls.activate()
        cls.assignment = cls.assignment_of("one_lead", cls.snv)
        cls.collective = cls.assignment_of("yearly", cls.xa_cao, year=2026)
        cls.of_desk = cls.assignment_of("ongoing", cls.skhcn)

    @classmethod
    def _make_more_users(cls):
        cls.deputy_snv = cls.new_user("deputy_snv", (cls.snv, "deputy"))
        cls.deputy_snv.plan_member_ids.write({"title": "Phó Giám đốc Sở", "signing_form": "kt"})
        cls.leader_stc = cls.new_user("leader_stc", (cls.stc, "leader"))
        cls.leader_cao = cls.new_user("leader_cao", (cls.xa_cao, "leader"))
        cls.officer_dong = cls.new_user("officer_dong", (cls.xa_dong, "officer"))
        cls.leader_dong = cls.new_user("leader_dong", (cls.xa_dong, "leader"))
        cls.officer_skhcn = cls.new_user("officer_skhcn", (cls.skhcn, "officer"))
        cls.leader_skhcn = cls.new_user("leader_skhcn", (cls.skhcn, "leader"))
        cls.leader_ttra = cls.new_user("leader_ttra", (cls.inspectorate, "leader"))
        cls.officer_ttra = cls.new_user("officer_ttra", (cls.inspectorate, "officer"))

    # -- the ways of a result, each as the user who goes it -----------------------------------------------------------

    def wizard(self, name, assignments, user, **values):
        """Open a wizard on the assignments as `user`, as its button does."""
        field = "extension_ids" if assignments._name == "plan.extension" else "assignment_ids"
        return self.env[name].with_user(user).create({field: [Command.set(assignments.ids)], **values})

    def sign(self, assignments, user, **values):
        """Upload the copy that the leader has signed."""
        values = {**self.DECISION, "signer": "Nguyễn Văn A, Giám đốc", **values}
        self.wizard("plan.assignment.sign", assignments, user, **values).action_approve()

    def give_back(self, assignments, user, reason="Thiếu phụ lục"):
        self.wizard("plan.assignment.return", assignments, user, reason=reason).action_return()

    def stop(self, assignments, user, kind="paused", **values):
        """Pause or cancel by a decision."""
        values = {"reason": "Chờ Trung ương hướng dẫn", **self.DECISION, **values}
        self.wizard("plan.assignment.stop", assignments, user, kind=kind, **values).action_stop()

    def resume(self, assignments, user, reason="Đã có hướng dẫn"):
        self.wizard("plan.assignment.return", assignments, user, reason=reason).action_resume()

    def ask(self, assignment, user, agencies=(), groups=(), date_deadline="2026-06-30", request="Gửi số liệu"):
        """Ask agencies for a contribution in the lead's work; return their assignments."""
        self.env["plan.assignment.ask"].with_user(user).create(
            {
                "assignment_id": assignment.id,
                "agency_ids": [Command.set([agency.id for agency in agencies])],
                "group_ids": [Command.set([group.id for group in groups])],
                "date_deadline": date_deadline,
                "request": request,
            }
        ).action_ask()
        assignment.invalidate_recordset(["contribution_ids"])
        return assignment.contribution_ids.sudo()

    def extend(self, assignments, user, date_asked, reason="Chờ ý kiến các bộ"):
        """Ask for a later deadline; return the requests that are open now."""
        self.wizard("plan.extension.ask", assignments, user, date_asked=date_asked, reason=reason).action_ask()
        return self.env["plan.extension"].search([("assignment_id", "in", assignments.ids), ("state", "=", "asked")])

    def decide(self, extensions, user, verdict="grant", **values):
        """Give the opinion of the desk, or record the authority's decision."""
        values = {**self.DECISION, **values}
        self.wizard("plan.extension.decide", extensions, user, verdict=verdict, **values).action_decide()

    # -- what is there afterwards -------------------------------------------------------------------------------------

    def log(self, assignment, *names):
        """Return the log of the assignment, the latest row first, as tuples of the named fields."""
        rows = self.env["plan.log"].search([("assignment_id", "=", assignment.id)])
        return [tuple(row[name] for name in names) if len(names) > 1 else row[names[0]] for row in rows]

    def reminded(self, assignment, activity):
        """Return the names of those who have an activity of this kind on the assignment, one for each activity."""
        kind = self.env.ref(f"plan_tracking.mail_activity_type_{activity}")
        domain = [
            ("res_model", "=", assignment._name),
            ("res_id", "=", assignment.id),
            ("activity_type_id", "=", kind.id),
        ]
        return sorted(self.env["mail.activity"].search(domain).mapped("user_id.name"))

    def count_queries(self, function):
        """Return how many queries `function` needs the second time, with the record cache empty; nothing is kept."""
        for _time in range(2):
            with self.rolled_back():
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                function()
                self.env.flush_all()
                count = self.cr.sql_log_count - before
        return count
