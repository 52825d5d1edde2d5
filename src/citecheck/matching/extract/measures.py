"""Gives a number that was read its unit, its bound ("about", "more than"), and what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.notation import below_zero, is_fall, sign_before, start_of
from citecheck.matching.extract.numbers import ABBREVIATED, SIGN, Read
from citecheck.matching.extract.units import SIGNS, UNITS
from citecheck.matching.extract.values import AGE, Bound, Fact, FactKind, Quantity
from citecheck.matching.text.folding import RAISED
from citecheck.matching.text.reading import gap
from citecheck.matching.text.tokens import Token

_BOUND_WORDS = data.entries("extract.measures.bound_words")
BOUND = re.compile(
    r"(?<!\w)(?:just over|just under|"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in _BOUND_WORDS.items())
    + r"|(?P<tilde>[~≈]))\.?\s*(?:an?\s|the\s)?(?:US|[CA])?[$£€¥₹]?\s*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\s?(?:(?P<least>\+|or (?:more|greater|higher|above|over|older|longer)\b|plus\b)"
    r"|(?P<most>or (?:less|fewer|lower|below|under|younger|shorter)\b)|(?P<about>or so\b))",
    re.IGNORECASE,
)
_SIGN_AFTER = re.compile(r"[\s\u00a0]?(?P<sign>[€£$₹]|USD\b|EUR\b|GBP\b|CHF\b)")
PERCENT = re.compile(
    r"[\s\u00a0-]?(?:(?P<points>(?:percentage|%|per ?cent)[\s-]points?\b|pp\b|Prozentpunkte?\b)"
    r"|(?P<percent>%|per ?cent\b|pct\b|Prozent\b|pour ?cent\b|por ciento\b|por cento\b|procent\b"
    r"|per cento\b))",
    re.IGNORECASE,
)
_NOTED = re.compile(rf"([²³])[{RAISED}]+$")  # "km²⁵", with a note's number
_DEGREES = re.compile(r"\s?(?:°|degrees?\s)\s?(?P<scale>C|F|Celsius|Fahrenheit)\b")
_BARE_DEGREES = "deg"
_FEET = re.compile(r"['′](?=\s?\d{1,2}(?:\s?(?:\"|″|''|in)|\b))")  # 5'11"
_NO_NOUN = data.words("extract.measures.no_noun")
_YEAR_LEADS = data.words("extract.measures.year_leads")
_AGE_LEADS = data.words("extract.measures.age_leads")
_AGED = data.words("extract.measures.aged")
_OLDEST = data.count("extract.measures.oldest")
_MONTHS = 12.0
_PRONOUNS = data.words("extract.measures.pronouns")
_PEOPLE = data.words("extract.measures.people")


def measured(
    text: str, words: Sequence[Token], read: Read, span: tuple[float, Read] | None = None
) -> tuple[Fact | None, int]:
    """The quantity that a number, or a range, stands for, and the number of the word after it."""
    start = start_of(text, words[read.first].start)
    low, last = span if span is not None else (read.value, read)
    high = last.value
    end, stop = words[last.stop - 1].end, last.stop
    step = min(read.step, last.step)
    bound = bound_before(text, start)
    later = _LATER.match(text, end)
    if later is not None:
        bound = _later_bound(later)
    sign = SIGN.search(text, max(0, start - 5), start)
    unit, factor, noun = read.unit, 1.0, ""
    if sign is not None:
        unit, start = SIGNS[sign["sign"].casefold()], sign.start()
    else:
        unit, factor, end, stop = _unit(text, words, end, stop, unit)
    if later is None and (later := _LATER.match(text, end)) is not None:
        bound = _later_bound(later)
    minus = sign_before(text, start)
    if minus < 0 and sign is not None:
        minus = sign_before(text, words[read.first].start)
    if (below := below_zero(text, end)) >= 0:
        end, minus, unit = below, (start if minus < 0 else minus), unit or _BARE_DEGREES
        while stop < len(words) and words[stop].start < end:
            stop += 1
    if minus >= 0:
        both_fall = span is not None and sign_before(text, words[last.first].start) < 0
        low, high = sorted((-low, high if both_fall and low != high else -high))
        start = min(start, minus)
    if not unit:
        noun = noun_after(text, words, stop)
        if _is_age(text, words, read, noun):
            unit, factor, noun = "month", _MONTHS, AGE
    elif unit == "month" and stop < len(words) and words[stop].folded == "old":
        noun, end, stop = AGE, words[stop].end, stop + 1
    elif unit == "%":
        noun = _governed(words, stop) or noun_after(text, words, stop)
    fall = minus < 0 and is_fall(words, read.first, stop)
    quantity = Quantity(
        low * factor, high * factor, unit, step * factor, bound, noun, read.value, read.parts, fall
    )
    return fact_at(text, start, end, quantity), stop


def _unit(
    text: str, words: Sequence[Token], end: int, stop: int, unit: str
) -> tuple[str, float, int, int]:
    """Unit, factor and the new end of the number that ends at `end`."""
    percent = PERCENT.match(text, end)
    if percent is not None and not unit:
        end = percent.end()
        while stop < len(words) and words[stop].start < end:
            stop += 1
        return ("points" if percent["points"] else "%"), 1.0, end, stop
    after = _SIGN_AFTER.match(text, end)
    if after is not None and not unit:
        return SIGNS[after["sign"].casefold()], 1.0, after.end(), stop
    degrees = _DEGREES.match(text, end)
    if degrees is not None:
        while stop < len(words) and words[stop].start < degrees.end():
            stop += 1
        return degrees["scale"][0], 1.0, degrees.end(), stop
    feet = _FEET.match(text, end)
    if feet is not None and not unit:
        return *UNITS["feet"], feet.end(), stop
    if unit or stop >= len(words):
        return unit, 1.0, end, stop
    gap = text[end : words[stop].start]
    abbreviated = gap in (". ", ".\u00a0") and words[stop - 1].folded in ABBREVIATED
    if gap not in ("", " ", "-", "\u00a0", "\u202f", "‑") and not abbreviated:
        return unit, 1.0, end, stop
    for width in (2, 1):
        if stop + width > len(words):
            continue
        form = "-".join(w.folded for w in words[stop : stop + width])
        raw = text[words[stop].start : words[stop + width - 1].end].casefold()
        known = UNITS.get(form) or UNITS.get(raw) or UNITS.get(_NOTED.sub(r"\1", raw))
        known = known or UNITS.get(raw.rstrip(RAISED))
        if known is not None:
            return known[0], known[1], words[stop + width - 1].end, stop + width
    return unit, 1.0, end, stop


def _later_bound(later: re.Match[str]) -> Bound:
    if later["least"]:
        return Bound.AT_LEAST
    return Bound.AT_MOST if later["most"] else Bound.ABOUT


def noun_after(text: str, words: Sequence[Token], stop: int) -> str:
    """The stem of the thing counted: the last word of the short run before a function word."""
    noun = ""
    for index in range(stop, min(stop + 3, len(words))):
        word = words[index]
        between = gap(text, words, index)
        if between not in (" ", "-", "\u00a0") or word.folded[:1].isdigit():
            break
        if not word.content and not word.capital:
            break
        if word.folded in _NO_NOUN or not word.content:
            continue
        if noun and word.folded.endswith("ed"):
            break  # "12 kronor compared with"
        noun = word.stem
        plural = word.folded.endswith("s") and not word.folded.endswith(("ss", "us"))
        if plural or word.folded in _PEOPLE:
            break  # a plural is the head
    return noun


def _is_age(text: str, words: Sequence[Token], read: Read, noun: str) -> bool:
    """Tell whether a plain number is someone's age: "aged 63", "a man of sixty-three", "Ms. Ray,
    63, said"."""
    if not (read.first and read.step <= read.value <= _OLDEST and read.value == int(read.value)):
        return False
    last = words[read.first - 1]
    if last.folded in _AGE_LEADS:
        return True
    if noun:
        return False
    if last.folded == "of" and read.first > 1:
        return words[read.first - 2].folded in _AGED
    start, end = words[read.first].start, words[read.stop - 1].end
    between_commas = text[last.end : start] == ", " and text[end : end + 2] == ", "
    if not between_commas or last.folded[:1].isdigit() or read.stop >= len(words):
        return False
    return not words[read.stop].folded[:1].isdigit()


