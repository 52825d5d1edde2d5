"""Finds the runs of a few sentences that could carry a claim, and what each carries of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter, mul

from citecheck.matching import data
from citecheck.matching.retrieve.align import STANDS_FOR
from citecheck.matching.retrieve.prepared import PreparedPage
from citecheck.matching.retrieve.sentence import Sentence
from citecheck.matching.text.tokens import Token

_SEEDS = data.count("retrieve.windows.seeds")
_LONGEST = data.count("retrieve.windows.longest")
_PRICE = data.number("retrieve.windows.price")
_ROUNDING = 1e-9  # more than sums of the same numbers in another order differ by
_CONTEXT = data.number("retrieve.windows.context")
_BETWEEN_PAGES = data.count("retrieve.windows.between_pages")
_NAME = data.number("retrieve.windows.name")
_NUMBER = data.number("retrieve.windows.number")

Row = list[float]
"""For each content word of a claim how well something stands for it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of neighbouring sentences, and the weighted share of the claim's words in it."""

    page: PreparedPage
    sentences: tuple[Sentence, ...]
    coverage: float

    @property
    def text(self) -> str:
        """The window as it stands on the page."""
        return self.page.text[self.sentences[0].start : self.sentences[-1].end]

    @property
    def tokens(self) -> list[Token]:
        """All words of the window in order."""
        return words_of(self.sentences)


def words_of(sentences: Sequence[Sentence]) -> list[Token]:
    """All words of some sentences in order."""
    if len(sentences) == 1:
        return sentences[0].tokens
    return [token for sentence in sentences for token in sentence.tokens]


def greater(one: Row, other: Row) -> Row:
    """What two rows carry together."""
    return [a if a > b else b for a, b in zip(one, other, strict=True)]


@dataclass(slots=True)
class Carriage:
    """What the sentences of some pages carry of a claim, word by word.

    `words` are the claim's content words, `weights` what each tells, adding up to 1 (before that
    to `total`). `rows` gives
    for each sentence that has any of them how well it stands for each, `scores` the weighted sum;
    sentences of all pages are numbered through. `seeds` are the best sentences, best first;
    `anywhere` is what all sentences carry together.
    """

    words: list[Token]
    weights: Row
    total: float = 1.0
    rows: dict[int, Row] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    seeds: list[int] = field(default_factory=list)
    anywhere: Row = field(init=False)
    pages: list[tuple[int, PreparedPage]] = field(default_factory=list)
    _joined: dict[tuple[int, int], Row] = field(default_factory=dict)
    _sure: dict[int, Row] = field(default_factory=dict)
    _nothing: Row = field(init=False)

    def __post_init__(self) -> None:
        self._nothing = [0.0] * len(self.words)
        self.anywhere = [0.0] * len(self.words)

    def sentence(self, number: int) -> tuple[PreparedPage, Sentence]:
        """The page and sentence of a number."""
        for first, page in reversed(self.pages):
            if number >= first:
                return page, page.sentences[number - first]
        raise KeyError(number)

    def is_row(self, number: int) -> bool:
        """Whether a sentence is a row of a table with heads, which stands by itself."""
        page, sentence = self.sentence(number)
        return page.is_row(sentence)

    def joined(self, first: int, last: int) -> Row:
        """What the sentences from `first` to `last` carry together."""
        row = self.rows.get(last, self._nothing)
        if first == last:
            return row
        known = self._joined.get((first, last))
        if known is None:
            rest = self.joined(first, last - 1)
            if rest is self._nothing or row is self._nothing:
                known = row if rest is self._nothing else rest
            else:
                known = greater(rest, row)
            self._joined[first, last] = known
        return known

    def most(self, starts: Iterable[int], size: int) -> dict[int, float]:
        """For each of some sentences the share that the run of as many as `size`, which begins with
        it, can cover at most, but for rounding."""
        score, none = self.scores.get, repeat(0.0)
        return {n: sum(map(score, range(n, n + size), none)) for n in starts}

    def sure(self, number: int) -> Row:
        """What a sentence that has a row carries by words that really stand for the claim's."""
        known = self._sure.get(number)
        if known is None:
            row = self.rows[number]
            known = self._sure[number] = [q if q >= STANDS_FOR else 0.0 for q in row]
        return known

    def covered(self, row: Sequence[float]) -> float:
        """The weighted share of the claim's words that a row carries."""
        return math.fsum(map(mul, row, self.weights))


