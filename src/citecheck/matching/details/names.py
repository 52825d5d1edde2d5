"""Finds the words of a claim that are part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching.tokens import Token

_TITLES = frozenset(
    "mr mrs ms dr prof president prince princess king queen sir lord lady senator governor mayor"
    " judge justice gen col sgt capt".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december jan feb mar apr jun jul aug sep sept oct nov"
    " dec".split()
)


def name_words(tokens: Sequence[Token], language: str = "en") -> list[int]:
    """The numbers of the words that belong to names.

    A capital letter tells, except at the start of a sentence, where the next word must have one
    too, and in German, where all nouns have one.
    """
    if language == "de":
        return []
    found: list[int] = []
    for number, token in enumerate(tokens):
        if not token.capital or not token.content or not token.folded[:1].isalpha():
            continue
        if token.folded in _CALENDAR:
            continue
        followed = number + 1 < len(tokens) and tokens[number + 1].capital
        if number == 0 and not followed and token.folded not in _TITLES:
            continue
        found.append(number)
    return found


def is_title(token: Token) -> bool:
    """Tell whether a word is a title before a name, which a source may leave out."""
    return token.folded in _TITLES
