"""Looks for sentences that deny in other words what a claim says, or say what it denies.

For each predicate of the claim and its counterparts in a sentence the sign is taken of both; where
the two differ and the matter is the same, one denies what the other says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Rival
from citecheck.matching.checks.meetings import Beside, Meeting
from citecheck.matching.checks.said import Claim
from citecheck.matching.extract import polarity
from citecheck.matching.grammar import predicates
from citecheck.matching.grammar.parsed import Parsed
from citecheck.matching.grammar.wording import MOST_WORDS, is_in_adjunct
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.text import lexicon
from citecheck.model import ReasonCode

NAME = "denials"
_MATTER = data.number("checks.shared.matter")
_LOCAL = data.number("checks.denials.local")
_EASED = data.number("checks.denials.eased")
_PLAINER = data.number("checks.denials.plainer")


class _Denial(NamedTuple):
    """A sentence's denial of one of the claim's words, the surest first in order."""

    apart: float
    number: int
    word: int
    rival: Rival


def find(context: Context) -> Iterator[CheckFinding]:
    """The surest denial of a predicate of the claim."""
    candidates = context.candidates
    if not candidates or len(context.claim.tokens) > MOST_WORDS:
        return
    claim = Claim(context.claim.text, candidates[0], context.claim.quoted)
    if claim.asks:
        return
    every = (*candidates, *context.further)
    sentences = [c for c in every if len(c.pair.sentence) <= MOST_WORDS]
    turned = candidates[0].claim.may_turn
    denied = bool(polarity.negations(context.claim.tokens))
    denying = [
        (turned or _may_deny(claim, candidate.sentence))
        and not (denied and candidate.takes_out)
        and (denied or not _is_of_another(candidate))
        for candidate in sentences
    ]
    if not any(denying):
        return
    laid = [Beside(claim, candidate) for candidate in sentences]
    found: list[_Denial] = []
    for number, beside in enumerate(laid):
        if denying[number]:
            met = {(m.mine, m.theirs) for m in beside.meetings if m.agrees}
            for meeting in beside.meetings:
                if meeting.sure and not _is_met(beside, meeting, met):
                    found.extend(_denial(beside, meeting, number))
    stated = _stated(laid) if found else {}
    for denial in sorted(found, key=lambda d: d[:3]):
        if stated.get(denial.word, -1.0) < denial.rival.slot - _PLAINER:
            yield denial.rival.finding(NAME, (denial.word,))
            return


def _stated(every: Sequence[Beside]) -> dict[int, float]:
    """For words of the claim how much of it a sentence has that says them as the claim does."""
    stated: dict[int, float] = {}
    for beside in every:
        for meeting in beside.meetings:
            if meeting.agrees:
                share = max(stated.get(meeting.mine, 0.0), beside.shares(meeting)[0])
                stated[meeting.mine] = share
    return stated


def _may_deny(claim: Claim, sentence: Parsed) -> bool:
    """Whether a sentence has anything that could deny what the claim says."""
    if sentence.may_turn:
        return True
    return not claim.opposites.isdisjoint(sentence.stems) or any(
        predicates.prefixed(stem) in claim.stems
        for stem in sentence.stems
        if stem.startswith(predicates.PREFIXES)
    )


def _is_of_another(candidate: Candidate) -> bool:
    """Whether all that a sentence denies it denies of another than the claim's subject."""
    deniers = candidate.sentence.deniers
    return bool(deniers) and all(map(candidate.is_of_another, deniers))


def _denial(beside: Beside, meeting: Meeting, number: int) -> Iterator[_Denial]:
    """What two predicates that do not agree come to, if they are about the same matter."""
    local, matter = beside.shares(meeting)
    eased = _EASED if _names_both(beside, meeting.theirs) else 0.0
    if local < _LOCAL - eased or not beside.is_whole(meeting) or not beside.is_explained(meeting):
        return
    if (
        beside.asks
        or matter < _MATTER - eased
        or not _is_about_the_same(beside.pair)
        or beside.gives_others(beside.claim.words)
        or is_in_adjunct(beside.claim.words, meeting.mine)
    ):
        return
    rival = Rival(
        ReasonCode.POLARITY_DIFFERS,
        beside.claim.shown(meeting.mine),
        beside.shown(meeting.theirs),
        local,
        matter,
        "one denies what the other says",
    )
    yield _Denial(-local, number, meeting.mine, rival)


def _is_met(beside: Beside, meeting: Meeting, met: Collection[tuple[int, int]]) -> bool:
    """Whether what governs a word on one side agrees with a word of the other side: "kept him from
    abusing it" and "prevented his abuse of it"."""
    ours = beside.claim.of(meeting.mine).operators
    its = beside.of(meeting.theirs).operators
    return any(index in ours or place in its for index, place in met)


def _names_both(beside: Beside, place: int) -> bool:
    """Whether two of the claim's names, and no fewer than all, stand in a word's clause."""
    pair, clause = beside.pair, beside.clause(place)
    there = [any(pair.other[n] in clause for n in name) for name in pair.names]
    return len(there) > 1 and all(there)


def _is_about_the_same(pair: Pair) -> bool:
    """Whether the claim's names and figures stand in a sentence or around it."""
    for name in pair.names:
        if name.start == 0 and len(name) == 1 and lexicon.entry(pair.claim[0].stem).kind:
            continue  # a common word that opens the claim
        content = [n for n in name if pair.claim[n].content]
        if content and not any(
            pair.other[n] >= 0 or pair.claim[n].stem in pair.nearby for n in content
        ):
            return False
    return all(pair.other[n] >= 0 for n, word in enumerate(pair.claim) if word.folded[:1].isdigit())


CHECK = Check(NAME, find, languages=("en",), whole=True)
