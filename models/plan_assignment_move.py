from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..grammars.text import clean
from ..tools.clock import in_term, vietnam_today


class PlanAssignmentMove(models.Model):
    """How a card is moved and filled in by its agency, and why it is not: every refusal says what to do instead."""

    _inherit = "plan.assignment"

    def write(self, vals):
        if self.env.su or not self._WRITABLE & vals.keys():
            return super().write(vals)
        vals = {**vals, **{name: clean(vals[name]) for name in self._NUMBERS if isinstance(vals.get(name), str)}}
        self._check_may_write()
        if vals.get("stage_id") or self._takes_away(vals):
            self._check_move(self.env["plan.stage"].browse(vals.get("stage_id")), vals)
        if vals.get("user_id"):
            self._check_in_charge(vals["user_id"])
        result = super().write(vals)
        if vals.get("stage_id"):
            self._set_date_submitted()
        return result

    def _set_date_submitted(self):
        """Keep the day on which the result was handed in; taken back into work, it is handed in anew."""
        waiting = self.filtered(lambda part: part.stage_kind == "review" and not part.date_submitted)
        taken_back = self.filtered(lambda part: part.stage_kind in ("todo", "doing") and part.date_submitted)
        # sudo: a protected field, set by the move alone
        waiting.sudo().date_submitted = vietnam_today()
        taken_back.sudo().date_submitted = False

    def _check_may_write(self):
        """Say in words that a card is another agency's; a card that may not be read gets Odoo's own refusal."""
        foreign = self - self._filtered_access("write")
        for part in foreign._filtered_access("read"):
            if part.plan_id.state == "closed":
                raise UserError(
                    self.env._("The plan %(plan)s is closed: its work is read only.", plan=part.plan_id.number)
                )
            raise AccessError(
                self.env._(
                    "“%(task)s” is the work of %(agency)s: only its officers and leaders change it. "
                    "Write to them under the card.",
                    task=part.task_id.code,
                    agency=part.agency_id.name,
                )
            )

    def _check_move(self, stage, vals):
        for part in self:
            reason = part._get_cannot_move_reason(stage or part.stage_id, vals)
            if reason:
                raise UserError(reason)

    @api.model
    def _takes_away(self, vals):
        """Say whether `vals` empty something that a stage demands; a card may not stay there without it."""
        demanded = ("product_number", "product_date", "is_secret", "decision_number", "decision_date")
        return any(name in vals and not vals[name] for name in demanded)

    def _get_cannot_move_reason(self, stage, vals):
        """Say in words why the card cannot go to `stage` and what to do, or return False.

        :param dict vals: values written together with the move, which count as filled in
        """
        self.ensure_one()

        def filled(name):
            return vals.get(name, self[name])

        if stage == self.stage_id and not self._takes_away(vals):
            return False
        if stage != self.stage_id and self.task_id.track_id not in stage.track_ids:
            return self.env._(
                "“%(stage)s” is no step of “%(track)s”. Move %(task)s to one of: %(stages)s.",
                stage=stage.name,
                track=self.task_id.track_id.name,
                task=self.task_id.code,
                stages=", ".join(self.task_id.track_id.stage_ids.sorted().mapped("name")),
            )
        if stage.kind == "done" and not (filled("product_number") and filled("product_date")):
            return self.env._(
                "Open %(task)s and fill in number and date of its product first; then it can go to “%(stage)s”.",
                task=self.task_id.code,
                stage=stage.name,
            )
        if stage.kind == "done" and not (filled("is_secret") or self.message_attachment_count):
            return self.env._(
                "Attach the product's file to %(task)s first, or tick “No File” if it is secret or internal; "
                "then it can go to “%(stage)s”.",
                task=self.task_id.code,
                stage=stage.name,
            )
        if stage.kind in ("paused", "cancelled") and not (filled("decision_number") and filled("decision_date")):
            return self.env._(
                "Work is paused or cancelled by a document alone. Open %(task)s, fill in the decision's number and "
                "date; then it can go to “%(stage)s”.",
                task=self.task_id.code,
                stage=stage.name,
            )
        return False

    def _check_in_charge(self, user_id):
        # sudo: whether somebody belongs to the card's own agency is no secret to its officers
        members = self.env["plan.member"].sudo()
        for agency in self.agency_id:
            domain = Domain("agency_id", "=", agency.id) & Domain("user_id", "=", user_id)
            if not members.search_count(domain & in_term(), limit=1):
                raise UserError(
                    self.env._(
                        "Only a member of %(agency)s can be in charge of its work. Choose somebody else.",
                        agency=agency.name,
                    )
                )
