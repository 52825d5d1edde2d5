"""Finds words that exclude each other: opposites, directions, comparisons, quantifiers."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.extract.values import Direction, Fact, FactKind
from citecheck.matching.text.tokens import Token, tokenise

# What "A … B" says of B as well.
SYMMETRIC = data.words("extract.direction.symmetric")

# A line is a set; what stands between two bars excludes what stands between two others. Inflected
# forms are written out, since a stem would make one word of "defeat" and "defeated".
_SETS = data.text("extract.direction.sets")
_QUANTIFIERS = data.lines("extract.direction.quantifiers")
_OF_THE = data.words("extract.direction.of_the")
QUANTIFIER = "quantifier"


def _axes() -> dict[str, tuple[Direction, ...]]:
    table: dict[str, list[Direction]] = defaultdict(list)
    for line in _SETS.strip().replace("\n ", " ").splitlines():
        groups = line.split("|")
        axis = groups[0].split()[0]
        for side, group in enumerate(groups):
            for token in tokenise(group):
                table[token.folded].append(Direction(f"{axis}|{line[-8:]}", side))
    return {word: tuple(places) for word, places in table.items()}


_AXES = _axes()
_LEVELS = {token.folded: n for n, words in enumerate(_QUANTIFIERS) for token in tokenise(words)}


def sides(folded: str) -> tuple[Direction, ...]:
    """The sets that a folded word belongs to, with its side in each."""
    return _AXES.get(folded, ())


def sided(words: Iterable[Token]) -> list[str]:
    """Those of some words that belong to a set, folded."""
    return [word.folded for word in words if word.folded in _AXES]


def moves(folded: str) -> bool:
    """Tell whether a word says that something rises or falls, which it does by itself: turning the
    sides of such a statement round does not turn its sense round."""
    return any(side.axis.startswith("rise|") for side in sides(folded))


def excludes(one: str, other: str) -> bool:
    """Tell whether two folded words stand on different sides of one set, and together in none."""
    found = False
    mine = _AXES.get(one)
    theirs = _AXES.get(other)
    if not mine or not theirs:
        return False
    for a in mine:
        for b in theirs:
            if a.axis == b.axis:
                if a.side == b.side:
                    return False
                found = True
    return found


def level(word: Token) -> int | None:
    """How much a quantifier says, from none up; None for any other word."""
    return _LEVELS.get(word.folded)


def alike(one: str, other: str) -> bool:
    """Tell whether two folded words stand on one side of a set of movements."""
    return moves(one) and moves(other) and not excludes(one, other)


def exclusives() -> Iterator[tuple[str, str]]:
    """All pairs of folded words that exclude each other, each once in either order."""
    for one, other in itertools.permutations(sorted(_AXES), 2):
        if excludes(one, other):
            yield one, other


def find(text: str, words: Sequence[Token]) -> list[Fact]:
    """The words of a text that have opposites, one fact a word, its first set. Linear time."""
    return [
        Fact(FactKind.DIRECTION, text[w.start : w.end], w.start, w.end, _AXES[w.folded][0])
        for w in words
        if w.folded in _AXES
    ]


def find_quantifiers(text: str, words: Sequence[Token]) -> list[Fact]:
    """The quantifiers of a text ("all", "most of the"), each with its level. Linear time.

    The fact reaches to the word that is quantified, which is its last.
    """
    found: list[Fact] = []
    for index in [n for n, word in enumerate(words) if word.folded in _LEVELS]:
        word, level = words[index], _LEVELS[words[index].folded]
        at = index + 1
        while at < len(words) and words[at].folded in _OF_THE:
            at += 1
        if at >= len(words) or not words[at].content or at - index > 3:
            continue
        value = Direction(QUANTIFIER, level)
        found.append(
            Fact(
                FactKind.QUANTIFIER,
                text[word.start : words[at].end],
                word.start,
                words[at].end,
                value,
            )
        )
    return found
