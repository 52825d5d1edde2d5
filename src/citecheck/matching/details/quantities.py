"""Finds quantities and compares them by value: digits, number words, percentages, money."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
}
_ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_CURRENCIES = {
    "us$": "USD",
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "usd": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "gbp": "GBP",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "¥": "JPY",
    "yen": "JPY",
    "rs": "INR",
    "rs.": "INR",
    "₹": "INR",
    "rupee": "INR",
    "rupees": "INR",
}
# Units that are one quantity in other words: factor to the base unit.
_SCALES = {
    "second": ("time", 1),
    "minute": ("time", 60),
    "hour": ("time", 3600),
    "day": ("day", 1),
    "week": ("day", 7),
    "kilometer": ("length", 1000),
    "kilometre": ("length", 1000),
    "km": ("length", 1000),
    "meter": ("length", 1),
    "metre": ("length", 1),
    "mile": ("length", 1609.344),
    "kg": ("mass", 1),
    "kilogram": ("mass", 1),
    "pound": ("mass", 0.45359237),
    "tonne": ("mass", 1000),
    "month": ("month", 1),
    "year": ("month", 12),
}
_NO_NOUN = frozenset(
    "for and the with from that this was were are has had but not per out off over into onto after"
    " before since until during while when who which whose its his her their more less than".split()
)
_WORD_NUMBER = "|".join([*_UNITS, *_TENS, "hundred", "thousand", "million", "billion", "dozen"])
_NUMBER = re.compile(
    r"(?P<score>(?<![\w.])\d{1,3}[-–]\d{1,3}(?![\w%]|\.\d|[- ](?:year|kilo|mile|meter|minute|hour))"
    r"(?!\s*(?:percent|%|per cent)))"
    r"|(?P<clock>(?<![\w:])\d{1,2}:\d{2}(?![\w:]))"
    r"|(?:(?P<currency>US\$|[$£€¥₹]|\bRs\.?)\s?|(?<![\w.,]))"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d(])"
    r"(?P<suffix>st|nd|rd|th)?"
    r"(?:(?P<short>k|m|bn|mn|tn)\b|[\s\u00a0-]{1,2}"
    r"(?P<magnitude>hundred|thousand|million|billion|trillion|bn|mn)\b)?"
    r"(?!\()"
    r"|\b(?P<words>(?:" + _WORD_NUMBER + r"|half|quarter)"
    r"(?:(?:[\s-]{1,2}|\sand\s)(?:" + _WORD_NUMBER + r")){0,6})\b"
    r"|\b(?P<ordinal>" + "|".join(_ORDINALS) + r")\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s\u00a0-]{0,2}(?P<percent>%|per ?cent\b|percentage points?\b)"
    r"|[\s-]{1,2}(?P<fraction>half|halves|thirds?|quarters?|fourths?|fifths?|tenths?)\b"
    r"|[\s\u00a0-]{1,2}(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|more than|over|at least|up to"
    r"|under|less than|fewer than|close to|an? estimated|circa|ca\.?)\s+(?:US)?[$£€]?$",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"(?:\b(?:No|Nos|section|article|chapter|page|figure)\.?\s|#|§\s?)$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `[start, end)`: its value, its kind (plain, percent, ordinal, score, clock, a
    currency's code, a dimension such as time), the noun it counts (folded, or empty).

    `step` is the unit of the last digit that the writer gave, so that 1.2 million has 100,000;
    `loose` tells of words such as "about" before it.
    """

    text: str
    start: int
    end: int
    value: float
    kind: str
    noun: str
    step: float
    loose: bool


