"""Looks for what a claim says of one name and the passages say of another.

The frames of the claim (who is or does what) are laid beside those of the sentences. What the claim
gives to A contradicts when a sentence gives it to B, all of it or what tells the two apart, and
nothing that could be A has it anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from citecheck.matching.extract import direction
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.grammar.frames import Frame, Role
from citecheck.matching.grammar.syntax import AUXILIARY, is_people
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_CARRIED = 0.75  # share of what the claim says of a name that a sentence says of another
_AHEAD = 0.3  # how much more of it is the other's than the name's own
_CROSSED_AHEAD = 0.1  # the same, where the claim exchanges two names
_LOOSE = 0.2  # how much less of it nobody's words may have
_AROUND = 0.4  # share of what is told that may stand around the sentence only
_ROUNDING = 1e-9
_FEWEST = 2  # words that a name must have of what is compared
_LEAST = 0.2  # weight of a word that tells two things apart
_UNIQUE = frozenset(
    "president chairman chairwoman chief ceo cfo founder director head minister chancellor mayor"
    " governor king queen pope captain coach commissioner secretary only first sole winner"
    " champion".split()
)
_ARTICLES = frozenset(("the", "a", "an"))
_OURS: Mapping[Role, frozenset[Role]] = {
    Role.IS: frozenset((Role.IS, Role.DOES)),
    Role.DOES: frozenset((Role.DOES, Role.IS)),
    Role.DONE: frozenset((Role.DONE,)),
    Role.SAYS: frozenset((Role.SAYS,)),
}


@dataclass(slots=True)
class _Side:
    """A sentence with its frames, read when first asked for, and which of its words stand for each
    word of the claim."""

    candidate: Candidate
    _names: list[tuple[str, ...]] | None = None
    _owners: dict[tuple[range, ...], list[tuple[str, ...]]] = field(default_factory=dict)

    @property
    def places(self) -> Sequence[frozenset[int]]:
        """The sentence's words for each word of the claim."""
        return self.candidate.pair.everywhere()

    @property
    def frames(self) -> Sequence[Frame]:
        """Who is or does what."""
        return self.candidate.sentence.frames

    @property
    def names(self) -> list[tuple[str, ...]]:
        """The folded words of each name."""
        if self._names is None:
            pair = self.candidate.pair
            self._names = [
                folded(pair.sentence, pair.sentence_words(fact.start, fact.end))
                for fact in self.candidate.of(FactKind.NAME)
            ]
        return self._names

    def owners(self, frame: Frame) -> list[tuple[str, ...]]:
        """The folded words of a frame's names."""
        known = self._owners.get(frame.owners)
        if known is None:
            sentence = self.candidate.pair.sentence
            known = [folded(sentence, place) for place in frame.owners]
            self._owners[frame.owners] = known
        return known

    def has(self, told: Collection[int], frame: Frame) -> frozenset[int]:
        """Which of some words of the claim are among a frame's."""
        return frozenset(
            n
            for n in told
            if any(place in frame.words and self._fits(n, place, frame) for place in self.places[n])
        )

    def _fits(self, number: int, place: int, frame: Frame) -> bool:
        """Whether a people's name that stands before a name in the claim does so in the frame too,
        so that "American Kevin King" is not carried by the American University."""
        pair = self.candidate.pair
        if number + 1 == len(pair.claim) or not pair.claim[number + 1].capital:
            return True
        if place + 1 == len(pair.sentence) or not pair.sentence[place + 1].capital:
            return True
        if not is_people(pair.claim[number]):
            return True
        return any(place + 1 == owner.start for owner in frame.owners)


