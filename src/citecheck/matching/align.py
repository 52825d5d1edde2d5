"""Aligns the words of a claim with the words of a passage."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from citecheck.matching import lexicon
from citecheck.matching.tokens import Form, Token, tokenise

ALIKE = 86  # rapidfuzz ratio from which two longer words are one word spelt or inflected apart
LONG_WORD = 5  # letters; shorter words are too easily alike
STANDS_FOR = 0.7  # how well another word must stand for a word to be aligned with it
_APART = 3  # words from where the alignment stands within which "of" is the claim's "of"
_MORE_SYNONYMS = (  # that WordNet lacks or keeps under rarer senses, and spellings of two coasts
    "job position",
    "use utilise utilize",
    "favourite favorite",
    "colour color",
    "labour labor",
    "centre center",
    "defence defense",
    "programme program",
    "around about roughly approximately nearly almost some",
    "over more exceed",
    "quarter fifteen 15",
    "probe investigation inquiry",
    "cop police officer",
    "juror jury",
    "town city municipality",
    "think believe",
    "pay cost",
    "test sample",
)


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


def align(
    claim: Sequence[Token],
    passage: Sequence[Token],
    able: Callable[[str], Iterable[str]] | None = None,
) -> list[int]:
    """For each word of the claim the number of its word in the passage, or -1.

    The same stem first, then words that can stand for it, then long words that are nearly spelt
    alike. Of several places the one nearest to where the alignment stands is taken, so that runs
    stay together. `able` gives the stems that can stand for one, of the passage's at least, if
    that is known from its page.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, token in enumerate(passage):
        places[token.stem].append(number)
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
        able = able or _able_in(places)
        for index in left:
            _align_stand_in(able(claim[index].stem), index, places, found, taken)
        _align_alike(claim, passage, left, found, taken)
    return found


def _able_in(places: Collection[str]) -> Callable[[str], list[str]]:
    """The stems of a passage that can stand for one."""
    narrower: dict[str, list[str]] = {}
    for word in places:
        for broader in lexicon.entry(word).parents:
            narrower.setdefault(broader, []).append(word)

    def able(stem: str) -> list[str]:
        near = [w for w, quality in stand_ins(stem).items() if quality >= STANDS_FOR]
        return near + narrower.get(stem, [])

    return able


def _align_stand_in(
    able: Iterable[str],
    index: int,
    places: Mapping[str, list[int]],
    found: list[int],
    taken: set[int],
) -> None:
    options = sorted(n for w in able if w in places for n in places[w] if n not in taken)
    if options:
        found[index] = _nearest(options, _expected(found, index), taken)
        taken.add(found[index])


def _align_alike(
    claim: Sequence[Token],
    passage: Sequence[Token],
    unsure: Sequence[int],
    found: list[int],
    taken: set[int],
) -> None:
    left = [i for i in unsure if found[i] < 0 and comparable(claim[i])]
    if not left:
        return
    free = {t.folded: n for n, t in enumerate(passage) if n not in taken and comparable(t)}
    if not free:
        return
    words = list(free)
    for index in left:
        best = process.extractOne(claim[index].folded, words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is not None:
            found[index] = free[best[0]]


def comparable(token: Token | Form) -> bool:
    """Tell whether a word is long enough to be known by its spelling alone."""
    return token.content and len(token.folded) >= LONG_WORD and token.folded.isalpha()


def _nearest(options: Sequence[int], expected: int, taken: set[int]) -> int:
    def cost(number: int) -> tuple[bool, int]:
        return number in taken, abs(number - expected)

    return min(options, key=cost)


def _expected(found: Sequence[int], index: int) -> int:
    for step in range(1, len(found)):
        for neighbour in (index - step, index + step):
            if 0 <= neighbour < len(found) and found[neighbour] >= 0:
                return found[neighbour]
    return 0
