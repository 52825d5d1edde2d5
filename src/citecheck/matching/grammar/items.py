"""The figures and dates of a sentence that can belong to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from citecheck.matching.extract import relations
from citecheck.matching.extract.periods import from_now
from citecheck.matching.extract.values import Date, Fact, FactKind, Moment, Quantity
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import words_between

PRIOR = re.compile(
    r"\b(?:from|than|against|versus|vs|compared (?:with|to)|after|von|gegen(?:über)?|als|contre|que"
    r"|de|da|di|rispetto a|frente a)\s(?:(?:about|around|just|only|nearly|almost|some|the|a|an|year"
    r"|US)\s)*[-−$£€~]?$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:to|auf|à|a|naar)\s(?:(?:about|around|just|nearly|almost|some)\s)*[-−$£€~]?$"
)
_ELLIPTIC = re.compile(
    r"\s*(?:[,.;:)\]]|$|(?:to|from|than|and|or|in|for|against|but|while|respectively)\b)"
)


class Item(NamedTuple):
    """A figure or a date with its words; `moment` tells which end of a span of dates is meant."""

    fact: Fact
    place: range
    is_figure: bool
    prior: bool = False
    reached: bool = False
    date: Date | None = None


@dataclass(slots=True)
class Part:
    """What belongs to one figure of a sentence, or to none: the numbers of its words, its dates.

    `prior` tells that the figure is what another is compared with: "up from 12"; `compared` that
    the part is set against the one before: "while", "compared with"; `listed` that it is an
    element of a row whose figures stand in a row too.
    """

    words: range
    figure: Fact | None = None
    dates: list[Date] = field(default_factory=list)
    prior: bool = False
    compared: bool = False
    listed: bool = False
    reached: bool = False
    at: int = -1

    def words_of(self, place: range) -> bool:
        """Whether a stretch of words belongs to the part."""
        return bool(place) and place.start in self.words


class Dated(NamedTuple):
    """Which date each figure has, by the number of the figure, and what the grouping costs."""

    cost: float
    dates: tuple[tuple[int, ...], ...]


def agree(one: Date, other: Date) -> bool:
    """Whether two dates can be of one time."""
    return relations.dates(one, other) in relations.AGREE


def items_of(parsed: Parsed, like: Quantity) -> Iterator[Item]:
    """The figures that are like a value, and the dates, in order."""
    found: list[Item] = []
    words, text = parsed.words, parsed.text
    for fact in parsed.facts.of(FactKind.QUANTITY):
        if isinstance(fact.value, Quantity) and is_like(fact.value, like):
            bare = not (fact.value.unit or fact.value.noun)
            if bare and like.noun and not _ELLIPTIC.match(text, fact.end):
                continue  # "won 12 of 13"
            before = text[max(0, fact.start - 40) : fact.start]
            place = words_between(words, fact.start, fact.end)
            prior, reached = bool(PRIOR.search(before)), bool(_TO.search(before))
            found.append(Item(fact, place, True, prior, reached))
    spans = [fact for fact in parsed.facts.of(FactKind.DATE) if _is_span(fact.value)]
    parted = len(found) > 1 and len(spans) == 1
    for fact in (*parsed.dates, *from_now(text, words, parsed.dates)):
        date = fact.value
        assert isinstance(date, Date)
        place = words_between(words, fact.start, fact.end)
        ends = (date.first, date.last)
        if not (parted and _is_span(date)):
            found.append(Item(fact, place, False, date=date))
        else:
            found += [Item(fact, place, False, date=_moment(end)) for end in ends]
    yield from sorted(found, key=lambda item: item.place.start)


def _is_span(date: object) -> bool:
    """Whether a date has a first and a last year, which two figures can have apart."""
    if not isinstance(date, Date) or date.period or date.first == date.last:
        return False
    return None not in (date.first.year, date.last.year)


def _moment(moment: Moment) -> Date:
    return Date(moment, moment)


def is_like(value: Quantity, like: Quantity) -> bool:
    """Whether a figure could stand in another's place: the same measure, the same thing counted as
    far as both are told."""
    if like.unit in ("ordinal", "clock") or value.unit in ("ordinal", "clock"):
        return False
    if value.parts and not like.parts and like.unit != "%":
        return False
    if relations.quantities(like, value) is None:
        return False
    counts = not like.unit and like.noun and value.noun
    if not counts or like.noun == value.noun:
        return True
    return lexicon.entry(like.noun).near.get(value.noun, 0.0) >= lexicon.SAME
