from odoo import api, models
from odoo.exceptions import UserError

from ...papers.plan_workbook.columns import BY_FILE, HEADINGS
from ...papers.plan_workbook.read import read_plan_workbook
from ...tools.table import TableError, read_worksheets


class PlanPackageWorkbook(models.AbstractModel):
    """A package as one XLSX: the plan workbook, filled in by an office."""

    _inherit = "plan.package"

    @api.model
    def _read_plan_workbook(self, content, name):
        """Return ({file: rows}, faults) of an uploaded form; faults as lines of the report."""
        try:
            files, faults = read_plan_workbook(read_worksheets(content, name))
        except TableError as error:
            raise UserError(self.env["plan.xlsx.reader"]._table_error_text(error)) from error
        if not files:
            raise UserError(
                self.env._(
                    "“%(name)s” is not the offline form of a plan: it has no known worksheet. Download the offline "
                    "form and fill it in.",
                    name=name,
                )
            )
        return files, [self._fault_line(fault) for fault in faults]

    @api.model
    def _fault_line(self, fault):
        heading = HEADINGS.get((fault.file, fault.column), fault.column)
        return {
            "level": "error",
            "file": fault.file,
            "row": fault.row,
            "column": heading,
            "message": self._fault_sentences()[fault.code] % {**fault.values, "column": heading, "sheet": fault.file},
        }

    @api.model
    def _worksheet_title(self, file):
        """Return what a file of the package is called in the form."""
        return BY_FILE[file].title if file in BY_FILE else file

    @api.model
    def _fault_place_text(self, line):
        values = {"sheet": self._worksheet_title(line["file"]), "row": line["row"], "message": line["message"]}
        if line["column"]:
            return self.env._("%(sheet)s, row %(row)s, column %(column)s: %(message)s", column=line["column"], **values)
        return self.env._("%(sheet)s, row %(row)s: %(message)s", **values)

    @api.model
    def _fault_sentences(self):
        """Return the sentence of every fault that reading a form can find."""
        return {
            "unknown_sheet": self.env._(
                "The offline form has no worksheet “%(sheet)s”. Restore its name, or delete it if you added it."
            ),
            "same_sheet": self.env._("There is another worksheet of this kind. Combine their rows on one worksheet."),
            "merged": self.env._(
                "The cells %(cells)s are merged: all but the first would be empty. Unmerge them and fill in every row."
            ),
            "unknown_column": self.env._(
                "The worksheet has no column “%(column)s”. Restore its name, or delete it. The columns are: %(known)s."
            ),
            "same_column": self.env._("The column “%(column)s” appears twice. Delete one of them."),
            "no_column": self.env._(
                "The column “%(column)s” is missing. Add it to the header row of the worksheet again."
            ),
            "no_heading": self.env._(
                "“%(text)s” has no heading above it. Move it to its column, or delete it if it is a note."
            ),
            "more_faults": self.env._(
                "Rows from here on were not read: correct the other faults first, then upload the offline form again."
            ),
            "no_text": self.env._(
                "The spreadsheet reads “%(text)s” as a number or date, but it may have been typed differently "
                "(85%%, 1.10, 1/2). Format the cell as text and enter it as printed."
            ),
            "error_value": self.env._("“%(text)s” is the output of a broken formula. Enter the value itself."),
            "no_date": self.env._("“%(text)s” is not a date. Enter it as 31/12/2026."),
            "serial": self.env._(
                "“%(text)s” is a date that has lost its format. Format the cell as a date: 31/12/2026."
            ),
            "no_year": self.env._("“%(text)s” is not a year. Enter it as 2030."),
            "no_whole": self.env._("“%(text)s” is not a whole number. Enter only digits, for example 10."),
            "no_choice": self.env._("“%(text)s” is not one of the choices. Choose one of: %(choices)s."),
        }
