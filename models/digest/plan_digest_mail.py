from itertools import islice

from odoo import api, models
from odoo.fields import Command

from ...tools.clock import vietnam_today

# lines of one mail
SHOWN = 50
# nobody's holiday reply comes back
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


class PlanDigestMail(models.Model):
    """The content of a digest: names of work and days, as its reader may see them now, in their language."""

    _inherit = "plan.digest"

    @api.model
    def _open_work(self, user):
        """Return {activity: its record, in the user's name and language}, the most urgent first."""
        # sudo: a person's own activities, told to nobody else
        domain = [("user_id", "=", user.id), ("res_model", "in", self._covered_models())]
        activities = self.env["mail.activity"].sudo().with_context(lang=user.lang).search(domain)
        readable = {}
        for model, group in activities.grouped("res_model").items():
            records = self.env[model].sudo(False).with_user(user).with_context(lang=user.lang)
            for record in records.browse(set(group.mapped("res_id"))).exists()._filtered_access("read"):
                readable[model, record.id] = record
        places = {activity: (activity.res_model, activity.res_id) for activity in activities}
        return {activity: readable[place] for activity, place in places.items() if place in readable}

    @api.model
    def _queue_mail(self, user, work):
        """Leave the mail to Odoo's queue: a mail server that is down stops nothing here."""
        here = self.with_context(lang=user.lang)
        today = vietnam_today()
        values = {"groups": here._group(work, today), "more": max(0, len(work) - SHOWN), "name": user.name}
        body = here.env["ir.qweb"]._render("plan_tracking.plan_digest_mail", values, minimal_qcontext=True)
        subject = here.env._("Work waiting for you on %(day)s: %(count)s", day=_written(today), count=len(work))
        # sudo: mails are the system's
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": user.company_id.email_formatted or self.env.user.email_formatted,
                    "recipient_ids": [Command.link(user.partner_id.id)],
                    "headers": repr(AUTOMATIC),
                    "auto_delete": False,
                }
            )
        )

    @api.model
    def _group(self, work, today):
        """Return the lines that the mail shows, by kind of activity; kinds and lines with the most urgent first."""
        groups = {}
        for activity, record in islice(work.items(), SHOWN):
            kind = activity.activity_type_id.name or self.env._("To Do")
            groups.setdefault(kind, []).append(
                {
                    "name": record.display_name,
                    # opens the record after login, and says so in words where it is no longer open to the reader
                    "url": f"/mail/view?model={record._name}&res_id={record.id}",
                    "summary": activity.summary if activity.summary != kind else "",
                    "day": _written(activity.date_deadline),
                    "is_overdue": activity.date_deadline < today,
                }
            )
        return groups


def _written(day):
    """Return a day as it is written in Việt Nam, whatever the language."""
    return day.strftime("%d/%m/%Y")
