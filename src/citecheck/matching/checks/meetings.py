"""The predicates of a claim beside those of a sentence: which meet, whether they agree, how much of
what is said of them is the same."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.finding import Span
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.grammar import governors, predicates
from citecheck.matching.grammar.predicates import Predicate
from citecheck.matching.grammar.signs import Signs, modes_meet
from citecheck.matching.grammar.syntax import ARTICLES, BE, SUBJECTS
from citecheck.matching.retrieve.align import aligned_with
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_CLAUSE_WORDS = data.count("checks.meetings.clause_words")
_FAR = data.number("checks.meetings.far")
_NEARBY = data.number("checks.meetings.nearby")
_AROUND = data.count("checks.meetings.around")
_EXTRA = data.number("checks.meetings.extra")
_PHRASE = data.count("checks.meetings.phrase")
_LOOSE = governors.FOCUS | governors.PHASES | governors.HARDLY
_TIMES = data.words("checks.meetings.times")


class Meeting(NamedTuple):
    """A predicate of the claim and its counterpart in a sentence, by their words' numbers.

    `agrees` tells that both are said, or both denied; `sure` that they do not agree and are said in
    ways that can deny each other.
    """

    agrees: bool
    sure: bool
    mine: int
    theirs: int


class Said(Signs):
    """A sentence with its predicates: what each word says by the table of predicates."""

    def __init__(self, text: str, words: Sequence[Token], but: Collection[int] = ()):
        super().__init__(text, words)
        self.text = text
        self._but = but

    @functools.cached_property
    def predicates(self) -> dict[int, list[Predicate]]:
        """What the words say by the table, by their numbers."""
        return {
            n: found
            for n, word in enumerate(self.words)
            if word.stem in predicates.OPENING
            and n not in self._but
            and (found := self._predicates(n))
        }

    def _predicates(self, index: int) -> list[Predicate]:
        """What a word says by the table, if it is used as the table has it."""
        found = predicates.at(self.words, index)
        stem = self.stem(index)
        if found and stem not in predicates.NOUNS and lexicon.entry(stem).kind in ("n", "v"):
            return found if self.is_verbal(index) else []
        return found

    def is_attribute(self, index: int) -> bool:
        """Whether an adjective stands before its noun: "compatible phones"."""
        after = index + 1
        return (
            lexicon.entry(self.stem(index)).kind == "a"
            and after < len(self.words)
            and self.syntax.marks[after] in ("", "-")
            and self.words[after].content
            and lexicon.entry(self.stem(after)).kind != "r"
        )

    def group(self, index: int) -> set[int]:
        """A predicate's words: those of its phrase, and those that make its sign."""
        own = {index, *self.of(index).operators}
        return own | {n for p in self.predicates.get(index, ()) for n in p.words}

    def may_turn(self, index: int) -> bool:
        """Whether a word might turn the sense of another, even in ways that are not followed."""
        if self.turns(index):
            return True
        if self.folded(index) in governors.HARDLY and self.folded(index - 1) not in ARTICLES:
            return True
        word = self.words[index]
        if not word.content or word.capital:
            return False
        return predicates.may_deny(word.folded, word.stem) or any(
            p.side < 0 for p in self.predicates.get(index, ())
        )

    def shown(self, index: int) -> Span:
        """A predicate with the words that make its sign."""
        near = [n for n in self.of(index).operators if abs(n - index) <= _CLAUSE_WORDS]
        first, last = min((index, *near)), max((index, *near))
        last = min(len(self.words) - 1, last + 1)
        return Span.of(self.text, self.words[first].start, self.words[last].end)


class Claim(Said):
    """A claim: its words' stems, names left out, and the stems that may open an opposite."""

    def __init__(self, text: str, candidate: Candidate, quoted: Collection[int] = ()):
        # What stands next to a quotation tells that someone says it.
        beside = {n for word in quoted for n in (word - 1, word, word + 1)}
        named = {n for name in candidate.pair.names for n in name} | beside
        super().__init__(text, candidate.pair.claim, named)
        free = [n for n in range(len(self.words)) if n not in named]
        self.stems = frozenset([self.words[n].stem for n in free])
        self.opposites = predicates.opposites(self.predicates.values())
        denying = [stem for stem in self.stems if stem.startswith(predicates.PREFIXES)]
        self.opposites |= {rest for stem in denying if (rest := predicates.prefixed(stem))}
        self._free = free

    @functools.cached_property
    def indices(self) -> list[int]:
        """The words whose signs are compared."""
        return [
            n
            for n in self._free
            if (n in self.predicates or (self._is_predicate(n) and n not in self._governing(n)))
            and not self._is_said_both_ways(n)
        ]

    def _governing(self, index: int) -> Collection[int]:
        """The words that make the signs of others; none where one word cannot."""
        return self._operators if self.may_govern(index) else ()

    @functools.cached_property
    def _operators(self) -> frozenset[int]:
        return frozenset().union(*(self.of(n).operators for n in self._free))

    def _is_predicate(self, index: int) -> bool:
        """Whether a word is a verb, or a noun or adjective that is denied."""
        word = self.words[index]
        if not word.content or word.folded[:1].isdigit() or word.folded.endswith("ly"):
            return False
        if self.is_verbal(index):
            return word.folded not in SAYING  # who says it is not what is said
        kind = lexicon.entry(word.stem).kind
        if kind not in ("n", "a") or word.folded in _LOOSE or word.folded in _TIMES:
            return False
        return self.value(index) < 0 or (kind == "n" and self._is_said_to_be(index))

    def _is_said_to_be(self, index: int) -> bool:
        """Whether a noun is what something is or has: "was a folk hero", "had two sons"."""
        for at in range(index - 1, max(-1, index - _PHRASE), -1):
            if self.syntax.marks[at + 1] not in ("", "-"):
                return False
            if self.folded(at) in BE or self.stem(at) in governors.LIGHT_VERBS:
                return True
            if self.folded(at) not in ARTICLES and (
                not self.words[at].content or self.is_verbal(at)
            ):
                return False
        return False

    @functools.cached_property
    def reported(self) -> frozenset[int]:
        """The words that only tell who says the claim, before "said that" or at its end."""
        last = len(self.words) - 1
        if any(self.folded(n) in SAYING for n in (last, last - 1)):
            start = self._comma_before(last)
            return frozenset(range(start, last + 1)) if start > 0 else frozenset()
        for at in range(min(_PHRASE + 2, last)):
            if self.folded(at) in SAYING and self.folded(at + 1) == "that":
                return frozenset(range(at + 2))
        return frozenset()

    def _comma_before(self, index: int) -> int:
        for at in range(index, max(0, index - _CLAUSE_WORDS), -1):
            if self.syntax.marks[at] in (",", '"'):
                return at
        return 0

    def _is_said_both_ways(self, index: int) -> bool:
        """Whether the claim has a word twice, denied and not."""
        if self.is_plain:
            return False
        stem = self.words[index].stem
        again = [n for n, word in enumerate(self.words) if word.stem == stem and n != index]
        return any(self.value(n) != self.value(index) for n in again)


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
            max(clause.start, meeting.theirs - _CLAUSE_WORDS),
            min(clause.stop, meeting.theirs + _CLAUSE_WORDS),
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
        stop = min(self.clause(meeting.theirs).stop, meeting.theirs + _CLAUSE_WORDS)
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
