from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools.clock import is_existing
from ...tools.upload import clean_file_name

# the types of a signed copy, with their file endings: a scan, or a photo
SIGNED = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
}


class PlanDocumentUploadMixin(models.AbstractModel):
    """A document that decides: number, date and file, or no file where it is secret or internal."""

    _name = "plan.document.upload.mixin"
    _description = "Deciding Document"
    _inherit = ["plan.upload.mixin"]

    number = fields.Char(string="Document's Number")
    date = fields.Date(string="Document's Date")
    is_secret = fields.Boolean(
        string="No File: Secret or Internal",
        help="Never upload secret or internal papers here: number and date are enough.",
    )

    def _read_document(self):
        """Return what the document says: name, raw, number, date.

        :raises UserError: a part of it is missing, its date is in the future, or the file is not a scan
        """
        self.ensure_one()
        number = self.env["plan.workflow.mixin"]._clean_text(self.number, 100, multiline=False)
        if not (number and self.date):
            raise UserError(self.env._("Fill in the number and date of the document."))
        if not is_existing(self.date):
            raise UserError(self.env._("The document's date is in the future, or before 2000."))
        if not (self.file or self.is_secret):
            raise UserError(self.env._("Add the document's file, or tick “No File” if it is secret or internal."))
        name, raw = clean_file_name(self.filename) or number, b""
        if not self.is_secret:
            raw = self._get_content()
            name = self._get_scan_name(name, raw)
        return {"name": name, "raw": raw, "number": number, "date": self.date}

    def _get_scan_name(self, name, raw):
        """Return what the file is called, by what it is: it is shown and opened as the official copy."""
        if not raw:  # an uploaded file may be empty
            raise UserError(self.env._("“%(file)s” is empty. Choose the file again.", file=name))
        endings = SIGNED.get(guess_mimetype(raw))
        if not endings:
            raise UserError(
                self.env._(
                    "“%(file)s” is neither a PDF nor a photo (JPG, PNG). Scan the signed copy, or take a photo of it.",
                    file=name,
                )
            )
        return name if name.lower().endswith(endings) else name + endings[0]
