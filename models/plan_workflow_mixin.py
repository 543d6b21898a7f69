from odoo import models


class PlanWorkflowMixin(models.AbstractModel):
    """Fields that say how far something has come are written by its own actions, as superuser, and by nobody else.

    `readonly` alone enforces nothing over RPC. Without write access to the field, forms show it read-only by
    themselves, and write, create, defaults in the context and imports refuse it. A user's own default still
    gets through: a model checks after `create()` that what it made is at its beginning.
    """

    _name = "plan.workflow.mixin"
    _description = "Protected Fields"

    _protected_fields = frozenset()

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in self._protected_fields and not self.env.su:
            return False
        return super()._has_field_access(field, operation)
