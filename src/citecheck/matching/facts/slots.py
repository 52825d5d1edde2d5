"""A claim and one sentence side by side: which word stands for which, and in whose place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.matching.facts.reading import words_between
from citecheck.matching.tokens import Token

_REACH = 4  # words on either side that tell whether two stretches stand in one slot
_FUNCTION = 0.25  # what a word such as "of" tells, against a word with content
_OTHER_SIDE = 0.4  # what a neighbour counts that stands on the other side
_NEARBY = 0.7  # what a word counts that stands only in the title, heading or sentence before


@dataclass(frozen=True, slots=True)
class Pair:
    """The words of a claim and of a sentence; `other[i]` is the sentence's word for the claim's
    word `i`, or -1.

    `weights` tells how much each content word of the claim weighs, by stem; `nearby` are the
    stems around the sentence.
    """

    claim: Sequence[Token]
    sentence: Sequence[Token]
    other: Sequence[int]
    weights: Mapping[str, float]
    nearby: Collection[str] = ()
    taken: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "taken", frozenset(n for n in self.other if n >= 0))

    def claim_words(self, start: int, end: int) -> range:
        """The numbers of the claim's words in `[start, end)` of its text."""
        return words_between(self.claim, start, end)

    def sentence_words(self, start: int, end: int) -> range:
        """The numbers of the sentence's words in `[start, end)` of its page."""
        return words_between(self.sentence, start, end)

    def same_matter(self, without: Collection[int] = ()) -> float:
        """The weighted share of the claim's words, some left out, that the sentence has."""
        total = hit = 0.0
        for number, word in enumerate(self.claim):
            if not word.content or number in without:
                continue
            weight = self.weights.get(word.stem, 0.0)
            total += weight
            if self.other[number] >= 0:
                hit += weight
            elif word.stem in self.nearby:
                hit += _NEARBY * weight
        return hit / total if total else 0.0

    def agreement(self, claim: range, sentence: range) -> float:
        """How far the words around two stretches are each other's counterparts, 0 to 1.

        Near words weigh more, words such as "of" little.
        """
        total = hit = 0.0
        for edge, step in ((claim.start - 1, -1), (claim.stop, 1)):
            index, distance = edge, 1
            while 0 <= index < len(self.claim) and distance <= _REACH:
                weight = (1.0 if self.claim[index].content else _FUNCTION) / (1 + distance)
                total += weight
                place = self.other[index]
                if place >= 0 and place not in sentence:
                    before = place < sentence.start
                    away = sentence.start - place if before else place - sentence.stop + 1
                    near = 1.0 if away <= distance + 3 else 0.4 if away < 12 else 0.0
                    hit += weight * near * (1.0 if before == (step < 0) else _OTHER_SIDE)
                index += step
                distance += 1
        return hit / total if total else 0.0

    def held(self, claim: range, sentence: range) -> tuple[bool, bool]:
        """Whether the next word on the left, and on the right, is its counterpart's neighbour."""
        left = right = False
        if claim.start > 0:
            place = self.other[claim.start - 1]
            left = place >= 0 and 0 < sentence.start - place <= 2
        elif sentence.start == 0:
            left = True
        if claim.stop < len(self.claim):
            place = self.other[claim.stop]
            right = place >= 0 and 0 <= place - sentence.stop <= 1
        elif sentence.stop == len(self.sentence):
            right = True
        return left, right
