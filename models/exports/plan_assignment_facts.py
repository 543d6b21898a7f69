from collections import namedtuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.clock import in_term
from ..reporting.plan_report import OPEN_TO_DESK

# an assignment as it is read: 40,000 records of 20 fields would cost more than writing them out
ASSIGNMENT = (
    "id",
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
    "timeliness",
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
ExportAssignment = namedtuple("ExportAssignment", ASSIGNMENT)
# shown where an assignment has no last report
NOTHING = (None, None, None)


class PlanAssignmentFacts(models.Model):
    """The facts of the list of work, read for a batch of assignments at once and as the user.

    Result, obstacles and proposals are those of the last approved report that the user may read; what has not been
    approved is nobody's to hand up. Telephone numbers are shown only to users who may read the memberships with them.
    """

    _name = "plan.assignment"
    _inherit = ["plan.assignment", "plan.export.mixin"]

    def _read_export(self, known):
        """Return the assignments as `ExportAssignment`s, in their order, and what the columns look up by their ids.

        Tasks, plans, names and contacts are read once for the whole list: a plan's assignments share them.
        """
        assignments = {
            row[0]: ExportAssignment._make(row)
            for row in self._select_export(self, [("id", "in", self.ids)], ASSIGNMENT)
        }
        assignments = [assignments[id_] for id_ in self.ids if id_ in assignments]

        def read_once(name, read, *columns):
            """Add to what is known by that name what this batch is the first to need."""
            found = known.setdefault(name, {})
            ids = {id_ for assignment in assignments for column in columns if (id_ := getattr(assignment, column))}
            found.update(read(list(ids - found.keys())))
            return found

        def read_names(model, *columns):
            records = self.env[model]
            return read_once(model, lambda ids: {one.id: one.display_name for one in records.browse(ids)}, *columns)

        members = read_once("members", self._read_export_members, "agency_id")
        return assignments, {
            "tasks": read_once("tasks", self._read_export_tasks, "task_id"),
            "plans": read_once("plans", self._read_export_plans, "plan_id"),
            "names": {
                "plan.agency": read_names("plan.agency", "agency_id", "lead_agency_id"),
                "plan.stage": read_names("plan.stage", "stage_id"),
                "res.users": read_names("res.users", "user_id", "leader_id"),
            },
            "lines": self._read_export_lines(),
            "steps": self._read_export_steps(),
            "extensions": self._read_export_extensions(),
            "approvals": self._read_export_approvals(),
            "officers": {
                agency: [(user, name) for user, name, role, _reach in people if role == "officer"]
                for agency, people in members.items()
            },
            "leaders": {
                agency: next(((user, name) for user, name, role, _reach in people if role == "leader"), (None, None))
                for agency, people in members.items()
            },
            "reach": {user: reach for people in members.values() for user, _name, _role, reach in people},
        }

    def _select_export(self, model, domain, names, order=None):
        """Return the plain values of what the user finds."""
        query = model._search(domain, order=order)
        return self.env.execute_query(query.select(*(model._field_to_sql(query.table, name, query) for name in names)))

    def _read_export_tasks(self, ids):
        recurrence = dict(self.env["plan.task"]._fields["recurrence"]._description_selection(self.env))
        tasks = self.env["plan.task"].browse(ids)
        tasks.fetch(["code", "name", "lead_text", "support_text", "recurrence", "leader_name"])
        return {
            task.id: {
                "code": task.code,
                "name": task.name,
                "lead": task.lead_text,
                "support": task.support_text,
                "kind": recurrence.get(task.recurrence),
                "leader": task.leader_name,
            }
            for task in tasks
        }

    def _read_export_plans(self, ids):
        """Return {plan: {"source": document and basis, "giver": who gave the work}}."""
        return {
            plan.id: {
                "source": self._get_plan_source(plan),
                "giver": ", ".join(filter(None, (plan.signer, plan.issuer_id.name))),
            }
            for plan in self.env["plan.plan"].browse(ids)
        }

    def _get_plan_source(self, plan):
        source = self.env._("%(number)s of %(day)s", number=plan.number, day=f"{plan.date_issued:%d/%m/%Y}")
        if plan.basis_ids:
            basis = ", ".join(plan.basis_ids.mapped("number"))
            source = self.env._("%(document)s; basis: %(basis)s", document=source, basis=basis)
        return source

    def _read_export_lines(self):
        """Return {assignment: (result, obstacles, proposals)} of the last approved report that the user may read."""
        lines = self.env["plan.report.line"]
        domain = Domain("assignment_id", "in", self.ids) & Domain("report_id.state", "in", OPEN_TO_DESK)
        query = lines._search(domain)
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

    def _read_export_steps(self):
        """Return {assignment: its roadmap, a step a line}."""
        texts = {}
        done_on = self.env._("%(step)s (done on %(day)s)")
        names = ("assignment_id", "name", "date_due", "date_done")
        domain = [("assignment_id", "in", self.ids)]
        for assignment, name, due, done in self._select_export(
            self.env["plan.step"], domain, names, "date_due, sequence, id"
        ):
            text = f"{due:%d/%m/%Y}: {name}"
            texts.setdefault(assignment, []).append(
                done_on % {"step": text, "day": f"{done:%d/%m/%Y}"} if done else text
            )
        return {assignment: "\n".join(steps) for assignment, steps in texts.items()}

    def _read_export_extensions(self):
        granted = [("assignment_id", "in", self.ids), ("state", "=", "granted")]
        rows = self.env["plan.extension"]._read_group(granted, ["assignment_id"], ["__count"])
        return {assignment.id: count for assignment, count in rows}

    def _read_export_approvals(self):
        """Return {assignment: (user, name)} of who approved the result last."""
        domain = Domain("decision", "in", ["approve", "approve_signed_copy"]) & Domain("assignment_id", "in", self.ids)
        names = ("assignment_id", "decision", "user_id", "user_name", "signer")
        return {
            # a signed copy is uploaded by somebody else than its signer
            assignment: (user, name) if decision == "approve" else (None, signer)
            for assignment, decision, user, name, signer in self._select_export(
                self.env["plan.log"], domain, names, "id"
            )
        }

    def _read_export_members(self, agency_ids):
        """Return {agency: (user, name, role, contact) of its people whose membership the user may read}."""
        people = {agency: [] for agency in agency_ids}
        names = ["agency_id", "user_id", "role", "phone", "email"]
        for member in self.env["plan.member"].search_fetch(Domain("agency_id", "in", agency_ids) & in_term(), names):
            user = member.user_id
            people[member.agency_id.id].append((user.id, user.name, member.role, member.phone or member.email))
        return people
