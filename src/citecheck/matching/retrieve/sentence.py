"""One sentence of a page made ready for matching."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.text.tokens import Form, Token, tokenise
from citecheck.model import Passage


@dataclass(slots=True)
class Sentence:
    """One sentence of a page: its span in the page's text, its passage, its words; `sequence` are
    their stems in order.

    Of most sentences no claim asks where each word stands, so that `tokens` are made when first
    asked for.
    """

    start: int
    end: int
    passage: Passage
    number: int
    language: str
    forms: list[Form]
    sequence: list[str]
    stems: frozenset[str]
    parsed: Parsed | None = None
    _tokens: list[Token] | None = None

    @property
    def tokens(self) -> list[Token]:
        """The words with their places in the page's text."""
        if self._tokens is None:
            first = self.passage.start
            own = self.passage.text[self.start - first : self.end - first]
            self._tokens = tokenise(own, self.language, self.start, self.forms)
        return self._tokens
