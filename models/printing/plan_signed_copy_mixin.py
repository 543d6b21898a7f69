import base64
import hashlib

from odoo import fields, models


class PlanSignedCopyMixin(models.AbstractModel):
    """Papers that are signed outside Odoo and come back: the official copy, and beside it the PDF it was made from.

    Two SHA-256 say of both files that they are still what they were. The wording of the two may differ, offices edit
    the draft in Word; the figures are those that the record froze.
    """

    _name = "plan.signed.copy.mixin"
    _description = "Signed Copy"
    _inherit = ["plan.paper.mixin"]

    number = fields.Char(string="Document's Number", readonly=True, copy=False)
    date = fields.Date(string="Document's Date", readonly=True, copy=False)
    file = fields.Binary(string="Official Copy", attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    printed = fields.Binary(string="Generated File", attachment=True, readonly=True, copy=False)
    printed_name = fields.Char(readonly=True, copy=False)
    printed_sha256 = fields.Char(string="SHA-256 of the Generated File", readonly=True, copy=False)

    def _get_signed_copy_values(self, paper, name, raw, number, date):
        """Return what to write when a signed paper comes back.

        :param str paper: which of the record's papers was signed
        :param bytes raw: the signed file; empty where it is secret or internal
        """
        return {
            "number": number,
            "date": date,
            "file": base64.b64encode(raw) if raw else False,
            "file_name": name if raw else False,
            "sha256": hashlib.sha256(raw).hexdigest() if raw else False,
            **self._get_printed_values(paper, number, date),
        }
