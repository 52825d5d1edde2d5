"""Reads English comparisons: "A is cheaper than B", "twice as much water as", "outnumber"."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.matching.grammar.ordered import MULTIPLES, NUMBERS, Clauses, Ordered
from citecheck.matching.grammar.syntax import PREPOSITIONS
from citecheck.matching.text import lexicon

_AMOUNT, _PRICE = "amount", "price"
# What is more, then what is less of each.
_SCALES = {
    _AMOUNT: "more greater larger bigger higher | fewer less smaller lesser lower",
    _PRICE: "costlier pricier dearer | cheaper",
    "age": "older elder | younger",
    "speed": "faster quicker swifter | slower",
    "length": "longer | shorter",
    "height": "taller | shorter",
    "weight": "heavier | lighter",
    "worth": "better | worse",
    "strength": "stronger tougher | weaker",
    "heat": "hotter warmer | colder cooler chillier",
    "time": "later | earlier sooner",
    "safety": "safer | riskier",
    "distance": "farther further | closer nearer",
    "wealth": "richer wealthier | poorer",
    "width": "wider broader | narrower",
    "depth": "deeper | shallower",
    "difficulty": "harder trickier | easier simpler",
    "light": "brighter | darker dimmer",
    "noise": "louder noisier | quieter",
    "density": "denser thicker | thinner",
}
_ADJECTIVES = {
    "expensive": (_PRICE, 1),
    "costly": (_PRICE, 1),
    "affordable": (_PRICE, -1),
    "dangerous": ("safety", -1),
    "risky": ("safety", -1),
    "safe": ("safety", 1),
    "difficult": ("difficulty", 1),
    "hard": ("difficulty", 1),
    "easy": ("difficulty", -1),
    "powerful": ("strength", 1),
    "wealthy": ("wealth", 1),
    "large": (_AMOUNT, 1),
    "big": (_AMOUNT, 1),
    "high": (_AMOUNT, 1),
    "many": (_AMOUNT, 1),
    "much": (_AMOUNT, 1),
    "small": (_AMOUNT, -1),
    "few": (_AMOUNT, -1),
    "little": (_AMOUNT, -1),
    "low": (_AMOUNT, -1),
    "old": ("age", 1),
    "young": ("age", -1),
    "long": ("length", 1),
    "fast": ("speed", 1),
    "tall": ("height", 1),
    "heavy": ("weight", 1),
    "strong": ("strength", 1),
    "cheap": (_PRICE, -1),
    "good": ("worth", 1),
    "bad": ("worth", -1),
}
_PRICED = frozenset("cost costs costing priced retail retails".split())
_PRICES = frozenset("price prices cost costs fee fees".split())
_ABOVE = frozenset(
    "exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing outnumber outnumbers"
    " outnumbered outsell outsells outsold outperform outperforms outperformed outperforming"
    " outpace outpaces outpaced outpacing outweigh outweighs outweighed outrank outranks outranked"
    " dwarf dwarfs dwarfed overtook overtakes overtaken overtaking eclipse eclipses"
    " eclipsed".split()
)
_BELOW = frozenset(
    "trail trails trailed trailing lag lags lagged lagging underperform underperforms"
    " underperformed underperforming".split()
)
_DEGREES = frozenset(
    "much far even still slightly significantly considerably somewhat little a bit lot way twice"
    " times three four five ten half nearly almost about".split()
)
_NO_SIDE = frozenset(
    "ever expected usual anything anyone before previously thought that half normal average once"
    " necessary needed planned later".split()
)
_REACH = 9  # words between "more" and "than"


def _comparatives() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for scale, line in _SCALES.items():
        for sign, side in zip((1, -1), line.split("|"), strict=True):
            table |= dict.fromkeys(side.split(), (scale, sign))
    return table


_COMPARATIVES = _comparatives()
MARKERS = frozenset(("than", "as", *MULTIPLES, *_ABOVE, *_BELOW))
"""The words that can order two sides."""


def read(clauses: Clauses, at: int) -> Iterator[Ordered]:
    """The comparisons that a word makes."""
    folded = clauses.words[at].folded
    reader = _Reader(clauses)
    if folded == "than":
        yield from reader.than(at)
    elif folded == "as":
        yield from reader.as_much(at)
    elif folded in MULTIPLES:
        yield from reader.multiple(at)
    elif folded in _ABOVE or folded in _BELOW:
        yield from reader.above(at)


class _Reader:
    def __init__(self, clauses: Clauses):
        self.clauses = clauses
        self.sent = clauses.sent
        self.words = clauses.words

    def than(self, than: int) -> Iterator[Ordered]:
        for at in range(than - 1, max(-1, than - _REACH - 1), -1):
            if self.sent.marks[at + 1] in (";", '"', "("):
                return
            folded = self.sent.folded(at)
            if folded not in _COMPARATIVES:
                continue
            scale, sign = _COMPARATIVES[folded]
            first = at + 1
            if folded in ("more", "less") and at + 1 < than:
                adjective = self.words[at + 1]
                if adjective.folded in _ADJECTIVES:
                    scale, own = _ADJECTIVES[adjective.folded]
                    sign, first = sign * own, at + 2
            if not self.clauses.denied(at):
                yield from self._compared(scale, sign, at, range(first, than), than + 1)
            return

    def _compared(
        self, scale: str, sign: int, at: int, between: range, right: int
    ) -> Iterator[Ordered]:
        """The statement with what stands before "more" on one side, and with what is counted."""
        opening = self.sent.folded(right)
        if opening[:1].isdigit() or opening in _NO_SIDE or opening in NUMBERS:
            return
        other = self.clauses.things(self.clauses.right(right))
        if scale == _AMOUNT and (
            any(self.sent.folded(n) in _PRICED for n in range(max(0, at - 4), at))
            or any(self.sent.folded(n) in _PRICES for n in between)
        ):
            scale = _PRICE
        before = self.clauses.things(self.clauses.left(self._verb_before(at)))
        stems = frozenset(self.words[n].stem for n in self.clauses.content(between))
        readings = [(before, stems if scale == _AMOUNT else frozenset[str]())]
        if self._is_owner(right):
            # "Ann's boat costs more than Tom's", his boat
            readings[0] = (frozenset(n for n in before if self.sent.name_at[n] >= 0), stems)
        described = any(lexicon.entry(self.words[n].stem).kind in ("a", "r") for n in between[:1])
        if (scale == _AMOUNT and not described) or not before:
            start = self._parallel(between, opening)
            kinds = range(between.start, start) if start < between.stop else range(0)
            readings.append(
                (
                    self.clauses.content(range(start, between.stop) if len(kinds) else between),
                    frozenset(self.words[n].stem for n in self.clauses.content(kinds)),
                )
            )
        for side, counted in readings:
            first, second = (side, other) if sign > 0 else (other, side)
            yield Ordered(scale, first, second, at, counted)

    def _verb_before(self, at: int) -> int:
        """The verb before "more", which nothing else tells from a noun: "they cost far more"."""
        while at > 0 and self.sent.folded(at - 1) in _DEGREES:
            at -= 1
        return at - 1 if at > 1 and self.sent.name_at[at - 1] < 0 else at

    def _is_owner(self, at: int) -> bool:
        """Whether a side is only an owner."""
        stop = at
        while stop < self.clauses.last and self.sent.name_at[stop] >= 0:
            stop += 1
        word = self.words[min(stop, self.clauses.last) - 1]
        owned = self.sent.text[word.start : word.end].endswith(("'s", "’s"))
        return stop > at and owned and (stop == self.clauses.last or bool(self.sent.marks[stop]))

    def _parallel(self, between: range, opening: str) -> int:
        """Where the words between "more" and "than" begin that stand against those behind: the
        last part that begins as they do, "in Wales than in Scotland"; else their end."""
        if opening in PREPOSITIONS:
            for n in reversed(between):
                if self.sent.folded(n) == opening:
                    return n
        return between.stop

    def as_much(self, at: int) -> Iterator[Ordered]:
        """ "twice as much … as", "not as old as"."""
        before = [self.sent.folded(n) for n in range(max(0, at - 3), at)]
        multiple = next((MULTIPLES[w] for w in reversed(before) if w in MULTIPLES), 0)
        if not multiple and self.clauses.denied(at):
            multiple = -1
        scale, sign = _ADJECTIVES.get(self.sent.folded(at + 1), ("", 1))
        if not multiple or not scale:
            return
        for second in range(at + 2, min(self.clauses.last, at + _REACH)):
            if self.sent.folded(second) == "as":
                yield from self._compared(
                    scale, sign * multiple, at, range(at + 2, second), second + 1
                )
                return

    def multiple(self, at: int) -> Iterator[Ordered]:
        """ "twice the size of", "half the price of"."""
        if self.sent.folded(at + 1) != "the" or self.sent.folded(at + 3) not in ("of", "as"):
            return
        scale = _PRICE if self.sent.folded(at + 2) in _PRICES else _AMOUNT
        yield from self._compared(
            scale, MULTIPLES[self.sent.folded(at)], at, range(at + 3, at + 3), at + 4
        )

    def above(self, at: int) -> Iterator[Ordered]:
        """ "A exceeds B", "B is exceeded by A", "B trails A"."""
        sides = self.clauses.subject_and_object(at)
        if sides is not None and not self.sent.folded(at + 1)[:1].isdigit():
            first, second = map(self.clauses.things, sides)
            if self.sent.folded(at) in _BELOW:
                first, second = second, first
            yield Ordered(_AMOUNT, first, second, at)
