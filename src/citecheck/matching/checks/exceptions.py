"""Looks for what is said of one where the source says it of all but one, or of everyone where it
says it of some only, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.model import ReasonCode

NAME = "exceptions"
_ALL_BUT = re.compile(r"\ball (?:but|except)\b", re.IGNORECASE)
_EVERYONE = re.compile(r"\b(?:every(?:one|body)|any(?:one|body))\b", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_MATTER = 0.6  # share of the claim in the nearest sentence


def find(context: Context) -> Iterator[CheckFinding]:
    """ "All but one of the seven" where the nearest sentence has "one of the seven"."""
    if not context.candidates:
        return
    nearest = max(context.candidates, key=lambda candidate: candidate.pair.same_matter())
    words, claim = nearest.pair.sentence, context.claim.text
    span = words[0].start, words[-1].end
    mine, theirs = _ALL_BUT.search(claim), _ALL_BUT.search(nearest.text, *span)
    if mine is None and theirs is None and not _ONLY.search(claim):
        mine, theirs = _EVERYONE.search(claim), _ONLY.search(nearest.text, *span)
        if mine is None or theirs is None:
            return
    elif (mine is None) == (theirs is None):
        return
    matter = nearest.pair.same_matter(nearest.pair.claim_words(*mine.span()) if mine else ())
    if matter < _MATTER:
        return
    yield CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        claim=Span.of(context.claim.text, *mine.span()) if mine else None,
        source=Span.of(nearest.text, *theirs.span()) if theirs else None,
        message="the source says it of others",
        strength=matter,
    )


CHECK = Check(NAME, find, languages=("en",))
