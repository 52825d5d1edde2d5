"""Reads numbers off the words of a text: digits with separators, number words, ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.extract.notation import fraction, power, start_of
from citecheck.matching.extract.number_words import NUMBER_WORDS, NumberWords, in_words
from citecheck.matching.extract.units import UNITS
from citecheck.matching.text.tokens import Token

_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
ABBREVIATED = {"mio": 1e6, "mln": 1e6, "mrd": 1e9, "mld": 1e9}
"""Magnitudes that are written with a point or without."""
_POINT = data.words("extract.numbers.point")  # languages with a decimal point
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_SUFFIXES = data.words("extract.numbers.suffixes")
SIGN = re.compile(
    r"(?P<sign>(?:US|HK|NZ|[CAR])?\$|[£€¥₹₽₩]|(?<!\w)(?:Rs\.?|INR|USD|EUR|GBP|CHF|AUD|CAD|KRW|JPY|CNY|RMB))"
    r"[\s\u00a0]?$"
)

_BEFORE_NUMBER = data.words("extract.numbers.before_number")
_LAST_HOUR = 24
_MOST_DIGITS = data.count("extract.numbers.most_digits")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_GROUP, _GROUPS = re.compile(r"\d{3}(?:[.,]\d+)?"), re.compile(r"\d{1,3}(?:\d{3})*")


_NOTES = frozenset("abcdefghij")  # letters that name notes


class Read(NamedTuple):
    """A number read off the words: value, last digit's value, the words it took, its unit.

    `parts` tells that it was given as a fraction: a third, ½, one in six.
    """

    value: float
    step: float
    first: int
    stop: int
    unit: str = ""
    parts: bool = False


def digits(
    text: str, words: Sequence[Token], index: int, table: NumberWords, language: str
) -> Read | None:
    """The number whose digits start at a word; None when they are part of something else."""
    word = words[index]
    raw, stop = word.folded, index + 1
    if raw == "10" and word.end - word.start > len(raw):
        return None  # "10⁵" may be a power or have a note
    # Groups of three set apart by a space or an apostrophe.
    while (
        len(raw) <= _MOST_DIGITS
        and stop < len(words)
        and text[words[stop - 1].end : words[stop].start]
        in ("\u00a0", "\u202f", "\u2009", "’", "'", " ")
        and _GROUP.fullmatch(words[stop].folded)
        and _GROUPS.fullmatch(raw)
        and (text[words[stop - 1].end] != " " or _spaced_group(text, words, stop, index))
    ):
        raw += words[stop].folded
        stop += 1
    if start_of(text, word.start) < word.start and raw.isdigit():
        raw = f"0.{raw}" if language in _POINT else f"0,{raw}"
    number = _number(raw, language)
    if number is None:
        return None
    value, step = number
    factor, end = power(text, words[stop - 1].end)
    if factor != 1.0:
        while stop < len(words) and words[stop].start < end:
            stop += 1
        return Read(value * factor, step * factor, index, stop)
    if value == int(value) and stop < len(words):
        part, after = fraction(text, words, stop)
        if part and text[words[stop - 1].end : words[stop].start] in ("", " ", "\u00a0", "-"):
            read = Read(value + part, part / 10, index, after)
            return magnify(text, words, read, table)
    if stop < len(words) and words[stop].start == words[stop - 1].end:
        joined = words[stop].folded
        if joined in _SUFFIXES:
            return Read(value, 1.0, index, stop + 1, "ordinal")
        if joined in _SHORT and (
            joined != "m" or is_money(text, word.start) or _counts_many(text, words, stop + 1)
        ):
            return Read(value * _SHORT[joined], step * _SHORT[joined], index, stop + 1)
        if joined in _NOTES and joined not in UNITS and _counts(text, words, stop + 1):
            return Read(value, step, index, stop + 1)  # the raised letter of "320ⁱ hectares"
        if (
            joined not in UNITS
            and joined not in table.magnitudes
            and joined not in ("x", "am", "pm")
        ):
            return None
    return magnify(text, words, Read(value, step, index, stop), table)


def _counts(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a small word with content follows, which can be what is counted."""
    if at >= len(words) or text[words[at - 1].end : words[at].start] != " ":
        return False
    return words[at].content and not words[at].capital


