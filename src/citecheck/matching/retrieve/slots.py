"""A claim and one sentence side by side: which word stands for which, and in whose place."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.matching import data
from citecheck.matching.retrieve.align import synonyms
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token

_REACH = data.count("retrieve.slots.reach")
_STEPS = data.count("retrieve.slots.steps")
_ARTICLES = data.words("retrieve.slots.articles")
_PLACING = data.words("retrieve.slots.placing")  # "on the island" stands where "in the town" does
_TO_FIGURES = data.words("retrieve.slots.to_figures")
_LIMITS = data.words("retrieve.slots.limits")
_VERBS = data.words("retrieve.slots.verbs")
_GAP = data.count("retrieve.slots.gap")
_FUNCTION = data.number("retrieve.slots.function")
_OTHER_SIDE = data.number("retrieve.slots.other_side")
_NAMELESS = data.number("retrieve.slots.nameless")
_NONE = frozenset[int]()
_NEARBY = data.number("retrieve.slots.nearby")


@dataclass(slots=True)
class Pair:
    """The words of a claim and of a sentence; `other[i]` is the sentence's word for the claim's
    word `i`, or -1.

    `weights` tells how much each content word of the claim weighs, by stem; `nearby` are those of
    its stems that stand around the sentence; `names` are its names, as ranges of its words.
    """

    claim: Sequence[Token]
    sentence: Sequence[Token]
    other: Sequence[int]
    weights: Mapping[str, float]
    nearby: Collection[str] = ()
    names: Sequence[range] = ()
    taken: frozenset[int] = field(init=False)
    _stems: list[str] = field(init=False)
    _places: list[frozenset[int]] = field(init=False, default_factory=list)
    _here: list[bool] = field(init=False, default_factory=list)
    _matter: list[tuple[int, float, float]] = field(init=False)
    _is_near: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = frozenset([n for n in self.other if n >= 0])
        self._stems = [word.stem for word in self.sentence]
        # For each of the claim's words its weight, and how much of that the sentence has.
        self._matter = []
        for number, (word, place) in enumerate(zip(self.claim, self.other, strict=True)):
            if word.content:
                stem = word.stem
                weight = part = self.weights.get(stem, 0.0)
                if place < 0:
                    part = _NEARBY * weight if stem in self.nearby else 0.0
                self._matter.append((number, weight, part))
        self._is_near = [self._has(name) for name in self.names]

    def _has(self, name: range) -> bool:
        """Whether a name of the claim, or a part of it, is in the sentence or around it."""
        return any(
            self.other[n] >= 0 or self.claim[n].stem in self.nearby
            for n in name
            if self.claim[n].content
        )

    def claim_words(self, start: int, end: int) -> range:
        """The numbers of the claim's words in `[start, end)` of its text."""
        return words_between(self.claim, start, end)

    def sentence_words(self, start: int, end: int) -> range:
        """The numbers of the sentence's words in `[start, end)` of its page."""
        return words_between(self.sentence, start, end)

    def same_matter(self, without: Collection[int] = ()) -> float:
        """The weighted share of the claim's words, some left out, that the sentence has.

        It counts less when the claim has names and the sentence, with what is around it, none.
        """
        total = hit = 0.0
        for number, weight, part in self._matter:
            if number not in without:
                total += weight
                hit += part
        near = [self._is_near[n] for n, name in enumerate(self.names) if name.start not in without]
        if near and not any(near):
            hit *= _NAMELESS
        return hit / total if total else 0.0

    def has(self, numbers: Collection[int]) -> list[int]:
        """Those of some of the claim's words of which `everywhere` gives any."""
        if not self._here:
            stems = set(self._stems)
            self._here.extend(
                other >= 0
                or word.stem in stems
                or (word.content and not stems.isdisjoint(synonyms(word.stem)))
                for word, other in zip(self.claim, self.other, strict=True)
            )
        return [n for n in numbers if self._here[n]]

    def everywhere(self) -> list[frozenset[int]]:
        """For each word of the claim all the sentence's words that are it, or say the same."""
        if not self._places:
            by_stem: dict[str, list[int]] = {}
            for number, stem in enumerate(self._stems):
                by_stem.setdefault(stem, []).append(number)
            for word, other in zip(self.claim, self.other, strict=True):
                here = by_stem.get(word.stem, [])
                if word.content and not here:
                    here = [n for stem in synonyms(word.stem) for n in by_stem.get(stem, ())]
                if other >= 0:
                    here = [*here, other]
                self._places.append(frozenset(here) if here else _NONE)
        return self._places

    def runs(self, claim: range) -> list[range]:
        """Where the sentence has some neighbouring words of the claim in a row."""
        wanted = [self.claim[n].stem for n in claim]
        size = len(wanted)
        return [
            range(at, at + size)
            for at in range(len(self._stems) - size + 1)
            if self._stems[at : at + size] == wanted
        ]

    def named(self, without: Collection[int]) -> int:
        """How many of the claim's names, but for one, the sentence itself has."""
        return sum(
            any(self.other[n] >= 0 for n in name if self.claim[n].content)
            for name in self.names
            if name.start not in without
        )

    def agreement(
        self,
        claim: range,
        sentence: range,
        other_side: float = _OTHER_SIDE,
        without: Collection[int] = (),
    ) -> float:
        """How far the words around two stretches are each other's counterparts, 0 to 1.

        Near words weigh more, words such as "of" little. `other_side` is what a neighbour counts
        that stands after the one stretch and before the other. Words of the claim `without` which
        the two agree are passed over.
        """
        total = hit = 0.0
        most = _REACH + 2
        for index, step, near in (
            (claim.start - 1, -1, self._stems[: sentence.start][: -most - 1 : -1]),
            (claim.stop, 1, self._stems[sentence.stop : sentence.stop + most]),
        ):
            distance = 1
            while 0 <= index < len(self.claim) and distance <= _REACH:
                if index in without:
                    index += step
                    continue
                word = self.claim[index]
                weight = (1.0 if word.content else _FUNCTION) / (1 + distance)
                total += weight
                # The sentence's word as near as in the claim, else the one that is aligned.
                away = near.index(word.stem) + 1 if word.stem in near else most + 1
                if away <= distance + 2:
                    hit += weight
                elif (place := self.other[index]) >= 0 and place not in sentence:
                    before = place < sentence.start
                    away = sentence.start - place if before else place - sentence.stop + 1
                    part = 1.0 if away <= distance + 3 else 0.4 if away < 12 else 0.0
                    hit += weight * part * (1.0 if before == (step < 0) else other_side)
                index += step
                distance += 1
        return hit / total if total else 0.0

    def held(self, claim: range, sentence: range, *, exactly: bool = False) -> tuple[bool, bool]:
        """Whether the next word with content on the left, and on the right, is the same in both.

        Articles are passed over; other words without content must be the same on the way. The
        edge of the claim holds where the sentence ends too. `exactly` leaves out words that only
        stand for the claim's.
        """
        return (
            self._beside(claim.start - 1, sentence.start - 1, -1, exactly),
            self._beside(claim.stop, sentence.stop, 1, exactly),
        )

    def _beside(self, index: int, place: int, step: int, exactly: bool) -> bool:
        for _ in range(_STEPS):
            if not 0 <= index < len(self.claim):
                return not 0 <= place < len(self.sentence)
            if not 0 <= place < len(self.sentence) or not self._is_joined(place, -step):
                return False
            word, other = self.claim[index], self.sentence[place]
            both = {word.folded, other.folded}
            same = word.stem == other.stem or both <= _PLACING or both <= _VERBS
            if same or (not exactly and self.other[index] == place):
                if word.content:
                    return True
                index += step
                place += step
            elif word.folded in _ARTICLES or word.folded in _VERBS or _measures(self.claim, index):
                index += step
            elif other.folded in _ARTICLES or _measures(self.sentence, place):
                place += step
            else:
                return False
        return False

    def _is_joined(self, place: int, step: int) -> bool:
        """Whether no bracket or dash parts a word of the sentence from the next."""
        following = place + step
        if not 0 <= following < len(self.sentence):
            return True
        first, second = sorted((place, following))
        return self.sentence[second].start - self.sentence[first].end <= _GAP


def _measures(words: Sequence[Token], index: int) -> bool:
    """Whether a word only leads to a figure: "fell by more than 2 per cent", "added 2 per cent"."""
    if words[index].folded not in _TO_FIGURES:
        return False
    after = itertools.takewhile(lambda word: not word.digit, words[index + 1 : index + 1 + _STEPS])
    return all(word.folded in _LIMITS for word in after) and any(
        word.digit for word in words[index + 1 : index + 1 + _STEPS]
    )
