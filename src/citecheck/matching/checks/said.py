"""The predicates of a sentence and of a claim: what each says, and whether it is said or denied."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

from citecheck.matching import data
from citecheck.matching.checks.finding import Span
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.grammar import governors, predicates
from citecheck.matching.grammar.predicates import Predicate
from citecheck.matching.grammar.signs import Signs
from citecheck.matching.grammar.syntax import ARTICLES, BE
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

CLAUSE_WORDS = data.count("checks.said.clause_words")
_PHRASE = data.count("checks.said.phrase")
_LOOSE = governors.FOCUS | governors.PHASES | governors.HARDLY
_TIMES = data.words("checks.said.times")


class Said(Signs):
    """A sentence with its predicates: what each word says by the table of predicates."""

    def __init__(self, text: str, words: Sequence[Token], but: Collection[int] = ()):
        super().__init__(text, words)
        self.text = text
        self._but = but

    @functools.cached_property
    def predicates(self) -> dict[int, list[Predicate]]:
        """What the words say by the table, by their numbers."""
        return {
            n: found
            for n, word in enumerate(self.words)
            if word.stem in predicates.OPENING
            and n not in self._but
            and (found := self._predicates(n))
        }

    def _predicates(self, index: int) -> list[Predicate]:
        """What a word says by the table, if it is used as the table has it."""
        found = predicates.at(self.words, index)
        stem = self.stem(index)
        if found and stem not in predicates.NOUNS and lexicon.entry(stem).kind in ("n", "v"):
            return found if self.is_verbal(index) else []
        return found

    def is_attribute(self, index: int) -> bool:
        """Whether an adjective stands before its noun: "compatible phones"."""
        after = index + 1
        return (
            lexicon.entry(self.stem(index)).kind == "a"
            and after < len(self.words)
            and self.syntax.marks[after] in ("", "-")
            and self.words[after].content
            and lexicon.entry(self.stem(after)).kind != "r"
        )

    def group(self, index: int) -> set[int]:
        """A predicate's words: those of its phrase, and those that make its sign."""
        own = {index, *self.of(index).operators}
        return own | {n for p in self.predicates.get(index, ()) for n in p.words}

    def may_turn(self, index: int) -> bool:
        """Whether a word might turn the sense of another, even in ways that are not followed."""
        if self.turns(index):
            return True
        if self.folded(index) in governors.HARDLY and self.folded(index - 1) not in ARTICLES:
            return True
        word = self.words[index]
        if not word.content or word.capital:
            return False
        return predicates.may_deny(word.folded, word.stem) or any(
            p.side < 0 for p in self.predicates.get(index, ())
        )

    def shown(self, index: int) -> Span:
        """A predicate with the words that make its sign."""
        near = [n for n in self.of(index).operators if abs(n - index) <= CLAUSE_WORDS]
        first, last = min((index, *near)), max((index, *near))
        last = min(len(self.words) - 1, last + 1)
        return Span.of(self.text, self.words[first].start, self.words[last].end)


class Claim(Said):
    """A claim: its words' stems, names left out, and the stems that may open an opposite."""

    def __init__(self, text: str, candidate: Candidate, quoted: Collection[int] = ()):
        # What stands next to a quotation tells that someone says it.
        beside = {n for word in quoted for n in (word - 1, word, word + 1)}
        named = {n for name in candidate.pair.names for n in name} | beside
        super().__init__(text, candidate.pair.claim, named)
        free = [n for n in range(len(self.words)) if n not in named]
        self.stems = frozenset([self.words[n].stem for n in free])
        self.opposites = predicates.opposites(self.predicates.values())
        denying = [stem for stem in self.stems if stem.startswith(predicates.PREFIXES)]
        self.opposites |= {rest for stem in denying if (rest := predicates.prefixed(stem))}
        self._free = free

    @functools.cached_property
    def indices(self) -> list[int]:
        """The words whose signs are compared."""
        return [
            n
            for n in self._free
            if (n in self.predicates or (self._is_predicate(n) and n not in self._governing(n)))
            and not self._is_said_both_ways(n)
        ]

    def _governing(self, index: int) -> Collection[int]:
        """The words that make the signs of others; none where one word cannot."""
        return self._operators if self.may_govern(index) else ()

    @functools.cached_property
    def _operators(self) -> frozenset[int]:
        return frozenset().union(*(self.of(n).operators for n in self._free))

    def _is_predicate(self, index: int) -> bool:
        """Whether a word is a verb, or a noun or adjective that is denied."""
        word = self.words[index]
        if not word.content or word.folded[:1].isdigit() or word.folded.endswith("ly"):
            return False
        if self.is_verbal(index):
            return word.folded not in SAYING  # who says it is not what is said
        kind = lexicon.entry(word.stem).kind
        if kind not in ("n", "a") or word.folded in _LOOSE or word.folded in _TIMES:
            return False
        return self.value(index) < 0 or (kind == "n" and self._is_said_to_be(index))

    def _is_said_to_be(self, index: int) -> bool:
        """Whether a noun is what something is or has: "was a folk hero", "had two sons"."""
        for at in range(index - 1, max(-1, index - _PHRASE), -1):
            if self.syntax.marks[at + 1] not in ("", "-"):
                return False
            if self.folded(at) in BE or self.stem(at) in governors.LIGHT_VERBS:
                return True
            if self.folded(at) not in ARTICLES and (
                not self.words[at].content or self.is_verbal(at)
            ):
                return False
        return False

    @functools.cached_property
    def reported(self) -> frozenset[int]:
        """The words that only tell who says the claim, before "said that" or at its end."""
        last = len(self.words) - 1
        if any(self.folded(n) in SAYING for n in (last, last - 1)):
            start = self._comma_before(last)
            return frozenset(range(start, last + 1)) if start > 0 else frozenset()
        for at in range(min(_PHRASE + 2, last)):
            if self.folded(at) in SAYING and self.folded(at + 1) == "that":
                return frozenset(range(at + 2))
        return frozenset()

    def _comma_before(self, index: int) -> int:
        for at in range(index, max(0, index - CLAUSE_WORDS), -1):
            if self.syntax.marks[at] in (",", '"'):
                return at
        return 0

    def _is_said_both_ways(self, index: int) -> bool:
        """Whether the claim has a word twice, denied and not."""
        if self.is_plain:
            return False
        stem = self.words[index].stem
        again = [n for n, word in enumerate(self.words) if word.stem == stem and n != index]
        return any(self.value(n) != self.value(index) for n in again)
