"""The words of an English sentence: which are verbs, which deny, how far a clause goes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise

from citecheck.matching import data
from citecheck.matching.grammar import governors
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, BE, SUBORDINATE, Syntax
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

MOST_WORDS = data.count("grammar.wording.most_words")
_ADJUNCT = data.count("grammar.wording.adjunct")
_NOMINAL = tuple(data.text("grammar.wording.nominal").split())
_OPENING = data.words("grammar.wording.opening")
ORDINALS = data.words("grammar.wording.ordinals")
_PARTING = data.words("grammar.wording.parting")


class Wording:
    """The words of one sentence. `asks` tells that it is a question."""

    def __init__(self, text: str, words: Sequence[Token]):
        self.words = words
        self._folded = [word.folded for word in words]
        self._whole = text
        last = words[-1].end if words else 0
        self.asks = text[last : last + 3].lstrip("\"'”’)").startswith("?")

    @functools.cached_property
    def syntax(self) -> Syntax:
        """How the sentence is built; of many none asks."""
        return Syntax(self._whole, self.words)

    def gives_others(self, claim: Sequence[Token]) -> bool:
        """Whether the sentence is the word of critics or the like, of whom a claim says nothing."""
        here = {word.folded for word in self.words} & governors.OTHERS
        return bool(here) and bool(here - {word.folded for word in claim})

    def folded(self, index: int) -> str:
        """A word folded; "" outside the sentence."""
        return self._folded[index] if 0 <= index < len(self._folded) else ""

    def stem(self, index: int) -> str:
        """A word's stem; "" outside the sentence."""
        return self.words[index].stem if 0 <= index < len(self.words) else ""

    def denies(self, index: int) -> bool:
        """Whether a word is a negation that denies what follows or stands around it."""
        folded = self.folded(index)
        if folded not in governors.NEGATIONS and not folded.endswith("n't"):
            return False
        following = self.folded(index + 1)
        if folded == "zero" and self.folded(index - 1) in ("below", "above", "under", "sub"):
            return False  # a temperature
        if following == "to" and self.folded(index + 2) == "mention":
            return False
        if following in governors.DENIES_NOTHING and not (
            folded == "no" and following in ("other",) and self.folded(index + 2) != "than"
        ):
            # "No more than three", against "no more money".
            return following in ("more", "less", "fewer") and "than" not in (
                self.folded(index + 2),
                self.folded(index + 3),
            )
        if folded == "no" and self.words[index].capital and following[:1].isdigit():
            return False
        return not (folded == "not" and self.folded(index - 1) in ("if", "or", "whether"))

    def is_verbal(self, index: int) -> bool:
        """Whether a word is likely a verb, in whatever form."""
        if self.folded(index).endswith(_NOMINAL):
            return False
        if self.syntax.is_verb(index):
            return True
        if not 0 <= index < len(self.words) or self.words[index].capital:
            return False
        before = self.folded(index - 1)
        if before in ARTICLES or self.syntax.marks[index] == "-":
            return False
        if self.folded(index - 2) in ARTICLES and self._qualifies(index - 1):
            return self.folded(index).endswith(("ing", "ed"))  # "her first win"
        helped = before in AUXILIARY and before not in BE
        if before in ("to", "not", "never") or helped or before.endswith("n't"):
            return lexicon.entry(self.stem(index)).kind in ("v", "n")
        return lexicon.entry(self.stem(index)).kind == "v" or (
            self.folded(index).endswith("ing") and self.words[index].content
        )

    def _qualifies(self, index: int) -> bool:
        """Whether a word can stand between an article and its noun only."""
        if self.folded(index) in ORDINALS:
            return True
        return lexicon.entry(self.stem(index)).kind == "a"

    def turns(self, index: int) -> bool:
        """Whether a word turns the sense of something, of whatever."""
        if self.denies(index):
            return True
        stem = self.stem(index)
        if stem in governors.TURNS:
            return self.folded(index + 1) == "to" or self.folded(index + 2) == "to"
        return stem in governors.WITHOUT_DOING or stem in governors.OF

    def clause(self, index: int) -> range:
        """The words around one that no strong sign and no "but" or "while" parts from it."""
        start, stop = index, index + 1
        marks = self.syntax.marks
        while start > 0 and marks[start] not in (";", "(", ")") and not self._parts(start - 1):
            start -= 1
        while stop < len(self.words) and marks[stop] not in (";", "(", ")"):
            if self._parts(stop):
                break
            stop += 1
        return range(start, stop)

    def near_clause(self, index: int) -> range:
        """The words around one among which a denial might concern it: up to the next comma, "that"
        or "because", and for a finite verb back to the verb before it."""
        start, stop = index, index + 1
        marks = self.syntax.marks
        finite = self.is_verbal(index) and not (
            self.folded(index).endswith("ing") or self.folded(index - 1) == "to"
        )
        while start > 0 and marks[start] in ("", "-") and not self._opens(start - 1):
            verb = self.words[start - 1].content and self.is_verbal(start - 1)
            if finite and start < index and verb:
                break
            start -= 1
        while stop < len(self.words) and marks[stop] in ("", "-") and not self._opens(stop):
            stop += 1
        return range(start, stop)

    def _opens(self, index: int) -> bool:
        folded = self.folded(index)
        return folded in SUBORDINATE or folded in _OPENING

    def _parts(self, index: int) -> bool:
        return self.folded(index) in _PARTING


def is_in_adjunct(words: Sequence[Token], index: int) -> bool:
    """Whether a word stands after "without" or "no other", which deny little of the statement:
    "mice without the gene recovered", "no other lake is deeper"."""
    first = max(0, index - _ADJUNCT)
    before = [word.folded for word in words[first:index]]
    if "without" in before:
        # "Without being seen" denies the seeing.
        since = words[first + before.index("without") + 1 : index + 1]
        return not any(word.folded.endswith("ing") for word in since)
    return ("no", "other") in pairwise(before)
