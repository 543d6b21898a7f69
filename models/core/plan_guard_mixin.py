from odoo import api, models
from odoo.exceptions import AccessError

from .plan_writable_fields_mixin import OF_CHATTER


class PlanGuardMixin(models.AbstractModel):
    """Records on which public `create`, `write` and `unlink` refuse what their state forbids, for superuser too.

    Odoo runs much as superuser on behalf of a caller: the mail gateway, nested commands, server actions. No access
    check stops them, so these three ask for themselves. By default nobody creates or deletes a record, and people write
    the fields of `_WRITABLE` while the record is not locked.

    The module's own steps write through the `_unguarded_*` methods. They skip the overrides of the model itself and
    call the next implementation, so a model names this mixin first.
    """

    _name = "plan.guard.mixin"
    _description = "Guarded Records"
    _inherit = ["plan.writable.fields.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._check_create(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_guard(vals)
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        self._check_unlink()
        return super().unlink()

    # pylint: disable=super-method-mismatch
    # these skip the checks above, which is what they are for
    @api.model_create_multi
    def _unguarded_create(self, vals_list):
        return super().create(vals_list)

    def _unguarded_write(self, vals):
        return super().write(vals)

    def _unguarded_unlink(self):
        return super().unlink()

    # pylint: enable=super-method-mismatch

    @api.model
    def _check_create(self, vals_list):
        """Refuse to create records by hand; a model whose records people add checks their values instead."""
        if vals_list:
            raise AccessError(self._get_create_refusal())

    def _check_unlink(self):
        """Refuse to delete records by hand; a model whose drafts people delete checks their state instead."""
        if self:
            raise AccessError(self._get_unlink_refusal())

    def _check_not_locked(self):
        locked = next(filter(None, (record._get_locked_reason() for record in self)), None)
        if locked:
            raise AccessError(locked)

    def _check_guard(self, vals):
        """Refuse the system's fields, and all fields of a locked record."""
        written = self._get_guarded_names(vals)
        if not (self and written):
            return
        self._check_not_locked()
        self._check_guarded_names(written)

    def _check_guarded_names(self, names):
        if set(names) - self._WRITABLE:
            raise AccessError(
                self.env._(
                    "These fields of “%(model)s” are written by the steps of the workflow alone: %(fields)s.",
                    model=self._get_model_label(),
                    fields=", ".join(sorted(set(names) - self._WRITABLE)),
                )
            )

    @api.model
    def _get_guarded_names(self, vals):
        """Return the names of the stored fields in `vals` that belong to the record itself, not to its chatter."""
        return [
            name
            for name in vals
            if (field := self._fields.get(name)) is not None and field.store and not name.startswith(OF_CHATTER)
        ]

    def _get_locked_reason(self):
        """Return in words why nobody writes the record now, or False."""
        raise NotImplementedError

    def _get_create_refusal(self):
        return self.env._(
            "Nobody creates a record of “%(model)s” by hand: the steps of the workflow do.",
            model=self._get_model_label(),
        )

    def _get_unlink_refusal(self):
        return self.env._("A record of “%(model)s” is not deleted.", model=self._get_model_label())

    def _get_model_label(self):
        return self.env["ir.model"]._get(self._name).name
