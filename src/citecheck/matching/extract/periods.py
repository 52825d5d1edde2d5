"""Reads years, decades and centuries: "1994", "the early 1990s", "the fourteenth century"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.extract.number_words import NUMBER_WORDS
from citecheck.matching.extract.numbers import is_tens
from citecheck.matching.extract.values import Date, Fact, FactKind, Moment
from citecheck.matching.text.tokens import Token

ERA = re.compile(r"\s?(?:BCE?|B\.C\.)(?!\w)")
ABOUT = data.words("extract.periods.about")
_CENTURY = frozenset(("century", "centuries"))
_LAST_CENTURY = data.count("extract.periods.last_century")
FIRST_YEAR = data.count("extract.periods.first_year")
LAST_YEAR = data.count("extract.periods.last_year")


def year_at(text: str, words: Sequence[Token], index: int) -> int | None:
    """The year that a word is, None when it is none or measures something."""
    if index >= len(words):
        return None
    word = words[index]
    if len(word.folded) != 4 or not word.folded.isdecimal():
        return None
    if text[word.end : word.end + 1] in tuple("%(°") or text[word.start - 1 : word.start] in tuple(
        "$£€#."
    ):
        return None
    value = int(word.folded)
    return value if FIRST_YEAR <= value <= LAST_YEAR else None


def decade(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """ "1990s", "the early 2000s", "the 19th century"."""
    word = words[index]
    if index + 1 >= len(words) or not word.folded.isdecimal():
        return None, index + 1
    following = words[index + 1]
    if following.start - word.end in (0, 1, 2) and following.folded == "s":
        year = year_at(text, words, index)
        if year is None or year % 10:
            return None, index + 1
        span = 99 if year % 100 == 0 and year < 2000 else 9
        date = _part_of(words, index, year, year + span)
        return dated(text, word.start, following.end, date), index + 2
    if following.start == word.end and following.folded in ("st", "nd", "rd", "th"):
        after = words[index + 2].folded if index + 2 < len(words) else ""
        number = int(word.folded) if len(word.folded) < 3 else 0
        era = index + 2 < len(words) and ERA.match(text, words[index + 2].end)
        if after in _CENTURY and 1 <= number <= _LAST_CENTURY and not era:
            return _century(text, words, index, index + 2, number), index + 3
    return None, index + 1


def _century(text: str, words: Sequence[Token], first: int, at: int, number: int) -> Fact:
    """The century whose number begins with the word `first`, and whose name is the word `at`."""
    date = _part_of(words, first, (number - 1) * 100 + 1, number * 100)
    return dated(text, words[first].start, words[at].end, date)


def spelt_century(text: str, words: Sequence[Token], at: int) -> tuple[Fact | None, int]:
    """ "the sixteenth century", "the twenty-first century"."""
    table = NUMBER_WORDS["en"]
    number = table.ordinals.get(words[at - 1].folded) if at else None
    first = at - 1
    if number is None or ERA.match(text, words[at].end):
        return None, at + 1
    if number < 10 and at > 1 and is_tens(words[at - 2], table):
        number += table.cardinals[words[at - 2].folded]
        first -= 1
    if number != int(number) or not 1 <= number <= _LAST_CENTURY:
        return None, at + 1
    return _century(text, words, first, at, int(number)), at + 1


_QUARTERS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6), "h2": (7, 12)}
_COUNTED = {"first": 1, "second": 2, "third": 3, "fourth": 4}
PARTS_OF_YEAR = frozenset((*_QUARTERS, "quarter", "half"))
"""Words that can name three or six months of a year."""


def part_of_year(text: str, words: Sequence[Token], at: int) -> tuple[Fact | None, int]:
    """ "Q3 2021", "the third quarter of 2021", "the first half of 2021" by their months."""
    word, first = words[at], at
    months = _QUARTERS.get(word.folded) if word.capital else None
    if word.folded in ("quarter", "half"):
        first = at - 2 if at > 1 and words[at - 1].folded == "fiscal" else at - 1
        number = _COUNTED.get(words[first].folded, 0) if first >= 0 else 0
        key = f"{word.folded[0]}{number}"
        months = _QUARTERS.get(key)
    if months is None:
        return None, at + 1
    after = at + 1
    while after < len(words) and words[after].folded in ("of", "in", "fiscal", "year", "the"):
        after += 1
    year = year_at(text, words, after)
    if year is None:
        if word.folded == "half":
            return None, at + 1  # of a match, more often
        after = at + 1
    else:
        after += 1
    date = Date(Moment(year, months[0]), Moment(year, months[1]), period=True)
    return dated(text, words[first].start, words[after - 1].end, date), after


def fiscal(text: str, words: Sequence[Token], at: int) -> tuple[Fact | None, int]:
    """ "FY2019", "FY19": the year that it is named by."""
    digits = words[at].folded[2:]
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    moment = Moment(year)
    return dated(text, words[at].start, words[at].end, Date(moment, moment)), at + 1


_APART = re.compile(
    r"\b(?:(?P<count>a|one|two|three|four|five|ten|\d{1,2}) (?P<unit>year|decade)s?"
    r" (?P<way>earlier|before|previously|later)"
    r"|the (?P<last>previous|prior|preceding|following|next) year"
    r"|the year (?P<after>before|after))\b",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_LATER = data.words("extract.periods.later")


_ELIDED = re.compile(
    r"\b(?:in|for|during|by)\s(?:the\s)?(?P<number>first|second|third|fourth)"
    r"(?=\s*[,.;:)]|\s(?:and|but|from|to)\b|\s*$)",
    re.IGNORECASE,
)


# Times that are only named from the day of writing; each has a number in the place of a weekday, so
# that it is the same as itself, another than the others, and not comparable with a year.
_FROM_NOW = {
    form: number
    for number, forms in enumerate(data.lines("extract.periods.from_now"), start=7)
    for form in forms.split(", ")
}
_NOW = re.compile(rf"\b(?:{'|'.join(_FROM_NOW)})\b", re.IGNORECASE)


def from_now(text: str, words: Sequence[Token], dates: Sequence[Fact]) -> list[Fact]:
    """The times that a sentence names from the day of writing, "today", "last year", where no date
    was read."""
    found: list[Fact] = []
    for match in _NOW.finditer(text, words[0].start, words[-1].end) if words else ():
        if not any(fact.start < match.end() and match.start() < fact.end for fact in dates):
            moment = Moment(weekday=_FROM_NOW[match[0].lower()])
            found.append(dated(text, match.start(), match.end(), Date(moment, moment)))
    return found


def is_from_now(date: Date) -> bool:
    """Whether a date is one of those."""
    return (date.first.weekday or 0) > max(range(7))


def named_by_another(text: str, words: Sequence[Token], dates: Sequence[Fact]) -> list[Fact]:
    """The dates that a sentence names by another of its `dates`: "a year earlier", "the following
    year", "the second" after a first quarter. Each counts from the nearest date before it."""
    found = list(_elided(text, words, dates))
    for match in _APART.finditer(text, words[0].start, words[-1].end) if words else ():
        before = [fact for fact in dates if fact.end <= match.start()]
        anchor = before[-1].value if before else None
        if not isinstance(anchor, Date) or anchor.first != anchor.last or not anchor.first.year:
            continue
        count = match["count"]
        years = 1 if count is None else _COUNTS.get(count.lower()) or int(count)
        years *= 10 if (match["unit"] or "").lower() == "decade" else 1
        way = (match["way"] or match["last"] or match["after"]).lower()
        year = anchor.first.year + (years if way in _LATER else -years)
        moment = Moment(year)
        found.append(dated(text, match.start(), match.end(), Date(moment, moment)))
    return found