@dataclass(slots=True)
class _Told:
    """What a claim says of one name, and of others in a row with it: words by number, with their
    weights."""

    name: tuple[str, ...]
    row: Sequence[tuple[str, ...]]
    place: range
    role: Role
    verb: int
    weights: Mapping[int, float]

    def share(self, have: Iterable[int], around: Collection[int] = ()) -> float:
        """How much of it some of its words are; those that stand only around a sentence are left
        to what is around it."""
        total = sum(weight for n, weight in self.weights.items() if n not in around)
        return sum(self.weights[n] for n in have if n not in around) / total if total else 0.0

    def around(self, pair: Pair) -> frozenset[int]:
        """Its words that a sentence lacks and its title, heading or neighbours have; at most half
        of it."""
        if self.verb < 0:
            return frozenset()
        have = set(pair.has(self.weights))
        near = frozenset(
            n for n in self.weights if n not in have and pair.claim[n].stem in pair.nearby
        )
        return near if self.share(near) <= _AROUND else frozenset()

    def is_within(self, pair: Pair) -> bool:
        """Whether so much of it is in a sentence that it may all be said of one name."""
        have = pair.has(self.weights)
        return self.share(have, self.around(pair)) >= _CARRIED - _ROUNDING


class _Carrier(NamedTuple):
    """A frame of a sentence with how much of what is told it has."""

    side: _Side
    frame: Frame
    share: float
    have: frozenset[int]


def find(
    text: str, claimed: Sequence[Fact], candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int], bool]]:
    """Each name of a claim whose words belong to another name in a sentence, with the claim's
    words that are then wrong, and whether that is beyond doubt."""
    if language != "en" or not candidates or not claimed:
        return
    words = candidates[0].pair.claim
    own = candidates[0].claim.frames
    if not own:
        return
    weights = candidates[0].pair.weights
    told = [
        _Told(
            folded(words, place),
            [folded(words, owner) for owner in frame.owners],
            place,
            frame.role,
            frame.verb,
            {
                n: max(_LEAST, weights.get(words[n].stem, 0.0))
                for n in frame.words
                if not any(n in owner for owner in frame.owners)
            },
        )
        for frame in own
        for place in frame.owners
    ]
    within_reach = [one for one in told if any(_may_have(words, one, c.pair) for c in candidates)]
    if not within_reach:
        return
    sides = [_Side(candidate) for candidate in candidates]
    search = _Search(words, told, sides)
    for one in within_reach:
        found = search.rival(one)
        if found is not None:
            other, owner, sure = found
            place = other.frame.owners[owner]
            sentence = other.side.candidate.pair.sentence
            yield (
                Rival(
                    search.code(one),
                    _written(text, words, one.place),
                    _written(other.side.candidate.text, sentence, place),
                    "the source says it of another",
                    1.0,
                    other.share,
                ),
                set(one.place),
                sure,
            )


