from datetime import timedelta

from markupsafe import escape

from odoo import api, fields, models

from ...tools.clock import vietnam_day, vietnam_today

MISSING = "plan_tracking.mail_activity_type_missing"


class PlanPeriodReminder(models.Model):
    """The due times of a period's reminders, and the reminder of its desk."""

    _inherit = "plan.period"

    is_desk_told = fields.Boolean(readonly=True, copy=False, export_string_translation=False)

    def _get_reminder_level(self):
        """Return how far reminders of this period have come by now: by working days before, by the moment after."""
        today, schedule = vietnam_today(), self.schedule_id
        holidays = self.env["plan.holiday"]
        if self.date_due <= fields.Datetime.now():
            return "late"
        last_working_day = holidays._working_days_before(self.date_last_day, 0)
        if today >= last_working_day:
            return "last_day"
        if today >= holidays._working_days_before(last_working_day, schedule.reminder_days):
            return "soon"
        return "opened"

    @api.model
    def _remind_desks(self):
        """Tell the desk once of each period that is over how many agencies have not reported."""
        domain = [
            ("date_due", "<=", fields.Datetime.now()),
            ("is_desk_told", "=", False),
            ("state", "=", "open"),
            ("is_backfill", "=", False),
        ]
        for period in self.search(domain):
            told_on = self.env["plan.holiday"]._working_days_after(
                vietnam_day(period.date_due), period.schedule_id.escalation_days
            )
            if vietnam_today() < told_on:
                continue
            if period.missing_count:
                period._tell_desk()
            period.is_desk_told = True
            self.env["ir.cron"]._commit_progress(1)

    def _tell_desk(self):
        members = self.env["plan.member"]._search_in_office(self.desk_agency_id, ("desk",))
        for user in members.user_id.filtered("active"):  # a membership may outlast the account
            spoken = self.with_context(lang=user.lang, mail_activity_quick_update=True, mail_create_nosubscribe=True)
            note = spoken.env._("%(count)s agencies have not reported.", count=self.missing_count)
            spoken.activity_schedule(
                MISSING,
                summary=spoken.env.ref(MISSING).name,
                user_id=user.id,
                note=escape(note),
                date_deadline=vietnam_today() + timedelta(1),
            )
