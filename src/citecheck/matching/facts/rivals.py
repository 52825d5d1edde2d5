"""A sentence beside a claim, and what it has in the place of one of the claim's facts."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from citecheck.matching.facts import Facts, polarity
from citecheck.matching.facts.frames import Frame
from citecheck.matching.facts.model import Fact, FactKind
from citecheck.matching.facts.slots import Pair
from citecheck.model import ReasonCode


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may carry the claim: its words beside the claim's, its page's text, its
    facts with their places in that text; the page's stems, language and words that are names.

    `read_frames` tells who is or does what in the sentence; it is kept there for further claims.
    """

    pair: Pair
    text: str
    facts: Facts
    page: Container[str] = ()
    language: str = "en"
    proper: Container[str] = ()
    read_frames: Callable[[], Sequence[Frame]] = tuple

    def of(self, kind: FactKind) -> list[Fact]:
        """The sentence's facts of one kind."""
        return self.facts.of(kind)


@dataclass(frozen=True, slots=True)
class Rival:
    """What a sentence has in the place of a claim's fact.

    `slot` is how sure it is that both stand in the same place, `matter` how much of the rest of
    the claim the sentence has, each 0 to 1.
    """

    code: ReasonCode
    claim: str
    source: str
    detail: str
    slot: float
    matter: float


def is_denied(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether one of two values is denied: "not the first" and "the second" agree."""
    pair = candidate.pair
    return polarity.negated(pair.claim, mine.start, candidate.language) != polarity.negated(
        pair.sentence, theirs.start, candidate.language
    )
