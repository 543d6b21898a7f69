from odoo import http
from odoo.http import request

from ..papers import docx
from ..papers.archive import pack
from .download import file_response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PlanWordController(http.Controller):
    """Official papers as Word files; PDF and screen are Odoo's own routes of reports."""

    @http.route("/plan_tracking/word/<string:report_name>/<string:ids>", type="http", auth="user", readonly=True)
    def word(self, report_name, ids):
        """Return the papers of these records: one as .docx, several as .zip.

        :param report_name: of the report that prints them as PDF
        :param ids: as in Odoo's own route, with commas between
        """
        reports = request.env["ir.actions.report"]
        report = reports._get_report_from_name(report_name)
        paper = report and reports._get_paper_key(report)
        if not paper:
            raise request.not_found()
        numbers = [int(one) for one in ids.split(",") if one.isascii() and one.isdecimal() and len(one) < 10]
        if not numbers or not docx.is_there():
            raise request.not_found()
        records = request.env[report.model].browse(numbers)
        files = [(f"{document.name}.docx", docx.draw(document)) for document in records._get_papers(paper)]
        if len(files) == 1:
            [(name, content)], kind = files, WORD
        else:
            name, content, kind = f"{report.name}.zip", pack(files), "application/zip"
        return file_response(name, content, kind)
