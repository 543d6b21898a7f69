from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .download import file_response


class PlanWorkbookController(http.Controller):
    """The workbook of a plan, and an empty one for a new plan."""

    @http.route(
        ["/plan_tracking/plan_workbook", "/plan_tracking/plan_workbook/<int:plan_id>"],
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
        return file_response(*plan._get_plan_workbook(), X_Content_Type_Options="nosniff")
