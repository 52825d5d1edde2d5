"""A sentence of the page with one word replaced by another."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict
from matching.checks.comparing import compared

_PAGE = (
    "Every spring the people of Marten plant young oaks along the north bank of the river to keep"
    " the soil in place. The mayor says that the custom is older than the town hall."
)


@pytest.mark.parametrize(
    ("claim", "mine", "theirs"),
    [
        (
            "Every spring the people of Marten plant young oaks along the north bank of the river"
            " to keep the ships in place.",
            "ships",
            "soil",
        ),
        (
            "Every autumn the people of Marten plant young oaks along the north bank of the river"
            " to keep the soil in place.",
            "autumn",
            "spring",
        ),
        (
            "Every spring the people of Marten plant young maples along the north bank of the"
            " river to keep the soil in place.",
            "maples",
            "oaks",
        ),
    ],
)
def test_a_word_in_place_of_the_sources_is_named_and_keeps_the_claim_from_supported(
    claim: str, mine: str, theirs: str
) -> None:
    judgement = assess(claim, (prepare_text(_PAGE),))
    assert judgement.verdict is not Verdict.SUPPORTED
    assert (mine, theirs) in [(reason.claim, reason.source) for reason in judgement.reasons]


@pytest.mark.parametrize(
    "claim",
    [
        "Every spring the people of Marten plant young oaks along the north bank of the river to"
        " hold the soil in place.",
        "Each spring the people of Marten plant young oaks along the north shore of the river to"
        " keep the soil in place.",
        "The mayor says that the custom is older than the hall of the town.",
    ],
)
def test_a_synonym_in_the_sources_place_does_not_differ(claim: str) -> None:
    result = compared(claim, _PAGE)
    assert not result.differ
    assert not result.hedged
