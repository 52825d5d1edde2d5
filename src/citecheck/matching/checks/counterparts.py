"""Whether two parts of a sentence, each with a figure of its own, have two words in one place."""

from __future__ import annotations

from citecheck.matching import data
from citecheck.matching.grammar.items import Part
from citecheck.matching.grammar.syntax import DETERMINERS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_PREPOSITIONS = data.words("checks.counterparts.prepositions")
_OPENS = "opens"  # the role of the first word of a part
_STANDS_IN = data.words("checks.counterparts.stands_in")


def is_counterpart(
    place: int,
    other: Part,
    own: Part,
    taken: frozenset[int],
    candidate: Candidate,
    dated: bool,
) -> bool:
    """Whether a figure's part has another word in the place that a word has in another part."""
    words = candidate.pair.sentence
    word = words[place]
    mine = _role(place, other, candidate)
    for at in own.words:
        one = words[at]
        if at in taken or not one.content or one.digit or one.stem == word.stem:
            continue
        alike = one.capital and word.capital and other.figure is not None
        if not alike and _kind(one.stem, one.capital, at) != _kind(word.stem, word.capital, place):
            continue
        if one.folded in _STANDS_IN:
            continue
        common = mine & _role(at, own, candidate)
        if common - {_OPENS} or (common and not dated):
            return True
    return False


def _kind(stem: str, capital: bool, place: int) -> str:
    kind = lexicon.entry(stem).kind
    if capital and (place > 0 or not kind):
        return "name"
    return "n" if kind in ("n", "a", "") else kind


def _is_adverb(word: Token) -> bool:
    return word.folded.endswith("ly")


def _role(place: int, part: Part, candidate: Candidate) -> set[str]:
    """What tells the place of a word in its part: the preposition before it and what that belongs
    to, the noun after it, that it opens the part."""
    words = candidate.pair.sentence
    roles: set[str] = set()
    before = place - 1
    while before >= part.words.start and words[before].folded in DETERMINERS:
        before -= 1
    if before >= part.words.start and words[before].folded in _PREPOSITIONS:
        governor = words[before - 1] if before > part.words.start else None
        near = words[max(part.words.start, before - 3) : before]
        figure = any(word.digit for word in near)
        roles.add(f"{words[before].folded} {'#' if figure or not governor else governor.stem}")
    following = words[place + 1] if place + 1 < part.words.stop else None
    if following is not None and following.content and not following.digit:
        roles.add("before " + following.stem)
    telling = (n for n in part.words if words[n].content and not words[n].digit)
    first = next((n for n in telling if (n and words[n].capital) or not _is_adverb(words[n])), -1)
    kind = lexicon.entry(words[place].stem).kind
    if first == place and (kind in ("n", "") or words[place].capital):
        roles.add(_OPENS)
    return roles
