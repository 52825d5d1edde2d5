"""Looks a claim's figure or name up in the cell of a table that the claim's words lead to: the
row that it names, the column whose head it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citecheck.matching.checks.finding import Span
from citecheck.matching.extract import find as facts_of
from citecheck.matching.extract import name as names
from citecheck.matching.extract import relations
from citecheck.matching.extract.values import Fact, FactKind, Name, Relation
from citecheck.matching.retrieve.align import synonyms
from citecheck.matching.retrieve.candidates import Candidate
from citecheck.matching.text.tables import Cell, Row
from citecheck.matching.text.tokens import tokenise


class Found(NamedTuple):
    """How a cell stands to a claim's figure, and the cell with the head of its column, shown for
    the row in which it stands."""

    relation: Relation
    shown: str
    matter: float
    row: tuple[int, int] = (0, 0)

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


def _in_row(fact: Fact, row: Row, candidate: Candidate) -> Found | None:
    language = candidate.language
    stems = {token.stem for token in candidate.pair.claim if token.content}
    wide = stems | {other for stem in stems for other in synonyms(stem)}
    label = row.label_stems(language)
    if not label or not label <= stems:
        return None
    own = {token.stem for token in candidate.pair.claim if fact.start <= token.start < fact.end}
    if own <= label:
        return Found(Relation.SAME, row.label, 1.0)
    heads = [len(cell.stems(language) & wide) for cell in row.cells]
    most = max(heads, default=0)
    matter = candidate.pair.same_matter(candidate.pair.claim_words(fact.start, fact.end))
    told = row.caption if most else ""
    if fact.kind is FactKind.DATE and _stands(fact, told, candidate):
        return Found(Relation.SAME, row.caption, matter)
    if not most or heads.count(most) > 1:
        return None
    cell = row.cells[heads.index(most)]
    if fact.kind is FactKind.DATE and own & cell.stems(language):
        return Found(Relation.SAME, cell.header, matter)
    return _of_cell(fact, cell, row, candidate, matter)


def _stands(fact: Fact, text: str, candidate: Candidate) -> bool:
    others = facts_of(text, candidate.language) if text else []
    agree = (Relation.SAME, Relation.COMPATIBLE)
    return any(relations.between(fact, other) in agree for other in others)


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
    agree = any(relation in (Relation.SAME, Relation.COMPATIBLE) for relation in found)
    differ = all(relation is Relation.DIFFERENT for relation in found)
    if not (agree or differ):
        return None
    relation = Relation.SAME if agree else Relation.DIFFERENT
    return Found(relation, f"{cell.header}: {cell.text}", max(matter, 0.0))


def _of_name(name: Name, cell: Cell, candidate: Candidate, matter: float) -> Found | None:
    """Whether a cell has the claim's name, or another in its place."""
    words = [token for token in tokenise(cell.text, candidate.language) if token.content]
    if not words or not all(word.capital for word in words):
        return None
    other = tuple(word.folded for word in words)
    same = names.same(name.words, other) and not names.clash(name.words, other)
    relation = Relation.SAME if same else Relation.DIFFERENT
    return Found(relation, f"{cell.header}: {cell.text}", matter)
