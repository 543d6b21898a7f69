"""The agencies that lead, support or monitor: names of bodies found in the text of a plan's cell.

"," and " và " and " - " part names and also occur inside them (Sở Văn hóa, Thể thao và Du lịch), so known names are
found first, the longest first, and only what is left between them is split. Nothing unknown is guessed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from .text import DASHES, clean, normalise

__all__ = ["Actors", "Names", "parse_actors"]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_BETWEEN = re.compile(rf"[;,.+&]|(?:(?<=\s)|^)(?:[-{DASHES}]|và|hoặc)(?=\s|$)", re.IGNORECASE)
_FILLER = frozenset(map(normalise, (
    "các", "và các", "cùng các", "cùng với", "với", "cùng", "chủ trì", "phối hợp", "phối hợp với",
    "chủ trì phối hợp với", "cơ quan chủ trì", "đơn vị chủ trì",
    "trên địa bàn", "trên địa bàn tỉnh", "của tỉnh", "cấp tỉnh", "tỉnh",
)))  # fmt: skip


@dataclass(frozen=True)
class Actors:
    """found: keys in the order of the text, each once. unknown: the pieces nobody knows, verbatim. notes: codes."""

    found: tuple
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Names:
    """Known names, built once from (name, key) pairs; a key is any hashable and may have several names.

    A name given to two keys is ambiguous: it is recognised in a text, and reported as unknown.
    """

    def __init__(self, pairs):
        self._keys = {}
        for name, key in pairs:
            words = tuple(word for word, _start, _end in _tokens(clean(name)))
            if words:
                self._keys.setdefault(words, []).append(key)
        self._lengths = {}
        for words in self._keys:
            self._lengths.setdefault(words[0], set()).add(len(words))

    def matches(self, words):
        """Every (length, start, keys) of a known name in the words, the longest first."""
        found = []
        for start, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                keys = self._keys.get(tuple(words[start : start + length]))
                if keys and start + length <= len(words):
                    found.append((length, start, tuple(dict.fromkeys(keys))))
        return sorted(found, key=lambda match: (-match[0], match[1]))


def parse_actors(text, names):
    """The bodies that a cell names, as Actors; ``names``: Names. An empty cell names nobody."""
    text = clean(text)
    tokens = _tokens(text)
    taken = _choose(names.matches([word for word, _start, _end in tokens]), len(tokens))
    found, unknown, notes, rest = [], [], [], 0
    for start, (length, keys) in sorted(taken.items()):
        begin, end = tokens[start][1], tokens[start + length - 1][2]
        unknown += _leftovers(text[rest:begin])
        rest = end
        if len(keys) > 1:
            unknown.append(text[begin:end])
            notes.append("ambiguous_name")
        elif keys[0] in found:
            notes.append("named_twice")
        else:
            found.append(keys[0])
    unknown += _leftovers(text[rest:])
    if len(unknown) > notes.count("ambiguous_name"):
        notes.append("unknown_name")
    return Actors(tuple(found), tuple(unknown), tuple(dict.fromkeys(notes)))


def _tokens(text):
    """(normalised word or mark, start, end) of a clean text: comparing tokens keeps to the boundaries of words."""
    return [(_word_key(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _word_key(word):
    # the words of all cells together are few; a "word" of a whole page is not kept
    return _known_word_key(word) if len(word) <= 40 else normalise(word) or word


@lru_cache(maxsize=10_000)
def _known_word_key(word):
    return normalise(word) or word


def _choose(matches, size):
    """start → (length, keys) of the matches kept: longest first, none over another."""
    used, taken = [False] * size, {}
    for length, start, keys in matches:
        if not any(used[start : start + length]):
            used[start : start + length] = [True] * length
            taken[start] = length, keys
    return taken


def _leftovers(text):
    """The pieces of a text between two names that are neither marks nor filler."""
    pieces = (piece.strip(" .:()") for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if piece and normalise(piece) not in _FILLER]
