"""Looks whether a claim's figure has, in a sentence with several like ones, the claim's date and
subject: "4.6 million in 2023" where the sentence has 4.6 for 2024 and 4.3 for 2023."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.counterparts import (
    is_beside_figure,
    is_counterpart,
    is_other_end,
    leads_elsewhere,
)
from citecheck.matching.extract import relations
from citecheck.matching.extract.periods import is_from_now
from citecheck.matching.extract.values import Date, Fact, FactKind, Quantity, Relation
from citecheck.matching.grammar.bindings import Bindings
from citecheck.matching.grammar.items import Part
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text.tokens import Token

_TWO = 2
_LEADS = data.words("checks.pairing.leads")
_PRONOUNS = data.words("checks.pairing.pronouns")
_OPENING = data.count("checks.pairing.opening")
_MATTER = data.number("checks.pairing.matter")
_PHASES = data.words("checks.pairing.phases")


class Paired(NamedTuple):
    """How a sentence pairs a claim's figure: as the claim does (`SAME`), or otherwise; the figure
    that is the claim's, or that stands in its place, or the date that it has instead. `claimed`
    are the claim's dates of the figure, where these were compared."""

    relation: Relation
    candidate: Candidate
    claimed: tuple[Date, ...] = ()
    other: Fact | None = None
    date: Date | None = None
    matter: float = 0.0


def find(fact: Fact, candidates: Sequence[Candidate]) -> Paired | None:
    """How the sentences that have a claim's figure pair it; None where none tells."""
    if not isinstance(fact.value, Quantity) or not candidates:
        return None
    best = _apart(fact, fact.value, candidates)
    if best is not None:
        return best
    for candidate in candidates:
        paired = _in_sentence(fact, fact.value, candidate)
        if paired is None:
            continue
        if paired.relation is Relation.SAME:
            return paired
        if best is None or paired.matter > best.matter:
            best = paired
    return best


def _in_sentence(fact: Fact, value: Quantity, candidate: Candidate) -> Paired | None:
    theirs = Bindings(candidate.sentence, value)
    same = [n for n in theirs.figures if _is_stated(value, theirs.items[n].fact)]
    if not same:
        return None
    pair = candidate.pair
    matter = pair.same_matter(pair.claim_words(fact.start, fact.end))
    if matter < _MATTER:
        return None
    if _has_other_ordinal(same, theirs, candidate):
        return Paired(Relation.DIFFERENT, candidate, (), None, None, matter)
    if len(theirs.figures) < 2 and len(theirs.dates) < 2:
        return _of_another(fact, same, theirs, candidate, matter)
    dates = _claimed(fact, value, candidate)
    dated = _dated(dates, same, theirs, candidate, matter) if dates else None
    if dated is not None and dated.relation is Relation.DIFFERENT:
        return dated
    other = _of_another(fact, same, theirs, candidate, matter, dated is not None) or dated
    return other or _of_own(fact, same, theirs, candidate)


def _of_own(
    fact: Fact, same: Sequence[int], theirs: Bindings, candidate: Candidate
) -> Paired | None:
    """Whether the claim's figure stands in a later part that leaves out what is said of all, and
    has a word of the claim that no other part has: "18 percent of boys in Bern, 6 percent in
    Genf"."""
    parts = theirs.parts()
    home = [p for p in parts if any(theirs.items[n].fact is p.figure for n in same)]
    if len(home) != 1 or home[0] is parts[0] or candidate.language != "en":
        return None
    own, pair = home[0], candidate.pair
    sentence = candidate.sentence.wording
    if any(sentence.is_verbal(n) for n in own.words):
        return None
    read = _words(fact, candidate)
    told = [
        here for n, here in enumerate(pair.everywhere()) if pair.claim[n].content and n not in read
    ]
    figure = own.figure
    if figure is None or not any(here and here <= set(own.words) for here in told):
        return None
    return Paired(Relation.SAME, candidate, (), figure)


def _has_other_ordinal(same: Sequence[int], theirs: Bindings, candidate: Candidate) -> bool:
    """Whether a sentence gives the figure to the second, and to the first, of which the claim
    speaks, another one."""
    mine = _ordinals(candidate.claim.facts.of(FactKind.QUANTITY))
    if len(mine) != 1 or len(theirs.figures) < 2:
        return False
    (wanted,) = mine
    homes = [p for p in theirs.parts() if any(theirs.items[n].fact is p.figure for n in same)]
    if len(homes) != 1:
        return False
    its = _ordinals(
        fact
        for fact in candidate.of(FactKind.QUANTITY)
        if not homes[0].words_of(candidate.pair.sentence_words(fact.start, fact.end))
    )
    own = _ordinals(
        fact
        for fact in candidate.of(FactKind.QUANTITY)
        if homes[0].words_of(candidate.pair.sentence_words(fact.start, fact.end))
    )
    return wanted in its and bool(own) and wanted not in own


