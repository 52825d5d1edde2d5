"""Who is what to whom: a tie that a claim has the other way round than its source differs."""

from __future__ import annotations

import pytest

from matching.checks.comparing import outcome

OWNER = "Northfield's parent company, Brightmoor, makes pumps in Leeds."
SUCCESSOR = "In May Ann Wirth was succeeded by Clara Voss as director."
SON = "The farm belongs to Tom Reed's son, Alan Reed, who breeds sheep."

TURNED = [
    ("Northfield is the parent company of Brightmoor.", OWNER),
    ("Brightmoor is a subsidiary of Northfield and makes pumps in Leeds.", OWNER),
    ("Northfield owns Brightmoor, which makes pumps in Leeds.", OWNER),
    ("Brightmoor, owned by Northfield, makes pumps in Leeds.", OWNER),
    ("Ann Wirth succeeded Clara Voss as director in May.", SUCCESSOR),
    ("Ann Wirth is Clara Voss's successor as director.", SUCCESSOR),
    ("Clara Voss, the predecessor of Ann Wirth, was director.", SUCCESSOR),
    ("Tom Reed is the son of Alan Reed.", SON),
    ("Alan Reed is Tom Reed's father.", SON),
]
STRAIGHT = [
    ("Brightmoor is the parent company of Northfield.", OWNER),
    ("Northfield, a subsidiary of Brightmoor, makes pumps.", OWNER),
    ("Brightmoor owns Northfield.", OWNER),
    ("Clara Voss succeeded Ann Wirth as director in May.", SUCCESSOR),
    ("Ann Wirth is Clara Voss's predecessor as director.", SUCCESSOR),
    ("Alan Reed is the son of Tom Reed.", SON),
    ("Tom Reed is Alan Reed's father.", SON),
]


@pytest.mark.parametrize(("claim", "passage"), TURNED)
def test_a_tie_that_is_turned_round_differs(claim: str, passage: str) -> None:
    assert outcome(claim, passage) in ("name", "direction")


@pytest.mark.parametrize(("claim", "passage"), STRAIGHT)
def test_a_tie_in_other_words_does_not_differ(claim: str, passage: str) -> None:
    assert outcome(claim, passage) in ("agrees", "missing")


def test_another_sentence_that_has_the_tie_as_the_claim_does_prevents_it() -> None:
    both = f"{OWNER} Until 2010 Northfield was the parent company of Brightmoor."
    assert outcome("Northfield was the parent company of Brightmoor.", both) != "name"


def test_a_name_that_is_part_of_the_other_is_told_from_it() -> None:
    passage = "Harbour Trust North's parent organization, Harbour Trust, runs two schools."
    claim = "Harbour Trust North is the parent organization of Harbour Trust."
    assert outcome(claim, passage) == "name"
