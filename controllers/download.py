"""Sends files from the module's routes."""

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(name, content, kind=XLSX, **headers):
    """Return the answer that makes the browser save a file; `headers` with underscores for hyphens."""
    more = [(header.replace("_", "-"), value) for header, value in headers.items()]
    return request.make_response(
        content, [("Content-Type", kind), ("Content-Disposition", content_disposition(name)), *more]
    )
