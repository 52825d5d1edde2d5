"""Predicates that are each other's denial: who keeps a job is not dismissed from it.

Words on one side of a bar say much the same of the same things, so that a denial of one is a denial
of the other; words on the two sides exclude each other. Of a line that begins with "~" both sides
may be false: who does not admit need not deny. A phrase is a verb with its particle or object.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, PARTICLES
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token, tokenise

_LINES = data.text("grammar.predicates.lines")


class Predicate(NamedTuple):
    """What a word, or a phrase that it opens, says: a line of the table and a side of it."""

    axis: int
    side: int
    whole: bool  # what is not on the one side is on the other
    words: tuple[int, ...]


class _Phrase(NamedTuple):
    axis: int
    side: int
    whole: bool
    rest: tuple[str, ...]


# Words of the table that are nouns; the others are verbs where no article stands before them.
NOUNS = frozenset(token.stem for token in tokenise(data.text("grammar.predicates.nouns")))
_CLOSE = data.words("grammar.predicates.close")  # what stands next to its verb
_LEAST_REST = data.count("grammar.predicates.least_rest")
_PARTICLE = data.count("grammar.predicates.particle")


def _table() -> dict[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = defaultdict(list)
    for axis, line in enumerate(_LINES.strip().replace("\n ", " ").splitlines()):
        whole = not line.startswith("~")
        for side, group in zip((1, -1), line.strip("~").split("|"), strict=True):
            for phrase in group.split():
                first, *rest = (token.stem for token in tokenise(phrase.replace("_", " ")))
                table[first].append(_Phrase(axis, side, whole, tuple(rest)))
    return {stem: tuple(phrases) for stem, phrases in table.items()}


_TABLE = _table()
OPENING = _TABLE.keys()
"""The stems of the words of which `at` may give anything."""
PREFIXES = data.lines("grammar.predicates.prefixes")
"""How a word begins of which `prefixed` may give anything."""


def _sides() -> dict[tuple[int, int], frozenset[str]]:
    table: dict[tuple[int, int], set[str]] = defaultdict(set)
    for stem, phrases in _TABLE.items():
        for phrase in phrases:
            table[phrase.axis, phrase.side].add(stem)
    return {side: frozenset(stems) for side, stems in table.items()}


_SIDES = _sides()


def beside(words: Sequence[Token]) -> frozenset[str]:
    """The stems of what stands in one line with any of the predicates of a text."""
    opening = [n for n, word in enumerate(words) if word.stem in OPENING]
    axes = {found.axis for index in opening for found in at(words, index)}
    return frozenset().union(*(_SIDES[axis, side] for axis in axes for side in (1, -1)))


def opposites(found: Iterable[Sequence[Predicate]]) -> frozenset[str]:
    """The stems that may open an opposite of one of these predicates."""
    sides = {(one.axis, -one.side) for predicates in found for one in predicates}
    return frozenset().union(*(_SIDES[side] for side in sides))


def at(words: Sequence[Token], index: int) -> list[Predicate]:
    """What the word at a place says, phrases that it opens first; linear in the reach of a phrase.

    A phrase excludes what its verb alone would say: who turned up did not turn down.
    """
    known = _TABLE.get(words[index].stem)
    if known is None:
        return []
    before = words[index - 1].folded if index else ""
    following = words[index + 1].folded if index + 1 < len(words) else ""
    if words[index].folded in AUXILIARY or (words[index].folded == "known" and following == "as"):
        return []
    if before in ARTICLES and words[index].stem not in NOUNS and _is_noun(words, index):
        return []
    alone: list[Predicate] = []
    phrases: list[Predicate] = []
    for phrase in known:
        places = [index]
        for stem in phrase.rest:
            gap = 0 if stem in _CLOSE else _PARTICLE
            stop = min(len(words), places[-1] + 2 + gap)
            place = next((n for n in range(places[-1] + 1, stop) if words[n].stem == stem), -1)
            if place < 0:
                break
            places.append(place)
        if len(places) == len(phrase.rest) + 1:
            found = Predicate(phrase.axis, phrase.side, phrase.whole, tuple(places))
            (phrases if phrase.rest else alone).append(found)
    return phrases or ([] if following in PARTICLES else alone)


def _is_noun(words: Sequence[Token], index: int) -> bool:
    """Whether a word behind an article is no adjective before a noun."""
    following = words[index + 1] if index + 1 < len(words) else None
    return following is None or not following.content


@functools.lru_cache(maxsize=20_000)
def prefixed(stem: str) -> str:
    """The stem that "un" or "in" denies: "unresolved" gives that of "resolved"; else ""."""
    for prefix in PREFIXES:
        if not stem.startswith(prefix) or len(stem) < len(prefix) + _LEAST_REST:
            continue
        rest = stem[len(prefix) :]
        if lexicon.opposed(stem, rest) and lexicon.entry(stem).kind != "v":
            return rest
    return ""


@functools.lru_cache(maxsize=20_000)
def may_deny(folded: str, stem: str) -> bool:
    """Whether a word looks as if its first letters denied the rest: impractical."""
    for prefix in ("un", "im", "il", "ir", "dis", "non"):
        if folded.startswith(prefix) and len(folded) >= len(prefix) + _LEAST_REST:
            rest = tokenise(folded[len(prefix) :])
            if rest and lexicon.entry(rest[0].stem).kind:
                return True
    return bool(prefixed(stem))
