import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools.mail import generate_tracking_message_id

from ..core.plan_thread_mixin import TALK_MODELS

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """The mail gateway, which never leads to records of this module.

    `message_process` is public and works as superuser with the model, the id and the values of its caller; fetched mail
    works as root with a sender that anybody can forge. So no route reaches our records, whoever asks: not by model, id,
    reply or alias, nor by values that create or change them from another model's record. Over RPC that is an error; of
    fetched mail the route is dropped, logged and answered once. Other routes go on as in Odoo.
    """

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        kept = [route for route in routes or () if not self._leads_to_plans(route[0], route[2])]
        if len(kept) < len(routes or ()):
            self._drop_mail(message, message_dict, bounce=not kept)
        return super()._message_route_process(message, message_dict, kept)

    def _drop_mail(self, message, message_dict, bounce):
        """Refuse over RPC; log what was fetched and, where nothing else takes it, tell its sender once."""
        refusal = self.env["plan.thread.mixin"]._get_mail_refusal()
        if not self.env.su:
            raise AccessError(refusal)
        message_id = message_dict.get("message_id")
        _logger.info("Mail %s from %s dropped: it leads to plans", message_id, message_dict.get("email_from"))
        if bounce and message_dict.get("email_from"):
            # Odoo ignores answers to a message with this tag, so two robots do not write to each other for ever
            tag = generate_tracking_message_id("loop-detection-bounce-email")
            self._routing_create_bounce_email(
                message_dict["email_from"], refusal, message, references=f"{message_id} {tag}"
            )

    @api.model
    def _is_of_plans(self, model_name):
        """Return whether a model is this module's, or keeps its chatter as this module's models do."""
        model = self.env.registry.get(model_name)
        return model is not None and (
            model._original_module == "plan_tracking" or self.env["plan.thread.mixin"]._covers(model_name)
        )

    @api.model
    def _leads_to_plans(self, model_name, values):
        """Return whether a record of the model, made with these values, is ours or touches ours.

        An account or a right made on the way would open our records too.
        """
        if self._is_of_plans(model_name):
            return True
        fields = self.env[model_name]._fields if model_name in self.env else {}
        for name, value in values.items() if isinstance(values, dict) else ():
            comodel = name in fields and fields[name].comodel_name
            if not comodel:
                continue
            if value and comodel in TALK_MODELS:
                return True  # a message or a file may be anybody's, and hang anywhere
            if self._is_of_plans(comodel):
                return True
            for nested in _find_dicts(value):
                if (
                    comodel in ("res.users", "res.groups")
                    or comodel.startswith("ir.")
                    or self._leads_to_plans(comodel, nested)
                ):
                    return True
        return False


def _find_dicts(value):
    """Yield the values that commands nest, whatever their form: Odoo also reads commands that are too long."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _find_dicts(one)
