"""Puts together what a sentence spreads over several figures: "2 hours 15 minutes" is one length
of time, and in "from 10 to 7 minutes" the first figure has the second's unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.matching import data
from citecheck.matching.extract.units import UNITS
from citecheck.matching.extract.values import Bound, Fact, FactKind, Quantity

_BETWEEN_PARTS = frozenset(("", " ", ", ", " and ", " & ", "-", " et ", " und ", " y ", "\u00a0"))
_BETWEEN_LIKE = re.compile(r" ?(?:to|and|or|und|oder|et|ou|y|o|e|bis|-|–|,|, and|, or) ?")
_MEASURED = data.words("extract.compounds.measured")
_INCHES = re.compile(r"\s?(?:in\b|inch(?:es)?\b|\"|″|”|'')")
_NO_MEASURES = ("ordinal", "score", "clock")
_PARTED = re.compile(r";|,\s(?:and|while|whereas|but)\b")
_SHARES = ("%", "points", "times")
_FOOT = UNITS["feet"][1]
_INCH = UNITS["inch"][1]
_POUND = UNITS["lb"][1]
_REFERS = re.compile(
    r"\b(?:from|to|than|against|with|von|auf|gegen|de|à)(?: (?:about|around|just|only|nearly|almost"
    r"|some|the|a))? $|\b[12]\d{3}\b",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(r"\s(?:in|im|en|for|of|during)\s(?:the\s)?[12]\d{3}\b")
_SET_BESIDE = re.compile(
    r"(?:,|;|\band|\bwhile|\bwhereas|\bbut)\s(?:[^\W\d]+\s){0,5}$", re.IGNORECASE
)
_ENDS = re.compile(
    r"\s*(?:[,.;:)]|$)"
    r"|\s(?:in|at|on|for|from|among|against|compared|during|last|and|but|before|after|since)\b"
)
_LEVEL = re.compile(r",\s(?:to|at)\s$")  # "rose 3 percent, to 45.20"
_LISTED = re.compile(r",? (?:and |while |those of |[\w’']+ ){1,6}")
_REACH = data.count("extract.compounds.reach")


def joined(text: str, found: Sequence[Fact]) -> list[Fact]:
    """The quantities of a text in order, parts of one put together and bare figures with the unit
    or the noun of the one that they are set beside. Linear time."""
    whole: list[Fact] = []
    for fact in found:
        one = _sum(text, whole[-1], fact) if whole else None
        if one is not None:
            whole[-1] = one
        else:
            whole.append(fact)
    _in_parallel(text, whole)
    for at in range(len(whole) - 2, -1, -1):
        whole[at] = _like_next(text, whole[at], whole[at + 1])
    for at in range(1, len(whole)):
        whole[at] = _like_last(text, whole[at], whole[at - 1])
    return whole


def _quantity(fact: Fact) -> Quantity:
    assert isinstance(fact.value, Quantity)
    return fact.value


def _factor(value: Quantity) -> float:
    return abs(value.low / value.written) if value.written and value.low else 1.0


def _sum(text: str, fact: Fact, following: Fact) -> Fact | None:
    """ "2 hours" and "15 minutes" as one, where the second is a part of the first's unit."""
    one, two = _quantity(fact), _quantity(following)
    if one.unit == "pound" and two.unit == "kg":  # "7 pounds 4 ounces" is no money
        weight = one.written * _POUND
        one = one._replace(low=weight, high=weight, unit="kg")
    if one.unit not in _MEASURED or text[fact.end : following.start] not in _BETWEEN_PARTS:
        return None
    end, factor = following.end, _factor(two)
    if one.unit == "m" and abs(_factor(one) - _FOOT) < _INCH / 10 and two.unit in ("", "m"):
        inches = _INCHES.match(text, following.start + len(f"{two.written:g}"))
        if inches is not None:
            two = two._replace(low=two.written * _INCH, high=two.written * _INCH, unit="m")
            end, factor = max(end, inches.end()), _INCH
    if two.unit != one.unit or one.low != one.high or two.low != two.high:
        return None
    # The last unit of what is a sum already.
    larger = one.step if one.low == one.written else _factor(one)
    if not (factor < larger and 0 <= two.low < larger and two.bound is Bound.EXACT):
        return None
    value = one.low + two.low
    total = Quantity(value, value, one.unit, factor, one.bound, one.noun or two.noun, value)
    return Fact(FactKind.QUANTITY, text[fact.start : end], fact.start, end, total)


def _is_bare(value: Quantity) -> bool:
    return not (value.unit or value.noun)


def _in_parallel(text: str, whole: list[Fact]) -> None:
    """Give the bare figures of a clause what those of the clause before have, each in its turn: "A
    had 48 entries for 32 places; B 31 for 40"."""
    starts = [0]
    starts += [
        at
        for at in range(1, len(whole))
        if _PARTED.search(text, whole[at - 1].end, whole[at].start)
    ]
    bounds = [*starts, len(whole)]
    for one, two, stop in zip(bounds, bounds[1:], bounds[2:], strict=False):
        mine, theirs = range(two, stop), range(one, two)
        if len(mine) != len(theirs) or len(mine) == 1:
            continue
        like = [_quantity(whole[n]) for n in theirs]
        bare = all(_is_bare(_quantity(whole[n])) for n in mine)
        if bare and not any(_is_bare(q) or q.unit in _NO_MEASURES for q in like):
            for n, other in zip(mine, like, strict=True):
                whole[n] = _with_unit(whole[n], other)


def _like_next(text: str, fact: Fact, following: Fact) -> Fact:
    """ "10" of "from 10 to 7 minutes" and "41" of "41 and 63 nests" with what the other has."""
    one, two = _quantity(fact), _quantity(following)
    if not _is_bare(one) or _is_bare(two) or two.unit in _NO_MEASURES:
        return fact
    if not _BETWEEN_LIKE.fullmatch(text[fact.end : following.start]):
        return fact
    return _with_unit(fact, two)


def _like_last(text: str, fact: Fact, last: Fact) -> Fact:
    """ "7" of "from 10 minutes to 7" and of "10 minutes in 2019 and 7 in 2020"."""
    one, two = _quantity(fact), _quantity(last)
    if two.fall and one.unit == two.unit and _LISTED.fullmatch(text[last.end : fact.start]):
        return fact._replace(value=one._replace(fall=True))  # "A lost 5 percent and B 1 percent"
    if not _is_bare(one) or _is_bare(two) or two.unit in _NO_MEASURES:
        return fact
    between = text[last.end : fact.start]
    if len(between) > _REACH or ". " in between:
        return fact
    if two.unit in _SHARES and _LEVEL.search(between):
        return fact
    refers = bool(_REFERS.search(between) or _YEAR_AFTER.match(text, fact.end))
    if _SET_BESIDE.search(between) and _ENDS.match(text, fact.end):
        refers = True  # "opened 34 shops in Poland and closed 12 in Spain"
    return _with_unit(fact, two) if refers else fact


def _with_unit(fact: Fact, other: Quantity) -> Fact:
    value = _quantity(fact)
    factor = _factor(other) if other.unit else 1.0
    return fact._replace(
        value=value._replace(
            low=value.low * factor,
            high=value.high * factor,
            unit=other.unit,
            step=value.step * factor,
            noun=other.noun,
        )
    )
