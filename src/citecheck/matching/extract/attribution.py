"""Finds who is said to have said something."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import Attribution, Fact, FactKind, Name
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token

SAYING = data.words("extract.attribution.saying")

_TELLING = SAYING | {"according"}
_TO_SOMEONE = frozenset(("told", "tells"))  # what follows is who was told


def find(text: str, words: Sequence[Token], names: Sequence[Fact]) -> list[Fact]:
    """The names that stand beside a word of saying, or after "according to". Linear time."""
    found: list[Fact] = []
    if not any(word.folded in _TELLING for word in words):
        return found
    for name in names:
        place = words_between(words, name.start, name.end)
        value = name.value
        if not len(place) or not isinstance(value, Name):
            continue
        before = [word.folded for word in words[max(0, place.start - 2) : place.start]]
        after = words[place.stop].folded if place.stop < len(words) else ""
        said = after in SAYING or (
            before[-1:] and before[-1] in SAYING and before[-1] not in _TO_SOMEONE
        )
        if said or before == ["according", "to"]:
            found.append(
                Fact(
                    FactKind.ATTRIBUTION, name.text, name.start, name.end, Attribution(value.words)
                )
            )
    return found
