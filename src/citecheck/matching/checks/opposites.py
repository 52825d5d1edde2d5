"""Looks for words in whose place a sentence has the opposite."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks import pairing
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.extract import direction, polarity
from citecheck.matching.extract import name as names
from citecheck.matching.extract.multiples import multiples
from citecheck.matching.extract.values import FactKind
from citecheck.matching.grammar.embedding import Mode
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.align import synonyms
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "opposites"
_MATTER = data.number("checks.shared.matter")
_SLOT = data.number("checks.shared.slot")
_HELD = data.number("checks.opposites.held")
_WHOLE_MATTER = data.number("checks.opposites.whole_matter")
_AHEAD = data.number("checks.opposites.ahead")
_PLAINER = data.number("checks.shared.plainer")
_AND = data.groups("checks.opposites.and")
_DENYING = data.words("checks.opposites.denying")
_TURNING = data.words("checks.opposites.turning")


class _Facing(NamedTuple):
    """What can oppose a word in some sentences: their stems, and those of their words that belong
    to a set whose words exclude each other."""

    stems: frozenset[str]
    sided: Sequence[str]

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> _Facing:
        words = [word for candidate in candidates for word in candidate.pair.sentence]
        stems = frozenset[str]().union(*(candidate.sentence.stems for candidate in candidates))
        return cls(stems, direction.sided(words))

    def may_oppose(self, word: Token) -> bool:
        """Whether a word may have its opposite here; most have none in any sentence."""
        if not lexicon.entry(word.stem).opposed.isdisjoint(self.stems):
            return True
        if not direction.sides(word.folded):
            return False
        return any(direction.excludes(word.folded, other) for other in self.sided)


def find(context: Context) -> Iterator[CheckFinding]:
    """Each word of the claim in whose place a sentence has the opposite."""
    claim, candidates = context.claim.tokens, context.candidates
    language = context.claim.language
    facing = _Facing.of(candidates)
    # "Half as likely" is compared by its value, and may be said the other way about.
    multiplied = frozenset[int]().union(
        *(context.claim.words(m.start, m.end) for m in multiples(context.claim.text))
    )
    for index, word in enumerate(claim):
        if index in multiplied:
            continue
        if not (direction.sides(word.folded) or lexicon.entry(word.stem).opposite):
            continue
        if not facing.may_oppose(word):
            continue
        best: Rival | None = None
        stated = 0.0
        for candidate in candidates:
            pair = candidate.pair
            matter = pair.same_matter((index,))
            place = pair.other[index]
            same = -1.0
            if place >= 0 and not _opposed(word, pair.sentence[place]):
                same = pair.agreement(range(index, index + 1), range(place, place + 1))
            beside = pairing.has_beside(index, functools.partial(_opposed, word), candidate)
            if beside is True:
                stated = max(stated, 1.0)
                continue
            rival = _antonym(context.claim, candidate, index, matter)
            if beside is False and matter >= _MATTER:
                turned = next(other for other in pair.sentence if _opposed(word, other))
                rival, same = _rival(context.claim.text, word, candidate, turned, 1.0, matter), -1.0
            apart = _apart(candidate, index) if same >= 0 and matter >= _MATTER else None
            if apart is not None and (not apart.its or apart.told):
                rival = None
            elif language != "en" and apart is not None and (apart.own or rival is None):
                rival = _rival(context.claim.text, word, candidate, apart.opposite, 1.0, matter)
                rival = replace(rival, effect=Effect.WEAKENS)
            if same >= 0 and (rival is None or rival.slot < same + (0 if apart else _AHEAD)):
                stated = max(stated, matter)
            elif rival is not None and (best is None or rival.slot > best.slot):
                best = rival
        if best is not None and stated < best.matter - _PLAINER:
            yield best.finding(NAME, (index,))


def _opposed(one: Token, other: Token) -> bool:
    if direction.excludes(one.folded, other.folded):
        return True
    if not (one.content and other.content) or {one.folded, other.folded} & _DENYING:
        return False
    return lexicon.opposed(one.stem, other.stem)


def _is_less(words: Sequence[Token], index: int) -> bool:
    """Whether "less" or a prefix that is written apart turns a word into its opposite."""
    return index > 0 and words[index - 1].folded in _TURNING


def _is_only(words: Sequence[Token], index: int) -> bool:
    """Whether something is said of "only" some, which leaves the opposite to the others."""
    return index > 0 and words[index - 1].folded in ("only", "exclusively", "solely")


def _antonym(claim: ClaimFacts, candidate: Candidate, index: int, matter: float) -> Rival | None:
    pair = candidate.pair
    word = pair.claim[index]
    language = claim.language
    mine = range(index, index + 1)
    best: Rival | None = None
    if matter < _MATTER:
        return None
    for number, other in enumerate(pair.sentence):
        if number in pair.taken and pair.other[index] != number:
            continue
        if not _opposed(word, other) or _is_only(pair.sentence, number):
            continue
        ours = candidate.claim.negated(index, language) != _is_less(pair.claim, index)
        denied = candidate.sentence.negated(number, language)
        if ours != (denied != _is_less(pair.sentence, number)):
            continue
        theirs = range(number, number + 1)
        sides = pair.held(mine, theirs)
        # What ended after something may have gone on until then.
        held = all(sides) if "until" in (word.folded, other.folded) else any(sides)
        slot = pair.agreement(mine, theirs) + (_HELD if held else 0.0)
        if matter >= _WHOLE_MATTER and (held or _is_alone(pair, index, number)):
            slot = max(slot, _SLOT)
        if slot < _SLOT or ("until" in (word.folded, other.folded) and not held):
            continue
        moves = direction.moves(word.folded) and direction.moves(other.folded)
        if not moves and _sides_swapped(claim, candidate, index, number):
            continue
        if language == "en" and _is_open(candidate, index, number):
            continue
        if best is None or slot > best.slot:
            denies = polarity.is_negation(pair.claim, index, language) or polarity.is_negation(
                pair.sentence, number, language
            )
            best = _rival(claim.text, word, candidate, other, slot, matter)
            if denies:
                best = replace(best, code=ReasonCode.POLARITY_DIFFERS)
    return best


def _rival(
    text: str, word: Token, candidate: Candidate, other: Token, slot: float, matter: float
) -> Rival:
    return Rival(
        ReasonCode.DIRECTION_DIFFERS,
        Span.of(text, word.start, word.end),
        Span.of(candidate.text, other.start, other.end),
        slot,
        matter,
    )


class _Apart(NamedTuple):
    """A word's opposite in another clause, how many of the claim's other words the word's own
    clause has (in English it alone), and how many only the opposite's. `told` that the claim is
    about its own clause, whose subject it has, or more of it than of the opposite's."""

    opposite: Token
    own: int
    its: int
    told: bool = False


