from odoo import api, models
from odoo.fields import Domain

from ..tools.clock import vietnam_today
from .plan_report import OPEN_TO_DESK


class PlanReportMatrix(models.Model):
    """The late list: whose report for which period stands where, as one table of agencies and periods."""

    _inherit = "plan.report"

    @api.model
    @api.readonly
    def get_late_matrix(self, year=None, kinds=None, schedule_ids=None):
        """Return the latest reports of a year as a table, as far as the user may read them, with one query.

        What was filled in later is left out: it is nobody's duty of that time. A report that another one satisfies
        has the status "covered", and beside it the status of the one that satisfies it.

        :param year: of the periods; none: this year in Việt Nam
        :param kinds: kinds of period to show; none: all
        :param schedule_ids: schedules to show; none: all
        :return: {year, periods: [{id, name, kind, schedule, last_day, is_closed, can_copy}], agencies: [{id, code,
            name, category, has_ended}], cells: {agency: {period: {report_id, status, state, …}}}, counts: {period:
            {status: number}}}; periods by their due moment, agencies by category in Vietnamese order
        """
        year = int(year or vietnam_today().year)
        periods, agencies, cells, counts = {}, {}, {}, {}
        for cell, agency, period in self._read_matrix(year, kinds, schedule_ids):
            agency_id, period_id = agency[0], period[0]
            row = cells.get(agency_id)
            if row is None:
                row = cells[agency_id] = {}
                agencies[agency_id] = agency
            count = counts.get(period_id)
            if count is None:
                count = counts[period_id] = {}
                periods[period_id] = period
            row[period_id] = cell
            count[cell["status"]] = count.get(cell["status"], 0) + 1
        return {
            "year": year,
            "periods": self._get_matrix_periods(periods.values()),
            "agencies": self._get_matrix_agencies(agencies.values()),
            "cells": cells,
            "counts": counts,
        }

    def _read_matrix(self, year, kinds, schedule_ids):
        """Yield each report as its cell, with the columns of its agency and of its period."""
        domain = Domain("year", "=", year) & Domain("is_latest", "=", True) & Domain("is_backfill", "=", False)
        if kinds:
            domain &= Domain("kind", "in", kinds)
        if schedule_ids:
            domain &= Domain("period_id.schedule_id", "in", schedule_ids)
        query = self._search(domain)
        report = query.table
        covering = query.left_join(report, "covered_by_id", self._table, "id", "covered_by_id")
        agency = query.join(report, "agency_id", "plan_agency", "id", "agency_id")
        category = query.join(agency, "category_id", "plan_agency_category", "id", "category_id")
        period = query.join(report, "period_id", "plan_period", "id", "period_id")
        schedule = query.join(period, "schedule_id", "plan_reporting_schedule", "id", "schedule_id")
        columns = [
            self.env[model]._field_to_sql(alias, name, query)
            for model, alias, names in (
                ("plan.report", report, ("id", "status", "state", "warning_count", "return_count", "covered_by_id")),
                ("plan.report", covering, ("status",)),
                ("plan.agency", agency, ("id", "code", "name", "sort_key", "date_to")),
                ("plan.agency.category", category, ("id", "name", "sequence", "sort_key")),
                ("plan.period", period, ("id", "kind", "date_from", "date_last_day", "date_due", "state")),
                ("plan.period", period, ("desk_agency_id",)),
                ("plan.reporting.schedule", schedule, ("name",)),
            )
            for name in names
        ]
        for row in self.env.execute_query(query.select(*columns)):
            id_, status, state, warnings, returns, covered_by_id, covering_status = row[:7]
            cell = {"report_id": id_, "status": status, "state": state}
            if covered_by_id:
                cell.update(status="covered", covered_by_id=covered_by_id, covering_status=covering_status)
            if warnings and state in OPEN_TO_DESK:
                cell["warning_count"] = warnings
            if returns:
                cell["return_count"] = returns
            yield cell, row[7:16], row[16:]

    @api.model
    def _get_matrix_periods(self, rows):
        """Return the periods as the table's columns; what they are called is worked out here, without a query."""
        model = self.env["plan.period"]
        return [
            {
                "id": id_,
                "name": model._get_name(kind, start, schedule),
                "kind": kind,
                "schedule": schedule,
                "last_day": last_day.isoformat(),
                "is_closed": state == "closed",
                "can_copy": model._may_name_missing(desk_id),
            }
            for id_, kind, start, last_day, _due, state, desk_id, schedule in sorted(
                rows, key=lambda row: (row[4], row[2], row[0])
            )
        ]

    @api.model
    def _get_matrix_agencies(self, rows):
        """Return the agencies as the table's rows, also those that exist no more: they reported then."""
        today = vietnam_today()
        return [
            {
                "id": id_,
                "code": code,
                "name": name,
                "category": {"id": category_id, "name": category},
                "has_ended": bool(date_to and date_to < today),
            }
            for id_, code, name, _key, date_to, category_id, category, _sequence, _category_key in sorted(
                rows, key=lambda row: (row[7] or 0, row[8] or "", row[5], row[3] or "", row[0])
            )
        ]
