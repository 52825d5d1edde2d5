"""Looks a claim's figure or name up in the cell of a table that the claim's words lead to: the
row that it names, the column whose head it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citecheck.matching import data
from citecheck.matching.checks.finding import Span
from citecheck.matching.extract import find as facts_of
from citecheck.matching.extract import name as names
from citecheck.matching.extract import polarity, relations
from citecheck.matching.extract.values import Fact, FactKind, Name, Quantity, Relation
from citecheck.matching.retrieve.align import synonyms
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.retrieve.claim_facts import ClaimFacts
from citecheck.matching.text.tables import Cell, Row
from citecheck.matching.text.tokens import Token, tokenise

# What a sentence says of a row beside its heads: that it has, is or comes to so much.
_HAVING = data.words("checks.cells.having")
# The head under which stands how long, high or heavy something is, both by their stems.
_SIZES = {
    "long": "length", "tall": "height", "high": "height", "wide": "width", "deep": "depth",
    "old": "age", "heavi": "weight", "fast": "speed", "larg": "size",
}  # fmt: skip


class Found(NamedTuple):
    """How a cell stands to a claim's figure, and the cell with the head of its column, shown for
    the row in which it stands."""

    relation: Relation
    shown: str
    matter: float
    row: tuple[int, int] = (0, 0)
    in_cell: bool = False

    @property
    def span(self) -> Span:
        """The row, shown as the cell."""
        return Span(*self.row, self.shown)


def find(fact: Fact, candidates: Sequence[Candidate]) -> Found | None:
    """What the cell says that the claim's words lead to; None where they lead to none."""
    best: Found | None = None
    for candidate in candidates:
        row = candidate.sentence.row
        if row is None:
            continue
        found = _in_row(fact, row, candidate)
        if found is not None and found.relation is Relation.SAME:
            return found
        if found is not None and best is None:
            words = candidate.pair.sentence
            best = found._replace(row=(words[0].start, words[-1].end))
    return best


def is_in_prose(fact: Fact, candidates: Sequence[Candidate], matter: float) -> bool:
    """Whether a sentence that is no row has the claim's own value, and as much of the rest as a
    row that has another: it outranks the row."""
    return any(
        relations.between(fact, other) in relations.AGREE
        and candidate.pair.same_matter(candidate.pair.claim_words(fact.start, fact.end)) >= matter
        for candidate in candidates
        if candidate.sentence.row is None
        for other in candidate.of(fact.kind)
    )


def _in_row(fact: Fact, row: Row, candidate: Candidate) -> Found | None:
    language = candidate.language
    stems = {token.stem for token in candidate.pair.claim if token.content}
    stems |= {_SIZES[stem] for stem in stems if stem in _SIZES}
    wide = stems | {other for stem in stems for other in synonyms(stem)}
    label = row.label_stems(language)
    if not label or not label <= stems:
        return None
    own = {token.stem for token in candidate.pair.claim if fact.start <= token.start < fact.end}
    if own <= label:
        return Found(Relation.SAME, row.label, 1.0)
    heads = [len(cell.stems(language) & stems) for cell in row.cells]
    if not any(heads):
        heads = [len(cell.stems(language) & wide) for cell in row.cells]
    most = max(heads, default=0)
    matter = candidate.pair.same_matter(candidate.pair.claim_words(fact.start, fact.end))
    told = row.caption if most else ""
    if fact.kind is FactKind.DATE and _stands(fact, told, candidate):
        return Found(Relation.SAME, row.caption, matter)
    cell = _column(fact, row, heads, candidate)
    if isinstance(fact.value, Name):
        # A claim may name several columns, and each name then has its own.
        for other, named in zip(row.cells, heads, strict=True):
            held = _of_name(fact.value, other, candidate, matter) if named else None
            if held is not None and held.relation is Relation.SAME:
                return held
    if cell is None:
        return None
    if fact.kind is FactKind.DATE and own & cell.stems(language):
        return Found(Relation.SAME, cell.header, matter)
    if _is_answered(cell, own, candidate):
        return None
    return _of_cell(fact, cell, row, candidate, matter)


def _column(fact: Fact, row: Row, heads: Sequence[int], candidate: Candidate) -> Cell | None:
    """The cell under the head that the claim's words name, of several the nearest to the fact;
    where that does not tell, the one with a figure of the claim's unit, if there is but one."""
    language = candidate.language
    most = max(heads, default=0)
    named = [cell for cell, told in zip(row.cells, heads, strict=True) if told == most]
    if most and len(named) == 1 and not _is_other_unit(fact, named[0], row, language):
        return named[0]
    if not isinstance(fact.value, Quantity):
        return None
    near = _nearest(fact, named, candidate) if most else None
    if near is not None and not _is_other_unit(fact, near, row, language):
        return near
    if not fact.value.unit:
        return None
    alike = [cell for cell in row.cells if not _is_other_unit(fact, cell, row, language)]
    return alike[0] if len(alike) == 1 and (most or len(row.cells) > 1) else None


def _nearest(fact: Fact, cells: Sequence[Cell], candidate: Candidate) -> Cell | None:
    """Of several cells the one whose head's own word stands nearest to a fact in the claim: "won 18
    and lost 9"; None where two do."""
    words = candidate.pair.claim
    told = [cell.stems(candidate.language) for cell in cells]
    far: list[tuple[int, int]] = []
    for number, stems in enumerate(told):
        own = stems.difference(*told[:number], *told[number + 1 :])
        places = [abs(word.start - fact.start) for word in words if word.stem in own]
        if places:
            far.append((min(places), number))
    far.sort()
    return cells[far[0][1]] if len(far) > 1 and far[0][0] < far[1][0] else None


