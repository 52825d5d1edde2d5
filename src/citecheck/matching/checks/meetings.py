"""The predicates of a claim beside those of a sentence: which meet, whether they agree, how much of
what is said of them is the same."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.said import CLAUSE_WORDS, Claim, Said
from citecheck.matching.grammar import governors, predicates
from citecheck.matching.grammar.embedding import modes_meet
from citecheck.matching.grammar.syntax import SUBJECTS
from citecheck.matching.retrieve.align import aligned_with
from citecheck.matching.retrieve.candidates import Candidate

_FAR = data.number("checks.meetings.far")
_NEARBY = data.number("checks.meetings.nearby")
_AROUND = data.count("checks.meetings.around")
_EXTRA = data.number("checks.meetings.extra")


class Meeting(NamedTuple):
    """A predicate of the claim and its counterpart in a sentence, by their words' numbers.

    `agrees` tells that both are said, or both denied; `sure` that they do not agree and are said in
    ways that can deny each other.
    """

    agrees: bool
    sure: bool
    mine: int
    theirs: int


class Beside(Said):
    """A sentence beside the claim."""

    def __init__(self, claim: Claim, candidate: Candidate):
        super().__init__(candidate.text, candidate.pair.sentence)
        self.claim = claim
        self.pair = candidate.pair
        self._stems = candidate.sentence.stems
        self._at: dict[str, list[int]] = defaultdict(list)
        self._axes: dict[int, list[int]] = defaultdict(list)
        self._prefixed: dict[str, list[int]] = defaultdict(list)

    @functools.cached_property
    def meetings(self) -> list[Meeting]:
        """All counterparts of the claim's predicates."""
        for n, word in enumerate(self.words):
            self._at[word.stem].append(n)
            if word.stem.startswith(predicates.PREFIXES) and word.content:
                self._prefixed[predicates.prefixed(word.stem)].append(n)
        for n, found in self.predicates.items():
            for predicate in found:
                self._axes[predicate.axis].append(n)
        return [meeting for index in self.claim.indices for meeting in self._meetings(index)]

    def _meetings(self, index: int) -> Iterator[Meeting]:
        word, mine = self.claim.words[index], self.claim.predicates.get(index, [])
        near = {n for stem in aligned_with(word.stem) & self._stems for n in self._at[stem]}
        denied = {*self._prefixed.get(word.stem, ())}
        if word.stem.startswith(predicates.PREFIXES):
            denied |= {*self._at.get(predicates.prefixed(word.stem) or " ", ())}
        in_line = {n for predicate in mine for n in self._axes.get(predicate.axis, ())}
        if not (near or denied or in_line):
            return
        near = {n for n in near if self.words[n].content and self._is_alike(index, n)}
        for place in sorted(near | denied | in_line):
            relations = [
                (a.side * b.side, a.whole)
                for a in mine
                for b in self.predicates.get(place, ())
                if a.axis == b.axis
            ]
            thing = False
            if place in near and (
                relations
                or not (mine and place in self.predicates)
                or word.stem == self.words[place].stem
            ):
                thing = not relations
                relations.append((1, True))
            elif place in denied:
                relations.append((-1, True))
            meeting = self._meeting(index, place, relations, thing) if relations else None
            if meeting is not None:
                yield meeting

    def _is_alike(self, index: int, place: int) -> bool:
        """Whether "known as" stands beside "known as"."""
        return (self.claim.folded(index + 1) == "as") == (self.folded(place + 1) == "as")

    def _meeting(
        self, index: int, place: int, relations: Sequence[tuple[int, bool]], thing: bool
    ) -> Meeting | None:
        value = self.claim.value(index) * self.value(place)
        if any(side * value > 0 for side, _ in relations):
            return Meeting(True, False, index, place)
        ours, its = self.claim.of(index), self.of(place)
        both = ours.value > 0 and its.value > 0
        if not any(whole or side > 0 or both for side, whole in relations):
            return None
        if thing and self.claim.is_verbal(index) != self.is_verbal(place):
            return None  # a thing and a deed
        opposite = any(side < 0 for side, _ in relations)
        if not opposite and not (ours.operators or its.operators):
            return None
        # "Compatible phones" may not be those that the claim calls incompatible.
        alike = not opposite or self.claim.is_attribute(index) == self.is_attribute(place)
        return Meeting(False, alike and modes_meet(ours, its), index, place)

    def shares(self, meeting: Meeting) -> tuple[float, float]:
        """How much of the rest of the claim's clause the counterpart's clause has, and how much of
        the rest of the claim the sentence."""
        pair = self.pair
        own = self.claim.group(meeting.mine)
        clause = self.clause(meeting.theirs)
        reach = range(
            max(clause.start, meeting.theirs - CLAUSE_WORDS),
            min(clause.stop, meeting.theirs + CLAUSE_WORDS),
        )
        pronoun = any(self.folded(n) in SUBJECTS for n in reach)
        named = {n for name in pair.names for n in name}
        total = hit = near = 0.0
        for n in self.claim.clause(meeting.mine):
            word = pair.claim[n]
            place = pair.other[n]
            if not word.content or n in own:
                continue
            if place < 0 and n in self.claim.reported:
                continue
            weight = pair.weights.get(word.stem, 0.0)
            total += weight
            if place >= 0:
                # Its subject may stand before another predicate: "A left, but failed to return".
                shared = n < meeting.mine and place < meeting.theirs
                hit += weight * (1.0 if shared or place in reach else _FAR)
            elif word.stem in pair.nearby:
                near += weight * (1.0 if n in named and pronoun else _NEARBY)
        # What only stands around a sentence is its matter if a pronoun or a word in it says so.
        local = (hit + near) / total if total and (hit or pronoun) else 0.0
        own |= {n for n in self.claim.reported if pair.other[n] < 0}
        return local, pair.same_matter(own)

    def is_whole(self, meeting: Meeting) -> bool:
        """Whether what one of the two denies is no more than what the other says."""
        pair = self.pair
        ours, its = self.claim.of(meeting.mine), self.of(meeting.theirs)
        aligned = {n for n, place in enumerate(pair.other) if place >= 0}
        if ours.value < 0 and not (
            _is_held(self.claim, meeting.mine, aligned)
            and _focus_held(self.claim, meeting.mine, self)
        ):
            return False
        return its.value > 0 or (
            _is_held(self, meeting.theirs, pair.taken)
            and _focus_held(self, meeting.theirs, self.claim)
            and self._denied_is_claimed(meeting)
        )

    def _denied_is_claimed(self, meeting: Meeting) -> bool:
        """Whether the claim has most of what is denied: who did not win in Rome may have won."""
        stop = min(self.clause(meeting.theirs).stop, meeting.theirs + CLAUSE_WORDS)
        own = self.of(meeting.theirs).operators | {meeting.theirs}
        stems = {word.stem for word in self.pair.claim}
        rest = [n for n in range(meeting.theirs, stop) if self.words[n].content and n not in own]
        extra = [n for n in rest if n not in self.pair.taken and self.stem(n) not in stems]
        return len(extra) <= _EXTRA * len(rest) + 1

    def is_explained(self, meeting: Meeting) -> bool:
        """Whether no other word around either turns its sense, which might make the two agree.

        Where one of the two is denied and the other not, only the other's can; where they are
        opposites each other's.
        """
        ours, its = self.claim.of(meeting.mine), self.of(meeting.theirs)
        mine, theirs = _turning(self.claim, meeting.mine), _turning(self, meeting.theirs)
        if ours.value < its.value:
            return theirs <= mine
        return mine <= theirs if its.value < ours.value else mine == theirs


