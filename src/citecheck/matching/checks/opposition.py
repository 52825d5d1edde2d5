"""Looks for the opposite of what a claim says: antonyms, negation, swapped roles, quantifiers,
and for plain statements of what the source only hedges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from citecheck.matching.checks import antonyms
from citecheck.matching.extract import direction, polarity, relations
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Direction, Fact, FactKind, Hedge, Polarity, Relation
from citecheck.matching.grammar.signs import Mode, Signs
from citecheck.matching.grammar.wording import MOST_WORDS, is_in_adjunct
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_MATTER = 0.6  # share of the rest of the claim in a sentence that says the opposite
_SLOT = 0.5  # agreement of what stands around the two words
_HELD = 0.3  # what a neighbour that is the same in both adds
_PLAINER = 0.1  # how much less of the claim a sentence may have that says it as the claim does
_STATING_MATTER = 0.35  # share of the claim in a sentence whose "not" or lack of it counts
_WHOLE_MATTER = 0.85  # share of it in a sentence that says what the claim denies
_HEDGE_MATTER = 0.75
_BEGINNING = 5  # letters that two forms of a longer word share
_NEAR = 6  # words between a verb and the name that it goes with
_TRANSITIVE = frozenset(
    "beat beats beating won lost bought sold told gave shot hit led took paid sent drew overtook"
    " sue sues hire hires buy buys sell sells attack attacks accuse accuses".split()
)
_BY = frozenset(("by", "von", "durch", "par", "por", "da", "door"))
_BE = frozenset("is are was were be been being wurde wurden fue foi est stato werd".split())
Facts = Mapping[FactKind, Sequence[Fact]]


def find(
    text: str, facts: Facts, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each way in which a sentence says the opposite, with the claim's words that differ."""
    yield from antonyms.find(text, facts, candidates, language)
    yield from _negations(text, candidates, language)
    yield from _roles(text, facts, candidates)
    yield from _quantifiers(facts, candidates)


