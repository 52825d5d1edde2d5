"""Compares the facts of a claim with those of the sentences that could carry it.

Every fact is looked for in its slot, sentence by sentence: a figure counts only where what stands
around it is what stands around it in the claim, so that a figure from another sentence neither
passes for it nor speaks against it. A fact that any of the sentences states as the claim has it
is no contradiction, whatever the others say.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from citecheck.matching.checks import (
    bearers,
    crossing,
    denials,
    doubts,
    exchanged,
    figures,
    grouped,
    objects,
    opposition,
    ranks,
    replaced,
    speakers,
    stances,
    terms,
    ties,
    turned,
    unique,
)
from citecheck.matching.extract import alterations, name, polarity
from citecheck.matching.extract.quotation import find_quotation, stands
from citecheck.matching.extract.values import Fact, FactKind, Quotation, Relation
from citecheck.matching.retrieve import beside, further
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.windows import Window
from citecheck.matching.text.tokens import Token
from citecheck.model import Reason, ReasonCode

_MOST_FIGURES = 40  # of a claim that are compared; no sentence has more
_FEWEST_ALTERED = 4  # words from which a quotation that is nearly found is one that was altered


@dataclass(slots=True)
class Comparison:
    """What came of comparing: differing facts, facts that no passage has, facts that agree.

    `aligned` gives for each word of the claim its word in the best window, or -1. `hedged` holds
    differences that weaken a claim and do not refute it. `agreeing` and `differing` are the
    numbers of the claim's words that facts of either kind are made of. `quoted` tells that a
    quotation of several words stands word for word, `verbatim` that the whole claim does.
    `candidates` are the sentences that were compared, the nearest first.
    """

    aligned: list[int]
    differ: list[Reason] = field(default_factory=list)
    missing: list[Reason] = field(default_factory=list)
    hedged: list[Reason] = field(default_factory=list)
    agree: int = 0
    missing_names: int = 0
    missing_figures: int = 0
    missing_quotations: int = 0
    agreeing: set[int] = field(default_factory=set)
    differing: set[int] = field(default_factory=set)
    quoted: bool = False
    verbatim: bool = False
    candidates: Sequence[Candidate] = ()

    def agreed(self, claim: ClaimFacts, fact: Fact) -> None:
        """A fact of the claim is in the passages, in these or other words."""
        self.agree += 1
        self.agreeing |= claim.words(fact.start, fact.end)

    def differed(self, rival: Rival, words: Collection[int]) -> None:
        """A sentence has something else in the fact's place."""
        self.differing |= set(words)
        if all((reason.code, reason.claim) != (rival.code, rival.claim) for reason in self.differ):
            self.differ.append(Reason(rival.code, rival.claim, rival.source, rival.detail))


def compare(claim: ClaimFacts, windows: Sequence[Window], pages: Iterable[str]) -> Comparison:
    """Compare with the sentences of the windows, the best window first.

    `pages` are the texts of all the pages that were cited, for quotations.
    """
    result = Comparison(claim.aligned(windows[0].page, windows[0].sentences))
    texts = list(pages)
    if any(
        stands(claim.text, text) and not polarity.goes_on_denied(claim.text, text, claim.language)
        for text in texts
    ):
        result.verbatim = True
        for fact in itertools.chain.from_iterable(claim.facts.values()):
            result.agreed(claim, fact)
        return result
    pairs = beside.nearest(claim, windows)
    result.candidates = pairs
    _quotations(claim, texts, windows, result)
    turns = turned.find(claim.text, pairs, claim.language)
    for rival, at in turns.rivals:
        result.differed(rival, {at})
    _figures(claim, pairs, result)
    _other_digits(claim, windows, result)
    _names(claim, windows, pairs, result, turns.settled)
    _crossings(claim, pairs, result, turns.settled)
    names = claim.facts[FactKind.NAME]
    for rival, words in itertools.chain(
        exchanged.find(names, pairs, claim.language),
        grouped.find(claim.text, pairs, claim.language),
        objects.find(claim.text, pairs, claim.language),
        unique.find(claim.text, pairs, claim.language),
        terms.find(claim.text, pairs, claim.language),
        ranks.find(claim.text, pairs, claim.language),
        ties.find(claim.text, names, pairs, claim.language),
    ):
        if all(reason.claim != rival.claim for reason in result.differ):
            result.differed(rival, words)
    for rival, words in opposition.find(claim.text, claim.facts, pairs, claim.language):
        if words and words <= turns.settled:
            continue  # "A came after B" for "B came before A"
        if rival.sure:
            result.differed(rival, words)
        else:
            result.hedged.append(Reason(rival.code, rival.claim, rival.source, rival.detail))
        break
    if not result.differ:
        for rival in stances.find(claim.text, pairs, claim.language):
            result.differed(rival, ())
    _denials(claim, windows, pairs, result)
    for one in replaced.find(pairs):
        token = claim.tokens[one.number]
        shown = claim.text[token.start : token.end]
        detail = "the source has another word in its place"
        if one.rivals:
            rival = Rival(ReasonCode.NAME_DIFFERS, shown, one.other, detail, 1.0, 1.0)
            result.differed(rival, {one.number})
        else:
            result.hedged.append(Reason(ReasonCode.MISSING_DETAIL, shown, one.other, detail))
    if not result.differ:
        hedge = opposition.hedge(claim.text, claim.facts, pairs)
        if hedge is not None:
            result.hedged.append(Reason(hedge.code, hedge.claim, hedge.source, hedge.detail))
    return result


