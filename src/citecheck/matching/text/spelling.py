"""The long words of a page, among which a word that it does not have may be spelt nearly alike."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from citecheck.matching import data

ALIKE = data.count("text.spelling.alike")
_MOST = data.count("text.spelling.most")
_SHORTEST = ALIKE / (200 - ALIKE)  # of a word's length that another may have at the least


class Spellings:
    """Long words by their lengths, so that a word is compared only with those that can be alike."""

    __slots__ = ("_by_length", "_words")

    def __init__(self, words: Iterable[str] = ()):
        self._words = list(dict.fromkeys(words))
        self._by_length: dict[int, list[str]] = {}
        for word in self._words:
            self._by_length.setdefault(len(word), []).append(word)

    def alike(self, word: str) -> list[str]:
        """The words that are spelt nearly as one, the nearest first and then in their order."""
        length = len(word)
        lengths = range(math.ceil(length * _SHORTEST), math.floor(length / _SHORTEST) + 1)
        among = [other for n in lengths for other in self._by_length.get(n, ())]
        found = process.extract(word, among, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        if len(found) > 1:
            found.sort(key=lambda hit: (-hit[1], self._words.index(hit[0])))
        return [other for other, _, _ in found[:_MOST]]
