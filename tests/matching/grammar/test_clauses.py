"""A sentence is cut into its clauses, and each knows whose verb it has."""

from __future__ import annotations

import pytest

from citecheck.matching.grammar.clauses import Clauses, Subject
from citecheck.matching.text.tokens import tokenise


def cut(sentence: str) -> list[tuple[Subject, str]]:
    words = tokenise(sentence)
    read = Clauses(sentence, words)
    return [(c.subject, " ".join(words[n].folded for n in sorted(c.words))) for c in read.every]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "The dairy closed its shop and opened a school.",
            [(Subject.OWN, "the dairy closed its shop"), (Subject.SHARED, "and opened a school")],
        ),
        (
            "The dairy closed; the school stayed.",
            [(Subject.OWN, "the dairy closed"), (Subject.OWN, "the school stayed")],
        ),
        (
            "The dairy closed, but it paid its debts.",
            [(Subject.OWN, "the dairy closed"), (Subject.PRONOUN, "but it paid its debts")],
        ),
        (
            'She called the milk "thin" and the cheese "old".',
            [(Subject.PRONOUN, "she called the milk thin"), (Subject.GAPPED, "and the cheese old")],
        ),
        (
            "The dairy, which a Dane had built, closed.",
            [(Subject.OWN, "the dairy closed"), (Subject.OWN, "which a dane had built")],
        ),
        ("Farmers and bakers met in Lund.", [(Subject.OWN, "farmers and bakers met in lund")]),
    ],
)
def test_clauses(sentence: str, clauses: list[tuple[Subject, str]]) -> None:
    assert cut(sentence) == clauses


def test_a_clause_has_the_subject_that_it_leaves_to_the_one_before() -> None:
    sentence = "The dairy closed its shop and opened a school."
    words = tokenise(sentence)
    read = Clauses(sentence, words)
    said = {words[n].folded for n in read.said(read.every[1])}
    assert "dairy" in said
    assert "shop" not in said
