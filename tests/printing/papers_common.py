"""The common ground of tests of printed pages: the engines that are there, and the pages read back."""

import os
import shutil
from pathlib import Path

import pymupdf


def engines():
    """The one that Odoo finds, with patched Qt, and Debian's own without it where there is one."""
    paths = [
        shutil.which("wkhtmltopdf", path=f"{Path(os.environ['PLAN_TRACKING_PYTHON']).parent}:{os.environ['PATH']}")
    ]
    return [*paths, *(path for path in ("/usr/bin/wkhtmltopdf",) if os.path.exists(path) and path not in paths)]


def read(pdf):
    return list(pymupdf.open(stream=pdf))


def spans(page):
    return [
        span
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip()
    ]
