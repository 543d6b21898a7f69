from odoo import api, models
from odoo.tools import format_date

# the order in which a period's counts are shown, and who owes the desk something now: as the late list's page does
STATUSES = ("missing", "returned", "due_soon", "open", "late", "on_time", "covered")
OWED = ("missing", "returned", "due_soon")


class PlanReportLateList(models.Model):
    """The late list as a table of a workbook: the cells of the screen, in its words, with what is filtered there."""

    _inherit = "plan.report"

    @api.model
    def _get_late_tables(self, year=None, kind=None, category_id=None, only_owing=False):
        """Return the late list as the screen shows it.

        :param category_id: of the agencies to show; none: all
        :param only_owing: leave out who owes nothing in the periods that are shown
        """
        self.check_access("read")
        late_list = self.get_late_list(year, kinds=[kind] if kind else None)
        agencies = [
            agency for agency in late_list["agencies"] if not category_id or agency["category"]["id"] == category_id
        ]
        cells = {agency["id"]: late_list["cells"][agency["id"]] for agency in agencies}
        periods = late_list["periods"]
        agencies = [agency for agency in agencies if self._is_late_shown(cells[agency["id"]], only_owing)]
        day = self._get_export_moment()
        category = agencies[0]["category"]["name"] if category_id and agencies else None
        return [
            {
                "name": self.env._("Late List"),
                "title": self.env._("Reports of the Year %(year)s", year=str(late_list["year"])),
                "note": self.env._("%(category)s. %(moment)s", category=category, moment=day) if category else day,
                "columns": self._get_late_columns(periods),
                "rows": [*self._get_late_rows(periods, agencies, cells), *self._get_late_counts(periods, cells)],
                "landscape": True,
                "frozen": 2,
            }
        ]

    @api.model
    def _is_late_shown(self, row, only_owing):
        statuses = {cell["status"] for cell in row.values()}
        return bool(statuses.intersection(OWED) if only_owing else statuses)

    @api.model
    def _get_late_columns(self, periods):
        columns = [
            {"label": self.env._("No."), "kind": "integer", "width": 6},
            {"label": self.env._("Agency"), "kind": "text", "width": 34},
        ]
        for period in periods:
            day = format_date(self.env, period["last_day"], date_format="dd/MM/yyyy")
            if period["last_hour"]:
                label = self.env._(
                    "%(period)s\nby %(hour)s of %(day)s", period=period["name"], hour=period["last_hour"], day=day
                )
            else:
                label = self.env._("%(period)s\nto the end of %(day)s", period=period["name"], day=day)
            if period["is_closed"]:
                label = f"{label}\n({self.env._('closed')})"
            columns.append({"label": label, "kind": "text", "width": 16})
        return columns

    @api.model
    def _get_late_rows(self, periods, agencies, cells):
        for number, agency in enumerate(agencies, 1):
            name = agency["name"]
            if agency["has_ended"]:
                name = f"{name} {self.env._('(no longer exists)')}"
            row = cells[agency["id"]]
            yield [number, name, *(self._get_late_text(row.get(period["id"])) for period in periods)]

    @api.model
    def _get_late_counts(self, periods, cells):
        """Yield the number of agencies by state, below a heading line; of all, also of who owes nothing."""
        words = self._get_late_words()
        counts = [
            [sum(row.get(period["id"], {}).get("status") == status for row in cells.values()) for period in periods]
            for status in STATUSES
        ]
        if any(map(any, counts)):
            yield {"span": self.env._("Agencies by Status")}
        for status, numbers in zip(STATUSES, counts, strict=True):
            if any(numbers):
                yield [None, words[status], *(number or None for number in numbers)]

    @api.model
    def _get_late_words(self):
        return {
            "missing": self.env._("Missing"),
            "returned": self.env._("Returned"),
            "due_soon": self.env._("Due soon"),
            "open": self.env._("Not yet due"),
            "late": self.env._("Sent late"),
            "on_time": self.env._("On time"),
            "covered": self.env._("In another report"),
        }

    @api.model
    def _get_late_text(self, cell):
        """Return what a cell says: its status, and below it what is said beside it."""
        if not cell:
            return None
        words, notes = self._get_late_words(), []
        if cell["status"] == "covered":
            notes.append(words.get(cell.get("covering_status"), ""))
        elif cell["state"] == "accepted":
            notes.append(self.env._("accepted"))
        elif cell["state"] == "approved":
            notes.append(self.env._("to check"))
        elif cell["state"] == "submitted":
            notes.append(self.env._("waits for its leader"))
        if cell.get("warning_count"):
            notes.append(self.env._("looks odd: %s", cell["warning_count"]))
        if cell.get("return_count") and cell["status"] != "returned":
            notes.append(self.env._("returned before: %s", cell["return_count"]))
        return "\n".join([words[cell["status"]], *([" · ".join(filter(None, notes))] if any(notes) else [])])
