"""Aligns the words of a claim with the words of a passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from citecheck.matching.tokens import Token

_ALIKE = 86  # rapidfuzz ratio from which two longer words are one word spelt or inflected apart
_LONG_WORD = 5  # letters; shorter words are too easily alike
_SYNONYMS = (
    "begin start commence launch",
    "buy purchase acquire",
    "big large huge",
    "kill murder slay",
    "child kid",
    "film movie",
    "car automobile",
    "firm company business corporation",
    "job position",
    "show demonstrate reveal",
    "say tell state declare",
    "use employ utilise utilize",
    "help assist aid",
    "home house",
    "pick choose select",
    "increase rise grow climb",
    "decrease fall drop decline shrink",
    "end finish conclude",
    "get obtain receive",
    "build construct",
    "fix repair mend",
    "near close",
    "autumn fall",
    "favourite favorite",
    "around about roughly approximately nearly almost some",
    "over more exceed",
    "quarter fifteen 15",
    "probe investigation inquiry",
    "vote ballot poll",
    "doctor physician",
    "attorney lawyer",
    "cop police officer",
    "town city municipality",
    "need require",
    "think believe",
    "try attempt",
    "stop halt cease",
    "leave depart",
    "replace exchange swap",
    "pay cost",
    "test sample",
)


def _table() -> dict[str, frozenset[str]]:
    from citecheck.matching.tokens import tokenise

    table: dict[str, set[str]] = defaultdict(set)
    for line in _SYNONYMS:
        stems = [token.stem for token in tokenise(line)]
        for stem in stems:
            table[stem] |= {other for other in stems if other != stem}
    return {stem: frozenset(others) for stem, others in table.items()}


SYNONYMS = _table()


def align(claim: Sequence[Token], passage: Sequence[Token]) -> list[int]:
    """For each word of the claim the number of its word in the passage, or -1.

    The same stem first, then synonyms, then long words that are nearly spelt alike. Of several
    places the one nearest to where the alignment stands is taken, so that runs stay together.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, token in enumerate(passage):
        places[token.stem].append(number)
    found = [-1] * len(claim)
    at = -1
    taken: set[int] = set()
    for index, token in enumerate(claim):
        options = places.get(token.stem)
        if options:
            found[index] = at = _nearest(options, at + 1, taken)
            taken.add(at)
    left = [i for i, token in enumerate(claim) if found[i] < 0 and token.content]
    for index in left:
        others = SYNONYMS.get(claim[index].stem, frozenset())
        options = sorted(n for other in others for n in places.get(other, ()) if n not in taken)
        if options:
            found[index] = _nearest(options, _expected(found, index), taken)
            taken.add(found[index])
    _align_alike(claim, passage, found, taken)
    return found


def _align_alike(
    claim: Sequence[Token], passage: Sequence[Token], found: list[int], taken: set[int]
) -> None:
    left = [i for i, t in enumerate(claim) if found[i] < 0 and _comparable(t)]
    free = {t.folded: n for n, t in enumerate(passage) if n not in taken and _comparable(t)}
    if not left or not free:
        return
    words = list(free)
    for index in left:
        best = process.extractOne(
            claim[index].folded, words, scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best is not None:
            found[index] = free[best[0]]


def _comparable(token: Token) -> bool:
    return token.content and len(token.folded) >= _LONG_WORD and token.folded.isalpha()


def _nearest(options: Sequence[int], expected: int, taken: set[int]) -> int:
    def cost(number: int) -> tuple[bool, int]:
        return number in taken, abs(number - expected)

    return min(options, key=cost) if len(options) > 1 else options[0]


def _expected(found: Sequence[int], index: int) -> int:
    for step in range(1, len(found)):
        for neighbour in (index - step, index + step):
            if 0 <= neighbour < len(found) and found[neighbour] >= 0:
                return found[neighbour]
    return 0
