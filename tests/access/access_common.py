import json

from odoo.http import Request
from odoo.models import MAGIC_COLUMNS
from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException

from ..core.common import PlanCase

# orderly refusals of the server; anything else is a crash
REFUSALS = {
    f"odoo.exceptions.{name}"
    for name in ("AccessError", "UserError", "ValidationError", "MissingError", "RedirectWarning")
}


class AccessCase(PlanCase, HttpCase):
    """The plan of `PlanCase` with its agencies, a second plan of another desk, and requests as each user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_circles()
        cls.activate()
        cls._make_other_plan()
        cls._make_assignments()
        cls.env.flush_all()

    @classmethod
    def _make_circles(cls):
        cls.section_two.watcher_ids = cls.xa_dong
        cls.watcher = cls.new_user("watcher", (cls.xa_dong, "officer"))
        # two roles at once: what widens reading must not widen writing
        cls.reader_deputy = cls.new_user(
            "reader_deputy", (cls.snv, "deputy"), groups="plan_tracking.group_plan_tracking_reader"
        )

    @classmethod
    def _make_other_plan(cls):
        cls.other_plan = cls.env["plan.plan"].create(
            {
                "number": "34/KH-UBND",
                "name": "Cải cách hành chính",
                "date_issued": "2026-01-05",
                "date_tracking_start": "2026-01-05",
                "desk_agency_id": cls.stc.id,
            }
        )
        cls.other_section, cls.other_section_indicators = cls.env["plan.section"].create(
            [
                {"plan_id": cls.other_plan.id, "content": content, "code": "I", "name": "Chung"}
                for content in ("task", "indicator")
            ]
        )
        cls.other_task = cls.env["plan.task"].create(
            {
                "plan_id": cls.other_plan.id,
                "section_id": cls.other_section.id,
                "number": "1",
                "name": "Rà soát thủ tục",
                "lead_text": "Sở Tài chính",
                "deadline_text": "Năm 2026",
                "product": "Báo cáo",
            }
        )
        cls.other_indicator = cls.env["plan.indicator"].create(
            {
                "plan_id": cls.other_plan.id,
                "section_id": cls.other_section_indicators.id,
                "number": "1",
                "name": "Tỷ lệ hồ sơ trực tuyến",
                "monitor_text": "Sở Tài chính",
            }
        )
        cls.other_indicator._set_cells({2026: "≥ 50%"})
        cls.other_funding = cls.env["plan.funding"].create({"plan_id": cls.other_plan.id, "number": 1, "name": "NSNN"})
        cls.other_clarification = cls.env["plan.clarification"].create(
            {"plan_id": cls.other_plan.id, "name": "Hạn nào?"}
        )
        cls.other_plan._do_activate()

    @classmethod
    def _make_assignments(cls):
        cls.own = cls.assignment_of("one_lead", cls.snv)
        cls.foreign = cls.assignment_of("two_leads", cls.stc)
        cls.other_assignment = cls.assignment_of(cls.other_task, cls.stc)
        # a contribution that SNV's assignment asked the commune for
        cls.contribution = cls.env["plan.assignment"].create(
            {
                "task_id": cls.own.task_id.id,
                "agency_id": cls.xa_dong.id,
                "role": "support",
                "parent_id": cls.own.id,
                "lead_agency_id": cls.snv.id,
                "stage_id": cls.own.stage_id.id,
            }
        )
        cls.foreign.result = "Kết quả mật của STC"
        cls.foreign_file = cls.attach(cls.foreign, "mat-stc.pdf")
        cls.foreign_message = cls.foreign.message_post(body="Trao đổi nội bộ STC")

    # -- requests -----------------------------------------------------------------------------------------------------

    def login(self, user):
        """Log in as `user`, whose password is their login."""
        self.env.flush_all()
        return self.authenticate(user.login, user.login)

    def rpc(self, model, method, *args, **kwargs):
        """Call a method as the web client does; records go in as ids."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        result = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        self.env.invalidate_all()
        return result

    def refused(self, model, method, *args, **kwargs):
        """Call a method that must be refused, and refused in words: a crash is not a refusal."""
        self.env.flush_all()
        with self.assertRaises(JsonRpcException, msg=f"{model}.{method}{args}{kwargs} is let through") as caught:
            self.rpc(model, method, *args, **kwargs)
        self.env.invalidate_all()
        self.assertIn(str(caught.exception), REFUSALS, f"{model}.{method}{args}{kwargs} crashes")

    def unchanged(self, records, *names):
        """Return a context manager: the named fields (all stored ones, if none is named) are the same afterwards."""
        return _Unchanged(self, records, names)

    def route(self, path, **params):
        """Call a JSON-RPC route of a controller."""
        return self.make_jsonrpc_request(path, params)

    def export(self, model, fields, domain=(), ids=False):
        """Return the lines of a CSV export, the heading left out."""
        data = {
            "model": model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in fields],
            "ids": ids,
            "domain": list(domain),
            "import_compat": False,
            "context": {},
            "groupby": [],
        }
        response = self.url_open(
            "/web/export/csv", data={"data": json.dumps(data), "csrf_token": self.csrf_token()}, timeout=30
        )
        return response.status_code, response.text.splitlines()[1:]

    def csrf_token(self):
        return Request.csrf_token(self)


class _Unchanged:
    def __init__(self, case, records, names):
        self.case, self.records = case, records.sudo()
        stored = [name for name, field in records._fields.items() if field.store and name not in MAGIC_COLUMNS]
        self.names = names or [name for name in stored if not name.startswith(("message_", "activity_"))]

    def _values(self):
        self.records.env.invalidate_all()
        return [{name: record[name] for name in self.names} for record in self.records]

    def __enter__(self):
        self.before = self._values()

    def __exit__(self, kind, error, trace):
        if not kind:
            self.case.assertEqual(self._values(), self.before)
