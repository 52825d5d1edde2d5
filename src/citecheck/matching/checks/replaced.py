"""Looks for words of a claim in whose place a sentence that is otherwise word for word the same has
another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.extract import direction, name
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.align import stand_ins
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "replaced"
_MATTER = data.number("checks.replaced.matter")
_BESIDE = data.count("checks.replaced.beside")
_CONTENT = data.count("checks.replaced.content")
AUXILIARY = data.words("checks.replaced.auxiliary")
_SAME_BEGINNING = data.count("checks.replaced.same_beginning")


def find(context: Context) -> Iterator[CheckFinding]:
    """The content words of the claim, no names and no figures, that another word stands for."""
    claim = context.claim
    for candidate in context.candidates:
        matter = candidate.pair.same_matter()
        if len(candidate.pair.sentence) > MOST_WORDS or matter < _MATTER:
            continue
        if candidate.sentence.row is not None:
            continue
        alike = _alike_around(claim.tokens, candidate.pair.sentence)
        for number, at in itertools.chain(alike, _owners(claim.text, candidate)):
            word, other = claim.tokens[number], candidate.pair.sentence[at]
            if (
                number in claim.in_figures
                or may_stand(word, other)
                or _is_of_participle(word, other, candidate)
                or any(_stands(number, c) for c in context.candidates)
            ):
                continue
            yield Rival(
                ReasonCode.MISSING_DETAIL,
                Span.of(claim.text, word.start, word.end),
                Span.of(candidate.text, other.start, other.end),
                1.0,
                matter,
                "the source has another word in its place",
                Effect.WEAKENS,
            ).finding(NAME, (number,))


def _alike_around(claim: Sequence[Token], sentence: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The content words of a claim and of a sentence that have the same words around them."""
    mine = [word.stem for word in claim]
    theirs = [word.stem for word in sentence]
    for number in range(_BESIDE, len(mine) - _BESIDE):
        before, after = mine[number - _BESIDE : number], mine[number + 1 : number + 1 + _BESIDE]
        beside = (*claim[number - _BESIDE : number], *claim[number + 1 : number + 1 + _BESIDE])
        if not _is_plain(claim[number]) or sum(word.content for word in beside) < _CONTENT:
            continue
        for at in range(_BESIDE, len(theirs) - _BESIDE):
            if theirs[at - _BESIDE : at] != before or not _is_plain(sentence[at]):
                continue
            if theirs[at + 1 : at + 1 + _BESIDE] == after and theirs[at] != mine[number]:
                yield number, at


def _owners(text: str, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Those of which one thing is said to be: "the captain's log" for "the owner's log"."""
    claim, sentence = candidate.pair.claim, candidate.pair.sentence
    mine = [n for n in range(len(claim) - 1) if _owns(text, claim[n])]
    theirs = [n for n in range(len(sentence) - 1) if _owns(candidate.text, sentence[n])]
    for number, at in itertools.product(mine, theirs):
        plain = _is_plain(claim[number]) and _is_plain(sentence[at])
        one = claim[number + 1].stem == sentence[at + 1].stem
        if plain and one and claim[number].stem != sentence[at].stem:
            yield number, at


def _owns(text: str, word: Token) -> bool:
    return text[word.start : word.end].endswith(("'s", "’s"))


def _is_plain(word: Token) -> bool:
    return word.content and not word.capital and not word.digit


def may_stand(one: Token, other: Token) -> bool:
    """Whether two words may say the same."""
    a, b = one.stem, other.stem
    if name.is_particle(one.folded) and name.is_particle(other.folded):
        return True  # al-Sisi and el-Sisi
    if one.folded[:_SAME_BEGINNING] == other.folded[:_SAME_BEGINNING]:
        return True
    if direction.alike(one.folded, other.folded):
        return True  # "grew" and "rose"
    if stand_ins(a).get(b, 0.0) or stand_ins(b).get(a, 0.0):
        return True
    return b in lexicon.entry(a).broader or a in lexicon.entry(b).broader


def _is_of_participle(word: Token, other: Token, candidate: Candidate) -> bool:
    """Whether a verb stands in a sentence as a participle behind its auxiliary: "kaufte" for "hat …
    gekauft"."""
    beginning = word.folded[:_SAME_BEGINNING]
    return other.folded in AUXILIARY and any(
        one.folded.removeprefix("ge")[:_SAME_BEGINNING] == beginning
        for one in candidate.pair.sentence
    )


def _stands(number: int, candidate: Candidate) -> bool:
    """Whether a sentence has the claim's own word beside one of its neighbours."""
    claim, sentence = candidate.pair.claim, candidate.pair.sentence
    stems = [word.stem for word in sentence]
    mine = [word.stem for word in claim[number - 1 : number + 2]]
    pairs = list(itertools.pairwise(stems))
    return (mine[0], mine[1]) in pairs or (mine[1], mine[2]) in pairs


CHECK = Check(NAME, find)
