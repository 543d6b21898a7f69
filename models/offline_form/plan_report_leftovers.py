from odoo import models

from .plan_report_layout import CELLS


class PlanReportLeftovers(models.Model):
    """The cells outside the rows of a form that comes back: said in words, so that no text is lost unsaid.

    Where a column or a sheet that the form had is missing, and there is content in an unknown place, it may be the
    missing one: a fault. Where all is there, it is somebody's own, and is passed over with a remark.
    """

    _inherit = "plan.report"

    def _read_offline_form_leftovers(self, form, page, outcome):
        """Add to `outcome` what is to be said of a `FilledOfflineForm` beside its rows.

        :param page: of the report now, as of `get_page`
        """
        for worksheet in form.worksheets:
            self._read_offline_form_strange_rows(worksheet, outcome)
            self._read_offline_form_columns(worksheet, page, outcome)
        titles = {section["key"]: section["title"] for section in page["sections"] if section["rows"]}
        for key in titles.keys() & {worksheet.section for worksheet in form.worksheets}:
            del titles[key]
        for name in form.strange_worksheets:
            message = (
                self._get_offline_form_lost_worksheet_text(titles)
                if titles
                else self._get_offline_form_own_worksheet_text()
            )
            outcome.add({"level": "fault" if titles else "note", "worksheet": name, "message": message})

    def _get_offline_form_own_worksheet_text(self):
        return self.env._("This worksheet is not part of the offline form and is not read.")

    def _get_offline_form_lost_worksheet_text(self, titles):
        """Return what is said of a sheet that nothing is known of where sheets with these titles are missing."""
        return self.env._(
            "This worksheet cannot be recognised, and the offline form lacks “%(titles)s”: its hidden first row or "
            "first column was deleted or overwritten. Download the offline form again and copy your completed cells "
            "into it.",
            titles="”, “".join(titles.values()),
        )

    def _read_offline_form_strange_rows(self, worksheet, outcome):
        """Name the rows that do not belong to the report, all of a sheet in one line."""
        count = len(worksheet.strange_rows)
        if not count:
            return
        first, last = min(worksheet.strange_rows), max(worksheet.strange_rows)
        if count == 1:
            message = self.env._(
                "This row does not belong to the report: the offline form cannot add rows. Delete it; new work "
                "comes from the plan."
            )
        else:
            message = self.env._(
                "Of rows %(first)s to %(last)s, %(count)s do not belong to the report: the offline form cannot add "
                "rows. Delete them; new work comes from the plan.",
                first=first,
                last=last,
                count=count,
            )
        outcome.add({"level": "fault", "worksheet": worksheet.name, "row": first, "message": message})

    # -- columns ------------------------------------------------------------------------------------------------------

    def _read_offline_form_columns(self, worksheet, page, outcome):
        """Name the columns that appear twice, and unknown columns that are not empty."""
        if worksheet.section not in CELLS:
            return
        labels = self._get_offline_form_labels(worksheet.section)
        keys = list(worksheet.columns.values())
        for key in labels:
            if keys.count(key) > 1:
                line = {"level": "fault", "worksheet": worksheet.name}
                outcome.add({**line, "message": self._get_offline_form_twice_text(labels[key])})
        missing = [
            labels[key]
            for key in labels
            if key in self._get_offline_form_open(worksheet.section, page).difference(keys)
        ]
        known = {key for key, *_rest in self._get_offline_form_columns(worksheet.section)} | {"returned_reason"}
        for column, row in worksheet.filled.items():
            if worksheet.columns.get(column) in known:
                continue
            line = {"worksheet": worksheet.name, "row": row, "column": column}
            if missing:
                outcome.add({"level": "fault", **line, "message": self._get_offline_form_lost_column_text(missing)})
            else:
                message = self.env._("This column is not part of the offline form and is not read.")
                outcome.add({"level": "note", **line, "message": message})

    def _get_offline_form_twice_text(self, label):
        return self.env._(
            "Two columns are marked as “%(column)s” in the hidden first row. Download the offline form again and "
            "copy your completed cells into it.",
            column=label,
        )

    def _get_offline_form_lost_column_text(self, missing):
        return self.env._(
            "This column cannot be recognised, and the worksheet lacks “%(columns)s”: its hidden first row was "
            "overwritten. Download the offline form again and copy your completed cells into it.",
            columns="”, “".join(missing),
        )

    def _get_offline_form_open(self, section, page):
        """Return the columns that are filled in on a sheet now."""
        rows = [row for one in page["sections"] if one["key"] == section for row in one["rows"] if row["editable"]]
        return set().union(*(self._get_offline_form_kinds(section, row) for row in rows))
