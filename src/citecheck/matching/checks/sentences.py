"""Looks for what one sentence has with the claim's verb in the place of what another sentence has
with another: "failed in pigs. In cattle it worked"."""

from __future__ import annotations

from citecheck.matching import data
from citecheck.matching.checks.check import Context
from citecheck.matching.extract import polarity
from citecheck.matching.grammar.clauses import is_told
from citecheck.matching.grammar.syntax import ARTICLES, PREPOSITIONS
from citecheck.matching.grammar.wording import Wording
from citecheck.matching.retrieve.candidates import Candidate

_SHORT = data.count("checks.sentences.short")
_HALF = data.number("checks.sentences.half")


def parted(context: Context) -> tuple[Candidate, int, int] | None:
    """The sentence with the claim's verb, the number of the verb in the claim, and that of the word
    that only another sentence has."""
    candidates = context.candidates
    if not candidates:
        return None
    claim = context.claim.parsed.wording
    verb = next((n for n in range(1, len(claim.words)) if is_told(claim, n)), -1)
    if verb < 0 or verb in context.claim.quoted:
        return None
    denying = polarity.negations(claim.words)
    with_verb = [c for c in candidates if _has_verb(c, verb, bool(denying))]
    for n in range(verb + 1, len(claim.words)):
        word = claim.words[n]
        if not (word.content or word.digit) or n in context.claim.quoted:
            continue
        having = [c for c in candidates if c.pair.other[n] >= 0]
        if denying:
            having = [c for c in having if _has_verb(c, verb, False)]
        else:
            having = [c for c in having if c.pair.other[verb] < 0 and _tells_other(c)]
        apart = [c for c in with_verb if c.pair.other[n] < 0 and _has_other(c, claim, n)]
        if having and apart and len(apart) == len(with_verb):
            return apart[0], verb, n
    return None


def _tells_other(candidate: Candidate) -> bool:
    """Whether a sentence has a verb of its own that the claim lacks, beside "it was"."""
    read = candidate.sentence.clauses
    return any(n not in candidate.pair.taken for clause in read.every for n in clause.verbs)


def _has_verb(candidate: Candidate, verb: int, denied: bool) -> bool:
    """Whether a short sentence that has much of the claim has its verb, denied or not."""
    pair = candidate.pair
    place = pair.other[verb]
    if place < 0 or pair.sentence[place].stem != pair.claim[verb].stem:
        return False
    if len(pair.sentence) > _SHORT or pair.same_matter() < _HALF:
        return False
    return candidate.sentence.negated(place, candidate.language) is denied


def _has_other(candidate: Candidate, claim: Wording, number: int) -> bool:
    """Whether a sentence has something else behind the preposition that a word of the claim has."""
    before = number - 1
    while claim.folded(before) in ARTICLES:
        before -= 1
    preposition = claim.folded(before)
    if preposition not in PREPOSITIONS or preposition == "of":
        return False
    words = candidate.pair.sentence
    for at in range(len(words) - 1):
        if words[at].folded != preposition:
            continue
        after = at + 1
        while after < len(words) - 1 and words[after].folded in ARTICLES:
            after += 1
        told = words[after].content or words[after].capital
        if told and after not in candidate.pair.taken:
            return True
    return False
