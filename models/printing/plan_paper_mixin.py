import base64
import hashlib
import logging
from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ...grammars.text import clean
from ...papers import docx
from ...papers.annex_rows import fit_rows
from ...papers.document import DEMO

_logger = logging.getLogger(__name__)

# official papers are Vietnamese whatever language the user works in
LANGUAGE = "vi_VN"
# papers that a person waits for; more are printed in the background
AT_ONCE = 20


def in_vietnamese(records):
    """Return the records as papers speak of them, where the database has the language."""
    known = dict(records.env["res.lang"].get_installed())
    return records.with_context(lang=LANGUAGE) if LANGUAGE in known else records


class PlanPaperMixin(models.AbstractModel):
    """Records that have official papers: one builder of rows for each, which PDF, Word, Excel and the screen draw.

    Each paper is a report whose name is `plan_tracking.paper_<name>`, printed by `ir.actions.report`.
    """

    _name = "plan.paper.mixin"
    _description = "Official Paper"

    def _get_paper(self, name):
        """Return the paper of this record as `papers.document.Document`, as far as the user may read it.

        :param str name: which of the record's papers
        :raises UserError: there is nothing to print yet, or nothing that the user may read
        """
        raise NotImplementedError

    def _get_papers(self, name):
        """Return the papers of these records, in Vietnamese, their rows no higher than a page."""
        self.check_access("read")
        if not self:
            raise UserError(self.env._("First choose the records to print."))
        if len(self) > AT_ONCE:
            raise UserError(
                self.env._("At most %(most)s papers at a time: choose fewer, or print them as ZIP.", most=AT_ONCE)
            )
        mark = DEMO if self.env["ir.config_parameter"]._plan_holds_demo() else ""
        return [replace(fit_rows(record._get_paper(name)), mark=mark) for record in in_vietnamese(self)]

    def _get_paper_file_name(self, name):
        """Return what the file of the paper is called."""
        return self._get_papers(name)[0].name if len(self) == 1 else self._description

    def _has_word(self):
        return docx.is_there()

    def _get_print_action(self, name):
        """Return the action that has the papers of all these records printed in the background, as one ZIP."""
        return self.env["plan.print.job"]._make(f"plan_tracking.paper_{name}", self)

    def _get_word_action(self, name):
        """Return the action that downloads the papers as Word files, for the Print menu.

        :raises UserError: python-docx, which is not a part of Odoo, is not installed
        """
        if not self._has_word():
            raise UserError(
                self.env._(
                    "Word files need the Python package “python-docx”, which is not installed on this server. Print "
                    "the PDF, or ask the administrator to install it."
                )
            )
        self._get_papers(name)  # refusals come here, not as an empty page
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/plan_tracking/word/plan_tracking.paper_{name}/{ids}",
            "target": "self",
        }

    def _complete_number(self, name, number):
        """Return the number of the paper with its symbol, where digits alone were typed: 7 is 07/BC-SKHCN."""
        if not number.isdigit():
            return number
        [document] = self._get_papers(name)
        return f"{int(number):02}/{document.full_symbol}"

    def _get_signed_copy_values(self, paper, name, raw, number, date):
        """Return the fields of `plan.signed.copy.mixin` when a signed paper comes back.

        :param str paper: which of the record's papers was signed
        :param bytes raw: the signed file; empty where it is secret or internal
        """
        return {
            "number": number,
            "date": date,
            "file": base64.b64encode(raw) if raw else False,
            "file_name": clean(name) if raw else False,
            "sha256": hashlib.sha256(raw).hexdigest() if raw else False,
            **self._get_printed_values(paper, number, date),
        }

    def _get_printed_values(self, name, number, day):
        """Return the PDF of the paper as it is drawn from here, to be kept beside the one that was signed.

        A server that cannot print keeps nobody from signing.
        """
        try:
            [document] = self._get_papers(name)
            annexes = [replace(annex, label="", note="") for annex in document.annexes]
            document = replace(document, number=number, day=day, is_draft=False, annexes=annexes)
            pdf = self.env["ir.actions.report"]._print_paper(document)
        except UserError as error:
            _logger.warning("%s was signed, but its own PDF could not be kept: %s", self.display_name, error)
            return {}
        return {
            "printed": base64.b64encode(pdf),
            "printed_name": f"{document.name}.pdf",
            "printed_sha256": hashlib.sha256(pdf).hexdigest(),
        }
