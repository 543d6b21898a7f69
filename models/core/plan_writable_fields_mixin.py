from odoo import models

# written on a record by Odoo's chatter as the user who follows it or plans an activity
OF_CHATTER = ("message_follower", "message_main", "activity_")


class PlanWritableFieldsMixin(models.AbstractModel):
    """Records on which people write the fields of `_WRITABLE` and no other: the rest is the system's.

    Without write access to a field, forms show it read-only by themselves, and write, create, defaults in the context
    and imports refuse it.
    """

    _name = "plan.writable.fields.mixin"
    _description = "Fields That People Write"

    _WRITABLE = frozenset()

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.store and field.name not in self._WRITABLE:
            return field.name.startswith(OF_CHATTER)
        return super()._has_field_access(field, operation)
