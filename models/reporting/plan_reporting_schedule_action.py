from odoo import fields, models
from odoo.exceptions import UserError


class PlanReportingScheduleAction(models.Model):
    """Starting and stopping a schedule."""

    _inherit = "plan.reporting.schedule"

    def _get_actor_place(self, actor):
        return self.desk_agency_id, ("desk",)

    def _get_actor_reason(self, actor):
        return self.env._("Only the desk, %(desk)s, can decide this.", desk=self.desk_agency_id.name)

    def _get_log_values(self):
        return {"plan_id": self.plan_ids[:1].id}

    def action_start(self):
        """Open periods from now on; an ad hoc request is sent."""
        self._check_actors("desk")
        for schedule in self:
            reason = schedule._get_cannot_start_reason()
            if reason:
                raise UserError(reason)
        for schedule in self.filtered(lambda one: not one.date_first or one.state == "stopped"):
            schedule.sudo().date_first = schedule._get_first_start()  # sudo: fixed for people once periods are open
        for schedule in self:
            schedule._transition("start_schedule", note=schedule.name)
        # sudo: periods and reports are made by the system alone
        self.sudo()._open_periods()
        return True

    def action_stop(self):
        """Open nothing more; what is open goes on."""
        for schedule in self:
            schedule._transition("stop_schedule", note=schedule.name)
        return True

    def action_open_periods(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("plan_tracking.plan_period_action")
        return {**action, "domain": [("schedule_id", "in", self.ids)]}

    def _get_cannot_start_reason(self):
        """Say in words what the schedule still lacks, or return False."""
        inactive = self.plan_ids.filtered(lambda plan: plan.state != "active")
        if inactive or not self.plan_ids:
            return self.env._(
                "“%(schedule)s” follows a plan that is not in force. Activate the plan first.", schedule=self.name
            )
        if self.kind != "ad_hoc":
            return False
        if not self.date_due or self.date_due <= fields.Datetime.now():
            return self.env._(
                "“%(schedule)s”: set when the answer is due; it must be in the future.", schedule=self.name
            )
        if not (self.question_ids or self.ask_assignments or self.ask_duties):  # figures have dates of their own
            return self.env._("“%(schedule)s” asks nothing. Add at least one question.", schedule=self.name)
        gone = self.agency_ids - self.agency_ids._current_bodies()
        if gone:
            return self.env._(
                "%(agencies)s no longer exists and does not report. Remove it, or write to its successor.",
                agencies=", ".join(gone.mapped("name")),
            )
        if not (self.agency_ids or self.group_ids or (self.bind_leads and self.ask_assignments)):
            return self.env._("“%(schedule)s” has no reporting agencies. Add them.", schedule=self.name)
        return False
