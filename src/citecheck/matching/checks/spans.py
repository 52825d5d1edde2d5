"""How the dates of a claim and of a sentence stand in time: the first day of a span and its last, a
year that is only named as "this year"."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import Date, Fact, FactKind
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.tokens import Token

_BEGINS = data.words("checks.spans.begins")
_ENDS = data.words("checks.spans.ends")
_JOINS = data.words("checks.spans.joins")
_REACH = data.count("checks.spans.reach")
_YEARS = data.words("checks.spans.years")
_THIS = data.words("checks.spans.this")


def is_other_end(pair: Pair, mine: range, other: Fact) -> bool:
    """Whether the claim gives as one end of a span what a sentence gives as its other end."""
    theirs = pair.sentence_words(other.start, other.end)
    return {_end(pair.claim, mine), _end(pair.sentence, theirs)} == {"first", "last"}


def _end(words: Sequence[Token], date: range) -> str:
    """Which end of a span a date is, "first" or "last"; empty where that is not told."""
    if not date or not date.start:
        return ""
    before = words[date.start - 1].folded
    if before in _BEGINS:
        return "first"
    if before in _ENDS:
        return "last"
    led = any(w.folded in _BEGINS for w in words[max(0, date.start - _REACH) : date.start])
    return "last" if before in _JOINS and led else ""


def has_both_ends(fact: Fact, candidate: Candidate) -> bool:
    """Whether a sentence has the first and the last year of a span apart from each other: "joined
    in 1975 and left in 1982"."""
    span = fact.value
    if not isinstance(span, Date) or span.first == span.last or span.period or span.first.month:
        return False
    moments = {
        other.value.first
        for other in candidate.of(FactKind.DATE)
        if isinstance(other.value, Date) and other.value.first == other.value.last
    }
    return span.first in moments and span.last in moments


def is_relative(candidate: Candidate, fact: Fact) -> bool:
    """Whether a sentence names the claim's year as "this year", and no page date settles which."""
    if fact.kind is not FactKind.DATE:
        return False
    if candidate.sentence.folded.isdisjoint(_YEARS):
        return False
    # A claim that has "this year" as well means another by its figure.
    return _has_this_year(candidate.pair.sentence) and not _has_this_year(candidate.pair.claim)


def _has_this_year(words: Sequence[Token]) -> bool:
    return any(
        word.folded in _YEARS and words[n - 1].folded in _THIS
        for n, word in enumerate(words[1:], start=1)
    )
