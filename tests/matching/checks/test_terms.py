"""What a thing is called or turned into, and the group that a name belongs to."""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared, outcome

_LUNGS = (
    "Dust from old hay can cause what doctors call an allergy, known as “thresher's lung”. The"
    " “piper's lung” comes from damp bagpipes in cold rooms."
)
_HOUSE = "The house by the river where Ruth Ott was born will be turned into a school, Marten says."
_BAND = (
    "The band of Marten, with Ann Lee, Bo Park from the brass section and Mia Falk, Jon Ek from the"
    " string section of the school, played for an hour."
)

OTHERS = [
    ("Old hay can cause an allergy known as “piper's lung”.", _LUNGS),
    ("Damp bagpipes in cold rooms cause what is called “thresher's lung”.", _LUNGS),
    ("Marten will convert the house where Ruth Ott was born into a museum.", _HOUSE),
    ("The house by the river where Ruth Ott was born will become a hotel.", _HOUSE),
    ("Mia Falk and Jon Ek belong to the brass section.", _BAND),
    ("Ann Lee is from the string section of the school.", _BAND),
]

SAME = [
    ("Old hay can cause an allergy known as “thresher's lung”.", _LUNGS),
    ("Damp bagpipes cause what is called “piper's lung”.", _LUNGS),
    ("Marten will convert the house where Ruth Ott was born into a school.", _HOUSE),
    ("The house by the river where Ruth Ott was born will become a place of learning.", _HOUSE),
    ("Mia Falk and Jon Ek belong to the string section.", _BAND),
    ("Ann Lee and Bo Park are from the brass section.", _BAND),
    # two names of one thing
    (
        "The storm of 1901, known as the Long Blow, sank the ferry.",
        "The storm of 1901, called the Great Gale in Marten and the Long Blow in Visby, sank the"
        " ferry.",
    ),
]


@pytest.mark.parametrize(("claim", "passage"), OTHERS)
def test_another_term_or_group_differs(claim: str, passage: str) -> None:
    assert outcome(claim, passage) == "name"


@pytest.mark.parametrize(("claim", "passage"), SAME)
def test_the_same_term_or_group_does_not_differ(claim: str, passage: str) -> None:
    assert not compared(claim, passage).differ
