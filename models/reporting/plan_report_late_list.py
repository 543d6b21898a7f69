from collections import defaultdict
from datetime import date, datetime

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.clock import vietnam_today
from .plan_report import OPEN_TO_DESK


class PlanReportLateList(models.Model):
    """The late list: the state of every report, as one table of agencies and periods."""

    _inherit = "plan.report"

    @api.model
    @api.readonly
    def get_late_list(self, year=None, kinds=None, schedule_ids=None):
        """Return the latest reports of a year as a table, as far as the user may read them, with one query.

        What was filled in later is left out: it is nobody's duty of that time. A report that another one satisfies
        has the status "covered", and beside it the status of the one that satisfies it.

        :param year: of the periods; none: this year in Việt Nam
        :param kinds: kinds of period to show; none: all
        :param schedule_ids: schedules to show; none: all
        :return: {year, periods: [{id, name, kind, schedule, last_day, last_hour, is_closed, can_copy, can_follow_up}],
            agencies: [{id, code, name, category, has_ended}],
            cells: {agency: {period: {report_id, status, state, …}}}}; periods by their due moment, agencies by category
            in Vietnamese order
        """
        year = int(year or vietnam_today().year)
        periods, agencies = [], []
        cells = defaultdict(dict)
        for (
            id_,
            agency_id,
            period_id,
            status,
            state,
            warnings,
            returns,
            covered_by_id,
            covering,
            about,
        ) in self._read_late_list(year, kinds, schedule_ids):
            if about:
                (agencies if agency_id else periods).append(about)
                continue
            cell = {"report_id": id_, "status": status, "state": state}
            if covered_by_id:
                cell.update(status="covered", covered_by_id=covered_by_id, covering_status=covering)
            if warnings and state in OPEN_TO_DESK:
                cell["warning_count"] = warnings
            if returns:
                cell["return_count"] = returns
            cells[agency_id][period_id] = cell
        return {
            "year": year,
            "periods": self._get_late_list_periods(periods),
            "agencies": self._get_late_list_agencies(agencies),
            "cells": cells,
        }

    def _read_late_list(self, year, kinds, schedule_ids):
        """Return a row for each report, and after them one for each agency and each period that has any.

        One query brings all three: an agency's name is not sent eighteen times.
        """
        domain = Domain("year", "=", year) & Domain("is_latest", "=", True) & Domain("is_backfill", "=", False)
        if kinds:
            domain &= Domain("kind", "in", kinds)
        if schedule_ids:
            domain &= Domain("period_id.schedule_id", "in", schedule_ids)
        query = self._search(domain)
        report = query.table
        covering = query.left_join(report, "covered_by_id", self._table, "id", "covered_by_id")
        names = ("id", "agency_id", "period_id", "status", "state", "warning_count", "return_count", "covered_by_id")
        columns = [SQL("%s AS %s", self._field_to_sql(report, name, query), SQL.identifier(name)) for name in names]
        columns.append(SQL("%s AS covering_status", self._field_to_sql(covering, "status", query)))
        return self.env.execute_query(
            SQL(
                """
                WITH cell AS (%(cells)s)
                SELECT cell.*, NULL::json FROM cell
                 UNION ALL
                SELECT NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, about FROM (%(agencies)s) agency
                 UNION ALL
                SELECT NULL, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, about FROM (%(periods)s) period
                """,
                cells=query.select(*columns),
                agencies=self._about_agencies(),
                periods=self._about_periods(),
            )
        )

    def _about_agencies(self):
        """Return the SQL of what is said of the agencies in `cell`."""
        # sudo: everybody who can read a report may know its agency; also of bodies that no longer exist
        agencies = self.env["plan.agency"].sudo().with_context(active_test=False)
        query = agencies._search(Domain.TRUE)
        category = query.join(query.table, "category_id", "plan_agency_category", "id", "category_id")
        query.add_where(SQL("%s IN (SELECT agency_id FROM cell)", SQL.identifier(query.table, "id")))
        return self._about(
            query,
            (agencies, query.table, ("id", "code", "name", "sort_key", "date_to")),
            (agencies.category_id, category, ("id", "name", "sequence", "sort_key")),
        )

    def _about_periods(self):
        """Return the SQL of what is said of the periods in `cell`."""
        periods = self.env["plan.period"].sudo()  # sudo: everybody who can read a report may know its period
        query = periods._search(Domain.TRUE)
        schedule = query.join(query.table, "schedule_id", "plan_reporting_schedule", "id", "schedule_id")
        query.add_where(SQL("%s IN (SELECT period_id FROM cell)", SQL.identifier(query.table, "id")))
        return self._about(
            query,
            (periods, query.table, ("id", "kind", "date_from", "date_last_day", "date_due", "state", "desk_agency_id")),
            (periods.schedule_id, schedule, ("name",)),
        )

    @api.model
    def _about(self, query, *parts):
        """Return the SQL of the query's ids, each with an array of these (model, alias, names of fields)."""
        columns = [model._field_to_sql(alias, name, query) for model, alias, names in parts for name in names]
        return query.select(
            SQL("%s AS id", SQL.identifier(query.table, "id")),
            SQL("json_build_array(%s) AS about", SQL(", ").join(columns)),
        )

    @api.model
    def _get_late_list_periods(self, rows):
        """Return the periods as the table's columns; what they are called is worked out here, without a query."""
        model = self.env["plan.period"]
        can_copy = {desk_id: model._may_name_missing(desk_id) for desk_id in {row[6] for row in rows}}
        return [
            {
                "id": id_,
                "name": model._get_name(kind, date.fromisoformat(start), schedule),
                "kind": kind,
                "schedule": schedule,
                "last_day": last_day,
                "last_hour": model._get_last_hour(date.fromisoformat(last_day), datetime.fromisoformat(due)),
                "is_closed": state == "closed",
                "can_copy": can_copy[desk_id],
                "can_follow_up": model._keeps(desk_id),
            }
            for id_, kind, start, last_day, due, state, desk_id, schedule in sorted(
                rows, key=lambda row: (row[4], row[2], row[0])
            )
        ]

    @api.model
    def _get_late_list_agencies(self, rows):
        """Return the agencies as the table's rows, also those that exist no more: they reported then."""
        today = vietnam_today().isoformat()
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
