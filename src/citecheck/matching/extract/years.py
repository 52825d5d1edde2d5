"""Years and spans of years in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.matching.extract.periods import (
    ABOUT,
    ERA,
    dated,
    year_at,
)
from citecheck.matching.extract.values import Date, Fact, Moment
from citecheck.matching.text.tokens import Token

_YEAR_SPAN = re.compile(r"\s?[-–—/]\s?(\d{4}|\d{2})(?![\w,.]\d|\w|%)")
_YEAR_KIND = re.compile(
    r"\b(?:FY|(?:fiscal|financial|academic|school|tax) years?)\s$", re.IGNORECASE
)


def is_about(words: Sequence[Token], index: int) -> bool:
    """Whether a word such as "around" stands before one."""
    return index > 0 and words[index - 1].folded in ABOUT


def year_or_span(
    text: str, words: Sequence[Token], index: int, year: int
) -> tuple[Fact | None, int]:
    """The year at a word, or the span that it opens, and the number of the word behind it; None
    for a year of another era."""
    word = words[index]
    end, last, at = word.end, year, index + 1
    if ERA.match(text, end):
        return None, index + 1
    span = _YEAR_SPAN.match(text, end)
    if span is not None:
        to = int(span[1]) if len(span[1]) == 4 else year // 100 * 100 + int(span[1])
        if year < to <= year + 150:
            last, end = to, span.end()
    else:
        joined = at + 1 < len(words) and words[at].folded in (
            "to",
            "until",
            "through",
            "bis",
            "and",
        )
        opened = index > 0 and words[index - 1].folded in (
            "from",
            "between",
            "von",
            "zwischen",
            "de",
        )
        if joined and opened:
            to_year = year_at(text, words, at + 1)
            if to_year is not None and to_year > year:
                last, end = to_year, words[at + 1].end
    while at < len(words) and words[at].start < end:
        at += 1
    start = _year_kind(text, words, index) if last > year else word.start
    return dated(text, start, end, Date(Moment(year), Moment(last), is_about(words, index))), at


def _year_kind(text: str, words: Sequence[Token], index: int) -> int:
    """Where "fiscal year 2015/16" and "FY 2015-16" begin, which name a year that lies in two."""
    match = _YEAR_KIND.search(text, max(0, words[index].start - 24), words[index].start)
    return match.start() if match else words[index].start
