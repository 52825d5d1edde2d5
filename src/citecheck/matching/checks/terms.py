"""Looks for what a claim says that a thing is called, or turned into, and a sentence otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.extract import polarity
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.grammar.syntax import ARTICLES, PREPOSITIONS, Syntax
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_CALLED = frozenset(
    "called named dubbed titled entitled termed nicknamed labelled labeled christened".split()
)
_KNOWN = frozenset("known referred".split())  # … as, to as
_TURNED = frozenset(
    "turned turn turning converted convert converting transformed transform made remade".split()
)
_NAMED, _BECOMES = "called", "becomes"
_MATTER = 0.5  # share of the rest of the claim in the very sentence that has another term
_AHEAD = 0.3  # how much more of it that sentence has than any with the claim's term
_LONGEST = 5  # words of a term
_INTO = 14  # words between "turn" and "into"
_MOST_WORDS = 120
_MARKERS = _CALLED | _KNOWN | _TURNED | {"become"}
_QUOTES = frozenset('"“”„«»‘')
_GENERAL = frozenset(
    "place site build space facil home part thing center area one".split()
)  # stems
_ENDS = frozenset("and or but that which who because when while by".split())


class _Term(NamedTuple):
    """What something is called or becomes: the kind of slot, its words."""

    slot: str
    words: tuple[int, ...]


def find(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each term of the claim in whose slot a sentence has another, with its words' numbers."""
    if language != "en" or not candidates:
        return
    words = candidates[0].pair.claim
    ours = _read(candidates[0].claim, quoted=False)
    if not ours:
        return
    sides = [(c, _read(c.sentence, quoted=True), c.pair.everywhere()) for c in candidates]
    for one in ours:
        best: tuple[float, Candidate, _Term] | None = None
        own = 0.0
        for candidate, theirs, places in sides:
            matter = _matter(one, candidate, places)
            if all(places[n] for n in one.words):
                own = max(own, matter)
                continue
            for other in theirs:
                if other.slot != one.slot or not _are_two(one, other, candidate):
                    continue
                if matter >= _MATTER and (best is None or matter > best[0]):
                    best = matter, candidate, other
        if best is not None and best[0] - own >= _AHEAD:
            matter, candidate, other = best
            yield (
                Rival(
                    ReasonCode.NAME_DIFFERS,
                    _written(text, words, one),
                    _written(candidate.text, candidate.pair.sentence, other),
                    "the source has another in its place",
                    1.0,
                    matter,
                ),
                set(one.words),
            )
            return


def _matter(one: _Term, candidate: Candidate, places: Sequence[frozenset[int]]) -> float:
    """How much of the rest of the claim the very sentence has."""
    total = here = 0.0
    for n, word in enumerate(candidate.pair.claim):
        if word.content and n not in one.words and word.folded not in _MARKERS:
            weight = candidate.pair.weights.get(word.stem, 0.0)
            total += weight
            here += weight * bool(places[n])
    return here / total if total else 0.0


def _are_two(one: _Term, other: _Term, candidate: Candidate) -> bool:
    """Whether two terms are surely two: of one head with different words before it, or, for what a
    thing is turned into, of heads that do not say the same."""
    claim, sentence = candidate.pair.claim, candidate.pair.sentence
    head, its = claim[one.words[-1]].stem, sentence[other.words[-1]].stem
    if head == its:
        mine = {claim[n].stem for n in one.words[:-1]}
        theirs = {sentence[n].stem for n in other.words[:-1]}
        return bool(mine and theirs) and mine.isdisjoint(theirs)
    if one.slot == _NAMED or not _GENERAL.isdisjoint((head, its)):
        return False
    near = (head, its), (its, head)
    return not any(
        b in lexicon.entry(a).broader or stand_ins(a).get(b, 0.0) >= lexicon.SAME for a, b in near
    )


def _read(sentence: Parsed, *, quoted: bool) -> list[_Term]:
    """The terms of one sentence; those between quotation marks too, if `quoted`."""
    words = sentence.words
    if len(words) > _MOST_WORDS:
        return []
    found: list[_Term] = []
    if not _MARKERS.isdisjoint(sentence.folded):
        sent = sentence.syntax
        for at in range(len(words)):
            start, slot = _slot(sent, at)
            if slot and not polarity.negated(words, at, "en"):
                term = _term(sent, start)
                if term:
                    found.append(_Term(slot, term))
    if quoted:
        found += _quoted(sentence.text, words)
    return found


def _slot(sent: Syntax, at: int) -> tuple[int, str]:
    """Where a term begins that a word leads to, and its slot; "" for none."""
    folded = sent.folded(at)
    if folded in _CALLED:
        return at + 1, _NAMED
    if folded in _KNOWN:
        for n in range(at + 1, at + 4):
            if sent.folded(n) == "as":
                return n + 1, _NAMED
    if folded in _TURNED:
        for n in range(at + 1, min(len(sent.words), at + _INTO)):
            if sent.marks[n] == ";":
                break
            if sent.folded(n) == "into":
                return n + 1, _BECOMES
    if folded == "become" and sent.folded(at - 1) in ("will", "to"):
        return (at + 1, _BECOMES) if sent.folded(at + 1) in ("a", "an") else (at, "")
    return at, ""


def _term(sent: Syntax, start: int) -> tuple[int, ...]:
    """The noun phrase at a place: content words up to a verb, a preposition or a sign."""
    found: list[int] = []
    for n in range(start, min(len(sent.words), start + _LONGEST + 1)):
        folded = sent.folded(n)
        if n > start and sent.marks[n] not in ("", "-") and found:
            break
        if folded in ARTICLES and not found:
            continue
        if folded in PREPOSITIONS or folded in _ENDS or sent.is_verb(n):
            break
        if sent.tells(n):
            found.append(n)
    return tuple(found)


def _quoted(text: str, words: Sequence[Token]) -> list[_Term]:
    """The terms of two or three words between quotation marks."""
    found: list[_Term] = []
    opened = -1
    for n in range(len(words) + 1):
        before = words[n - 1].end if n else max(0, words[0].start - 1)
        after = words[n].start if n < len(words) else words[-1].end + 2
        if any(c in _QUOTES for c in text[before:after]):
            if opened >= 0 and 1 < n - opened <= 3:
                found.append(_Term(_NAMED, tuple(range(opened, n))))
            opened = n
    return found


def _written(text: str, words: Sequence[Token], term: _Term) -> str:
    return as_written(text, words, term.words[0], term.words[-1])
