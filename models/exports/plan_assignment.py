from odoo import models

from .plan_assignment_facts import NOTHING
from .plan_export_mixin import ExportColumn


class PlanAssignment(models.Model):
    """The list of work as it is handed up: the columns that offices fill in by hand today, from what is known here."""

    _inherit = "plan.assignment"

    def _get_export_columns(self):
        timeliness = self._get_export_labels("timeliness")

        def task(name):
            return lambda assignment, more: more["tasks"][assignment.task_id][name]

        def said(index):
            return lambda assignment, more: more["lines"].get(assignment.id, NOTHING)[index]

        def name_of(model, field):
            return lambda assignment, more: more["names"][model].get(getattr(assignment, field))

        def found(name, default=None):
            return lambda assignment, more: more[name].get(assignment.id, default)

        def plan(name):
            return lambda assignment, more: more["plans"][assignment.plan_id][name]

        def judged(assignment, more):
            return timeliness.get(assignment.timeliness)

        def updated(assignment, more):
            return self._get_export_time(assignment.write_date)

        def year(assignment, more):
            return str(assignment.year) if assignment.year else None

        return [
            ExportColumn("task", self.env._("Task"), "text", 50, task("name")),
            ExportColumn("leader", self.env._("Responsible Leader"), "text", 20, self._get_export_leader),
            ExportColumn("lead", self.env._("Lead Agency"), "text", 24, self._get_export_lead),
            ExportColumn("support", self.env._("Supporting Agencies"), "text", 28, self._get_export_support),
            ExportColumn("person", self.env._("Focal Point"), "text", 20, name_of("res.users", "user_id")),
            ExportColumn("assigned", self.env._("Assigned On"), "date", 12, "date_assigned"),
            ExportColumn("deadline", self.env._("Deadline"), "date", 12, "date_deadline"),
            ExportColumn("kind", self.env._("Kind"), "text", 14, task("kind")),
            ExportColumn("source", self.env._("Source (Document, Basis)"), "text", 26, plan("source")),
            ExportColumn("stage", self.env._("State"), "text", 16, name_of("plan.stage", "stage_id")),
            ExportColumn("timeliness", self.env._("Timeliness"), "text", 16, judged),
            ExportColumn("result", self.env._("Result"), "text", 44, self._get_export_result),
            ExportColumn("progress", self.env._("Progress"), "percent", 12, "progress"),
            ExportColumn("obstacle", self.env._("Obstacles"), "text", 34, said(1)),
            ExportColumn("proposal", self.env._("Proposals"), "text", 34, said(2)),
            ExportColumn("code", self.env._("Task Number"), "text", 11, task("code")),
            ExportColumn("giver", self.env._("Assigned By"), "text", 22, self._get_export_giver),
            ExportColumn("steps", self.env._("Roadmap"), "text", 40, found("steps")),
            ExportColumn("updated", self.env._("Updated On"), "datetime", 17, updated),
            ExportColumn("done", self.env._("Done On"), "date", 12, "date_done"),
            ExportColumn("extensions", self.env._("Times Extended"), "integer", 10, found("extensions", 0)),
            ExportColumn("origin", self.env._("Original Deadline"), "date", 12, self._get_export_origin),
            ExportColumn("approver", self.env._("Approver and Contact"), "text", 28, self._get_export_approver),
            ExportColumn("contact", self.env._("Focal Point's Contact"), "text", 28, self._get_export_contact),
            ExportColumn("agency", self.env._("Agency"), "text", 24, name_of("plan.agency", "agency_id"), False),
            ExportColumn("year", self.env._("Year"), "text", 8, year, False),
            ExportColumn("number", self.env._("Product's Number"), "text", 18, "product_number", False),
            ExportColumn("product_date", self.env._("Product's Date"), "date", 12, "product_date", False),
        ]

    def _get_export_tables(self, keys=None):
        """Return the assignments of this list as the one table of a workbook."""
        return [
            self._get_export_table(
                keys,
                name=self.env._("Work"),
                title=self.env._("State of the Work"),
                note=self._get_export_moment(),
                landscape=True,
            )
        ]

    # -- the columns that take more than a field ----------------------------------------------------------------------

    def _get_export_leader(self, assignment, more):
        named = more["names"]["res.users"].get(assignment.leader_id) or more["tasks"][assignment.task_id]["leader"]
        return named or self._get_export_head(assignment, more)[1]

    def _get_export_head(self, assignment, more):
        """Return (user, name) of whose the assignment is: its own leader, else who leads the agency."""
        if assignment.leader_id:
            return assignment.leader_id, more["names"]["res.users"].get(assignment.leader_id)
        return more["leaders"].get(assignment.agency_id, (None, None))

    def _get_export_lead(self, assignment, more):
        agencies = more["names"]["plan.agency"]
        if assignment.role == "lead":
            return agencies[assignment.agency_id]
        return agencies.get(assignment.lead_agency_id) or more["tasks"][assignment.task_id]["lead"]

    def _get_export_support(self, assignment, more):
        if assignment.role == "support":
            return more["names"]["plan.agency"][assignment.agency_id]
        return more["tasks"][assignment.task_id]["support"]

    def _get_export_giver(self, assignment, more):
        return more["names"]["plan.agency"].get(assignment.lead_agency_id) or more["plans"][assignment.plan_id]["giver"]

    def _get_export_result(self, assignment, more):
        return assignment.result or more["lines"].get(assignment.id, NOTHING)[0]

    def _get_export_origin(self, assignment, more):
        return assignment.date_deadline_origin if assignment.date_deadline_origin != assignment.date_deadline else None

    def _get_export_approver(self, assignment, more):
        """Name who has approved the result; until then, whose it is to approve it."""
        person = self._get_export_head(assignment, more)
        if assignment.result_state in ("approved", "confirmed"):
            person = more["approvals"].get(assignment.id, person)
        return self._get_export_reach(*person, more)

    def _get_export_contact(self, assignment, more):
        if assignment.user_id:
            return self._get_export_reach(assignment.user_id, more["names"]["res.users"].get(assignment.user_id), more)
        people = more["officers"].get(assignment.agency_id, ())
        return "\n".join(self._get_export_reach(*person, more) for person in people)

    def _get_export_reach(self, user_id, name, more):
        reach = more["reach"].get(user_id)
        return f"{name} – {reach}" if name and reach else name
