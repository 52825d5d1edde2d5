"""The checkable details of a text: quantities, dates, names, quotations, directions and more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from citecheck.matching import data
from citecheck.matching.extract import (
    attribution,
    date,
    direction,
    name,
    polarity,
    quantity,
    quotation,
)
from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.text.tokens import Token, tokenise

__all__ = ["Fact", "FactKind", "Facts", "find"]


_FIRST_YEAR = data.count("extract.years.first_year")
_LAST_YEAR = data.count("extract.years.last_year")


class Facts:
    """The facts of a text, or of a stretch of it whose words are given, each kind found when first
    asked for and then kept: few claims ask for all. Quotations, which a stretch may cut, are none
    of them.

    `written` is the day of writing, which settles "yesterday"; `day_first` tells whether 05/04/2021
    gives the day first, None where that is open.
    """

    __slots__ = ("_day_first", "_found", "_language", "_text", "_words", "_written")

    def __init__(
        self,
        text: str,
        words: Sequence[Token],
        language: str,
        written: datetime | None = None,
        day_first: bool | None = None,
    ):
        self._day_first = day_first if language == "en" else True
        self._text = text
        self._words = words
        self._language = language
        sane = written is not None and _FIRST_YEAR <= written.year <= _LAST_YEAR
        self._written = written if sane else None  # no day that a page was written on
        self._found: dict[FactKind, list[Fact]] = {}

    def of(self, kind: FactKind) -> list[Fact]:
        """The facts of one kind in order. Linear time."""
        known = self._found.get(kind)
        if known is None:
            known = self._found[kind] = self._find(kind)
        return known

    def _find(self, kind: FactKind) -> list[Fact]:
        text, words, language = self._text, self._words, self._language
        match kind:
            case FactKind.QUANTITY:
                return quantity.find(text, words, language, self.of(FactKind.DATE))
            case FactKind.DATE:
                return date.find(text, words, language, self._written, self._day_first)
            case FactKind.NAME:
                return name.find(text, words, language)
            case FactKind.DIRECTION:
                return direction.find(text, words)
            case FactKind.QUANTIFIER:
                return direction.find_quantifiers(text, words)
            case FactKind.POLARITY:
                return polarity.find(text, words, language)
            case FactKind.HEDGING:
                return polarity.find_hedges(text, words)
            case FactKind.ATTRIBUTION:
                return attribution.find(text, words, self.of(FactKind.NAME))
            case FactKind.QUOTATION:
                return []


def find(
    text: str,
    language: str = "en",
    *,
    words: Sequence[Token] | None = None,
    written: datetime | None = None,
) -> list[Fact]:
    """The facts of a text, by kind and within a kind in order. Linear time.

    `words` are the text's words if they are known, `written` is the day of writing.
    """
    given = tokenise(text, language) if words is None else words
    found = Facts(text, given, language, written)
    return [fact for kind in FactKind for fact in found.of(kind)] + quotation.find(text)
