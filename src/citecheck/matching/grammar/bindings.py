"""Cuts a sentence into the parts that belong to each of several like figures: the date of each, and
the words that are said of it alone.

"In 2024 the fleet covered 4.6 million km, up from 4.3 million in 2023" has two parts. Which date
goes with which figure is the cheapest way to group the figures and dates in their order: words,
commas and words of comparison between the two cost, a preposition that joins them costs nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from citecheck.matching import data
from citecheck.matching.extract.values import Date, Quantity
from citecheck.matching.grammar.items import PRIOR, Dated, Part, agree, items_of
from citecheck.matching.grammar.parsed import Parsed

_MOST = data.count("grammar.bindings.most")
_MOST_WORDS = data.count("grammar.bindings.most_words")
_ALONE = data.number("grammar.bindings.alone")
_UNDATED = data.number("grammar.bindings.undated")
_SET_AGAINST = data.number("grammar.bindings.set_against")
_CLOSE = data.number("grammar.bindings.close")
_SURE = data.number("grammar.bindings.sure")
_COMMA = data.number("grammar.bindings.comma")
_WORD = data.number("grammar.bindings.word")
_STOP = data.number("grammar.bindings.stop")
_REFERS = data.number("grammar.bindings.refers")
_AND = data.number("grammar.bindings.and")
_SETS = data.number("grammar.bindings.sets")
_JOINS = re.compile(
    r"^(?:\s[^\W\d]+){0,4}\s(?:in|im|en|em|nel|of|for|during|by|at|as of|since|au|à|on)"
    r"(?:\s(?:the|fiscal|year|early|late))*\s$",
    re.IGNORECASE,
)
_LIKE = re.compile(r"\s?(?:,|and|und|et|y|e|en|to|bis|à|a|or|,\sand|-|–)\s?", re.IGNORECASE)
_GAPPED = re.compile(
    r"[^;.]{0,30}?(?:,|\band|\bwhile|\bbut)\s(?:[\w’'-]+\s){1,4}[$£€]?", re.IGNORECASE
)
_TIMES = re.compile(r"\b(?:year|month|week|today|now|then|later|earlier)s?\b", re.IGNORECASE)
_ROW = re.compile(rf"(?:\s[^\W\d]+){{0,4}}?{_LIKE.pattern}", re.IGNORECASE)
_CONTRAST = data.words("grammar.bindings.contrast")
_COMPARES = data.words("grammar.bindings.compares")
_AND_WORDS = data.words("extract.numbers.and")
_RESPECTIVELY = data.words("grammar.bindings.respectively")


class Bindings:
    """The figures of a sentence that are like one value, and what belongs to each."""

    def __init__(self, parsed: Parsed, like: Quantity):
        self.parsed = parsed
        self.items = list(items_of(parsed, like))
        self.figures = [n for n, item in enumerate(self.items) if item.is_figure]
        self.dates = [n for n, item in enumerate(self.items) if not item.is_figure]

    @functools.cached_property
    def _ways(self) -> list[Dated]:
        """The ways to group the items, the best first; none where there are too many."""
        able = len(self.items) <= _MOST and len(self.parsed.words) <= _MOST_WORDS
        return sorted(self._grouped()) if able else []

    def date_of(self, figure: int) -> tuple[tuple[Date, ...], bool]:
        """The dates of a figure, by its number among the items, and whether that is sure; none and
        not sure where it cannot be told."""
        if not self._ways:
            return (), False
        at = self.figures.index(figure)
        best = self._ways[0]
        others = [way.cost for way in self._ways if way.dates[at] != best.dates[at]]
        sure = not others or others[0] - best.cost >= _SURE
        return self._moments(best.dates[at]), sure

    @property
    def is_close(self) -> bool:
        """Whether the dates stand so near to their figures that there is no doubt of them."""
        if not self._ways:
            return False
        best = self._ways[0]
        undated = sum(not dates for dates in best.dates)
        dated = sum(map(len, best.dates))
        alone = len(self.dates) - len({n for dates in best.dates for n in dates})
        told = best.cost - undated * _UNDATED - alone * _ALONE
        return told <= _CLOSE * max(1, dated)

    def tight(self, figure: int) -> Date | None:
        """The date that stands right beside a figure, without a doubt its own."""
        for one, other in ((figure, figure + 1), (figure - 1, figure)):
            if not 0 <= one < other < len(self.items):
                continue
            dates = [self.items[n] for n in (one, other) if not self.items[n].is_figure]
            if not dates:
                continue
            between = self._between(one, other)
            after = one == figure and _JOINS.match(between)
            before = other == figure and (self._link(one) <= _CLOSE / 2)
            if after or before:
                return dates[0].date
        return None

    def is_gapped(self, figure: int) -> bool:
        """Whether a figure without a date is set beside the one before it, and so may have its
        date: "Brazil made 3 million tonnes in 2022 and Vietnam 2 million"."""
        item = self.items[figure]
        if item.prior or not figure:
            return False
        before = self.parsed.text[self.items[figure - 1].fact.end : item.fact.start]
        return _GAPPED.fullmatch(before) is not None and not _TIMES.search(before)

    def holder(self, date: Date) -> int | None:
        """The figure that surely has a date, by its number among the items."""
        for figure in self.figures:
            dates, sure = self.date_of(figure)
            if sure and any(agree(date, other) for other in dates):
                return figure
        return None

    def _moments(self, numbers: Sequence[int]) -> tuple[Date, ...]:
        found = [self.items[n].date for n in numbers]
        return tuple(date for date in found if date is not None)

    def _grouped(self) -> Iterator[Dated]:
        """Every way to group the items in their order, with what it costs."""
        count = len(self.items)
        groups = {
            (at, stop): list(self._group(range(at, stop)))
            for at in range(count)
            for stop in range(at + 1, count + 1)
        }

        def rest(at: int) -> Iterator[tuple[float, dict[int, tuple[int, ...]]]]:
            if at == count:
                yield 0.0, {}
                return
            for stop in range(at + 1, count + 1):
                for cost, dates in groups[at, stop]:
                    for more, others in rest(stop):
                        yield cost + more, {**dates, **others}

        for cost, dates in rest(0):
            yield Dated(cost, tuple(dates.get(n, ()) for n in self.figures))

    def _group(self, span: range) -> Iterator[tuple[float, dict[int, tuple[int, ...]]]]:
        """What it costs that neighbouring items belong together, and the dates of each figure."""
        figures = [n for n in span if self.items[n].is_figure]
        dates = [n for n in span if not self.items[n].is_figure]
        if len(span) == 1:
            yield (_UNDATED if figures else _ALONE), dict.fromkeys(figures, ())
            return
        apart = figures and dates and (figures[-1] < dates[0] or dates[-1] < figures[0])
        if not apart:
            return
        if len(figures) == len(dates) > 1:
            cost = self._parallel(figures, dates)
            if cost is not None:
                yield cost, {f: (d,) for f, d in zip(figures, dates, strict=True)}
        if len(dates) == 1:
            yield from self._one_date(figures, dates[0])
        elif len(figures) == 1 and all(self._are_like(a) for a in dates[:-1]):
            cost = self._link(span.start if figures[0] == span.start else dates[-1])
            yield cost, {figures[0]: tuple(dates)}

    def _are_like(self, at: int) -> bool:
        return _LIKE.fullmatch(self._between(at, at + 1)) is not None

    def _one_date(
        self, figures: Sequence[int], date: int
    ) -> Iterator[tuple[float, dict[int, tuple[int, ...]]]]:
        """One date with the figures beside it; one that another is compared with is of another
        time."""
        now = [n for n in figures if not self.items[n].prior]
        if not now or len(figures) == 1:
            now = list(figures)
        near = figures[-1] if figures[-1] < date else figures[0]
        cost = 0.0
        if near not in now and near < date and _JOINS.match(self._between(near, date)):
            now, cost = [near], _UNDATED  # "8, down from 9 in 2021"
        cost += self._link(min(near, date), comparing=near in now and len(now) < len(figures))
        cost += sum(self._link(n, like=True) for n in figures[:-1])
        yield cost, {n: (date,) if n in now else () for n in figures}

    def _parallel(self, figures: Sequence[int], dates: Sequence[int]) -> float | None:
        """The cost of "from 4 to 5 between 2010 and 2015", "4 and 5 … in 2010 and 2015"."""
        rows = (figures, dates)
        if not all(_ROW.fullmatch(self._between(n, n + 1)) for row in rows for n in row[:-1]):
            return None
        told = not _RESPECTIVELY.isdisjoint(self.parsed.folded)
        ranged = self.items[figures[0]].prior and self.items[figures[-1]].reached
        return 0.1 if told or ranged else 0.6

    def _between(self, at: int, other: int) -> str:
        one, two = self.items[at], self.items[other]
        if one.fact is two.fact:
            return " and "  # the ends of a span
        return self.parsed.text[one.fact.end : two.fact.start]

    def _link(self, at: int, *, like: bool = False, comparing: bool = False) -> float:
        """The cost of what stands between an item and the next one; `like` for two figures of one
        date, `comparing` where a figure between them is that of another time."""
        one, two = self.items[at], self.items[at + 1]
        between = self._between(at, at + 1)
        if one.is_figure and not two.is_figure and self.parsed.text[two.fact.end :][:1] == ":":
            return _REFERS  # "(2022: 39 million)"
        if one.is_figure and not two.is_figure and _JOINS.match(between):
            return 0.0
        if not one.is_figure and two.is_figure and re.fullmatch(r"\)?\s?[:,]?\s?\(?", between):
            return 0.0 if ":" in between else 0.02
        if one.is_figure and not two.is_figure and re.fullmatch(r",?\s?[(\[]?", between):
            return 0.1
        commas = between.count(",") + between.count("(")
        if not one.is_figure and between.startswith(","):
            commas -= 1
        words = between.split()
        cost = _COMMA * commas + _WORD * len(words)
        cost += _AND * any(w in _AND_WORDS for w in words)
        cost += _SETS * any(w in _CONTRAST for w in words)
        if ";" in between or ". " in between:
            cost += _STOP
        if two.is_figure and two.prior and not (like or comparing):
            cost += _REFERS if not one.is_figure else 0.0
        if not two.is_figure and PRIOR.search(between):
            cost += _REFERS
        return cost

    def parts(self) -> list[Part]:
        """The parts of the sentence in order; one without a figure where a clause is set against
        the others."""
        words = self.parsed.words
        rows = self._rows()
        if rows:
            return rows
        extents = self._extents()
        cuts = [0]
        for number, ((_, one), (two, _)) in enumerate(pairwise(extents)):
            # A row of dates may stand before both figures.
            after = two if two > one else self.items[self.figures[number + 1]].place.start
            cuts.append(self._cut(one, after))
        found: list[Part] = []
        bounds = [*cuts, len(words)]
        if any(a >= b for a, b in pairwise(bounds)):
            return []
        for number, (start, stop) in enumerate(pairwise(bounds)):
            item = self.items[self.figures[number]] if self.figures else None
            pieces = self._pieces(start, stop)
            for piece in pieces:
                holds = item is not None and item.place.start in piece
                found.append(
                    Part(
                        piece,
                        item.fact if item and holds else None,
                        list(self.date_of(self.figures[number])[0]) if holds else [],
                        bool(item and holds and item.prior),
                        piece.start > 0 and self._strength(piece.start) >= _SET_AGAINST,
                        reached=bool(item and holds and item.reached),
                        at=item.place.start if item and holds else -1,
                    )
                )
        return found

    def _rows(self) -> list[Part]:
        """The parts of "A and B counted 41 and 63 respectively": one word of the row each."""
        if _RESPECTIVELY.isdisjoint(self.parsed.folded) or len(self.figures) < 2:
            return []
        words, text = self.parsed.words, self.parsed.text
        taken = {n for item in self.items for n in item.place}
        free = [
            n
            for n, word in enumerate(words)
            if word.content and n not in taken and word.folded not in _RESPECTIVELY
        ]
        rows: list[list[list[int]]] = []
        for one, two in pairwise(free):
            between = text[words[one].end : words[two].start]
            joined = _LIKE.fullmatch(between) and between.strip() not in ("-", "–", "to", "à", "a")
            if joined and rows and rows[-1][-1][-1] == one:
                rows[-1].append([two])
            elif joined:
                rows.append([[one], [two]])
            elif rows and rows[-1][-1][-1] == one and between == " " and words[two].capital:
                rows[-1][-1].append(two)  # the second word of a name
        for row in rows:
            if len(row) == len(self.figures):
                return [
                    Part(range(element[0], element[-1] + 1), self.items[n].fact, listed=True)
                    for element, n in zip(row, self.figures, strict=True)
                ]
        return []

    def _extents(self) -> list[tuple[int, int]]:
        """The first and the last word of each figure with its dates, but for one that it shares
        with a figure between: "320 in Ghent and 150 in Lyon last year"."""
        found = []
        for number, figure in enumerate(self.figures):
            members = [figure]
            for date in self._ways[0].dates[number] if self._ways else ():
                between = range(min(figure, date) + 1, max(figure, date))
                if not any(self.items[n].is_figure for n in between):
                    members.append(date)
            places = [self.items[n].place for n in members]
            found.append((min(p.start for p in places), max(p.stop for p in places)))
        return found

    def _cut(self, first: int, last: int) -> int:
        """The word before which one part ends and the next begins."""
        best, most = max(first, 1), 0.0
        for at in range(max(first, 1), max(last, first) + 1):
            if at >= len(self.parsed.words):
                break
            strength = self._strength(at)
            if strength > most:
                best, most = at, strength
        return best

    def _strength(self, at: int) -> float:
        words, text = self.parsed.words, self.parsed.text
        gap = text[words[at - 1].end : words[at].start]
        folded = words[at].folded
        if ";" in gap:
            return 5.0
        if folded in _CONTRAST:
            return 4.0
        if folded in _COMPARES or (folded in ("up", "down") and self._folded(at + 1) == "from"):
            return 3.5
        if folded in _AND_WORDS:
            return 2.5
        if "," in gap or "(" in gap:
            return 2.0
        return 1.5 if folded in ("to", "from") else 0.0

    def _folded(self, at: int) -> str:
        words = self.parsed.words
        return words[at].folded if at < len(words) else ""

    def _pieces(self, start: int, stop: int) -> list[range]:
        """A stretch of words, cut before what is set against it: "…, while the others fell"."""
        cuts = [start]
        cuts += [at for at in range(start + 1, stop - 1) if self._strength(at) >= 4.0]
        return [range(a, b) for a, b in zip(cuts, [*cuts[1:], stop], strict=True)]
