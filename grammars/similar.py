"""Texts that say nearly the same, found without comparing every one with every other.

Two texts are alike when the words that they share are at least 60 % of all words that either has (Jaccard's index of
the word sets, after `search_key`: case, accents and punctuation do not count).
"""

import re
from collections import Counter
from itertools import chain

from .text import search_key

__all__ = ["group_similar"]

# the threshold as a fraction, so that no rounding decides
_SHARED, _OF = 3, 5
# the most texts that represent a group compared under one word
_CANDIDATES = 64
# the fewest rare words that two compared texts share
_MEETINGS = 3
_WORD = re.compile(r"\w+")


def group_similar(texts):
    """Return a group number for each text: the same for texts that say nearly the same, 0 for one without a similar
    text.

    Groups are numbered from 1 in the order in which they first appear. Each text is held against the first one of a
    group alone, so a group does not drift from what it began with.

    The time grows with the number of texts, not with its square. Equal word sets meet in a dictionary. Of the others,
    two that share 60 % of their words have at least three in common among their n - ceil(0.6 n) + 3 rarest ones (of
    n): a text is filed under these words alone, looked for under these alone, and meets at most 64 texts under each.
    Only those met three times are compared word by word. Only where more than 64 groups share a word that is rare in
    all of them may a likeness be missed.
    """
    sets = [frozenset(_WORD.findall(search_key(text))) for text in texts]
    rarity = Counter(word for words in set(sets) for word in words)
    group_of, firsts, filed = {frozenset(): None}, [], {}
    for words in sets:
        if words in group_of:
            continue
        rare = sorted(words, key=lambda word: (rarity[word], word))[: _rare_count(words)]
        group = _find_likest(words, Counter(chain.from_iterable(filed.get(word, ()) for word in rare)), firsts)
        if group is None:
            group = len(firsts)
            firsts.append(words)
            for word in rare:
                if len(filed.setdefault(word, [])) < _CANDIDATES:
                    filed[word].append(group)
        group_of[words] = group
    return _number([group_of[words] for words in sets])


def _least_shared(words):
    """Return how many words whatever is like `words` has in common with it at least."""
    return -(-_SHARED * len(words) // _OF)


def _meetings(words):
    """Return how often it is met at least, under the rare words, by what is like it."""
    return min(_MEETINGS, _least_shared(words))


def _rare_count(words):
    return len(words) - _least_shared(words) + _meetings(words)


def _find_likest(words, met, firsts):
    """Return the number of the first text that is most like `words`, or None.

    :param dict met: {number of a first text: how often it was met under the rare words}
    """
    best, best_shared, best_all = None, 0, 1
    least = _meetings(words)
    for number, times in met.items():
        other = firsts[number]
        if times < least and times < _meetings(other):
            continue
        shared = len(words & other)
        either = len(words) + len(other) - shared
        more = shared * best_all - best_shared * either
        if _OF * shared >= _SHARED * either and (more > 0 or (more == 0 and number < best)):
            best, best_shared, best_all = number, shared, either
    return best


def _number(groups):
    """Return numbers for the groups that have more than one member."""
    size, numbers = Counter(groups), {}
    return [
        numbers.setdefault(group, len(numbers) + 1) if group is not None and size[group] > 1 else 0 for group in groups
    ]
