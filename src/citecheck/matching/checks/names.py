"""Looks for a claim's names in their slots, and for who or what stands there instead."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from citecheck.matching import data
from citecheck.matching.checks import cells, own_clause, prepositions, quotations
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.checks.name_slots import (
    DESPITE,
    NEARLY_ALL,
    REFUTES,
    Known,
    in_own_slot,
    is_claimed,
    is_unknown,
    kind_of_place,
    name_slot,
)
from citecheck.matching.extract import name as names
from citecheck.matching.extract.values import Fact, FactKind, Name, Relation
from citecheck.matching.retrieve.candidates import Candidate, is_denied
from citecheck.matching.retrieve.slots import Pair
from citecheck.matching.retrieve.windows import Window
from citecheck.matching.text import lexicon
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "names"
_NAME_MATTER = data.number("checks.shared.matter")
_ELSEWHERE = data.number("checks.names.elsewhere")
_AS_MUCH = data.number("checks.names.as_much")
_QUOTED = data.number("checks.names.quoted")
_MORE_NAMES = data.number("checks.names.more_names")
_NAMESAKE_MATTER = data.number("checks.names.namesake_matter")


def find(context: Context) -> Iterator[CheckFinding]:
    """Each name of the claim: stated, another in its place, or not there."""
    claim, candidates = context.claim, context.candidates
    best = context.windows[0]
    around = best.page.context(best.sentences[0])
    known, there = Known.of(claim.facts[FactKind.NAME], candidates), _There(context.windows)
    # A speaker whom the claim names first is its subject as any other.
    opens = next((t.start for t in claim.tokens if t.content and not names.is_title(t)), 0)
    speakers = {f.start for f in claim.facts[FactKind.ATTRIBUTION] if f.start > opens}
    quoted = claim.quoted if len(claim.quoted) >= quotations.FEWEST_WORDS else set[int]()
    for fact in claim.facts[FactKind.NAME]:
        words = frozenset(claim.words(fact.start, fact.end))
        own = [claim.tokens[n] for n in words]
        sure = names.is_sure(fact)
        if claim.quotes(fact) or (not sure and there.has_small(own)):
            continue  # a part of a quotation, or a common word that opens the claim
        relation, rival = name(fact, known, fact.start in speakers, quoted)
        mine = Span(fact.start, fact.end, fact.text)
        if rival is not None:
            yield rival.finding(NAME, words)
        elif relation is Relation.SAME:
            if any(context.aligned[n] < 0 for n in words):
                yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
        elif there.has([t for t in own if t.stem not in around]):
            yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
        elif sure:
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)


class _There:
    """The words of some windows, looked through when first asked for."""

    def __init__(self, windows: Sequence[Window]):
        self._sentences = [sentence for window in windows for sentence in window.sentences]

    @functools.cached_property
    def _each(self) -> list[frozenset[str]]:
        return [frozenset([form.folded for form in s.forms]) for s in self._sentences]

    @functools.cached_property
    def _small(self) -> frozenset[str]:
        return frozenset([f.folded for s in self._sentences for f in s.forms if not f.capital])

    def has(self, words: Iterable[Token]) -> bool:
        """Whether a sentence has all of some words: a name's, scattered over two, are not it."""
        wanted = {word.folded for word in words}
        return any(wanted <= there for there in self._each)

    def has_small(self, words: Iterable[Token]) -> bool:
        """Whether they are there with a small letter."""
        return all(word.folded in self._small for word in words)


def name(
    fact: Fact, known: Known, speaker: bool, quoted: Collection[int] = ()
) -> tuple[Relation, Rival | None]:
    """How the sentences stand to a name of a claim, and the name that stands in its place.

    `speaker` tells that the claim says who said it, `quoted` which of the claim's words are quoted:
    who says something else in another sentence has not said it.
    """
    assert isinstance(fact.value, Name)
    cell = cells.find(fact, known.candidates)
    if cell is not None and cell.relation is Relation.DIFFERENT:
        shown = Span(fact.start, fact.end, fact.text)
        rival = Rival(ReasonCode.NAME_DIFFERS, shown, cell.span, 1.0, cell.matter)
        return Relation.DIFFERENT, rival
    best: Rival | None = None
    best_named = 0
    stated: list[tuple[float, int]] = []
    named = False
    candidates = known.candidates
    for candidate in candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        here = candidate.of(FactKind.NAME)
        matter = pair.same_matter(mine)
        present = _present(pair, mine, fact.value, here) and _has_both(candidate, mine)
        if present:
            held = in_own_slot(pair, mine)
            rest = [n for n, w in enumerate(pair.claim) if w.content and n not in mine]
            elsewhere = len(pair.has(quoted)) < _QUOTED * len(quoted)
            if (rest and not held and not pair.has(rest)) or elsewhere:
                named = True
                continue  # it is named there, and nothing of the claim is said of it
            stated.append((matter if held else _ELSEWHERE * matter, pair.named(mine)))
            own = not held and matter >= NEARLY_ALL and own_clause.is_subject(candidate, mine)
            if matter >= NEARLY_ALL and (held or own):
                return Relation.SAME, None
        if matter < _NAME_MATTER:
            continue
        for other in here:
            assert isinstance(other.value, Name)
            if known.makes_one(fact.value, other.value):
                continue
            slot = name_slot(candidate, mine, fact.value, other, present, known)
            theirs = pair.sentence_words(other.start, other.end)
            if slot < REFUTES or is_denied(candidate, mine, theirs):
                continue
            if best is None or slot + matter > best.slot + best.matter:
                best = _rival(candidate, fact, other, speaker, slot, matter)
                best_named = pair.named(mine)
    if best is None and not (stated or named):
        best = (
            _namesake(fact, candidates, speaker)
            or _alone(fact, known, speaker, _is_sibling)
            or _alone(fact, known, speaker, _is_placed_alike)
        )
    if best is not None and not _outweighed(best, best_named, stated):
        return Relation.DIFFERENT, best
    return (Relation.SAME if stated or named else Relation.ABSENT), None


