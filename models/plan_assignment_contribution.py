from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.clock import vietnam_today

ASKED = "plan_tracking.mail_activity_type_contribution"


class PlanAssignmentContribution(models.Model):
    """What a lead asks other agencies for: a card of theirs that hangs on the lead's and is due before it.

    The lead reads it and takes it into its own result; nobody else's cards come into its sight.
    """

    _inherit = "plan.assignment"

    contribution_ids = fields.One2many(
        comodel_name="plan.assignment", inverse_name="parent_id", string="Contributions", readonly=True
    )
    request = fields.Text(string="What Is Asked For", readonly=True)

    def _do_ask(self, agencies, request, date_deadline):
        """Ask `agencies` for their part, due on `date_deadline`; return their new cards.

        :raises UserError: asked by somebody else, too late, of an agency that has been asked or does not report
        """
        self.ensure_one()
        self._check_plan_active()
        request = self._clean_text(request)
        members = self._check_actors("agency")
        self._hold()
        reason = self._get_cannot_ask_reason(agencies, date_deadline)
        if reason:
            raise UserError(reason)
        first = self._get_stages_of_kind("todo")[self.task_id.track_id]
        today = vietnam_today()
        cards = self._create_parts(
            [
                {
                    "task_id": self.task_id.id,
                    "agency_id": agency.id,
                    "role": "support",
                    "year": self.year,
                    "parent_id": self.id,
                    "lead_agency_id": self.agency_id.id,
                    "stage_id": first.id,
                    "date_assigned": today,
                    "date_deadline": date_deadline,
                    "date_deadline_origin": date_deadline,
                    "request": request,
                }
                for agency in agencies
            ]
        ).with_env(self.env)
        self.env["plan.log"]._record(
            self, "ask", members=members, reason=request, date=date_deadline, note=", ".join(agencies.mapped("name"))
        )
        # sudo: who is an officer where is no secret to whoever writes to that agency
        officers = self.env["plan.member"].sudo()._search_in_office(agencies, ("officer",)).grouped("agency_id")
        asked = cards.sudo()  # sudo: the cards are another agency's
        asked._remind(
            ASKED, {card: officers[card.agency_id][:1].user_id for card in asked if card.agency_id in officers}, request
        )
        return cards

    def _get_cannot_ask_reason(self, agencies, date_deadline):
        """Say in words why these agencies cannot be asked, or return False."""
        task = self.task_id.code
        if self.parent_id or self.role != "lead":
            return self.env._("Only who leads “%(task)s” asks others for their part.", task=task)
        if self.result_state != "none" or self.stage_kind not in ("todo", "doing"):
            return self.env._(
                "“%(task)s” is “%(stage)s”: nothing more is asked for.", task=task, stage=self.stage_id.name
            )
        if not agencies:
            return self.env._("Choose at least one agency or group.")
        if self.agency_id in agencies:
            return self.env._("%(agency)s leads this work and is not asked for a part.", agency=self.agency_id.name)
        strangers = agencies - agencies.filtered("category_id.reports")._current_bodies()
        if strangers:
            return self.env._(
                "No part can be asked of %(agencies)s: it gives instructions, or does not exist any more.",
                agencies=", ".join(strangers.mapped("name")),
            )
        asked = self.sudo().contribution_ids.agency_id & agencies  # sudo: all that hang on the own card
        if asked:
            return self.env._(
                "Asked already: %(agencies)s. Leave them out, or write to them under their cards.",
                agencies=", ".join(asked.mapped("name")),
            )
        if date_deadline < vietnam_today():
            return self.env._("Give the agencies time: the day lies in the past.")
        if self.date_deadline and date_deadline >= self.date_deadline:
            return self.env._(
                "The part is due before the work that it goes into: choose a day before %(date)s.",
                date=format_date(self.env, self.date_deadline, date_format="dd/MM/yyyy"),
            )
        return False

    def _take_into_lead(self):
        """Put what these contributions say and prove into the results that they were asked for.

        A result that has been handed in stays as it is: what is confirmed later stands on the contribution's own card.
        """
        for card in self.sudo():  # sudo: the lead has been checked as the one who confirms
            lead = card.parent_id
            if lead.result_state != "none":
                continue
            line = f"- {card.agency_id.name}: {card.result or card.product_number}"
            if line not in (lead.result or "").splitlines():  # it may have been taken, returned and confirmed again
                lead.result = f"{lead.result}\n{line}" if lead.result else line
            card.evidence_ids._copy_to(lead)
            self.env["plan.log"]._record(lead, "take", note=card.agency_id.name, number=card.product_number or "")
