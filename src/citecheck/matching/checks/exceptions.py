"""Looks for what is said of one where the source says it of all but one, or of everyone where it
says it of some only, and the other way round."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.extract import polarity
from citecheck.matching.grammar.excepted import excepted
from citecheck.matching.grammar.wording import MOST_WORDS
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.model import ReasonCode

NAME = "exceptions"
_ALL_BUT = re.compile(r"\ball (?:but|except)\b", re.IGNORECASE)
_EVERYONE = re.compile(r"\b(?:every(?:one|body)|any(?:one|body))\b", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no one|nobody|none)\b", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|every|each|both|none|neither|no|any)\b", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|excluding|apart from|other than|save for|with the exception of"
    r"|but for|aside from|bar)\b"
    r"|\b(?:all|every|each|no)(?:\s[\w’'-]+){1,3}\sbut\b(?!\s(?:also|not)\b)",
    re.IGNORECASE,
)
_SOME_OF = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}|half|most|some"
    r"|many|several|part|few) of (?:the|its|their|his|her|those|these|our)\s"
    r"(?P<noun>[\w-]+(?:\s[\w-]+){0,2})",
    re.IGNORECASE,
)
_MATTER = data.number("checks.shared.matter")
_NEAR = data.count("checks.exceptions.near")


def find(context: Context) -> Iterator[CheckFinding]:
    """ "All but one of the seven" where the nearest sentence has "one of the seven", "everyone"
    where it has "only", "every day" where it makes an exception, "all" where it has "two of"."""
    if not context.candidates:
        return
    nearest = max(context.candidates, key=lambda candidate: candidate.pair.same_matter())
    words, claim = nearest.pair.sentence, context.claim.text
    span = words[0].start, words[-1].end
    out = _taken_out(context, nearest)
    if out is not None:
        yield out
        return
    mine, theirs = _ALL_BUT.search(claim), _ALL_BUT.search(nearest.text, *span)
    if mine is None and theirs is None:
        mine, theirs = _of_all(claim, nearest, span)
    elif mine is not None and theirs is not None:
        return
    if mine is None and theirs is None:
        return
    matter = nearest.pair.same_matter(nearest.pair.claim_words(*mine.span()) if mine else ())
    if matter < _MATTER:
        return
    yield CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        claim=Span.of(context.claim.text, *mine.span()) if mine else None,
        source=Span.of(nearest.text, *theirs.span()) if theirs else None,
        message="the source says it of others",
        strength=matter,
    )


def _taken_out(context: Context, nearest: Candidate) -> CheckFinding | None:
    """The claim of what the nearest sentence excepts: "Leith was open" where every port but Leith
    was."""
    claim, words = context.claim, nearest.pair.sentence
    if len(words) > MOST_WORDS or polarity.negations(claim.tokens):
        return None
    if any(pattern.search(claim.text) for pattern in (_ALL_BUT, _EXCEPT)):
        return None
    if excepted(claim.parsed.wording):
        return None
    out = nearest.takes_out
    matter = nearest.pair.same_matter()
    if not out or matter < _MATTER:
        return None
    return CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        source=Span.of(nearest.text, words[0].start, words[-1].end),
        message="the source says it of others",
        strength=matter,
    )


def _of_all(
    claim: str, nearest: Candidate, span: tuple[int, int]
) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """What the claim says of all, and what the sentence says of some or with an exception."""
    everyone, only = _EVERYONE.search(claim), _ONLY.search(nearest.text, *span)
    if everyone and only and not _ONLY.search(claim):
        return everyone, only
    if only and not _ONLY.search(claim) and (other := _joined_name(claim, nearest)):
        return other, only
    nobody = _NOBODY.search(nearest.text, *span)
    if everyone and nobody and not _NOBODY.search(claim):
        return everyone, nobody
    every = _ALL.search(claim)
    if every is None or _SOME_OF.search(claim):
        return None, None
    excepted = _EXCEPT.search(nearest.text, *span)
    if excepted and not _EXCEPT.search(claim) and _ALL.search(nearest.text, *span):
        return every, excepted
    some = _SOME_OF.search(nearest.text, *span)
    if some is None or _ALL.search(nearest.text, *span):
        return None, None
    counted = nearest.pair.sentence_words(*some.span("noun"))
    after = nearest.pair.claim_words(every.end(), min(len(claim), every.end() + _NEAR))
    said = {n for number in after for n in nearest.pair.everywhere()[number]}
    return (every, some) if said.intersection(counted) else (None, None)


def _joined_name(claim: str, nearest: Candidate) -> re.Match[str] | None:
    """A name that the claim joins to one of which the sentence says "only", which lacks it."""
    pair = nearest.pair
    there = [bool(pair.has([n for n in name if pair.claim[n].content])) for name in pair.names]
    for (one, here), (two, other) in itertools.pairwise(zip(pair.names, there, strict=True)):
        between = [w.folded for w in pair.claim[one.stop : two.start]]
        if here != other and between == ["and"]:
            lacking = two if here else one
            shown = claim[pair.claim[lacking.start].start : pair.claim[lacking.stop - 1].end]
            return re.search(re.escape(shown), claim)
    return None


CHECK = Check(NAME, find, languages=("en",))
