"""Compares ranks: "the second-largest bank" is not "the largest bank"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.extract.number_words import NUMBER_WORDS
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_MATTER = 0.65  # share of the rest of the claim in a sentence that gives another rank
_STATING_MATTER = 0.35  # the same, in a sentence that gives the claim's rank
_NOUN_REACH = 4  # words after a superlative among which is what it ranks
_SCOPE = 7  # words after that which tell among what: "in Europe"
_AMONG = frozenset("of among amongst".split())  # "one of the largest" has no rank
_LONG = 5  # letters of a superlative in "-est" and of more
_NO_SUPERLATIVES = frozenset("interest request forest protest harvest honest modest guest".split())


class _Rank(NamedTuple):
    """A superlative with its rank: the number of its word, the first word of the whole, the stem of
    what is ranked, the numbers of the words with a capital that tell among what."""

    at: int
    first: int
    rank: int
    noun: str
    scope: tuple[int, ...]


def find(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each rank of the claim where a sentence gives the same things another, with its words."""
    if language != "en" or not candidates:
        return
    claim = candidates[0].pair.claim
    for one in _read(claim):
        best: tuple[float, Rival] | None = None
        for candidate in candidates:
            pair = candidate.pair
            words = set(range(one.first, one.at + 1))
            matter = pair.same_matter(words)
            if matter < _STATING_MATTER:
                continue
            for other in _read(pair.sentence):
                if other.noun != one.noun or not _is_one(claim, one, pair.sentence, other):
                    continue
                if other.rank == one.rank:
                    best = None
                    break
                if matter >= _MATTER and _same_scope(one, other, candidate):
                    rival = Rival(
                        ReasonCode.QUANTITY_DIFFERS,
                        _written(text, claim, one),
                        _written(candidate.text, pair.sentence, other),
                        "another rank",
                        1.0,
                        matter,
                    )
                    if best is None or matter > best[0]:
                        best = matter, rival
            else:
                continue
            break
        if best is not None:
            yield best[1], set(range(one.first, one.at + 1))
            return


def _read(words: Sequence[Token]) -> list[_Rank]:
    ordinals = NUMBER_WORDS["en"].ordinals
    found = []
    for at, word in enumerate(words):
        if not _is_superlative(word.folded):
            continue
        before = words[at - 1].folded if at else ""
        rank = int(ordinals.get(before, 0)) or 1
        first = at - 1 if rank > 1 else at
        lead = [w.folded for w in words[max(0, first - 2) : first]]
        if before == "first" or not _AMONG.isdisjoint(lead):
            continue
        noun = next((w for w in range(at + 1, at + 1 + _NOUN_REACH) if _ends(words, w)), -1)
        if noun < 0:
            continue
        after = range(noun + 1, min(len(words), noun + 1 + _SCOPE))
        scope = tuple(n for n in after if words[n].capital)
        found.append(_Rank(at, first, rank, words[noun].stem, scope))
    return found


def _is_superlative(folded: str) -> bool:
    long = folded.endswith("est") and len(folded) >= _LONG
    return long and folded not in _NO_SUPERLATIVES


def _ends(words: Sequence[Token], at: int) -> bool:
    """Whether a word is the last of a noun phrase."""
    if at >= len(words) or not words[at].content:
        return False
    return at + 1 == len(words) or not words[at + 1].content or words[at + 1].capital


def _is_one(claim: Sequence[Token], one: _Rank, sentence: Sequence[Token], other: _Rank) -> bool:
    return claim[one.at].stem == sentence[other.at].stem


def _same_scope(one: _Rank, other: _Rank, candidate: Candidate) -> bool:
    """Whether what both are ranked among is the same: "in the world" is not "in Europe"."""
    pair = candidate.pair
    ours = {pair.claim[n].stem for n in one.scope}
    return all(pair.other[n] >= 0 for n in one.scope) and all(
        pair.sentence[n].stem in ours or n in pair.taken for n in other.scope
    )


def _written(text: str, words: Sequence[Token], rank: _Rank) -> str:
    return as_written(text, words, rank.first, rank.at)
