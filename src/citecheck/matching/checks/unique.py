"""Looks for what a claim says of one thing alone, "only", "the largest", a sentence of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.extract import polarity
from citecheck.matching.extract.date import is_calendar_word
from citecheck.matching.extract.name import is_title
from citecheck.matching.grammar.ordered import Clauses
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.grammar.syntax import ARTICLES, AUXILIARY, BE, PREPOSITIONS
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_ONLY = frozenset("only sole one".split())
_SUPERLATIVES = frozenset(
    "largest biggest greatest highest lowest smallest oldest youngest longest shortest tallest"
    " fastest slowest heaviest lightest strongest weakest hottest coldest richest poorest cheapest"
    " costliest best worst most least busiest deadliest wealthiest deepest widest hardest easiest"
    " safest closest nearest earliest latest".split()
)
_RANKS = frozenset("first last only sole".split())
_MARKERS = _ONLY | _SUPERLATIVES | _RANKS
_ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth next one".split())
_VAGUE = frozenset("of than likely part".split())  # after "most" and "least"
_HERE = 0.3  # share of it in the sentence itself
_NAMED_MATTER = 0.55  # the same, where both things have names
_MATTER = 0.75  # share of the rest of the claim in the sentence
_ADVERBS = frozenset("also now still always probably".split())
_LINKS = frozenset("that which who where what".split())
_APPOSITION = re.compile(r",\s(?:the|an?|his|her|its|their)\s(?:[\w-]+\s){0,3}")
_MOST_WORDS = 120
_SUBJECT = 8  # words of a subject after "only"


class _Alone(NamedTuple):
    """The number of a word that says that something is alone or foremost, its kind, and the words
    of that thing."""

    at: int
    kind: str
    subject: frozenset[int]


def find(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each thing that the claim says to be alone where a sentence says it of another, with the
    numbers of its words."""
    if language != "en" or not candidates:
        return
    words = candidates[0].pair.claim
    ours = _read(candidates[0].claim)
    if not ours:
        return
    sides = [(c, _read(c.sentence), c.pair.everywhere()) for c in candidates]
    for one in ours:
        best: tuple[Rival, float] | None = None
        for candidate, theirs, places in sides:
            matter = _matter(one, candidate, places)
            for other in theirs:
                if other.kind != one.kind:
                    continue
                sentence = candidate.pair.sentence
                if _is_apposition(candidate, one, other, places) or _may_be_one(
                    words, sentence, one.subject, other.subject, places
                ):
                    best = None
                    break
                named = _are_named(words, one, other, candidate)
                least = _NAMED_MATTER if named else _MATTER
                if matter >= least and (named or _is_here(one, other, candidate, places)):
                    rival = Rival(
                        ReasonCode.NAME_DIFFERS,
                        _written(text, words, one.subject),
                        _written(candidate.text, sentence, other.subject),
                        "the source says it of another alone",
                        1.0,
                        matter,
                    )
                    if best is None or matter > best[1]:
                        best = rival, matter
            else:
                continue
            break
        if best is not None:
            yield best[0], set(one.subject)
            return


def _matter(one: _Alone, candidate: Candidate, places: Sequence[frozenset[int]]) -> float:
    """How much of the rest of the claim the sentence and what is around it have; 0 where the
    sentence itself has little of it, or lacks one of its names."""
    pair = candidate.pair
    total = here = near = 0.0
    for n, word in enumerate(pair.claim):
        if not word.content or n in one.subject or n == one.at:
            continue
        weight = pair.weights.get(word.stem, 0.0)
        total += weight
        if places[n]:
            here += weight
        elif word.capital and n > 0 and not is_calendar_word(word.folded):
            return 0.0
        elif word.stem in pair.nearby:
            near += weight
    return (here + near) / total if total and here >= _HERE * total else 0.0


def _is_apposition(
    candidate: Candidate, one: _Alone, other: _Alone, places: Sequence[frozenset[int]]
) -> bool:
    """Whether the other thing is the claim's, described between commas: "Harlan, a bank, is"."""
    sentence = candidate.pair.sentence
    begin = min(other.subject, default=-1)
    mine = [place for n in one.subject for place in places[n] if place < begin]
    if not mine:
        return False
    between = candidate.text[sentence[max(mine)].end : sentence[begin].start]
    return _APPOSITION.fullmatch(between) is not None


def _may_be_one(
    words: Sequence[Token],
    sentence: Sequence[Token],
    one: frozenset[int],
    other: frozenset[int],
    places: Sequence[frozenset[int]],
) -> bool:
    """Whether two subjects can be one: neither has a word for which the other has another, or they
    say the same in other words."""
    shared = frozenset().union(*(places[n] & other for n in one))
    left = [n for n in one if not places[n] & other and not is_title(words[n])]
    if shared and (not left or all(is_title(sentence[m]) for m in other - shared)):
        return True
    return any(
        stand_ins(words[n].stem).get(sentence[m].stem, 0.0) >= lexicon.SAME
        or sentence[m].stem in lexicon.entry(words[n].stem).broader
        or words[n].stem in lexicon.entry(sentence[m].stem).broader
        for n in left
        for m in other - shared
    )


def _are_named(words: Sequence[Token], one: _Alone, other: _Alone, candidate: Candidate) -> bool:
    """Whether both subjects are names, and that of the claim is on the page."""
    named = any(
        (words[n].capital and n > 0) or words[n].folded in candidate.proper for n in one.subject
    )
    return (
        named
        and any(candidate.pair.sentence[m].folded in candidate.proper for m in other.subject)
        and all(words[n].stem in candidate.page for n in one.subject)
    )


