"""Reads times of day: "10:30 pm", "four o'clock", "ten in the morning", "noon"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.measures import fact_at
from citecheck.matching.extract.numbers import Read
from citecheck.matching.extract.values import HALF_DAY, Fact, Quantity
from citecheck.matching.text.tokens import Token

NAMED = {"noon": 12, "midday": 12, "midnight": 0}
"""Hours that have a name."""
_HALF_DAY = re.compile(r"[\s\u00a0]?(?P<half>[ap])\.?\s?m\b\.?", re.IGNORECASE)
_PART_OF_DAY = re.compile(
    r"\s(?:in the (?P<half>morning|afternoon|evening)|at night)\b(?!\s[a-z]+s\b)", re.IGNORECASE
)
_BEFORE_HOUR = data.words("extract.clock.before_hour")
_BEFORE_CLOCK = data.words("extract.clock.before_clock")
_HOURS = re.compile(r"(\d{1,2})\s?h\s?(\d{2})(?:\s?m(?:in(?:utes?|s)?)?)?\b", re.IGNORECASE)
_HOUR = 60
_TIMED = (3600, 60, 1)
_LAST_OF_NIGHT = data.count("extract.clock.last_of_night")


def in_digits(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """The time of day that begins with the digits at `index`, and the number of the word after it:
    "10:30", "10 a.m."."""
    word = words[index]
    hour, _, minute = word.folded.partition(":")
    half = _HALF_DAY.match(text, word.end)
    if half is None and (not minute or ":" in minute or len(minute) != 2):
        return None, index
    if half is not None and not minute:
        hour, _, minute = word.folded.partition(".")
    if not (hour.isdigit() and len(hour) < 3 and (minute or "0").isdigit()):
        return None, index
    hours = int(hour)
    if half is not None:
        hours = hours % 12 + (12 if half["half"] in "pP" else 0)
    value = float(hours * _HOUR + int(minute or 0))
    end = half.end() if half else word.end
    step = HALF_DAY if half is None and 0 < hours <= 12 and hour[0] != "0" else 1.0
    return _fact(text, word.start, end, value, step), _after(words, index + 1, end)


def duration(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """Hours and minutes written as one: "2h15", "2 h 15 min"; a time of day after "at" or "à"."""
    match = _HOURS.match(text, words[index].start)
    if match is None:
        return None, index
    minutes = float(int(match[1]) * _HOUR + int(match[2]))
    stop = _after(words, index, match.end())
    if index and words[index - 1].folded in _BEFORE_CLOCK:
        return _fact(text, match.start(), match.end(), minutes, 1.0), stop
    value = minutes * _HOUR
    return fact_at(text, match.start(), match.end(), Quantity(value, value, "s", 60.0)), stop


def timed(text: str, words: Sequence[Token], index: int) -> Fact | None:
    """Hours, minutes and seconds of a race: "2:01:39"; None for other digits with colons."""
    word = words[index]
    parts = word.folded.split(":")
    if len(parts) != len(_TIMED) or not all(part.isdecimal() for part in parts):
        return None
    value = float(sum(int(part) * unit for part, unit in zip(parts, _TIMED, strict=True)))
    return fact_at(text, word.start, word.end, Quantity(value, value, "s", 1.0, written=value))


def of_number(text: str, words: Sequence[Token], read: Read) -> tuple[Fact | None, int]:
    """The time of day that a number is with what follows, and the number of the word after it:
    "four o'clock", in the morning or in the afternoon, "at ten in the evening"."""
    if read.unit or not 0 < read.value <= 12 or read.value != int(read.value):
        return None, read.stop
    start, end, value = words[read.first].start, words[read.stop - 1].end, read.value * _HOUR
    following = words[read.stop].folded if read.stop < len(words) else ""
    if following in NAMED:
        return _fact(
            text, start, words[read.stop].end, float(_HOUR * NAMED[following]), 1.0
        ), read.stop + 1
    if following in ("o'clock", "uhr"):
        return _fact(text, start, words[read.stop].end, value, HALF_DAY), read.stop + 1
    part = _PART_OF_DAY.match(text, end)
    if part is None or not read.first or words[read.first - 1].folded not in _BEFORE_HOUR:
        return None, read.stop
    night = part["half"] is None and read.value < _LAST_OF_NIGHT
    before_noon = night or (part["half"] or "").casefold() == "morning"
    value = value % HALF_DAY + (0.0 if before_noon else HALF_DAY)
    if part["half"] is None and read.value == 12:
        value = 0.0  # "twelve at night"
    return _fact(text, start, part.end(), value, 1.0), _after(words, read.stop, part.end())


def named(text: str, words: Sequence[Token], index: int) -> Fact:
    """The time of day of a word such as "noon"."""
    word = words[index]
    return _fact(text, word.start, word.end, float(NAMED[word.folded] * _HOUR), 1.0)


def _fact(text: str, start: int, end: int, value: float, step: float) -> Fact:
    return fact_at(text, start, end, Quantity(value, value, "clock", step, written=value))


def _after(words: Sequence[Token], stop: int, end: int) -> int:
    while stop < len(words) and words[stop].start < end:
        stop += 1
    return stop
