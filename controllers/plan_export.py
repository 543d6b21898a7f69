import json
import logging

import psycopg2
from werkzeug.exceptions import InternalServerError

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.osutil import clean_filename

from ..papers.workbook.write import write_workbook
from ..tools.clock import vietnam_today
from .download import file_response

_logger = logging.getLogger(__name__)

# so many rows are written well before a server gives a request up
MAX_ROWS = 100_000
# errors of a list's domain: a missing field, a value of another type, endless nesting
BAD_DOMAIN = (ValueError, TypeError, KeyError, AttributeError, RecursionError, psycopg2.Error)


class PlanExportController(http.Controller):
    """Workbooks of what the user sees: lists as filtered, a period's results, the late list, a plan's annexes.

    Nothing is read with other rights than the user's own, so users can export everything that they can read on the
    screen.
    """

    @http.route("/plan_tracking/export", type="http", auth="user", methods=["POST"], readonly=True)
    def sheet(self, data="", **_kwargs):
        """Answer with an XLSX file; what goes wrong comes back as the web client's `download` expects it.

        :param str data: JSON: `what` is wanted, one of the keys of `_WAYS`, and what that one asks for
        """
        try:
            params = self._read(data)
            name, tables = self._WAYS[params["what"]](self, params)
            content = write_workbook(tables, cut_mark=request.env._("[… cut off: too long for a cell]"))
        except Exception as error:
            fault = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(error)}
            if isinstance(error, UserError):
                fault["data"]["debug"] = ""  # the sentence says it all
            else:
                _logger.exception("A workbook could not be made.")
            raise InternalServerError(json.dumps(fault)) from error
        _logger.info("User %d took the workbook %r: %.1000s", request.env.uid, params["what"], data)
        day = f"{vietnam_today():%d-%m-%Y}"
        return file_response(clean_filename(f"{name} {day}.xlsx", "-"), content, Cache_Control="no-store")

    # -- what can be had: each returns the file's name and the tables --------------------------------------------------

    def _get_work(self, params):
        return request.env._("Work"), self._find("plan.assignment", params)._get_export_tables(self._keys(params))

    def _get_reports(self, params):
        return request.env._("Reports"), self._find("plan.report", params)._get_export_tables(self._keys(params))

    def _get_period(self, params):
        period = self._one("plan.period", params)
        return request.env._("Results of %(period)s", period=period.display_name), period._get_export_tables()

    def _get_annexes(self, params):
        plan = self._one("plan.plan", params)
        return request.env._("Annexes of %(plan)s", plan=plan.number), plan._get_export_tables()

    def _get_late(self, params):
        tables = request.env["plan.report"]._get_late_tables(
            year=self._number(params.get("year")),
            kind=self._choice(params.get("kind"), "plan.report", "kind"),
            category_id=self._number(params.get("category_id")),
            only_owing=bool(params.get("only_owing")),
        )
        return request.env._("Late List"), tables

    _WAYS = {
        "work": _get_work,
        "reports": _get_reports,
        "period": _get_period,
        "annexes": _get_annexes,
        "late": _get_late,
    }

    # -- what is asked for ---------------------------------------------------------------------------------------------

    def _read(self, data):
        try:
            params = json.loads(data)
        except (ValueError, RecursionError):
            params = None
        if not isinstance(params, dict) or params.get("what") not in list(self._WAYS):
            raise UserError(request.env._("This workbook is unknown. Reload the page and try again."))
        return params

    def _find(self, model, params):
        """Return the records of a list: the chosen ones, or all that its filter finds."""
        records = request.env[model]
        records.check_access("read")
        if params.get("ids"):
            return self._browse(model, params["ids"])
        try:
            found = records.search(Domain(params.get("domain") or []), limit=MAX_ROWS + 1)
        except BAD_DOMAIN as error:
            raise UserError(
                request.env._("The filter of this list could not be read. Open the list again and retry.")
            ) from error
        self._check_size(found)
        return found

    def _browse(self, model, ids):
        if not isinstance(ids, list) or not all(map(self._is_id, ids)):
            raise self._not_there()
        found = request.env[model].search([("id", "in", ids)], limit=MAX_ROWS + 1)
        self._check_size(found)
        # one sentence for what is not there and for what is not the caller's to know
        if len(found) != len(set(ids)):
            raise self._not_there()
        return found

    def _one(self, model, params):
        records = self._browse(model, params.get("ids"))
        if len(records) != 1:
            raise UserError(request.env._("Open a record, then export its workbook."))
        return records

    def _check_size(self, records):
        if len(records) > MAX_ROWS:
            raise UserError(
                request.env._("The list has more than %(count)s rows. Filter it first.", count=f"{MAX_ROWS:,}")
            )

    @staticmethod
    def _not_there():
        return UserError(
            request.env._("The selected records no longer exist. Open the list again and select them again.")
        )

    @staticmethod
    def _is_id(value):
        return type(value) is int and 0 < value < 2**31

    def _keys(self, params):
        """Return the keys of the chosen columns; none: those that are chosen from the start."""
        keys = params.get("columns")
        if keys is None:
            return None
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
            raise UserError(request.env._("Choose at least one column."))
        return frozenset(keys)

    def _number(self, value):
        if not value:
            return None
        if not self._is_id(value):
            raise self._not_there()
        return value

    def _choice(self, value, model, field):
        if not value:
            return None
        if value not in list(request.env[model]._fields[field].get_values(request.env)):
            raise self._not_there()
        return value
