"""One sentence, of a claim or of a page, read as far as any rule asks and no further."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from citecheck.matching.extract import Facts, polarity
from citecheck.matching.extract.periods import named_by_another
from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.grammar import governors
from citecheck.matching.grammar.clauses import Clauses
from citecheck.matching.grammar.signs import Signs
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.text.tables import Row
from citecheck.matching.text.tokens import Token

_CLOSES = re.compile(
    r"[”»;]|\"(?=\s)|,\s(?:when|where|while|whereas|but|although|though|because|since|who|which)\b"
)


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
        known = [n for n in self.deniers if not self._is_closed(n, index)]
        return bool(self.deniers) and polarity.negated(self.words, index, language, known)

    def _is_closed(self, denier: int, index: int) -> bool:
        """Whether a quotation or a clause ends between a denial and a word: "He was never there,"
        she said; "it did not breed, when fewer hatched"."""
        between = self.text[self.words[denier].end : self.words[index].start]
        return denier < index and _CLOSES.search(between) is not None

    @functools.cached_property
    def wording(self) -> Wording:
        """Which words are verbs, which deny; in English."""
        return Wording(self.text, self.words)

    @functools.cached_property
    def clauses(self) -> Clauses:
        """Its clauses; in English."""
        return Clauses(self.text, self.words)

    @functools.cached_property
    def signs(self) -> Signs:
        """What governs each of its words; in English."""
        return Signs(self.text, self.words)

    @functools.cached_property
    def dates(self) -> list[Fact]:
        """Its dates, those too that it names by another: "opened in 1902 and closed ten years
        later"."""
        named = self.facts.of(FactKind.DATE)
        later = named_by_another(self.text, self.words, named) if named else []
        return sorted([*named, *later], key=lambda fact: fact.start)

    @functools.cached_property
    def may_turn(self) -> bool:
        """Whether any word might turn the sense of another."""
        return governors.may_turn(self.folded, self.stems)