class _Search:
    def __init__(self, words: Sequence[Token], told: Sequence[_Told], sides: Sequence[_Side]):
        self.words = words
        self.told = told
        self.sides = sides

    def rival(self, one: _Told) -> tuple[_Carrier, int, bool] | None:
        """The frame that gives to another name what the claim gives to this one, which of its
        names that is, and whether it is beyond doubt."""
        if not one.weights:
            return None
        swapped = self._swapped(one)
        if swapped is not None:
            return swapped
        others = self._others(one)
        if not others:
            return None
        mine = self._own(one, others[0].share - _CROSSED_AHEAD)
        for carrier in others:
            if carrier.share - mine < _CROSSED_AHEAD:
                break
            owner = self._is_crossed(one, carrier)
            if owner >= 0:
                return carrier, owner, True
        return self._replaced(one, mine, others)

    def code(self, one: _Told) -> ReasonCode:
        """The reason's code; "A beat B" against "B beat A" differs in its direction."""
        if one.role is Role.SAYS:
            return ReasonCode.ATTRIBUTION_DIFFERS
        verb = self.words[one.verb].folded if one.verb >= 0 else ""
        if direction.sides(verb) and self._swapped(one) is not None:
            return ReasonCode.DIRECTION_DIFFERS
        return ReasonCode.NAME_DIFFERS

    def _others(self, one: _Told) -> list[_Carrier]:
        """The frames of other names that have most of what is told, the fullest first."""
        found: list[_Carrier] = []
        for side in self.sides:
            if not one.is_within(side.candidate.pair):
                continue
            for frame in side.frames:
                if frame.role not in _OURS[one.role]:
                    continue
                owners = side.owners(frame)
                if any(is_one(name, owner) for name in one.row for owner in owners):
                    continue
                have = side.has(one.weights, frame)
                share = one.share(have, one.around(side.candidate.pair))
                if share >= _CARRIED:
                    found.append(_Carrier(side, frame, share, have))
        return sorted(found, key=lambda carrier: -carrier.share)

    def _own(self, one: _Told, enough: float) -> float:
        """How much of what is told the passages may say of the claim's name; once it is more than
        `enough`, no more is looked for."""
        best = 0.0
        for side in self.sides:
            if best > enough + _ROUNDING:
                break
            framed = False
            for frame in side.frames:
                if not any(is_one(one.name, owner) for owner in side.owners(frame)):
                    continue
                framed = True
                share = one.share(side.has(one.weights, frame))
                if frame.role in _OURS[one.role] or share >= _CARRIED:
                    best = max(best, share)
            if not framed and any(is_one(one.name, other) for other in side.names):
                # It is there, and what is said of it was not read; another's is not.
                others = frozenset[int]().union(
                    *(frame.words for frame in side.frames if frame.role is Role.IS)
                )
                best = max(best, one.share(n for n in one.weights if side.places[n] - others))
        return best

    def _is_crossed(self, one: _Told, carrier: _Carrier) -> int:
        """Which name of a frame the claim has too, with what the sentences say of the first; -1
        when there is none."""
        for number, owner in enumerate(carrier.side.owners(carrier.frame)):
            for two in self.told:
                if not is_one(two.name, owner) or two.role not in _OURS[one.role]:
                    continue
                if two.weights.keys() == one.weights.keys():
                    continue
                theirs = max(
                    (
                        two.share(side.has(two.weights, frame))
                        for side in self.sides
                        for frame in side.frames
                        if frame.role in _OURS[two.role]
                        and any(is_one(one.name, o) for o in side.owners(frame))
                    ),
                    default=0.0,
                )
                most = theirs - _CROSSED_AHEAD
                if theirs >= _CARRIED and theirs - self._own(two, most) >= _CROSSED_AHEAD:
                    return number
        return -1

    def _swapped(self, one: _Told) -> tuple[_Carrier, int, bool] | None:
        """ "A warned B" where the sentence says that B warned A, "A said that B" where B said it
        of A."""
        if one.role not in (Role.DOES, Role.SAYS) or one.verb < 0:
            return None
        says = one.role is Role.SAYS
        found: tuple[_Carrier, int, bool] | None = None
        for side in self.sides:
            for frame in side.frames if says or side.candidate.pair.has((one.verb,)) else ():
                if frame.role is not one.role:
                    continue
                if not says and frame.verb not in side.places[one.verb]:
                    continue
                sentence = side.candidate.pair.sentence
                if self.words[one.verb].folded in direction.SYMMETRIC | AUXILIARY:
                    continue  # "A has a treaty with B"
                for number, owner in enumerate(side.owners(frame)):
                    if is_one(owner, one.name):
                        if one.share(side.has(one.weights, frame)) >= _CARRIED:
                            return None  # said both ways
                        continue
                    if not self._is_object(self.words, one.weights, owner):
                        continue
                    if not self._is_object(sentence, frame.words, one.name):
                        continue
                    have = side.has(one.weights, frame)
                    left = one.share(
                        n
                        for n in one.weights
                        if self.words[n].folded not in owner and not names.is_title(self.words[n])
                    )
                    share = one.share(have) / left if left else 0.0
                    if share >= _CARRIED and found is None:
                        found = _Carrier(side, frame, min(1.0, share), have), number, True
        return found

    def _is_object(
        self, words: Sequence[Token], among: Collection[int], name: tuple[str, ...]
    ) -> bool:
        have = {words[n].folded for n in among if words[n].capital}
        return name[-1] in have

    def _replaced(
        self, one: _Told, mine: float, others: Sequence[_Carrier]
    ) -> tuple[_Carrier, int, bool] | None:
        """What is told of one name and the sentences say of another, which need not be claimed."""
        if len(one.weights) < _FEWEST or not self._is_on_page(one.name):
            return None
        article = one.place.start > 0 and self.words[one.place.start - 1].folded in _ARTICLES
        if article and (len(one.name) < _FEWEST or "of" in one.name):
            return None  # "the Duke of York" may be the other name's bearer
        loose = max(self._nobodys(one, side) for side in self.sides)
        for carrier in others:
            if carrier.share - mine < _AHEAD or len(carrier.have) < _FEWEST:
                continue
            if (
                one.verb >= 0
                and one.role in (Role.DOES, Role.DONE)
                and one.verb not in carrier.have
            ):
                continue
            owners = carrier.side.owners(carrier.frame)
            if any(self._is_party(one.name, owner) for owner in owners):
                continue
            if any(self._is_told(one, owner) for owner in owners):
                continue
            if not self._is_sure(carrier, carrier.frame.owners[0]):
                continue
            sure = loose <= carrier.share - _LOOSE and self._excludes(one) and not article
            return carrier, 0, sure
        return None

    def _is_on_page(self, name: tuple[str, ...]) -> bool:
        return any(is_one(name, other) for side in self.sides for other in side.names) or all(
            any(word in side.candidate.proper for side in self.sides) for word in name
        )

    def _nobodys(self, one: _Told, side: _Side) -> float:
        """How much of what is told a sentence says of nobody by name."""
        owned = frozenset[int]().union(*(frame.words for frame in side.frames))
        return one.share(n for n in one.weights if side.places[n] - owned)

    def _is_party(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether one of two names belongs to the other: a firm and its head."""
        for side in self.sides:
            words = side.candidate.pair.sentence
            for frame in side.frames:
                owners = side.owners(frame)
                for a, b in ((one, other), (other, one)):
                    if any(is_one(a, owner) for owner in owners):
                        have = {words[n].folded for n in frame.words if words[n].capital}
                        if frame.role is not Role.SAYS and have.issuperset(b):
                            return True
        return False

    def _is_told(self, one: _Told, name: tuple[str, ...]) -> bool:
        """Whether a name, or one that stands in a row or in brackets with it, is part of what the
        claim says of the other."""
        have = {self.words[n].folded for n in one.weights}
        rows = [side.owners(frame) for side in self.sides for frame in side.frames]
        return not have.isdisjoint(name) or any(
            name in row and any(not have.isdisjoint(other) for other in row) for row in rows
        )

    def _is_sure(self, carrier: _Carrier, owner: range) -> bool:
        """Whether a rival is a name beyond doubt, and no "the Duke of York" for a person."""
        words = carrier.side.candidate.pair.sentence
        proper = carrier.side.candidate.proper
        if owner.start > 0 and words[owner.start - 1].folded in _ARTICLES:
            return False
        return any(words[n].folded in proper for n in owner)

    def _excludes(self, one: _Told) -> bool:
        """Whether what is told can be true of one only, or the passages tell something else of
        the claim's name."""
        if one.role is not Role.IS:
            return True
        if any(self.words[n].folded in _UNIQUE for n in one.weights):
            return True
        return any(
            frame.role is Role.IS and any(is_one(one.name, o) for o in side.owners(frame))
            for side in self.sides
            for frame in side.frames
        )


def _may_have(words: Sequence[Token], one: _Told, pair: Pair) -> bool:
    """Whether a sentence has so many of the words told that it may say them of another; of most
    sentences it need not be read who is or does what."""
    if one.is_within(pair):
        return True
    # "A warned B" for "B warned A", of which neither name is asked.
    if one.role is not Role.DOES or one.verb < 0 or not pair.has((one.verb,)):
        return False
    have = pair.has(one.weights)
    if not any(words[n].capital for n in have):
        return False
    left = one.share(n for n in one.weights if n not in have and not names.is_title(words[n]))
    return one.share(have) >= _CARRIED * left - _ROUNDING


def folded(words: Sequence[Token], place: range) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(words[n].folded for n in place)


def is_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be one."""
    return names.same(one, other) and not names.clash(one, other)


def _written(text: str, words: Sequence[Token], place: range) -> str:
    return as_written(text, words, place.start, place.stop - 1)
