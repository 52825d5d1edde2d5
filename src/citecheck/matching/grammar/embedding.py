"""What around a word turns its sense or leaves it open: its object, a condition, how it ended."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.grammar import governors
from citecheck.matching.grammar.syntax import PARTICLES, PREPOSITIONS, SUBJECTS
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.text.irregular import BASES

_EMBEDDED = data.count("grammar.embedding.embedded")
_TIMES = data.words("grammar.embedding.times")
_PAST = data.words("grammar.embedding.past")


class Mode(StrEnum):
    """In what way a word is said."""

    FACT = "fact"
    ABLE = "able"
    WILL = "will"
    MAY = "may"
    MUST = "must"
    OPEN = "open"  # wanted, conditional, said by others


class Sign(NamedTuple):
    """The sign of a word, +1 or -1, how it is said, and what words make it so."""

    value: int
    mode: Mode
    operators: frozenset[int]


def modes_meet(ours: Sign, its: Sign) -> bool:
    """Whether two ways of saying can deny each other: what is only possible denies nothing."""
    if ours.mode is Mode.OPEN or its.mode is Mode.OPEN:
        return False
    if ours.mode is its.mode:
        return True
    # Who could not did not; who did could.
    able = ours if ours.mode is Mode.ABLE else its if its.mode is Mode.ABLE else None
    other = its if able is ours else ours
    return able is not None and other.mode is Mode.FACT and able.value < 0


class Embedding:
    """One word of a sentence, and what its sign is so far."""

    def __init__(self, signs: Wording, index: int):
        self.signs = signs
        self.syntax = signs.syntax
        self.index = index
        self.value = 1
        self.mode = Mode.FACT
        self.operators: set[int] = set()

    def turn(self, *operators: int) -> None:
        """These words say the opposite of it."""
        self.value = -self.value
        self.operators.update(operators)

    def leave_open(self) -> None:
        """Something leaves open whether it is so."""
        self.mode = Mode.OPEN

    def may(self) -> None:
        """What is allowed can be, what is banned cannot."""
        if self.mode is Mode.FACT:
            self.mode = Mode.ABLE

    def object(self) -> None:
        """A negation that opens the object: "found no trace", "spoke to nobody"."""
        if not self.signs.is_verbal(self.index):
            return
        for at in range(self.index + 1, min(len(self.signs.words), self.index + 4)):
            if self.syntax.marks[at] not in ("", "-"):
                return
            folded = self.signs.folded(at)
            if folded in governors.NEGATIVE_OBJECTS and self.signs.denies(at):
                if self.signs.folded(at + 1) not in ("longer", "later"):
                    self.turn(at)
                return
            if folded not in PARTICLES and folded not in PREPOSITIONS and folded not in SUBJECTS:
                return

    def outcome(self) -> None:
        """How an attempt ended: "tried to save him but failed to do so", "in vain"."""
        signs = self.signs
        if not any(signs.stem(n) in governors.ATTEMPTS for n in self.operators):
            return
        for at in range(self.index + 1, min(len(signs.words), self.index + _EMBEDDED)):
            if self.syntax.marks[at] == ";":
                return
            if signs.folded(at) in ("vain", "unsuccessfully") or (
                signs.folded(at) in ("failed", "unsuccessful") and signs.folded(at + 1) != "in"
            ):
                self.value, self.mode = -self.value, Mode.FACT
                self.operators = {n for n in self.operators if n != at} | {at}
                return

    def _is_past(self) -> bool:
        """Whether the word is said of the past: "when it broke", against "when it breaks"."""
        folded = self.signs.folded(self.index)
        return (
            folded in BASES
            or (folded.endswith("ed") and self.signs.is_verbal(self.index))
            or any(self.signs.folded(n) in _PAST for n in range(self.index - 4, self.index))
        )

    def embedding(self) -> None:
        """A condition, or that the word is in what somebody denies or only claims."""
        signs = self.signs
        comma = self.syntax.marks[self.index] == ","
        for at in range(self.index - 1, max(-1, self.index - _EMBEDDED), -1):
            if self.syntax.marks[at + 1] == ";":
                return
            folded, stem = signs.folded(at), signs.stem(at)
            if folded in governors.CONDITIONS or (folded in _TIMES and not self._is_past()):
                self.leave_open()
                return
            if at in self.operators:
                continue
            if (
                at < self.index - 1
                and not comma
                and (stem in governors.WEAK_SAYING or stem in governors.DENYING)
            ):
                self.leave_open()
                return
            comma = comma or self.syntax.marks[at] == ","
            if folded in ("but", "and") and self.syntax.marks[at] == ",":
                return