def _ordinals(facts: Iterable[Fact]) -> set[float]:
    return {
        fact.value.low
        for fact in facts
        if isinstance(fact.value, Quantity) and fact.value.unit == "ordinal"
    }


def _is_stated(value: Quantity, other: Fact) -> bool:
    return (
        isinstance(other.value, Quantity)
        and relations.quantities(value, other.value) in relations.AGREE
    )


def _claimed(fact: Fact, value: Quantity, candidate: Candidate) -> tuple[Date, ...]:
    """The dates that the claim gives its figure."""
    mine = Bindings(candidate.claim, value)
    number = next((n for n in mine.figures if mine.items[n].fact.start == fact.start), -1)
    if number < 0:
        return ()
    dates, sure = mine.date_of(number)
    return dates if sure and mine.is_close else ()


def _dated(
    dates: Sequence[Date],
    same: Sequence[int],
    theirs: Bindings,
    candidate: Candidate,
    matter: float,
) -> Paired | None:
    """Whether the claim's figure has the claim's date, or surely another or none."""
    certain = True
    found: Date | None = None
    for number in same:
        have, sure = theirs.date_of(number)
        if any(relations.dates(d, h) in relations.AGREE for d in dates for h in have):
            stated = theirs.items[number].fact
            return Paired(Relation.SAME, candidate, tuple(dates), stated) if sure else None
        if any(_may_be_one(d, h) for d in dates for h in have):
            certain = False
        if not have and theirs.is_gapped(number):
            certain = False
        close = theirs.is_close or theirs.items[number].prior or _is_taken(dates, same, theirs)
        certain = certain and sure and close
        found = found or (have[0] if have else None)
    if not certain:
        return None
    holders = [h for d in dates if (h := theirs.holder(d)) is not None and h not in same]
    if holders:
        return Paired(
            Relation.DIFFERENT,
            candidate,
            tuple(dates),
            theirs.items[holders[0]].fact,
            None,
            matter,
        )
    if found is not None and len(theirs.dates) > 1 and _has_date(dates, candidate):
        return Paired(Relation.DIFFERENT, candidate, tuple(dates), None, found, matter)
    return None


def _may_be_one(one: Date, other: Date) -> bool:
    """Whether two dates may be of one time; a year that is given is not today."""
    if is_from_now(one) != is_from_now(other):
        return False
    return relations.dates(one, other) is not Relation.DIFFERENT


def _is_taken(dates: Sequence[Date], same: Sequence[int], theirs: Bindings) -> bool:
    """Whether another figure has one of the claim's dates right beside it."""
    return any(
        beside is not None
        and any(relations.dates(date, beside) in relations.AGREE for date in dates)
        for number in theirs.figures
        if number not in same and (beside := theirs.tight(number)) is not None
    )


def _apart(fact: Fact, value: Quantity, candidates: Sequence[Candidate]) -> Paired | None:
    """How two sentences that follow one another pair a figure each with a date each: "In 2009 it
    sold 4. In 2011 it was 5"."""
    if len(candidates) < _TWO:
        return None
    dates = _claimed(fact, value, candidates[0])
    read = [(c, Bindings(c.sentence, value)) for c in candidates] if dates else []
    alone = [(c, b) for c, b in read if len(b.figures) == 1 and len(b.dates) == 1]
    told = [
        (c, b.items[b.figures[0]].fact, beside)
        for c, b in alone
        if (beside := b.tight(b.figures[0])) is not None
    ]
    there = [
        t for t in told if any(relations.dates(date, t[2]) in relations.AGREE for date in dates)
    ]
    mine = [t for t in told if _is_stated(value, t[1])]
    for candidate, other, _ in there:
        matter = candidate.pair.same_matter(candidate.pair.claim_words(fact.start, fact.end))
        if matter < _MATTER or candidate.pair.sentence[0].folded not in (*_LEADS, *_PRONOUNS):
            continue
        if not _PRONOUNS & {word.folded for word in candidate.pair.sentence[:_OPENING]}:
            continue
        if _is_stated(value, other):
            return Paired(Relation.SAME, candidate, tuple(dates), other)
        if mine and mine[0][0] is not candidate:
            return Paired(Relation.DIFFERENT, candidate, tuple(dates), other, None, matter)
    return None


