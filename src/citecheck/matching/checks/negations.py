"""Looks for a word that a sentence denies and the claim affirms, or the other way round."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival, Span
from citecheck.matching.extract import polarity
from citecheck.matching.extract.values import FactKind, Polarity
from citecheck.matching.grammar.embedding import Mode
from citecheck.matching.grammar.wording import MOST_WORDS, is_in_adjunct
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "negations"
_MATTER = data.number("checks.shared.matter")
_SLOT = data.number("checks.shared.slot")
_HELD = data.number("checks.shared.held")
_PLAINER = data.number("checks.shared.plainer")
_STATING_MATTER = data.number("checks.negations.stating_matter")
_WHOLE_MATTER = data.number("checks.negations.whole_matter")
_OF_SUBJECTS = ("neither", "nor")
_BEGINNING = data.count("checks.negations.beginning")
_NEAR = data.count("checks.negations.near")


def find(context: Context) -> Iterator[CheckFinding]:
    """The sentence that most surely denies a word of the claim which the claim affirms, or the
    other way round, unless another sentence has it as the claim does."""
    text, language, candidates = context.claim.text, context.claim.language, context.candidates
    best: Rival | None = None
    best_index = -1
    claim = candidates[0].pair.claim if candidates else ()
    negators = polarity.negations(claim, language)
    for candidate in candidates:
        pair = candidate.pair
        if negators and candidate.takes_out:
            continue  # "did not insure the roof" for "insured the seats, but not the roof"
        if not negators and all(map(candidate.is_of_another, candidate.sentence.deniers)):
            continue
        if negators and any(
            pair.sentence[n].folded in _OF_SUBJECTS for n in candidate.sentence.deniers
        ):
            continue  # "the captain had none" for "neither the captain nor the cook had one"
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
            if language == "en" and _denies_nothing(candidate, index):
                continue
            if best is None or slot + matter > best.slot + best.matter:
                best = Rival(
                    ReasonCode.POLARITY_DIFFERS,
                    _around(text, claim, index),
                    _around(candidate.text, pair.sentence, place),
                    slot,
                    matter,
                    "one denies what the other says",
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
            or (language == "en" and _denies_nothing(c, best_index))
        )
        and c.pair.same_matter((best_index, *negators)) >= _STATING_MATTER
    ]
    if max(stated, default=-1.0) < best.slot - _PLAINER:
        yield best.finding(NAME, ())


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


def _denies_nothing(candidate: Candidate, index: int) -> bool:
    """Whether two words are denied or said alike once all that governs them is counted, or one is
    only wanted, asked or what others say."""
    pair = candidate.pair
    if max(len(pair.claim), len(pair.sentence)) > MOST_WORDS:
        return False
    mine, theirs = candidate.claim.signs, candidate.sentence.signs
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


def _around(text: str, words: Sequence[Token], index: int) -> Span:
    first, last = max(0, index - 4), min(len(words) - 1, index + 1)
    return Span.of(text, words[first].start, words[last].end)


CHECK = Check(NAME, find, languages=polarity.LANGUAGES, whole=True)
