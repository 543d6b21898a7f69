from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .download import file_response


class PlanOfflineFormController(http.Controller):
    """The offline form of a report as a file."""

    @http.route(
        "/plan_tracking/report/<int:report_id>/offline_form", type="http", auth="user", methods=["GET"], readonly=True
    )
    def download(self, report_id):
        """Hand out the form to who fills in the report; anybody else reads in words why not."""
        report = request.env["plan.report"].browse(report_id).exists()
        # one answer for what is not there and for what is not the caller's to know
        if not report or not report.has_access("read"):
            raise request.not_found()
        try:
            name, content = report._get_offline_form_file()
        except (AccessError, UserError) as error:
            return request.make_response(str(error), [("Content-Type", "text/plain; charset=utf-8")], status=403)
        return file_response(name, content)
