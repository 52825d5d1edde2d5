"""Looks whether a claim gives the subject of one clause the verb of another: "the union opposed
it" where the union proposed it and the employers opposed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "clauses"

_PARTING = frozenset("and but while whereas unlike although".split())
_ARTICLES = frozenset("the a an its his her their".split())
_STANCE = frozenset(("for", "against"))
_MATTER = 0.6  # share of the claim in a sentence that speaks of the same thing
_NEAR = 4  # words between a subject and its verb, at most
_MOST_WORDS = 60


def find(context: Context) -> Iterator[CheckFinding]:
    """The claim's subject and a verb that a sentence has in another clause, which has a subject of
    its own that the claim lacks. None where another sentence has both in one clause."""
    first: CheckFinding | None = None
    for candidate in context.candidates:
        if candidate.pair.same_matter() < _MATTER or len(candidate.pair.sentence) > _MOST_WORDS:
            continue
        found = _crossed(candidate)
        if found is None:
            return
        if first is None and found:
            first = _finding(context.claim, candidate, *found[0])
    if first is not None:
        yield first


def _finding(claim: ClaimFacts, candidate: Candidate, subject: int, verb: int) -> CheckFinding:
    words = candidate.pair.sentence
    return CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        frozenset((subject, verb)),
        Span.of(claim.text, claim.tokens[subject].start, claim.tokens[verb].end),
        Span.of(candidate.text, words[0].start, words[-1].end),
        "the source says it of another",
        candidate.pair.same_matter(),
    )


def _crossed(candidate: Candidate) -> list[tuple[int, int]] | None:
    """Each subject and verb of the claim that stand in two clauses; None where in one."""
    pair = candidate.pair
    clauses = _clauses(candidate)
    if len(clauses) < 2:
        return []
    places = [_places(n, candidate) for n in range(len(pair.claim))]
    taken = frozenset[int]().union(*places)
    subject, home = -1, range(0)
    for n, word in enumerate(pair.claim):
        if _is_told(word) and subject >= 0:
            break
        inside = [clause for clause in clauses if any(p in clause for p in places[n])]
        if word.content and not word.digit and len(inside) == 1:
            subject, home = n, inside[0]
    if subject < 0:
        return []
    found: list[tuple[int, int]] = []
    for n in range(subject + 1, len(pair.claim)):
        if not _is_told(pair.claim[n]) or not places[n] or pair.claim[n - 1].folded in _ARTICLES:
            continue
        if any(p in home for p in places[n]):
            if lexicon.entry(pair.claim[n].stem).kind == "v":
                continue
            return None if pair.claim[n].folded in _STANCE else found
        (clause, *others) = [c for c in clauses if any(p in c for p in places[n])]
        if others:
            continue
        own = next((p for p in clause if _may_be_subject(pair.sentence[p], taken, p)), -1)
        if 0 <= own < min(places[n]) <= own + _NEAR and _says_other(home, taken, pair.sentence):
            found.append((subject, n))
    return found


def _says_other(home: range, taken: frozenset[int], words: Sequence[Token]) -> bool:
    """Whether a clause says of its subject something that the claim lacks."""
    return any(_is_told(words[n]) and n not in taken for n in home)


def _places(number: int, candidate: Candidate) -> frozenset[int]:
    """Where a sentence has a word of the claim; for "for" and "against" the same word alone."""
    pair = candidate.pair
    word = pair.claim[number]
    if word.folded in _STANCE:
        same = [n for n, other in enumerate(pair.sentence) if other.folded == word.folded]
        return frozenset(same)
    return pair.everywhere()[number] if word.content else frozenset()


def _clauses(candidate: Candidate) -> list[range]:
    words, text = candidate.pair.sentence, candidate.text
    cuts = [
        n
        for n in range(1, len(words))
        if words[n].folded in _PARTING or ";" in text[words[n - 1].end : words[n].start]
    ]
    return [range(a, b) for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _may_be_subject(word: Token, taken: frozenset[int], place: int) -> bool:
    """Whether a word can be the subject of its clause that the claim lacks."""
    return word.content and not word.digit and place not in taken and word.folded[-2:] != "ly"


def _is_told(word: Token) -> bool:
    """Whether a word is what a clause says of its subject: a verb, for or against."""
    return word.folded in _STANCE or (word.content and lexicon.entry(word.stem).kind == "v")


CHECK = Check(NAME, find, languages=("en",))
