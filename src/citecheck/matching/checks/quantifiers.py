"""Looks for another quantifier of the same thing: "most voters" for "few voters"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract import direction, relations
from citecheck.matching.extract.values import Direction, Fact, FactKind, Relation
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.model import ReasonCode

NAME = "quantifiers"
_OPENING = data.count("checks.quantifiers.opening")
_MATTER = data.number("checks.shared.matter")


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
    pronoun = _of_clause(mine, candidate)
    if pronoun is not None:
        return _laid_beside(fact, context, number, pronoun, mine)
    if counted < 0:
        return _alone(fact, context, number, mine)
    for other in candidate.of(FactKind.QUANTIFIER):
        if pair.sentence_words(other.start, other.end).stop - 1 != counted:
            continue
        assert isinstance(fact.value, Direction)
        assert isinstance(other.value, Direction)
        shown = Span.of(candidate.text, other.start, other.end)
        rival = _rival(fact, context, shown, pair.same_matter(range(mine.start, mine.stop - 1)))
        return relations.quantifiers(fact.value.side, other.value.side), rival
    return None, None


def _rival(fact: Fact, context: Context, shown: Span, matter: float) -> Rival:
    mine = Span.of(context.claim.text, fact.start, fact.end)
    return Rival(ReasonCode.QUANTITY_DIFFERS, mine, shown, 1.0, matter)


def _alone(
    fact: Fact, context: Context, number: int, mine: range
) -> tuple[Relation | None, Rival | None]:
    """How a sentence stands to a quantifier that leaves its noun to the sentence before: "None had
    worked there", laid beside what the claim says of most."""
    candidate = context.candidates[number]
    pair = candidate.pair
    said = next((n for n in range(mine.stop, len(pair.claim)) if pair.claim[n].content), -1)
    at = pair.other[said] - 1 if said >= 0 else -1
    while at > 0 and not pair.sentence[at].content and direction.level(pair.sentence[at]) is None:
        at -= 1
    if at < 0 or direction.level(pair.sentence[at]) is None:
        return None, None
    return _laid_beside(fact, context, number, at, mine)


def _of_clause(mine: range, candidate: Candidate) -> int | None:
    """The quantifier that opens the one clause which has what the claim says: "a few are in Greek"
    of "most of them are in Latin, a few are in Greek"."""
    pair = candidate.pair
    if candidate.language != "en" or len(pair.sentence) > MOST_WORDS:
        return None
    clauses = candidate.sentence.clauses.every
    told = [here for here in pair.everywhere()[mine.stop :] if here]
    own = [c for c in clauses[1:] if any(here <= c.words for here in told)]
    if len(own) != 1:
        return None
    opening = sorted(own[0].words)[:_OPENING]
    return next((n for n in opening if direction.level(pair.sentence[n]) is not None), None)


def _laid_beside(
    fact: Fact, context: Context, number: int, at: int, mine: range
) -> tuple[Relation | None, Rival | None]:
    """How a claim's quantifier stands to a word of a sentence that is one."""
    candidate = context.candidates[number]
    other = candidate.pair.sentence[at]
    level = direction.level(other)
    assert level is not None
    assert isinstance(fact.value, Direction)
    shown = Span.of(candidate.text, other.start, other.end)
    matter = candidate.pair.same_matter(mine)
    return (
        relations.quantifiers(fact.value.side, level),
        _rival(fact, context, shown, matter),
    )


CHECK = Check(NAME, find, needs=(FactKind.QUANTIFIER,))