def _negations(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    best: Rival | None = None
    best_index = -1
    claim = candidates[0].pair.claim if candidates else ()
    negators = polarity.negations(claim, language)
    for candidate in candidates:
        pair = candidate.pair
        if not negators and not candidate.sentence.deniers:
            continue  # nothing is denied in either
        denied, before = set[int](), set[int]()
        for fact in candidate.of(FactKind.POLARITY):
            assert isinstance(fact.value, Polarity)
            governed = pair.sentence_words(fact.value.start, fact.value.end)
            denied.update(governed)
            if fact.value.start < fact.start:  # a German or Dutch verb, by what closes its clause
                before.update(governed)
        for index, place in enumerate(pair.other):
            if not _is_comparable(pair, index, negators):
                continue
            ours = candidate.claim.negated(index, language)
            if _says_alike(candidate, index, ours, language):
                continue
            matter = pair.same_matter((index, *negators))
            slot = _slot(pair, index, negators)
            ours_governs = _first_governed(claim, index, language) or polarity.is_denied_after(
                claim, index, language
            )
            if ours and ours_governs and matter >= _WHOLE_MATTER and not denied:
                slot = max(slot, _SLOT)  # the sentence says all of it and denies nothing
            if not ours and place in before:
                slot = max(slot, _SLOT)  # what stands on either side of that verb changes places
            governs = place in denied or ours_governs
            if not governs or matter < _MATTER or slot < _SLOT or is_in_adjunct(claim, index):
                continue
            if language == "en" and _denies_nothing(text, candidate, index):
                continue
            if best is None or slot + matter > best.slot + best.matter:
                best = Rival(
                    ReasonCode.POLARITY_DIFFERS,
                    _around(text, claim, index),
                    _around(candidate.text, pair.sentence, place),
                    "one denies what the other says",
                    slot,
                    matter,
                )
                best_index = index
    if best is None:
        return
    ours = candidates[0].claim.negated(best_index, language)
    stated = [
        _slot(c.pair, best_index, negators)
        for c in candidates
        if _is_comparable(c.pair, best_index, negators)
        and (
            _says_alike(c, best_index, ours, language)
            or (language == "en" and _denies_nothing(text, c, best_index))
        )
        and c.pair.same_matter((best_index, *negators)) >= _STATING_MATTER
    ]
    if max(stated, default=-1.0) < best.slot - _PLAINER:
        yield best, set()


def _is_comparable(pair: Pair, index: int, negators: Collection[int]) -> bool:
    """Whether a sentence has a word of the claim, which may be denied in one of the two."""
    word, place = pair.claim[index], pair.other[index]
    if place < 0 or not word.content or index in negators:
        return False
    if any(index in name for name in pair.names):
        return False  # who denies something is not denied
    return _is_one_word(word, pair.sentence[place])


def _says_alike(candidate: Candidate, index: int, ours: bool, language: str) -> bool:
    """Whether a sentence somewhere denies or affirms a word as the claim does."""
    sentence, stem = candidate.sentence, candidate.pair.claim[index].stem
    if ours == sentence.negated(candidate.pair.other[index], language):
        return True
    again = [n for n, word in enumerate(sentence.words) if word.stem == stem]
    return any(sentence.negated(n, language) == ours for n in again)


def _slot(pair: Pair, index: int, negators: Collection[int]) -> float:
    mine = range(index, index + 1)
    its = range(pair.other[index], pair.other[index] + 1)
    slot = pair.agreement(mine, its, without=negators)
    return slot + (_HELD if any(pair.held(mine, its)) else 0.0)


def _denies_nothing(text: str, candidate: Candidate, index: int) -> bool:
    """Whether two words are denied or said alike once all that governs them is counted, or one is
    only wanted, asked or what others say."""
    pair = candidate.pair
    if max(len(pair.claim), len(pair.sentence)) > MOST_WORDS:
        return False
    mine, theirs = Signs(text, pair.claim), Signs(candidate.text, pair.sentence)
    if theirs.asks != mine.asks or theirs.gives_others(pair.claim):
        return True
    ours, its = mine.of(index), theirs.of(pair.other[index])
    if any((ours.mode is mode) != (its.mode is mode) for mode in (Mode.OPEN, Mode.WILL)):
        return True
    return ours.value == its.value and bool(ours.operators and its.operators)


def _is_one_word(one: Token, other: Token) -> bool:
    """Whether two aligned words are forms of one or say the same; what is only near is not denied
    with it."""
    if one.stem == other.stem or one.folded[:_BEGINNING] == other.folded[:_BEGINNING]:
        return True
    return stand_ins(one.stem).get(other.stem, 0.0) >= lexicon.SAME


def _first_governed(words: Sequence[Token], index: int, language: str) -> bool:
    """Tell whether a word is the first with content after a negation."""
    for n in range(index - 1, max(-1, index - _NEAR - 1), -1):
        if polarity.is_negation(words, n, language):
            return True
        if words[n].content:
            return False
    return False


def _around(text: str, words: Sequence[Token], index: int) -> str:
    first, last = max(0, index - 4), min(len(words) - 1, index + 1)
    return as_written(text, words, first, last)


def _roles(
    text: str, facts: Facts, candidates: Sequence[Candidate]
) -> Iterator[tuple[Rival, set[int]]]:
    """ "A beat B" against "B beat A"."""
    claim = candidates[0].pair.claim if candidates else ()
    verbs = [index for index, word in enumerate(claim) if _is_transitive(word)]
    for candidate in candidates:
        pair = candidate.pair
        for index in verbs:
            place = pair.other[index]
            if place < 0 or not _is_deed(pair.sentence[place]):
                continue
            left, right = names.beside(facts[FactKind.NAME], pair.claim, index)
            here = candidate.of(FactKind.NAME)
            its_left, its_right = names.beside(here, pair.sentence, place)
            if left is None or right is None or its_left is None or its_right is None:
                continue
            if names.same(left.words, right.words):
                continue
            straight = names.same(left.words, its_left.words) and names.same(
                right.words, its_right.words
            )
            crossed = names.same(left.words, its_right.words) and names.same(
                right.words, its_left.words
            )
            if straight == crossed:
                continue
            passive = _is_passive(pair.claim, index) != _is_passive(pair.sentence, place)
            if crossed == passive:
                if straight or crossed:
                    return
                continue
            matter = pair.same_matter()
            if matter >= _MATTER:
                yield (
                    Rival(
                        ReasonCode.DIRECTION_DIFFERS,
                        _around(text, pair.claim, index),
                        _around(candidate.text, pair.sentence, place),
                        "who did it to whom is the other way round",
                        1.0,
                        matter,
                    ),
                    {index},
                )
                return


def _is_transitive(word: Token) -> bool:
    if word.capital or word.folded in direction.SYMMETRIC:
        return False
    return word.folded in _TRANSITIVE or (word.folded.endswith("ed") and len(word.folded) > 4)


def _is_deed(word: Token) -> bool:
    """Whether a word is no doer: "investor" beside "invested"."""
    return not word.folded.endswith(("er", "or", "ers", "ors"))


def _is_passive(words: Sequence[Token], index: int) -> bool:
    before = words[max(0, index - 2) : index]
    return any(word.folded in _BY for word in words[index + 1 : index + 3]) or any(
        word.folded in _BE for word in before
    )


def _quantifiers(facts: Facts, candidates: Sequence[Candidate]) -> Iterator[tuple[Rival, set[int]]]:
    for fact in facts[FactKind.QUANTIFIER]:
        best: Rival | None = None
        words: set[int] = set()
        for candidate in candidates:
            pair = candidate.pair
            mine = pair.claim_words(fact.start, fact.end)
            counted = pair.other[mine.stop - 1]
            if counted < 0:
                continue
            matter = pair.same_matter(range(mine.start, mine.stop - 1))
            for other in candidate.of(FactKind.QUANTIFIER):
                theirs = pair.sentence_words(other.start, other.end)
                if theirs.stop - 1 != counted:
                    continue
                assert isinstance(fact.value, Direction)
                assert isinstance(other.value, Direction)
                relation = relations.quantifiers(fact.value.side, other.value.side)
                if relation is not Relation.DIFFERENT:
                    return
                if matter >= _MATTER and best is None:
                    code = ReasonCode.QUANTITY_DIFFERS
                    best = Rival(code, fact.text, other.text, "", 1.0, matter)
                    words = {mine.start}
        if best is not None:
            yield best, words


def hedge(text: str, facts: Facts, candidates: Sequence[Candidate]) -> Rival | None:
    """What the nearest sentence only hedges and the claim says plainly, if anything."""
    if facts[FactKind.HEDGING] or facts[FactKind.ATTRIBUTION] or not candidates:
        return None
    candidate = candidates[0]
    pair = candidate.pair
    matter = pair.same_matter()
    if matter < _HEDGE_MATTER:
        return None
    for fact in candidate.of(FactKind.HEDGING):
        assert isinstance(fact.value, Hedge)
        governed = pair.sentence_words(fact.value.start, fact.value.end)
        if governed.start in pair.taken:
            index = pair.other.index(governed.start)
            return Rival(
                ReasonCode.HEDGING_DIFFERS,
                text[pair.claim[index].start : pair.claim[index].end],
                " ".join(candidate.text[fact.start : fact.value.end].split()),
                "the source says it less firmly",
                1.0,
                matter,
            )
    return None
