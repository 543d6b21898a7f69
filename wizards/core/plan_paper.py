from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools.clock import vietnam_today
from ...tools.upload import clean_file_name

# what a signed paper comes as, with the endings of its file: a scan, or a photograph of it
SIGNED = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}


class PlanPaper(models.AbstractModel):
    """A document that decides: number, date and file, or no file where it is secret or internal."""

    _name = "plan.paper"
    _description = "Deciding Document"
    _inherit = ["plan.upload.mixin"]

    number = fields.Char(string="Document's Number")
    date = fields.Date(string="Document's Date")
    is_secret = fields.Boolean(
        string="No File: Secret or Internal",
        help="Secret and internal papers are never uploaded here: number and date are enough.",
    )

    def _read_paper(self):
        """Return what the document says: name, raw, number, date.

        :raises UserError: a part of it is missing, its date lies ahead, or the file is no scan
        """
        self.ensure_one()
        number = self.env["plan.workflow.mixin"]._clean_text(self.number, 100, multiline=False)
        if not (number and self.date):
            raise UserError(self.env._("Fill in number and date of the document."))
        if not fields.Date.to_date("2000-01-01") <= self.date <= vietnam_today():
            raise UserError(self.env._("The document's date lies ahead, or before 2000."))
        if not (self.file or self.is_secret):
            raise UserError(self.env._("Add the document's file, or tick “No File” if it is secret or internal."))
        name, raw = clean_file_name(self.filename) or number, b""
        if not self.is_secret:
            raw = self._get_content()
            name = self._get_scan_name(name, raw)
        return {"name": name, "raw": raw, "number": number, "date": self.date}

    def _get_scan_name(self, name, raw):
        """Return what the file is called, by what it is: it is shown and opened as the official copy."""
        if not raw:  # what is sent as a file may hold nothing
            raise UserError(self.env._("“%(file)s” is empty. Choose the file anew.", file=name))
        endings = SIGNED.get(guess_mimetype(raw))
        if not endings:
            raise UserError(
                self.env._(
                    "“%(file)s” is neither a PDF nor a photograph (JPG, PNG). Scan the signed paper, or take a picture "
                    "of it.",
                    file=name,
                )
            )
        return name if name.lower().endswith(endings) else name + endings[0]
