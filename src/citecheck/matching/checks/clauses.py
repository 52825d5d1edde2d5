"""Looks whether a claim joins what stands in two clauses: gives the subject of one the verb of
another, "the union opposed it" where the union proposed it and the employers opposed it, or its
verb what is said with another verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Span
from citecheck.matching.extract.attribution import SAYING
from citecheck.matching.grammar.clauses import Clause, Clauses, Subject
from citecheck.matching.grammar.syntax import AUXILIARY
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "clauses"

_ARTICLES = frozenset("the a an its his her their".split())
_STANCE = frozenset(("for", "against"))
_POINTING = frozenset("it them him her one ones this these that those former latter".split())
_MATTER = 0.6  # share of the claim in a sentence that speaks of the same thing
_NEAR = 4  # words between a subject and its verb, at most
_MOST_WORDS = 60


def find(context: Context) -> Iterator[CheckFinding]:
    """The claim's subject and a verb that a sentence has in another clause, which has a subject of
    its own that the claim lacks, or such a verb with what is said with another. None where another
    sentence has as much of the claim and does not part it."""
    first: CheckFinding | None = None
    whole = 0.0
    for candidate in context.candidates:
        matter = candidate.pair.same_matter()
        if matter < _MATTER or len(candidate.pair.sentence) > _MOST_WORDS:
            continue
        joined = _crossed(candidate) or list(_joined(context.claim, candidate))
        if not joined:
            whole = max(whole, matter)
        elif first is None:
            first = _finding(context.claim, candidate, *joined[0])
    if first is not None and whole < first.strength:
        yield first


def _finding(claim: ClaimFacts, candidate: Candidate, one: int, other: int) -> CheckFinding:
    words = candidate.pair.sentence
    first, last = sorted((one, other))
    return CheckFinding(
        NAME,
        Effect.WEAKENS,
        ReasonCode.MISSING_DETAIL,
        frozenset((one, other)),
        Span.of(claim.text, claim.tokens[first].start, claim.tokens[last].end),
        Span.of(candidate.text, words[0].start, words[-1].end),
        "the source says it of another",
        candidate.pair.same_matter(),
    )


def _joined(facts: ClaimFacts, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Two words of the claim, one of them its verb, that stand in two clauses which say two
    things."""
    read = Clauses(candidate.text, candidate.pair.sentence)
    if len(read.every) < 2:
        return
    pair = candidate.pair
    places = pair.everywhere()
    claim = Wording(facts.text, pair.claim)
    taken = frozenset[int]().union(*places)
    verb = next((n for n in range(1, len(pair.claim)) if _is_finite(claim, n) and places[n]), -1)
    homes = [c for c in read.every if verb >= 0 and not places[verb].isdisjoint(c.verbs)]
    if len(homes) != 1:
        return
    home = homes[0]
    for n, word in enumerate(pair.claim):
        if n == verb or not word.content or word.digit or not places[n]:
            continue
        if (n in facts.quoted) != (verb in facts.quoted):
            continue  # what leads to a quotation is the writer's
        apart = [c for c in read.every if not places[n].isdisjoint(c.words)]
        if len(apart) != 1 or apart[0] is home:
            continue
        if _says_two_things(home, apart[0], read, taken, before=n < verb):
            yield n, verb
            return


def _says_two_things(
    home: Clause, apart: Clause, read: Clauses, taken: frozenset[int], *, before: bool
) -> bool:
    """Whether the clause of the claim's verb and another that has a word of the claim say
    different things; `before` tells that the word stands before the verb, as its subject does."""
    if home.subject is Subject.PRONOUN or apart.subject is Subject.GAPPED:
        return False
    at = {read.words[n].start for n in taken}
    if not apart.verbs or apart.verbs[0] in taken:
        return False
    if before:
        return home.subject is Subject.OWN and not home.named <= taken
    after = [read.words[n] for n in sorted(home.words) if n > home.verbs[0]]
    if any(word.folded in _POINTING for word in after):
        return False
    return any(word.content and word.start not in at for word in after)


def _is_finite(claim: Wording, index: int) -> bool:
    folded = claim.folded(index)
    if folded in AUXILIARY or folded in SAYING or folded.endswith("ing"):
        return False
    return claim.is_verbal(index)


def _crossed(candidate: Candidate) -> list[tuple[int, int]]:
    """Each subject and verb of the claim that stand in two clauses."""
    pair = candidate.pair
    clauses = _clauses(candidate)
    if len(clauses) < 2:
        return []
    places = [_places(n, candidate) for n in range(len(pair.claim))]
    taken = frozenset[int]().union(*places)
    subject, home = -1, list[int]()
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
            return found
        (clause, *others) = [c for c in clauses if any(p in c for p in places[n])]
        if others:
            continue
        own = next((p for p in clause if _may_be_subject(pair.sentence[p], taken, p)), -1)
        if 0 <= own < min(places[n]) <= own + _NEAR and _says_other(home, taken, pair.sentence):
            found.append((subject, n))
    return found


def _says_other(home: Sequence[int], taken: frozenset[int], words: Sequence[Token]) -> bool:
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


def _clauses(candidate: Candidate) -> list[list[int]]:
    read = Clauses(candidate.text, candidate.pair.sentence)
    return [sorted(clause.words) for clause in read.every]


def _may_be_subject(word: Token, taken: frozenset[int], place: int) -> bool:
    """Whether a word can be the subject of its clause that the claim lacks."""
    return word.content and not word.digit and place not in taken and word.folded[-2:] != "ly"


def _is_told(word: Token) -> bool:
    """Whether a word is what a clause says of its subject: a verb, for or against."""
    return word.folded in _STANCE or (word.content and lexicon.entry(word.stem).kind == "v")


CHECK = Check(NAME, find, languages=("en",))
