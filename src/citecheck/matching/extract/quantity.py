"""Finds quantities: digits, number words, ranges, percentages, fractions, money, units, scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from citecheck.matching import data
from citecheck.matching.extract import clock, compounds
from citecheck.matching.extract.measures import (
    BOUND,
    PERCENT,
    bound_before,
    fact_at,
    measured,
    noun_after,
)
from citecheck.matching.extract.notation import fraction
from citecheck.matching.extract.number_words import NUMBER_WORDS, NumberWords, in_words
from citecheck.matching.extract.numbers import (
    SIGN,
    Read,
    and_part,
    denominator,
    digits,
    is_tens,
    magnify,
    out_of,
    range_end,
    run_of_words,
)
from citecheck.matching.extract.units import UNITS
from citecheck.matching.extract.values import Fact, Quantity
from citecheck.matching.text.reading import gap, opens_sentence
from citecheck.matching.text.tokens import Token

_IDENTIFYING = data.words("extract.quantity.identifying")
_GAPPED = re.compile(r"\d[^.;]*(?:\band|\bwhile|\bbut|,)\s(?:the\s)?(?:[A-Z][\w’'-]*\s){1,3}$")
_ARTICLES = data.words("extract.quantity.articles")
_ACCORDING = frozenset(("secondo", "segundo"))  # "second" after an article only
_BEFORE_SECOND = data.words("extract.quantity.before_second")
_ONE = frozenset(("a", "an"))
_MOST_OUT_OF = 100  # the share of a whole that is told as "99 in 100"
_AFTER_HALF = data.words("extract.quantity.after_half")
_MANY = frozenset(("are", "were", "have"))
_SINGLE = frozenset(("is", "was", "has"))
_HALVED = data.words("extract.quantity.halved")
_MEASURED = data.words("extract.quantity.measured")  # base units of which "a" counts one
_BEFORE_ONE = data.words("extract.quantity.before_one")
_AFTER_ONE = data.words("extract.quantity.after_one")


def find(text: str, words: Sequence[Token], language: str, taken: Sequence[Fact]) -> list[Fact]:
    """All quantities of a text in order, except where `taken` has dates. Linear time."""
    table = NUMBER_WORDS.get(language, NUMBER_WORDS["en"])
    busy = {index for fact in taken for index in range(fact.start, fact.end)} if taken else set()
    found: list[Fact] = []
    starts = _starts(language if language in NUMBER_WORDS else "en")
    stop = 0
    for index in [n for n, word in enumerate(words) if word.digit or word.folded in starts]:
        if index >= stop and words[index].start not in busy:
            fact, stop = _at(text, words, index, table, language)
            if fact is not None:
                found.append(fact)
    return compounds.joined(text, found) if len(found) > 1 else found


@lru_cache
def _starts(language: str) -> frozenset[str]:
    """The words with which a quantity can begin, beside digits."""
    table = NUMBER_WORDS[language]
    spelt = (table.cardinals, table.ordinals, table.magnitudes, table.fractions)
    more = (*_ONE, *clock.NAMED) if table is NUMBER_WORDS["en"] else ()
    return frozenset[str]().union(*spelt, more)


def _at(
    text: str, words: Sequence[Token], index: int, table: NumberWords, language: str
) -> tuple[Fact | None, int]:
    word = words[index]
    if not word.folded[:1].isdigit():
        return _spelt(text, words, index, table)
    for special in (clock.in_digits, _score):
        fact, stop = special(text, words, index)
        if fact is not None:
            return fact, stop
    if _is_identifier(text, words, index):
        return None, index + 1
    if ":" in word.folded:
        return clock.timed(text, words, index), index + 1
    hours, stop = clock.duration(text, words, index)
    if hours is not None:
        return hours, stop
    part, stop = fraction(text, words, index)
    if part:
        return measured(text, words, _share(text, words, Read(part, part / 10, index, stop)))
    read = digits(text, words, index, table, language)
    if read is None:
        return None, index + 1
    share = out_of(text, words, read.stop, table) if read.value < _MOST_OUT_OF else None
    if share is not None and 0 < read.value < share[0]:
        read = Read(100 * read.value / share[0], 1.0, index, share[1], "%", parts=True)
        return measured(text, words, read)
    if read.unit == "ordinal":
        return _ordinal(text, words, read), read.stop
    fact, stop = clock.of_number(text, words, read)
    if fact is not None:
        return fact, stop
    other = range_end(text, words, read, table, language)
    return measured(text, words, read, other)


def _share(text: str, words: Sequence[Token], read: Read) -> Read:
    """A fraction of a whole as a percentage: "3/4 of the", and not "3/4 inch" or "¾ of a cup"."""
    following = [word.folded for word in words[read.stop : read.stop + 2]]
    if following and following[0] == "of" and following[-1] in _ONE:
        return read._replace(stop=read.stop + 2)
    if read.stop < len(words) and words[read.stop].folded in ("of", "der", "des", "de", "dei"):
        return Read(100 * read.value, 1.0, read.first, read.stop, "%", parts=True)
    return read


def _is_identifier(text: str, words: Sequence[Token], index: int) -> bool:
    """Tell whether digits are part of a name: Boeing 737, 287(g), No. 5, F-16."""
    word = words[index]
    before = text[word.start - 1] if word.start else " "
    if before in "#§/_" or (before in "-–" and text[word.start - 2 : word.start - 1].isalpha()):
        return True
    if text[word.end : word.end + 1] == "(" and text[word.end + 1 : word.end + 2].isalpha():
        return True
    if not index or not before.isspace():
        return False
    last = words[index - 1]
    if last.folded in _IDENTIFYING and "," not in word.folded:
        return True
    plain = word.folded.isdigit() and text[last.end : word.start] in (" ", "\u00a0")
    if not (plain and last.capital and not opens_sentence(text, words, index - 1) and last.content):
        return False
    if _GAPPED.search(text[max(0, word.start - 80) : word.start]):
        return False  # "the Greens took 14 seats and the Liberals 23"
    if SIGN.search(text[max(0, word.start - 6) : word.start]):
        return False
    return BOUND.search(text[max(0, word.start - 24) : word.start]) is None


def _score(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """A result such as 4-1, a record such as 7-6-2; two numbers that count up before a noun are a
    range."""
    if index + 1 >= len(words):
        return None, index
    one, other = words[index], words[index + 1]
    if not (one.folded.isdigit() and other.folded.isdigit() and other.start == one.end + 1):
        return None, index
    if text[one.end] not in "-–" or max(len(one.folded), len(other.folded)) > 3:
        return None, index
    low, high = int(one.folded), int(other.folded)
    third = words[index + 2] if index + 2 < len(words) else None
    joined = third is not None and third.start == other.end + 1 and text[other.end] in "-–"
    if third is not None and joined and third.folded.isdigit() and len(third.folded) < 3:
        record = Quantity(float(low), high + int(third.folded) / 100, "score", written=float(low))
        return fact_at(text, one.start, third.end, record), index + 3
    outside = text[one.start - 1 : one.start], text[other.end : other.end + 1]
    if outside[0] in tuple("$£€¥₹.-–/") or outside[1] in tuple("-–/%°"):
        return None, index
    if low < high and PERCENT.match(text, other.end):
        return None, index
    if low < high and index + 2 < len(words):
        following = words[index + 2]
        gap = text[other.end : following.start]
        if gap in (" ", "\u00a0", "-", "") and following.content:
            return None, index
    quantity = Quantity(float(low), float(high), "score", 1.0, written=float(low))
    return fact_at(text, one.start, other.end, quantity), index + 2


def _spelt(
    text: str, words: Sequence[Token], index: int, table: NumberWords
) -> tuple[Fact | None, int]:
    word = words[index]
    if word.folded in _ONE:
        return _one_unit(text, words, index)
    if word.folded in clock.NAMED and table is NUMBER_WORDS["en"]:
        return clock.named(text, words, index), index + 1
    run = run_of_words(text, words, index, table)
    if run == index:
        if word.folded in table.ordinals and not _is_fraction(text, words, index, table):
            return _spelt_ordinal(text, words, index, index, table)
        return _fraction(text, words, index, table)
    # "twenty-first" is one ordinal.
    joined = run < len(words) and gap(text, words, run) == "-"
    if joined and words[run].folded in table.ordinals and is_tens(words[run - 1], table):
        return _spelt_ordinal(text, words, index, run, table)
    parts = [w.folded for w in words[index:run]]
    if parts == ["one"] and run < len(words) and words[run].content:
        share = out_of(text, words, run + 1, table)  # "one visitor in three"
        if share is not None and words[run + 1].folded == "in":
            read = Read(100 / share[0], 1.0, index, run, "%", parts=True)
            return measured(text, words, read, None)[0], share[1]
    if parts[-1] in table.joiners:
        run -= 1
        parts.pop()
    value = in_words(parts, table)
    if value is None:
        return None, run
    if parts == ["one"] and not _counts_one(text, words, index, table):
        return None, run
    parts_of = denominator(text, words, run, table)
    if parts_of and value < 100:
        step = 2.0
        read = Read(100 * value / parts_of, step, index, run + 1, "%", parts=True)
        return measured(text, words, read, None)
    share = out_of(text, words, run, table)
    if share is not None:
        read = Read(100 * value / share[0], 1.0, index, share[1], "%", parts=True)
        return measured(text, words, read, None)
    digits = str(int(value))
    step = 10.0 ** min(len(digits) - len(digits.rstrip("0")), max(0, len(digits) - 1))
    read = magnify(text, words, Read(value, step if value else 1.0, index, run), table)
    fact, stop = clock.of_number(text, words, read)
    if fact is not None:
        return fact, stop
    other = range_end(text, words, read, table, "en")
    return measured(text, words, read, other)


def _counts_one(text: str, words: Sequence[Token], index: int, table: NumberWords) -> bool:
    """ "one" counts before a unit, and after "only"; else it is a pronoun more often."""
    if and_part(words, index + 1)[0]:
        return True  # "one and a half"
    if index + 1 < len(words):
        following = words[index + 1]
        gap = text[words[index].end : following.start]
        if following.folded in ("in", "out") or (
            gap == "-" and following.folded in table.fractions
        ):
            return out_of(text, words, index + 1, table) is not None or gap == "-"
        if gap in (" ", "-") and (following.folded in table.fractions or following.folded in UNITS):
            return following.folded not in ("day", "won", "second", "times")
    return index > 0 and words[index - 1].folded in ("only", "just", "exactly")


def _one_unit(text: str, words: Sequence[Token], index: int) -> tuple[Fact | None, int]:
    """ "a month ago", "for an hour": one unit of time or length; "$5 a month" is a rate."""
    unit = words[index + 1] if index + 1 < len(words) else None
    known = UNITS.get(unit.folded) if unit is not None else None
    if unit is None or known is None or known[0] not in _MEASURED:
        return None, index + 1
    before = words[index - 1].folded if index else ""
    after = words[index + 2].folded if index + 2 < len(words) else ""
    base, factor = known
    bound = bound_before(text, words[index].start)
    stop = index + 2
    part, after_part = and_part(words, stop)
    if part:
        factor, stop = (1 + part) * factor, after_part
    elif before not in _BEFORE_ONE and after not in _AFTER_ONE:
        return None, index + 1
    quantity = Quantity(factor, factor, base, factor / 10, bound, written=1 + part)
    return fact_at(text, words[index].start, words[stop - 1].end, quantity), stop


def _is_fraction(text: str, words: Sequence[Token], index: int, table: NumberWords) -> bool:
    """ "a third of" is a share, "the third" and "a third man" are not."""
    if words[index].folded not in table.fractions or not index:
        return False
    after = words[index + 1].folded if index + 1 < len(words) else ""
    by = index > 1 and words[index - 2].folded == "by"
    return words[index - 1].folded in _ARTICLES and (after == "of" or after in _MANY or by)


def _fraction(
    text: str, words: Sequence[Token], index: int, table: NumberWords
) -> tuple[Fact | None, int]:
    """ "a quarter of the", "half of", "half a million", "half an hour", "a quarter of an hour"."""
    parts = table.fractions.get(words[index].folded)
    if parts is None:
        return None, index + 1
    last = words[index - 1].folded if index else ""
    after = words[index + 1].folded if index + 1 < len(words) else ""
    half = parts == 2
    changed = (last if half else words[index - 2].folded if index > 1 else "") in ("by", "in")
    if half and words[index].folded in _HALVED:
        changed = True
    many = after in _MANY or (parts in (2, 4) and after in _SINGLE)  # "a third are", "half is"
    if half and not changed and after not in _AFTER_HALF and not many:
        return None, index + 1
    if half and last in ("first", "second", "other", "better"):
        return None, index + 1
    if not half and not (
        last in ("a", "one", "un", "ein", "einem")
        and (many or after in ("of", "der", "des") or (changed and words[index - 2].folded == "by"))
    ):
        return None, index + 1
    stop = index + 1
    while stop < len(words) and words[stop].folded in ("of", "a", "an"):
        stop += 1
    unit = words[stop].folded if stop < len(words) else ""
    first = index - 1 if not half and index else index
    if stop > index + 1 and words[stop - 1].folded in ("a", "an"):
        if unit in table.magnitudes:
            read = Read(
                table.magnitudes[unit] / parts, table.magnitudes[unit] / 10, first, stop + 1
            )
            return measured(text, words, read, None)
        if unit in UNITS:
            base, factor = UNITS[unit]
            value = factor / parts
            bound = bound_before(text, words[first].start)
            quantity = Quantity(value, value, base, value / 20, bound, written=1 / parts)
            return fact_at(text, words[first].start, words[stop].end, quantity), stop + 1
    read = Read(100 / parts, 2.0, first, index + 1, "%", parts=True)
    return measured(text, words, read, None)


def _spelt_ordinal(
    text: str, words: Sequence[Token], first: int, last: int, table: NumberWords
) -> tuple[Fact | None, int]:
    value = float(table.ordinals[words[last].folded])
    if last > first:
        value += table.cardinals[words[last - 1].folded]
    before = words[first - 1].folded if first else ""
    after = words[last + 1].folded if last + 1 < len(words) else ""
    if before == "at" or (value == 2 and (before == "every" or after in UNITS)):
        return None, last + 1
    if words[last].folded in _ACCORDING and before not in _BEFORE_SECOND:
        return None, last + 1  # "according to"
    read = Read(value, 1.0, first, last + 1, "ordinal")
    return _ordinal(text, words, read), last + 1


def _ordinal(text: str, words: Sequence[Token], read: Read) -> Fact:
    noun = noun_after(text, words, read.stop)
    quantity = Quantity(read.value, read.value, "ordinal", 1.0, noun=noun, written=read.value)
    return fact_at(text, words[read.first].start, words[read.stop - 1].end, quantity)
