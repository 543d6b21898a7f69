from importlib.util import find_spec

from odoo import models
from odoo.exceptions import UserError

# official papers are Vietnamese whatever language the user works in
LANGUAGE = "vi_VN"


class PlanDocumentMixin(models.AbstractModel):
    """Records that have official papers: one builder of rows for each, which PDF, Word, Excel and the screen draw.

    Each paper is a report whose name is `plan_tracking.paper_<name>`, printed by `ir.actions.report`.
    """

    _name = "plan.document.mixin"
    _description = "Official Paper"

    def _get_document(self, name):
        """Return the paper of this record as `papers.document.Document`, as far as the user may read it.

        :param str name: which of the record's papers
        :raises UserError: there is nothing to print yet, or nothing that the user may read
        """
        raise NotImplementedError

    def _get_documents(self, name):
        """Return the papers of these records, in Vietnamese."""
        self.check_access("read")
        known = dict(self.env["res.lang"].get_installed())
        spoken = self.with_context(lang=LANGUAGE) if LANGUAGE in known else self
        return [record._get_document(name) for record in spoken]

    def _get_document_name(self, name):
        """Return what the file of the paper is called."""
        return self._get_documents(name)[0].name if len(self) == 1 else self._description

    def _has_word(self):
        return bool(find_spec("docx"))

    def _get_print_action(self, name):
        """Return the action that has the papers of all these records printed in the background, as one ZIP."""
        return self.env["plan.print"]._make(f"plan_tracking.paper_{name}", self)

    def _get_word_action(self, name):
        """Return the action that downloads the papers as Word files, for the Print menu.

        :raises UserError: python-docx, which is not a part of Odoo, is not installed
        """
        if not self._has_word():
            raise UserError(
                self.env._(
                    "Word files need the Python package “python-docx”, which this server does not have. Print the PDF, "
                    "or ask the administrator to install it."
                )
            )
        self._get_documents(name)  # what cannot be printed is said here, not on an empty page
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/plan_tracking/word/plan_tracking.paper_{name}/{ids}",
            "target": "download",
        }
