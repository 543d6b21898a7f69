"""Run with the environment's Python: merge Odoo's export of the addon's terms into the translations of the checkout.

    catalogue.py EXPORT I18N_FOLDER [--check]

Exit status 1 when a term has no translation, or with --check when a file would change.
"""

import sys
from pathlib import Path

import polib

WIDTH = 0  # a line a text: changes of a translation then show as changes of one line
HEADER = {
    "Project-Id-Version": "plan_tracking 19.0",
    "Report-Msgid-Bugs-To": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
VIETNAMESE = {**HEADER, "Language": "vi", "Plural-Forms": "nplurals=1; plural=0;"}


def template(export):
    """The exported terms in a fixed order, under a header without dates, which would change at every export."""
    terms = polib.pofile(export, wrapwidth=WIDTH)
    terms.header = "Terms of plan_tracking, made by scripts/i18n."
    terms.metadata = dict(HEADER)
    for entry in terms:
        entry.occurrences.sort()
    terms.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    return terms


def merged(terms, path):
    """The translation file brought up to date: its translations kept, terms that are gone left out."""
    if path.exists():
        translated = polib.pofile(str(path), wrapwidth=WIDTH)
    else:
        translated = polib.POFile(wrapwidth=WIDTH)
    known = {(entry.msgctxt, entry.msgid): entry for entry in translated if entry.msgid}
    result = polib.POFile(wrapwidth=WIDTH)
    result.header = translated.header or "Vietnamese translation of plan_tracking."
    result.metadata = dict(VIETNAMESE)
    for term in terms:
        old = known.pop((term.msgctxt, term.msgid), None)
        entry = polib.POEntry(
            msgid=term.msgid, msgctxt=term.msgctxt, comment=term.comment, occurrences=term.occurrences, flags=term.flags
        )
        if old is not None:
            entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
        result.append(entry)
    gone = [entry.msgid for entry in known.values() if not entry.obsolete]
    return result, gone


def write(terms, path, check):
    """Write a file when it changes; True when it did, or with --check when it would."""
    text = str(terms).rstrip("\n") + "\n"
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    if changed and not check:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if changed:
        print(f"{'would change' if check else 'wrote'} {path.parent.name}/{path.name}")
    return changed


def main(export, folder, *options):
    check = "--check" in options
    terms = template(export)
    result, gone = merged(terms, Path(folder) / "vi.po")
    changed = [
        write(terms, Path(folder) / "plan_tracking.pot", check),
        write(result, Path(folder) / "vi.po", check),
    ]
    for msgid in gone:
        print(f"gone: {msgid!r}")
    untranslated = [entry.msgid for entry in result if not entry.msgstr]
    for msgid in untranslated:
        print(f"untranslated: {msgid!r}")
    print(f"{len(terms)} terms, {len(untranslated)} untranslated, {len(gone)} gone")
    return bool(untranslated) or (check and any(changed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
