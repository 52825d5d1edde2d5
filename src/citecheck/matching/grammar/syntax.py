"""How an English sentence is likely built: its verbs, its subjects, the signs between its words.

No parser: endings, the lexicon and the signs between words tell; what they do not tell is no verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from citecheck.matching import data
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.text import lexicon
from citecheck.matching.text.irregular import BASES
from citecheck.matching.text.tokens import Token

BE = data.words("grammar.syntax.be")
AUXILIARY = BE | data.words("grammar.syntax.auxiliary")
ARTICLES = data.words("grammar.syntax.articles")
DETERMINERS = data.words("grammar.syntax.determiners")
PREPOSITIONS = data.words("grammar.syntax.prepositions")
SUBORDINATE = data.words("grammar.syntax.subordinate")
SUBJECTS = data.words("grammar.syntax.subjects")
PARTICLES = data.words("grammar.syntax.particles")
_BASE_PAST = data.words("grammar.syntax.base_past")
_STRONG = frozenset(".!?;:…\n")
_DASHES = (" - ", " – ", " — ", "—", " -- ")
_ABBREVIATION = data.count("grammar.syntax.abbreviation")
_SHORT = data.count("grammar.syntax.short")
_SUBJECT = data.count("grammar.syntax.subject")


class Syntax:
    """One sentence: its words, and the sign before each (`marks`)."""

    def __init__(self, text: str, words: Sequence[Token]):
        self.words = words
        self._folded = [word.folded for word in words]
        self.marks = [";"] if words else []
        for before, word in pairwise(words):
            gap = text[before.end : word.start]
            self.marks.append("" if gap == " " else _mark(gap, before))
        self.marks.append(";")

    def _at(self, index: int) -> str:
        """A word folded; "" outside the sentence."""
        return self._folded[index] if 0 <= index < len(self._folded) else ""

    def is_verb(self, index: int) -> bool:
        """Whether a word is likely a finite verb, or a participle."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        folded = word.folded
        if folded in AUXILIARY:
            return True
        if word.capital or index == 0:
            return False
        if folded in SAYING:
            return True
        if self.marks[index] == "" and self._at(index - 1) in ARTICLES:
            return False
        if folded in _BASE_PAST:
            return True
        if folded in BASES:
            return lexicon.entry(word.stem).kind == "v"
        helped = self._at(index - 1) in AUXILIARY  # "has sued", against "a seed"
        if folded.endswith("ed") and len(folded) > (_SHORT if helped else _SHORT + 1):
            return True
        if not folded.endswith("s") or folded.endswith("ss"):
            return False
        kind = lexicon.entry(word.stem).kind
        if kind == "v" or (kind and self._at(index - 1) in ("who", "which")):
            return True
        # "Apple plans to", against "Apple plans are".
        return kind == "n" and (
            self._at(index + 1) in ARTICLES or self._at(index + 1) in ("to", "that")
        )

    def has_subject(self, at: int) -> bool:
        """Whether a new subject with its verb begins at a word."""
        if at >= len(self.words):
            return False
        if self._at(at) in SUBJECTS:
            return True
        if self.is_verb(at) or self._at(at) in PREPOSITIONS:
            return False
        for index in range(at + 1, min(len(self.words), at + _SUBJECT)):
            if self.marks[index] in (";", ",", "("):
                return False
            if self.is_verb(index):
                return True
        return False


def _mark(gap: str, before: Token) -> str:
    """What parts a word from the one before it, as one sign; "" for a space."""
    if gap in ("-", "‑"):
        return "-"
    if "(" in gap or "[" in gap:
        return "("
    if ")" in gap or "]" in gap:
        return ")"
    if gap.startswith(".") and len(before.folded) <= _ABBREVIATION and gap.strip() == ".":
        return ""
    if any(c in _STRONG for c in gap) or any(dash in gap for dash in _DASHES):
        return ";"
    if "," in gap:
        return ","
    if any(c in gap for c in '"“”„«»'):
        return '"'
    return ""
