"""Finds the runs of a few sentences that could carry a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citecheck.matching.align import SYNONYMS
from citecheck.matching.prepared import PreparedPage, Sentence
from citecheck.matching.tokens import Token

_SEEDS = 6  # sentences from which windows grow
_LONGEST = 3  # sentences in one window
_PRICE = 0.04  # coverage that each further sentence must bring
_CONTEXT = 0.7  # what a word that stands only in the title or heading counts


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
        return [token for sentence in self.sentences for token in sentence.tokens]


def weights(claim: Sequence[Token], page: PreparedPage) -> dict[str, float]:
    """The weight of each content word of the claim, by stem."""
    return {token.stem: page.weight(token.stem) for token in claim if token.content}


def windows(claim: Sequence[Token], page: PreparedPage, most: int = 3) -> list[Window]:
    """The best windows of a page for a claim, best first; none shares its first sentence."""
    wanted = weights(claim, page)
    total = sum(wanted.values())
    if not total or not page.sentences:
        return []
    scores: dict[int, float] = {}
    for stem, weight in wanted.items():
        numbers = set(page.postings.get(stem, ()))
        for other in SYNONYMS.get(stem, ()):
            numbers.update(page.postings.get(other, ()))
        for number in numbers:
            scores[number] = scores.get(number, 0.0) + weight
    seeds = sorted(scores, key=lambda number: (-scores[number], number))[:_SEEDS]
    found: dict[tuple[int, int], Window] = {}
    for seed in seeds:
        window = _grown(seed, page, wanted, total)
        key = (window.sentences[0].number, window.sentences[-1].number)
        found.setdefault(key, window)
    ranked = sorted(found.values(), key=lambda w: (-_merit(w), w.sentences[0].number))
    return ranked[:most]


def _merit(window: Window) -> float:
    main = window.sentences[0].passage.region.is_content
    return window.coverage - _PRICE * (len(window.sentences) - 1) - (0.0 if main else 0.05)


def _grown(seed: int, page: PreparedPage, wanted: Mapping[str, float], total: float) -> Window:
    """The best window of up to a few sentences around one sentence."""
    first = last = seed
    best = _covered(page, first, last, wanted) / total
    while last - first + 1 < _LONGEST:
        options = []
        if first > 0:
            options.append((first - 1, last))
        if last + 1 < len(page.sentences):
            options.append((first, last + 1))
        scored = [(_covered(page, a, b, wanted) / total, a, b) for a, b in options]
        if not scored:
            break
        coverage, a, b = max(scored, key=lambda option: (option[0], option[1]))
        if coverage <= best + _PRICE:
            break
        best, first, last = coverage, a, b
    return Window(page, tuple(page.sentences[first : last + 1]), best)


def _covered(page: PreparedPage, first: int, last: int, wanted: Mapping[str, float]) -> float:
    run = page.sentences[first : last + 1]
    stems = frozenset().union(*(sentence.stems for sentence in run))
    context = page.context(run[0])
    covered = 0.0
    for stem, weight in wanted.items():
        if stem in stems or not stems.isdisjoint(SYNONYMS.get(stem, ())):
            covered += weight
        elif stem in context:
            covered += _CONTEXT * weight
    return covered