def _apart(candidate: Candidate, index: int) -> _Apart | None:
    """Whether a sentence has the claim's own word and, in another clause, its opposite: "sold one
    in Leeds and bought one in Hull"."""
    pair = candidate.pair
    place = pair.other[index]
    if candidate.language != "en" and not _is_of_a_verb(pair.claim[index].stem):
        return None  # "a man and a woman" are no clauses
    opposed = [
        n
        for n, other in enumerate(pair.sentence)
        if n not in pair.taken and _opposed(pair.claim[index], other)
    ]
    clauses = _clauses(candidate) if opposed else []
    here = frozenset[int]().union(*(said for own, said, _ in clauses if place in own))
    own_words = frozenset[int]().union(*(own for own, _, _ in clauses if place in own))
    named = any(place in subject for _, _, subject in clauses)
    for number in opposed:
        there = frozenset[int]().union(*(said for own, said, _ in clauses if number in own))
        if place in there or number in own_words:
            continue
        own = its = subject = 0
        english = candidate.language == "en"
        for n, places in enumerate(pair.everywhere()):
            if n != index and places and pair.claim[n].content:
                alone = not places.isdisjoint(here) and (not english or places.isdisjoint(there))
                own += alone
                subject += alone and n < index
                its += places.isdisjoint(here) and not places.isdisjoint(there)
        return _Apart(
            pair.sentence[number],
            own,
            its,
            (named and its <= own) or (english and (subject > 0 or own > its)),
        )
    return None


def _clauses(candidate: Candidate) -> list[tuple[frozenset[int], frozenset[int], frozenset[int]]]:
    """The clauses of a sentence: the words of each, these with what it leaves to the clause before,
    and its subject as far as that is known."""
    words = candidate.pair.sentence
    if candidate.language == "en":
        if len(words) > MOST_WORDS:
            return []
        read = candidate.sentence.clauses
        return [(clause.words, read.said(clause), clause.named) for clause in read.every]
    joiners = _AND.get(candidate.language)
    if joiners is None:
        return []
    numbers = [0]
    for before, word in itertools.pairwise(words):
        numbers.append(numbers[-1] + (word.start - before.end > 1 or word.folded in joiners))
    every = [
        frozenset(n for n, at in enumerate(numbers) if at == clause)
        for clause in range(numbers[-1] + 1)
    ]
    return [(clause, clause, frozenset()) for clause in every]


def _is_of_a_verb(stem: str) -> bool:
    """Whether a stem is a verb's, or says the same as a verb."""
    return any(lexicon.entry(one).kind == "v" for one in (stem, *synonyms(stem)))


def _is_alone(pair: Pair, index: int, number: int) -> bool:
    """Whether a claim's rise, fall or comparative stands nowhere in a sentence, and the opposite
    for none of its words: "the weaker he will grow" for "he'll grow stronger"."""
    stem, folded = pair.claim[index].stem, pair.claim[index].folded
    compares = folded.endswith("er") and lexicon.entry(stem).kind != "n"
    return (
        (direction.moves(folded) or compares)
        and direction.excludes(folded, pair.sentence[number].folded)
        and number not in pair.taken
        and pair.other[index] < 0
        and all(word.stem != stem for word in pair.sentence)
    )


def _is_open(candidate: Candidate, index: int, number: int) -> bool:
    """Whether the sentence asks what the claim says, or only tells of a wish: who tried to stay may
    have left."""
    pair = candidate.pair
    if max(len(pair.claim), len(pair.sentence)) > MOST_WORDS:
        return False
    theirs = candidate.sentence.signs
    its = theirs.of(number)
    if not (its.mode is Mode.OPEN and its.operators) and not theirs.asks:
        return False
    mine = candidate.claim.signs
    return mine.of(index).mode is not Mode.OPEN and not mine.asks


def _sides_swapped(claim: ClaimFacts, candidate: Candidate, index: int, number: int) -> bool:
    """ "A beat B" and "B lost to A" say one thing."""
    pair = candidate.pair
    left, right = names.beside(claim.facts[FactKind.NAME], pair.claim, index)
    its_left, its_right = names.beside(candidate.of(FactKind.NAME), pair.sentence, number)
    if left is None or its_left is None:
        return False
    if names.same(left.words, its_left.words):
        return False
    if its_right is not None and names.same(left.words, its_right.words):
        return True
    return right is not None and names.same(right.words, its_left.words)


CHECK = Check(NAME, find)
