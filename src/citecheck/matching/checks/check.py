"""What a check is, and what it is given."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from citecheck.matching.checks.finding import CheckFinding
from citecheck.matching.extract.values import FactKind
from citecheck.matching.retrieve import beside, further
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import Window


@dataclass(frozen=True)
class Context:
    """A claim and what it is compared with.

    `windows` are the passages that carry most of it, the best first; `pages` are the texts of all
    pages that were cited.
    """

    claim: ClaimFacts
    windows: Sequence[Window]
    pages: Sequence[str]

    @functools.cached_property
    def candidates(self) -> Sequence[Candidate]:
        """The sentences of the windows that the claim is laid beside, the nearest first."""
        return beside.nearest(self.claim, self.windows)

    @functools.cached_property
    def further(self) -> Sequence[Candidate]:
        """Further sentences of the windows' pages with a predicate of the claim or its opposite."""
        seen = {candidate.pair.sentence[0].start for candidate in self.candidates}
        return [
            beside.lay(self.claim, page, sentence, wanted)
            for page, sentence, wanted in further.find(self.claim.tokens, self.windows)
            if sentence.tokens[0].start not in seen
        ]

    @functools.cached_property
    def aligned(self) -> Sequence[int]:
        """For each word of the claim its word in the best window, or -1."""
        return self.claim.aligned(self.windows[0].page, self.windows[0].sentences)


@dataclass(frozen=True, slots=True)
class Check:
    """One way in which a passage can differ from a claim.

    `find` gives what it finds, in any order. `languages` are those that it can read, None for all.
    `needs` are kinds of facts, one of which a claim must have to be asked; none asks all claims. A
    check of the `whole` statement is asked only where no check of a part refutes the claim.
    """

    name: str
    find: Callable[[Context], Iterator[CheckFinding]]
    languages: Collection[str] | None = None
    needs: Collection[FactKind] = ()
    whole: bool = False

    def reads(self, claim: ClaimFacts) -> bool:
        """Whether it can tell anything of a claim."""
        if self.languages is not None and claim.language not in self.languages:
            return False
        return not self.needs or any(claim.facts[kind] for kind in self.needs)
