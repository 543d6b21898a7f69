from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class PlanEvidenceController(http.Controller):
    """Files for an assignment: many in one request, kept together or not at all."""

    @http.route("/plan_tracking/evidence/upload", type="http", auth="user", methods=["POST"])
    def upload(self, assignment_id="", replaces_id="", **_kwargs):
        """Add the files `ufile` to an assignment, or put one of them in the place of the evidence `replaces_id`.

        Answers {"ids": [...]} with the new evidence, or {"error": "..."} in words. The size of a request is limited
        by `web.max_file_upload_size` before it comes here.
        """
        try:
            # earlier files are rolled back when a later one is refused
            with request.env.cr.savepoint():
                evidence = self._upload(assignment_id, replaces_id)
        except UserError as error:
            return request.make_json_response({"error": str(error)})
        return request.make_json_response({"ids": evidence.ids})

    def _upload(self, assignment_id, replaces_id):
        assignment = request.env["plan.assignment"].browse(self._number(assignment_id)).exists()
        # one sentence for what is not there and for what is not the caller's to know
        if not assignment or not assignment.has_access("read"):
            raise UserError(request.env._("This assignment does not exist. Open it again from your list of work."))
        replaced_id = self._number(replaces_id) if replaces_id else False
        return request.env["plan.evidence"]._upload(assignment, self._files(), replaced_id)

    def _number(self, text):
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise UserError(request.env._("Give the assignment and the file to replace by their numbers."))
        return int(text)

    def _files(self):
        files = [file for file in request.httprequest.files.getlist("ufile") if file.filename]
        for file in files:
            file.seek(0)  # Odoo rewinds only the first of several when it runs a request again
        return [(file.filename, file.read()) for file in files]
