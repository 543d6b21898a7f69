from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..access.plan_member import WORK_ROLES

RETURNS = ("return_report", "return_report_desk", "revise_report")
# the sections of the page, and the rows that they show
SECTIONS = {"measurements": "measurement_ids", "lines": "line_ids", "narratives": "narrative_ids"}


class PlanReportPage(models.Model):
    """A report while it is being filled in: its rows, and what keeps two people from losing each other's words."""

    _inherit = "plan.report"

    # a row that is written is the report's last change
    _bump_moments = ("date_changed",)

    last_day_text = fields.Char(string="To Be Sent", compute="_compute_last_day_text")
    return_reason = fields.Text(compute="_compute_return_reason", compute_sudo=False)

    @api.depends("period_id")
    @api.depends_context("lang")
    def _compute_last_day_text(self):
        for report in self:
            report.last_day_text = report.sudo().period_id.last_day_text  # sudo: what a period's name says too

    @api.depends("log_ids.decision")
    @api.depends_context("uid")
    def _compute_return_reason(self):
        """Say why a draft came back, from the log, as far as the user may read it: a leader's word stays inside."""
        logs = self.env["plan.log"].search(
            [("report_id", "in", self.ids), ("decision", "in", RETURNS), ("reason", "!=", False)], order="id"
        )
        reason_of = {log.report_id: log.reason for log in logs}
        for report in self:
            report.return_reason = report.state == "draft" and reason_of.get(report)

    def _get_rows(self):
        """Return the recordsets of all rows: work, figures, narrative."""
        return self.line_ids, self.measurement_ids, self.narrative_ids

    def _make_rows(self):
        """Give these drafts the rows that they lack: one statement for each kind of row.

        Where single rows were returned none is added: nobody might fill it in.
        """
        whole = self.filtered(lambda report: not report.is_partly_returned)
        if not whole:
            return
        self.env.flush_all()
        for period, reports in whole.grouped("period_id").items():
            schedule = period.schedule_id
            if schedule.ask_assignments:
                self.env["plan.report.line"]._make_assignments(period, reports)
            if schedule.ask_duties:
                self.env["plan.report.line"]._make_duties(period, reports)
            if schedule.ask_indicators:
                self.env["plan.measurement"]._make(period, reports)
            self.env["plan.narrative"]._make(period, reports)

    def _touch_grown(self):
        """Touch those of these drafts that have got rows in this transaction; nobody has written into them."""
        if not self:
            return
        made = [
            SQL(
                "EXISTS (SELECT FROM %s made WHERE made.report_id = report.id AND made.create_date = %s)",
                SQL.identifier(self.env[name]._table),
                self.env.cr.now(),
            )
            for name in ("plan.report.line", "plan.measurement", "plan.narrative")
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE plan_report report SET revision_count = revision_count + 1 WHERE id IN %s AND (%s)",
                tuple(self.ids),
                SQL(" OR ").join(made),
            )
        )
        self.invalidate_recordset(["revision_count"], flush=False)

    def _get_locked_reason(self):
        """Say in words why nobody fills in this report now, or return False; asked as superuser."""
        self.ensure_one()
        report = self.sudo()
        name = report.display_name
        if report.state != "draft":
            return self.env._(
                "“%(report)s” is “%(state)s”: it can no longer be filled in. Take it back, or ask for its return.",
                report=name,
                state=report._get_state_label(),
            )
        if report.period_id.state == "closed" and not report.is_returned:
            return self.env._("The period of “%(report)s” is closed. Ask the desk to reopen it.", report=name)
        if report.covered_by_id:
            return self.env._(
                "“%(report)s” is covered by “%(covering)s”: fill in that one.",
                report=name,
                covering=report.covered_by_id.display_name,
            )
        by_desk = report.desk_agency_id.id in self.env.user._plan_agency_ids("desk")
        if report.is_on_behalf and not by_desk:
            return self.env._("The desk is entering “%(report)s” from the signed copy.", report=name)
        return False

    def action_fill_nil(self):
        """Tick “nothing new” in every row that nobody has filled in: a report without news takes one click."""
        for report in self:
            report._check_actors("desk" if report.is_on_behalf else "agency")
            reason = report._get_locked_reason()
            if reason:
                raise UserError(reason)
            for rows in report._get_rows():
                empty = rows.filtered(lambda row: row._is_untouched() and not row._get_locked_reason())
                if empty:
                    empty.write({"is_nil": True})
        return True

    def _get_empty_rows(self):
        """Return the names of the rows that say nothing yet, at most ten."""
        names = [row.display_name for rows in self._get_rows() for row in rows if not row._is_filled()]
        return names[:10] + (["…"] if len(names) > 10 else [])

    def _offer_to_siblings(self):
        """Offer what these reports say to the agency's other drafts: what was approved once is not asked again.

        Not before it is approved: a draft may be entered by the desk, which would read what was never sent. And not
        to a draft of earlier days, which would speak of what came after it.
        """
        for report in self.sudo():  # sudo: rows of the same agency; its own rights were checked by the step
            siblings = report.search(
                [
                    ("agency_id", "=", report.agency_id.id),
                    ("desk_agency_id", "=", report.desk_agency_id.id),
                    ("state", "=", "draft"),
                    ("is_returned", "=", False),
                    ("period_id.state", "=", "open"),
                    ("id", "!=", report.id),
                    ("is_backfill", "=", False),
                    ("period_id.date_cutoff", ">=", report.period_id.date_cutoff),
                ]
            )
            for mine, theirs in zip(report._get_rows(), siblings._get_rows(), strict=True):
                mine._offer_to(theirs.filtered(lambda row: not row.is_typed and not row.is_nil))

    # The page on which a report is filled in and read: all its rows in one answer.

    @api.readonly
    def get_page(self):
        """Return what the page shows, as far as the user may read it.

        :return: {id, state, is_returned, editable, user_id, sections: [{key, title, columns, rows}],
            stages: {track: [[id, name]]}, owners: [[id, name]]}; each row says itself whether it may be filled in
        """
        self.ensure_one()
        self.check_access("read")
        sections = [
            {
                "key": key,
                "title": self._get_page_titles()[key],
                "columns": rows._get_page_columns(),
                "rows": rows._get_page_rows(),
            }
            for key, name in SECTIONS.items()
            if (rows := self._get_readable(name))
        ]
        editable = any(row["editable"] for section in sections for row in section["rows"])
        return {
            "id": self.id,
            "state": self.state,
            "is_returned": self.is_returned,
            "editable": editable,
            "user_id": self.env.uid,
            "sections": sections,
            "stages": self._get_page_stages() if editable else {},
            "owners": self._get_page_owners() if editable else [],
        }

    @api.model
    def _get_page_titles(self):
        return {
            "measurements": self.env._("Figures"),
            "lines": self.env._("Work"),
            "narratives": self.env._("Narrative"),
        }

    def _get_readable(self, name):
        """Return the rows that the user may read: the desk none before the leader has approved."""
        rows = self.env[self._fields[name].comodel_name]
        return rows.search([("report_id", "=", self.id)])

    def _get_page_stages(self):
        """Return the steps that a line of each track can be put into."""
        stages = self.env["plan.stage"].search([("kind", "in", ("todo", "doing", "review"))])
        tracks = self.line_ids.task_id.track_id
        return {track.id: [[stage.id, stage.name] for stage in stages if track in stage.track_ids] for track in tracks}

    def _get_page_owners(self):
        """Return the agency's people, for naming who fills in a row."""
        # sudo: colleagues' names; the desk that enters a report names nobody
        members = self.env["plan.member"].sudo()._search_in_office(self.agency_id, WORK_ROLES)
        return [[user.id, user.name] for user in members.user_id]
