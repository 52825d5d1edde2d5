"""Looks for another multiple of the same comparison: "twice as likely" for "half as likely"."""

from __future__ import annotations

import math
from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract.multiples import Multiple, multiples
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.model import ReasonCode

NAME = "multiples"
_MATTER = data.number("checks.shared.matter")


def find(context: Context) -> Iterator[CheckFinding]:
    """Each multiple of the claim in whose place a sentence has another, and none has the same. Said
    the other way about, "A half as likely as B" is "B twice as likely as A"."""
    for mine in multiples(context.claim.text):
        best: Rival | None = None
        for candidate in context.candidates:
            first, last = candidate.pair.sentence[0], candidate.pair.sentence[-1]
            for other in multiples(candidate.text, first.start, last.end):
                if other.of != mine.of:
                    continue
                theirs = 1 / other.value if _is_turned(candidate, mine, other) else other.value
                if other.value and math.isclose(theirs, mine.value, rel_tol=0.02):
                    return
                words = candidate.pair.claim_words(mine.start, mine.end)
                rival = Rival(
                    ReasonCode.QUANTITY_DIFFERS,
                    Span.of(context.claim.text, mine.start, mine.end),
                    Span.of(candidate.text, other.start, other.end),
                    1.0,
                    candidate.pair.same_matter(words),
                )
                if best is None or rival.matter > best.matter:
                    best = rival
        if best is not None and best.matter >= _MATTER:
            yield best.finding(NAME, context.claim.words(mine.start, mine.end))


def _is_turned(candidate: Candidate, mine: Multiple, other: Multiple) -> bool:
    """Whether what the claim names before its multiple stands behind the sentence's."""
    pair = candidate.pair
    places = [
        pair.sentence[place].start
        for word, place in zip(pair.claim, pair.other, strict=True)
        if word.content and word.end <= mine.start and place >= 0
    ]
    behind = sum(place >= other.end for place in places)
    return behind > len(places) / 2


CHECK = Check(NAME, find, languages=frozenset({"en"}))
