from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PlanFormController(http.Controller):
    """The form of a plan, and an empty one for a new plan."""

    @http.route(
        ["/plan_tracking/plan_form", "/plan_tracking/plan_form/<int:plan_id>"],
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, plan_id=None):
        """Answer the form as a file; whose it is not finds nothing there."""
        plan = request.env["plan.plan"].browse(plan_id).exists() if plan_id else request.env["plan.plan"]
        if plan_id and not (plan and plan.has_access("read")):
            raise NotFound
        name, content = plan._get_form()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(content, headers)
