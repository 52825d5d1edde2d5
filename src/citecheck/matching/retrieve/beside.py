"""Lays a claim beside the sentences of its windows that could carry it, word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citecheck.matching import data
from citecheck.matching.extract import Facts, name, relations
from citecheck.matching.extract.values import FactKind
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.retrieve.windows import Window, weights
from citecheck.matching.text import vocabulary
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token

_MOST_SENTENCES = data.count("retrieve.beside.most_sentences")
_LEAST_OVERLAP = data.number("retrieve.beside.least_overlap")
_LEAST_OF_BEST = data.number("retrieve.beside.least_of_best")
_FIGURE = data.number("retrieve.beside.figure")
_AROUND = data.count("retrieve.beside.around")


def nearest(claim: ClaimFacts, windows: Sequence[Window]) -> list[Candidate]:
    """Each sentence of the windows that shares enough words with the claim, the nearest first."""
    asked = (*claim.facts[FactKind.QUANTITY], *claim.facts[FactKind.DATE])
    ranked: list[tuple[float, int, Window, Sentence, dict[str, float]]] = []
    seen: set[tuple[int, int]] = set()
    known: dict[int, dict[str, float]] = {}
    for window in windows:
        wanted = known.get(id(window.page)) or weights(claim.tokens, window.page)
        known[id(window.page)] = wanted
        total = sum(wanted.values()) or 1.0
        for sentence in window.sentences:
            key = (id(window.page), sentence.number)
            if key in seen:
                continue
            seen.add(key)
            here = sentence.stems
            share = sum([weight for stem, weight in wanted.items() if stem in here]) / total
            if asked and relations.shared(asked, window.page.parsed(sentence).facts):
                share += _FIGURE
            if share >= _LEAST_OVERLAP:
                ranked.append((share, len(ranked), window, sentence, wanted))
    ranked.sort(key=lambda item: (-item[0], item[1]))
    return [
        lay(claim, window.page, sentence, wanted)
        for share, _, window, sentence, wanted in ranked[:_MOST_SENTENCES]
        if share >= _LEAST_OF_BEST * ranked[0][0]
    ]


def lay(
    claim: ClaimFacts, page: PreparedPage, sentence: Sentence, wanted: Mapping[str, float]
) -> Candidate:
    """The claim beside one sentence; `wanted` are the weights of the claim's stems on the page."""
    nearby = wanted.keys() & page.context(sentence)
    around = slice(max(0, sentence.number - _AROUND), sentence.number + _AROUND + 1)
    for neighbour in page.sentences[around]:
        nearby |= wanted.keys() & neighbour.stems
    parsed = page.parsed(sentence)
    other = list(claim.aligned(page, (sentence,)))
    _align_names(claim, parsed.facts, sentence.tokens, other)
    pair = Pair(claim.tokens, sentence.tokens, other, wanted, nearby, claim.names)
    return Candidate(pair, claim.parsed, parsed, page.postings, claim.language, page.proper)


def _align_names(
    claim: ClaimFacts, found: Facts, tokens: Sequence[Token], other: list[int]
) -> None:
    """Let words that are only near part names, as English and American, and align what is left of
    a name with the form in which the sentence has it: Tim with Timothy, an acronym with what it
    stands for."""
    for fact, numbers in zip(claim.facts[FactKind.NAME], claim.names, strict=True):
        for number in numbers:
            one, place = claim.tokens[number], other[number]
            if place < 0 or one.stem == tokens[place].stem or not name.is_sure(fact):
                continue
            near = vocabulary.is_listed(one.stem)  # says the same: Gobierno and Ejecutivo
            if not near and not name.one_word(one.folded, tokens[place].folded):
                other[number] = -1
    left = [
        fact
        for fact, numbers in zip(claim.facts[FactKind.NAME], claim.names, strict=True)
        if [n for n in numbers if other[n] < 0]
    ]
    for mine, theirs in name.counterparts(left, found.of(FactKind.NAME)) if left else ():
        if "-" in mine.text and "-" not in theirs.text:
            continue  # of "the Reds-Blues game" the Reds alone are not the form
        places = words_between(tokens, theirs.start, theirs.end)
        for number in claim.words(mine.start, mine.end):
            if other[number] < 0 and len(places):
                other[number] = places.start
