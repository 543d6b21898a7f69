from odoo import models

from .plan_assignment_sheet_facts import NOTHING
from .plan_sheet_mixin import SheetColumn


class PlanAssignmentSheet(models.Model):
    """The list of work as it is handed up: the columns that offices fill in by hand today, from what is known here."""

    _inherit = "plan.assignment"

    _sheet_fields = (
        "task_id",
        "plan_id",
        "agency_id",
        "lead_agency_id",
        "role",
        "year",
        "stage_id",
        "progress",
        "user_id",
        "leader_id",
        "date_assigned",
        "date_deadline",
        "date_deadline_origin",
        "date_done",
        "product_number",
        "product_date",
        "result",
        "result_state",
        "write_date",
    )

    def _get_sheet_columns(self):
        recurrences = self.task_id._fields["recurrence"]._description_selection(self.env)
        kinds, timeliness = dict(recurrences), self._get_sheet_labels("timeliness")
        return [
            SheetColumn("task", self.env._("Task"), "text", 50, "task_id.name"),
            SheetColumn("leader", self.env._("Responsible Leader"), "text", 20, self._get_sheet_leader),
            SheetColumn("lead", self.env._("Lead Agency"), "text", 24, self._get_sheet_lead),
            SheetColumn("support", self.env._("Supporting Agencies"), "text", 28, self._get_sheet_support),
            SheetColumn("person", self.env._("Focal Point"), "text", 20, "user_id.name"),
            SheetColumn("assigned", self.env._("Assigned On"), "date", 12, "date_assigned"),
            SheetColumn("deadline", self.env._("Deadline"), "date", 12, "date_deadline"),
            SheetColumn("kind", self.env._("Kind"), "text", 14, lambda part, more: kinds.get(part.task_id.recurrence)),
            SheetColumn("source", self.env._("Source (Document, Basis)"), "text", 26, self._get_sheet_source),
            SheetColumn("stage", self.env._("State"), "text", 16, "stage_id.name"),
            SheetColumn(
                "timeliness", self.env._("Timeliness"), "text", 16, lambda part, more: timeliness.get(part.timeliness)
            ),
            SheetColumn("result", self.env._("Result"), "text", 44, self._get_sheet_result),
            SheetColumn("progress", self.env._("Progress"), "percent", 12, "progress"),
            SheetColumn(
                "obstacle",
                self.env._("Obstacles"),
                "text",
                34,
                lambda part, more: more["lines"].get(part.id, NOTHING)[1],
            ),
            SheetColumn(
                "proposal",
                self.env._("Proposals"),
                "text",
                34,
                lambda part, more: more["lines"].get(part.id, NOTHING)[2],
            ),
            SheetColumn("code", self.env._("Task Number"), "text", 11, "task_id.code"),
            SheetColumn("giver", self.env._("Assigned By"), "text", 22, self._get_sheet_giver),
            SheetColumn("steps", self.env._("Roadmap"), "text", 40, lambda part, more: more["steps"].get(part.id)),
            SheetColumn(
                "updated",
                self.env._("Updated On"),
                "datetime",
                17,
                lambda part, more: self._get_sheet_time(part.write_date),
            ),
            SheetColumn("done", self.env._("Done On"), "date", 12, "date_done"),
            SheetColumn(
                "extensions",
                self.env._("Times Extended"),
                "integer",
                10,
                lambda part, more: more["extensions"].get(part.id, 0),
            ),
            SheetColumn("origin", self.env._("Original Deadline"), "date", 12, self._get_sheet_origin),
            SheetColumn("approver", self.env._("Approver and Contact"), "text", 28, self._get_sheet_approver),
            SheetColumn("contact", self.env._("Focal Point's Contact"), "text", 28, self._get_sheet_contact),
            SheetColumn("agency", self.env._("Agency"), "text", 24, "agency_id.name", False),
            SheetColumn("year", self.env._("Year"), "text", 8, lambda part, more: part.year and str(part.year), False),
            SheetColumn("number", self.env._("Product's Number"), "text", 18, "product_number", False),
            SheetColumn("product_date", self.env._("Product's Date"), "date", 12, "product_date", False),
        ]

    def _get_sheet_tables(self, keys=None):
        """Return the cards of this list as the one table of a workbook."""
        return [
            self._get_sheet_table(
                keys,
                name=self.env._("Work"),
                title=self.env._("How the Work Stands"),
                note=self._get_sheet_moment(),
                landscape=True,
            )
        ]

    # -- the columns that take more than a field ----------------------------------------------------------------------

    def _get_sheet_leader(self, part, more):
        return part.leader_id.name or part.task_id.leader_name

    def _get_sheet_lead(self, part, more):
        if part.role == "lead":
            return part.agency_id.name
        return part.lead_agency_id.name or part.task_id.lead_text

    def _get_sheet_support(self, part, more):
        return part.agency_id.name if part.role == "support" else part.task_id.support_text

    def _get_sheet_source(self, part, more):
        return more["sources"][part.plan_id]

    def _get_sheet_giver(self, part, more):
        plan = part.plan_id
        return part.lead_agency_id.name or ", ".join(filter(None, (plan.signer, plan.issuer_id.name)))

    def _get_sheet_result(self, part, more):
        return part.result or more["lines"].get(part.id, NOTHING)[0]

    def _get_sheet_origin(self, part, more):
        return part.date_deadline_origin if part.date_deadline_origin != part.date_deadline else None

    def _get_sheet_approver(self, part, more):
        user_id, name = part.leader_id.id, part.leader_id.name
        if part.result_state in ("approved", "confirmed"):
            user_id, name = more["approvals"].get(part.id, (user_id, name))
        return self._get_sheet_reach(user_id, name, more)

    def _get_sheet_contact(self, part, more):
        people = part.user_id or more["officers"].get(part.agency_id.id, ())
        return "\n".join(self._get_sheet_reach(user.id, user.name, more) for user in people)

    def _get_sheet_reach(self, user_id, name, more):
        return " – ".join(filter(None, (name, more["reach"].get(user_id))))
