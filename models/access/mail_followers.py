from odoo import api, fields, models
from odoo.fields import Domain


class MailFollowers(models.Model):
    """The followers of a record of this module are visible to everybody who may read that record; other modules' are
    untouched.
    """

    _inherit = "mail.followers"

    in_circle = fields.Boolean(
        string="Of a record I may read",
        compute="_compute_in_circle",
        search="_search_in_circle",
        compute_sudo=False,
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_in_circle(self):
        in_circle = self.filtered_domain(self._search_in_circle("in", [True]))
        for follower in self:
            follower.in_circle = follower in in_circle

    @api.model
    def _search_in_circle(self, operator, value):
        if operator != "in":
            return NotImplemented
        ours = self.env["plan.thread.mixin"]._get_covered()
        domain = Domain("res_model", "not in", ours)
        for name in ours:
            records = self.env[name].sudo(False)  # as the user who asks, also where a rule asks as superuser
            if records.has_access("read"):
                domain |= Domain("res_model", "=", name) & Domain("res_id", "in", records._search(Domain.TRUE))
        return domain
