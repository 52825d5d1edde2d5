"""Looks for names that a claim puts into another group than a sentence does, which lists several:
"Lee from the harbour team and Park from the mill team"."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from citecheck.matching.checks.crossing import folded, is_one
from citecheck.matching.extract.values import FactKind
from citecheck.matching.grammar.frames import Frame, Role
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode


def find(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each group of the claim in which a sentence has others, and the claim's name in another of
    the same kind, with the numbers of the claim's words."""
    if language != "en" or not candidates:
        return
    words = candidates[0].pair.claim
    kinds = {b.stem: a.stem for a, b in itertools.pairwise(words) if a.content and b.content}
    sides = [
        (candidate, candidate.sentence.frames)
        for candidate in candidates
        if _lists_groups(kinds, candidate.pair.sentence) and len(candidate.of(FactKind.NAME)) > 1
    ]
    if not sides:
        return
    own = [f for f in candidates[0].claim.frames if f.role in (Role.IS, Role.DOES)]
    for frame, owner in ((one, owner) for one in own for owner in one.owners):
        name = folded(words, owner)
        for candidate, read in sides:
            theirs = [f for f in read if f.role is Role.IS]
            mine = [f for f in theirs if _is_owned(f, name, candidate)]
            others = [f for f in theirs if f not in mine]
            for inside, beside in itertools.product(mine, others):
                found = _another(frame, inside, beside, candidate)
                if found is None:
                    continue
                kind, theirs_at = found
                yield (
                    Rival(
                        ReasonCode.NAME_DIFFERS,
                        _written(text, words, kind),
                        _written(candidate.text, candidate.pair.sentence, theirs_at),
                        "the source has it in another group",
                        1.0,
                        candidate.pair.same_matter(),
                    ),
                    {kind},
                )
                return


def _lists_groups(kinds: Mapping[str, str], sentence: Sequence[Token]) -> bool:
    """Whether a sentence has a noun of the claim with the word before it, as `kinds` gives it, and
    with another."""
    before: dict[str, set[str]] = {}
    for one, noun in itertools.pairwise(sentence):
        if noun.stem in kinds and one.content:
            before.setdefault(noun.stem, set()).add(one.stem)
    return any(kinds[noun] in others and len(others) > 1 for noun, others in before.items())


def _is_owned(frame: Frame, name: tuple[str, ...], candidate: Candidate) -> bool:
    return any(is_one(name, folded(candidate.pair.sentence, place)) for place in frame.owners)


def _another(
    claim: Frame, inside: Frame, beside: Frame, candidate: Candidate
) -> tuple[int, int] | None:
    """The claim's word that tells a group, and the sentence's word in its place, where the name's
    own group has the same noun and another such word, and others have the claim's."""
    pair = candidate.pair
    stems = {word.stem for word in pair.claim}
    for noun in sorted(claim.words):
        kind = noun - 1
        if kind not in claim.words or not pair.claim[noun].content:
            continue
        theirs = _before(pair.claim[noun].stem, beside, pair.sentence)
        mine = _before(pair.claim[noun].stem, inside, pair.sentence)
        if theirs < 0 or mine < 0 or pair.sentence[theirs].stem != pair.claim[kind].stem:
            continue
        if pair.sentence[mine].stem in stems or any(
            pair.sentence[n].stem == pair.claim[kind].stem for n in inside.words
        ):
            continue
        return kind, mine
    return None


def _before(noun: str, frame: Frame, words: Sequence[Token]) -> int:
    """The word of a frame right before a noun; -1 for none."""
    for n in sorted(frame.words):
        if words[n].stem == noun and n - 1 in frame.words:
            return n - 1
    return -1


def _written(text: str, words: Sequence[Token], kind: int) -> str:
    return as_written(text, words, kind, kind + 1)
