"""Looks for what the nearest sentence only hedges and the claim says plainly."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.extract.values import FactKind, Hedge
from citecheck.model import ReasonCode

NAME = "hedging"
_MATTER = data.number("checks.hedging.matter")


def find(context: Context) -> Iterator[CheckFinding]:
    """The first word of the claim that the nearest sentence hedges, unless the claim hedges too or
    says whose word it is."""
    facts, text = context.claim.facts, context.claim.text
    if facts[FactKind.HEDGING] or facts[FactKind.ATTRIBUTION] or not context.candidates:
        return
    candidate = context.candidates[0]
    pair = candidate.pair
    matter = pair.same_matter()
    for fact in candidate.of(FactKind.HEDGING) if matter >= _MATTER else ():
        assert isinstance(fact.value, Hedge)
        governed = pair.sentence_words(fact.value.start, fact.value.end).start
        if governed in pair.taken:
            word = pair.claim[pair.other.index(governed)]
            yield Rival(
                ReasonCode.HEDGING_DIFFERS,
                Span.of(text, word.start, word.end),
                Span.of(candidate.text, fact.start, fact.value.end),
                1.0,
                matter,
                "the source says it less firmly",
                Effect.WEAKENS,
            ).finding(NAME, ())
            return


CHECK = Check(NAME, find, whole=True)
