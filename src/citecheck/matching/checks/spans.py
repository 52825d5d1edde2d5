"""Tells the first day of a span from its last: "from 14 June" and "between 14 June and 3 July"."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import Fact
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.tokens import Token

_BEGINS = data.words("checks.spans.begins")
_ENDS = data.words("checks.spans.ends")
_JOINS = data.words("checks.spans.joins")
_REACH = data.count("checks.spans.reach")


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