def doubt(claim: ClaimFacts, result: Comparison) -> bool:
    """Add what keeps a claim that seems supported from being surely so; tells if there is any."""
    found = list(doubts.find(claim.text, result.candidates))
    result.hedged.extend(Reason(d.code, d.claim or None, d.source or None, d.detail) for d in found)
    return bool(found)


def _denials(
    claim: ClaimFacts,
    windows: Sequence[Window],
    pairs: Sequence[Candidate],
    result: Comparison,
) -> None:
    """What a sentence denies in other words, if nothing else differs."""
    if result.differ or claim.language != "en" or not pairs:
        return
    seen = {candidate.pair.sentence[0].start for candidate in pairs}
    more = [
        beside.lay(claim, page, sentence, wanted)
        for page, sentence, wanted in further.find(claim.tokens, windows)
        if sentence.tokens[0].start not in seen
    ]
    quoted: set[int] = set()
    for fact in claim.facts[FactKind.QUOTATION]:
        quoted |= claim.words(fact.start, fact.end)
    for rival, words, sure in denials.find(claim.text, pairs, more, quoted):
        if sure:
            result.differed(rival, words)
        else:
            reason = Reason(rival.code, rival.claim or None, rival.source or None, rival.detail)
            result.hedged.append(reason)


def _quotations(
    claim: ClaimFacts, texts: Sequence[str], windows: Sequence[Window], result: Comparison
) -> None:
    pages = {window.page.text: window.page for window in windows}
    for fact in claim.facts[FactKind.QUOTATION]:
        assert isinstance(fact.value, Quotation)
        found = [find_quotation(fact.value, text) for text in texts]
        if any(match.exact for match in found):
            result.agreed(claim, fact)
            result.quoted |= fact.value.words >= _FEWEST_ALTERED
            hits = [t for t, match in zip(texts, found, strict=True) if match.exact]
            voices = [
                speakers.compare(claim.text, fact, pages[t]) if t in pages else None for t in hits
            ]
            if voices[0] is not None and None not in voices:
                reason, sure = voices[0]
                (result.differ if sure else result.hedged).append(reason)
            continue
        near = max(found, key=lambda match: match.similarity)
        altered = near.first_difference is not None and fact.value.words >= _FEWEST_ALTERED
        if near.first_difference is not None and altered and not alterations.is_title(fact.text):
            mine, theirs = near.first_difference
            detail = "the quotation is not word for word"
            if alterations.is_slight(mine, theirs):
                result.hedged.append(Reason(ReasonCode.QUOTATION_DIFFERS, mine, theirs, detail))
            else:
                code = ReasonCode.QUOTATION_DIFFERS
                result.differed(Rival(code, mine, theirs, detail, 1.0, 1.0), ())
        else:
            result.missing_quotations += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, fact.text))


