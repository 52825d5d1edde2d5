"""What a check finds, in one shape for all checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from citecheck.model import Reason, ReasonCode


class Effect(StrEnum):
    """What a finding does to the claim."""

    STATES = "states"  # a passage says this part of it
    LACKS = "lacks"  # no passage has this part of it
    WEAKENS = "weakens"  # a passage has it less fully, or slightly otherwise
    REFUTES = "refutes"  # a passage has something else in its place


class Span(NamedTuple):
    """A stretch of a text, `[start, end)` in characters, and how it is shown: on one line."""

    start: int
    end: int
    shown: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """A stretch as it is written."""
        return cls(start, end, " ".join(text[start:end].split()))


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What one check found about one part of a claim.

    `words` are the numbers of the claim's words that the finding is about. They may be fewer than
    `claim` shows, or none where it is about the statement as a whole. `source` is a stretch of the
    page's text. `strength` tells from 0 to 1 how surely the two stretches stand in one place of
    one statement.
    """

    check: str
    effect: Effect
    code: ReasonCode
    words: frozenset[int] = frozenset()
    claim: Span | None = None
    source: Span | None = None
    message: str = ""
    strength: float = 1.0

    @property
    def reason(self) -> Reason:
        """The finding as a report gives it."""
        mine, theirs = self.claim, self.source
        return Reason(
            self.code,
            mine.shown if mine else None,
            theirs.shown if theirs else None,
            self.message,
        )


@dataclass(frozen=True, slots=True)
class Rival:
    """What a sentence has in the place of a part of the claim.

    `slot` is how sure it is that both stand in the same place, `matter` how much of the rest of
    the claim the sentence has, each from 0 to 1, a slot beyond any doubt more.
    """

    code: ReasonCode
    claim: Span
    source: Span | None
    slot: float
    matter: float
    message: str = ""
    effect: Effect = Effect.REFUTES

    def finding(self, check: str, words: Iterable[int]) -> CheckFinding:
        """What a check gives of it, with the numbers of the claim's words that differ."""
        strength = min(1.0, self.slot) * self.matter
        return CheckFinding(
            check,
            self.effect,
            self.code,
            frozenset(words),
            self.claim,
            self.source,
            self.message,
            strength,
        )