def _rival(
    candidate: Candidate, fact: Fact, other: Fact, speaker: bool, slot: float, matter: float
) -> Rival:
    code = ReasonCode.ATTRIBUTION_DIFFERS if speaker else ReasonCode.NAME_DIFFERS
    mine = Span(fact.start, fact.end, fact.text)
    return Rival(code, mine, Span(other.start, other.end, other.text), slot, matter)


def _outweighed(rival: Rival, named: int, stated: Sequence[tuple[float, int]]) -> bool:
    """Whether a sentence that has the claim's own name speaks of the claim's matter as much as
    the rival's, or names more of those that the claim names."""
    if rival.slot >= DESPITE:
        return False
    return any(
        matter > rival.matter - (_MORE_NAMES if others > named else _AS_MUCH)
        for matter, others in stated
    )


def _namesake(fact: Fact, candidates: Sequence[Candidate], speaker: bool) -> Rival | None:
    """A name that differs from the claim's in one word which the whole page lacks, near a sentence
    that says the rest: North Dakota on a page on South Dakota."""
    assert isinstance(fact.value, Name)
    matter = 0.0
    for candidate in candidates:
        mine = candidate.pair.claim_words(fact.start, fact.end)
        if not is_unknown(candidate, mine):
            return None
        matter = max(matter, candidate.pair.same_matter(mine))
    if matter < _NAMESAKE_MATTER:
        return None
    for candidate in candidates:
        for other in candidate.of(FactKind.NAME):
            assert isinstance(other.value, Name)
            if names.clash(fact.value.words, other.value.words):
                return _rival(candidate, fact, other, speaker, REFUTES, matter)
    return None


def _alone(
    fact: Fact, known: Known, speaker: bool, stands: Callable[[Candidate, range, range], bool]
) -> Rival | None:
    """The one name, beside a claim's that the whole page lacks, that `stands` for it in a sentence
    which says the rest; `stands` takes the words of either name."""
    assert isinstance(fact.value, Name)
    for candidate in known.candidates:
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        if not fact.value.sure or not is_unknown(candidate, mine):
            return None
        matter = pair.same_matter(mine)
        if matter < _NAMESAKE_MATTER:
            continue
        others = [
            other
            for other in candidate.of(FactKind.NAME)
            if isinstance(other.value, Name)
            and not is_claimed(other.value, known.claimed)
            and stands(candidate, mine, pair.sentence_words(other.start, other.end))
        ]
        if len(others) == 1:
            return _rival(candidate, fact, others[0], speaker, REFUTES, matter)
    return None


def _is_sibling(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether two names are of one class, such as two cities. Which words are of one class the
    lexicon says, so that the slot need not be the same: "London-based" for "who works in Berlin".
    """
    pair = candidate.pair
    stems = [pair.claim[n].stem for n in mine if pair.claim[n].content]
    if len(stems) != 1:
        return False
    if kind_of_place(pair.sentence, theirs) != kind_of_place(pair.claim, mine):
        return False
    return any(lexicon.siblings(stems[0], pair.sentence[n].stem) for n in theirs)


def _is_placed_alike(candidate: Candidate, mine: range, theirs: range) -> bool:
    """Whether two names stand behind the same word and preposition: "published on Monday in The
    Lancet" and "published in the journal BMJ"."""
    pair = candidate.pair
    is_name = all(pair.sentence[n].folded in candidate.proper for n in theirs)
    return is_name and prepositions.governs_both(pair, mine, theirs)


def _present(pair: Pair, mine: range, value: Name, here: Sequence[Fact]) -> bool:
    """Whether the sentence has the claim's name, in full or in a shorter or longer form."""
    if any(
        isinstance(o.value, Name) and names.initials_differ(value.words, o.value.words)
        for o in here
    ):
        return False
    places = [pair.other[n] for n in mine if pair.claim[n].content]
    if places and min(places) >= 0 and max(places) - min(places) < len(mine) + 2:
        return True
    return any(
        isinstance(o.value, Name)
        and names.same(value.words, o.value.words)
        and not names.clash(value.words, o.value.words)
        for o in here
    )


def _has_both(candidate: Candidate, mine: range) -> bool:
    """Whether a sentence has both of two names that a hyphen joins, such as two teams that play:
    of "the Reds-Blues game" the Reds alone tell little."""
    pair, text = candidate.pair, candidate.claim.text
    joined = {
        n
        for one, two in itertools.pairwise(mine)
        if text[pair.claim[one].end : pair.claim[two].start] in ("-", "–")
        for n in (one, two)
        if pair.claim[n].capital
    }
    return len(joined) <= 1 or len(pair.has(joined)) == len(joined)


CHECK = Check(NAME, find, needs=(FactKind.NAME,))
