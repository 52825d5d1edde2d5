"""Looks for a name that a claim makes the doer of what a sentence says was done to it: "Lee accused
the club" for "he accused Lee"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching.checks.crossing import folded, is_one
from citecheck.matching.extract import direction
from citecheck.matching.extract.values import FactKind
from citecheck.matching.grammar.frames import Role
from citecheck.matching.grammar.syntax import ARTICLES, BE
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.matching.text.reading import as_written
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

_MATTER = 0.6  # share of the claim in the sentence
_SHOWN = 2  # words around the verb that are shown
_NEAR = 4  # words before a verb among which "was" makes it a passive


def find(
    text: str, candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each such name, with the number of the claim's verb."""
    if language != "en" or not candidates:
        return
    words = candidates[0].pair.claim
    for frame in candidates[0].claim.frames:
        if frame.role is not Role.DOES or frame.verb < 0 or _is_passive(words, frame.verb):
            continue
        if words[frame.verb].folded in direction.SYMMETRIC:
            continue
        name = folded(words, frame.owners[0])
        found = [_done_to(name, words[frame.verb], candidate) for candidate in candidates]
        if any(_does(name, words[frame.verb], candidate) for candidate in candidates):
            continue
        for candidate, at in zip(candidates, found, strict=True):
            matter = candidate.pair.same_matter()
            if at >= 0 and matter >= _MATTER:
                rival = Rival(
                    ReasonCode.DIRECTION_DIFFERS,
                    _around(text, words, frame.verb),
                    _around(candidate.text, candidate.pair.sentence, at),
                    "the source says that it was done to it",
                    1.0,
                    matter,
                )
                yield rival, {frame.verb}
                return


def _is_passive(words: Sequence[Token], verb: int) -> bool:
    return any(word.folded in BE for word in words[max(0, verb - _NEAR) : verb]) or (
        verb + 1 < len(words) and words[verb + 1].folded == "by"
    )


def _done_to(name: tuple[str, ...], verb: Token, candidate: Candidate) -> int:
    """The sentence's verb whose object a name is; -1 for none."""
    words = candidate.pair.sentence
    if verb.stem not in candidate.page:
        return -1
    for fact in candidate.of(FactKind.NAME):
        place = candidate.pair.sentence_words(fact.start, fact.end)
        if not len(place) or not is_one(name, folded(words, place)):
            continue
        at = place.start - 1
        while at >= 0 and words[at].folded in ARTICLES:
            at -= 1
        if at < 0 or words[at].stem != verb.stem or _is_passive(words, at):
            continue
        last = words[place.stop - 1]
        is_owner = candidate.text[last.start : last.end].endswith(("'s", "’s"))
        if not is_owner and candidate.text[words[at].end] == " ":
            return at
    return -1


def _does(name: tuple[str, ...], verb: Token, candidate: Candidate) -> bool:
    """Whether a sentence makes a name the doer too."""
    words = candidate.pair.sentence
    if verb.stem not in {word.stem for word in words}:
        return False
    return any(
        frame.verb >= 0
        and words[frame.verb].stem == verb.stem
        and any(is_one(name, folded(words, owner)) for owner in frame.owners)
        for frame in candidate.sentence.frames
    )


def _around(text: str, words: Sequence[Token], at: int) -> str:
    first, last = max(0, at - _SHOWN), min(len(words) - 1, at + _SHOWN)
    return as_written(text, words, first, last)
