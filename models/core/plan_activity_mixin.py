from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.clock import vietnam_today

# how the day of an activity lies to today, in Odoo's words
STATES = {"overdue": "<", "today": "=", "planned": ">"}


class PlanActivityMixin(models.AbstractModel):
    """Activities that are due on a day of Việt Nam, for every user and whatever the server's zone.

    Odoo counts days in the zone of the person to whom an activity is assigned, and its search filters in that of the
    person who searches. mail_activity.py keeps the first to Việt Nam's day, the field here the second.
    """

    _name = "plan.activity.mixin"
    _description = "Activities on Việt Nam's Days"
    _inherit = ["mail.activity.mixin"]

    my_activity_state = fields.Selection(
        selection=[("overdue", "Overdue"), ("today", "Today"), ("planned", "Planned")],
        compute="_compute_my_activity_state",
        search="_search_my_activity_state",
        compute_sudo=False,
        groups="base.group_user",
        help="How the day of my next activity lies to today in Việt Nam.",
    )

    @api.depends("my_activity_date_deadline")
    @api.depends_context("uid")
    def _compute_my_activity_state(self):
        for record in self:
            day = record.my_activity_date_deadline
            record.my_activity_state = day and self.env["mail.activity"]._vietnam_state(day)

    @api.model
    def _search_my_activity_state(self, operator, value):
        """Find the records on which the user has an activity in one of these states; one may be found in several."""
        if operator != "in":
            return NotImplemented
        mine, today = Domain("user_id", "=", self.env.uid) & Domain("active", "=", True), vietnam_today()
        days = [mine & Domain("date_deadline", STATES[state], today) for state in value if state]
        found = Domain.OR(Domain("activity_ids", "any", day) for day in days)
        return found | Domain("activity_ids", "not any", mine) if False in value else found

    def activity_schedule(self, act_type_xmlid="", date_deadline=None, summary="", note="", **act_values):
        """Schedule an activity on each of the records, on Việt Nam's day where none is given."""
        return super().activity_schedule(act_type_xmlid, date_deadline or vietnam_today(), summary, note, **act_values)
