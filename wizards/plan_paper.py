from odoo import fields, models
from odoo.exceptions import UserError

from ..grammars.text import clean
from ..tools.clock import vietnam_today
from ..tools.upload import decode_upload


class PlanPaper(models.AbstractModel):
    """A document that decides: number, date and file, or no file where it is secret or internal."""

    _name = "plan.paper"
    _description = "Deciding Document"

    number = fields.Char(string="Document's Number")
    date = fields.Date(string="Document's Date")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    is_secret = fields.Boolean(
        string="No File: Secret or Internal",
        help="Secret and internal papers are never uploaded here: number and date are enough.",
    )

    def _read_paper(self):
        """Return what the document says: name, raw, number, date.

        :raises UserError: a part of it is missing, or its date lies ahead
        """
        self.ensure_one()
        number = self.env["plan.workflow.mixin"]._clean_text(self.number, 100, multiline=False)
        if not (number and self.date):
            raise UserError(self.env._("Fill in number and date of the document."))
        if not fields.Date.to_date("2000-01-01") <= self.date <= vietnam_today():
            raise UserError(self.env._("The document's date lies ahead, or before 2000."))
        if not (self.file or self.is_secret):
            raise UserError(self.env._("Add the document's file, or tick “No File” if it is secret or internal."))
        name = clean(self.file_name or "") or number
        raw = b"" if self.is_secret else decode_upload(self.env, self.file, name)
        if not (raw or self.is_secret):  # what is sent as a file may hold nothing
            raise UserError(self.env._("“%(file)s” is empty. Choose the file anew.", file=name))
        return {"name": self.file_name or number, "raw": raw, "number": number, "date": self.date}
