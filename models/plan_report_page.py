from odoo import api, models

from .plan_member import WORK_ROLES


class PlanReportPage(models.Model):
    """The page on which a report is filled in and read: all its rows in one answer."""

    _inherit = "plan.report"

    @api.readonly
    def get_page(self):
        """Return what the page shows, as far as the user may read it.

        :return: {id, state, is_returned, editable, user_id, sections: [{key, title, rows}],
            stages: {track: [[id, name]]}, owners: [[id, name]]}; each row says itself whether it may be filled in
        """
        self.ensure_one()
        self.check_access("read")
        sections = [
            {"key": key, "title": title, "rows": rows._get_page_rows()}
            for key, title, rows in (
                ("measurements", self.env._("Figures"), self._get_readable("measurement_ids")),
                ("lines", self.env._("Work"), self._get_readable("line_ids")),
                ("narratives", self.env._("Narrative"), self._get_readable("narrative_ids")),
            )
            if rows
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
