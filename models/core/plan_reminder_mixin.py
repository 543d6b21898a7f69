from markupsafe import escape

from odoo import models


class PlanReminderMixin(models.AbstractModel):
    """Activities that the workflow puts before people: one per person and type, moved on and never doubled.

    For models that have activities (`plan.activity.mixin`).
    """

    _name = "plan.reminder.mixin"
    _description = "Reminders"

    def _remind(self, activity_type, people, note, day):
        """Give each of `people` one activity of this type, or move their existing one on; no mail is sent for it.

        :param note: a text, or a function that returns it from the record in the reader's language
        """
        self.ensure_one()
        record = self.sudo().with_context(mail_activity_quick_update=True, mail_create_nosubscribe=True)
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(activity_type)
        mine = record.activity_ids.filtered(lambda activity: activity.activity_type_id.id == type_id)
        known = {activity.user_id: activity for activity in mine}
        for user in people.filtered("active"):  # a membership may outlast the account
            if not record.sudo(False).with_user(user).has_access("read"):
                continue
            spoken = record.with_context(lang=user.lang)
            text = escape(note(spoken) if callable(note) else note)
            if user in known:
                known[user].write({"date_deadline": day, "note": text})
                continue
            # lists of activities show a summary; without one Odoo shows nothing
            summary = spoken.env.ref(activity_type).sudo().name
            spoken.activity_schedule(activity_type, summary=summary, user_id=user.id, note=text, date_deadline=day)
