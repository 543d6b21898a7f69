from odoo import models
from odoo.tools import format_date


class PlanPlan(models.Model):
    """The annexes of a plan as a workbook, in the very columns of the paper; the rows are those of the screen."""

    _inherit = "plan.plan"

    def _get_export_tables(self):
        self.ensure_one()
        self.check_access("read")
        note = self._get_export_note()
        return [
            {
                "name": self.env._("Annex 1"),
                "title": self.env._("Annex 1: Indicators"),
                "note": note,
                "landscape": True,
                **self._get_indicator_columns_and_rows(),
            },
            {
                "name": self.env._("Annex 2"),
                "title": self.env._("Annex 2: Tasks"),
                "note": note,
                "landscape": True,
                **self._get_task_columns_and_rows(),
            },
        ]

    def _get_export_note(self):
        return self.env._(
            "(Attached to %(kind)s No. %(number)s of %(day)s)",
            kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            number=self.number,
            day=format_date(self.env, self.date_issued, date_format="dd/MM/yyyy"),
        )

    def _get_indicator_columns_and_rows(self):
        annex = self._get_indicator_annex()
        group = self.env._("Targets by Stage")
        return {
            "columns": [
                {"label": self.env._("No."), "kind": "text", "width": 8},
                {"label": self.env._("Indicator"), "kind": "text", "width": 52},
                *(
                    {"label": self.env._("Year %s", year), "kind": "text", "width": 16, "group": group}
                    for year in annex["years"]
                ),
                {"label": self.env._("Monitoring Agency"), "kind": "text", "width": 34},
            ],
            "rows": self._get_annex_rows(annex, lambda row: [row["name"], *row["cells"], row["monitor"]]),
        }

    def _get_task_columns_and_rows(self):
        annex = self._get_task_annex()
        return {
            "columns": [
                {"label": self.env._("No."), "kind": "text", "width": 8},
                {"label": self.env._("Programmes, Projects, Tasks"), "kind": "text", "width": 60},
                {"label": self.env._("Lead Agency"), "kind": "text", "width": 32},
                {"label": self.env._("Supporting Agencies"), "kind": "text", "width": 40},
                {"label": self.env._("Completion Time"), "kind": "text", "width": 20},
            ],
            "rows": self._get_annex_rows(
                annex, lambda row: [row["name"], row["lead"], row["support"], row["deadline"]]
            ),
        }

    def _get_annex_rows(self, annex, get_cells):
        for section in annex["sections"]:
            yield {"number": section["code"], "span": section["name"]}
            for row in section["rows"]:
                yield [row["number"], *get_cells(row)]
