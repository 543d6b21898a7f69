from odoo import api, fields, models


class PlanPlanAnnex(models.Model):
    """The annexes of a plan as the paper shows them: one builder of rows for each, templates only draw them."""

    _inherit = "plan.plan"

    annex_indicator_html = fields.Html(compute="_compute_annexes", string="Annex of Indicators", sanitize=False)
    annex_task_html = fields.Html(compute="_compute_annexes", string="Annex of Tasks", sanitize=False)

    @api.depends("indicator_ids", "task_ids")
    def _compute_annexes(self):
        for plan in self:
            qweb = self.env["ir.qweb"]
            plan.annex_indicator_html = qweb._render("plan_tracking.annex_indicators", plan._get_indicator_annex())
            plan.annex_task_html = qweb._render("plan_tracking.annex_tasks", plan._get_task_annex())

    def _get_indicator_annex(self):
        """Return the rows of the annex of indicators: `years`, and `sections` with `rows` of verbatim texts."""
        self.ensure_one()
        cells = {}
        for target in self.env["plan.target"].search([("plan_id", "=", self.id)]):
            cells.setdefault(target.indicator_id.id, {})[target.year] = target.text or ""
        years = sorted({year for by_year in cells.values() for year in by_year})
        return {
            "years": years,
            "sections": [
                {
                    "code": section.code,
                    "name": section.name,
                    "rows": [
                        {
                            "id": indicator.id,
                            "number": indicator.number,
                            "name": indicator.name,
                            "cells": [cells.get(indicator.id, {}).get(year, "") for year in years],
                            "monitor": indicator.monitor_text or "",
                        }
                        for indicator in section.indicator_ids
                    ],
                }
                for section in self.section_ids.filtered(lambda section: section.content == "indicator")
            ],
        }

    def _get_task_annex(self):
        """Return the rows of the annex of tasks: `sections` with `rows` of verbatim texts."""
        self.ensure_one()
        return {
            "sections": [
                {
                    "code": section.code,
                    "name": section.name,
                    "rows": [
                        {
                            "id": task.id,
                            "number": task.number,
                            "name": task.name,
                            "lead": task.lead_text or "",
                            "support": task.support_text or "",
                            "deadline": task.deadline_text or "",
                        }
                        for task in section.task_ids
                    ],
                }
                for section in self.section_ids.filtered(lambda section: section.content == "task")
            ],
        }