def _is_here(
    one: _Alone, other: _Alone, candidate: Candidate, places: Sequence[frozenset[int]]
) -> bool:
    """Whether neither subject is a name and that of the claim stands in the very sentence, in
    another role."""
    words, sentence = candidate.pair.claim, candidate.pair.sentence
    return all(places[n] for n in one.subject) and not any(
        word.folded in candidate.proper
        for word in (
            *(words[n] for n in one.subject),
            *(sentence[m] for m in other.subject),
        )
    )


def _read(sentence: Parsed) -> list[_Alone]:
    if len(sentence.words) > _MOST_WORDS or _MARKERS.isdisjoint(sentence.folded):
        return []
    clauses = Clauses(sentence.syntax)
    found: list[_Alone] = []
    for at in [n for n, word in enumerate(sentence.words) if word.folded in _MARKERS]:
        one = _alone(clauses, at)
        if one is not None and one.subject:
            found.append(one)
    return found


def _alone(clauses: Clauses, at: int) -> _Alone | None:
    """What a word says to be alone or foremost, if it does."""
    sent, folded = clauses.sent, clauses.words[at].folded
    if polarity.negated(clauses.words, at, "en"):
        return None
    if folded == "only" and not _is_after_article(clauses, at):
        return _Alone(at, "only", _only(clauses, at))
    if folded == "one" and sent.folded(at + 1) in BE:
        return _Alone(at, "only", _in_brackets(clauses, at))
    if folded in _MARKERS:
        if sent.folded(at - 1) in _ORDINALS or not _is_after_article(clauses, at):
            return None
        kind = "only" if folded in _ONLY else folded
        if folded in ("most", "least"):
            if sent.folded(at + 1) in _VAGUE or at + 1 >= clauses.last:
                return None
            kind = f"{folded} {clauses.words[at + 1].stem}"
        subject = _apposed(clauses, at)
        if not subject and sent.folded(at - 2) not in BE:
            kind += " done"  # "amassed the largest", which is not what is the largest
        return _Alone(at, kind, subject or _subject(clauses, at))
    return None


def _is_after_article(clauses: Clauses, at: int) -> bool:
    before = clauses.sent.folded(at - 1)
    raw = clauses.words[at - 1]
    owner = clauses.sent.text[raw.start : raw.end].endswith(("'s", "’s")) if at else False
    return before in ARTICLES or owner


def _only(clauses: Clauses, at: int) -> frozenset[int]:
    """The subject after "only": "only Lee will sing"."""
    named = at + 1 < clauses.last and clauses.sent.name_at[at + 1] >= 0
    if (
        at
        and not named
        and not clauses.sent.marks[at]
        and clauses.sent.folded(at - 1) not in ("and", "but")
    ):
        return frozenset()  # "it only rained", "has only one"
    stop = at + 1
    while stop < min(clauses.last, at + _SUBJECT):
        if stop > at + 1 and clauses.sent.marks[stop] not in ("", "-"):
            return frozenset()
        if clauses.sent.is_verb(stop):
            return clauses.content(range(at + 1, stop))
        if clauses.sent.folded(stop) in PREPOSITIONS:
            return frozenset()
        stop += 1
    return frozenset()


def _in_brackets(clauses: Clauses, at: int) -> frozenset[int]:
    """The name in brackets behind what one of several is: "one is a tenor (Lee)"."""
    for n in range(at, min(clauses.last, at + _SUBJECT)):
        if clauses.sent.marks[n] == "(" and clauses.sent.name_at[n] >= 0:
            place = clauses.sent.places[clauses.sent.name_at[n]]
            return clauses.content(place) if clauses.sent.marks[place.stop] else frozenset()
    return frozenset()


def _apposed(clauses: Clauses, at: int) -> frozenset[int]:
    """The name before a comma behind which "the largest" stands."""
    article = at - 1
    if article < 1 or clauses.sent.marks[article] != "," or clauses.sent.name_at[article - 1] < 0:
        return frozenset()
    return clauses.content(clauses.sent.places[clauses.sent.name_at[article - 1]])


def _subject(clauses: Clauses, at: int) -> frozenset[int]:
    """The subject of the clause in which "the largest" stands behind the verb."""
    verb = at - 2  # before the article
    if verb < 1 or clauses.sent.name_at[verb] >= 0:
        return frozenset()
    if not (clauses.words[verb].content or clauses.sent.folded(verb) in BE):
        return frozenset()
    while clauses.sent.folded(verb - 1) in AUXILIARY or clauses.sent.folded(verb - 1) in _ADVERBS:
        verb -= 1
    left = clauses.left(verb)
    span = range(left.start, verb)
    start = span.start
    for n in span:
        if clauses.sent.marks[n] == "," and n > span.start:
            start = n  # "On Monday, Lee was the first"
    first = next((n for n in range(start, span.stop) if clauses.sent.tells(n)), span.stop)
    if (
        clauses.sent.folded(first - 1) in PREPOSITIONS
        and first - 1 >= start
        and clauses.sent.marks[first] != "-"
    ):
        return frozenset()
    if any(clauses.sent.folded(n) in _LINKS for n in span):
        return frozenset()
    stop = first
    while stop < span.stop and clauses.sent.folded(stop) not in PREPOSITIONS:
        stop += 1
    own = clauses.content(range(first, stop))
    return frozenset(n for n in own if not clauses.words[n].folded.endswith("ly"))


def _written(text: str, words: Sequence[Token], numbers: frozenset[int]) -> str:
    return as_written(text, words, min(numbers), max(numbers))