def _is_answered(cell: Cell, fact: set[str], candidate: Candidate) -> bool:
    """Whether the claim has what stands in a cell beside the fact that is asked about, which then
    belongs to another column."""
    own = {token.stem for token in tokenise(cell.text, candidate.language) if token.content}
    return bool(own - fact) and own <= {token.stem for token in candidate.pair.claim} - fact


def _is_other_unit(fact: Fact, cell: Cell, row: Row, language: str) -> bool:
    """Whether a claim's figure has a unit that a cell's figures have not."""
    if not isinstance(fact.value, Quantity) or not fact.value.unit:
        return False
    found = facts_of(cell.with_unit(row.caption), language)
    return all(relations.between(fact, other) is None for other in found)


def carries(claim: ClaimFacts, candidates: Sequence[Candidate]) -> bool:
    """Whether one row of a table says all of a claim: what it is about, the claim's figures, dates
    and names in its cells or heads, and of all other words only such as say that it has them."""
    figures = (*claim.facts[FactKind.QUANTITY], *claim.facts[FactKind.DATE])
    if polarity.negations(claim.tokens, claim.language):
        return False
    return any(
        _is_whole(claim, figures, candidate.sentence.row, candidate)
        for candidate in candidates
        if candidate.sentence.row is not None
    )


def _is_whole(claim: ClaimFacts, figures: Sequence[Fact], row: Row, candidate: Candidate) -> bool:
    if misplaced(row, claim.tokens, claim.language):
        return False
    told = row.label_stems(claim.language) | row.context(claim.language)
    told |= {word for word, size in _SIZES.items() if size in told}
    facts = [*figures]
    for name in claim.facts[FactKind.NAME]:
        words = [claim.tokens[n] for n in claim.words(name.start, name.end)]
        inside = any(one.start <= name.start < one.end for one in figures)
        plain = all(word.folded in _HAVING or word.stem in told for word in words if word.content)
        if not (inside or plain):
            facts.append(name)
    found = [_in_row(fact, row, candidate) or _named(fact, row, candidate) for fact in facts]
    if not any(one is not None and one.in_cell for one in found):
        return False
    if not all(one is not None and one.relation is Relation.SAME for one in found):
        return False
    read = {n for fact in facts for n in claim.words(fact.start, fact.end)}
    return all(
        word.stem in told or word.folded in _HAVING or not told.isdisjoint(synonyms(word.stem))
        for number, word in enumerate(claim.tokens)
        if word.content and number not in read
    )


def _named(fact: Fact, row: Row, candidate: Candidate) -> Found | None:
    """The cell that is a claim's name, of which the claim does not say under which head it is."""
    if not isinstance(fact.value, Name):
        return None
    found = (_of_name(fact.value, cell, candidate, 1.0) for cell in row.cells)
    return next((one for one in found if one and one.relation is Relation.SAME), None)


def misplaced(row: Row, tokens: Sequence[Token], language: str) -> list[int]:
    """The first words of the cells of which the claim has several, when it names their heads in
    another order: "the owner is Moe and the tenant Lind" of a row with Lind as owner."""
    heads = [cell.stems(language) for cell in row.cells]
    values = [frozenset(t.stem for t in tokenise(c.text, language) if t.content) for c in row.cells]
    placed: list[tuple[int, int]] = []
    for number, (head, value) in enumerate(zip(heads, values, strict=True)):
        told = head.difference(*heads[:number], *heads[number + 1 :], row.label_stems(language))
        named = [n for n, t in enumerate(tokens) if t.stem in told - value]
        there = [n for n, t in enumerate(tokens) if t.stem in value - head]
        if named and there and values.count(value) == 1 and len(there) >= len(value):
            placed.append((named[0], there[0]))
    by_head = [value for _, value in sorted(placed)]
    return by_head if by_head != sorted(by_head) else []


def _stands(fact: Fact, text: str, candidate: Candidate) -> bool:
    others = facts_of(text, candidate.language) if text else []
    return any(relations.between(fact, other) in relations.AGREE for other in others)


def _of_cell(fact: Fact, cell: Cell, row: Row, candidate: Candidate, matter: float) -> Found | None:
    if isinstance(fact.value, Name):
        return _of_name(fact.value, cell, candidate, matter)
    text = cell.with_unit(row.caption)
    found = [
        relation
        for other in facts_of(text, candidate.language)
        if (relation := relations.between(fact, other)) is not None
    ]
    if not found:
        return None
    agree = any(relation in relations.AGREE for relation in found)
    differ = all(relation is Relation.DIFFERENT for relation in found)
    if not (agree or differ):
        return None
    relation = Relation.SAME if agree else Relation.DIFFERENT
    return Found(relation, f"{cell.header}: {cell.text}", max(matter, 0.0), in_cell=True)


def _of_name(name: Name, cell: Cell, candidate: Candidate, matter: float) -> Found | None:
    """Whether a cell has the claim's name, or another in its place."""
    words = [token for token in tokenise(cell.text, candidate.language) if token.content]
    if not words or not all(word.capital for word in words):
        return None
    other = tuple(word.folded for word in words)
    same = names.same(name.words, other) and not names.clash(name.words, other)
    relation = Relation.SAME if same else Relation.DIFFERENT
    return Found(relation, f"{cell.header}: {cell.text}", matter, in_cell=True)
