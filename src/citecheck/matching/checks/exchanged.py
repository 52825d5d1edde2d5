"""Looks for two names or things that a claim exchanges: "A sued B" for "B sued A", "more men than
women" for "more women than men"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract import direction
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, BE, PREPOSITIONS
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


_SYMMETRIC = direction.SYMMETRIC | data.words("checks.exchanged.symmetric")
_BEFORE_NOUN = PREPOSITIONS | ARTICLES | {"more", "fewer", "less"}
_TENSES = AUXILIARY - BE
_WORDS_MATTER = data.number("checks.exchanged.words_matter")
_Marks: TypeAlias = Mapping[range, str]
"""The words of each of two parts in a text, the first part's with "1", the other's with "2"."""


class _Word(NamedTuple):
    """A word of a text in which each of two names counts as one word, the first "1", the other
    "2"."""

    stem: str
    content: bool


def find(context: Context) -> Iterator[CheckFinding]:
    """Two names of the claim, or two of its other words, that stand in a sentence each between the
    neighbours that the claim gives the other, and nowhere between their own. Linear in the
    sentences for each two names, and for each two words that a sentence has in another order."""
    candidates = [c for c in context.candidates if len(c.pair.sentence) <= MOST_WORDS]
    for one, two in itertools.combinations(context.claim.facts[FactKind.NAME], 2):
        if _are_one(one, two) or _are_together(one, two, context.claim.tokens):
            continue
        places = [words_between(context.claim.tokens, fact.start, fact.end) for fact in (one, two)]
        finding = _exchange(context, candidates, places, [_pairs(one, two, c) for c in candidates])
        if finding is not None:
            yield finding
    symmetric = any(word.folded in _SYMMETRIC for word in context.claim.tokens)
    for first, second in () if symmetric else _turned(context, candidates):
        stems = {context.claim.tokens[first].stem: "1", context.claim.tokens[second].stem: "2"}
        marks = [
            {
                range(n, n + 1): stems[w.stem]
                for n, w in enumerate(c.pair.sentence)
                if w.stem in stems
            }
            for c in candidates
        ]
        places = [range(first, first + 1), range(second, second + 1)]
        finding = _exchange(context, candidates, places, marks)
        if finding is not None:
            yield finding
            return


def _exchange(
    context: Context,
    candidates: Sequence[Candidate],
    places: Sequence[range],
    sides: Sequence[_Marks],
) -> CheckFinding | None:
    """What two parts of the claim, by their words, come to where a sentence has them exchanged."""
    words = context.claim.tokens
    one, two = places
    mine = _marked(words, {one: "1", two: "2"})
    pairs = list(zip(candidates, sides, strict=True))
    if any(_fits(mine, _marked(c.pair.sentence, found)) for c, found in pairs):
        return None
    for candidate, found in pairs:
        turned = {place: "2" if mark == "1" else "1" for place, mark in found.items()}
        matter = candidate.pair.same_matter()
        if matter < _MATTER or not _fits(mine, _marked(candidate.pair.sentence, turned), both=True):
            continue
        its = candidate.pair.sentence
        other = next(place for place, mark in found.items() if mark == "2")
        return Rival(
            ReasonCode.NAME_DIFFERS,
            Span.of(context.claim.text, words[one.start].start, words[one.stop - 1].end),
            Span.of(candidate.text, its[other.start].start, its[other.stop - 1].end),
            1.0,
            matter,
            "in each other's place",
        ).finding(NAME, one)
    return None


def _turned(context: Context, candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Two words of one kind, no parts of names or figures, that a sentence which says nearly all
    of the claim has in the other order."""
    claim = context.claim
    wording = claim.parsed.wording
    sure = [f for f in claim.facts[FactKind.NAME] if names.is_sure(f)]
    taken = {n for f in sure for n in claim.words(f.start, f.end)}
    free = [
        n
        for n, word in enumerate(claim.tokens)
        if word.content
        and not word.digit
        and n not in taken
        and not word.folded.endswith("ly")
        and (wording.folded(n - 1) in _BEFORE_NOUN or not wording.is_verbal(n))
    ]
    for candidate in candidates:
        other = candidate.pair.other
        if candidate.pair.same_matter() < _WORDS_MATTER:
            continue
        for one, two in itertools.combinations(free, 2):
            between = claim.tokens[one + 1 : two]
            if all(w.folded in _TOGETHER or w.folded in ARTICLES for w in between):
                continue  # "plans and intentions", "porous snow"
            if not 0 <= other[two] < other[one]:
                continue
            if all(
                claim.tokens[n].stem == candidate.pair.sentence[other[n]].stem for n in (one, two)
            ):
                yield one, two


def _pairs(one: Fact, two: Fact, candidate: Candidate) -> _Marks:
    """The names of a sentence that are one of two names of the claim, with its mark."""
    here = candidate.of(FactKind.NAME)
    return {
        candidate.pair.sentence_words(fact.start, fact.end): "1" if _are_one(one, fact) else "2"
        for fact in here
        if _is_of(one, two, fact)
    }


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


def _marked(words: Sequence[Token], marks: _Marks) -> list[_Word]:
    """The words of a text, each marked stretch as one, without what only tells a verb's time."""
    at = {place.start: mark for place, mark in marks.items() if len(place)}
    skipped = {n for place in marks for n in place[1:]}
    return [
        _Word(at.get(n, word.stem), word.content and n not in at)
        for n, word in enumerate(words)
        if n not in skipped and word.folded not in _TENSES
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


CHECK = Check(NAME, find, languages=("en",))
