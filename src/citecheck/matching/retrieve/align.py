"""Aligns the words of a claim with the words of a passage."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from citecheck.matching import data
from citecheck.matching.text import lexicon
from citecheck.matching.text.spelling import ALIKE
from citecheck.matching.text.tokens import Token, tokenise

STANDS_FOR = data.number("retrieve.align.stands_for")
_APART = data.count("retrieve.align.apart")
_MORE_SYNONYMS = data.lines("retrieve.align.more_synonyms")


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for line in _MORE_SYNONYMS:
        stems = [token.stem for token in tokenise(line)]
        for stem in stems:
            table[stem] |= {other for other in stems if other != stem}
    return {stem: frozenset(others) for stem, others in table.items()}


SYNONYMS: Mapping[str, frozenset[str]] = _table()


@functools.lru_cache(maxsize=20_000)
def stand_ins(stem: str) -> Mapping[str, float]:
    """The stems that can stand for one, with how well, 0 to 1; itself not among them."""
    near = lexicon.entry(stem).near
    more = SYNONYMS.get(stem)
    return {**near, **dict.fromkeys(sorted(more), lexicon.SAME)} if more else near


@functools.lru_cache(maxsize=20_000)
def synonyms(stem: str) -> tuple[str, ...]:
    """The stems that say the same as one."""
    return tuple(other for other, quality in stand_ins(stem).items() if quality >= lexicon.SAME)


@functools.lru_cache(maxsize=20_000)
def aligned_with(stem: str) -> frozenset[str]:
    """The stems that can be aligned with one: itself, and those that stand for it so well."""
    able = [other for other, quality in stand_ins(stem).items() if quality >= STANDS_FOR]
    return frozenset((stem, *able))


class Known(NamedTuple):
    """What is known of a claim's words on a page, which spares to ask each of its passages.

    `stands` gives for stems of the page the numbers of the words that each can stand for; `alike`
    tells of each word whether any may be spelt like it; `sought` are the stems of all that may be
    aligned.
    """

    stands: Mapping[str, Sequence[int]]
    alike: Sequence[bool]
    sought: Collection[str]

    @classmethod
    def of(
        cls, claim: Sequence[Token], able: Iterable[Iterable[str]], alike: Sequence[bool]
    ) -> Known:
        """From the stems that can stand for each word."""
        stands = _by_stem(able)
        return cls(stands, alike, {token.stem for token in claim}.union(stands))


def align(
    claim: Sequence[Token], passage: Sequence[Token], known: Known | None = None
) -> list[int]:
    """For each word of the claim the number of its word in the passage, or -1.

    The same stem first, then words that can stand for it, then long words that are nearly spelt
    alike. Of several places the one nearest to where the alignment stands is taken, so that runs
    stay together.
    """
    places: dict[str, list[int]] = {}
    sought = known.sought if known else {token.stem for token in passage}
    for number, token in enumerate(passage):
        if token.stem in sought:
            places.setdefault(token.stem, []).append(number)
    found = [-1] * len(claim)
    taken: set[int] = set()
    at = -1
    for index, token in enumerate(claim):
        options = places.get(token.stem)
        if options:
            place = options[0] if len(options) == 1 else _nearest(options, at + 1, taken)
            if not token.content and at >= 0 and abs(place - at - 1) > _APART:
                continue
            found[index] = at = place
            taken.add(at)
    left = [i for i, token in enumerate(claim) if found[i] < 0 and token.content]
    if left:
        stands = known.stands if known else _by_stem(_able_in(places, claim))
        able: dict[int, list[int]] = defaultdict(list)
        for stem in places.keys() & stands.keys():
            for index in stands[stem]:
                able[index] += places[stem]
        for index in left:
            if index in able:
                _align_stand_in(sorted(able[index]), index, found, taken)
        if known is not None:
            left = [index for index in left if known.alike[index]]
        _align_alike(claim, passage, left, found, taken)
    return found


def _by_stem(able: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The numbers of the words that each stem can stand for."""
    stands: dict[str, list[int]] = defaultdict(list)
    for number, stems in enumerate(able):
        for stem in stems:
            stands[stem].append(number)
    return stands


def _able_in(places: Collection[str], claim: Sequence[Token]) -> list[list[str]]:
    """The stems of a passage that can stand for each word of a claim."""
    narrower: dict[str, list[str]] = {}
    for word in places:
        for broader in lexicon.entry(word).parents:
            narrower.setdefault(broader, []).append(word)
    return [
        [w for w, quality in stand_ins(token.stem).items() if quality >= STANDS_FOR]
        + narrower.get(token.stem, [])
        for token in claim
    ]


def _align_stand_in(places: Sequence[int], index: int, found: list[int], taken: set[int]) -> None:
    options = [n for n in places if n not in taken]
    if options:
        expected = _expected(found, index)
        found[index] = options[0] if len(options) == 1 else _nearest(options, expected, taken)
        taken.add(found[index])


def _align_alike(
    claim: Sequence[Token],
    passage: Sequence[Token],
    unsure: Sequence[int],
    found: list[int],
    taken: set[int],
) -> None:
    left = [i for i in unsure if found[i] < 0 and claim[i].long]
    if not left:
        return
    free = {t.folded: n for n, t in enumerate(passage) if t.long and n not in taken}
    if not free:
        return
    words = list(free)
    for index in left:
        best = process.extractOne(claim[index].folded, words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is not None:
            found[index] = free[best[0]]


def _nearest(options: Sequence[int], expected: int, taken: set[int]) -> int:
    """The option nearest to a place, the first of two; one that is free before all that are not."""
    free = [n for n in options if n not in taken] or options
    after = bisect_left(free, expected)
    if after == len(free):
        return free[-1]
    if after == 0:
        return free[0]
    before = free[after - 1]
    return before if expected - before <= free[after] - expected else free[after]


def _expected(found: Sequence[int], index: int) -> int:
    for step in range(1, len(found)):
        for neighbour in (index - step, index + step):
            if 0 <= neighbour < len(found) and found[neighbour] >= 0:
                return found[neighbour]
    return 0