def _turning(said: Said, index: int) -> set[str]:
    """The stems of what might turn the sense of a word, but for what is known to."""
    near, known = said.near_clause(index), said.group(index)
    around = range(max(near.start, index - _AROUND), min(near.stop, index + _AROUND))
    return {said.stem(n) for n in around if n not in known and said.may_turn(n)}


def _is_held(said: Said, index: int, held: Collection[int]) -> bool:
    """Whether the words between a denial and what it denies have counterparts: who is not a rock
    singer may be a singer."""
    operators = said.of(index).operators
    before = [n for n in operators if n < index]
    if not before:
        return True
    free = governors.PHASES | governors.LIGHT
    if said.stem(index) in predicates.NOUNS:
        free |= governors.MAXIMAL
    return all(
        n in held
        or n in operators
        or not said.words[n].content
        or said.folded(n).endswith("ly")
        or said.folded(n) in free
        for n in range(max(before) + 1, index)
    )


def _focus_held(said: Said, index: int, other: Said) -> bool:
    """Whether a word that the denial may be about instead, as in "not always", is the other's."""
    operators = said.of(index).operators
    if not operators:
        return True
    first = min(operators)
    there = {word.folded for word in other.words}
    return all(
        word.folded in there
        for word in said.words[min(first, index) : max(first, index) + 3]
        if word.folded in governors.FOCUS and word.folded not in ("yet", "any")
    )