def _counts_many(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a plural follows, of which "2.3m" are millions and no metres."""
    return _counts(text, words, at) and words[at].folded.endswith(("s", "people"))


def _spaced_group(text: str, words: Sequence[Token], stop: int, index: int) -> bool:
    """Ordinary spaces part thousands, but not the day, the hour or the number of something from a
    figure after it: "on May 5 300 people"."""
    if stop - index > 1:
        return True
    before = words[index - 1] if index else None
    if before is not None and before.folded == "at" and int(words[index].folded) > _LAST_HOUR:
        return True  # "at 35 786 km"
    return before is None or not (before.folded in _BEFORE_NUMBER or before.capital)


def is_money(text: str, start: int) -> bool:
    """Tell whether a sign of money stands before a place."""
    return SIGN.search(text, max(0, start - 5), start) is not None


def _number(raw: str, language: str) -> tuple[float, float] | None:
    """Value and last digit's value of digits with separators, or None for 1.2.3."""
    if len(raw) > _MOST_DIGITS:
        return None
    if _INDIAN.fullmatch(raw):
        raw = raw.replace(",", "")
    decimal = "." if language in _POINT else ","
    group = "," if decimal == "." else "."
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", raw) and (
        decimal == "." or raw.count(",") > 1
    ):
        raw = raw.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", raw) and (
        decimal == "," or raw.count(".") > 1 or "," in raw
    ):
        raw = raw.replace(".", "").replace(",", ".")
    elif raw.count(".") + raw.count(",") == 1:
        # 3,5 in an English text is a decimal as well: no group has one digit.
        raw = raw.replace(group, ".").replace(",", ".")
    if not _PLAIN.fullmatch(raw):
        return None  # a paragraph's number, such as 2153.01(a)
    value = float(raw)
    _, _, decimals = raw.partition(".")
    if decimals:
        return value, 10.0 ** -len(decimals)
    zeros = len(raw) - len(raw.rstrip("0"))
    return value, 10.0 ** min(zeros, max(0, len(raw) - 1))


def magnify(text: str, words: Sequence[Token], read: Read, table: NumberWords) -> Read:
    """The number times the million, the dozen or the fraction that follows it."""
    value, step, stop = read.value, read.step, read.stop
    part, after = and_part(words, stop)
    if part:
        value, step, stop = value + part, part, after
    while stop < len(words):
        gap = text[words[stop - 1].end : words[stop].start]
        word = words[stop].folded
        if gap not in ("", " ", "-", "\u00a0", "\u202f", ". "):
            break
        if word in table.magnitudes and gap != ". ":
            factor = table.magnitudes[word]
        elif word in ABBREVIATED and gap != ". ":
            factor = ABBREVIATED[word]
        elif word in ("bn", "mn", "tn") and gap != ". ":
            factor = _SHORT[word]
        elif word == "m" and gap != ". " and is_money(text, words[read.first].start):
            factor = 1e6
        else:
            break
        value, step, stop = value * factor, step * factor, stop + 1
    return Read(value, step, read.first, stop, read.unit)


_AND_PARTS: dict[tuple[str, ...], float] = {
    ("and", "a", "half"): 0.5,
    ("and", "one", "half"): 0.5,
    ("and", "a", "quarter"): 0.25,
    ("and", "a", "third"): 1 / 3,
    ("and", "three", "quarters"): 0.75,
    ("and", "two", "thirds"): 2 / 3,
}


def and_part(words: Sequence[Token], at: int) -> tuple[float, int]:
    """The part that "and a half" adds, and the number of the word after it; 0 for none."""
    part = _AND_PARTS.get(tuple(word.folded for word in words[at : at + 3]), 0.0)
    return part, at + 3 if part else at


def run_of_words(text: str, words: Sequence[Token], index: int, table: NumberWords) -> int:
    """The end of the run of number words that starts at `index`."""
    run = index
    while run < len(words) and run - index < 12:
        word = words[run].folded
        if run > index and text[words[run - 1].end : words[run].start] not in (
            " ",
            "-",
            "\u00a0",
            "‑",
        ):
            break
        if word in table.joiners and run > index:
            nextword = words[run + 1].folded if run + 1 < len(words) else ""
            # "one hundred and six", not "two and three".
            large = words[run - 1].folded in table.magnitudes or table is not NUMBER_WORDS["en"]
            if not large or nextword not in table.cardinals:
                break
        elif word in table.cardinals:
            last = table.cardinals.get(words[run - 1].folded) if run > index else None
            if last is not None and not (20 <= last < 100 and table.cardinals[word] < 10):
                break
        elif word not in table.magnitudes:
            break
        run += 1
    return run


