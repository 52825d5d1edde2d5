"""Reads the preposition before a name, and which word the two belong to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.extract.date import is_calendar_word
from citecheck.matching.grammar.syntax import ARTICLES, PREPOSITIONS
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_NOUN_PHRASE = data.count("checks.prepositions.noun_phrase")


class Governed(NamedTuple):
    """The preposition before a name, and the number of the word that both belong to: "in" and
    "published" in "published on Monday in the journal BMJ"."""

    preposition: str
    governor: int

    @classmethod
    def of(cls, words: Sequence[Token], name: range) -> Governed | None:
        """Read it for a name; None if there is none."""
        if name.stop < len(words) and words[name.stop].folded == "based":
            return cls("in", name.stop)  # "Bern-based" is based in Bern
        at = name.start - 1
        while at >= 0 and name.start - at <= _NOUN_PHRASE and words[at].folded not in PREPOSITIONS:
            if not words[at].content and words[at].folded not in ARTICLES:
                return None
            at -= 1
        if at < 1 or words[at].folded not in PREPOSITIONS or _parted(words, at, name.start):
            return None
        governor = at - 1
        while governor >= 0 and _is_passed_over(words[governor]):
            governor -= 1
        if governor < 0 or not words[governor].content or _parted(words, governor, at):
            return None
        return cls(words[at].folded, governor)


def governs_both(pair: Pair, mine: range, theirs: range) -> bool:
    """Whether a name of the claim and one of the sentence stand behind the same preposition of
    counterparts; a name that only describes a noun, "the Spanish capital", stands behind none."""
    one, other = Governed.of(pair.claim, mine), Governed.of(pair.sentence, theirs)
    if one is None or other is None or one.preposition != other.preposition:
        return False
    return pair.other[one.governor] == other.governor and not _describes(pair.sentence, theirs)


def _describes(words: Sequence[Token], name: range) -> bool:
    if name.stop == len(words):
        return False
    word = words[name.stop]
    joined = word.start - words[name.stop - 1].end == 1
    return joined and not word.capital and lexicon.entry(word.stem).kind == "n"


def _is_passed_over(word: Token) -> bool:
    """Whether a word tells when, or is a name: "reached Bern on Monday via Basle"."""
    if is_calendar_word(word.folded) or word.digit or word.folded == "on":
        return True
    return word.capital or word.folded in ARTICLES


def _parted(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether a sign parts any of some words."""
    return any(b.start - a.end > 1 for a, b in itertools.pairwise(words[first : last + 1]))
