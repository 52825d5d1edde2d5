"""Looks for names of a claim that stand between another name's neighbours, word for word: "left
Lund for Visby by train" for "left Visby for Lund by train"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.extract import direction
from citecheck.matching.extract import name as names
from citecheck.matching.extract.name import is_sure
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.retrieve.candidates import Candidate, Rival, is_denied
from citecheck.model import ReasonCode

_MATTER = 0.7  # share of the claim in the sentence
_MOST_WORDS = 200  # of a sentence that is read
_REACH = 3  # words on either side that are laid beside each other
_LEAST = 2  # equal words, one with content, by which each of two names stands in the other's place
_WHOLE = 2  # equal words on both sides by which one name stands in another's place
_COMPARING = frozenset("than as".split())  # two sides, which are compared elsewhere
_TOGETHER = frozenset("and or with between both".split())


class _Slot(NamedTuple):
    """How many words before and after two names are the same, and how many of these have content
    and are no names."""

    left: int
    right: int
    content: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.left + self.right


def find(
    claimed: Sequence[Fact], candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each name in whose place a sentence has another of the page's names, though it knows the
    claim's too, with the numbers of the claim's words."""
    if language != "en" or not candidates:
        return
    mine = [fact for fact in claimed if _is_known(fact, candidates)]
    for candidate in candidates:
        matter = candidate.pair.same_matter()
        if matter < _MATTER or len(candidate.pair.sentence) > _MOST_WORDS:
            continue
        here = [f for f in candidate.of(FactKind.NAME) if _is_known(f, candidates)]
        for one in mine:
            other = _other(one, mine, here, candidate)
            if other is None or any(_best(one, c).total >= _LEAST for c in candidates):
                continue
            places = candidate.pair.claim_words(one.start, one.end)
            rival = Rival(
                ReasonCode.NAME_DIFFERS, one.text, other.text, "in each other's place", 1.0, matter
            )
            yield rival, set(places)
            return


def _is_known(fact: Fact, candidates: Sequence[Candidate]) -> bool:
    """Whether a name is one beyond doubt, or its page writes it with a capital everywhere."""
    assert isinstance(fact.value, Name)
    return is_sure(fact) or all(
        any(word in candidate.proper for candidate in candidates) for word in fact.value.words
    )


def _other(
    one: Fact, mine: Sequence[Fact], here: Sequence[Fact], candidate: Candidate
) -> Fact | None:
    """The sentence's name that stands in the place of one of the claim's."""
    pair = candidate.pair
    for other in here:
        if _are_one(one, other) or _share(one, other):
            continue
        slot = _slot(candidate, one, other)
        if is_denied(
            candidate,
            pair.claim_words(one.start, one.end),
            pair.sentence_words(other.start, other.end),
        ):
            continue
        if slot.left >= _WHOLE and slot.right >= _WHOLE and slot.content >= _LEAST:
            if any(_are_one(one, third) for third in here):
                return other
            continue
        if slot.total < _LEAST or not slot.content:
            continue
        before = pair.claim[max(0, pair.claim_words(one.start, one.end).start - _REACH) :][:_REACH]
        compared = any(word.folded in _COMPARING for word in before)
        elsewhere = any(_are_one(two, other) for two in mine if two is not one)
        if slot.left >= _REACH and elsewhere and not compared:
            return other  # "a bid for B" by A, where the bid is for A
        for two in mine:
            if two is one or not _are_one(two, other) or _are_together(one, two, candidate):
                continue
            for third in here:
                if not _are_one(one, third):
                    continue
                back = _slot(candidate, two, third)
                if back.total >= _LEAST and back.content:
                    return other
    return None


def _are_one(one: Fact, other: Fact) -> bool:
    assert isinstance(one.value, Name)
    assert isinstance(other.value, Name)
    return names.same(one.value.words, other.value.words) and not names.clash(
        one.value.words, other.value.words
    )


def _share(one: Fact, other: Fact) -> bool:
    assert isinstance(one.value, Name)
    assert isinstance(other.value, Name)
    return not set(one.value.words).isdisjoint(other.value.words)


def _are_together(one: Fact, two: Fact, candidate: Candidate) -> bool:
    """Whether two names of the claim stand in a row, or in a relation that has no sides."""
    first, second = sorted((one, two), key=lambda fact: fact.start)
    between = candidate.pair.claim_words(first.end, second.start)
    words = [candidate.pair.claim[n] for n in between]
    return all(word.folded in _TOGETHER or word.capital for word in words) or any(
        word.folded in direction.SYMMETRIC for word in words
    )


def _best(one: Fact, candidate: Candidate) -> _Slot:
    """The slot of the claim's name at its own place in a sentence, where that is fullest."""
    slots = [
        _slot(candidate, one, other)
        for other in candidate.of(FactKind.NAME)
        if _are_one(one, other)
    ]
    return max((slot for slot in slots if slot.content), default=_Slot(0, 0, 0))


def _slot(candidate: Candidate, one: Fact, other: Fact) -> _Slot:
    """The words around a name of the claim and one of the sentence that are the same in a row."""
    pair = candidate.pair
    mine = pair.claim_words(one.start, one.end)
    theirs = pair.sentence_words(other.start, other.end)
    named = {n for place in pair.names for n in place}
    counts, content = [], 0
    for at, there, step in ((mine.start - 1, theirs.start - 1, -1), (mine.stop, theirs.stop, 1)):
        count = 0
        while (
            count < _REACH
            and 0 <= at < len(pair.claim)
            and 0 <= there < len(pair.sentence)
            and pair.claim[at].stem == pair.sentence[there].stem
        ):
            content += pair.claim[at].content and at not in named
            count += 1
            at += step
            there += step
        counts.append(count)
    return _Slot(counts[0], counts[1], content)
