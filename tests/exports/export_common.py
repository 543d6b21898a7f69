import io
import json
import re
from urllib.parse import unquote

import openpyxl

from odoo.tools import mute_logger

from ..access.access_common import AccessCase

NOW = "2026-03-10 03:00:00"


def read(content):
    """Return {sheet: its rows below title and note, the head first}; empty cells are None."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        worksheet.title: [list(row) for row in worksheet.iter_rows(min_row=3, values_only=True)] for worksheet in book
    }


def column(rows, label):
    """Return the values of a column by its head."""
    index = rows[0].index(label)
    return [row[index] for row in rows[1:]]


class ExportCase:
    """Asks for workbooks over HTTP as the web client does, in English whatever the database speaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def take(self, user, what, **params):
        """Return the sheets of a workbook; the file's name is kept."""
        response = self.post(user, what, **params)
        self.assertEqual(response.status_code, 200, response.text[:2000])
        disposition = response.headers["Content-Disposition"]
        self.name = unquote(re.search(r"filename\*=UTF-8''([^;]+)", disposition)[1])
        return read(response.content)

    def refused(self, user, what, **params):
        """Ask for what is refused in words; return the sentence."""
        with mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            response = self.post(user, what, **params)
        self.assertEqual(response.status_code, 500)
        self.assertNotIn("Traceback", response.text)
        fault = json.loads(re.search(r"<p>(.*)</p>", response.text, re.DOTALL)[1].replace("&#34;", '"'))["data"]
        self.assertIn(fault["name"].rpartition(".")[2], ("UserError", "AccessError"))
        return fault["message"]

    def post(self, user, what, **params):
        user.lang = "en_US"
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        data = {"data": json.dumps({"what": what, **params}), "csrf_token": self.csrf_token()}
        response = self.url_open("/plan_tracking/export", data=data, timeout=60)
        self.env.invalidate_all()
        return response

    csrf_token = AccessCase.csrf_token

    def count_queries(self, function):
        """Return how many queries a call takes with a cold cache of records and a warm registry."""
        function()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        return self.env.cr.sql_log_count - before
