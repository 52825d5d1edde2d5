"""Finds dates: days, months, years, decades, weekdays, spans, and days relative to the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from citecheck.matching import data
from citecheck.matching.extract.measures import is_bare_number
from citecheck.matching.extract.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    PARTS_OF_YEAR,
    dated,
    decade,
    fiscal,
    part_of_year,
    spelt_century,
    year_at,
)
from citecheck.matching.extract.values import Date, Fact, Moment
from citecheck.matching.extract.years import is_about, year_or_span
from citecheck.matching.text.reading import gap
from citecheck.matching.text.tokens import Token

_MONTH_NAMES = data.lines("extract.date.month_names")
_MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
# Also plain words of their languages; a month only beside a day or a year.
_AMBIGUOUS = data.words("extract.date.ambiguous")
_DAY_NAMES = data.lines("extract.date.day_names")
_WEEKDAYS = {name: n for n, names in enumerate(_DAY_NAMES) for name in names.split()}
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}))(?![\w/-])"
)
_COUNTRY = re.compile(r"https?://[^/?#:]*\.([a-z]{2,3})(?=[/?#:]|$)")
_DAY_FIRST = data.words("extract.date.day_first")
_MONTH_FIRST = data.words("extract.date.month_first")
_MONTHS_OF_YEAR = 12
_LONGEST = data.count("extract.date.longest")
_OF = data.words("extract.date.of")
_DAY_SPAN = re.compile(r"\s?(?:[-–—]|to|and)\s?(\d{1,2})(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)")
_FISCAL = re.compile(r"fy(?:\d\d)?\d\d")
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}
_DAYS = dict(
    zip(
        data.text("extract.date.days").split(),
        range(1, 21),
        strict=True,
    )
)
_TELLING = frozenset(
    (*_MONTHS, *_WEEKDAYS, *_RELATIVE, "last", "this", "next", "century", *PARTS_OF_YEAR, *_DAYS)
)
_BEFORE_MONTH = data.words("extract.date.before_month")


def is_calendar_word(folded: str) -> bool:
    """Tell whether a folded word names a month, a day of the week, a quarter or a fiscal year."""
    if folded in _MONTHS or folded in _WEEKDAYS or folded in PARTS_OF_YEAR:
        return True
    return _FISCAL.fullmatch(folded) is not None


def is_day_first(text: str, url: str, language: str) -> bool | None:
    """Whether dates such as 05/04/2021 on a page give the day first: by its language, by its other
    dates, by the country in its address; None where that is open."""
    if language != "en":
        return True
    told = {
        int(match["a"]) > _MONTHS_OF_YEAR
        for match in _NUMERIC.finditer(text[:_LONGEST])
        if match["sep"] in ("/", "-") and max(int(match["a"]), int(match["b"])) > _MONTHS_OF_YEAR
    }
    if len(told) == 1:
        return told.pop()
    country = _COUNTRY.match(url)
    if country is None:
        return None
    return True if country[1] in _DAY_FIRST else False if country[1] in _MONTH_FIRST else None


def find(
    text: str,
    words: Sequence[Token],
    language: str = "en",
    page_date: datetime | None = None,
    day_first: bool | None = None,
) -> list[Fact]:
    """All dates of a text in order; `day_first` tells how its page writes 05/04/2021. Linear
    time."""
    found: list[Fact] = []
    telling = [
        n
        for n, word in enumerate(words)
        if word.digit or word.folded in _TELLING or _FISCAL.fullmatch(word.folded)
    ]
    numeric = _numeric(text, words, language, day_first) if telling else {}
    stop = 0
    for index in telling:
        if index >= stop:
            fact, stop = _at(text, words, index, numeric, page_date)
            if fact is not None:
                found.append(fact)
    return found


def _at(
    text: str,
    words: Sequence[Token],
    index: int,
    numeric: dict[int, Fact],
    page_date: datetime | None,
) -> tuple[Fact | None, int]:
    word = words[index]
    folded = word.folded
    if word.start in numeric:
        fact = numeric[word.start]
        while index < len(words) and words[index].start < fact.end:
            index += 1
        return fact, index
    if folded[:1].isdigit():
        return _from_number(text, words, index)
    if folded in _MONTHS:
        return _from_month(text, words, index)
    if folded in PARTS_OF_YEAR:
        return part_of_year(text, words, index)
    if _FISCAL.fullmatch(folded):
        return fiscal(text, words, index)
    if folded in _DAYS:
        return _from_day_in_words(text, words, index)
    if folded == "century":
        return spelt_century(text, words, index)
    if folded in _WEEKDAYS and (word.capital or len(folded) > 5):
        return _from_weekday(text, words, index, page_date)
    if page_date is not None:
        return _relative(text, words, index, page_date)
    return None, index + 1


def _numeric(
    text: str, words: Sequence[Token], language: str, day_first: bool | None
) -> dict[int, Fact]:
    found: dict[int, Fact] = {}
    if not words:
        return found
    for match in _NUMERIC.finditer(text, words[0].start, words[-1].end):
        if match["y"]:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        else:
            year, first, second = int(match["c"]), int(match["a"]), int(match["b"])
            open_order = language == "en" and match["sep"] != "." and day_first is None
            if open_order and first != second and max(first, second) <= _MONTHS_OF_YEAR:
                moment = Moment(year)  # as neither is said
                found[match.start()] = dated(text, match.start(), match.end(), Date(moment, moment))
                continue
            swap = second > _MONTHS_OF_YEAR or (day_first is False and first <= _MONTHS_OF_YEAR)
            month, day = (first, second) if swap else (second, first)
        if 1 <= month <= 12 and 1 <= day <= 31 and FIRST_YEAR <= year <= LAST_YEAR:
            moment = Moment(year, month, day)
            found[match.start()] = dated(text, match.start(), match.end(), Date(moment, moment))
    return found


def _day(text: str, words: Sequence[Token], index: int) -> tuple[int, int] | None:
    """A day of the month at `index` and the number of the word after it."""
    if index >= len(words):
        return None
    word = words[index]
    if not (word.folded.isdecimal() and len(word.folded) < 3 and 1 <= int(word.folded) <= 31):
        return None
    after = index + 1
    if after < len(words) and words[after].start == word.end:
        if words[after].folded not in ("st", "nd", "rd", "th", "er", "º", "°"):
            return None
        after += 1
    return int(word.folded), after


def _from_month(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    word = words[index]
    month = _MONTHS[word.folded]
    day = year = last_day = None
    at = index + 1
    end = word.end
    if gap(text, words, at) in (" ", ". ", ".", "\u00a0", ".\u00a0", "-", ", "):
        got = _day(text, words, at)
        if got is not None and gap(text, words, at) != ", ":
            day, at = got
            end = words[at - 1].end
            span = _DAY_SPAN.match(text, end)
            if span is not None and day < int(span[1]) <= 31:
                last_day, end = int(span[1]), span.end()
                while at < len(words) and words[at].start < end:
                    at += 1
    if at < len(words):
        skip = words[at].folded in ("of", "de", "del")
        year = year_at(text, words, at + skip)
        if year is not None and (text[end : words[at].start].strip() in ("", ",", ".")):
            at += 1 + skip
            end = words[at - 1].end
        else:
            year = None
    alone = day is None and year is None
    if alone and (not word.capital or word.folded in _AMBIGUOUS) and not _is_month(words, index):
        return None, index + 1
    weekday = _weekday_before(text, words, index)
    start = words[index - 1].start if weekday is not None else word.start
    first = Moment(year, month, day, weekday)
    last = Moment(year, month, last_day) if last_day is not None else first
    return dated(text, start, end, Date(first, last, is_about(words, index))), at


def _is_month(words: Sequence[Token], index: int) -> bool:
    """Tell whether "March" or "May", which stands alone, is the month."""
    word = words[index]
    named = word.capital and word.folded in ("march", "may")
    return named and index > 0 and words[index - 1].folded in _BEFORE_MONTH


def _weekday_before(text: str, words: Sequence[Token], index: int) -> int | None:
    if not index or text[words[index - 1].end : words[index].start].strip() not in ("", ",", "."):
        return None
    return _WEEKDAYS.get(words[index - 1].folded)


def _from_number(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    got = _day(text, words, index)
    if got is not None:
        day, at = got
        last_day = None
        span = _DAY_SPAN.match(text, words[at - 1].end)
        if span is not None and day < int(span[1]) <= 31:
            last_day = int(span[1])
            while at < len(words) and words[at].start < span.end():
                at += 1
        if at < len(words) and words[at].folded in _OF and at + 1 < len(words):
            at += 1
        between = gap(text, words, at)
        if (
            at < len(words)
            and words[at].folded in _MONTHS
            and between.strip(" \u00a0") in ("", ".", "-")
        ):
            return _day_month(text, words, index, at, day, last_day)
        return decade(text, words, index)  # "14th century"
    year = year_at(text, words, index)
    if year is None:
        return decade(text, words, index)
    if index and words[index - 1].start < words[index].start == words[index - 1].end:
        return None, index + 1
    plural = index + 1 < len(words) and words[index + 1].folded == "s" and year % 10 == 0
    if plural or gap(text, words, index + 1) == "":
        return decade(text, words, index)
    if is_bare_number(text, words, index) or _in_name(text, words, index):
        return None, index + 1
    return year_or_span(text, words, index, year)


def _from_day_in_words(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """ "the first of May 1998"."""
    at = index + 2
    of = at < len(words) and words[index + 1].folded == "of" and words[at].folded in _MONTHS
    if not of or not words[at].capital:
        return None, index + 1
    return _day_month(text, words, index, at, _DAYS[words[index].folded], None)


def _in_name(text: str, words: Sequence[Token], index: int) -> bool:
    before = text[words[index].start - 1 : words[index].start]
    return (
        before in ("-", "–")
        and text[words[index].start - 2 : words[index].start - 1].isalpha()
        and (words[index - 1].folded not in ("mid", "pre", "post", "early", "late"))
    )


def _day_month(
    text: str, words: Sequence[Token], first: int, at: int, day: int, last_day: int | None
) -> tuple[Fact, int]:
    month, end, after = _MONTHS[words[at].folded], words[at].end, at + 1
    skip = after < len(words) and words[after].folded in ("of", "de", "del")
    year = year_at(text, words, after + skip)
    if year is not None and text[end : words[after].start].strip() in ("", ",", ".", "-"):
        after += 1 + skip
        end = words[after - 1].end
    else:
        year = None
    weekday = _weekday_before(text, words, first)
    start = words[first - 1].start if weekday is not None else words[first].start
    moment = Moment(year, month, day, weekday)
    last = Moment(year, month, last_day) if last_day is not None else moment
    return dated(text, start, end, Date(moment, last)), after


def _from_weekday(
    text: str, words: Sequence[Token], index: int, page_date: datetime | None
) -> tuple[Fact | None, int]:
    word = words[index]
    weekday = _WEEKDAYS[word.folded]
    if index + 1 < len(words) and text[word.end : words[index + 1].start].strip() in ("", ",", "."):
        after = words[index + 1].folded
        if after in _MONTHS or (after.isdecimal() and _starts_date(words, index + 1)):
            return None, index + 1  # belongs to the date that follows
    moment = Moment(weekday=weekday)
    relative = False
    if page_date is not None and index and words[index - 1].folded in ("on", "last", "this", "am"):
        back = (page_date.weekday() - weekday) % 7
        day = page_date - timedelta(days=back)
        moment, relative = Moment(day.year, day.month, day.day, weekday), True
    return dated(text, word.start, word.end, Date(moment, moment, relative=relative)), index + 1


def _starts_date(words: Sequence[Token], index: int) -> bool:
    return any(w.folded in _MONTHS for w in words[index + 1 : index + 4])


def _relative(
    text: str, words: Sequence[Token], index: int, page_date: datetime
) -> tuple[Fact | None, int]:
    word = words[index]
    if word.folded in _RELATIVE:
        day = page_date + timedelta(days=_RELATIVE[word.folded])
        moment = Moment(day.year, day.month, day.day)
        return dated(text, word.start, word.end, Date(moment, moment, relative=True)), index + 1
    if word.folded not in ("last", "this", "next") or index + 1 >= len(words):
        return None, index + 1
    step = {"last": -1, "this": 0, "next": 1}[word.folded]
    unit = words[index + 1].folded
    if unit == "year":
        moment = Moment(page_date.year + step)
    elif unit == "month":
        months = page_date.year * 12 + page_date.month - 1 + step
        moment = Moment(months // 12, months % 12 + 1)
    elif unit in _MONTHS and words[index + 1].capital:
        # The year is left open: "last May" in March and in June are not the same year.
        return None, index + 1
    else:
        return None, index + 1
    end = words[index + 1].end
    return dated(text, word.start, end, Date(moment, moment, relative=True)), index + 2
