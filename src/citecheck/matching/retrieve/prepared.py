"""A page made ready for matching: its sentences, their words, and how rare each word is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from types import EllipsisType

from citecheck.matching import data
from citecheck.matching.extract import Facts
from citecheck.matching.extract.date import is_day_first
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.retrieve.align import STANDS_FOR, stand_ins
from citecheck.matching.retrieve.pointed import Pointed, pointed
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.text import lexicon
from citecheck.matching.text.spelling import Spellings
from citecheck.matching.text.tables import Row, rows
from citecheck.matching.text.tokens import Form, Token, forms, stem_of, tokenise
from citecheck.model import Page, Passage, Region, Source, SourceStatus
from citecheck.sentences import split

_AROUND = frozenset(
    {
        Region.NAVIGATION,
        Region.REFERENCES,
        Region.RELATED,
        Region.COMMENTS,
        Region.COLLAPSED,
        Region.FORM,
        Region.BANNER,
        Region.FOOTER,
        Region.TITLE,
        Region.HEADING,
    }
)
_FEW = data.count("retrieve.prepared.few")
_LONGEST = data.count("retrieve.prepared.longest")
_MOST_WORDS = data.count("retrieve.prepared.most_words")


class ProperWords:
    """The folded words that are names on a page by their capitals."""

    __slots__ = ("_page",)

    def __init__(self, page: PreparedPage):
        self._page = page

    def __contains__(self, folded: object) -> bool:
        return isinstance(folded, str) and self._page.is_proper(folded)


@dataclass(slots=True)
class PreparedPage:
    """What `prepare` makes; opaque to callers."""

    text: str
    url: str
    language: str
    published: datetime | None
    sentences: list[Sentence]
    postings: dict[str, list[int]]
    title_stems: frozenset[str]
    spellings: Spellings = field(default_factory=Spellings)
    surrounding: Sequence[Passage] = ()
    pointed: Pointed = field(default_factory=Pointed)
    _around: PreparedPage | None = None
    _contexts: dict[str, frozenset[str]] = field(default_factory=dict)
    _carriers: dict[str, dict[str, float]] = field(default_factory=dict)
    _able: dict[str, list[str]] = field(default_factory=dict)
    _spelt: dict[str, list[str]] = field(default_factory=dict)
    _proper: dict[str, bool] = field(default_factory=dict)
    _proper_words: frozenset[str] | None = None
    _rows: dict[int, Row] = field(default_factory=dict)
    _day_first: bool | EllipsisType | None = ...  # once asked for

    def weight(self, stem: str) -> float:
        """How much a word tells, from 0 to about 1: rarer words tell more.

        For English the rarity in the language at large, for others the smoothed inverse sentence
        frequency on the page (Robertson, "Understanding inverse document frequency", 2004).
        """
        if not stem or stem[0].isdigit():
            return 1.0
        if self.language == "en":
            return lexicon.entry(stem).rarity
        count = len(self.postings.get(stem, ()))
        most = len(self.sentences) + 1
        return math.log(1 + most / (count + 0.5)) / math.log(1 + 2 * most)

    def carriers(self, token: Token) -> Mapping[str, float]:
        """The page's stems that can stand for a word, with how well, 0 to 1.

        Itself, synonyms and other parts of speech, kinds of it, long words spelt nearly alike.
        """
        known = self._carriers.get(token.stem)
        if known is None:
            known = self._carriers[token.stem] = self._find_carriers(token)
        return known

    def _find_carriers(self, token: Token) -> dict[str, float]:
        stem = token.stem
        found = {w: q for w, q in stand_ins(stem).items() if w in self.postings}
        able = self._able[stem] = [w for w, quality in found.items() if quality >= STANDS_FOR]
        kinds = self._kinds_of(stem)
        able += [w for w, quality in kinds if quality == lexicon.KIND]
        if self.language == "en":
            for kind, quality in kinds:
                found[kind] = max(found.get(kind, 0.0), quality)
        if stem in self.postings:
            found[stem] = 1.0
        elif token.long:
            for word in self._alike(token.folded):
                found[stem_of(word, self.language)] = lexicon.SAME
        return found

    def able(self, token: Token) -> Sequence[str]:
        """The page's stems that can stand for a word so well that theirs are aligned with it."""
        self.carriers(token)
        return self._able[token.stem]

    def _alike(self, folded: str) -> Sequence[str]:
        """The page's long words that are spelt nearly as one that it does not have."""
        known = self._spelt.get(folded)
        if known is None:
            known = self._spelt[folded] = self.spellings.alike(folded)
        return known

    def may_be_spelt(self, token: Token) -> bool:
        """Whether the page may have a word that is spelt nearly as one."""
        return token.long and (token.stem in self.postings or bool(self._alike(token.folded)))

    def _kinds_of(self, stem: str) -> Sequence[tuple[str, float]]:
        """The page's stems that are a kind of one, with how well each stands for it."""
        narrower = lexicon.entry(stem).narrower
        kinds = narrower.keys() & self.postings.keys()
        if not kinds:
            return ()
        first = {kind: self.postings[kind][0] for kind in kinds}
        parted = len(set(first.values())) == len(kinds)  # no two stand in one sentence first
        ordered = sorted(kinds, key=first.__getitem__ if parted else self._first_place)
        return [(kind, narrower[kind]) for kind in ordered]

    def _first_place(self, stem: str) -> tuple[int, int]:
        """The first sentence that has a stem, and which of its words that is."""
        number = self.postings[stem][0]
        return number, self.sentences[number].sequence.index(stem)

    @property
    def rows(self) -> Collection[Row]:
        """The rows of the page's tables that have heads."""
        return self._rows.values()

    def is_row(self, sentence: Sentence) -> bool:
        """Whether a sentence is a row of a table with heads."""
        return sentence.passage.start in self._rows

    def context(self, sentence: Sentence) -> frozenset[str]:
        """The stems of the title and of the heading above a sentence, or of a table's heads."""
        row = self._rows.get(sentence.passage.start)
        if row is not None:
            return self.title_stems | row.context(self.language)
        heading = sentence.passage.heading
        if not heading:
            return self.title_stems
        known = self._contexts.get(heading)
        if known is None:
            own = [token.stem for token in tokenise(heading, self.language)]
            known = self._contexts[heading] = self.title_stems.union(own)
        return known

    def is_proper(self, folded: str) -> bool:
        """Whether a folded word has a capital inside sentences, and nowhere a small letter."""
        known = self._proper.get(folded)
        if known is None:
            numbers = self.postings.get(stem_of(folded, self.language), ())
            if len(numbers) > _FEW:
                return folded in self._all_proper()
            inner = [form for n in numbers for form in self.sentences[n].forms[1:]]
            capitals = {form.capital for form in inner if form.folded == folded}
            known = self._proper[folded] = capitals == {True}
        return known

    def _all_proper(self) -> frozenset[str]:
        """All such words, found once, since to look through many sentences for each is too long."""
        if self._proper_words is None:
            inner = [sentence.forms[1:] for sentence in self.sentences]
            capital = {form.folded for forms in inner for form in forms if form.capital}
            small = {form.folded for forms in inner for form in forms if not form.capital}
            self._proper_words = frozenset(capital - small)
        return self._proper_words

    @property
    def own_text(self) -> str:
        """The sentences of the page's own matter, a line each, without what stands around it."""
        return "\n".join([self.text[s.start : s.end] for s in self.sentences])

    @property
    def around(self) -> PreparedPage:
        """What surrounds the page's own matter (menus, comments, titles), made ready as a page."""
        if self._around is None:
            self._around = self._of(self.surrounding)
        return self._around

    @property
    def pointed_at(self) -> PreparedPage | None:
        """The passages to which the cited link points, made ready as if there were nothing else."""
        return self._of(self.pointed.passages) if self.pointed.passages else None

    def alone(self, passage: Passage) -> PreparedPage:
        """One passage of the page made ready as if the page held nothing else."""
        return self._of((passage,))

    def _of(self, passages: Iterable[Passage]) -> PreparedPage:
        nothing = frozenset[str]()
        part = PreparedPage(
            self.text, self.url, self.language, self.published, [], defaultdict(list), nothing
        )
        _fill(part, passages)
        return part

    @property
    def proper(self) -> ProperWords:
        """The words that are names, each looked up when first asked for."""
        return ProperWords(self)

    def parsed(self, sentence: Sentence) -> Parsed:
        """One of the page's sentences, with what was read of it kept for further claims."""
        if sentence.parsed is None:
            if self._day_first is ...:
                self._day_first = is_day_first(self.text, self.url, self.language)
            found = Facts(
                self.text, sentence.tokens, self.language, self.published, self._day_first
            )
            row = self._rows.get(sentence.passage.start)
            sentence.parsed = Parsed(self.text, sentence.tokens, found, row)
        return sentence.parsed


