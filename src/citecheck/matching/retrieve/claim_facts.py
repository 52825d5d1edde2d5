"""A claim's words and facts, and how its words align with the sentences of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.matching.extract import Facts, quotation, relations
from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.retrieve.align import Known, align
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.retrieve.windows import words_of
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token


@dataclass(slots=True)
class ClaimFacts:
    """A claim's words and facts, found once for all pages."""

    text: str
    tokens: list[Token]
    language: str
    parsed: Parsed
    facts: Mapping[FactKind, Sequence[Fact]]
    names: Sequence[range]
    _aligned: dict[tuple[int, int, int], list[int]] = field(default_factory=dict)
    _on_page: dict[int, Known] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, tokens: list[Token], language: str) -> ClaimFacts:
        """Find the facts of `text`, whose words are `tokens`."""
        known = Facts(text, tokens, language)
        found = {kind: known.of(kind) for kind in FactKind}
        found[FactKind.QUOTATION] = quotation.find(text)
        names = [words_between(tokens, f.start, f.end) for f in found[FactKind.NAME]]
        return cls(text, tokens, language, Parsed(text, tokens, known), found, names)

    def words(self, start: int, end: int) -> set[int]:
        """The numbers of the claim's words in `[start, end)`."""
        return set(words_between(self.tokens, start, end))

    def aligned(self, page: PreparedPage, sentences: Sequence[Sentence]) -> list[int]:
        """For each word of the claim its word in neighbouring sentences of a page, or -1."""
        key = (id(page), sentences[0].number, sentences[-1].number)
        known = self._aligned.get(key)
        if known is None:
            on_page = self._on_page.get(id(page))
            if on_page is None:
                able = [page.able(token) if token.content else () for token in self.tokens]
                alike = [page.may_be_spelt(token) for token in self.tokens]
                on_page = self._on_page[id(page)] = Known.of(self.tokens, able, alike)
            known = self._aligned[key] = align(self.tokens, words_of(sentences), on_page)
            self._align_figures(page, sentences, known)
        return known

    def _align_figures(
        self, page: PreparedPage, sentences: Sequence[Sentence], known: list[int]
    ) -> None:
        """Let what is left of a figure stand for the form in which a sentence has it: 0.5 mg for
        500 µg."""
        figures = (*self.facts[FactKind.QUANTITY], *self.facts[FactKind.DATE])
        places = [words_between(self.tokens, fact.start, fact.end) for fact in figures]
        left = [
            (fact, numbers)
            for fact, numbers in zip(figures, places, strict=True)
            if any(known[n] < 0 for n in numbers)
        ]
        first = 0
        for sentence in sentences if left else ():
            facts = page.parsed(sentence).facts
            for fact, numbers in left:
                other = relations.stated(fact, facts)
                if other is not None:
                    place = words_between(sentence.tokens, other.start, other.end)
                    for step, n in enumerate(numbers):
                        if known[n] < 0 and len(place):
                            known[n] = first + min(place.start + step, place.stop - 1)
            first += len(sentence.tokens)

    @property
    def in_figures(self) -> frozenset[int]:
        """The numbers of the words in quantities and dates, "forty-eight thousand" too, which are
        compared by what they say."""
        figures = (*self.facts[FactKind.QUANTITY], *self.facts[FactKind.DATE])
        return frozenset(n for fact in figures for n in self.words(fact.start, fact.end))

    @property
    def quoted(self) -> set[int]:
        """The numbers of the words in quotations."""
        quotations = self.facts[FactKind.QUOTATION]
        return set[int]().union(*(self.words(q.start, q.end) for q in quotations))

    def quotes(self, fact: Fact) -> bool:
        """Whether a fact is part of a quotation, which is compared as a whole."""
        return any(q.start <= fact.start < q.end for q in self.facts[FactKind.QUOTATION])
