import datetime
import logging

import psycopg2.errors

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...tools.clock import vietnam_today

_logger = logging.getLogger(__name__)

SWITCH = "plan_tracking.digest_mails"
# days for which a mail that failed is queued again
RETRIED = 3
# days for which mails are kept
KEPT = 90
REMOVED_AT_A_TIME = 10_000
# failures that the same mail to the same person would only repeat
IN_VAIN = ("mail_email_invalid", "mail_email_missing", "mail_bl", "mail_optout", "mail_dup")


class PlanDigest(models.Model):
    """The mail that one person gets on one day about all that waits for them: a copy of their activities, no more.

    Activities on this module's records are the reminder and make no mail of their own. A mail goes out on the days on
    which something is new; it lists everything that is open. It holds names of work and days, as mail leaves the
    system. The unique index makes sure that there is one per day, no matter who runs the job and how often.
    """

    _name = "plan.digest"
    _description = "Daily Digest Mail"
    _order = "date desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(comodel_name="res.users", required=True, readonly=True, ondelete="cascade")
    date = fields.Date(required=True, readonly=True, index=True, help="The day in Việt Nam.")
    activity_count = fields.Integer(string="Open Activities", readonly=True)
    # told for the first time, or for the first time since they were changed
    activity_ids = fields.Many2many(
        comodel_name="mail.activity",
        relation="plan_digest_activity_rel",
        column1="digest_id",
        column2="activity_id",
        string="New Activities",
        readonly=True,
    )
    mail_id = fields.Many2one(
        comodel_name="mail.mail",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )
    mail_state = fields.Selection(related="mail_id.state", string="Mail Sent")

    _user_date_unique = models.UniqueIndex(
        "(user_id, date)", "This person has already received the digest of this day."
    )

    # -- sending ------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_send_digests(self):
        """Queue today's mail for everybody who has something new; killed and run again, nobody gets a second one."""
        self.env["ir.cron"]._check_started_by_system()
        if not self._is_switched_on():
            return
        news = self._find_news()
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(news))
        for user_id, activity_ids in news.items():
            self._try_to_make(self.env["res.users"].browse(user_id), set(activity_ids))
            if not commit(1):
                break
        if news:
            self._wake_mail_queue()

    @api.model
    def _is_switched_on(self):
        # sudo: a setting of the database
        return self.env["ir.config_parameter"].sudo().get_param(SWITCH, "True") != "False"

    @api.model
    def _wake_mail_queue(self):
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: as Odoo's own mails do

    @api.model
    def _covered_models(self):
        circle = self.env["plan.thread.mixin"]
        return [name for name, model in self.env.registry.items() if circle._covers(name) and not model._abstract]

    @api.model
    def _find_news(self):
        """Return {user: their activities that no digest has mentioned}, for the users who are due a mail today.

        Whether an activity has been told is a row, not a comparison of times: what another transaction had begun before
        the last digest and ended after it is told the next time. Users who choose notifications inside Odoo get no
        mail.
        """
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT u.id, array_agg(a.id)
                    FROM mail_activity a
                    JOIN res_users u ON u.id = a.user_id
                    JOIN res_partner p ON p.id = u.partner_id
                    WHERE a.active AND a.res_model IN %(models)s
                    AND u.active AND NOT u.share AND u.notification_type = 'email' AND COALESCE(p.email, '') != ''
                    AND NOT EXISTS (SELECT FROM plan_digest d WHERE d.user_id = u.id AND d.date = %(today)s)
                    AND NOT EXISTS (
                        SELECT FROM plan_digest_activity_rel r JOIN plan_digest d ON d.id = r.digest_id
                        WHERE r.activity_id = a.id AND d.user_id = u.id AND d.create_date >= a.write_date
                    )
                    GROUP BY u.id ORDER BY u.id
                    """,
                    models=tuple(self._covered_models()),
                    today=vietnam_today(),
                )
            )
        )

    @api.model
    def _try_to_make(self, user, news):
        """Make the user's digest of today; what fails stops nobody else's.

        It is tried twice, the second time with a new look at the data: somebody may just have done what was to be told.
        """
        for is_last in (False, True):
            try:
                with self.env.cr.savepoint():
                    self._make(user, news)
                return
            except psycopg2.errors.UniqueViolation:
                return  # another run has made it meanwhile
            except Exception:
                if is_last:
                    _logger.exception("The digest of user %s could not be made", user.id)
                self.env["ir.cron"]._commit_progress()

    @api.model
    def _make(self, user, news):
        """Make the digest and its mail, if anything of `news` is open and the user can still read it."""
        work = self._open_work(user)
        fresh = [activity.id for activity in work if activity.id in news]
        if not fresh:
            return
        values = {"user_id": user.id, "date": vietnam_today(), "activity_count": len(work)}
        # sudo: nobody makes a digest by hand
        digest = self.sudo().create({**values, "activity_ids": [Command.set(fresh)]})
        digest.mail_id = self._queue_mail(user, work)

    # -- failed and old ones ------------------------------------------------------------------------------------------

    @api.model
    def _cron_retry_mails(self):
        """Queue the mails of the last days again that a mail server did not take."""
        self.env["ir.cron"]._check_started_by_system()
        if not self._is_switched_on():
            return
        since = vietnam_today() - datetime.timedelta(days=RETRIED)
        domain = Domain("mail_id.state", "=", "exception") & Domain("mail_id.failure_type", "not in", IN_VAIN)
        digests = self.sudo().search(domain & Domain("date", ">=", since))  # sudo: mails are the system's
        mails = digests.mail_id.try_lock_for_update()
        mails.mark_outgoing()
        self.env["ir.cron"]._commit_progress(len(mails), remaining=0)
        if mails:
            self._wake_mail_queue()

    @api.autovacuum
    def _gc_digests(self):
        """Remove old mails, and old digests once nothing that they told is open: it would be told again."""
        old = Domain("date", "<", vietnam_today() - datetime.timedelta(days=KEPT))
        digests = self.sudo()  # sudo: as the vacuum cleaner runs
        mails = digests.search(old & Domain("mail_id", "!=", False), limit=REMOVED_AT_A_TIME).mail_id
        mails.unlink()
        done = Domain("activity_ids", "not any", [("active", "=", True)])
        settled = digests.search(old & done, limit=REMOVED_AT_A_TIME)
        settled.unlink()
        return len(mails) + len(settled), REMOVED_AT_A_TIME in (len(mails), len(settled))
