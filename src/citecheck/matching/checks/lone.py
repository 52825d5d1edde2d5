"""Finds the figure that fills a claim's slot by being the only one of its sort: where a sentence
says the same in other words, nothing beside the two figures need be the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from citecheck.matching import data
from citecheck.matching.extract import relations
from citecheck.matching.extract.units import CURRENCIES
from citecheck.matching.extract.values import AGE, Bound, Fact, FactKind, Quantity, Relation
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate, is_denied
from citecheck.matching.text.tokens import Token

_MATTER = data.number("checks.lone.matter")
_COUNT_MATTER = data.number("checks.shared.matter")
_AHEAD = data.number("checks.lone.ahead")
_FAR = data.number("checks.lone.far")
_SYNONYM = data.number("checks.lone.synonym")
_BESIDE = data.count("checks.lone.beside")
_WHEN = data.words("checks.lone.when")
_RATE = data.words("checks.lone.rate")
_CHANGE = data.words("checks.lone.change")
_LIMITING = ("to", "than")  # after "up" or "more", which then limit the figure
_UNITLESS = ("", "ordinal")


def figure(
    fact: Fact,
    figures: Sequence[Fact],
    candidates: Sequence[Candidate],
    relate: Callable[[Fact, Fact], Relation | None],
) -> tuple[Candidate, Fact, float] | None:
    """The sentence, its figure and how much of the claim it has, where that figure is the only one
    of the fact's sort; None where no sentence or more than one figure could be meant.

    `figures` are all of the claim's; `relate` tells how two stand to each other.
    """
    best: tuple[Candidate, Fact, float] | None = None
    for candidate in candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        matter = pair.same_matter(mine)
        counts = isinstance(fact.value, Quantity) and fact.value.unit in _UNITLESS
        if matter < (_COUNT_MATTER if counts else _MATTER):
            continue
        if best is not None and matter < best[2] - _AHEAD:
            continue
        found = [
            other
            for other in candidate.of(FactKind.QUANTITY)
            if _is_of_one_sort(fact, other)
            and not any(relate(f, other) in relations.AGREE for f in figures if f is not fact)
        ]
        if not found:
            continue
        if any(relate(fact, other) is not Relation.DIFFERENT for other in found):
            return None  # the sentence has it, if less exactly
        if len(found) > 1:
            found = _in_one_role(fact, found, candidate)
        if len(found) != 1 or best is not None:
            return None
        (other,) = found
        theirs = pair.sentence_words(other.start, other.end)
        if not is_denied(candidate, mine, theirs) and same_role(
            candidate, mine, theirs, change=True
        ):
            best = candidate, other, matter
    return best


def _is_of_one_sort(fact: Fact, other: Fact) -> bool:
    """Whether two figures measure one dimension or count one thing."""
    mine, theirs = fact.value, other.value
    if not (isinstance(mine, Quantity) and isinstance(theirs, Quantity)):
        return False
    if (mine.noun == AGE) != (theirs.noun == AGE):
        return False
    if relations.quantities(mine, theirs) is None or (mine.unit == "score") != (
        theirs.unit == "score"
    ):
        return False
    counts = mine.unit in _UNITLESS or (mine.unit == "%" and mine.noun and theirs.noun)
    if counts and not _is_one_noun(mine.noun, theirs.noun):
        return False
    if mine.unit in CURRENCIES or mine.unit in _UNITLESS:
        larger, smaller = max(mine.high, theirs.high), min(mine.low, theirs.low)
        return smaller > 0 and larger / smaller < _FAR
    return True


def _is_one_noun(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    return max(stand_ins(one).get(other, 0.0), stand_ins(other).get(one, 0.0)) >= _SYNONYM


def _in_one_role(fact: Fact, found: Sequence[Fact], candidate: Candidate) -> list[Fact]:
    """Those of several figures that have the claim's limit ("up to") or its word beside them."""
    pair = candidate.pair
    mine = pair.claim_words(fact.start, fact.end)
    limited = [f for f in found if _limit(f) is _limit(fact)]
    if _limit(fact) in (Bound.AT_LEAST, Bound.AT_MOST) and len(limited) == 1:
        return limited
    return [f for f in found if any(pair.held(mine, pair.sentence_words(f.start, f.end)))]


def _limit(fact: Fact) -> Bound | None:
    return fact.value.bound if isinstance(fact.value, Quantity) else None


def same_role(candidate: Candidate, mine: range, theirs: range, *, change: bool = False) -> bool:
    """Whether neither figure tells when something was, or a rate, and the other not; nor, if
    `change`, by how much something changed."""
    ours, its = _role(candidate.pair.claim, mine), _role(candidate.pair.sentence, theirs)
    return ours == its if change else ours[:2] == its[:2]


def _role(words: Sequence[Token], figure: range) -> tuple[bool, bool, bool]:
    """Whether a figure tells when something was, whether it is a rate, whether a change."""
    before = words[max(0, figure.start - _BESIDE) : figure.start]
    after = words[figure.stop : figure.stop + _BESIDE]
    near = {word.folded for word in after[:2]}
    beside = (*before, *after[:1])
    rate = any(w.folded in _RATE for w in (*after, *before[-1:])) or (
        bool(after) and after[0].folded in ("a", "an") and len(after) > 1
    )
    return (
        bool(near & _WHEN),
        rate,
        any(
            word in _CHANGE and following not in _LIMITING
            for word, following in pairwise((*(w.folded for w in beside), ""))
        ),
    )
