from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES
from ..core.plan_workflow_mixin import Transition
from .plan_consolidation import PUBLISHED

APPROVE = "plan_tracking.mail_activity_type_consolidation_approve"
RETURNED = "plan_tracking.mail_activity_type_consolidation_returned"


class PlanConsolidationAction(models.Model):
    """The actions on a consolidation.

    From                | by                                            | to
    --------------------|-----------------------------------------------|------------------------------------------
    draft               | `action_submit`: the desk                     | submitted
    submitted           | `action_withdraw`: the desk                   | draft
    submitted           | `action_approve`: director of the desk agency | approved: their name and office are kept
    submitted, approved | returned by the director, with reason         | draft
    approved            | issued by the desk: number, date, signed file | issued: it can no longer be edited
    """

    _inherit = "plan.consolidation"

    can_write = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_withdraw = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_approve = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_return = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_issue = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_make_upward = fields.Boolean(compute="_compute_can", export_string_translation=False)

    _transitions = {
        "submit_consolidation": Transition(("draft",), "submitted", "desk"),
        "withdraw_consolidation": Transition(("submitted",), "draft", "desk"),
        "approve_consolidation": Transition(("submitted",), "approved", "director"),
        "return_consolidation": Transition(("submitted", "approved"), "draft", "director", needs_reason=True),
        "issue_consolidation": Transition(("approved",), "issued", "desk"),
    }

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can(self):
        kept, led = (set(self._get_acting_members(actor)) for actor in ("desk", "director"))
        for one in self:
            one.can_write = one.state == "draft" and one in kept
            one.can_withdraw = one.state == "submitted" and one in kept
            one.can_approve = one.state == "submitted" and one in led
            one.can_return = one.state in ("submitted", "approved") and one in led
            one.can_issue = one.state == "approved" and one in kept
            one.can_make_upward = one.kind == "desk" and one.state in PUBLISHED and one in kept

    # -- who acts -----------------------------------------------------------------------------------------------------

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",) if actor == "desk" else LEADER_ROLES

    def _get_actor_reason(self, actor):
        name = self.sudo().desk_agency_id.name  # sudo: who may do it is said to somebody who may not
        if actor == "desk":
            return self.env._("Only the desk, %(desk)s, can decide this.", desk=name)
        return self.env._("Only the leader or a deputy of %(desk)s can decide this.", desk=name)

    def _get_log_values(self):
        return {
            "plan_id": self.period_id.schedule_id.plan_ids[:1].id,
            "period_id": self.period_id.id,
            "consolidation_id": self.id,
        }

    # -- what they do -------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Put it before the director."""
        self._check_actors("desk")
        for one in self:
            if not one.item_ids and one.state == "draft":
                raise UserError(self.env._("“%(paper)s” is still empty: draw it up first.", paper=one.display_name))
        now = fields.Datetime.now()
        self._transition(
            "submit_consolidation",
            values={"submitted_user_id": self.env.uid, "date_submitted": now, "return_reason": False},
        )
        self._drop_reminders()
        self._remind_directors()
        return True

    def action_withdraw(self):
        """Take it back before the director has decided."""
        self._transition("withdraw_consolidation")
        self._drop_reminders()
        return True

    def action_approve(self):
        """Approve it as the director of the desk agency, or as a deputy."""
        members = self._check_actors("director")
        for one in self:
            one._transition(
                "approve_consolidation",
                values={
                    "signer_name": self.env.user.name,
                    "signer_office": members[one]._get_office(),
                    "date_approved": fields.Datetime.now(),
                },
            )
        self._drop_reminders()
        return True

    def _do_return(self, reason):
        """Give it back to the specialist, with a reason."""
        self._transition(
            "return_consolidation",
            reason=reason,
            values={
                "return_reason": self._clean_text(reason),
                "signer_name": False,
                "signer_office": False,
                "date_approved": False,
            },
        )
        self._drop_reminders()
        self._remind_specialists(reason)

    def _do_issue(self, name, raw, number, date):
        """Record number, date and signed file: from here on it counts what it counts."""
        self._check_actors("desk")
        for one in self:
            full = one._complete_number("consolidation", number)
            values = one._get_signed_copy_values("consolidation", name, raw, full, date)
            one._transition("issue_consolidation", values=values, number=full, date=date)
        self._drop_reminders()

    def action_open_reports(self):
        """Open the reports that it counts."""
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_report_action")
        return {**action, "domain": [("id", "in", self.report_ids.ids)], "context": {}}

    # -- who is told --------------------------------------------------------------------------------------------------

    def _remind_directors(self):
        # sudo: the desk may know who leads its agency
        members = self.env["plan.member"].sudo()
        for one in self:
            people = members._search_in_office(one.desk_agency_id, LEADER_ROLES).user_id - self.env.user
            one._remind(APPROVE, people, one.display_name, vietnam_today())

    def _remind_specialists(self, reason):
        """Tell who submitted it that it came back; if they have left, the whole desk."""
        members = self.env["plan.member"].sudo()  # sudo: as above
        for one in self.sudo():
            desk = members._search_in_office(one.desk_agency_id, ("desk",)).user_id
            one._remind(RETURNED, (one.submitted_user_id & desk) or desk, reason, vietnam_today())

    def _drop_reminders(self):
        # sudo: the reminder is settled for all, no matter who acted
        self.sudo().activity_unlink([APPROVE, RETURNED])
