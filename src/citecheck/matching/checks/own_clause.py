"""Whether a word of the claim is the subject of a clause of its own that leaves the verb to the one
before."""

from __future__ import annotations

from citecheck.matching.grammar.clauses import Subject
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate


def is_subject(candidate: Candidate, mine: range) -> bool:
    """Whether some words of the claim are the subject of a clause without a verb of its own, and
    something else of the claim stands in that clause alone: "the Liberals took 23 seats" for "the
    Greens took 14 seats and the Liberals 23"."""
    pair = candidate.pair
    if candidate.language != "en" or len(pair.sentence) > MOST_WORDS:
        return False
    read = candidate.sentence.clauses
    if len(read.every) < 2:
        return False
    places = {pair.other[n] for n in mine if pair.other[n] >= 0}
    own = next((c for c in read.every if places and places <= c.named), None)
    if own is None or own.subject is not Subject.GAPPED:
        return False
    others = frozenset[int]().union(*(c.words for c in read.every if c is not own))
    return any(
        here and here <= own.words and here.isdisjoint(others)
        for n, here in enumerate(pair.everywhere())
        if n not in mine and (pair.claim[n].content or pair.claim[n].digit)
    )
