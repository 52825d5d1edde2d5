"""One sentence, of a claim or of a page, read as far as any rule asks and no further."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from citecheck.matching.extract import Facts, polarity
from citecheck.matching.grammar import governors
from citecheck.matching.text.tables import Row
from citecheck.matching.text.tokens import Token


class Parsed:
    """A sentence with its facts; how it is built and who does what is read once, when a rule first
    asks. `text` is the whole text in which its words stand, `row` the row of a table that it is."""

    def __init__(self, text: str, words: Sequence[Token], facts: Facts, row: Row | None = None):
        self.text = text
        self.words = words
        self.facts = facts
        self.row = row

    @functools.cached_property
    def folded(self) -> frozenset[str]:
        """The words, folded."""
        return frozenset([word.folded for word in self.words])

    @functools.cached_property
    def stems(self) -> frozenset[str]:
        """The words' stems."""
        return frozenset([word.stem for word in self.words])

    @functools.cached_property
    def deniers(self) -> Sequence[int]:
        """The numbers of the words that may deny another."""
        return polarity.deniers(self.words)

    def negated(self, index: int, language: str) -> bool:
        """Whether a word is denied."""
        known = self.deniers
        return bool(known) and polarity.negated(self.words, index, language, known)

    @functools.cached_property
    def may_turn(self) -> bool:
        """Whether any word might turn the sense of another."""
        return governors.may_turn(self.folded, self.stems)
