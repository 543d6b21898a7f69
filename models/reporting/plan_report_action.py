from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.clock import vietnam_today
from ..access.plan_member import LEADER_ROLES, WORK_ROLES
from ..core.plan_workflow_mixin import Transition


class PlanReportAction(models.Model):
    """The actions on a report.

    From      | by                                               | to
    ----------|--------------------------------------------------|---------------------------------------------
    draft     | `action_submit`: the agency                      | submitted: the assignments are copied, all is fixed
    submitted | `action_withdraw`: the agency                    | draft
    submitted | `action_approve`: its leader or deputy           | approved
    submitted | a signed copy uploaded by the agency             | approved
    draft     | entered from a paper by the desk                 | approved, marked as such
    approved, | a signed copy which the agency adds afterwards   | as it is
    accepted  |                                                  |
    submitted | returned by the leader, with reason              | draft
    approved  | `action_accept`: the desk                        | accepted: the figures go into the ledger
    approved  | returned by the desk, whole or in rows           | draft, with a date of its own
    accepted  | a new revision, ordered by the desk with reason  | a new draft; this one is superseded once that
              |                                                  | one is accepted
    """

    _inherit = "plan.report"

    can_submit = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_withdraw = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_approve = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_submit_approve = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_sign = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_add_signed_copy = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_return = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_accept = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_enter = fields.Boolean(compute="_compute_can", export_string_translation=False)
    can_revise = fields.Boolean(compute="_compute_can", export_string_translation=False)

    _transitions = {
        "submit_report": Transition(("draft",), "submitted", "agency"),
        "withdraw_report": Transition(("submitted",), "draft", "agency"),
        "approve_report": Transition(("submitted",), "approved", "leader"),
        "approve_report_signed_copy": Transition(("submitted",), "approved", "agency"),
        "enter_report": Transition(("draft",), "approved", "desk"),
        "return_report": Transition(("submitted",), "draft", "leader", needs_reason=True),
        "return_report_desk": Transition(("approved",), "draft", "desk", needs_reason=True),
        "accept_report": Transition(("approved",), "accepted", "desk"),
        "supersede_report": Transition(("accepted",), "superseded", "desk"),
    }

    @api.depends("state", "covered_by_id", "is_on_behalf", "is_latest", "period_id.state")
    @api.depends_context("uid")
    def _compute_can(self):
        acting = {actor: set(self._get_acting_members(actor)) for actor in ("agency", "leader", "desk")}
        for report in self:
            state = report.state
            is_open = report.period_id.state == "open" or report.is_returned
            is_draft = state == "draft" and not report.covered_by_id and is_open
            own, leads, kept = (report in acting[actor] for actor in ("agency", "leader", "desk"))
            # sudo: what the schedule wants of this report
            paper = report.sudo().period_id.schedule_id.needs_signed_copy
            report.can_submit = is_draft and own and not report.is_on_behalf
            report.can_withdraw = state == "submitted" and own
            report.can_approve = state == "submitted" and is_open and leads and not paper
            report.can_submit_approve = report.can_submit and leads and not paper
            report.can_sign = state == "submitted" and is_open and own
            report.can_add_signed_copy = state in ("approved", "accepted") and own
            report.can_return = (state == "submitted" and leads) or (state == "approved" and kept)
            report.can_accept = state == "approved" and kept
            report.can_enter = is_draft and kept
            report.can_revise = state == "accepted" and kept and report.is_latest

    # -- who acts -----------------------------------------------------------------------------------------------------

    def _get_actor_place(self, actor):
        if actor == "desk":
            return self.desk_agency_id, ("desk",)
        return self.agency_id, LEADER_ROLES if actor == "leader" else WORK_ROLES

    def _get_actor_reason(self, actor):
        report = self.sudo()  # sudo: who may do it is said to somebody who may not
        if actor == "desk":
            return self.env._("Only the desk, %(desk)s, can decide this.", desk=report.desk_agency_id.name)
        if actor == "leader":
            return self.env._(
                "Only a leader or deputy of %(agency)s in office today can decide on its report. If they sign on "
                "paper, upload the signed copy.",
                agency=report.agency_id.name,
            )
        return self.env._(
            "This is the report of %(agency)s: only its officers and leaders can do this.", agency=report.agency_id.name
        )

    def _get_log_values(self):
        schedule = self.period_id.schedule_id
        return {"plan_id": schedule.plan_ids[:1].id, "period_id": self.period_id.id, "report_id": self.id}

    # -- the agency ---------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Send the report to the agency's leader: what it says is fixed from here on."""
        self._check_actors("agency")
        for report in self:
            reason = report._get_cannot_submit_reason()
            if reason:
                raise UserError(reason)
        self._transition("submit_report")
        self._freeze()
        self._drop_reminders()
        self._remind_leaders()
        return True

    def action_withdraw(self):
        """Take a report back that no leader has decided on yet."""
        self._transition("withdraw_report", values={"reminder": "none"})  # those who fill it in are told again
        self._drop_reminders()
        return True

    def action_approve(self):
        """Approve as the agency's leader: with this tap the report is with the desk."""
        for report in self.sudo():  # sudo: what the schedule wants
            if report.period_id.schedule_id.needs_signed_copy and report.state == "submitted":
                raise UserError(
                    self.env._(
                        "“%(report)s” must be signed on paper: upload the signed copy.", report=report.display_name
                    )
                )
        members = self._check_actors("leader")
        self._check_period_open()
        for report in self:
            report._transition(
                "approve_report",
                values={
                    "signer_name": self.env.user.name,
                    "signer_office": members[report]._get_office(),
                    **report._get_approval_values(fields.Datetime.now()),
                },
            )
        self._after_approval()
        return True

    def action_submit_approve(self):
        """Submit and approve in one tap, for leaders who fill in the report themselves."""
        self._check_actors("leader")
        self.action_submit()
        return self.action_approve()

    def _do_add_signed_copy(self, name, raw, number, date, signer):
        """Put the signed, numbered paper of an approved report beside it; the last one is the official copy."""
        members = self._check_actors("agency")
        self._lock()
        for report in self:
            if report.state not in ("approved", "accepted"):
                raise UserError(
                    self.env._("“%(report)s” is not approved: have it approved first.", report=report.display_name)
                )
        number = self[:1]._complete_number("report", number)
        said = {"number": number, "date": date, "signer": signer}
        self.env["plan.log"]._record(self, "add_signed_copy", members=members, **said)
        self.env["plan.report.signed.copy"]._keep(self, "approval", name, raw, **said)

    def _do_approve_by_signed_copy(self, name, raw, number, date, signer):
        """Approve by the leader's signature on paper, uploaded by the agency."""
        self._check_actors("agency")
        self._check_period_open()
        number = self[:1]._complete_number("report", number)
        now = fields.Datetime.now()
        for report in self:
            report._transition(
                "approve_report_signed_copy",
                values={"signer_name": signer, "signer_office": False, **report._get_approval_values(now)},
                number=number,
                date=date,
                signer=signer,
            )
        self.env["plan.report.signed.copy"]._keep(self, "approval", name, raw, number, date, signer)
        self._after_approval()

    def _check_period_open(self):
        """Refuse an approval that comes after the desk has closed the period: it is as late as a draft."""
        for report in self.sudo():  # sudo: who may approve has been checked
            if report.period_id.state == "closed" and not report.is_returned:
                name = report.display_name
                raise UserError(
                    self.env._("The period of “%(report)s” is closed. Ask the desk to reopen it.", report=name)
                )

    def _get_approval_values(self, moment):
        return {
            "date_approved": moment,
            "date_first_approved": self.date_first_approved or moment,
            "date_resubmitted": moment if self.is_returned else self.date_resubmitted,
            "is_returned": False,
            "is_partly_returned": False,
        }

    def _after_approval(self):
        self._drop_reminders()
        self._count_warnings()
        # not before: the desk may be entering another report of the agency, and would read what nobody has approved
        self._offer_to_siblings()
        # the reports covered by this one were sent with it, and those that they cover in turn
        sent = self.sudo()
        while sent:
            sent = sent.search([("covered_by_id", "in", sent.ids), ("date_first_approved", "=", False)])
            for report in sent:
                report._unguarded_write({"date_first_approved": report.covered_by_id.date_first_approved})
            sent._drop_reminders()

    # -- the desk -----------------------------------------------------------------------------------------------------

    def action_accept(self):
        """Accept: the figures go into the ledger, an earlier revision is replaced."""
        self._transition("accept_report", values={"date_accepted": fields.Datetime.now()})
        before = self.sudo().search(
            [
                ("period_id", "in", self.period_id.ids),
                ("agency_id", "in", self.agency_id.ids),
                ("state", "=", "accepted"),
            ]
        )
        old = before.filtered(
            lambda one: any(
                new.period_id == one.period_id and new.agency_id == one.agency_id and new.revision > one.revision
                for new in self
            )
        )
        if old:
            old.with_env(self.env)._transition("supersede_report")
        self.env["plan.value"]._post_reports(self)
        return True

    def _do_return(self, reason, rows=None, date_resubmit=False):
        """Give a report back with a reason: by its leader, or by the desk, whole or in single rows.

        :param rows: recordsets of rows of these reports to correct; none: the whole report
        :param date_resubmit: the last day on which it is to come again, where the desk returns it
        """
        for report in self:
            by_desk = report.state != "submitted"
            # rows returned by the desk stay returned when the leader returns the report again
            keeps_rows = not by_desk and report.is_returned and report.is_partly_returned and not any(rows or ())
            returned = [own.filtered(lambda row, report=report: row.report_id == report) for own in rows or ()]
            if by_desk:
                self._check_resubmit(date_resubmit)
                values = {
                    "is_returned": True,
                    "is_partly_returned": any(returned),
                    "return_count": report.return_count + 1,
                    "date_resubmit": date_resubmit,
                    "date_resubmitted": False,
                    "reminder": "none",
                    "is_on_behalf": False,  # the agency corrects it
                }
            else:
                values = {"is_partly_returned": any(returned) or keeps_rows}
            report._transition("return_report_desk" if by_desk else "return_report", reason=reason, values=values)
            for own in (
                () if keeps_rows else report.sudo()._get_rows()
            ):  # sudo: rows that were sent are nobody's to write
                own._unguarded_write({"is_returned": False, "return_reason": False})
            for own in returned:
                own.sudo()._unguarded_write({"is_returned": True, "return_reason": reason})  # sudo: as above
        self._drop_reminders()
        self._remind_returned(reason)

    def _check_resubmit(self, day):
        if day and day < vietnam_today():
            raise UserError(self.env._("The day for sending the report again is in the past: choose today or later."))

    def action_begin_entry(self):
        """Begin to enter reports in place of their agencies, from papers; what an agency has begun stays its own."""
        members = self._check_actors("desk")
        self._lock()
        for report in self:
            reason = report._get_locked_reason()
            if reason:
                raise UserError(reason)
            if report.is_on_behalf:
                raise UserError(self.env._("“%(report)s” is already being entered.", report=report.display_name))
            if report.date_changed:
                raise UserError(
                    self.env._(
                        "%(agency)s has started to fill in “%(report)s” itself: ask it to continue.",
                        agency=report.agency_id.name,
                        report=report.display_name,
                    )
                )
        # sudo: a protected field; the step has been checked
        self.sudo()._unguarded_write({"is_on_behalf": True})
        self.env["plan.log"]._record(self, "begin_entry", members=members)
        return True

    def action_stop_entry(self):
        """Leave the reports to their agencies again."""
        members = self._check_actors("desk")
        self._lock()
        for report in self:
            if report.state != "draft" or not report.is_on_behalf:
                raise UserError(self.env._("The desk is not entering “%(report)s”.", report=report.display_name))
        self.sudo()._unguarded_write({"is_on_behalf": False})  # sudo: as above
        self.env["plan.log"]._record(self, "stop_entry", members=members)
        return True

    def _do_enter(self, name, raw, number, date, signer, date_received):
        """Take the report over from the paper that its leader has signed: the desk has typed it in its place."""
        self._check_actors("desk")
        for report in self:
            if not report.is_on_behalf:
                raise UserError(self.env._("The desk is not entering “%(report)s”.", report=report.display_name))
            reason = report._get_cannot_submit_reason()
            if reason:
                raise UserError(reason)
        received = self.env["plan.report.signed.copy"]._get_moment_received(date_received)
        number = self[:1]._complete_number("report", number)
        for report in self:
            report._transition(
                "enter_report",
                values={"signer_name": signer, "signer_office": False, **report._get_approval_values(received)},
                number=number,
                date=date,
                signer=signer,
            )
        self._freeze()
        self.env["plan.report.signed.copy"]._keep(self, "behalf", name, raw, number, date, signer)
        self._after_approval()

    def _do_revise(self, reason, date_resubmit=False):
        """Order a new revision of accepted reports: a new draft with what the old one says, which stays as it is."""
        members = self._check_actors("desk")
        reason = self._clean_text(reason)
        if not reason:
            raise UserError(self.env._("Give the reason in a sentence: the agency reads it."))
        self._check_resubmit(date_resubmit)
        self._lock()
        made = self.browse()
        for report in self:
            if report.state != "accepted" or not report.is_latest:
                raise UserError(
                    self.env._("“%(report)s” is not accepted, or has a newer revision.", report=report.display_name)
                )
            revision = report.sudo()._make_revision(date_resubmit)  # sudo: reports are made by the system alone
            made |= revision
            # the agency reads the reason on what it fills in, everybody else on what was accepted
            members[revision] = members[report]
        self.env["plan.log"]._record(self | made, "revise_report", members=members, reason=reason)
        made.with_env(self.env)._remind_returned(reason)
        return made.with_env(self.env)
