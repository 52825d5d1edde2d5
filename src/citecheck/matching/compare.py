"""Compares the facts of a claim with those of the passages that could carry it.

Every fact is looked for in its slot: a figure counts only where what stands around it in the
passage is what stands around it in the claim, so that a figure from another sentence does not
pass for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.matching.align import align
from citecheck.matching.details.dates import Date, agrees, dates, states
from citecheck.matching.details.names import is_title, name_words
from citecheck.matching.details.polarity import OPPOSITES, denied, is_negation
from citecheck.matching.details.quantities import Quantity, comparable, quantities, same
from citecheck.matching.details.quotations import FoldedText, look_up, quotations
from citecheck.matching.retrieve import Window
from citecheck.matching.tokens import Token
from citecheck.model import Reason, ReasonCode

_NEAR = 60  # characters between a fact and where the alignment expects it
_SAME_MATTER = 0.35  # coverage from which a passage may refute and not just be silent


@dataclass(slots=True)
class ClaimFacts:
    """A claim's words and facts, found once for all pages."""

    text: str
    tokens: list[Token]
    quantities: list[Quantity]
    dates: list[Date]
    names: list[int]

    @classmethod
    def of(cls, text: str, tokens: list[Token], language: str) -> ClaimFacts:
        """Find the facts of `text`; what is part of a date is no quantity."""
        found = dates(text)
        counted = [
            q for q in quantities(text) if not any(d.start <= q.start < d.end for d in found)
        ]
        return cls(text, tokens, counted, found, name_words(tokens, language))


@dataclass(slots=True)
class Comparison:
    """What came of comparing: differing facts, facts that no passage has, facts that agree.

    `aligned` gives for each word of the claim its word in the best window, or -1.
    """

    aligned: list[int]
    differ: list[Reason] = field(default_factory=list)
    missing: list[Reason] = field(default_factory=list)
    agree: int = 0
    missing_names: int = 0
    missing_figures: int = 0
    missing_quotations: int = 0
    agreeing: set[int] = field(default_factory=set)
    differing: set[int] = field(default_factory=set)

    def agreed(self, claim: ClaimFacts, start: int, end: int) -> None:
        """A fact of the claim is in the passages, in these or other words."""
        self.agree += 1
        self.agreeing |= _within(claim, start, end)


def compare(
    claim: ClaimFacts, windows: Sequence[Window], folded: Sequence[FoldedText]
) -> Comparison:
    """Compare with the best window, `windows[0]`; the others may bring what it lacks.

    `folded` holds the folded texts of all the pages that were cited, for quotations.
    """
    best = windows[0]
    tokens = best.tokens
    result = Comparison(align(claim.tokens, tokens))
    _quotations(claim, folded, result)
    _figures(claim, windows, tokens, result)
    _dates(claim, windows, tokens, result)
    _names(claim, windows, tokens, result)
    if best.coverage >= _SAME_MATTER:
        _polarity(claim, best, tokens, result)
    return result


def _within(claim: ClaimFacts, start: int, end: int) -> set[int]:
    """The numbers of the claim's words in `[start, end)`."""
    return {n for n, token in enumerate(claim.tokens) if token.start < end and token.end > start}


def _text(window: Window) -> tuple[str, int]:
    start, end = window.sentences[0].start, window.sentences[-1].end
    return window.page.text[start:end], start


def _slot(
    claim: ClaimFacts, aligned: Sequence[int], tokens: Sequence[Token], start: int, end: int
) -> tuple[int, int] | None:
    """Where in the page what stands at `[start, end)` of the claim should stand: the nearest
    aligned words before and after it tell."""
    before = after = None
    for token, place in zip(claim.tokens, aligned, strict=True):
        if place < 0:
            continue
        if token.end <= start:
            before = place
        elif token.start >= end:
            after = place
            break
    if before is None and after is None:
        return None
    left = tokens[before].end if before is not None else tokens[after or 0].start
    right = tokens[after].start if after is not None else left
    return min(left, right), max(left, right)


def _distance(slot: tuple[int, int] | None, start: int, end: int) -> int:
    if slot is None:
        return 10**9
    return max(0, slot[0] - end, start - slot[1])