def prepare(page: Page) -> PreparedPage:
    """Cut a page that was read into sentences and words. Linear in its length.

    What surrounds the page's own matter is kept apart, and cut when it is first asked for.
    """
    language = page.language or "en"
    title = frozenset(token.stem for token in tokenise(page.title or "", language))
    copy = page.source.archived
    url = copy.url if copy else page.source.final_url or page.source.url
    prepared = PreparedPage(page.text, url, language, page.published, [], defaultdict(list), title)
    prepared.surrounding = [p for p in page.passages if p.region in _AROUND]
    own = [p for p in page.passages if p.region not in _AROUND]
    _fill(prepared, own)
    prepared.pointed = pointed(page.source.url, page.text, own)
    prepared._rows = rows(page.passages)
    return prepared


def _fill(prepared: PreparedPage, passages: Iterable[Passage]) -> None:
    for sentence in _sentences(passages, prepared.language):
        prepared.sentences.append(sentence)
        for stem in dict.fromkeys(sentence.sequence):  # in an order that no hash seed changes
            prepared.postings[stem].append(sentence.number)
    every = [sentence.forms for sentence in prepared.sentences]
    prepared.spellings = Spellings([form.folded for found in every for form in found if form.long])


def _sentences(passages: Iterable[Passage], language: str) -> Iterator[Sentence]:
    """The sentences of some passages, up to so many words."""
    words = number = 0
    for passage in passages:
        first = passage.start
        for start, end, found in _pieces(passage.text, language):
            if not found:
                continue
            words += len(found)
            if words > _MOST_WORDS:
                return
            sequence = [form.stem for form in found]
            stems = frozenset(sequence)
            yield Sentence(
                first + start, first + end, passage, number, language, found, sequence, stems
            )
            number += 1


def _pieces(text: str, language: str) -> Iterator[tuple[int, int, list[Form]]]:
    """The sentences of a text with their words; one that never ends is cut, since any two names or
    figures of a sentence may have to be told apart."""
    for start, end in split(text, language):
        found = forms(text[start:end], language)
        if len(found) <= _LONGEST:
            yield start, end, found
            continue
        words = tokenise(text[start:end], language, start)
        cuts = [start, *(word.start for word in words[_LONGEST::_LONGEST]), end]
        for first, last in pairwise(cuts):
            piece = text[first:last].rstrip()
            yield first, first + len(piece), forms(piece, language)


def prepare_text(
    text: str | Sequence[str], *, title: str | None = None, language: str = "en"
) -> PreparedPage:
    """Prepare a text, or a list of sentences or documents, that did not come from a page."""
    parts = [text] if isinstance(text, str) else list(text)
    passages: list[Passage] = []
    position = 0
    for part in parts:
        passages.append(Passage(part, position, position + len(part)))
        position += len(part) + 1
    source = Source("", SourceStatus.OK)
    return prepare(
        Page(
            source,
            SourceStatus.OK,
            title=title,
            language=language,
            text="\n".join(parts),
            passages=tuple(passages),
        )
    )
