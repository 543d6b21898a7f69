from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .plan_member import LEADER_ROLES, WORK_ROLES


class PlanAssignmentMove(models.Model):
    """How a card is moved and filled in by its agency, and why it is not: every refusal says what to do instead."""

    _inherit = "plan.assignment"

    # how many characters an agency may write
    _LONGEST = {"product_number": 100, "result": 50000}

    def write(self, vals):
        if self.env.su or not self._TYPED & vals.keys():
            return super().write(vals)
        vals = {**vals, **self._clean_texts(vals)}
        self._check_may_write()
        self._check_not_handed_in(vals)
        stage = self.env["plan.stage"].browse(vals.get("stage_id"))
        moved = self.filtered(lambda part: stage and part.stage_id != stage)
        moved._check_move(stage)
        self._check_people(vals)
        if stage.kind == "review" and "none" in moved.mapped("result_state"):
            # handing in is a step of its own: what is written with it counts for it
            rest = {name: value for name, value in vals.items() if name != "stage_id"}
            result = super().write(rest) if rest else True
            moved.action_submit()
            return result
        if stage.kind != "review":
            moved.filtered(lambda part: part.result_state == "submitted").action_withdraw()
        return super().write(vals)

    @api.model
    def _clean_texts(self, vals):
        """Return what `vals` says of number and result as it is stored: blanks are no number, and nothing is hidden.

        :raises UserError: a text that is longer than anybody reads; lists of hundreds of cards carry it whole
        """
        return {
            name: self._clean_text(vals[name], longest, multiline=self._fields[name].type == "text")
            for name, longest in self._LONGEST.items()
            if isinstance(vals.get(name), str)
        }

    def _check_not_handed_in(self, vals):
        """Refuse to change a result that others look at: it is taken back or returned first."""
        changed = self._RESULT & vals.keys()
        for part in self if changed else ():
            if part.result_state != "none":
                raise UserError(
                    self.env._(
                        "The result of “%(task)s” has been handed in (%(state)s) and stays as it is. To change it, "
                        "take it back before it is approved, or have it returned.",
                        task=part.task_id.code,
                        state=part._get_state_label(),
                    )
                )

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

    def _check_move(self, stage):
        for part in self:
            reason = part._get_cannot_move_reason(stage)
            if reason:
                raise UserError(reason)

    def _get_cannot_move_reason(self, stage):
        """Say in words why the agency cannot take the card to `stage` itself and what to do, or return False."""
        self.ensure_one()
        task, track = self.task_id.code, self.task_id.track_id
        if track not in stage.track_ids:
            return self.env._(
                "“%(stage)s” is no step of “%(track)s”. Move %(task)s to one of: %(stages)s.",
                stage=stage.name,
                track=track.name,
                task=task,
                stages=", ".join(track.stage_ids.sorted().mapped("name")),
            )
        if self.result_state in ("approved", "confirmed"):
            return self.env._(
                "The result of “%(task)s” is approved and the card stays where it is. If it must be mended, whoever "
                "confirms it returns it with a reason.",
                task=task,
            )
        if self.stage_kind in ("paused", "cancelled"):
            return self.env._(
                "“%(task)s” is paused or cancelled by a decision. The desk takes it up again; write to it under the "
                "card.",
                task=task,
            )
        if stage.kind == "done":
            return self.env._(
                "“%(task)s” is done when its result has been submitted and approved. Open it, fill in number, date and "
                "file of the product and press “Submit”.",
                task=task,
            )
        if stage.kind in ("paused", "cancelled"):
            return self.env._(
                "Work is paused or cancelled by a document alone, and the desk records it. Write to the desk under "
                "“%(task)s” and name the document.",
                task=task,
            )
        return False

    def _check_people(self, vals):
        """Let only members of the agency be in charge, and only its leaders answer for the work."""
        if vals.get("user_id"):
            self._check_member(vals["user_id"], (*WORK_ROLES, "desk"))
        if vals.get("leader_id"):
            self._check_member(vals["leader_id"], LEADER_ROLES)

    def _check_member(self, user_id, roles):
        # sudo: whether somebody belongs to the card's own agency is no secret to its officers
        members = self.env["plan.member"].sudo()
        for agency in self.agency_id:
            if user_id in members._search_in_office(agency, roles).user_id.ids:
                continue
            if roles == LEADER_ROLES:
                raise UserError(
                    self.env._(
                        "Only a leader or deputy of %(agency)s answers for its work. Choose somebody else.",
                        agency=agency.name,
                    )
                )
            raise UserError(
                self.env._(
                    "Only a member of %(agency)s can be in charge of its work. Choose somebody else.",
                    agency=agency.name,
                )
            )
