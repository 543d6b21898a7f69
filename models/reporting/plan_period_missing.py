from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .plan_report_status import UNSENT

# up to so many agencies the desk's text names whom to ring up; longer, it would be a phone book in a chat
PHONES_UP_TO = 10


class PlanPeriodMissing(models.Model):
    """The agencies that have not reported, as a text to paste into a chat."""

    _inherit = "plan.period"

    def get_missing_text(self, category_id=False):
        """Return the text of who has not reported, for the clipboard.

        It is for those who read the reports of all agencies: the period's desk, readers, managers.

        :param category_id: of the agencies to name; none: all
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_name_missing(self.desk_agency_id.id):
            raise AccessError(
                self.env._(
                    "The desk, %(desk)s, keeps the list of agencies without a report. Ask it for the list.",
                    desk=self.desk_agency_id.name,
                )
            )
        return self._get_missing_text(self.env["plan.agency.category"].browse(int(category_id or 0) or None))

    @api.model
    def _may_name_missing(self, desk_agency_id):
        user = self.env.user
        return (
            user.has_group("plan_tracking.group_plan_tracking_reader")
            or user.has_group("plan_tracking.group_plan_tracking_manager")
            or self._keeps(desk_agency_id)
        )

    @api.model
    def _keeps(self, desk_agency_id):
        return desk_agency_id in self.env.user._plan_agency_ids("desk")

    def _get_missing_text(self, category):
        """Name those who still owe the report, those to whom it was returned, those whose leader has yet to approve it.

        Whom another report satisfies is not named.
        """
        domain = Domain("period_id", "=", self.id) & self.env["plan.report"]._owed_domain(UNSENT)
        if category:
            domain &= Domain("agency_id.category_id", "=", category.id)
        owed = self.env["plan.report"].search(domain)
        name = f"{self.display_name}, {category.name}" if category else self.display_name
        waiting = owed.filtered(lambda report: report.state == "submitted").agency_id
        returned = owed.filtered("is_returned").agency_id - waiting
        missing = owed.agency_id - returned - waiting
        if not owed:
            return self.env._("%(period)s: all agencies have reported.", period=name)
        parts = []
        if missing:
            head = self.env._(
                "%(period)s: %(count)s agencies have not reported (to be sent %(last_day)s).",
                period=name,
                count=len(missing),
                last_day=self.last_day_text,
            )
            parts += [head, *self._number(missing)]
        if returned:
            head = self.env._(
                "%(period)s: %(count)s agencies have to send their report again.",
                period=name,
                count=len(returned),
            )
            parts += [head, *self._number(returned)]
        if waiting:
            head = self.env._(
                "%(period)s: %(count)s agencies have filled in their report and wait for their leader's approval.",
                period=name,
                count=len(waiting),
            )
            parts += [head, *self._number(waiting)]
        return "\n".join(parts)

    def _number(self, agencies):
        """Return a numbered line for each agency, in Vietnamese order; for the desk a few with the officer's number."""
        phones = {}
        if len(agencies) <= PHONES_UP_TO and self._keeps(self.desk_agency_id.id):
            phones = self._get_phones(agencies)
        names = sorted(agencies, key=lambda agency: (agency.sort_key or "", agency.id))
        return [
            f"{number}. {' – '.join([agency.name, *phones.get(agency, ())])}" for number, agency in enumerate(names, 1)
        ]

    def _get_phones(self, agencies):
        """Return {agency: ["name phone", …]} of the officers who have a number, two at most."""
        phones = {}
        for member in self.env["plan.member"]._search_in_office(agencies, ("officer",)):
            own = phones.setdefault(member.agency_id, [])
            if member.phone and len(own) < 2:
                own.append(f"{member.user_id.name} {member.phone}")
        return phones
