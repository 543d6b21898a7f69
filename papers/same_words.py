"""The statements of many bodies, combined for a paper: bodies that say the same are listed together."""

from ..grammars.text import normalise

# so many that say the same are counted too
MANY = 5


def merge(pairs):
    """Return (speakers, text) for each text of these (speaker, text), in the order in which they first appear.

    Those who say it in the same words are its speakers; case and what ends a sentence do not count.
    """
    first, speakers = {}, {}
    for speaker, text in pairs:
        key = normalise(text)
        first.setdefault(key, text)
        speakers.setdefault(key, {}).setdefault(speaker)
    return [([name for name in speakers[key] if name], text) for key, text in first.items()]


def name_all(names, most=None):
    """Return names as a sentence lists them: "Sở Nội vụ, Sở Tài chính và 3 đơn vị khác"; `most` of them."""
    names = list(names)
    if most and len(names) > most + 1:
        return f"{', '.join(names[:most])} và {len(names) - most} đơn vị khác"
    return ", ".join(names)


def say(speakers, text, most=None):
    """Return what these say as lines: "Sở Nội vụ: Đã ban hành.", or of several "Đã ban hành (Sở Nội vụ, Sở Y tế)".

    Of many their number comes first: "Đã ban hành (27 đơn vị: Sở Nội vụ, …)".

    :param int most: up to so many are named, then the others are counted
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    if len(speakers) > 1:
        count = f"{len(speakers)} đơn vị: " if len(speakers) > MANY and not most else ""
        lines[-1] = f"{lines[-1].rstrip(' .')} ({count}{name_all(speakers, most)})"
    elif speakers:
        lines[0] = f"{speakers[0]}: {lines[0]}"
    return [line for line in lines if line]


def shorten(text, longest):
    """Return the text in one line of at most `longest` characters, cut behind a word."""
    text = " ".join((text or "").split())
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def ended(text):
    """Return a sentence with its full stop."""
    return text if text.endswith((".", "!", "?", ":", ";", "…")) else f"{text}."
