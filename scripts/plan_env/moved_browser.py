"""A plugin of pytest for a moved clock: Chromium does not run under one, so its pages get a Date as far away."""

import os
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

SCRIPT = """
    {
        const moved = %s * 1000;
        const now = () => Reflect.apply(own.now, own, []) + moved;
        const own = globalThis.Date;
        globalThis.Date = new Proxy(own, {
            apply: () => new own(now()).toString(),
            construct: (target, args, type) => Reflect.construct(target, args.length ? args : [now()], type),
            get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
        });
    }
"""
spawn, start = ChromeBrowser._spawn_chrome, ChromeBrowser.__init__


def spawn_unmoved(self, *args):
    with patch.dict(os.environ):
        os.environ.pop("LD_PRELOAD", None)
        return spawn(self, *args)


def start_moved(self, *args, **kwargs):
    start(self, *args, **kwargs)
    source = SCRIPT % float(os.environ["FAKETIME"])
    self._websocket_request("Page.addScriptToEvaluateOnNewDocument", params={"source": source})


ChromeBrowser._spawn_chrome, ChromeBrowser.__init__ = spawn_unmoved, start_moved