def _figures(claim: ClaimFacts, pairs: Sequence[Candidate], result: Comparison) -> None:
    wanted = (*claim.facts[FactKind.QUANTITY], *claim.facts[FactKind.DATE])
    if len(wanted) > _MOST_FIGURES:
        detail = f"only the claim's first {_MOST_FIGURES} figures were compared"
        result.missing.append(Reason(ReasonCode.MISSING_DETAIL, detail=detail))
        wanted = wanted[:_MOST_FIGURES]
    for fact in wanted:
        if claim.quotes(fact):
            continue
        relation, rival = figures.figure(claim.text, fact, wanted, pairs)
        words = claim.words(fact.start, fact.end)
        if relation in (Relation.SAME, Relation.COMPATIBLE):
            result.agreed(claim, fact)
        elif rival is not None:
            result.differed(rival, words)
        else:
            result.missing_figures += 1
            shown = figures.with_noun(claim.text, claim.tokens, fact)
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, shown))


def _other_digits(claim: ClaimFacts, windows: Sequence[Window], result: Comparison) -> None:
    """Digits that are no figure, such as those of a postcode or a section, must stand there too."""
    read = {
        number
        for kind in (FactKind.QUANTITY, FactKind.DATE)
        for fact in claim.facts[kind]
        for number in claim.words(fact.start, fact.end)
    }
    digits = [t for n, t in enumerate(claim.tokens) if t.digit and n not in read]
    known = {t.folded for window in windows for t in window.tokens} if digits else ()
    for token in digits:
        if token.folded in known:
            continue
        result.missing_figures += 1
        shown = claim.text[token.start : token.end]
        result.missing.append(Reason(ReasonCode.MISSING_DETAIL, shown))


def _names(
    claim: ClaimFacts,
    windows: Sequence[Window],
    pairs: Sequence[Candidate],
    result: Comparison,
    settled: Collection[int],
) -> None:
    context = windows[0].page.context(windows[0].sentences[0])
    known, there = bearers.Known.of(claim.facts[FactKind.NAME], pairs), _There(windows)
    # A speaker whom the claim names first is its subject as any other.
    opens = next((t.start for t in claim.tokens if t.content and not name.is_title(t)), 0)
    speakers = {f.start for f in claim.facts[FactKind.ATTRIBUTION] if f.start > opens}
    for fact in claim.facts[FactKind.NAME]:
        words = claim.words(fact.start, fact.end)
        if claim.quotes(fact):
            continue
        own = [claim.tokens[n] for n in words]
        if not name.is_sure(fact) and there.has_small(own):
            continue  # a common word that opens the claim
        relation, rival = bearers.name(fact, known, fact.start in speakers)
        if rival is not None and words.issubset(settled):
            continue
        if rival is not None:
            result.differed(rival, words)
        elif relation is Relation.SAME:
            if any(result.aligned[n] < 0 for n in words):
                result.agreed(claim, fact)
        elif there.has([t for t in own if t.stem not in context]):
            result.agreed(claim, fact)
        elif name.is_sure(fact):
            result.missing_names += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, fact.text))


class _There:
    """The words of some windows, looked through when first asked for."""

    def __init__(self, windows: Sequence[Window]):
        self._sentences = [sentence for window in windows for sentence in window.sentences]

    @functools.cached_property
    def _each(self) -> list[frozenset[str]]:
        return [frozenset([form.folded for form in s.forms]) for s in self._sentences]

    @functools.cached_property
    def _small(self) -> frozenset[str]:
        return frozenset([f.folded for s in self._sentences for f in s.forms if not f.capital])

    def has(self, words: Iterable[Token]) -> bool:
        """Whether a sentence has all of some words: a name's, scattered over two, are not it."""
        wanted = {word.folded for word in words}
        return any(wanted <= there for there in self._each)

    def has_small(self, words: Iterable[Token]) -> bool:
        """Whether they are there with a small letter."""
        return all(word.folded in self._small for word in words)


def _crossings(
    claim: ClaimFacts,
    pairs: Sequence[Candidate],
    result: Comparison,
    settled: Collection[int],
) -> None:
    """What the claim says of one name and a sentence of another."""
    named = {reason.claim for reason in result.differ}
    for rival, words, sure in crossing.find(
        claim.text, claim.facts[FactKind.NAME], pairs, claim.language
    ):
        if rival.claim in named or words.issubset(settled):
            continue
        named.add(rival.claim)
        if sure:
            result.differed(rival, words)
        else:
            result.hedged.append(Reason(rival.code, rival.claim, rival.source, rival.detail))
