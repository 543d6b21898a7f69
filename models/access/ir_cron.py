from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError


class IrCron(models.Model):
    """Scheduled actions; those of this module are started by the system alone.

    A scheduled action is a server action too, and Odoo lets every user run one of which they may read the model.
    """

    _inherit = "ir.cron"

    @api.model
    def _check_started_by_system(self):
        """Refuse everybody but the system: a job sees all records and works with its own rights."""
        if self.env.uid != SUPERUSER_ID:
            raise AccessError(self.env._("This job is started by the system alone."))
