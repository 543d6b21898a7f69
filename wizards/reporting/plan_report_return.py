from odoo import fields, models

from ...tools.clock import vietnam_today


class PlanReportReturn(models.TransientModel):
    """Gives reports back with a reason, whole or in single rows, or orders a new revision of what was accepted."""

    _name = "plan.report.return"
    _description = "Return a Report"

    report_ids = fields.Many2many(
        comodel_name="plan.report",
        string="Reports",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)
    date_resubmit = fields.Date(
        string="To Be Sent Again By", default=lambda self: self._default_date_resubmit(), help="The last valid day."
    )
    # single rows; none: the whole report
    line_ids = fields.Many2many(
        comodel_name="plan.report.line",
        relation="plan_report_return_line_rel",
        string="Only This Work",
        domain="[('report_id', 'in', report_ids)]",
    )
    measurement_ids = fields.Many2many(
        comodel_name="plan.measurement",
        relation="plan_report_return_measurement_rel",
        string="Only These Figures",
        domain="[('report_id', 'in', report_ids)]",
    )
    narrative_ids = fields.Many2many(
        comodel_name="plan.narrative",
        relation="plan_report_return_narrative_rel",
        string="Only These Headings",
        domain="[('report_id', 'in', report_ids)]",
    )

    def _default_date_resubmit(self):
        """Three working days: what the rule of a return usually leaves."""
        return self.env["plan.holiday"]._working_days_after(vietnam_today(), 3)

    def action_return(self):
        """Return the reports, or the chosen rows of them."""
        self.ensure_one()
        rows = (self.line_ids, self.measurement_ids, self.narrative_ids)
        for own in rows:
            own.check_access("read")
        self.report_ids._do_return(self.reason, rows, self.date_resubmit)
        return {"type": "ir.actions.act_window_close"}

    def action_revise(self):
        """Order a new revision of reports that were accepted."""
        self.ensure_one()
        made = self.report_ids._do_revise(self.reason, self.date_resubmit)
        return made._get_form_action() if len(made) == 1 else {"type": "ir.actions.act_window_close"}
