from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..tools.clock import in_term
from .plan_report import OPEN_TO_DESK

# what a card's last report says where there is none
NOTHING = (None, None, None)


class PlanAssignmentSheetFacts(models.Model):
    """What the list of work needs beside its cards, read for a batch of them at once and as the user.

    Result, obstacles and proposals are those of the last approved report that the user may read; what has not been
    approved is nobody's to hand up. Telephone numbers are shown to whoever may read the memberships they stand on.
    """

    _name = "plan.assignment"
    _inherit = ["plan.assignment", "plan.sheet.mixin"]

    def _read_sheet_facts(self):
        return {
            "lines": self._read_sheet_lines(),
            "steps": self._read_sheet_steps(),
            "extensions": self._read_sheet_extensions(),
            "approvals": self._read_sheet_approvals(),
            "sources": {plan: self._get_plan_source(plan) for plan in self.plan_id},
            **self._read_sheet_contacts(),
        }

    def _read_sheet_lines(self):
        """Return {card: (result, obstacles, proposals)} of the last approved report that the user may read."""
        lines = self.env["plan.report.line"]
        query = lines._search(Domain("assignment_id", "in", self.ids) & Domain("report_id.state", "in", OPEN_TO_DESK))
        names = ("assignment_id", "text", "obstacle", "proposal", "id", "period_id")
        columns = [SQL("%s AS %s", lines._field_to_sql(query.table, name), SQL.identifier(name)) for name in names]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (line.assignment_id) line.assignment_id, line.text, line.obstacle, line.proposal
                  FROM (%s) line JOIN plan_period period ON period.id = line.period_id
                 ORDER BY line.assignment_id, period.date_cutoff DESC, line.id DESC
                """,
                query.select(*columns),
            )
        )
        return {id_: texts for id_, *texts in rows}

    def _read_sheet_steps(self):
        """Return {card: its roadmap, a step a line}."""
        texts = {}
        names = ["assignment_id", "name", "date_due", "date_done"]
        for step in self.env["plan.step"].search_fetch([("assignment_id", "in", self.ids)], names):
            day = format_date(self.env, step.date_due, date_format="dd/MM/yyyy")
            text = f"{day}: {step.name}"
            if step.date_done:
                done = format_date(self.env, step.date_done, date_format="dd/MM/yyyy")
                text = self.env._("%(step)s (done on %(day)s)", step=text, day=done)
            texts.setdefault(step.assignment_id.id, []).append(text)
        return {id_: "\n".join(steps) for id_, steps in texts.items()}

    def _read_sheet_extensions(self):
        granted = [("assignment_id", "in", self.ids), ("state", "=", "granted")]
        rows = self.env["plan.extension"]._read_group(granted, ["assignment_id"], ["__count"])
        return {part.id: count for part, count in rows}

    def _read_sheet_approvals(self):
        """Return {card: (user, name)} of who approved the result last."""
        decisions = Domain("decision", "in", ["approve", "approve_paper"]) & Domain("assignment_id", "in", self.ids)
        names = ["assignment_id", "user_id", "user_name", "signer", "decision"]
        return {
            # a signed paper is put in by somebody else than its signer
            row.assignment_id.id: (row.user_id.id, row.user_name) if row.decision == "approve" else (False, row.signer)
            for row in self.env["plan.log"].search_fetch(decisions, names, order="id")
        }

    def _read_sheet_contacts(self):
        """Return how people are reached, and each agency's officers, as far as the user may read memberships."""
        members = self.env["plan.member"].search(Domain("agency_id", "in", self.agency_id.ids) & in_term())
        officers = {}
        for member in members:
            if member.role == "officer":
                officers.setdefault(member.agency_id.id, []).append(member.user_id)
        reach = {member.user_id.id: member.phone or member.email for member in members}
        return {"officers": officers, "reach": reach}

    def _get_plan_source(self, plan):
        day = format_date(self.env, plan.date_issued, date_format="dd/MM/yyyy")
        source = self.env._("%(number)s of %(day)s", number=plan.number, day=day)
        if plan.basis_ids:
            source = self.env._(
                "%(document)s; basis: %(basis)s", document=source, basis=", ".join(plan.basis_ids.mapped("number"))
            )
        return source
