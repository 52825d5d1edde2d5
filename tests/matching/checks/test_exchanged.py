"""Names of a claim that stand in each other's place, word for word."""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared, outcome

EXCHANGED = [
    (
        "Falk left Lund for a small house in Visby by the first train.",
        "In May she left Visby for a small house in Lund by the first train, as Falk did.",
    ),
    (
        "The word was borrowed from the Vendels, who called the hill tribe the Marten.",
        "The word was borrowed from the Marten, who called the hill tribe the Vendels.",
    ),
    (
        "Envoys from Orland tried to put a king on the throne of Vern.",
        "It is told that envoys from Vern tried to put a king on the throne of Orland.",
    ),
]

IN_PLACE = [
    (
        "Falk left Visby for a small house in Lund by train.",
        "In May she left Visby for a small house in Lund by the first train, as Falk did.",
    ),
    # a row of names has no order, nor has a meeting
    (
        "Envoys from Orland, Vern and Marten met the king.",
        "Envoys from Vern, Orland and Marten met the king.",
    ),
    ("Falk met Ott on the bridge in Lund.", "Ott met Falk on the bridge in Lund."),
    # the same with its sides turned
    ("Falk sued Ott over the bridge in Lund.", "Ott was sued by Falk over the bridge in Lund."),
    # said of both
    (
        "Falk left Lund for a house in Visby.",
        "Falk left Lund for a house in Visby. A year later she left Visby for a house in Lund.",
    ),
]


@pytest.mark.parametrize(("claim", "passage"), EXCHANGED)
def test_names_in_each_others_place_differ(claim: str, passage: str) -> None:
    assert outcome(claim, passage) == "name"


@pytest.mark.parametrize(("claim", "passage"), IN_PLACE)
def test_names_in_a_row_or_in_their_own_place_do_not_differ(claim: str, passage: str) -> None:
    assert not compared(claim, passage).differ
