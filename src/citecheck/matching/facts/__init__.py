"""The checkable details of a text: quantities, dates, names, quotations, directions and more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from citecheck.matching.facts import (
    attribution,
    date,
    direction,
    name,
    polarity,
    quantity,
    quotation,
)
from citecheck.matching.facts.model import Fact, FactKind
from citecheck.matching.tokens import Token, tokenise

__all__ = ["Fact", "FactKind", "find"]


_FIRST_YEAR, _LAST_YEAR = 1500, 2500


def find(
    text: str,
    language: str = "en",
    *,
    words: Sequence[Token] | None = None,
    written: datetime | None = None,
) -> list[Fact]:
    """The facts of a text, by kind and within a kind in order. Linear time.

    `words` are the text's words if they are known, or those of the stretch that is asked for;
    `written` is the day of writing, which settles "yesterday". Quotations are found only when
    `words` is not given, since a stretch may cut them.
    """
    given = tokenise(text, language) if words is None else words
    if written is not None and not _FIRST_YEAR <= written.year <= _LAST_YEAR:
        written = None  # no day that a page was written on
    dates = date.find(text, given, language, written)
    names = name.find(text, given, language)
    found = [
        *quantity.find(text, given, language, dates),
        *dates,
        *names,
        *direction.find(text, given),
        *direction.find_quantifiers(text, given),
        *polarity.find(text, given, language),
        *polarity.find_hedges(text, given),
        *attribution.find(text, given, names),
    ]
    return found + quotation.find(text) if words is None else found
