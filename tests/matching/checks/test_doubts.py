"""Details that keep a claim from being called supported though nearly all its words stand there."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict

_PORT = (
    "The port of Marlow closed its old lock on Monday after a storm. The Marlow police, however,"
    " asked for money for new boats on Tuesday. The city council has ruled out a sale of the ferry"
    " line this year. Ana Ruiz of Velora wrote the Harbour Plan of Marlow, and the mayor read it to"
    " the council. Closing the lock does not have to mean the end of trade in the old town. Talks"
    " between the port and the ferry line on a new pier have gone on since May, the mayor says."
    " Cargo traffic in Marlow has grown at twice the rate of the region as a whole. With Tom Lee"
    " the harbour school has trained forty young pilots on the upper river since 2010."
    " The insurer believes that the real cost of the storm may be higher. The fishermen have asked"
    " for help with the cost. The pilots of the harbour school took part in the night race."
    " Ruth Berg found traces of salt in river fish. The mayor said that there hasn't been a single"
    " year of growth in the fishing trade since 2008. In a poll 48,000 residents had heard of the"
    " ferry. The Grey Heron was built by Nils Borg; The"
    " White Heron and The Red Heron were built by Eva Holt."
)


def _verdict(claim: str) -> Verdict:
    return assess(claim, (prepare_text(_PORT),)).verdict


@pytest.mark.parametrize(
    ("claim", "doubted"),
    [
        ("The port of Marlow has already closed its old lock.", "already"),
        ("The Marlow council asked for money for new boats on Tuesday.", "council"),
        ("The mayor confirmed that talks between the port and the ferry line on a new pier have"
         " gone on since May.", "confirmed"),
        ("Closing the lock means the end of trade in the old town.", "means"),
        ("Cargo traffic in Marlow has grown more slowly than the region as a whole.", "slowly"),
        ("The Harbour Plan of Ruth Berg was read by the mayor to the council.", "Ruth Berg"),
        ("Ana Ruiz of Delta Line wrote the Harbour Plan of Marlow.", "Delta Line"),
        ("The fishermen believe that the real cost of the storm may be higher.", "fishermen"),
        ("The pilots of the harbour school won the night race.", "won"),
        ("The harbour school has trained forty pilots without Tom Lee since 2010.", "without"),
        ("Ruth Berg found traces of salt in lake fish.", "lake"),
        ("The mayor said there have been years of growth in the fishing trade since 2008.", ""),
        ("The Red Heron was built by Nils Borg.", ""),
        ("The council ruled out a sale after the Marlow police asked for money.", "after"),
    ],
)  # fmt: skip
def test_a_claim_with_one_detail_that_no_passage_has_is_not_supported(
    claim: str, doubted: str
) -> None:
    judgement = assess(claim, (prepare_text(_PORT),))
    assert judgement.verdict in (Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED)
    assert any(doubted in f"{r.claim} {r.detail}" for r in judgement.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "The port of Marlow closed its old lock after a storm on Monday.",
        "The Marlow police asked for money for new boats on Tuesday.",
        "Talks between the port and the ferry line on a new pier have gone on since May.",
        "Cargo traffic in Marlow has grown at twice the rate of the region as a whole.",
        "Ana Ruiz of Velora wrote the Harbour Plan of Marlow.",
        "Ruth Berg found traces of salt in river fish.",
        "A poll said that forty-eight thousand residents had heard of the ferry.",
        "The Grey Heron was built by Nils Borg.",
        "The White Heron and The Red Heron were built by Eva Holt.",
    ],
)
def test_without_it_the_same_claims_are_supported(claim: str) -> None:
    assert _verdict(claim) is Verdict.SUPPORTED
