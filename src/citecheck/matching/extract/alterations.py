"""Tells how a quotation that does not stand word for word was altered."""

from __future__ import annotations

from rapidfuzz import fuzz

from citecheck.matching import data
from citecheck.matching.extract.number_words import NUMBER_WORDS, in_words
from citecheck.matching.text.spelling import ALIKE
from citecheck.matching.text.tokens import Token, tokenise

_SLIGHT = data.words("extract.alterations.slight")  # words that a quotation may lack
_TITLE_WORDS = data.count("extract.alterations.title_words")
_SHORT_WORD = data.count("extract.alterations.short_word")


def is_title(text: str) -> bool:
    """Tell whether what stands between quotation marks is the title of a work: all its longer words
    have a capital, and there are a few."""
    words = tokenise(text)
    if sum(word.capital for word in words) < _TITLE_WORDS:
        return False
    return all(word.capital or len(word.folded) < _SHORT_WORD for word in words)


def is_slight(mine: str, theirs: str) -> bool:
    """Tell whether the difference between two quotations is an article or the like, another form
    or spelling of the same word, or a number in digits."""
    if {*mine.split(), *theirs.split()} <= _SLIGHT:
        return True
    ours, its = tokenise(mine), tokenise(theirs)
    return len(ours) == len(its) > 0 and all(map(_is_variant, ours, its))


def _is_variant(one: Token, other: Token) -> bool:
    digits, words = sorted((one.folded, other.folded))
    if digits.isdigit() and words.isalpha():
        return in_words([words], NUMBER_WORDS["en"]) == int(digits)
    if one.stem == other.stem:
        return True
    longer, shorter = sorted((one.folded, other.folded), key=len, reverse=True)
    # "possible" and "impossible" are spelt alike too.
    prefixed = longer.endswith(shorter)
    return len(shorter) > _SHORT_WORD and not prefixed and fuzz.ratio(longer, shorter) >= ALIKE
