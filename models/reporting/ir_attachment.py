from odoo import api, models


class IrAttachment(models.Model):
    """The files of reports: those of their rows and the signed copies."""

    _inherit = "ir.attachment"

    @api.model
    def _get_report_models(self):
        rows = self.env.registry["plan.report.row.mixin"]
        names = [name for name, model in self.env.registry.items() if issubclass(model, rows) and not model._abstract]
        return [*super()._get_report_models(), *names, "plan.report.signed.copy"]
