"""Looks for another quantifier of the same thing: "most voters" for "few voters"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract import relations
from citecheck.matching.extract.values import Direction, Fact, FactKind, Relation
from citecheck.model import ReasonCode

NAME = "quantifiers"
_MATTER = data.number("checks.quantifiers.matter")


def find(context: Context) -> Iterator[CheckFinding]:
    """Each quantifier of the claim in whose place a sentence has one that excludes it, and none
    has one that carries it."""
    for fact in context.claim.facts[FactKind.QUANTIFIER]:
        found = [_laid(fact, context, number) for number in range(len(context.candidates))]
        rivals = [rival for relation, rival in found if relation is Relation.DIFFERENT]
        stated = any(relation not in (None, Relation.DIFFERENT) for relation, _ in found)
        best = max((r for r in rivals if r is not None), key=lambda r: r.matter, default=None)
        if best is not None and not stated and best.matter >= _MATTER:
            words = context.claim.words(fact.start, fact.end)
            yield best.finding(NAME, (min(words),))


def _laid(fact: Fact, context: Context, number: int) -> tuple[Relation | None, Rival | None]:
    """How a sentence stands to a quantifier; None where it counts nothing of the kind."""
    candidate = context.candidates[number]
    pair = candidate.pair
    mine = pair.claim_words(fact.start, fact.end)
    counted = pair.other[mine.stop - 1]
    for other in candidate.of(FactKind.QUANTIFIER) if counted >= 0 else ():
        if pair.sentence_words(other.start, other.end).stop - 1 != counted:
            continue
        assert isinstance(fact.value, Direction)
        assert isinstance(other.value, Direction)
        rival = Rival(
            ReasonCode.QUANTITY_DIFFERS,
            Span.of(context.claim.text, fact.start, fact.end),
            Span.of(candidate.text, other.start, other.end),
            1.0,
            pair.same_matter(range(mine.start, mine.stop - 1)),
        )
        return relations.quantifiers(fact.value.side, other.value.side), rival
    return None, None


CHECK = Check(NAME, find, needs=(FactKind.QUANTIFIER,))
