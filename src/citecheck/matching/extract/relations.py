"""How two values of one kind stand to each other, whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose
from typing import TYPE_CHECKING

from citecheck.matching import data
from citecheck.matching.extract.units import CURRENCIES, alike, convert
from citecheck.matching.extract.values import (
    AGE,
    HALF_DAY,
    Bound,
    Date,
    Fact,
    FactKind,
    Moment,
    Quantity,
    Relation,
)

if TYPE_CHECKING:
    from citecheck.matching.extract import Facts

_ROUND = data.count("extract.relations.round")
_COARSE = data.number("extract.relations.coarse")
_COARSEST = data.number("extract.relations.coarsest")
_LOOSE = data.number("extract.relations.loose")
_SHARE = data.number("extract.relations.share")
_SHARE_ABOUT = data.number("extract.relations.share_about")
_SHARE_NEAR = data.number("extract.relations.share_near")
_LOOSER = data.number("extract.relations.looser")
_CONVERTED = data.number("extract.relations.converted")
_BEYOND = data.number("extract.relations.beyond")
_DOLLARS = data.words("extract.relations.dollars")
AGREE = (Relation.SAME, Relation.COMPATIBLE)
"""The relations in which a source says what a claim does."""
_HALF = 3  # the level of "half" among the quantifiers
_VAGUE = frozenset(("month", "weekday"))  # how a date is given that many share
_COMMON = data.count("extract.relations.common")
_NO_ROUNDING = data.words("extract.relations.no_rounding")


def quantities(claim: Quantity, source: Quantity) -> Relation | None:
    """How a claim's quantity stands to a source's; None when the two measure different things.

    The claim may be rounder than the source, not finer: 1.2 million is 1,203,411, but a source's
    1.2 million does not carry 1,203,411, though it does not speak against it either (`ABSENT`).
    """
    if claim.unit in CURRENCIES and source.unit in CURRENCIES and claim.unit != source.unit:
        return _money(claim, source)
    if {claim.unit, source.unit} == {"times", "ordinal"} and "time" in (claim.noun, source.noun):
        return Relation.COMPATIBLE if claim.low == source.low else Relation.DIFFERENT
    if AGE in (claim.noun, source.noun) and claim.noun != source.noun:
        return _age(claim, source)
    if not alike(claim.unit, source.unit):
        return None
    low, high = (convert(v, source.unit, claim.unit) for v in (source.low, source.high))
    if claim.unit == "clock" and HALF_DAY in (claim.step, source.step):
        same = claim.low % HALF_DAY == low % HALF_DAY
        return Relation.SAME if same else Relation.DIFFERENT
    if claim.fall and high < 0:
        low, high = -high, -low  # "fell by 2 %" for a change of -2 %
    elif source.fall and claim.high < 0:
        low, high = -high, -low
    if isclose(claim.low, low) and isclose(claim.high, high):
        opposed = {claim.bound, source.bound} == {Bound.AT_LEAST, Bound.AT_MOST}
        return Relation.DIFFERENT if opposed else Relation.SAME
    if claim.unit in _NO_ROUNDING:
        return Relation.DIFFERENT
    room = _room(claim, source)
    if abs(claim.low - low) <= room and abs(claim.high - high) <= room:
        return Relation.COMPATIBLE
    if source.parts and abs(claim.low - low) <= claim.step / 2:
        return Relation.COMPATIBLE  # 33 % for a third
    if _within_bounds(claim, source.bound, low, high):
        return Relation.COMPATIBLE
    # The source's room is in its own unit.
    scale = abs(convert(1.0, source.unit, claim.unit) - convert(0.0, source.unit, claim.unit))
    room = scale * _room(source, claim)
    if source.parts and not claim.parts:
        room = max(room, min(_SHARE_NEAR, _LOOSER * claim.low))
    if abs(claim.low - low) <= room and abs(claim.high - high) <= room:
        return Relation.ABSENT
    if low < high and low <= claim.low <= claim.high <= high:
        return Relation.ABSENT  # one figure out of a range
    return Relation.DIFFERENT


def _age(claim: Quantity, source: Quantity) -> Relation | None:
    """An age beside a bare number, or beside a length of time, which is another thing."""
    bare = not (claim.unit and source.unit) and not (claim.noun and source.noun)
    if not bare or claim.written != source.written:
        return None
    opposed = {claim.bound, source.bound} == {Bound.AT_LEAST, Bound.AT_MOST}
    return Relation.DIFFERENT if opposed else Relation.SAME


def _money(claim: Quantity, source: Quantity) -> Relation | None:
    """Sums in two currencies cannot be compared, but for dollars, and a sum whose sign changed."""
    same = (claim.low, claim.high) == (source.low, source.high)
    if {claim.unit, source.unit} <= _DOLLARS or {claim.unit, source.unit} == {"pound", "GBP"}:
        return Relation.SAME if same else Relation.DIFFERENT
    return Relation.DIFFERENT if same else None


def _room(rounder: Quantity, exact: Quantity) -> float:
    """How far the rounder figure may be from the exact one."""
    value = abs(rounder.low)
    if rounder.parts and not exact.parts:
        about = rounder.bound is Bound.ABOUT
        return min(_SHARE_ABOUT, _LOOSER * value) if about else min(_SHARE, _COARSE * value)
    coarse = rounder.step > exact.step and (value >= _ROUND or rounder.step < 1)
    about = rounder.bound is Bound.ABOUT and rounder.step >= exact.step
    room = rounder.step / 2 if coarse or about else 0.0
    if about:
        room = max(room, _LOOSE * value)
    else:
        room = min(room, (_COARSEST if _is_power_of_ten(value) else _COARSE) * value)
    if rounder.written and exact.written and _factor(rounder) != _factor(exact):
        room = max(room, _CONVERTED * value)
    return room * 1.0000001


def _is_power_of_ten(value: float) -> bool:
    return value >= 1 and value == 10.0 ** (len(str(int(value))) - 1)


def _factor(quantity: Quantity) -> float:
    return round(quantity.low / quantity.written, 9) if quantity.written else 1.0


def _within_bounds(claim: Quantity, bound: Bound, low: float, high: float) -> bool:
    if claim.bound is Bound.AT_LEAST and bound is not Bound.AT_MOST:
        return claim.low <= low <= _BEYOND * claim.low
    if claim.bound is Bound.AT_MOST and bound in (Bound.EXACT, Bound.ABOUT):
        return claim.high / _BEYOND <= high <= claim.high
    return False


def dates(claim: Date, source: Date) -> Relation | None:
    """How a claim's date stands to a source's, so far as both give the same parts; None when they
    share none."""
    if claim.period or source.period:
        return _periods(claim, source)
    point = claim.first == claim.last and source.first != source.last
    if point and _inside(claim.first, source):
        return Relation.ABSENT
    ends = (_moments(claim.first, source.first), _moments(claim.last, source.last))
    if None in ends:
        return None
    for relation in (Relation.DIFFERENT, Relation.ABSENT, Relation.COMPATIBLE):
        if relation in ends:
            return relation
    return Relation.SAME


def _periods(claim: Date, source: Date) -> Relation | None:
    """How two dates stand to each other, one of which is a decade, a century or a quarter: by the
    months from the first to the last."""
    mine, theirs = _months(claim), _months(source)
    if mine is None or theirs is None:
        # "the third quarter" without a year
        parts = (claim.first.month, claim.last.month), (source.first.month, source.last.month)
        if None in parts[0] or None in parts[1]:
            return None
        if parts[0] != parts[1]:
            return Relation.DIFFERENT if claim.period and source.period else None
        return Relation.COMPATIBLE if claim.first.year is None else Relation.ABSENT
    if mine == theirs:
        return Relation.SAME
    if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
        return Relation.COMPATIBLE
    apart = theirs[1] < mine[0] or mine[1] < theirs[0]
    return Relation.DIFFERENT if apart else Relation.ABSENT


def _months(date: Date) -> tuple[int, int] | None:
    """The first and the last month of a date, counted from the year 0; None without a year."""
    first, last = date.first, date.last
    if first.year is None or last.year is None:
        return None
    return 12 * first.year + (first.month or 1), 12 * last.year + (last.month or 12)


def _moments(claim: Moment, source: Moment) -> Relation | None:
    pairs = [
        (claim.year, source.year),
        (claim.month, source.month),
        (claim.day, source.day),
    ]
    if all(a is None for a, _ in pairs) or all(b is None for _, b in pairs):
        pairs = [(claim.weekday, source.weekday)]
    shared = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not shared:
        return None
    if any(a != b for a, b in shared):
        return Relation.DIFFERENT
    if any(a is not None and b is None for a, b in pairs[1:]):
        return Relation.ABSENT  # the source is coarser than the claim
    return (
        Relation.COMPATIBLE
        if any(a is not None and b is None for a, b in pairs)
        else (Relation.SAME)
    )


def _inside(moment: Moment, span: Date) -> bool:
    if moment.year is None or span.first.year is None or span.last.year is None:
        return False
    return span.first.year <= moment.year <= span.last.year


def grain(moment: Moment) -> str:
    """How finely a moment is given: "day", "month", "year" or "weekday"."""
    if moment.day is not None:
        return "day"
    if moment.month is not None:
        return "month"
    return "year" if moment.year is not None else "weekday"


def quantifiers(claim: int, source: int) -> Relation:
    """How "most" stands to "all": the stronger word carries the weaker, from "few" up; "few" and
    "some" do not exclude each other."""
    if claim == source:
        return Relation.SAME
    vague = {1, 2}
    if (0 < claim < source and claim != _HALF) or {claim, source} <= vague:
        return Relation.COMPATIBLE
    return Relation.DIFFERENT


def between(fact: Fact, other: Fact) -> Relation | None:
    """How a claim's quantity or date stands to one of a source; None when they share nothing."""
    mine, theirs = fact.value, other.value
    if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
        return quantities(mine, theirs)
    if isinstance(mine, Date) and isinstance(theirs, Date):
        return dates(mine, theirs)
    return None


def sort(fact: Fact) -> str:
    """The unit of a quantity, how finely a date is given."""
    if isinstance(fact.value, Quantity):
        return fact.value.unit
    return grain(fact.value.first) if isinstance(fact.value, Date) else ""


def is_telling(fact: Fact) -> bool:
    """Whether a figure is too special to stand by chance in a sentence on the same matter."""
    if not isinstance(fact.value, Quantity):
        return True
    return fact.value.unit not in ("", "ordinal") or fact.value.low > _COMMON


def stated(fact: Fact, others: Facts) -> Fact | None:
    """The first of a sentence's facts that is a figure of a claim, in whatever form."""
    found = (o for o in others.of(fact.kind) if between(fact, o) in AGREE)
    return next(found, None)


def shared(figures: Iterable[Fact], others: Facts) -> bool:
    """Whether one of a claim's figures, in whatever form, is among a sentence's facts. A month or
    a day of the week stands in too many."""
    return any(
        between(fact, other) in AGREE
        for fact in figures
        if is_telling(fact) and not (fact.kind is FactKind.DATE and sort(fact) in _VAGUE)
        for other in others.of(fact.kind)
    )
