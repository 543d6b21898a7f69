from markupsafe import escape

from odoo import models

from ..tools.clock import vietnam_today
from .plan_member import LEADER_ROLES, WORK_ROLES

APPROVE, RETURNED = "plan_tracking.mail_activity_type_approve", "plan_tracking.mail_activity_type_returned"


class PlanAssignmentReminder(models.Model):
    """Whom a result waits for: one activity on the card for each, gone when somebody has acted."""

    _inherit = "plan.assignment"

    def _remind_leaders(self):
        """Tell the responsible leader that a result waits for him; where none is named, every leader of the agency."""
        # sudo: who leads the agency is no secret to those who hand in to him
        members = self.env["plan.member"].sudo()
        leaders = members._search_in_office(self.agency_id, LEADER_ROLES).grouped("agency_id")
        people = {}
        for part in self:
            everybody = leaders.get(part.agency_id, members).user_id
            people[part] = ((part.leader_id & everybody) or everybody) - self.env.user
        self._remind(APPROVE, people)

    def _remind_returned(self, reason):
        """Tell who handed in, or who is in charge, that the result came back; have both left, the agency's officers."""
        # sudo: as above
        members = self.env["plan.member"].sudo()
        staff = members._search_in_office(self.agency_id, WORK_ROLES).grouped("agency_id")
        people = {}
        for part in self:
            own = staff.get(part.agency_id, members)
            officers = own.filtered(lambda member: member.role == "officer")
            people[part] = (part.submitted_user_id & own.user_id) or (part.user_id & own.user_id) or officers.user_id
        self._remind(RETURNED, people, reason)

    def _remind(self, activity_type, people, note=""):
        """Put an activity on the cards for those who can read them; no mail is sent for it.

        :param dict people: the users to be told, by card
        """
        parts_of = {}
        for part, users in people.items():
            for user in users:
                parts_of[user] = parts_of.get(user, self.browse()) | part
        for user, parts in parts_of.items():
            # sudo: an activity is made on a card that its maker may not write
            cards = parts.sudo(False).with_user(user)._filtered_access("read").with_env(self.env).sudo()
            cards = cards.with_context(mail_activity_quick_update=True, mail_create_nosubscribe=True)
            # lists of activities show a summary; without one Odoo shows nothing
            summary = self.env.ref(activity_type).sudo().with_context(lang=user.lang).name
            cards.activity_schedule(
                activity_type, summary=summary, user_id=user.id, note=escape(note), date_deadline=vietnam_today()
            )

    def _drop_activities(self, activity_type):
        self.sudo().activity_unlink([activity_type])  # sudo: whoever has acted, the reminder is settled for all