def _elided(text: str, words: Sequence[Token], dates: Sequence[Fact]) -> Iterator[Fact]:
    """ "The second" where a quarter or half of a year stands before it."""
    for match in _ELIDED.finditer(text, words[0].start, words[-1].end) if words else ():
        for fact in reversed([fact for fact in dates if fact.end <= match.start()]):
            date = fact.value
            assert isinstance(date, Date)
            months = (date.first.month, date.last.month)
            key = next((key for key, span in _QUARTERS.items() if span == months), None)
            if not date.period or key is None:
                continue
            span = _QUARTERS.get(f"{key[0]}{_COUNTED[match['number'].lower()]}")
            if span is not None:
                year = date.first.year
                whole = Date(Moment(year, span[0]), Moment(year, span[1]), period=True)
                yield dated(text, match.start("number"), match.end("number"), whole)
            break


def _part_of(words: Sequence[Token], index: int, first: int, last: int) -> Date:
    """The early, middle or late part of a decade or century."""
    lead = words[index - 1].folded if index else ""
    length = last - first + 1
    if lead == "early":
        last = first + length * 4 // 10
    elif lead == "late":
        first = last - length * 4 // 10
    elif lead == "mid":
        first, last = first + length * 3 // 10, last - length * 3 // 10
    return Date(Moment(first), Moment(last), lead in ABOUT, period=True)


def dated(text: str, start: int, end: int, date: Date) -> Fact:
    """A date with its place."""
    return Fact(FactKind.DATE, text[start:end], start, end, date)