def _figures(
    claim: ClaimFacts, windows: Sequence[Window], tokens: Sequence[Token], result: Comparison
) -> None:
    text, base = _text(windows[0])
    here = quantities(text)
    elsewhere = [q for window in windows[1:] for q in quantities(_text(window)[0])]
    for wanted in claim.quantities:
        slot = _slot(claim, result.aligned, tokens, wanted.start, wanted.end)
        near = {id(q): _distance(slot, q.start + base, q.end + base) for q in here}
        bound = [q for q in here if _bound(wanted, q, near[id(q)])]
        there = [q for q in elsewhere if _bound(wanted, q, 10**9)]
        if any(same(wanted, q) for q in (*bound, *there)):
            result.agreed(claim, wanted.start, wanted.end)
            continue
        rivals = [
            q
            for q in bound
            if comparable(wanted, q) and near[id(q)] <= _NEAR and not _wanted_too(claim, q)
        ]
        if rivals and windows[0].coverage >= _SAME_MATTER:
            rival = min(rivals, key=lambda q: near[id(q)])
            result.differing |= _within(claim, wanted.start, wanted.end)
            result.differ.append(
                Reason(
                    ReasonCode.QUANTITY_DIFFERS,
                    _with_noun(claim.text, wanted),
                    _with_noun(text, rival),
                )
            )
        else:
            result.missing_figures += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, _with_noun(claim.text, wanted)))


def _wanted_too(claim: ClaimFacts, quantity: Quantity) -> bool:
    """A figure that the claim gives elsewhere fills that other slot."""
    return any(same(other, quantity) for other in claim.quantities)


def _bound(wanted: Quantity, found: Quantity, distance: int) -> bool:
    """Tell whether a figure can stand for the claim's: what it counts is the same, or it stands
    where the claim's should."""
    if wanted.kind != found.kind:
        return False
    if wanted.noun and wanted.noun == found.noun:
        return True
    if wanted.kind in ("plain", "ordinal"):
        return distance <= _NEAR
    return distance <= 2 * _NEAR or same(wanted, found)


def _with_noun(text: str, quantity: Quantity) -> str:
    end = quantity.end
    if quantity.noun:
        follows = text[end : end + len(quantity.noun) + 3]
        if quantity.noun in follows.lower():
            end += follows.lower().index(quantity.noun) + len(quantity.noun)
            if text[end : end + 1] == "s":
                end += 1
    return text[quantity.start : end].strip()


def _dates(
    claim: ClaimFacts, windows: Sequence[Window], tokens: Sequence[Token], result: Comparison
) -> None:
    text, base = _text(windows[0])
    here = dates(text)
    elsewhere = [d for window in windows[1:] for d in dates(_text(window)[0])]
    for wanted in claim.dates:
        if any(states(wanted, d) for d in (*here, *elsewhere)):
            result.agreed(claim, wanted.start, wanted.end)
            continue
        slot = _slot(claim, result.aligned, tokens, wanted.start, wanted.end)
        rivals = [
            d
            for d in here
            if not agrees(wanted, d)
            and (wanted.day is None) == (d.day is None)
            and (wanted.month is None) == (d.month is None)
            and _distance(slot, d.start + base, d.end + base) <= 2 * _NEAR
            and not any(agrees(other, d) for other in claim.dates)
        ]
        if rivals and windows[0].coverage >= _SAME_MATTER:
            result.differing |= _within(claim, wanted.start, wanted.end)
            result.differ.append(Reason(ReasonCode.DATE_DIFFERS, wanted.text, rivals[0].text))
        else:
            result.missing_figures += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, wanted.text))


def _names(
    claim: ClaimFacts, windows: Sequence[Window], tokens: Sequence[Token], result: Comparison
) -> None:
    best = windows[0]
    context = best.page.context(best.sentences[0])
    known = {token.stem for window in windows[1:] for token in window.tokens}
    used = {place for place in result.aligned if place >= 0}
    for run in _runs([n for n in claim.names if result.aligned[n] < 0]):
        if all(is_title(claim.tokens[n]) for n in run):
            continue
        missing = [n for n in run if claim.tokens[n].stem not in context]
        if not missing:
            result.agree += 1
            continue
        rival = _rival_name(claim, run, result.aligned, tokens, used, best)
        words = claim.text[claim.tokens[run[0]].start : claim.tokens[run[-1]].end]
        if rival is not None and best.coverage >= _SAME_MATTER:
            result.differing.update(run)
            result.differ.append(Reason(ReasonCode.NAME_DIFFERS, words, rival))
        elif all(claim.tokens[n].stem in known for n in missing):
            result.agree += 1
        else:
            result.missing_names += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, words))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _rival_name(
    claim: ClaimFacts,
    run: Sequence[int],
    aligned: Sequence[int],
    tokens: Sequence[Token],
    used: set[int],
    window: Window,
) -> str | None:
    """The name that stands in the passage where the claim has another one."""
    before = aligned[run[0] - 1] if run[0] > 0 else None
    after = aligned[run[-1] + 1] if run[-1] + 1 < len(aligned) else None
    for edge, step in ((before, 1), (after, -1)):
        if edge is None or edge < 0:
            continue
        found: list[Token] = []
        place = edge + step
        while 0 <= place < len(tokens) and len(found) < 5 and place not in used:
            if not tokens[place].capital or not tokens[place].content:
                break
            found.append(tokens[place])
            place += step
        names = [t for t in found if t.folded[:1].isalpha()]
        closed = before is None or after is None or _close(before, after)
        if names and closed and not _same_name(claim, run, names):
            first, last = min(t.start for t in names), max(t.end for t in names)
            return window.page.text[first:last]
    return None


