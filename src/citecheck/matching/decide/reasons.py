"""Says in reasons why a verdict is what it is."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching.checks.resolve import Comparison
from citecheck.matching.decide.unsaid import phrases, unsaid
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import Window
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Reason, ReasonCode, Verdict


def of(
    verdict: Verdict, claim: ClaimFacts, found: Sequence[Window], result: Comparison
) -> tuple[Reason, ...]:
    """The reasons of a verdict, the most important first; never empty."""
    missing = [_true(reason, claim.language, found) for reason in result.missing]
    missing += [f.reason for f in result.findings if f.code is ReasonCode.QUOTATION_CUT_SHORT]
    if verdict is Verdict.CONTRADICTED:
        return (*(result.differ or [_ruled_out(claim, found, result)]), *missing)
    if verdict is Verdict.SUPPORTED:
        cut = [reason for reason in missing if reason.code is ReasonCode.QUOTATION_CUT_SHORT]
        return (Reason(ReasonCode.STATED, detail="the passage says it"), *cut)
    if verdict is Verdict.NOT_SUPPORTED:
        reason = Reason(ReasonCode.NOT_FOUND_IN_SOURCE, detail="nothing on the page says it")
        return (reason, *result.differ, *missing)
    known = [*result.differ, *result.hedged, *missing]
    named = " ".join(reason.claim or "" for reason in known)
    detail = "no passage says this"
    known += [
        Reason(ReasonCode.MISSING_DETAIL, phrase, detail=detail)
        for phrase in unsaid(claim, _missing(claim, found, result))
        if phrase not in named
    ]
    return tuple(known) or (_apart(claim, result),)


def _true(reason: Reason, language: str, found: Sequence[Window]) -> Reason:
    """What is lacking, not called absent where its very words stand in a passage that is shown: a
    figure of something else, a name in another role."""
    there = {token.folded for window in found for token in window.tokens}
    words = [token.folded for token in tokenise(reason.claim or "", language) if token.content]
    if not words or not there.issuperset(words):
        return reason
    detail = f"“{reason.claim}” stands there, but not of the same thing"
    return Reason(reason.code, detail=detail)


def _missing(claim: ClaimFacts, found: Sequence[Window], result: Comparison) -> set[int]:
    """The numbers of the claim's content words that no shown passage has in any form."""
    there = frozenset[str]().union(*(s.stems for window in found for s in window.sentences))
    return {n for n in _unaligned(claim, result) if claim.tokens[n].stem not in there}


def _unaligned(claim: ClaimFacts, result: Comparison) -> set[int]:
    return {
        n
        for n, (token, place) in enumerate(zip(claim.tokens, result.aligned, strict=True))
        if place < 0 and token.content and n not in result.agreeing
    }


def _apart(claim: ClaimFacts, result: Comparison) -> Reason:
    """Of a claim whose words stand here and there: what the best passage does not have."""
    away = _unaligned(claim, result)
    for chunk in phrases(claim.text, claim.tokens):
        if away.intersection(chunk):
            part = claim.text[claim.tokens[chunk.start].start : claim.tokens[chunk[-1]].end]
            detail = f"no passage says “{part}” together with the rest"
            return Reason(ReasonCode.MISSING_DETAIL, detail=detail)
    detail = "its words stand there, but no passage says it as the claim does"
    return Reason(ReasonCode.MISSING_DETAIL, detail=detail)


def _ruled_out(claim: ClaimFacts, found: Sequence[Window], result: Comparison) -> Reason:
    """Both sides of a claim that the passage rules out by no single fact."""
    phrases = unsaid(claim, _unaligned(claim, result))
    mine = phrases[0] if phrases else claim.text
    sentence = max(found[0].sentences, key=lambda s: _shared(claim, s.stems))
    theirs = " ".join(found[0].page.text[sentence.start : sentence.end].split())
    detail = "the source says something else of the same matter"
    return Reason(ReasonCode.STATEMENT_DIFFERS, mine, theirs, detail)


def _shared(claim: ClaimFacts, stems: frozenset[str]) -> int:
    return sum(token.content and token.stem in stems for token in claim.tokens)