def _governed(words: Sequence[Token], stop: int) -> str:
    """The noun of "60 % of the voters"."""
    if stop < len(words) and words[stop].folded in ("of", "der", "des", "de", "di", "van"):
        for word in words[stop + 1 : stop + 5]:
            if word.content and word.folded not in _NO_NOUN:
                return word.stem
            if word.folded in _PRONOUNS:
                return ""
    return ""


def bound_before(text: str, start: int) -> Bound:
    """The bound that the words before a place set."""
    match = BOUND.search(text, max(0, start - 28), start)
    if match is None:
        return Bound.EXACT
    for bound in (Bound.AT_LEAST, Bound.AT_MOST):
        if match[bound.name]:
            return bound
    return Bound.ABOUT


def fact_at(text: str, start: int, end: int, quantity: Quantity) -> Fact:
    """A quantity with its place."""
    return Fact(FactKind.QUANTITY, text[start:end], start, end, quantity)


def is_bare_number(text: str, words: Sequence[Token], index: int) -> bool:
    """Tell whether a four-digit number counts something and is no year."""
    word = words[index]
    if SIGN.search(text, max(0, word.start - 5), word.start):
        return True
    if PERCENT.match(text, word.end) or _SIGN_AFTER.match(text, word.end):
        return True
    if index and words[index - 1].folded in _YEAR_LEADS:
        return True
    if index + 1 >= len(words):
        return False
    following = words[index + 1].folded
    gap = text[word.end : words[index + 1].start]
    return gap in (" ", "-", "") and (
        following in UNITS
        or following in _PEOPLE
        or following.rstrip("s") in ("thousand", "million")
    )


def bound_start(text: str, start: int) -> int:
    """Where the words begin that limit the number at a place; the place itself when none do."""
    match = BOUND.search(text, max(0, start - 28), start)
    return match.start() if match is not None else start
