"""Whether two parts of a sentence, each with a figure of its own, have two words in one place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from citecheck.matching import data
from citecheck.matching.extract.units import UNITS
from citecheck.matching.grammar.items import Part
from citecheck.matching.grammar.syntax import BE, DETERMINERS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_PREPOSITIONS = data.words("checks.counterparts.prepositions")
_UNITS = frozenset(UNITS)
_COMPARES = data.words("grammar.bindings.compares")
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
    if place > part.words.start and words[place - 1].folded in BE:
        roles.add("be")
    following = words[place + 1] if place + 1 < part.words.stop else None
    if following is not None and following.content and not following.digit:
        roles.add("before " + following.stem)
    telling = (n for n in part.words if words[n].content and not words[n].digit)
    first = next((n for n in telling if (n and words[n].capital) or not _is_adverb(words[n])), -1)
    kind = lexicon.entry(words[place].stem).kind
    if first == place and (kind in ("n", "") or words[place].capital):
        roles.add(_OPENS)
    return roles


def is_beside_figure(place: int, part: Part, candidate: Candidate) -> bool:
    """Whether a word is the first that a part without a verb says of its figure, or the last before
    it: "at home and 45 percent abroad", "footfall by a third, takings by 20 percent"."""
    if part.figure is None or part.at < 0 or _has_verb(part, candidate):
        return False
    words, text = candidate.pair.sentence, candidate.text
    after = [n for n in part.words if words[n].start >= part.figure.end]
    first = next((n for n in after if words[n].content and words[n].folded not in _UNITS), -1)
    before = [n for n in range(part.words.start, part.at) if words[n].content]
    if before and before[-1] == place and not words[place].digit and not _is_adverb(words[place]):
        return True
    return first == place and "," not in text[part.figure.end : words[place].start]


def leads_elsewhere(own: Part, others: Sequence[int], candidate: Candidate) -> bool:
    """Whether a figure's part, which leaves its verb to the one before, names before its figure a
    thing that the claim lacks, while the claim has a word of that kind, one of `others`: "the white
    costs 9, the red 14"; or sets the figure against that of such a thing: "against an average of
    38"."""
    words = candidate.pair.sentence
    if own.figure is None or not own.words.start or _has_verb(own, candidate):
        return False
    taken = frozenset[int]().union(*candidate.pair.everywhere())
    lead = [n for n in range(own.words.start, own.at) if words[n].content and not words[n].digit]
    lead = [n for n in lead if not _is_adverb(words[n]) and words[n].folded not in _COMPARES]
    if not lead or not taken.isdisjoint(lead) or any(words[n].folded in _STANDS_IN for n in lead):
        return False
    if own.prior and words[own.words.start].folded in _COMPARES:
        return True
    kind = _kind(words[lead[-1]].stem, words[lead[-1]].capital, lead[-1])
    return any(_kind(words[n].stem, words[n].capital, n) == kind for n in others)


def is_other_end(other: Part, own: Part, places: Collection[int]) -> bool:
    """Whether a word stands at the other end of a change: "from 84 before the war to 131 today"."""
    ends = (own.prior and other.reached) or (other.prior and own.reached)
    # What stands before the first figure is said of both.
    return ends and (other.at > own.at or min(places) > other.at)


def _has_verb(part: Part, candidate: Candidate) -> bool:
    sentence = candidate.sentence.wording
    return any(sentence.is_verbal(n) and n != part.words.start for n in part.words)
