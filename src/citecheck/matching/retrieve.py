"""Finds the runs of a few sentences that could carry a claim, and what each carries of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter, mul

from citecheck.matching.align import STANDS_FOR
from citecheck.matching.prepared import PreparedPage, Sentence
from citecheck.matching.tokens import Token

_SEEDS = 12  # sentences from which windows grow
_LONGEST = 3  # sentences in one window
_PRICE = 0.04  # coverage that each further sentence must bring
_ROUNDING = 1e-9  # more than sums of the same numbers in another order differ by
_CONTEXT = 0.7  # what a word that stands only in the title or heading counts
_BETWEEN_PAGES = 10  # numbers left free, so that no window reaches over two pages
_NAME, _NUMBER = 1.1, 1.2  # how much more names and numbers weigh than other words

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


def _greater(one: Row, other: Row) -> Row:
    return [a if a > b else b for a, b in zip(one, other, strict=True)]


@dataclass(slots=True)
class Carriage:
    """What the sentences of some pages carry of a claim, word by word.

    `words` are the claim's content words, `weights` what each tells, adding up to 1 (before that
    to `total`). `rows` gives
    for each sentence that has any of them how well it stands for each, `scores` the weighted sum;
    sentences of all pages are numbered through. `seeds` are the best sentences, best first.
    """

    words: list[Token]
    weights: Row
    total: float = 1.0
    rows: dict[int, Row] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)
    seeds: list[int] = field(default_factory=list)
    pages: list[tuple[int, PreparedPage]] = field(default_factory=list)
    _joined: dict[tuple[int, int], Row] = field(default_factory=dict)
    _sure: dict[int, Row] = field(default_factory=dict)
    _surely: dict[tuple[int, int], float] = field(default_factory=dict)

    def sentence(self, number: int) -> tuple[PreparedPage, Sentence]:
        """The page and sentence of a number."""
        for first, page in reversed(self.pages):
            if number >= first:
                return page, page.sentences[number - first]
        raise KeyError(number)

    def joined(self, first: int, last: int) -> Row:
        """What the sentences from `first` to `last` carry together."""
        known = self._joined.get((first, last))
        if known is None:
            rows = [self.rows[n] for n in range(first, last + 1) if n in self.rows]
            known = rows[0] if rows else [0.0] * len(self.words)
            for row in rows[1:]:
                known = _greater(known, row)
            self._joined[first, last] = known
        return known

    def most(self, first: int, size: int) -> float:
        """The share that as many sentences as `size` can cover at most, but for rounding."""
        return sum(map(self.scores.get, range(first, first + size), repeat(0.0)))

    def surely(self, first: int, last: int) -> float:
        """The share that some sentences, each with a row, cover by words that really stand for the
        claim's."""
        known = self._surely.get((first, last))
        if known is None:
            row = self._sure_row(first)
            for number in range(first + 1, last + 1):
                row = _greater(row, self._sure_row(number))
            known = self._surely[first, last] = self.covered(row)
        return known

    def _sure_row(self, number: int) -> Row:
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
            for stem, quality in page.carriers(token).items():
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
    page, _ = found.sentence(first)
    sentences = tuple(found.sentence(n)[1] for n in range(first, last + 1))
    row = found.joined(first, last)
    context = page.context(sentences[0])
    lent = [
        max(quality, _CONTEXT) if word.stem in context else quality
        for word, quality in zip(found.words, row, strict=True)
    ]
    return Window(page, sentences, found.covered(lent))


def _merit(window: Window) -> float:
    main = window.sentences[0].passage.region.is_content
    return window.coverage - _PRICE * (len(window.sentences) - 1) - (0.0 if main else 0.05)


def _grown(seed: int, found: Carriage) -> tuple[int, int]:
    """The first and last sentence of the best window of up to a few around one sentence.

    A sentence joins for words that it really has; words that stand for others loosely do not count.
    One that carries no more than its price need not be tried.
    """
    first = last = seed
    best = found.surely(seed, seed)
    while last - first + 1 < _LONGEST:
        options = [
            (found.surely(a, b), a, b)
            for a, b in ((first - 1, last), (first, last + 1))
            if found.scores.get(a if a < first else b, 0.0) > _PRICE - _ROUNDING
        ]
        if not options:
            break
        coverage, a, b = max(options, key=itemgetter(0, 1))
        if coverage <= best + _PRICE:
            break
        best, first, last = coverage, a, b
    return first, last
