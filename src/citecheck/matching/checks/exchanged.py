"""Looks for two names that a claim exchanges: "A sued B" for "B sued A", "left A for B" for "left B
for A"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract import direction
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "exchanged"
_MATTER = data.number("checks.exchanged.matter")
_REACH = data.count("checks.exchanged.reach")
_LEAST = data.count("checks.exchanged.least")
_TOGETHER = data.words("checks.exchanged.together")


class _Word(NamedTuple):
    """A word of a text in which each of two names counts as one word, the first "1", the other
    "2"."""

    stem: str
    content: bool


def find(context: Context) -> Iterator[CheckFinding]:
    """Two names of the claim that stand in a sentence each between the neighbours that the claim
    gives the other, and nowhere between their own. Linear in the sentences for each two names."""
    text, words = context.claim.text, context.claim.tokens
    candidates = [c for c in context.candidates if len(c.pair.sentence) <= MOST_WORDS]
    for one, two in itertools.combinations(context.claim.facts[FactKind.NAME], 2):
        if _are_one(one, two) or _are_together(one, two, words):
            continue
        mine = _marked(words, {one: "1", two: "2"})
        sides = [(c, _pairs(one, two, c)) for c in candidates]
        if any(_fits(mine, _marked(c.pair.sentence, found)) for c, found in sides):
            continue
        for candidate, found in sides:
            turned = {fact: "2" if mark == "1" else "1" for fact, mark in found.items()}
            matter = candidate.pair.same_matter()
            if matter >= _MATTER and _fits(
                mine, _marked(candidate.pair.sentence, turned), both=True
            ):
                other = next(fact for fact, mark in found.items() if mark == "2")
                yield Rival(
                    ReasonCode.NAME_DIFFERS,
                    Span.of(text, one.start, one.end),
                    Span.of(candidate.text, other.start, other.end),
                    1.0,
                    matter,
                    "in each other's place",
                ).finding(NAME, words_between(words, one.start, one.end))
                break


def _pairs(one: Fact, two: Fact, candidate: Candidate) -> Mapping[Fact, str]:
    """The names of a sentence that are one of two names of the claim, with its mark."""
    here = candidate.of(FactKind.NAME)
    return {fact: "1" if _are_one(one, fact) else "2" for fact in here if _is_of(one, two, fact)}


def _is_of(one: Fact, two: Fact, fact: Fact) -> bool:
    return _are_one(one, fact) != _are_one(two, fact)


def _are_one(one: Fact, other: Fact) -> bool:
    assert isinstance(one.value, Name)
    assert isinstance(other.value, Name)
    return names.same(one.value.words, other.value.words) and not names.clash(
        one.value.words, other.value.words
    )


def _are_together(one: Fact, two: Fact, words: Sequence[Token]) -> bool:
    """Whether two names of the claim stand in a row, or in a relation that has no sides."""
    between = [words[n] for n in words_between(words, one.end, two.start)]
    return all(word.folded in _TOGETHER or word.capital for word in between) or any(
        word.folded in direction.SYMMETRIC | {"between"} for word in words
    )


def _marked(words: Sequence[Token], marks: Mapping[Fact, str]) -> list[_Word]:
    """The words of a text, each marked name as one."""
    at: dict[int, str] = {}
    skipped: set[int] = set()
    for fact, mark in marks.items():
        place = words_between(words, fact.start, fact.end)
        if len(place):
            at[place.start] = mark
            skipped.update(place[1:])
    return [
        _Word(at.get(n, word.stem), word.content and n not in at)
        for n, word in enumerate(words)
        if n not in skipped
    ]


def _fits(claim: Sequence[_Word], sentence: Sequence[_Word], *, both: bool = False) -> bool:
    """Whether one of the two names, or both, stand somewhere between the neighbours that they have
    in the claim."""
    around = [
        max(
            (
                _same_around(claim, at, sentence, place)
                for at, word in enumerate(claim)
                if word.stem == mark
                for place, other in enumerate(sentence)
                if other.stem == mark
            ),
            default=(False, False),
        )
        for mark in ("1", "2")
    ]
    if both:  # "lent by A to B": a word with content beside one of them will do
        return all(near for near, _ in around) and any(told for _, told in around)
    return any(near and told for near, told in around)


def _same_around(
    claim: Sequence[_Word], at: int, sentence: Sequence[_Word], place: int
) -> tuple[bool, bool]:
    """Whether enough of the words around two places are the same, and one of them has content."""
    count = content = 0
    for step in (-1, 1):
        for far in range(1, _REACH + 1):
            mine, theirs = at + step * far, place + step * far
            if not (0 <= mine < len(claim) and 0 <= theirs < len(sentence)):
                break
            if claim[mine].stem != sentence[theirs].stem:
                break
            count += 1
            content += claim[mine].content
    return count >= _LEAST, content > 0


CHECK = Check(NAME, find, languages=("en",), needs=(FactKind.NAME,))
