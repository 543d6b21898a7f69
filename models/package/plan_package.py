import pathlib

from odoo import api, models
from odoo.exceptions import UserError

from ...loading.package import PackageLoader
from ...papers.plan_workbook.columns import HEADINGS
from ...tools.table import TableError, read_csv, read_zip

PACKAGES = pathlib.Path(__file__).parents[2] / "data" / "packages"


class PlanPackage(models.AbstractModel):
    """Loads a plan with its agencies from a package: a folder or ZIP of CSV files, one per model.

    `_preview` loads everything in a savepoint and takes it back, so it says exactly what `_load` will do. Rows are
    found again by their own keys (an agency's code, a task's section and number): loading a package twice changes
    nothing, and what was edited beside the text stays. The loading user's own rights
    decide.
    """

    _name = "plan.package"
    _description = "Plan Package"

    @api.model
    def _available(self):
        """Return [(folder, title)] of the packages that come with the module."""
        return [
            (folder.name, self._title(folder))
            for folder in sorted(PACKAGES.iterdir())
            if (folder / "plan.plan.csv").exists()
        ]

    @api.model
    def _title(self, folder):
        rows = read_csv((folder / "plan.plan.csv").read_bytes())
        last = rows[-1] if rows else {}
        return f"{last.get('number', folder.name)} – {last.get('title', '')[:100]}"

    @api.model
    def _read_folder(self, name):
        """Return {file: rows} of a package that comes with the module."""
        if name not in dict(self._available()):
            raise UserError(self.env._("There is no package with this name. Choose one from the list."))
        return {
            path.name.removesuffix(".csv"): read_csv(path.read_bytes(), path.name)
            for path in (PACKAGES / name).glob("*.csv")
        }

    @api.model
    def _read_upload(self, content, name):
        """Return {file: rows} of an uploaded ZIP."""
        try:
            files = read_zip(content, name)
        except TableError as error:
            raise UserError(self.env["plan.xlsx.reader"]._table_error_text(error)) from error
        if not files:
            raise UserError(
                self.env._(
                    "“%(name)s” contains no CSV files. Zip the package's CSV files and upload the ZIP.", name=name
                )
            )
        return files

    @api.model
    def _preview(self, files, faults=None):
        """Return the report of loading `files` without keeping anything."""
        savepoint = self.env.cr.savepoint()
        try:
            report = self._run(files, faults)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        return report

    @api.model
    def _load(self, files, faults=None):
        """Load `files`, or nothing when a row is at fault.

        :param list faults: what reading a form has found, as lines of the report; None for a package of CSV files
        :raises UserError: naming the first faults by file and row
        """
        report = self._run(files, faults)
        if report.has_errors:
            places = [self._place_text(line, faults) for line in report.lines if line["level"] == "error"]
            raise UserError(self.env._("Nothing was loaded. Correct these rows first:") + "\n" + "\n".join(places[:20]))
        return report

    @api.model
    def _place_text(self, line, faults):
        """Return a line of the report with its place: file and row, of a form sheet, row and column."""
        if faults is None:
            return f"{line['file']}.csv:{line['row']}: {line['message']}"
        return self._fault_place_text(line)

    @api.model
    def _run(self, files, faults=None):
        loader = PackageLoader(self.env, files, {} if faults is None else HEADINGS)
        loader.report.lines += faults or []
        loader.run()
        return loader.report