def is_tens(word: Token, table: NumberWords) -> bool:
    """Tell whether a word is "twenty", "thirty" and so on."""
    return table.cardinals.get(word.folded, 0) in range(20, 100, 10)


def denominator(text: str, words: Sequence[Token], at: int, table: NumberWords) -> int:
    """The denominator of a fraction in words that ends at a word; 0 for none."""
    if at >= len(words) or text[words[at - 1].end : words[at].start] not in (" ", "-", "\u00a0"):
        return 0
    word = words[at].folded
    if word.endswith("s") or words[at - 1].folded in ("one", "a"):
        following = words[at + 1].folded if at + 1 < len(words) else ""
        if following in UNITS and following != "of":
            return 0  # "two quarters", but also "one second half" is no share
        return table.fractions.get(word, 0)
    return table.fractions.get(word, 0) if table is not NUMBER_WORDS["en"] else 0


_WHOLES = frozenset((*range(2, 13), 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000))


def out_of(
    text: str, words: Sequence[Token], at: int, table: NumberWords
) -> tuple[float, int] | None:
    """The whole of "nine in ten", "nine out of ten"; None when there is none."""
    if at >= len(words):
        return None
    if words[at].folded == "in":
        at += 1
    elif words[at].folded == "out" and at + 1 < len(words) and words[at + 1].folded == "of":
        at += 2
    else:
        return None
    if at < len(words):
        folded = words[at].folded
        whole = int(folded) if folded.isdecimal() else table.cardinals.get(folded)
        if whole is not None and whole in _WHOLES:
            following = words[at + 1] if at + 1 < len(words) else None
            adjoining = following is not None and text[words[at].end : following.start] == " "
            if not (adjoining and following and following.folded in UNITS):
                return float(whole), at + 1
    return None


_TO = data.words("extract.numbers.to")
_AND = data.words("extract.numbers.and")
_BETWEEN = data.words("extract.numbers.between")


def _joins(words: Sequence[Token], first: int, at: int) -> bool:
    """Tell whether the word at `at` joins the two ends of a range that starts at `first`."""
    if words[at].folded in _TO:
        return True
    return first > 0 and words[at].folded in _AND and words[first - 1].folded in _BETWEEN


_CHANGES = data.words("extract.numbers.changes")
_FROM = data.words("extract.numbers.from")
_CHANGE_REACH = data.count("extract.numbers.change_reach")


def _is_change(words: Sequence[Token], first: int) -> bool:
    """Whether "from 4 to 5" tells of a change, and so of two figures and no range."""
    if not first or words[first - 1].folded not in _FROM:
        return False
    before = words[max(0, first - 1 - _CHANGE_REACH) : first - 1]
    return any(word.folded in _CHANGES for word in before)


def range_end(
    text: str, words: Sequence[Token], read: Read, table: NumberWords, language: str
) -> tuple[float, Read] | None:
    """Both ends of "20-30", "20 to 30", "between 20 and 30"."""
    at = read.stop
    if at >= len(words):
        return None
    gap = text[words[at - 1].end : words[at].start].replace("\u00a0", " ")
    if gap.strip(" %$£€") in ("-", "–", "—") and len(gap) < 6:
        first = at
    elif gap == " " and at + 1 < len(words) and _joins(words, read.first, at):
        if _is_change(words, read.first):
            return None
        first = at + 1
    else:
        return None
    if words[first].folded[:1].isdigit() and ":" not in words[first].folded:
        other = digits(text, words, first, table, language)
    elif words[first].folded in table.cardinals:
        stop = run_of_words(text, words, first, table)
        value = in_words([w.folded for w in words[first:stop]], table)
        other = Read(value, 1.0, first, stop) if value is not None else None
        if other is not None:
            other = magnify(text, words, other, table)
    else:
        return None
    if other is None or other.unit:
        return None
    # "2 to 3 million" has its magnitude at the end only.
    low = read.value
    if other.value >= 1e3 and low < 1e3 and low < other.value / 500:
        low *= next(factor for factor in (1e12, 1e9, 1e6, 1e3) if other.value >= factor)
    return (low, other) if low < other.value else None
