from odoo import fields, models


class PlanSignedCopyMixin(models.AbstractModel):
    """A paper that was signed outside Odoo and came back: the official copy, and beside it the PDF it was made from.

    A record that is signed once has these fields itself; one that is signed again has a row with them for each copy.
    `plan.paper.mixin` says what they hold. Two SHA-256 say of both files that they are still what they were. The
    wording of the two may differ, offices edit the draft in Word; the figures are those that the record froze.
    """

    _name = "plan.signed.copy.mixin"
    _description = "Signed Copy"

    number = fields.Char(string="Document's Number", readonly=True, copy=False)
    date = fields.Date(string="Document's Date", readonly=True, copy=False)
    file = fields.Binary(string="Official Copy", attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    printed = fields.Binary(string="Generated File", attachment=True, readonly=True, copy=False)
    printed_name = fields.Char(readonly=True, copy=False)
    printed_sha256 = fields.Char(string="SHA-256 of the Generated File", readonly=True, copy=False)
