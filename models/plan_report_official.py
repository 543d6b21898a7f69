from odoo import api, fields, models
from odoo.tools import format_date

from .plan_report import OPEN_TO_DESK


class PlanReportOfficial(models.Model):
    """The official copy of a report: the last signed paper of what is approved now, shown at the head of its page.

    What the desk returned and the leader approved anew is another paper: the old one stays among the signed papers.
    """

    _inherit = "plan.report"

    official_paper_id = fields.Many2one(
        comodel_name="plan.report.paper", string="Official Copy", compute="_compute_official"
    )
    official_text = fields.Char(compute="_compute_official", export_string_translation=False)
    official_name = fields.Char(compute="_compute_official", export_string_translation=False)
    official_file = fields.Binary(compute="_compute_official_file", export_string_translation=False)

    @api.depends("paper_ids.return_count", "state", "return_count")
    @api.depends_context("uid", "lang")
    def _compute_official(self):
        for report in self:
            papers = report.paper_ids.filtered(lambda paper, report=report: paper.return_count == report.return_count)
            paper = papers.sorted("id")[-1:] if report.state in OPEN_TO_DESK else papers.browse()
            report.official_paper_id = paper
            report.official_text = paper and self.env._(
                "Official copy: %(number)s of %(day)s, signed by %(signer)s",
                number=paper.number,
                day=format_date(self.env, paper.date, date_format="dd/MM/yyyy"),
                signer=paper.signer,
            )
            report.official_name = paper.name if paper.sha256 else False  # a secret one has no file

    @api.depends("official_paper_id")
    @api.depends_context("uid", "bin_size")
    def _compute_official_file(self):
        for report in self:
            report.official_file = report.official_paper_id.file
