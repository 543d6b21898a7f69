"""Numbers as the user's language writes them."""

from odoo.tools import formatLang


def format_number(env, value):
    """Return a number as the user's language writes it, without noughts that say nothing."""
    text = formatLang(env, value, digits=4)
    mark = env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point or "."
    return text.rstrip("0").rstrip(mark) if mark in text else text
