"""Reads the order of two events in an English sentence: "X after Y", "before Y, X"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching.grammar.ordered import NUMBERS, Clauses, Ordered
from citecheck.matching.grammar.syntax import AUXILIARY, SUBJECTS

LATER = "later"
"""The scale of time: the first side is later than the second."""
_AFTER = frozenset(("after", "following"))
_AFTERS = frozenset("look looks looked looking named name names all run ran".split())
_SPANS = frozenset(
    "second seconds minute minutes hour hours day days week weeks month months year years decade"
    " decades shortly soon immediately just right even only moments moment long well".split()
)
MARKERS = frozenset((*_AFTER, "before", "prior"))
"""The words that can order two events."""


def read(clauses: Clauses, at: int) -> Iterator[Ordered]:
    """The order of the events on both sides of a word."""
    if clauses.words[at].folded == "prior" and clauses.sent.folded(at + 1) != "to":
        return
    yield from _Reader(clauses).order(at)


class _Reader:
    def __init__(self, clauses: Clauses):
        self.clauses = clauses
        self.sent = clauses.sent
        self.words = clauses.words
        self.last = clauses.last

    def order(self, at: int) -> Iterator[Ordered]:
        """What happened later, and what earlier."""
        before = self.sent.folded(at - 1)
        if self.sent.folded(at) in _AFTER and before in _AFTERS | AUXILIARY:
            return
        stop = at + 2 if self.sent.folded(at) == "prior" else at + 1
        event = self.clauses.right(stop)
        left = self.clauses.left(at)
        other = self._happening(left)
        if not other:
            # "Shortly after the vote, she resigned."
            event = range(stop, self.sent.clause_end(stop, ",;"))
            rest = range(event.stop, self.sent.clause_end(event.stop, ";"))
            other = self._happening(rest)
        own = self._happening(event)
        if self._has_no_subject(event.start):
            other -= self._subject(left if left and other else range(event.stop, self.last))
        later = self.sent.folded(at) in _AFTER
        first, second = (other, own) if later else (own, other)
        yield Ordered(LATER, first, second, at)

    def _has_no_subject(self, at: int) -> bool:
        """Whether a clause leaves its subject to the other one: "after she left"."""
        folded = self.sent.folded(at)
        return folded in SUBJECTS or (folded.endswith("ing") and self.words[at].content)

    def _subject(self, span: range) -> frozenset[int]:
        """The names before the first verb."""
        names: set[int] = set()
        for n in span:
            if self.sent.is_verb(n):
                break
            if self.sent.name_at[n] >= 0:
                names.add(n)
        return frozenset(names)

    def _happening(self, span: range) -> frozenset[int]:
        return frozenset(
            n
            for n in self.clauses.content(span)
            if self.sent.folded(n) not in _SPANS | NUMBERS and not self.sent.folded(n).isdigit()
        )
