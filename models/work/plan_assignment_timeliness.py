from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.clock import vietnam_today

TIMELINESS = [
    ("overdue", "Overdue"),
    ("due_soon", "Due Soon"),
    ("not_due", "Not Yet Due"),
    ("handed_in", "Submitted on Time"),
    ("no_deadline", "No Deadline"),
    ("done_on_time", "Done on Time"),
    ("done_late", "Done Late"),
    ("stopped", "Paused or Cancelled"),
]


class PlanAssignmentTimeliness(models.AbstractModel):
    """The timeliness of an assignment against its deadline today, in Việt Nam's days.

    It depends on the day, so it is never stored; one SQL expression searches, groups, sorts and feeds progress bars,
    and `_get_timeliness` says the same of one record (a test holds the two together). A result that was handed in in
    time is not overdue while it waits for others.
    """

    _name = "plan.assignment.timeliness"
    _description = "Timeliness"

    timeliness = fields.Selection(
        selection=TIMELINESS, compute="_compute_timeliness", search="_search_timeliness", compute_sudo=False
    )
    timeliness_origin = fields.Selection(
        selection=TIMELINESS,
        string="Against the Original Deadline",
        compute="_compute_timeliness_origin",
        search="_search_timeliness_origin",
        compute_sudo=False,
    )

    # the deadline of each reading
    _DEADLINES = {"timeliness": "date_deadline", "timeliness_origin": "date_deadline_origin"}

    @api.depends("stage_kind", "date_deadline", "date_done", "date_submitted")
    def _compute_timeliness(self):
        today, soon = self._timeliness_days()
        for assignment in self:
            assignment.timeliness = assignment._get_timeliness(assignment.date_deadline, today, soon)

    @api.depends("stage_kind", "date_deadline_origin", "date_done", "date_submitted")
    def _compute_timeliness_origin(self):
        today, soon = self._timeliness_days()
        for assignment in self:
            assignment.timeliness_origin = assignment._get_timeliness(assignment.date_deadline_origin, today, soon)

    def _get_timeliness(self, deadline, today, soon):
        """Return the timeliness against `deadline` on `today`; what is due up to `soon` is due soon."""
        if self.stage_kind in ("paused", "cancelled"):
            return "stopped"
        if self.stage_kind == "done":
            late = deadline and self.date_done and self.date_done > deadline
            return "done_late" if late else "done_on_time"
        if not deadline:
            return "no_deadline"
        if self.stage_kind == "review" and self.date_submitted and self.date_submitted <= deadline:
            return "handed_in"
        if deadline < today:
            return "overdue"
        return "due_soon" if deadline <= soon else "not_due"

    @api.model
    def _timeliness_days(self):
        """Return today and the last day that counts as soon."""
        # sudo: a setting that everybody's screen depends on
        days = int(self.env["ir.config_parameter"].sudo().get_param("plan_tracking.due_soon_days", 15))
        today = vietnam_today()
        return today, today + timedelta(days=days)

    @api.model
    def _search_timeliness(self, operator, value):
        return self._search_reading("timeliness", operator, value)

    @api.model
    def _search_timeliness_origin(self, operator, value):
        return self._search_reading("timeliness_origin", operator, value)

    @api.model
    def _search_reading(self, name, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(one for one in value if one)  # every assignment has one: nobody's is empty
        if not wanted:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IN %s", model._field_to_sql(alias, name, query), wanted),
            predicate=lambda assignment: assignment[name] in wanted,
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in self._DEADLINES:
            return super()._field_to_sql(alias, field_expr, query)
        today, soon = self._timeliness_days()
        kind, deadline, done, submitted = (
            self._field_to_sql(alias, name, query)
            for name in ("stage_kind", self._DEADLINES[field_expr], "date_done", "date_submitted")
        )
        return SQL(
            """CASE
                WHEN %(kind)s IN ('paused', 'cancelled') THEN 'stopped'
                WHEN %(kind)s = 'done' AND %(done)s > %(deadline)s THEN 'done_late'
                WHEN %(kind)s = 'done' THEN 'done_on_time'
                WHEN %(deadline)s IS NULL THEN 'no_deadline'
                WHEN %(kind)s = 'review' AND %(submitted)s <= %(deadline)s THEN 'handed_in'
                WHEN %(deadline)s < %(today)s THEN 'overdue'
                WHEN %(deadline)s <= %(soon)s THEN 'due_soon'
                ELSE 'not_due'
            END""",
            kind=kind,
            deadline=deadline,
            done=done,
            submitted=submitted,
            today=today,
            soon=soon,
        )

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        """Show the timeliness as it matters, what is overdue first."""
        result = super().search_panel_select_range(field_name, **kwargs)
        if field_name in self._DEADLINES:
            order = [key for key, _label in TIMELINESS]
            result["values"].sort(key=lambda value: order.index(value["id"]))
        return result