def quantities(text: str) -> list[Quantity]:
    """All quantities of a text in order. Years are dates, not quantities. Linear time."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if _IDENTIFIER.search(before):
            continue
        quantity = _read(text, match, bool(_LOOSE.search(before)))
        if quantity is not None:
            found.append(quantity)
    return found


def same(claim: Quantity, source: Quantity) -> bool:
    """Tell whether the source's quantity is the claim's, as far as the claim is exact.

    A rounded claim agrees with the exact figure: 1.2 million is 1,203,411. The claim may be
    coarser than the source, not finer.
    """
    if claim.kind != source.kind:
        return False
    if claim.value == source.value:
        return True
    if claim.kind in ("ordinal", "score", "clock"):
        return False
    room = claim.step / 2 if claim.step > 1 or claim.step < source.step else 0.0
    if claim.loose or source.loose:
        room = max(room, 0.05 * abs(source.value))
    return abs(claim.value - source.value) <= room * 1.0000001


def comparable(claim: Quantity, source: Quantity) -> bool:
    """Tell whether two quantities measure the same thing: same kind, and no other noun."""
    if claim.kind != source.kind:
        return False
    return not (claim.kind == "plain" and claim.noun and source.noun and claim.noun != source.noun)


def _read(text: str, match: re.Match[str], loose: bool) -> Quantity | None:
    start, end = match.span()
    while start < end and text[start].isspace():
        start += 1
    if match["score"]:
        value = float(re.sub(r"\D", ".", match[0]).replace("..", "."))
        return Quantity(match[0], start, end, value, "score", "", 1, loose)
    if match["clock"]:
        return Quantity(
            match[0], start, end, float(match[0].replace(":", "")), "clock", "", 1, False
        )
    if match["ordinal"]:
        value = float(_ORDINALS[match["ordinal"].lower()])
        return Quantity(match[0], start, end, value, "ordinal", _noun(text, end), 1, False)
    after = _AFTER.match(text, end)
    if match["words"]:
        number = _in_words(match["words"])
        if number is None:
            return None
        value, step = number, _step(number)
    else:
        value, step = _in_digits(match)
        if match["suffix"]:
            return Quantity(
                text[start:end], start, end, value, "ordinal", _noun(text, end), 1, False
            )
        if match["currency"] is None and _is_year(match, value, after):
            return None
    return _with_unit(text, start, end, value, step, loose, match["currency"], after)


def _with_unit(
    text: str,
    start: int,
    end: int,
    value: float,
    step: float,
    loose: bool,
    currency: str | None,
    after: re.Match[str] | None,
) -> Quantity | None:
    noun = _folded(after["noun"]) if after and after["noun"] else ""
    kind = "plain"
    if after and after["percent"]:
        kind, end = "percent", after.end()
    elif after and after["fraction"]:
        parts = _FRACTIONS.get(after["fraction"].lower().rstrip("s").replace("halve", "half"))
        if parts and value < parts:
            kind, end, value, step = "percent", after.end(), 100 * value / parts, 0.5
    elif currency:
        kind = _CURRENCIES.get(currency.lower().strip(), "money")
    elif noun in ("hundred", "thousand"):
        return None
    elif after and after["noun"] and after["noun"].lower() in _CURRENCIES:
        kind, end = _CURRENCIES[after["noun"].lower()], after.end()
    elif noun in _SCALES:
        kind, factor = _SCALES[noun]
        return Quantity(
            text[start : after.end() if after else end],
            start,
            end,
            value * factor,
            kind,
            "",
            step * factor,
            loose,
        )
    if text[start:end].lower() in ("half", "quarter", "one") and kind == "plain":
        return None
    return Quantity(text[start:end], start, end, value, kind, noun, step, loose)


def _is_year(match: re.Match[str], value: float, after: re.Match[str] | None) -> bool:
    plain = match["digits"].isdigit() and len(match["digits"]) == 4
    unit = after is not None and bool(after["percent"] or after["fraction"])
    return plain and 1000 <= value < 2200 and not unit and not match["magnitude"]


def _in_digits(match: re.Match[str]) -> tuple[float, float]:
    digits = re.sub(r"[,\s\u00a0\u202f]", "", match["digits"])
    value = float(digits[:30])
    step = 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 1.0
    magnitude = match["magnitude"] or match["short"]
    factor = _MAGNITUDES[magnitude.lower()] if magnitude else 1.0
    if factor == 1.0 and "." not in digits:
        step = _step(value)
    return value * factor, step * factor


def _step(value: float) -> float:
    """48,000 is given to the thousand, 300 to the hundred, 15 to the unit."""
    step = 1.0
    while value and value % (step * 10) == 0 and step < 1e12:
        step *= 10
    return step if step >= 1000 else 1.0


def _in_words(words: str) -> float | None:
    total = group = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word in _UNITS:
            group += _UNITS[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "dozen":
            group = max(group, 1) * 12
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _MAGNITUDES:
            total += max(group, 1) * _MAGNITUDES[word]
            group = 0.0
        elif word == "half":
            return 0.5
        elif word == "quarter":
            return 0.25
        else:
            return None
    return total + group


def _noun(text: str, end: int) -> str:
    after = _AFTER.match(text, end)
    return _folded(after["noun"]) if after and after["noun"] else ""


def _folded(noun: str) -> str:
    """Singular and plural of the counted noun are one; a word such as "for" is no noun."""
    folded = noun.lower()
    if len(folded) < 3 or folded in _NO_NOUN:
        return ""
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded
