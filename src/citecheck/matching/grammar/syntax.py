"""How an English sentence is likely built: its verbs, its subjects, the signs between its words.

No parser: endings, the lexicon and the signs between words tell; what they do not tell is no verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.text import lexicon
from citecheck.matching.text.irregular import BASES
from citecheck.matching.text.tokens import Token

BE = frozenset("is are was were be been being".split())
AUXILIARY = BE | frozenset(
    "has have had do does did will would can could may might must shall should".split()
)
ARTICLES = frozenset("a an the its his her their our my your this that these those".split())
PREPOSITIONS = frozenset(
    "of in on at to for from with by into onto over under about after before during between through"
    " within without against among across near since until upon via per than like as despite amid"
    " toward towards alongside behind beyond around outside inside unlike including".split()
)
SUBORDINATE = frozenset(
    "while whereas although though because after before when if since until unless once as"
    " but".split()
)
SUBJECTS = frozenset("he she they it we i you who".split())
PARTICLES = frozenset("out up off down back away over".split())
_BASE_PAST = frozenset("read put set hit let shut cost hurt quit beat split spread cast".split())
_STRONG = frozenset(".!?;:…\n")
_DASHES = (" - ", " – ", " — ", "—", " -- ")
_ABBREVIATION = 4  # letters of an abbreviation with a full stop inside a sentence
_SUBJECT = 7  # words from the first of a subject among which is its verb


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
        if folded.endswith("ed") and len(folded) > 4:
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