def weights(claim: Sequence[Token], page: PreparedPage) -> dict[str, float]:
    """The weight of each content word of the claim, by stem."""
    return {token.stem: page.weight(token.stem) for token in claim if token.content}


def carry(claim: Sequence[Token], pages: Sequence[PreparedPage]) -> Carriage:
    """Find what the pages' sentences carry of a claim. Linear in the words' occurrences."""
    words = [token for token in claim if token.content] or list(claim)
    told = [_weight(token, claim[0], pages) for token in words]
    total = sum(told) or 1.0
    found = Carriage(words, [w / total for w in told], total)
    rows, scores, first = found.rows, found.scores, 0
    for page in pages:
        found.pages.append((first, page))
        for index, (token, weight) in enumerate(zip(words, found.weights, strict=True)):
            carriers = page.carriers(token)
            found.anywhere[index] = max(found.anywhere[index], *carriers.values(), 0.0)
            for stem, quality in carriers.items():
                for at in page.postings[stem]:
                    number = at + first
                    row = rows.get(number)
                    if row is None:
                        row = rows[number] = [0.0] * len(words)
                        scores[number] = 0.0
                    if quality > row[index]:
                        scores[number] += weight * (quality - row[index])
                        row[index] = quality
        first += len(page.sentences) + _BETWEEN_PAGES
    ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)
    found.seeds = [number for number, _ in ranked[:_SEEDS]]
    return found


def _weight(token: Token, first: Token, pages: Sequence[PreparedPage]) -> float:
    weight = max((page.weight(token.stem) for page in pages), default=1.0)
    if token.digit:
        return weight * _NUMBER
    return weight * _NAME if token.capital and token is not first else weight


def windows(found: Carriage, most: int = 3) -> list[Window]:
    """The best windows for a claim, best first; none shares a sentence with a better one."""
    grown = {_grown(seed, found) for seed in found.seeds}
    ranked = sorted(
        ((_window(first, last, found), first) for first, last in grown),
        key=lambda item: (-_merit(item[0]), item[1]),
    )
    chosen: list[Window] = []
    used: set[tuple[int, int]] = set()
    for window, _ in ranked:
        own = {(id(window.page), sentence.number) for sentence in window.sentences}
        if used.isdisjoint(own):
            chosen.append(window)
            used |= own
        if len(chosen) == most:
            break
    return chosen


def _window(first: int, last: int, found: Carriage) -> Window:
    page, sentence = found.sentence(first)
    sentences = tuple(page.sentences[sentence.number : sentence.number + last - first + 1])
    row = found.joined(first, last)
    context = page.context(sentence)
    if context:
        row = [
            _CONTEXT if quality < _CONTEXT and word.stem in context else quality
            for word, quality in zip(found.words, row, strict=True)
        ]
    return Window(page, sentences, found.covered(row))


def _merit(window: Window) -> float:
    main = window.sentences[0].passage.region.is_content
    return window.coverage - _PRICE * (len(window.sentences) - 1) - (0.0 if main else 0.05)


def _grown(seed: int, found: Carriage) -> tuple[int, int]:
    """The first and last sentence of the best window of up to a few around one sentence.

    A sentence joins for words that it really has; words that stand for others loosely do not count.
    One that carries no more than its price need not be tried. A row of a table stays alone: the
    cells of two rows say nothing together.
    """
    first = last = seed
    if found.is_row(seed):
        return first, last
    row = found.sure(seed)
    best = found.covered(row)
    while last - first + 1 < _LONGEST:
        options = []
        for number, start in ((first - 1, first - 1), (last + 1, first)):
            if found.scores.get(number, 0.0) > _PRICE - _ROUNDING and not found.is_row(number):
                wider = greater(row, found.sure(number))
                options.append((found.covered(wider), start, wider))
        if not options:
            break
        coverage, start, wider = max(options, key=itemgetter(0, 1))
        if coverage <= best + _PRICE:
            break
        last += start == first
        best, first, row = coverage, start, wider
    return first, last
