"""Numbers as the user's language writes them."""

from odoo.tools import formatLang
from odoo.tools.misc import get_lang


def format_number(env, value):
    """Return a number as the user's language writes it, without noughts that say nothing."""
    text = formatLang(env, value, digits=4)
    # the language that `formatLang` has taken: a call that names none goes by the user's own
    mark = get_lang(env).decimal_point or "."
    return text.rstrip("0").rstrip(mark) if mark in text else text