def settles(fact: Fact, figures: Sequence[Fact], candidates: Sequence[Candidate]) -> bool:
    """Whether a date of a claim was compared with one of its figures."""
    paired = (find(figure, candidates) for figure in figures if figure.kind is FactKind.QUANTITY)
    return any(one is not None and fact.value in one.claimed for one in paired)


def has_beside(index: int, other: Callable[[Token], bool], candidate: Candidate) -> bool | None:
    """Whether a sentence that gives several figures says a word of the claim of the claim's figure,
    or of that one what is its opposite by `other`: "1,050 after it" where 700 was before; None
    where it does neither."""
    word = candidate.pair.claim[index]
    for fact in candidate.claim.facts.of(FactKind.QUANTITY):
        value = fact.value
        if not isinstance(value, Quantity) or value.unit == "ordinal":
            continue
        theirs = Bindings(candidate.sentence, value)
        parts = theirs.parts() if len(theirs.figures) > 1 else []
        homes = [p for p in parts if p.figure is not None and _is_stated(value, p.figure)]
        if len(homes) != 1:
            continue
        sentence = candidate.pair.sentence
        own = [sentence[n] for n in homes[0].words]
        said, turned = any(w.stem == word.stem for w in own), any(other(w) for w in own)
        if said and not turned:
            return True
        away = [p for p in parts if p is not homes[0] and p.figure is not None]
        apart = any(sentence[n].stem == word.stem for p in away for n in p.words)
        timed = word.folded in _PHASES and turned and not said
        if timed and apart and not any(other(w) for w in candidate.pair.claim):
            return False
    return None


def _has_date(dates: Sequence[Date], candidate: Candidate) -> bool:
    """Whether a sentence has the claim's date, elsewhere."""
    return any(
        isinstance(other.value, Date) and relations.dates(date, other.value) in relations.AGREE
        for date in dates
        for other in candidate.of(FactKind.DATE)
    )


def _of_another(
    fact: Fact,
    same: Sequence[int],
    theirs: Bindings,
    candidate: Candidate,
    matter: float,
    dated: bool = False,
) -> Paired | None:
    """Whether what the claim says of its figure a sentence says of another part than the figure's,
    which has something else in its place. `dated` tells that figure and date agree, so that only a
    word in the very same place counts."""
    if candidate.language != "en":
        return None
    parts = theirs.parts()
    if len(parts) < 2:
        return None
    wanted = [f for f in candidate.claim.facts.of(FactKind.QUANTITY) if f is not fact]
    home = [p for p in parts if any(theirs.items[n].fact is p.figure for n in same)]
    if len(home) != 1:
        return None
    own = home[0]
    taken = frozenset[int]().union(*candidate.pair.everywhere())
    figures = {n for item in theirs.items for n in item.place}
    dates = {n for f in candidate.claim.facts.of(FactKind.DATE) for n in _words(f, candidate)}
    own_words = _words(fact, candidate) | dates
    elsewhere: list[int] = []
    for number, places in enumerate(candidate.pair.everywhere()):
        word = candidate.pair.claim[number]
        if not word.content or word.digit or number in own_words or not places:
            continue
        if any(n in own.words for n in places):
            continue
        holders = [p for p in parts if any(n in p.words for n in places)]
        if len(holders) != 1 or holders[0] is own:
            continue
        other = holders[0]
        elsewhere += places if other.figure is not None else ()
        if _is_shared(other, own) or _is_claimed(other.figure, wanted):
            continue
        later = other.compared and other.figure is not None and other.words.start > own.words.start
        apart = other.listed or (later and not dated) or is_other_end(other, own, places)
        after = other.at > own.at and not dated
        apart = apart or (after and any(is_beside_figure(n, other, candidate) for n in places))
        if apart or any(
            is_counterpart(n, other, own, taken | figures, candidate, dated) for n in places
        ):
            return Paired(Relation.DIFFERENT, candidate, (), other.figure, None, matter)
    if not dated and elsewhere and leads_elsewhere(own, elsewhere, candidate):
        return Paired(Relation.DIFFERENT, candidate, (), None, None, matter)
    return None


def _words(fact: Fact, candidate: Candidate) -> set[int]:
    return set(candidate.pair.claim_words(fact.start, fact.end))


def _is_claimed(figure: Fact | None, wanted: Sequence[Fact]) -> bool:
    """Whether the claim has a figure too, of which its words may be said."""
    return figure is not None and any(
        isinstance(one.value, Quantity) and _is_stated(one.value, figure) for one in wanted
    )


def _is_shared(other: Part, own: Part) -> bool:
    """Whether what stands in a part without a figure may be said of all."""
    return other.figure is None and other.words.start < own.words.start
