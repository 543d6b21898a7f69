from collections import Counter

from dateutil.relativedelta import MO, relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.clock import VIETNAM, vietnam_today


class MailActivity(models.Model):
    """Activities on this module's records go to people who can read the record, and make no mail of their own.

    The activities that the workflow assigns to somebody belong to them: they end them, or the step does that the
    activity waits for.

    They are due on a day of Việt Nam. Odoo counts their days in the zone of the person to whom they are assigned, or in
    UTC where they have none, and tells an open page of what is due on the server's day: between 17:00 and 24:00 UTC,
    early morning in Việt Nam, what is due today would not be due yet. Other modules' activities are left as they are.
    """

    _inherit = "mail.activity"

    # what Odoo searches and groups records by the state of their activities with
    user_tz = fields.Selection(selection=_tz_get, related=None, compute="_compute_user_tz", store=True)

    @api.private
    def init(self):
        """Give the activities that are there already their zone."""
        ours = [name for name in self.env.registry if self.env["plan.thread.mixin"]._covers(name)]
        self.env.cr.execute(
            SQL(
                "UPDATE mail_activity SET user_tz = %s WHERE res_model = ANY(%s) AND user_tz IS DISTINCT FROM %s",
                VIETNAM.key,
                ours,
                VIETNAM.key,
            )
        )

    def _ours(self):
        """Return those of the activities that are on records of ours."""
        circle = self.env["plan.thread.mixin"]
        return self.filtered(lambda activity: circle._covers(activity.res_model))

    # -- days ---------------------------------------------------------------------------------------------------------

    @api.depends("user_id.tz", "res_model")
    def _compute_user_tz(self):
        ours = self._ours()
        ours.user_tz = VIETNAM.key
        for activity in self - ours:
            activity.user_tz = activity.user_id.tz

    def _compute_state(self):
        ours = self._ours()
        for activity in ours:
            activity.state = self._vietnam_state(activity.date_deadline) if activity.active else "done"
        return super(MailActivity, self - ours)._compute_state()

    @api.model
    def _vietnam_state(self, day):
        """Return how `day` lies to today in Việt Nam, in Odoo's words."""
        return self._compute_state_from_date(day, VIETNAM.key)

    @api.model
    def get_activity_data(self, res_model, domain, limit=None, offset=0, fetch_done=False):
        """Count the states that the view of activities shows on the days of Việt Nam."""
        if self.env["plan.thread.mixin"]._covers(res_model):
            self = self.with_context(plan_zone=VIETNAM.key)
        return super().get_activity_data(res_model, domain, limit, offset, fetch_done)

    @api.model
    def _compute_state_from_date(self, date_deadline, tz=False):
        return super()._compute_state_from_date(date_deadline, self.env.context.get("plan_zone") or tz)

    @api.onchange("activity_type_id")
    def _onchange_activity_type_id(self):
        if self.env["plan.thread.mixin"]._covers(self.res_model):
            self = self.with_context(tz=VIETNAM.key)
        return super()._onchange_activity_type_id()

    def action_reschedule_today(self):
        return super(MailActivity, self - self._reschedule_ours()).action_reschedule_today()

    def action_reschedule_tomorrow(self):
        return super(MailActivity, self - self._reschedule_ours(days=1)).action_reschedule_tomorrow()

    def action_reschedule_nextweek(self):
        others = self - self._reschedule_ours(weeks=1, weekday=MO(-1))
        return super(MailActivity, others).action_reschedule_nextweek()

    def _reschedule_ours(self, **delay):
        """Move those on records of ours to a day counted from today in Việt Nam, and return them."""
        ours = self._ours()
        ours.filtered("active").date_deadline = vietnam_today() + relativedelta(**delay)
        return ours

    def _to_store_defaults(self, target):
        """Tell the web client on which of them it counts days in Việt Nam."""
        circle = self.env["plan.thread.mixin"]
        ours = Store.Attr("is_in_vietnam", True, predicate=lambda activity: circle._covers(activity.res_model))
        return [*super()._to_store_defaults(target), ours]

    # -- the number at the clock --------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._tell_clocks(Counter(), activities._count_ahead())
        return activities

    def write(self, vals):
        counts = {"active", "date_deadline", "user_id"} & vals.keys()
        before = self._count_ahead() if counts else Counter()
        is_moved = {"res_id", "res_model", "res_model_id"} & vals.keys()
        if is_moved:
            self._check_may_move()
        result = super().write(vals)
        if is_moved:
            self._check_may_move()
        if counts:
            self._tell_clocks(before, self._count_ahead())
        return result

    def unlink(self):
        before = self._count_ahead()
        result = super().unlink()
        self._tell_clocks(before, Counter())
        return result

    def _check_may_move(self):
        """Refuse to take an activity from a record of ours, or put it on one, under which the user may not write."""
        if self.env.uid == SUPERUSER_ID:
            return
        ours = self.sudo()._ours()  # sudo: where they hang is asked
        for model, activities in ours.filtered("res_id").grouped("res_model").items():
            self.env["mail.message"]._check_may_post(model, list(set(activities.mapped("res_id"))))

    def _count_ahead(self):
        """Return how many of these each user has that are due today in Việt Nam, and not yet on the server's day."""
        server, today = fields.Date.today(), vietnam_today()
        if server == today:
            return Counter()
        ahead = self._ours().filtered(lambda activity: activity.active and server < activity.date_deadline <= today)
        return Counter(activity.user_id for activity in ahead if activity.user_id)

    @api.model
    def _tell_clocks(self, before, after):
        """Tell open pages of what Odoo, which goes by the server's day, leaves out."""
        for user in before | after:
            if more := after[user] - before[user]:
                kind = "activity_created" if more > 0 else "activity_deleted"
                user._bus_send("mail.activity/updated", {kind: True, "count_diff": more})

    # -- whose they are -----------------------------------------------------------------------------------------------

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or self.env.su:
            return result
        others = self._of_others()
        if not others:
            return result
        forbidden = others | result[0] if result else others

        def make_error():
            # sudo: the reminder belongs to a record that they can read
            return AccessError(
                self.env._(
                    "“%(activity)s” is assigned to %(user)s: it ends with the step, or they close it.",
                    activity=others[0].sudo().activity_type_id.name,
                    user=others[0].sudo().user_id.name,
                )
            )

        return forbidden, make_error

    def _of_others(self):
        """Return those of the activities that the workflow has put before somebody else."""
        circle = self.env["plan.thread.mixin"]
        # sudo: asked of the activities themselves
        others = self.sudo().filtered(
            lambda activity: (
                circle._covers(activity.res_model)
                and activity.activity_type_id
                and activity.user_id.id not in (False, self.env.uid)
            )
        )
        if not others:
            return self.browse()
        ours = [
            ("module", "=", "plan_tracking"),
            ("model", "=", "mail.activity.type"),
            ("res_id", "in", others.activity_type_id.ids),
        ]
        type_ids = set(self.env["ir.model.data"].sudo().search(ours).mapped("res_id"))  # sudo: which types are ours
        return others.filtered(lambda activity: activity.activity_type_id.id in type_ids).sudo(False)

    @api.constrains("user_id", "res_model", "res_id")
    def _check_assignee_in_circle(self):
        circle = self.env["plan.thread.mixin"]
        for activity in self:
            if not (activity.user_id and activity.res_id and circle._covers(activity.res_model)):
                continue
            record = self.env[activity.res_model].browse(activity.res_id)
            if not record.with_user(activity.user_id).has_access("read"):
                raise UserError(
                    self.env._(
                        "%(user)s cannot read this record, so no activity can be assigned to them. Choose somebody "
                        "else.",
                        user=activity.user_id.name,
                    )
                )

    def action_notify(self):
        """Send no mail for a single record of ours: the digest of the day tells of it."""
        circle = self.env["plan.thread.mixin"]
        others = self.filtered(lambda activity: not circle._covers(activity.res_model))
        return super(MailActivity, others).action_notify()
