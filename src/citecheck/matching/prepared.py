"""A page made ready for matching: its sentences, their words, and how rare each word is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from citecheck.matching import facts
from citecheck.matching.facts.model import Fact
from citecheck.matching.tokens import Token, tokenise
from citecheck.model import Page, Passage, Region, Source, SourceStatus
from citecheck.sentences import split

_NO_EVIDENCE = frozenset(
    {
        Region.NAVIGATION,
        Region.REFERENCES,
        Region.RELATED,
        Region.COMMENTS,
        Region.FORM,
        Region.BANNER,
        Region.FOOTER,
        Region.TITLE,
        Region.HEADING,
    }
)
_MOST_WORDS = 400_000  # of one page; what stands beyond is not matched, to bound time and memory


@dataclass(slots=True)
class Sentence:
    """One sentence of a page: its span in the page's text, its passage, its words."""

    start: int
    end: int
    passage: Passage
    number: int
    tokens: list[Token]
    stems: frozenset[str]
    facts: list[Fact] | None = None


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
    heading_stems: dict[str, frozenset[str]] = field(default_factory=dict)

    def weight(self, stem: str) -> float:
        """How much a word tells: rarer words of the page tell more. Smoothed inverse sentence
        frequency, as in Robertson, "Understanding inverse document frequency" (2004)."""
        count = len(self.postings.get(stem, ()))
        return math.log(1 + (len(self.sentences) + 1) / (count + 0.5)) if stem else 0.0

    def context(self, sentence: Sentence) -> frozenset[str]:
        """The stems of the title and of the heading above a sentence."""
        heading = sentence.passage.heading
        if not heading:
            return self.title_stems
        if heading not in self.heading_stems:
            self.heading_stems[heading] = frozenset(
                token.stem for token in tokenise(heading, self.language)
            )
        return self.title_stems | self.heading_stems[heading]

    def facts_of(self, sentence: Sentence) -> list[Fact]:
        """The facts of one of the page's sentences; found when first asked for, then kept."""
        if sentence.facts is None:
            sentence.facts = facts.find(
                self.text, self.language, words=sentence.tokens, written=self.published
            )
        return sentence.facts


def prepare(page: Page) -> PreparedPage:
    """Cut a page that was read into sentences and words. Linear in its length."""
    language = page.language or "en"
    title = frozenset(token.stem for token in tokenise(page.title or "", language))
    copy = page.source.archived
    url = copy.url if copy else page.source.final_url or page.source.url
    prepared = PreparedPage(page.text, url, language, page.published, [], defaultdict(list), title)
    words = 0
    for passage in page.passages:
        if passage.region in _NO_EVIDENCE:
            continue
        for start, end in split(passage.text, language):
            tokens = tokenise(passage.text[start:end], language, passage.start + start)
            if not tokens:
                continue
            words += len(tokens)
            if words > _MOST_WORDS:
                return prepared
            number = len(prepared.sentences)
            stems = frozenset(token.stem for token in tokens)
            prepared.sentences.append(
                Sentence(passage.start + start, passage.start + end, passage, number, tokens, stems)
            )
            for stem in stems:
                prepared.postings[stem].append(number)
    return prepared


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
