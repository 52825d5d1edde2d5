"""Statements with two sides that cannot be exchanged, and where the sides of one stand in an
English sentence."""

from __future__ import annotations

from typing import NamedTuple

from citecheck.matching.extract import polarity
from citecheck.matching.grammar.syntax import (
    ARTICLES,
    AUXILIARY,
    BE,
    PREPOSITIONS,
    SUBJECTS,
    Group,
    Syntax,
)
from citecheck.matching.text import lexicon

NUMBERS = frozenset(
    "one two three four five six seven eight nine ten twelve twenty thirty fifty hundred"
    " thousand million".split()
)
MULTIPLES = {
    **dict.fromkeys("twice double triple times".split(), 1),
    **dict.fromkeys("half third quarter fraction".split(), -1),
}
"""Words that multiply, and whether the result is more or less."""
_PARTING = frozenset("but while whereas although though because".split())
_THOUGHT = AUXILIARY - frozenset(("has", "have", "had"))
_DONE = frozenset("beaten overtaken".split())  # which without "has" are passive
_AGENT = 13  # words after a passive in which its "by" stands


class Ordered(NamedTuple):
    """A statement that `first` has more of something than `second`, or comes later, or wins.

    The sides are the numbers of their content words; `at` is the word that orders them; `counted`
    are the stems of what there is more of.
    """

    scale: str
    first: frozenset[int]
    second: frozenset[int]
    at: int
    counted: frozenset[str] = frozenset()


class Clauses:
    """One sentence, cut into what stands on either side of a word."""

    def __init__(self, syntax: Syntax):
        self.sent = syntax
        self.words = syntax.words
        self.last = len(syntax.words)
        self.groups = syntax.groups()
        self.all_names = [
            Group((number,), place.start, place.stop)
            for number, place in enumerate(syntax.places)
            if len(place)
        ]

    def content(self, span: range) -> frozenset[int]:
        """The words that say something of their own."""
        return frozenset(n for n in span if self.sent.tells(n))

    def things(self, span: range) -> frozenset[int]:
        """The words of a side of a comparison, without its verb and the numbers that say by how
        much it is more."""
        return frozenset(
            n
            for n in self.content(span)
            if self.sent.name_at[n] >= 0
            or not (
                self.sent.is_verb(n)
                or self.sent.folded(n) in MULTIPLES
                or self.sent.folded(n) in NUMBERS
                or self.sent.folded(n)[:1].isdigit()
            )
        )

    def left(self, at: int) -> range:
        """The words of the clause before one; of what stands between dashes before a verb the
        words before that."""
        first = self.clause(at)
        if first > 0 and not any(self._is_thing(n) for n in range(first, at)):
            opening = first - 1
            while opening > 0 and self.sent.marks[opening] != ";":
                opening -= 1
            if opening > 0:
                return range(self.clause(opening), opening)
        return range(first, at)

    def clause(self, at: int) -> int:
        """Where the clause begins that ends before a word; that of "which" begins with what
        "which" stands for."""
        first = at
        while first > 0 and not (first < at and self.sent.marks[first] in (";", '"')):
            word = self.sent.folded(first - 1)
            if word in _PARTING or (word == "and" and self.sent.has_subject(first)):
                break
            if word in ("which", "who") and self.sent.marks[first - 1] == ",":
                first -= 1
                stop = first
                while first > 0 and not (first < stop and self.sent.marks[first]):
                    first -= 1
                break
            first -= 1
        return first

    def _is_thing(self, index: int) -> bool:
        word = self.words[index]
        return self.sent.name_at[index] >= 0 or (
            word.content
            and not self.sent.is_verb(index)
            and lexicon.entry(word.stem).kind not in ("r", "a")
        )

    def right(self, at: int) -> range:
        """The words from one on to the end of their clause."""
        stop, verb = at, False
        while stop < self.last:
            mark = self.sent.marks[stop]
            if stop > at and (mark in (";", '"') or (mark == "," and self._is_over(stop, verb))):
                break
            if stop > at + 1 and self.sent.folded(stop) in _PARTING:
                break
            verb = verb or self.sent.is_verb(stop)
            stop += 1
        return range(at, stop)

    def _is_over(self, stop: int, verb: bool) -> bool:
        return verb or self.sent.folded(stop) in ("and", "which", "who", "or", "after", "before")

    def denied(self, at: int) -> bool:
        """Whether a word is denied."""
        return polarity.negated(self.words, at, "en")

    def named(self, span: range, at: int) -> frozenset[int]:
        """The names that stand nearest to the verb on its side, the subject first."""
        rows = [g for g in self.groups if span.start <= g.start and g.stop <= span.stop]
        if not rows:
            rows = [g for g in self.all_names if span.start <= g.start and g.stop <= span.stop]
        if span.start >= at:
            rows = rows[:1]
        elif self.sent.folded(at - 1) in SUBJECTS:
            rows = [g for g in self.groups if g.stop <= at][:1]  # whom "they" likely stands for
        else:
            rows = self._before_aside(rows, at) or rows
            subjects = [
                g
                for g in rows
                if self.sent.folded(self._opening(g)) not in PREPOSITIONS
                and not self.sent.is_verb(self._opening(g))
            ]
            rows = (subjects or rows)[-1:]
        return self.content(range(rows[0].start, rows[0].stop)) if rows else frozenset()

    def _before_aside(self, rows: list[Group], at: int) -> list[Group]:
        """The names before what stands between commas before a verb: "Lee, who …, beat"."""
        if self.sent.marks[at] != ",":
            return []
        aside = at - 1
        while aside > 0 and self.sent.marks[aside] != ",":
            aside -= 1
        return [g for g in rows if g.stop <= aside]

    def _opening(self, group: Group) -> int:
        """The word before a row of names and its article."""
        before = group.start - 1
        return before - 1 if self.sent.folded(before) in ARTICLES else before

    def subject_and_object(self, at: int) -> tuple[range, range] | None:
        """The words on the subject's and on the object's side of a verb, turned round in the
        passive; None for a verb that is denied or only thought of."""
        if self.denied(at):
            return None
        near = [self.sent.folded(n) for n in range(max(0, at - 3), at)]
        done = self.sent.folded(at) in _DONE and not {"has", "have", "had"} & {*near}
        done = done or self.sent.folded(at + 1) == "by"
        if not (done or any(word in BE for word in near)):
            if at == 0 or self.sent.folded(at - 1) in _THOUGHT:
                return None
            return self.left(at), self.right(at + 1)
        for n in range(at + 1, min(self.last, at + _AGENT)):
            if self.sent.marks[n] in (";", '"'):
                break
            if self.sent.folded(n) in ("by", "against"):
                return self.right(n + 1), self.left(at)
        return None
