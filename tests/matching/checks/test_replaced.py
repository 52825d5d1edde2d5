"""Another word between the same neighbours weakens a claim; a synonym there does not."""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared

PASSAGE = "The council of Norvik approved the long wooden bridge over the river in May."


@pytest.mark.parametrize(
    ("claim", "instead"),
    [
        ("The council of Norvik approved the long wooden fence over the river in May.", "bridge"),
        ("The council of Norvik approved the long marble bridge over the river in May.", "wooden"),
    ],
)
def test_another_word_in_its_place_is_shown(claim: str, instead: str) -> None:
    found = [f for f in compared(claim, PASSAGE).findings if f.check == "replaced"]
    assert [f.source.shown for f in found if f.source] == [instead]


@pytest.mark.parametrize(
    "claim",
    [
        PASSAGE,
        "The council of Norvik approved the lengthy wooden bridge over the river in May.",
        "In May the long wooden bridge over the river was approved.",
    ],
)
def test_the_same_or_a_synonym_is_not(claim: str) -> None:
    assert not [f for f in compared(claim, PASSAGE).findings if f.check == "replaced"]
