"""Settles what stands when several checks speak of one part of a claim."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from citecheck.matching.checks import quotations
from citecheck.matching.checks.finding import CheckFinding, Effect
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.model import Reason

# Of two findings about the same words the one of the earlier check stands: what is compared by its
# value before what is compared by its neighbours, and both before what is compared by its words. A
# check that is not named here comes last, by its name.
PRECEDENCE = (
    "quotations",
    "figures",
    "names",
    "exchanged",
    "quantifiers",
    "multiples",
    "opposites",
    "replaced",
    "negations",
    "denials",
    "hedging",
    "clauses",
    "exceptions",
    "doubts",
    "rows",
)


@dataclass(frozen=True)
class Comparison:
    """What came of comparing a claim with its pages.

    `aligned` gives for each word of the claim its word in the best window, or -1. `findings` are
    those that stand: no two that refute are about the same words. `candidates` are the sentences
    that were compared, the nearest first. `verbatim` tells that the whole claim stands on a page
    word for word.
    """

    aligned: Sequence[int]
    findings: Sequence[CheckFinding] = ()
    candidates: Sequence[Candidate] = ()
    verbatim: bool = False

    def of(self, effect: Effect, check: str | None = None) -> list[CheckFinding]:
        """The findings of one effect, of all checks or of one."""
        return [f for f in self.findings if f.effect is effect and check in (None, f.check)]

    @functools.cached_property
    def differ(self) -> list[Reason]:
        """What refutes the claim."""
        return [finding.reason for finding in self.of(Effect.REFUTES)]

    @functools.cached_property
    def hedged(self) -> list[Reason]:
        """What weakens it."""
        return [finding.reason for finding in self.of(Effect.WEAKENS)]

    @functools.cached_property
    def missing(self) -> list[Reason]:
        """What of it no passage has."""
        return [finding.reason for finding in self.of(Effect.LACKS)]

    @functools.cached_property
    def agreeing(self) -> frozenset[int]:
        """The numbers of the claim's words that make up facts which a passage has too."""
        return _words(self.of(Effect.STATES))

    @functools.cached_property
    def differing(self) -> frozenset[int]:
        """… and those in whose place a passage has something else."""
        return _words(self.of(Effect.REFUTES))

    @property
    def quoted(self) -> bool:
        """Whether a quotation of several words stands word for word."""
        stated = self.of(Effect.STATES, quotations.NAME)
        return any(len(finding.words) >= quotations.FEWEST_WORDS for finding in stated)


def _words(findings: Iterable[CheckFinding]) -> frozenset[int]:
    return frozenset[int]().union(*(finding.words for finding in findings))


def resolve(found: Iterable[CheckFinding]) -> tuple[CheckFinding, ...]:
    """The findings that stand, in an order that depends on them alone.

    What refutes comes before what weakens, that before what is lacking. A finding is left out
    where one before it that is no weaker is about all of its words, or shows the same words of the
    claim for the same reason.
    """
    kept: list[CheckFinding] = []
    for finding in sorted(found, key=_rank):
        if not any(_is_covered(finding, other) for other in kept):
            kept.append(finding)
    return tuple(kept)


_STRONGEST = (Effect.REFUTES, Effect.WEAKENS, Effect.LACKS, Effect.STATES)


def _rank(finding: CheckFinding) -> tuple[object, ...]:
    return (
        _STRONGEST.index(finding.effect),
        PRECEDENCE.index(finding.check) if finding.check in PRECEDENCE else len(PRECEDENCE),
        finding.check,
        -round(finding.strength, 9),
        sorted(finding.words),
        finding.claim or (),
        finding.source or (),
        finding.message,
    )


def _is_covered(finding: CheckFinding, other: CheckFinding) -> bool:
    if finding.effect is Effect.STATES or other.effect is Effect.STATES:
        return False
    if finding.words and finding.words <= other.words:
        return True
    shown = finding.claim is not None and other.claim is not None
    return shown and (finding.code, finding.claim) == (other.code, other.claim)
