from odoo import api, fields, models
from odoo.tools import SQL

from ..printing.plan_paper_mixin import in_vietnamese
from .plan_report import OPEN_TO_DESK


class PlanReportFreeze(models.Model):
    """Freezing of a report's content: copied when it is sent, and copied again into a new revision."""

    _inherit = "plan.report"

    newest_id = fields.Many2one(
        comodel_name="plan.report", string="Newest Revision", compute="_compute_newest_id", compute_sudo=False
    )

    @api.depends("is_latest")
    @api.depends_context("uid")
    def _compute_newest_id(self):
        """Return the revision that counts instead of one that was or will be replaced."""
        old = self.filtered(lambda report: not report.is_latest)
        newest = old.search(
            [
                ("period_id", "in", old.period_id.ids),
                ("agency_id", "in", old.agency_id.ids),
                ("is_latest", "=", True),
            ]
        )
        known = {(report.period_id, report.agency_id): report for report in newest}
        for report in self:
            report.newest_id = not report.is_latest and known.get((report.period_id, report.agency_id))

    def _get_transition_values(self, name):
        if name in ("submit_report", "enter_report"):
            now = fields.Datetime.now()
            return {
                report: {
                    "date_submitted": now,
                    "date_changed": now,
                    "submitted_user_id": self.env.uid,
                    "agency_name": report.agency_id.name,
                }
                for report in self
            }
        return {report: {"date_changed": fields.Datetime.now()} for report in self}

    def _get_cannot_submit_reason(self):
        """Say in words what the report still lacks, or return False."""
        self.ensure_one()
        locked = self._get_locked_reason()
        if locked:
            return locked
        if not any(self._get_rows()):
            return self.env._("“%(report)s” asks the agency nothing.", report=self.display_name)
        empty = self._get_empty_rows()
        if empty:
            return self.env._(
                "These rows are still empty. Fill them in, or tick “Nothing New”:\n%(rows)s", rows="\n".join(empty)
            )
        return False

    def _freeze(self):
        """Copy the assignments into the lines, draw up what changed and what looks odd, keep the evidence as it is."""
        # sudo: nobody may write a sent report; the kept names are printed on papers
        reports = in_vietnamese(self.sudo())
        reports.line_ids._copy_assignments()
        reports.measurement_ids._copy_names()
        reports._draw_changes()
        reports._draw_warnings()
        assignments = reports.line_ids.assignment_id
        self.env["plan.evidence"]._freeze(assignments)
        reports.line_ids._keep_evidence()

    def _make_revision(self, date_resubmit):
        """Return the next revision of an accepted report: a draft with the same rows; punctuality stays with it."""
        self.ensure_one()
        self._unguarded_write({"is_latest": False})
        self.flush_recordset(["is_latest"])
        report = self._insert(
            [
                self.period_id._get_report_values(
                    self.agency_id.id,
                    revision=self.revision + 1,
                    date_first_approved=self.date_first_approved,
                    is_returned=True,
                    return_count=self.return_count,
                    date_resubmit=date_resubmit,
                )
            ]
        )
        for rows in self._get_rows():
            values = {"report_id": report.id, "is_typed": True, "is_returned": False, "return_reason": False}
            rows._unguarded_create(rows.copy_data(values))
        return report

    def _get_last_approved(self):
        """Return {report: the last report of the same agency and kind that was approved before it}."""
        self.env["plan.report"].flush_model()
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT report.id, last.id
                  FROM plan_report report
                  LEFT JOIN LATERAL (
                        SELECT old.id
                          FROM plan_report old
                         WHERE old.agency_id = report.agency_id AND old.desk_agency_id = report.desk_agency_id
                           AND old.kind = report.kind AND old.state IN %s
                           AND old.id != report.id AND old.date_due <= report.date_due
                           AND NOT (old.period_id = report.period_id AND old.revision > report.revision)
                         ORDER BY old.date_due DESC, old.revision DESC
                         LIMIT 1
                       ) last ON TRUE
                 WHERE report.id = ANY(%s)
                """,
                OPEN_TO_DESK,
                self.ids,
            )
        )
        known = {last.id: last for last in self.browse(last_id for _id, last_id in pairs if last_id)}
        return {self.browse(id_): known.get(last_id, self.browse()) for id_, last_id in pairs}

    def _draw_changes(self):
        """Say of each row whether it is new, changed or as before, so that the leader reads what changed first."""
        for report, before in self._get_last_approved().items():
            for rows, old_rows in zip(report._get_rows(), before._get_rows(), strict=True):
                known = {row._get_key(): row for row in old_rows}
                for row in rows:
                    old = known.get(row._get_key())
                    change = "new" if not old else "same" if row._says_same(old) else "changed"
                    row._unguarded_write({"change": change})

    # The warnings of a report: said to the leader first, and to the desk; it stops nobody.

    def _get_warning_sentences(self):
        """Return {code: sentence} of everything that may look odd."""
        return {
            "falls": self.env._("Lower than the last accepted value, but this figure can only grow."),
            "jumps": self.env._("Ten times the last accepted value, or a tenth of it."),
            "over_100": self.env._("More than 100 %."),
            "missed_estimate": self.env._("Differs by more than a tenth from the estimate."),
            "no_product": self.env._("Done, but number and date of the product are missing."),
        }

    def _draw_warnings(self):
        """Write on every row the codes of what looks odd."""
        for report in self:
            for rows in (report.line_ids, report.measurement_ids):
                before = rows._get_before()
                for row in rows:
                    codes = " ".join(row._get_warning_codes(before.get(row))) or False
                    if row.warnings != codes:
                        row._unguarded_write({"warnings": codes})

    def _count_warnings(self):
        """Write on the approved report how many of its rows look odd: before, even that is its agency's affair."""
        for report in self.sudo():  # sudo: a protected field; the step has been checked
            rows = (*report.line_ids, *report.measurement_ids)
            report._unguarded_write({"warning_count": sum(bool(row.warnings) for row in rows)})
