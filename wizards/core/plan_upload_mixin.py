from odoo import api, fields, models

from ...tools.upload import LARGEST, check_upload, decode_upload


class PlanUploadMixin(models.AbstractModel):
    """Wizards that take a file: one that is too large is refused before it is stored."""

    _name = "plan.upload.mixin"
    _description = "Upload of a File"

    file = fields.Binary(attachment=False)
    filename = fields.Char()

    # bytes that are taken
    _most_bytes = LARGEST

    def _get_content(self):
        """Return the bytes of the file; empty where none was chosen."""
        return decode_upload(self.env, self.file, self.filename, self._most_bytes)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_upload(self.env, vals.get("file"), vals.get("filename"), self._most_bytes)
        return super().create(vals_list)

    def write(self, vals):
        check_upload(self.env, vals.get("file"), vals.get("filename"), self._most_bytes)
        return super().write(vals)
