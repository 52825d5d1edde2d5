"""Looks for a claim's quantities and dates in their slots, and for what stands there instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks import cells, pairing, spans
from citecheck.matching.checks import lone as lone_figures
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect, Rival, Span
from citecheck.matching.extract import relations
from citecheck.matching.extract.measures import bound_start
from citecheck.matching.extract.values import Fact, FactKind, Quantity, Relation
from citecheck.matching.retrieve.align import SYNONYMS, synonyms
from citecheck.matching.retrieve.candidates import Candidate, is_denied
from citecheck.matching.text import lexicon
from citecheck.matching.text.reading import words_between
from citecheck.matching.text.tokens import Token
from citecheck.model import ReasonCode

NAME = "figures"
_MOST = data.count("checks.figures.most")
_PASSES = data.number("checks.figures.passes")
_REFUTES = data.number("checks.shared.slot")
_MATTER = data.number("checks.figures.matter")
_WEAK = data.number("checks.figures.weak")
_TELLING_MATTER = data.number("checks.figures.telling_matter")
_FAR_AHEAD = data.number("checks.figures.far_ahead")
_AHEAD = data.number("checks.figures.ahead")
_NOUN = data.number("checks.shared.held")
_BEFORE_NOUN = data.number("checks.figures.before_noun")
_LIMITS = data.words("retrieve.slots.limits") | {"to"}
_NOUN_REACH = data.count("checks.figures.noun_reach")


def find(context: Context) -> Iterator[CheckFinding]:
    """Each figure of the claim: stated, another in its place, or not there."""
    claim = context.claim
    wanted = (*claim.facts[FactKind.QUANTITY], *claim.facts[FactKind.DATE])
    if len(wanted) > _MOST:
        message = f"only the claim's first {_MOST} figures were compared"
        yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, message=message)
        wanted = wanted[:_MOST]
    for fact in wanted:
        if claim.quotes(fact):
            continue
        relation, rival = figure(claim.text, fact, wanted, context.candidates)
        words = frozenset(claim.words(fact.start, fact.end))
        mine = with_noun(claim.text, claim.tokens, fact)
        if relation in relations.AGREE:
            yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, words, mine)
        elif rival is not None:
            yield rival.finding(NAME, words)
        else:
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)
    yield from _other_digits(context)
    if cells.carries(claim, context.candidates):
        whole = frozenset(range(len(claim.tokens)))
        yield CheckFinding(NAME, Effect.STATES, ReasonCode.STATED, whole)


def _other_digits(context: Context) -> Iterator[CheckFinding]:
    """Digits that are no figure, such as those of a postcode or a section, must stand there too."""
    claim = context.claim
    read = claim.in_figures
    digits = [(n, t) for n, t in enumerate(claim.tokens) if t.digit and n not in read]
    known = {t.folded for window in context.windows for t in window.tokens} if digits else ()
    for number, token in digits:
        if token.folded not in known:
            mine = Span.of(claim.text, token.start, token.end)
            words = frozenset((number,))
            yield CheckFinding(NAME, Effect.LACKS, ReasonCode.MISSING_DETAIL, words, mine)


def figure(
    text: str, fact: Fact, figures: Sequence[Fact], candidates: Sequence[Candidate]
) -> tuple[Relation, Rival | None]:
    """How the sentences stand to a quantity or date of a claim, and the value that refutes it.

    `figures` are all of the claim's, since a value that the claim gives elsewhere is no rival.
    """
    if any(spans.has_both_ends(fact, candidate) for candidate in candidates):
        return Relation.SAME, None
    cell = cells.find(fact, candidates)
    if cell is not None and cell.relation is Relation.SAME:
        return Relation.SAME, None
    if cell is not None and not cells.is_in_prose(fact, candidates, cell.matter):
        date = fact.kind is FactKind.DATE
        code = ReasonCode.DATE_DIFFERS if date else ReasonCode.QUANTITY_DIFFERS
        shown = with_noun(text, candidates[0].pair.claim, fact)
        return Relation.DIFFERENT, Rival(code, shown, cell.span, 1.0, cell.matter)
    if fact.kind is FactKind.DATE and pairing.settles(fact, figures, candidates):
        return Relation.SAME, None
    paired = pairing.find(fact, candidates)
    if paired is not None and paired.relation is Relation.SAME:
        if _is_same_thing(fact, paired):
            return Relation.SAME, None
    elif paired is not None:
        return Relation.DIFFERENT, _paired_rival(text, fact, paired)
    stated: _Stated | None = None
    best: Rival | None = None
    best_at = -1
    for number, candidate in enumerate(candidates):
        others = candidate.figures(fact.kind)
        if not others:
            continue
        pair = candidate.pair
        mine = pair.claim_words(fact.start, fact.end)
        matter = pair.same_matter(mine)
        count = Counter(map(relations.sort, others))
        for other in others:
            relation = relations.between(fact, other)
            if relation is None or relation is Relation.ABSENT:
                continue
            if fact.kind is FactKind.DATE and spans.is_other_end(pair, mine, other):
                relation = Relation.DIFFERENT
            same = relation is not Relation.DIFFERENT
            if not same and matter < _MATTER:
                continue
            slot = _slot(candidate, mine, fact, other, same, count[relations.sort(other)] == 1)
            if relation is not Relation.DIFFERENT:
                if stated is None or slot + matter > stated.slot + stated.matter:
                    stated = _Stated(slot, matter, relation, number)
                continue
            if slot < _REFUTES:
                continue
            theirs = pair.sentence_words(other.start, other.end)
            if _wanted(other, figures) and not all(pair.held(mine, theirs)):
                continue
            if is_denied(candidate, mine, theirs) or spans.is_relative(candidate, fact):
                continue
            if best is None or (slot + matter) > (best.slot + best.matter):
                best, best_at = _figure_rival(text, candidate, fact, other, slot, matter), number
    if stated is None and best is None and fact.kind is FactKind.QUANTITY:
        lone = lone_figures.figure(fact, figures, candidates, relations.between)
        if lone is not None:
            candidate, other, matter = lone
            best = _figure_rival(text, candidate, fact, other, _REFUTES, matter)
    if stated is None:
        return (Relation.DIFFERENT if best is not None else Relation.ABSENT), best
    if best is not None and _has_verb_alone(candidates[stated.number], candidates[best_at]):
        return stated.relation, None
    if best is not None and _outdoes(best, best_at, stated):
        return Relation.DIFFERENT, best
    if stated.slot >= _PASSES or (stated.matter >= _TELLING_MATTER and relations.is_telling(fact)):
        return stated.relation, None
    return Relation.ABSENT, None


def _outdoes(rival: Rival, number: int, stated: _Stated) -> bool:
    """Whether another value stands in the claim's slot so much better than the claim's own value
    does that this one belongs to something else."""
    if number == stated.number:
        return stated.slot < _WEAK and rival.slot > stated.slot + _AHEAD
    return rival.slot + rival.matter > stated.slot + stated.matter + _FAR_AHEAD


def _has_verb_alone(candidate: Candidate, rival: Candidate) -> bool:
    """Whether a sentence has a verb of the claim that another one lacks, which has none of its own
    before it: what the other gives is the figure of another deed."""
    verbs = [n for n, w in enumerate(candidate.pair.claim) if lexicon.entry(w.stem).kind == "v"]
    here, there = candidate.pair.has(verbs), rival.pair.has(verbs)
    return len(here) > len(there) and set(there) <= set(here)


class _Stated(NamedTuple):
    """Where the claim's own value stands, and how well that place is the claim's slot."""

    slot: float
    matter: float
    relation: Relation
    number: int


def _wanted(other: Fact, figures: Iterable[Fact]) -> bool:
    """A value that the claim gives elsewhere fills that other slot."""
    return any(relations.between(figure, other) in relations.AGREE for figure in figures)


def _slot(
    candidate: Candidate, mine: range, fact: Fact, other: Fact, same: bool, alone: bool
) -> float:
    """How surely a value stands in the claim's slot; `alone` tells that the sentence has no other
    of its kind and unit."""
    pair = candidate.pair
    theirs = pair.sentence_words(other.start, other.end)
    slot = pair.agreement(mine, theirs, _BEFORE_NOUN)
    if same and _is_of_another(pair.claim, mine, pair.sentence, theirs):
        return 0.0  # "a loss of $5 million", where that is the revenue
    if same and _counts_another(fact, other, candidate):
        return 0.0  # "240 dead", where there are 17, and 240 wounded
    if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity)):
        return slot + _NOUN if alone else slot
    if not same and not lone_figures.same_role(candidate, mine, theirs):
        return 0.0
    noun, its = fact.value.noun, other.value.noun
    following = _following(pair.sentence[theirs.stop : theirs.stop + _NOUN_REACH])
    if noun and (
        noun == its or noun in following or not following.isdisjoint(SYNONYMS.get(noun, ()))
    ):
        return slot + _NOUN
    if fact.value.unit not in ("", "ordinal", "%"):
        return slot + _NOUN if alone else slot
    if fact.value.unit == "%" and not (noun and its):
        return slot + _NOUN if alone else slot
    if not same and noun in candidate.sentence.stems:
        return 0.0  # the noun is there, and something else is counted
    # Another noun is counted; the same value may still be meant, another value hardly.
    return slot if same or not (noun and its) or all(pair.held(mine, theirs)) else 0.0


def _counts_another(fact: Fact, other: Fact, candidate: Candidate) -> bool:
    """Whether a sentence counts another thing by the claim's figure, and the claim's by another."""
    mine, theirs = fact.value, other.value
    if not (isinstance(mine, Quantity) and isinstance(theirs, Quantity)):
        return False
    if mine.unit or theirs.unit or not (mine.noun and theirs.noun) or mine.noun == theirs.noun:
        return False
    return any(
        isinstance(one.value, Quantity)
        and one is not other
        and one.value.noun == mine.noun
        and relations.between(fact, one) is Relation.DIFFERENT
        for one in candidate.of(FactKind.QUANTITY)
    )


def _is_of_another(claim: Sequence[Token], mine: range, other: Sequence[Token], its: range) -> bool:
    """Whether both figures have a noun before "of", and these do not say the same."""
    one, two = _governor(claim, mine), _governor(other, its)
    return (
        bool(one and two) and one != two and two not in synonyms(one) and one not in synonyms(two)
    )


def _governor(words: Sequence[Token], figure: range) -> str:
    """The noun of which a figure is the size: "a loss of about 5"; empty where there is none."""
    at = figure.start - 1
    while at > 0 and words[at].folded in _LIMITS:
        at -= 1
    return (
        words[at - 1].stem if at > 0 and words[at].folded == "of" and words[at - 1].content else ""
    )


def _following(words: Sequence[Token]) -> set[str]:
    """The stems up to the first word that can stand in no noun phrase."""
    found: set[str] = set()
    for word in words:
        if not (word.content or word.capital):
            break
        found.add(word.stem)
    return found


def _figure_rival(
    text: str, candidate: Candidate, fact: Fact, other: Fact, slot: float, matter: float
) -> Rival:
    date = fact.kind is FactKind.DATE
    code = ReasonCode.DATE_DIFFERS if date else ReasonCode.QUANTITY_DIFFERS
    if _opposed_bounds(fact, other):
        mine, theirs = (
            Span.of(t, bound_start(t, f.start), f.end)
            for t, f in ((text, fact), (candidate.text, other))
        )
        return Rival(ReasonCode.DIRECTION_DIFFERS, mine, theirs, slot, matter)
    return Rival(
        code,
        with_noun(text, candidate.pair.claim, fact),
        with_noun(candidate.text, candidate.pair.sentence, other),
        slot,
        matter,
    )


def _is_same_thing(fact: Fact, paired: pairing.Paired) -> bool:
    """Whether a figure with the claim's date is the size of the claim's thing: no revenue for a
    loss."""
    pair, other = paired.candidate.pair, paired.other
    if other is None:
        return True
    mine, theirs = (
        pair.claim_words(fact.start, fact.end),
        pair.sentence_words(other.start, other.end),
    )
    return not _is_of_another(pair.claim, mine, pair.sentence, theirs)


def _paired_rival(text: str, fact: Fact, paired: pairing.Paired) -> Rival:
    candidate = paired.candidate
    if paired.other is not None:
        return _figure_rival(text, candidate, fact, paired.other, 1.0, paired.matter)
    shown = with_noun(text, candidate.pair.claim, fact)
    message = "the source has it of another time or thing"
    return Rival(ReasonCode.QUANTITY_DIFFERS, shown, None, 1.0, paired.matter, message)


def _opposed_bounds(fact: Fact, other: Fact) -> bool:
    """Whether only "more than" and "less than" tell two figures apart."""
    mine, theirs = fact.value, other.value
    if not (isinstance(mine, Quantity) and isinstance(theirs, Quantity)):
        return False
    return (mine.low, mine.unit) == (theirs.low, theirs.unit) and mine.bound is not theirs.bound


def with_noun(text: str, words: Sequence[Token], fact: Fact) -> Span:
    """A figure as written, with the noun that it counts."""
    value = fact.value
    end = fact.end
    if isinstance(value, Quantity) and value.noun and value.unit in ("", "ordinal"):
        after = words_between(words, fact.end, fact.end + 60)
        for number in list(after)[:3]:
            if words[number].stem == value.noun:
                end = words[number].end
                break
    return Span.of(text, fact.start, end)


CHECK = Check(NAME, find)
