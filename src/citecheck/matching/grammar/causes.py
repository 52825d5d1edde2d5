"""Reads what causes what in an English sentence: "A leads to B", "B is caused by A", "B because of
A"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching.grammar.ordered import Clauses, Ordered

_CAUSES = "causes"
_DOES = frozenset("cause causes caused causing trigger triggers triggered spark sparked".split())
_LEADS = frozenset("lead leads led leading contributes contributed".split())  # … to
_RESULTS = frozenset("result results resulted resulting stem stems stemmed arises arose".split())
MARKERS = _DOES | _LEADS | _RESULTS
"""The words that can part a cause from its effect."""


def read(clauses: Clauses, at: int) -> Iterator[Ordered]:
    """The cause, first, and the effect on both sides of a word."""
    folded, following = clauses.words[at].folded, clauses.sent.folded(at + 1)
    if clauses.denied(at) or at == 0:
        return
    if folded in _DOES:
        sides = clauses.subject_and_object(at)
        if sides is None and clauses.sent.folded(at - 1) in ("can", "may", "could", "will"):
            sides = clauses.left(at), clauses.right(at + 1)
        if sides is not None:
            cause, effect = map(clauses.things, sides)
            yield Ordered(_CAUSES, cause, effect, at)
    elif (folded in _LEADS and following == "to") or (folded in _RESULTS and following == "in"):
        cause, effect = clauses.things(clauses.left(at)), clauses.things(clauses.right(at + 2))
        yield Ordered(_CAUSES, cause, effect, at)
    elif folded in _RESULTS and following == "from":
        cause, effect = clauses.things(clauses.right(at + 2)), clauses.things(clauses.left(at))
        yield Ordered(_CAUSES, cause, effect, at)
