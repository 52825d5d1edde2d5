"""Looks for statements with two sides that a claim turns round: "A is cheaper than B" where the
source says that B is, "the fire broke out before the storm" where it broke out after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.matching.grammar import causes, comparisons, contests, sequence
from citecheck.matching.grammar.ordered import Clauses, Ordered
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.grammar.sequence import LATER
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_MATTER = 0.5  # share of the claim in a sentence that says it the other way round
_SIDE = 0.4  # share of one side of the claim that stands on the other side
_SAID = 0.5  # share of each side from which a sentence says it as the claim does
_MORE = 2.0  # how many times as much of it stands there as on its own side
_LEAST = 0.2  # weight of a common word
_MOST_WORDS = 120  # of a sentence that is read
_READERS = (comparisons, contests, sequence, causes)
_MARKERS = frozenset().union(*(reader.MARKERS for reader in _READERS))
_SHOWN = 4  # words before and after the one that orders the sides


@dataclass(frozen=True, slots=True)
class _Sides:
    """How much of a claim's two sides stands on the same side of a sentence, and on the other."""

    straight: tuple[float, float]
    crossed: tuple[float, float]

    @property
    def is_straight(self) -> bool:
        """Whether the sentence says it as the claim does."""
        return all(s >= _SAID and s > c for s, c in zip(self.straight, self.crossed, strict=True))

    @property
    def is_crossed(self) -> bool:
        """Whether the sentence says it the other way round."""
        return all(
            c >= _SIDE and c >= _MORE * s for s, c in zip(self.straight, self.crossed, strict=True)
        )


@dataclass(slots=True)
class Turned:
    """What came of it: each statement that a sentence makes the other way round, and none as the
    claim does, with the number of the claim's word that orders its sides. `settled` are the
    numbers of the claim's words that are told on the right or the wrong side: that another stands
    in their place tells nothing more."""

    rivals: list[tuple[Rival, int]] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)


def find(text: str, candidates: Sequence[Candidate], language: str) -> Turned:
    """Lay the statements of a claim that have two sides over those of the sentences."""
    result = Turned()
    if language != "en" or not candidates:
        return result
    words = candidates[0].pair.claim
    ours = read(candidates[0].claim)
    if not ours:
        return result
    sides = [(c, read(c.sentence), c.pair.everywhere()) for c in candidates]
    decided: set[int] = set()  # by the first way to read the sides that tells anything
    for one in ours:
        if one.at in decided:
            continue
        best: Rival | None = None
        stated = False
        settled: set[int] = set()
        for candidate, theirs, places in sides:
            pair = candidate.pair
            for other in theirs:
                if not _is_of_one_scale(one, other):
                    continue
                laid = _laid(one, other, places, pair.weights, words)
                if laid.is_straight:
                    stated = True
                    settled |= _there(one, other, places)
                matter = pair.same_matter((one.at,))
                if not laid.is_crossed or matter < _MATTER:
                    continue
                settled |= _there(one, other, places)
                if best is None or matter > best.matter:
                    best = _rival(text, words, one, other, candidate, matter)
        if stated or best is not None:
            decided.add(one.at)
            result.settled |= settled | {one.at}
        if best is not None and not stated:
            result.rivals.append((best, one.at))
    return result


def _there(one: Ordered, other: Ordered, places: Sequence[frozenset[int]]) -> set[int]:
    both = other.first | other.second
    return {n for n in one.first | one.second if places[n] & both}


def _rival(
    text: str,
    words: Sequence[Token],
    one: Ordered,
    other: Ordered,
    candidate: Candidate,
    matter: float,
) -> Rival:
    return Rival(
        ReasonCode.DIRECTION_DIFFERS,
        _around(text, words, one.at),
        _around(candidate.text, candidate.pair.sentence, other.at),
        "the order of events is another"
        if one.scale == LATER
        else "the two sides are the other way round",
        1.0,
        matter,
    )


def read(sentence: Parsed) -> list[Ordered]:
    """The statements of one sentence that have two sides. None of a sentence that never ends."""
    words = sentence.words
    if len(words) > _MOST_WORDS or _MARKERS.isdisjoint(sentence.folded):
        return []
    clauses = Clauses(sentence.syntax)
    found: list[Ordered] = []
    for at in [n for n, word in enumerate(words) if word.folded in _MARKERS]:
        for reader in _READERS:
            if words[at].folded in reader.MARKERS:
                found += reader.read(clauses, at)
    return [one for one in found if one.first and one.second]


def _is_of_one_scale(one: Ordered, other: Ordered) -> bool:
    same = one.counted & other.counted or one.counted == other.counted
    return one.scale == other.scale and bool(same)


def _laid(
    one: Ordered,
    other: Ordered,
    places: Sequence[frozenset[int]],
    weights: Mapping[str, float],
    words: Sequence[Token],
) -> _Sides:
    """Lay a statement of the claim over one of a sentence. A word that stands on both sides of
    either tells nothing."""
    stems = [{words[n].stem for n in side} for side in (one.first, one.second)]
    both = stems[0] & stems[1]

    def share(side: frozenset[int], there: frozenset[int], beyond: frozenset[int]) -> float:
        total = hit = 0.0
        for n in sorted(side):
            here, elsewhere = bool(places[n] & there), bool(places[n] & beyond)
            if words[n].stem in both or (here and elsewhere):
                continue
            weight = max(_LEAST, weights.get(words[n].stem, 0.0))
            total += weight
            hit += weight * here
        return hit / total if total else 0.0

    return _Sides(
        (share(one.first, other.first, other.second), share(one.second, other.second, other.first)),
        (share(one.first, other.second, other.first), share(one.second, other.first, other.second)),
    )


def _around(text: str, words: Sequence[Token], at: int) -> str:
    first, last = max(0, at - _SHOWN), min(len(words) - 1, at + _SHOWN)
    return as_written(text, words, first, last)
