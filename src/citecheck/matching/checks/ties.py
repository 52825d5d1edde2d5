"""Reads who is what to whom, as "parent company of" or "succeeded", and finds it turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name
from citecheck.matching.retrieve.candidates import Candidate, Rival
from citecheck.model import ReasonCode

# Of each tie, the nouns for the one side and for the other. A noun on both sides of one tie, or of
# two ties between the same things, would not tell which way round it is.
_NOUNS = (
    ("parent-company parent-organization parent-organisation parent-group parent-body parent-firm"
     " parent-corporation holding-company owner", "subsidiary offshoot"),
    ("father mother dad mum mom", "son daughter"),
    ("grandfather grandmother", "grandson granddaughter grandchild"),
    ("uncle aunt", "nephew niece"),
    ("stepfather stepmother", "stepson stepdaughter stepchild"),
    ("father-in-law mother-in-law", "son-in-law daughter-in-law"),
    ("predecessor", "successor"),
    ("boss employer supervisor superior", "employee subordinate deputy assistant"),
    ("teacher mentor tutor", "pupil student protege protégé protégée disciple apprentice"),
    ("landlord landlady", "tenant lodger"),
    ("lawyer attorney solicitor barrister", "client"),
    ("creditor lender", "debtor borrower"),
)  # fmt: skip
# Verbs that say the same, with what their subject is to their object.
_VERBS = {
    "succeeded": "successor",
    "succeeds": "successor",
    "replaced": "successor",
    "replaces": "successor",
    "owns": "owner",
    "owned": "owner",
    "mentored": "mentor",
    "taught": "teacher",
}
_SIDE: Mapping[str, tuple[int, bool]] = {
    noun: (number, first)
    for number, sides in enumerate(_NOUNS)
    for nouns, first in zip(sides, (True, False), strict=True)
    for noun in nouns.split()
}
_NOUN = "|".join(
    sorted((re.escape(n).replace(r"\-", "[ -]") for n in _SIDE), key=len, reverse=True)
)
_PASSIVE = "succeeded|replaced|owned|mentored|taught"
# A name stands in the patterns as its number in angle brackets: <0>'s son, <1>.
_IS, _OF = r"<(?P<is>\d+)>", r"<(?P<of>\d+)>"
_WHOSE = rf"{_OF}['’]s?\s"
_WORD = r"(?:(?!(?:not|never|no|nor)\s)[a-z][a-z-]*\s)"
_TIE = rf"{_WORD}{{0,4}}?(?P<noun>{_NOUN})"  # "the former long-time mentor"
_LINK = r",?\s(?:(?:is|was|became|remains|as)\s)?"
_WHO = r",?\s(?:(?:which|who|that)\s)?"
_BE = r"(?:(?:is|was|are|were|(?:has|have)\sbeen)\s)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHOSE}{_TIE},?\s{_IS}",
        rf"{_IS}{_LINK}{_TIE}\s(?:of|to)\s{_OF}",
        rf"{_IS}{_LINK}{_WHOSE}{_TIE}\b",
        rf"\b(?P<noun>{_NOUN})\sof\s{_OF},?\s{_IS}",
        rf"{_IS}{_WHO}(?:(?:has|later|also)\s)?(?P<verb>{'|'.join(_VERBS)})\s{_OF}",
        rf"{_OF}{_WHO}{_BE}(?:[a-z]+ly\s)?(?P<verb>{_PASSIVE})\sby\s{_IS}",
    )
)
_MOST_NAMES = 40  # of one sentence; more are a list
_LONGEST = 2000  # characters of a sentence


class Tie(NamedTuple):
    """That one name is something to another: the number of the tie's kind, the name on its first
    side (parent, predecessor) and the one on its second (child, successor)."""

    kind: int
    first: Fact
    second: Fact


def find(
    text: str, claimed: Sequence[Fact], candidates: Sequence[Candidate], language: str
) -> Iterator[tuple[Rival, set[int]]]:
    """Each tie of the claim that a sentence has the other way round and none as the claim has it,
    with the claim's words for the name that it is told by."""
    if language != "en" or len(claimed) < 2 or not candidates:
        return
    ours = read(text, claimed)
    if not ours:
        return
    theirs = [
        tie
        for candidate in candidates
        if len(candidate.of(FactKind.NAME)) > 1
        for tie in read(*_sentence(candidate))
    ]
    for tie in ours:
        same = [other for other in theirs if other.kind == tie.kind]
        if any(_is(tie.first, o.first, tie) and _is(tie.second, o.second, tie) for o in same):
            continue
        for other in same:
            if _is(tie.first, other.second, tie) and _is(tie.second, other.first, tie):
                detail = "the source says it the other way round"
                code = ReasonCode.NAME_DIFFERS
                rival = Rival(code, tie.first.text, other.first.text, detail, 1.0, 1.0)
                words = candidates[0].pair.claim_words(tie.first.start, tie.first.end)
                yield rival, set(words)
                break


def read(text: str, found: Sequence[Fact]) -> list[Tie]:
    """The ties between the names of a sentence, whose places are in `text`."""
    known = [fact for fact in found if fact.kind is FactKind.NAME][:_MOST_NAMES]
    if len(known) < 2 or known[-1].end - known[0].start > _LONGEST:
        return []
    parts: list[str] = []
    at = max(0, known[0].start - 200)
    for number, fact in enumerate(known):
        owned = fact.text.endswith(("'s", "’s"))
        parts += (text[at : fact.start].casefold(), f"<{number}>", fact.text[-2:] if owned else "")
        at = fact.end
    parts.append(text[at : at + 100].casefold())
    shape = " ".join("".join(parts).split())
    ties = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(shape):
            groups = match.groupdict()
            noun = groups.get("noun") or _VERBS[match["verb"]]
            kind, is_first = _SIDE[noun.replace(" ", "-")]
            one, other = known[int(match["is"])], known[int(match["of"])]
            first, second = (one, other) if is_first else (other, one)
            ties.append(Tie(kind, first, second))
    return ties


def _sentence(candidate: Candidate) -> tuple[str, Sequence[Fact]]:
    return candidate.text, candidate.of(FactKind.NAME)


def _is(mine: Fact, theirs: Fact, tie: Tie) -> bool:
    """Whether two names are one; the same words, where the claim's two names share words."""
    assert isinstance(mine.value, Name)
    assert isinstance(theirs.value, Name)
    one, other = mine.value.words, theirs.value.words
    if one == other:
        return True
    assert isinstance(tie.first.value, Name)
    assert isinstance(tie.second.value, Name)
    if names.same(tie.first.value.words, tie.second.value.words):
        return False
    return names.same(one, other) and not names.clash(one, other)
