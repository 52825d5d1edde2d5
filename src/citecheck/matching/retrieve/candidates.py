"""A sentence beside a claim."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from citecheck.matching.extract.values import Fact, FactKind
from citecheck.matching.grammar.clauses import PRONOMINAL, Clause
from citecheck.matching.grammar.excepted import takes_out
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.slots import Pair


class Candidate(NamedTuple):
    """A sentence that may carry the claim: its words beside the claim's, the claim and the sentence
    as far as they were read; the page's stems, language and words that are names."""

    pair: Pair
    claim: Parsed
    sentence: Parsed
    page: Container[str] = ()
    language: str = "en"
    proper: Container[str] = ()

    @property
    def text(self) -> str:
        """The page's text, in which the sentence's facts have their places."""
        return self.sentence.text

    def figures(self, kind: FactKind) -> list[Fact]:
        """… quantities or dates, those too that the sentence names by another."""
        return self.sentence.dates if kind is FactKind.DATE else self.of(kind)

    @property
    def takes_out(self) -> bool:
        """Whether the sentence takes out of what it affirms a thing that the claim is about."""
        if self.language != "en" or len(self.pair.sentence) > MOST_WORDS:
            return False
        told = zip(self.pair.claim, self.pair.everywhere(), strict=True)
        places = [here for word, here in told if word.content and not word.digit]
        return takes_out(self.sentence.wording, places)

    def is_of_another(self, denial: int) -> bool:
        """Whether a word that denies stands in a clause whose subject the claim lacks, and the
        claim's own subject opens another clause: "the roof did not leak; the cellar did"."""
        if self.language != "en" or len(self.pair.sentence) > MOST_WORDS:
            return False
        every, taken = self.sentence.clauses.every, self.pair.taken
        home = next((c for c in every if denial in c.words), None)
        some = [c for c in every if c is not home and self._is_of_some(c)]
        if any(map(self._says_more, some)):
            return True  # "none has left, although some have threatened to"
        if home is None or not home.named or not home.named.isdisjoint(taken):
            return False
        return any(
            c.named and c.named <= taken and (self._says_more(c) or c.is_ellipsis)
            for c in every
            if c is not home
        )

    def _is_of_some(self, clause: Clause) -> bool:
        """Whether the subject of a clause is a quantifier alone, which the claim has."""
        words = [self.pair.sentence[n].folded for n in clause.named]
        return bool(words) and PRONOMINAL.issuperset(words) and self.claim.folded.issuperset(words)

    def _says_more(self, clause: Clause) -> bool:
        told = [n for n in clause.words & self.pair.taken if self.pair.sentence[n].content]
        return len(told) > sum(self.pair.sentence[n].content for n in clause.named)

    def of(self, kind: FactKind) -> list[Fact]:
        """The sentence's facts of one kind."""
        return self.sentence.facts.of(kind)


def is_denied(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether one of two values is denied: "not the first" and "the second" agree."""
    language = candidate.language
    mine_denied = candidate.claim.negated(mine.start, language)
    return mine_denied != candidate.sentence.negated(theirs.start, language)
