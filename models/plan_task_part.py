import datetime

from odoo import models


class PlanTaskPart(models.Model):
    """Who gets a part of a task, and for which cycles."""

    _inherit = "plan.task"

    def _part_holders(self):
        """Return (agency, role) for everybody who owes a part; a supporting group gets none until a lead asks."""
        self.ensure_one()
        leads = (self.lead_ids._current_bodies() | self.lead_group_ids.member_ids._current_bodies()).filtered(
            "category_id.reports"
        )
        supports = self.support_ids._current_bodies().filtered("category_id.reports") - leads
        return [*((agency, "lead") for agency in leads), *((agency, "support") for agency in supports)]

    def _part_cycles(self, today, known, agency, role):
        """Return (year, deadline) of every cycle that is open on `today`.

        :param dict known: standing of the parts there are, by (task id, agency id, role, year)
        """
        self.ensure_one()
        if self.recurrence == "yearly":
            started = [self.plan_id.date_tracking_start, self.date_start]
            first = max((date.year for date in started if date), default=today.year)
            last = min(today.year, self.date_end.year) if self.date_end else today.year
            return [(year, datetime.date(year, 12, 31)) for year in range(first, last + 1)]
        cycles = [(0, self.date_end)]
        product_is_there = known.get((self.id, agency.id, role, 0)) == "done"
        if self.recurrence == "once_then_ongoing" and self.date_end and product_is_there:
            # the work goes on without a deadline
            cycles.append((self.date_end.year + 1, False))
        return cycles

    def _get_confirmation(self, agency, role):
        """Return (confirmation, confirming agency) of the part that `agency` has; nobody confirms his own work."""
        self.ensure_one()
        plan = self.plan_id
        of_desk = agency == plan.desk_agency_id
        confirmation = "leader" if role == "support" else self.confirmation or "desk"
        if of_desk and confirmation == "desk":
            confirmation = "independent"
        elif agency == plan.independent_agency_id and confirmation == "independent":
            confirmation = "desk"
        independent = of_desk or confirmation == "independent"
        return confirmation, plan.independent_agency_id if independent else plan.desk_agency_id
