"""What a claim says of one thing alone and a passage of another."""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared, outcome

_FAIR = (
    "At the fair the Velora is the only sloop with two masts, though Brightsail has been praised"
    " for the lightest hull."
)
_WIRES = (
    "On the shelf, copper wires are the most popular among the kinds on sale, ahead of steel wires."
)
_GAMES = "Of the six games one is a home match (Lund); Visby and Marten are away."

OTHERS = [
    ("The Brightsail is the only sloop at the fair with two masts.", _FAIR),
    (
        "Only Brightsail has two masts at the fair.",
        "At the fair only Velora has two masts, although Brightsail asked for them.",
    ),
    ("Steel wires are the most popular among the kinds on sale.", _WIRES),
    ("Visby is the only home match of the six games.", _GAMES),
    (
        "Falk was the first mayor of Marten.",
        "Ruth Ott, the first mayor of Marten, hired Jon Falk as clerk.",
    ),
    (
        "Lake Vern is the deepest lake in Orland.",
        "Lake Ister is the deepest lake in Orland; Lake Vern is shallow.",
    ),
]

SAME = [
    ("The Velora is the only sloop at the fair with two masts.", _FAIR),
    ("Only the Velora has two masts.", _FAIR),
    ("Copper wires are the most popular of the kinds on sale.", _WIRES),
    # another rank, another scope, another name for it
    (
        "Lake Vern is the second deepest lake in Orland.",
        "Lake Ister is the deepest lake in Orland; Lake Vern is the second deepest lake there.",
    ),
    (
        "Falk was the first mayor of Lund.",
        "Ruth Ott was the first mayor of Marten. Jon Falk was the first mayor of Lund.",
    ),
    (
        "Velora is the largest yard in Marten.",
        "The company is the largest yard in Marten. Velora was founded in 1920.",
    ),
    (
        "Falk was not the only mayor who resigned.",
        "Ott was not the only mayor who resigned: Falk did too.",
    ),
]


@pytest.mark.parametrize(("claim", "passage"), OTHERS)
def test_what_is_true_of_one_thing_alone_differs_for_another(claim: str, passage: str) -> None:
    assert outcome(claim, passage) == "name"


@pytest.mark.parametrize(("claim", "passage"), SAME)
def test_the_same_thing_or_another_scope_does_not_differ(claim: str, passage: str) -> None:
    assert not compared(claim, passage).differ