def _close(before: int, after: int) -> bool:
    """Both neighbours of the name stand together in the passage, or one is not there at all."""
    return before < 0 or after < 0 or 0 < after - before <= 6


def _same_name(claim: ClaimFacts, run: Sequence[int], names: Sequence[Token]) -> bool:
    """An acronym or initial and what it stands for are one name; so are Russia and Russian."""
    mine = [claim.tokens[n] for n in run]
    for some, others in ((mine, names), (names, mine)):
        initials = "".join(token.folded[:1] for token in others)
        if len(some) == 1 and len(initials) > 1 and some[0].folded == initials:
            return True
    return any(
        a.folded[:4] == b.folded[:4]
        for a in mine
        for b in names
        if min(len(a.folded), len(b.folded)) >= 4
    )


def _quotations(claim: ClaimFacts, folded: Sequence[FoldedText], result: Comparison) -> None:
    for quotation in quotations(claim.text):
        found = [look_up(quotation, page) for page in folded]
        if any(f is not None and f.exact for f in found):
            result.agreed(claim, quotation.start, quotation.end)
            continue
        altered = next((f for f in found if f is not None), None)
        if altered is not None:
            result.differ.append(
                Reason(
                    ReasonCode.QUOTATION_DIFFERS,
                    altered.claim_words,
                    altered.source_words,
                    "the quotation is not word for word",
                )
            )
        else:
            result.missing_quotations += 1
            result.missing.append(Reason(ReasonCode.MISSING_DETAIL, quotation.text))


def _polarity(
    claim: ClaimFacts, window: Window, tokens: Sequence[Token], result: Comparison
) -> None:
    used = {place for place in result.aligned if place >= 0}
    by_stem = {t.stem: n for n, t in enumerate(tokens) if n not in used}
    for number, token in enumerate(claim.tokens):
        place = result.aligned[number]
        if place < 0:
            rivals = [by_stem[s] for s in OPPOSITES.get(token.stem, ()) if s in by_stem]
            if rivals and denied(claim.tokens, number) % 2 == denied(tokens, rivals[0]) % 2:
                other = tokens[rivals[0]]
                words = window.page.text[other.start : other.end]
                mine = claim.text[token.start : token.end]
                negative = is_negation(claim.tokens, number) or is_negation(tokens, rivals[0])
                code = ReasonCode.POLARITY_DIFFERS if negative else ReasonCode.DIRECTION_DIFFERS
                result.differing.add(number)
                result.differ.append(Reason(code, mine, words))
                return
    if any(r.code is ReasonCode.DIRECTION_DIFFERS for r in result.differ):
        return
    for number, token in enumerate(claim.tokens):
        place = result.aligned[number]
        if place < 0 or not token.content or is_negation(claim.tokens, number):
            continue
        ours, theirs = denied(claim.tokens, number), denied(tokens, place)
        governs = _first_governed(claim.tokens, number) or _first_governed(tokens, place)
        if ours % 2 != theirs % 2 and governs:
            result.differ.append(
                Reason(
                    ReasonCode.POLARITY_DIFFERS,
                    _around(claim.text, claim.tokens, number),
                    _around(window.page.text, tokens, place),
                    "one denies what the other says",
                )
            )
            return


def _first_governed(tokens: Sequence[Token], number: int) -> bool:
    """Tell whether a word is the first of some content after a negation."""
    for n in range(number - 1, max(-1, number - 7), -1):
        if is_negation(tokens, n):
            return True
        if tokens[n].content:
            return False
    return False


def _around(text: str, tokens: Sequence[Token], number: int) -> str:
    first, last = max(0, number - 4), min(len(tokens) - 1, number + 1)
    return " ".join(text[tokens[first].start : tokens[last].end].split())
