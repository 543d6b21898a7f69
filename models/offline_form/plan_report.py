import hashlib

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...grammars.text import search_key
from ...papers.offline_form.marks import VERSION
from ...papers.offline_form.write import make_offline_form_mark, write_offline_form
from ...tools.clock import VIETNAM
from ..reporting.plan_report_row_mixin import LONGEST
from .plan_report_layout import LONGEST_LINE

# letters of a name in the form's mark, which is short
_LONGEST_NAME = 200


class PlanReport(models.Model):
    """A draft as a workbook that is filled in offline, with the rows and choices of the page (`get_page`)."""

    _inherit = "plan.report"

    def action_download_offline_form(self):
        """Hand out the offline form of the report."""
        for report in self:
            report._check_offline_form()
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/plan_tracking/report/{self.id}/offline_form", "target": "self"}

    def _check_offline_form(self):
        """Refuse in words who does not fill in the report, or a report that is not filled in now."""
        self.check_access("read")
        self._check_actors("desk" if self.is_on_behalf else "agency")
        reason = self._get_locked_reason()
        if reason:
            raise UserError(reason)

    def _get_offline_form_file(self):
        """Return (name, content) of the form."""
        self.ensure_one()
        self._check_offline_form()
        names = (self.agency_id.code, self.period_id.display_name)
        words = "-".join(search_key(name).replace("/", "-").replace(" ", "-") for name in names)
        return f"bieu-bao-cao-{words}.xlsx", write_offline_form(self._get_offline_form_data())

    def _get_offline_form_data(self):
        """Return what the form says, as `write_offline_form` takes it."""
        page = self.get_page()
        return {
            "key": make_offline_form_mark(**self._get_offline_form_key()),
            "guide": self._get_offline_form_guide(),
            "sheets": [self._get_offline_form_worksheet(section, page) for section in page["sections"]],
            "words": self._get_offline_form_words(),
        }

    @api.model
    def _get_offline_form_words(self):
        """Return {kind of cell: what is expected in it}."""
        return {
            "number": self.env._("Enter one number only, without “about” and without a unit."),
            "date": self.env._("Enter a day with month and year, such as 15/03/2026."),
            "choice": self.env._("Choose a value from the list."),
            "text": self.env._("At most %(longest)s characters.", longest=LONGEST),
            "line": self.env._("At most %(longest)s characters.", longest=LONGEST_LINE),
            "nil": self.env._("Write x if there is nothing new, or leave the cell empty."),
        }

    def _get_offline_form_key(self):
        """Return whose report the form is; names are in it so that a form of elsewhere can be called by its name."""
        return {
            "version": VERSION,
            "database": self._get_offline_form_database(),
            "report": self.id,
            "agency": self.agency_id.name[:_LONGEST_NAME],
            "agency_id": self.agency_id.id,
            "period": self.period_id.display_name[:_LONGEST_NAME],
            "period_id": self.period_id.id,
            "revision": self.revision,
            "lang": self.env.lang or "en_US",
        }

    @api.model
    def _get_offline_form_database(self):
        """Return what tells this database from others without naming it."""
        # sudo: the number itself is not handed out
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid") or ""
        return hashlib.sha256(f"plan_tracking {uuid}".encode()).hexdigest()[:16]

    def _get_offline_form_guide(self):
        facts = [
            (self.env._("Agency"), self.agency_id.name),
            (self.env._("Period"), self.period_id.display_name),
            (self.env._("To Be Sent"), self.last_day_text),
            (
                self.env._("Downloaded"),
                self.env._(
                    "%(moment)s, by %(user)s",
                    moment=format_datetime(self.env, self.env.cr.now(), tz=VIETNAM.key, dt_format="dd/MM/yyyy HH:mm"),
                    user=self.env.user.name,
                ),
            ),
        ]
        return {
            "title": self.env._("Guide"),
            "heading": self.env._("Offline form: %(report)s", report=self.display_name),
            "facts": facts,
            "lines": [
                self.env._("Fill in the yellow cells of the following worksheets; all others are locked."),
                self.env._(
                    "Do not change cells without news. If you clear a cell, its value in the report is cleared too."
                ),
                self.env._("If a row has nothing new, write x in the column “Nothing New” instead of filling it in."),
                self.env._(
                    "Enter numbers as numbers, without “about” and without a unit: write uncountable results into "
                    "the note. Zero is a figure; an empty cell is not."
                ),
                self.env._(
                    "Do not add rows: the work in the report comes from the plan. Add files on the report page."
                ),
                self.env._(
                    "Save the workbook as XLSX, open the report and press “Upload Offline Form”. You see every "
                    "change before anything is saved."
                ),
                self.env._("Do not write state secrets into this file or upload any."),
            ],
            "example": self.env._("This computer writes 1,234.5 as:"),
            "open": self.env._("to be filled in"),
            "closed": self.env._("not asked here"),
        }
