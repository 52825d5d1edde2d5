"""Looks for a claim's quotations word for word on the pages, and for how they were altered."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.extract import alterations
from citecheck.matching.extract.quotation import find_quotation
from citecheck.matching.extract.values import FactKind, Quotation
from citecheck.model import ReasonCode

NAME = "quotations"
FEWEST_WORDS = 4  # from which a quotation that is nearly found is one that was altered


def find(context: Context) -> Iterator[CheckFinding]:
    """Each quotation: stated, altered, altered in little, or not there. Linear in the pages."""
    claim = context.claim
    for fact in claim.facts[FactKind.QUOTATION]:
        assert isinstance(fact.value, Quotation)
        words = frozenset(claim.words(fact.start, fact.end))
        mine = Span(fact.start, fact.end, fact.text)
        found = [find_quotation(fact.value, text) for text in context.pages]
        if any(match.exact for match in found):
            yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
            continue
        near = max(found, key=lambda match: match.similarity)
        altered = near.first_difference
        if altered is None or fact.value.words < FEWEST_WORDS or alterations.is_title(fact.text):
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)
            continue
        slight = alterations.is_slight(*altered)
        yield CheckFinding(
            NAME,
            Effect.WEAKENS if slight else Effect.REFUTES,
            ReasonCode.QUOTATION_DIFFERS,
            frozenset(),
            Span(fact.start, fact.end, altered[0]),
            Span(near.start, near.end, altered[1]),
            "the quotation is not word for word",
        )


CHECK = Check(NAME, find, needs=(FactKind.QUOTATION,))
