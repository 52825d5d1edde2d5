"""A sentence beside a claim."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.retrieve.slots import Pair


class Candidate(NamedTuple):
    """A sentence that may carry the claim: its words beside the claim's, the claim and the sentence
    as far as they were read; the page's stems, language and words that are names."""

    pair: Pair
    claim: Parsed
    sentence: Parsed
    page: Container[str] = ()
    language: str = "en"
    proper: Container[str] = ()

    @property
    def text(self) -> str:
        """The page's text, in which the sentence's facts have their places."""
        return self.sentence.text

    def of(self, kind: FactKind) -> list[Fact]:
        """The sentence's facts of one kind."""
        return self.sentence.facts.of(kind)


def is_denied(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether one of two values is denied: "not the first" and "the second" agree."""
    language = candidate.language
    mine_denied = candidate.claim.negated(mine.start, language)
    return mine_denied != candidate.sentence.negated(theirs.start, language)
