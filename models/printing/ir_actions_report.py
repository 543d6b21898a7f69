import io
import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import find_in_path

from ...papers.document import DRAFT, MOTTO, NATION, Span, text_of
from ...papers.pdf import Engine, Part, PdfError, print_parts
from ...papers.sizes import SIZES

_logger = logging.getLogger(__name__)
PREFIX = "plan_tracking.paper_"


class IrActionsReport(models.Model):
    """Prints official papers: their rows come from `_get_paper`, their pages from papers/pdf.py.

    Odoo's own way would bring a company's layout, its style sheet and a second of waiting into each of them, and page
    numbers by patched Qt alone.
    """

    _inherit = "ir.actions.report"

    @api.model
    def _get_paper_key(self, report):
        """Return which paper the report prints, or False where it is none."""
        name = report.report_name or ""
        return name.startswith(PREFIX) and name.removeprefix(PREFIX)

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        paper = self._get_paper_key(report)
        if paper:
            records = self.env[report.model].browse(docids or ())
            values.update(self._get_paper_values(), docs=records._get_papers(paper))
        return values

    @api.model
    def _get_paper_values(self):
        return {
            "nation": NATION,
            "motto": MOTTO,
            "draft": DRAFT,
            "sizes": SIZES,
            "text_of": text_of,
            "is_span": lambda row: isinstance(row, Span),
        }

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Print papers for real in tests too, where Odoo would give their HTML."""
        report = self._get_report(report_ref)
        paper = self._get_paper_key(report)
        if not paper:
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        ids = [res_ids] if isinstance(res_ids, int) else list(dict.fromkeys(res_ids or ()))
        records = self.env[report.model].browse(ids)
        documents = records._get_papers(paper)
        streams = {
            record.id: {"stream": io.BytesIO(self._print_paper(document)), "attachment": None}
            for record, document in zip(records, documents, strict=True)
        }
        return streams, "pdf"

    @api.model
    def _find_engine(self):
        return find_in_path("wkhtmltopdf")

    @api.model
    def _print_paper(self, document):
        """Return the paper's PDF.

        :raises UserError: no wkhtmltopdf is there, or it failed
        """
        qweb = self.env["ir.qweb"]
        values = self._get_paper_values()
        style = qweb._render("plan_tracking.paper_style", values)
        parts = []
        if document.has_cover:
            parts.append(Part(str(qweb._render("plan_tracking.paper_body", {**values, "paper": document}))))
        parts += [
            Part(str(qweb._render("plan_tracking.paper_annex", {**values, "annex": annex})), annex.landscape)
            for annex in document.annexes
        ]
        try:
            return print_parts(parts, str(style), Engine.at(self._find_engine()), document.mark)
        except (OSError, PdfError) as error:
            _logger.error("A paper could not be printed: %s", error)
            raise UserError(
                self.env._(
                    "The PDF could not be created: the server's wkhtmltopdf failed. Use the Word file, or ask the "
                    "administrator to check the log."
                )
            ) from error
