"""Vietnamese text: what is stored, how texts are compared, searched and sorted.

The published plans mix old and new tone placement (hóa, hoá), Tỷ and Tỉ, dashes and quotes: what people typed is
kept as it is, and every comparison goes through one of the keys below.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["DASHES", "clean", "normalise", "search_key", "sort_key", "tidy"]

# Line and paragraph breaks of Unicode (UAX 14, mandatory breaks).
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Invisible: lone surrogates and format marks are recognised by category, these two by number: the combining
# grapheme joiner, and the two code points that XML 1.0 cannot carry (they would break a DOCX or an RSS file).
_JOINER = "\u034f"
_INVISIBLE = frozenset((_JOINER, "\ufffe", "\uffff"))
# Every dash that is read as the plain one.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_MARKS = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
        "\u2026": "...",
    }
)
_TRAILING = " .,;:!?"

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the dictionary's order after ngang
# Decomposed "o + tone + a": the old placement (hóa, khỏe, thủy; also the slip "qúa"), the tone moves to the second.
_OLD_TONE = re.compile(f"([ou])([{_TONES}])([aey])(?![\u0300-\u036f])")
_MISPLACED = re.compile("o[ae]|uy")
# An open syllable in y after a consonant is the twin of one in i: tỷ/tỉ, kỹ/kĩ, lý/lí (not thúy/thúi). It is written i,
# so that a word half typed ("ti") still begins the word meant ("tin"); after qu it is y for the same reason (quyết).
_END = f"([{_TONES}]?)(?![^\\W_]|[\u0300-\u036f])"
_OPEN_Y = re.compile(rf"(?<![^\W_])([bcdghklmnpqrstvx]{{1,3}})y{_END}")
_OPEN_QUI = re.compile(rf"(?<![^\W_])qui{_END}")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = dict(zip(_ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_SHAPES = "\u0306\u0302\u031b"  # breve, circumflex, horn: they make a letter (ă â ơ), the tones do not
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")


def clean(text, multiline=False):
    """The stored form of a text that people typed.

    NFC; no NUL, control, format (bidi, zero-width) characters or lone surrogates, which PostgreSQL or XML would
    refuse or a reader could not see; white space of every kind becomes one space, trimmed. ``multiline`` keeps line
    breaks as "\\n", with at most one empty line in a row. None and False (Odoo's empty Char) give "".
    """
    lines = _BREAK.split(text or "")
    if not multiline:
        return _clean_line(" ".join(lines))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(_clean_line, lines))).strip("\n")


def _clean_line(line):
    line = line.replace("\t", " ")
    if line.isprintable() and _JOINER not in line:  # nearly every line; letter by letter takes twenty times as long
        return " ".join(unicodedata.normalize("NFC", line).split())
    kept = (char for char in line if char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def tidy(text):
    """Clean, with plain dashes and quotes and no trailing punctuation; letters and their case stay as typed."""
    return clean(text).translate(_MARKS).rstrip(_TRAILING)


def normalise(text):
    """The form in which two texts are compared; never shown, never stored in place of the text.

    Tidy and case-folded; tones in the new placement (hoá, thuỷ, khoẻ); an open syllable's y is written i (tỉ, kĩ),
    after qu it stays y (quý).
    """
    return tidy(_open(_OLD_TONE.sub(_move_tone, _folded(text))))


def _folded(text):
    text = unicodedata.normalize("NFD", tidy(text)).casefold()
    return unicodedata.normalize("NFD", text)


def _open(text):
    return _OPEN_QUI.sub(r"quy\1", _OPEN_Y.sub(r"\1i\2", text))


def _move_tone(match):
    first, tone, second = match.groups()
    after_q = match.string[: match.start()].endswith("q")
    if _MISPLACED.fullmatch(first + second) or (after_q and first == "u"):
        return first + second + tone
    return match[0]


def search_key(text):
    """The form in which texts are searched: normalised, without accents: "Sở Khoa học" is "so khoa hoc".

    Apply it to the stored text and to what the user types alike ("Tỷ lệ" and "Tỉ lệ" are both "ti le").
    """
    # as normalised, but for the place of the tones, which go
    plain = _ACCENTS.sub("", _open(_folded(text))).replace("đ", "d")
    if plain.isascii():
        return " ".join(plain.split()).rstrip(_TRAILING)
    decomposed = unicodedata.normalize("NFD", tidy(plain))  # letters and accents of other scripts
    return tidy("".join(char for char in decomposed if not unicodedata.combining(char)))


def sort_key(text):
    """An ASCII key of at most 362 characters which, compared bytewise (COLLATE "C"), sorts as a dictionary does.

    Letters first (a ă â b … y, with f j w z in their Latin places), numbers by value and before letters, other
    alphabets after z; then the tones, word by word; then the case, small before capital. Punctuation parts words.
    Levels are parted by a space, words by "!", both below every digit and letter.
    """
    decomposed = unicodedata.normalize("NFD", clean(text))
    words = _WORDS.findall(decomposed)[:240]  # a word has a letter at least: what follows is cut off
    keys = [_word_keys(word) if len(word) <= 40 else _new_word_keys(word) for word in words]
    letters, tones, cases = zip(*keys) if keys else ((), (), ())
    return f"{'!'.join(letters)[:240]} {''.join(tones)[:60]} {''.join(cases)[:60]}"


def _new_word_keys(word):
    return _word_letters(word), _word_tone(word), _word_case(word)


# a language has few words, and a plan says the same ones in every row
_word_keys = lru_cache(maxsize=10_000)(_new_word_keys)


def _word_letters(word):
    if word[0].isdecimal():
        digits = "".join(str(unicodedata.decimal(char)) for char in word).lstrip("0")
        nines, rest = divmod(len(digits), 9)  # the length goes before the digits: 2 is "12", 10 is "210"
        return "9" * nines + str(rest) + digits
    kept = "".join(char for char in word.casefold() if not unicodedata.combining(char) or char in _SHAPES)
    letters = unicodedata.normalize("NFC", kept)
    return "".join(_RANKS.get(char) or f"z{ord(char):06X}" for char in letters)


def _word_tone(word):
    return str(max(_TONES.find(char) + 1 for char in word))


def _word_case(word):
    return "0" if word.islower() or word.isdecimal() else "1" if word.istitle() else "2"
