from odoo import api, models
from odoo.exceptions import UserError

from ...tools.upload import decode_upload
from ...tools.xlsx_reader.reader import LIMITS, WorkbookError, read_workbook


class PlanXlsxReader(models.AbstractModel):
    """Uploaded workbooks: read through the one guarded door, or refused in words."""

    _name = "plan.xlsx.reader"
    _description = "Uploaded Workbook"

    @api.model
    def _read_upload(self, file, name, **options):
        """Return the sheets of an XLSX as a browser sends it.

        :param file: base64, as a Binary field holds it
        :param str name: what the file is called, for the sentence
        :param options: of `read_workbook`
        :raises UserError: why the file is not taken, and what to do
        """
        if not file:
            raise UserError(self.env._("First choose the file."))
        try:
            return read_workbook(decode_upload(self.env, file, name, LIMITS.bytes), **options)
        except WorkbookError as error:
            raise UserError(self._get_sentence(error.code, name=name or "?", **error.values)) from error

    @api.model
    def _get_sentence(self, code, **values):
        """Return the sentence for the code of a `WorkbookError`."""
        return self._get_sentences()[code] % values

    @api.model
    def _get_sentences(self):
        """Return {code: sentence} of everything that keeps a workbook out."""
        return {
            "workbook_too_large": self.env._(
                "“%(name)s” is larger than %(size)s MB. Remove pictures and unneeded content."
            ),
            "too_large_inside": self.env._(
                "“%(name)s” unpacks to far more than an offline form or a list contains, so it was not opened. Copy "
                "its cells into a new workbook, save that as XLSX and upload it."
            ),
            "too_many_parts": self.env._(
                "“%(name)s” contains too many worksheets or components. Copy the worksheet you need into a new "
                "workbook."
            ),
            "too_many_rows": self.env._(
                "“%(name)s”, worksheet “%(sheet)s”: there is content in row %(row)s, but only %(rows)s rows are "
                "read. Delete everything far below the table, or split the list."
            ),
            "too_many_columns": self.env._(
                "“%(name)s”, worksheet “%(sheet)s”, row %(row)s: there is content to the right of column "
                "%(columns)s. Delete everything far to the right of the table."
            ),
            "too_many_cells": self.env._(
                "“%(name)s” contains more than the maximum of %(cells)s cells. Split it, or copy the cells you need "
                "into a new workbook."
            ),
            "text_too_long": self.env._(
                "“%(name)s”, worksheet “%(sheet)s”, row %(row)s: a text is longer than the %(letters)s characters "
                "that fit into a cell. Shorten it, or attach the longer text as a file."
            ),
            "too_slow": self.env._(
                "“%(name)s” could not be read within %(seconds)s seconds. Copy its cells into a new workbook, save "
                "that as XLSX and upload it."
            ),
            "empty_file": self.env._("“%(name)s” is empty. Save it again and upload it once more."),
            "has_password": self.env._(
                "“%(name)s” has a password. Open it in Excel, remove the password (File, Info, Protect Workbook, "
                "Encrypt with Password), save it and upload it again."
            ),
            "is_xls": self.env._(
                "“%(name)s” is a workbook of Excel 97-2003 (XLS), despite its name. Open it and save it as “Excel "
                "Workbook (*.xlsx)”."
            ),
            "is_xlsb": self.env._("“%(name)s” is a binary workbook (XLSB). Save it as “Excel Workbook (*.xlsx)”."),
            "is_ods": self.env._(
                "“%(name)s” is a document of LibreOffice, despite its name. Save it as “Excel 2007-365 (.xlsx)”."
            ),
            "is_text": self.env._(
                "“%(name)s” is a text file (CSV or a web page), despite its name. Open it and save it as “Excel "
                "Workbook (*.xlsx)”."
            ),
            "has_macros": self.env._(
                "“%(name)s” contains macros, which are not accepted. Save it as “Excel Workbook (*.xlsx)”, without "
                "macros."
            ),
            "has_dtd": self.env._(
                "“%(name)s” contains definitions (DTD) that no office program writes, so it was not opened. Copy "
                "its cells into a new workbook."
            ),
            "not_a_workbook": self.env._(
                "“%(name)s” cannot be read as a workbook: it is damaged, or something else. Open it in Excel or "
                "LibreOffice, save it as XLSX and upload it again."
            ),
        }

    @api.model
    def _table_error_text(self, error):
        """Return the sentence for a file that cannot be read."""
        sentences = {
            **self._get_sentences(),
            "too_large": self.env._("“%(name)s” is too large for a list. Split it or remove unneeded content."),
            "not_utf8": self.env._("“%(name)s” is not in UTF-8. Save it as “CSV UTF-8” and upload it again."),
            "not_a_table": self.env._("“%(name)s” cannot be read as a table. Save it again as CSV or XLSX."),
            "not_csv_or_xlsx": self.env._("“%(name)s” is neither CSV nor XLSX. Save it as one of these."),
            "not_a_zip": self.env._("“%(name)s” is not a readable ZIP. Zip the CSV files again, without a password."),
            "empty": self.env._("“%(name)s” is empty. The first row contains the names of the columns."),
        }
        return sentences[error.code] % error.values
