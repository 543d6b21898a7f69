from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError


class IrAttachment(models.Model):
    """Files on this module's records are never public, and those of a finished part stay as they are.

    They prove the result. The check looks at who asks, not at `env.su`: Odoo's own routes delete files as superuser on
    behalf of whoever uploaded them.
    """

    _inherit = "ir.attachment"

    # what a file is and where it hangs
    _PROOF = frozenset({"datas", "raw", "url", "type", "res_model", "res_id", "store_fname", "mimetype"})

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_public()
        return attachments

    def write(self, vals):
        if self._PROOF & vals.keys():
            self._check_no_proof()
        result = super().write(vals)
        if {"public", "res_model"} & vals.keys():
            self._check_not_public()
        return result

    def unlink(self):
        self._check_no_proof()
        return super().unlink()

    def _check_not_public(self):
        circle = self.env["plan.thread.mixin"]
        for attachment in self.sudo():  # sudo: asked of the file itself
            if attachment.public and circle._covers(attachment.res_model):
                raise AccessError(self.env._("Files of work and plans are not made public."))

    def _check_no_proof(self):
        if self.env.uid == SUPERUSER_ID:
            return  # the system cleans up after itself
        of_cards = self.sudo().filtered(lambda attachment: attachment.res_model == "plan.assignment")  # sudo: see above
        parts = of_cards.env["plan.assignment"].browse(of_cards.mapped("res_id")).exists()
        for part in parts:
            if part.stage_kind == "done":
                raise UserError(
                    self.env._(
                        "The files of %(task)s prove a finished result and stay as they are. "
                        "Add a new file beside them, or take the card back into work first.",
                        task=part.task_id.code,
                    )
                )
