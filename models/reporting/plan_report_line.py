from odoo import api, fields, models
from odoo.tools import SQL

from ..work.plan_assignment_timeliness import TIMELINESS
from .plan_report import OPEN_TO_DESK


class PlanReportLine(models.Model):
    """A report's line on one assignment, or in the yearly report on one standing duty.

    While the report is a draft, stage and next step are the assignment's own: they are shown and edited in place.
    Sending copies them into plain fields, which say for ever what was reported.
    """

    _name = "plan.report.line"
    _description = "Line of a Report"
    _inherit = ["plan.report.row.mixin"]
    _rec_names_search = ["task_id"]

    assignment_id = fields.Many2one(
        comodel_name="plan.assignment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    task_id = fields.Many2one(comodel_name="plan.task", required=True, readonly=True, index=True, ondelete="restrict")
    # the line's own words
    text = fields.Text(string="Result of the Period")
    obstacle = fields.Text(string="Obstacles")
    proposal = fields.Text(string="Proposals")
    # the assignment's own, edited in place
    stage_id = fields.Many2one(
        comodel_name="plan.stage", compute="_compute_assignment", inverse="_inverse_stage", compute_sudo=False
    )
    next_step = fields.Char(compute="_compute_assignment", inverse="_inverse_next_step", compute_sudo=False)
    date_next_step = fields.Date(
        string="Next Step By", compute="_compute_assignment", inverse="_inverse_next_step", compute_sudo=False
    )
    # copies of the assignment as it was sent
    task_code = fields.Char(string="Number Then", readonly=True)
    task_name = fields.Text(string="Task Then", readonly=True)
    stage_name = fields.Char(string="Stage Then", readonly=True)
    stage_kind = fields.Char(readonly=True, export_string_translation=False)
    progress = fields.Integer(string="Progress Then (%)", readonly=True, aggregator="avg")
    date_deadline = fields.Date(string="Deadline Then", readonly=True)
    date_deadline_origin = fields.Date(string="Original Deadline Then", readonly=True)
    timeliness = fields.Selection(selection=TIMELINESS, string="Timeliness Then", readonly=True)
    step_name = fields.Char(string="Next Step Then", readonly=True)
    step_date = fields.Date(string="Next Step By Then", readonly=True)
    product_number = fields.Char(string="Product's Number Then", readonly=True)
    product_date = fields.Date(string="Product's Date Then", readonly=True)
    evidence_ids = fields.Many2many(
        comodel_name="plan.evidence", relation="plan_report_line_evidence_rel", string="Evidence Then", readonly=True
    )

    _one_each = models.UniqueIndex(
        "(report_id, task_id, COALESCE(assignment_id, 0))", "The report already has this line."
    )
    _history = models.Index("(assignment_id, id DESC)")

    _WRITABLE = frozenset(
        {"is_nil", "user_id", "text", "obstacle", "proposal", "stage_id", "next_step", "date_next_step"}
    )
    _TEXTS = ("text", "obstacle", "proposal")
    # to the assignment they are one
    _STEP = frozenset({"next_step", "date_next_step"})

    @api.depends("task_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.task_id.display_name

    @api.depends("assignment_id.stage_id", "assignment_id.next_step", "assignment_id.date_next_step")
    def _compute_assignment(self):
        # as who asks: the desk reads a report without the assignments of another desk's plan
        readable = set(self.assignment_id._filtered_access("read").ids)
        for line in self:
            assignment = line.assignment_id if line.assignment_id.id in readable else line.assignment_id.browse()
            line.stage_id = assignment.stage_id
            line.next_step = assignment.next_step
            line.date_next_step = assignment.date_next_step

    def _inverse_stage(self):
        for line in self:
            if line.assignment_id and line.stage_id != line.assignment_id.stage_id:
                line.assignment_id.stage_id = line.stage_id

    def _inverse_next_step(self):
        for line in self.filtered("assignment_id"):
            line.assignment_id._set_next_step(line.next_step, line.date_next_step)

    def write(self, vals):
        """Write; one half of the next step alone leaves the other half as on the assignment."""
        given = self._STEP & vals.keys()
        if len(given) != 1:
            return super().write(vals)
        # the inverse would find the half that is not written empty
        (missing,) = self._STEP - given
        for value, lines in self.grouped(missing).items():
            super(PlanReportLine, lines).write({**vals, missing: value})
        return True

    # -- made when a period opens -------------------------------------------------------------------------------------

    @api.model
    def _make_assignments(self, period, reports):
        """Give each report a line for every assignment of its agency, with the words of the last approved report.

        Not of a draft: the desk may enter a report from a paper, and would be shown what was never sent.
        """
        assignments = self.env["plan.assignment"].sudo()._search(period._assignment_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plan_report_line
                       (report_id, period_id, agency_id, desk_agency_id, assignment_id, task_id, sequence, user_id,
                        text, obstacle, proposal, is_nil, is_typed, is_returned, revision,
                        create_uid, create_date, write_uid, write_date)
                SELECT report.id, report.period_id, report.agency_id, report.desk_agency_id, assignment.id,
                       assignment.task_id,
                       row_number() OVER (PARTITION BY report.id
                                           ORDER BY assignment.task_sequence, assignment.year, assignment.id),
                       last.user_id, last.text, last.obstacle, last.proposal, FALSE, FALSE, FALSE, 0,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM plan_report report
                  JOIN plan_assignment assignment ON assignment.agency_id = report.agency_id
                  LEFT JOIN LATERAL (
                        SELECT line.user_id, line.text, line.obstacle, line.proposal
                          FROM plan_report_line line
                          JOIN plan_report sent ON sent.id = line.report_id
                          JOIN plan_period past ON past.id = line.period_id
                         WHERE line.assignment_id = assignment.id
                           AND sent.state IN %(sent)s
                           AND past.date_cutoff <= %(cutoff)s
                         ORDER BY line.id DESC
                         LIMIT 1
                       ) last ON TRUE
                 WHERE report.id IN %(reports)s
                   AND assignment.id IN %(assignments)s
                ON CONFLICT DO NOTHING  -- what is there stays
                """,
                reports=tuple(reports.ids),
                assignments=assignments.subselect(),
                cutoff=period.date_cutoff,
                sent=OPEN_TO_DESK,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        reports.invalidate_recordset(["line_ids"], flush=False)

    @api.model
    def _make_duties(self, period, reports):
        """Give each report a line for every standing duty that its agency answers to and that is not a task of its
        own.
        """
        duties = self.env["plan.task"].search(
            [("plan_id", "in", period._get_plans().ids), ("kind", "=", "duty"), ("is_given", "=", False)]
        )
        report_of = {report.agency_id: report for report in reports}
        known = {(line.report_id, line.task_id) for line in reports.line_ids}
        self._insert_duties(
            (report_of[agency], duty)
            for duty in duties
            for agency, role in duty._assignment_holders()
            if role == "lead" and agency in report_of and (report_of[agency], duty) not in known
        )

    def _insert_duties(self, pairs):
        self._unguarded_create(
            [
                {
                    "report_id": report.id,
                    "period_id": report.period_id.id,
                    "agency_id": report.agency_id.id,
                    "desk_agency_id": report.desk_agency_id.id,
                    "task_id": duty.id,
                    "sequence": 10000 + duty.sequence,
                }
                for report, duty in pairs
            ]
        )

    # -- what a report needs of its lines -----------------------------------------------------------------------------

    def _is_filled(self):
        return bool(self.is_nil or (self.text or "").strip())

    def _get_key(self):
        return self.assignment_id.id, self.task_id.id

    def _says_same(self, old):
        # "nothing new" keeps the words of the last report
        names = ("text", "obstacle", "proposal", "stage_name", "step_name")
        return all((self[name] or "") == (old[name] or "") for name in names)

    def _offer_to(self, others):
        """Give these words to lines of the same assignments that nobody has written into."""
        words = {line._get_key(): line for line in self}
        for other in others:
            mine = words.get(other._get_key())
            if mine and (mine.text or mine.is_nil):
                other._unguarded_write({"text": mine.text, "obstacle": mine.obstacle, "proposal": mine.proposal})

    def _copy_assignments(self):
        """Copy what the assignments say now into the lines."""
        for line in self:
            assignment, task = line.assignment_id, line.task_id
            line._unguarded_write(
                {
                    "task_code": task.code,
                    "task_name": task.name,
                    "stage_name": assignment.stage_id.name,
                    "stage_kind": assignment.stage_kind,
                    "progress": assignment.progress,
                    "date_deadline": assignment.date_deadline,
                    "date_deadline_origin": assignment.date_deadline_origin,
                    "timeliness": assignment.timeliness,
                    "step_name": assignment.next_step,
                    "step_date": assignment.date_next_step,
                    "product_number": assignment.product_number,
                    "product_date": assignment.product_date,
                }
            )

    def _keep_evidence(self):
        """Remember which files the assignments have now, without those that were replaced: one statement for all
        lines."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM plan_report_line_evidence_rel WHERE plan_report_line_id = ANY(%s)", self.ids)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plan_report_line_evidence_rel (plan_report_line_id, plan_evidence_id)
                SELECT line.id, evidence.id
                  FROM plan_report_line line
                  JOIN plan_evidence evidence ON evidence.assignment_id = line.assignment_id
                 WHERE line.id = ANY(%s) AND evidence.replaced_by_id IS NULL
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["evidence_ids"], flush=False)

    def _get_warning_codes(self, before):
        done = self.stage_kind == "done"
        return ["no_product"] if done and not (self.product_number and self.product_date) else []
