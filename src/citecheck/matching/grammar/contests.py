"""Reads who beat or replaced whom in an English sentence: "A beat B", "B lost to A", "A's victory
over B", "A took over from B"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching.grammar.ordered import Clauses, Ordered

_WINS, _FOLLOWS = "wins", "follows"
_REPLACES = frozenset("replace replaces replaced replacing succeed succeeds succeeded".split())
_TAKES = frozenset("take takes took taken taking".split())  # over from
_BEATS = frozenset(
    "beat beats beaten beating defeat defeats defeated defeating edged trounced thrashed outlasted"
    " overcame overcomes overcome ousted knocked unseated routed vanquished eliminated".split()
)
_LOSES = frozenset("lost loses lose losing fell falls succumbed".split())
_VICTORY = {
    **dict.fromkeys("win wins victory victories triumph upset".split(), (1, ("over", "against"))),
    **dict.fromkeys("loss losses defeat defeats".split(), (-1, ("to", "against", "by"))),
}
_REACH = 13  # words after a loss in which the winner is named
_NEAR = 3  # words between a winner's name and "victory": "Lee's 4-1 win over"
MARKERS = frozenset((*_REPLACES, *_TAKES, *_BEATS, *_LOSES, *_VICTORY))
"""The words that can tell a winner."""


def read(clauses: Clauses, at: int) -> Iterator[Ordered]:
    """Who beats whom by a word."""
    folded = clauses.words[at].folded
    if clauses.words[at].capital and at:
        return  # the title of a work
    if folded in _BEATS or folded in _REPLACES:
        sides = clauses.subject_and_object(at)
        if sides is not None:
            winner, loser = (clauses.named(side, at) for side in sides)
            yield Ordered(_WINS if folded in _BEATS else _FOLLOWS, winner, loser, at)
    elif folded in _TAKES:
        yield from _takes_over(clauses, at)
    elif folded in _LOSES:
        yield from _loses(clauses, at)
    elif folded in _VICTORY:
        yield from _victory(clauses, at)


def _takes_over(clauses: Clauses, at: int) -> Iterator[Ordered]:
    if clauses.sent.folded(at + 1) != "over" or clauses.denied(at):
        return
    for n in range(at + 2, min(clauses.last, at + _REACH)):
        if clauses.sent.marks[n] in (";", '"'):
            return
        if clauses.sent.folded(n) == "from":
            first = clauses.named(clauses.left(at), at)
            yield Ordered(_FOLLOWS, first, clauses.named(clauses.right(n + 1), at), at)
            return


def _loses(clauses: Clauses, at: int) -> Iterator[Ordered]:
    if clauses.denied(at):
        return
    for n in range(at + 1, min(clauses.last, at + _REACH)):
        if clauses.sent.marks[n] in (";", '"', ","):
            return
        if clauses.sent.folded(n) in ("to", "against") and n + 1 < clauses.last:
            named = n + 2 if clauses.sent.folded(n + 1) == "the" else n + 1
            if clauses.sent.name_at[min(named, clauses.last - 1)] >= 0:
                yield Ordered(
                    _WINS,
                    clauses.named(clauses.right(n + 1), at),
                    clauses.named(clauses.left(at), at),
                    at,
                )
            return


def _victory(clauses: Clauses, at: int) -> Iterator[Ordered]:
    sign, links = _VICTORY[clauses.sent.folded(at)]
    if clauses.sent.folded(at + 1) not in links or clauses.denied(at):
        return
    near = [g for g in clauses.all_names if at - _NEAR <= g.stop <= at]
    if near:
        owner = clauses.content(range(near[-1].start, near[-1].stop))
    else:
        owner = clauses.named(clauses.left(at), at)
    other = clauses.named(clauses.right(at + 2), at)
    first, second = (owner, other) if sign > 0 else (other, owner)
    yield Ordered(_WINS, first, second, at)
