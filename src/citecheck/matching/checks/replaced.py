"""Looks for words of a claim in whose place a sentence that is otherwise word for word the same has
another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token

_MATTER = 0.7  # share of the claim in the sentence
_BESIDE = 2  # words on either side that must be the same
_CONTENT = 2  # of these must have content
_MOST_WORDS = 200  # of a sentence that is read


class Replaced(NamedTuple):
    """The number of a claim's word, the word that a sentence has instead, and whether the two are
    members of one class, as two fruits are."""

    number: int
    other: str
    rivals: bool


def find(candidates: Sequence[Candidate]) -> Iterator[Replaced]:
    """Each content word of the claim, no name and no figure, that another word stands for."""
    for candidate in candidates:
        pair = candidate.pair
        if len(pair.sentence) > _MOST_WORDS or pair.same_matter() < _MATTER:
            continue
        after: dict[tuple[str, ...], list[int]] = defaultdict(list)
        stems = [word.stem for word in pair.sentence]
        for at in range(len(stems) - _BESIDE):
            after[tuple(stems[at + 1 : at + 1 + _BESIDE])].append(at)
        mine = [word.stem for word in pair.claim]
        for number in range(_BESIDE, len(mine) - _BESIDE):
            word = pair.claim[number]
            if not word.content or word.capital or word.folded[0].isdigit():
                continue
            beside = (*range(number - _BESIDE, number), *range(number + 1, number + 1 + _BESIDE))
            if sum(pair.claim[n].content for n in beside) < _CONTENT:
                continue
            for at in after.get(tuple(mine[number + 1 : number + 1 + _BESIDE]), ()):
                if stems[max(0, at - _BESIDE) : at] != mine[number - _BESIDE : number]:
                    continue
                other = pair.sentence[at]
                if not other.content or other.capital or _may_stand(word, other):
                    continue
                if any(_stands(number, c) for c in candidates):
                    continue
                yield Replaced(
                    number,
                    candidate.text[other.start : other.end],
                    _exclude(word, other),
                )
                return


def _exclude(one: Token, other: Token) -> bool:
    """Whether two words cannot both be meant: opposites, or two things or qualities of a class."""
    if lexicon.opposed(one.stem, other.stem):
        return True
    kinds = {lexicon.entry(one.stem).kind, lexicon.entry(other.stem).kind}
    return kinds <= {"n", "a"} and lexicon.siblings(one.stem, other.stem)


def _may_stand(one: Token, other: Token) -> bool:
    """Whether two words may say the same."""
    a, b = one.stem, other.stem
    if a == b or one.folded[:4] == other.folded[:4]:
        return True
    if stand_ins(a).get(b, 0.0) or stand_ins(b).get(a, 0.0):
        return True
    return b in lexicon.entry(a).broader or a in lexicon.entry(b).broader


def _stands(number: int, candidate: Candidate) -> bool:
    """Whether a sentence has the claim's own word beside one of its neighbours."""
    claim, sentence = candidate.pair.claim, candidate.pair.sentence
    stem = claim[number].stem
    return any(
        word.stem == stem
        and (
            (at > 0 and sentence[at - 1].stem == claim[number - 1].stem)
            or (at + 1 < len(sentence) and sentence[at + 1].stem == claim[number + 1].stem)
        )
        for at, word in enumerate(sentence)
    )
