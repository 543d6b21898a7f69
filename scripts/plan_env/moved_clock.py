"""A moved clock: all that a command starts from here on takes another moment for now, and time goes on from there.

PostgreSQL, Odoo and pytest get the same distance to the machine's own clock, and so do pages in Chromium by
moved_browser.py: they agree with each other. What measures how long something takes is left alone.
"""

import os
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

from . import postgres
from .console import Problem, step
from .instance import HOOK
from .packages import install

PACKAGE = "libfaketime"


def take(words):
    """Take `--at MOMENT` out of a command's words; return the moment, None where there is none, and the other words."""
    if "--at" not in words:
        return None, words
    place = words.index("--at")
    return read("".join(words[place + 1 : place + 2])), words[:place] + words[place + 2 :]


def read(text):
    """Return the moment, in UTC, of "2028-02-29 18:30"; of "12-31 18:30" the next one."""
    now = datetime.now(timezone.utc)
    # 29 February comes within eight years
    written = [text] if text.count("-") == 2 else [f"{now.year + years}-{text}" for years in range(9)]
    for one in written:
        try:
            moment = datetime.strptime(one, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)
        except ValueError:
            continue
        if one == text or moment > now:
            return moment
    raise Problem(f"--at “{text}”: write a moment in UTC, as in “2028-02-29 18:30”, or “12-31 18:30” for the next one.")


def move(moment, places):
    """Let everything that is started from now on begin at `moment`."""
    if postgres.existing():
        raise Problem("the clock of a database server that PGHOST names cannot be moved: unset PGHOST for --at.")
    install([PACKAGE], places)
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    distance = moment - datetime.now(timezone.utc)
    step(f"moving the clock to {moment:%Y-%m-%d %H:%M} UTC")
    # whoever runs Odoo may not be able to look into the checkout
    hook = places.account.own(places.home / "moved")
    shutil.copy(Path(__file__).parent / "moved" / "sitecustomize.py", hook)
    os.environ |= {
        HOOK: str(hook),
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{distance / timedelta(seconds=1):+.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DISABLE_SHM": "1",
    }
