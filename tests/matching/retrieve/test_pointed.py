"""A cited URL that points to words on its page: they are looked at first, or said to be gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.matching import assess, prepare
from citecheck.matching.retrieve.pointed import pointed
from citecheck.model import Page, Passage, ReasonCode, Source, SourceStatus, Verdict

BLOCKS = (
    "The keeper lit the lamp at dusk, and the boats came in one by one.",
    "The lamp burned 91 barrels of oil in 1868, the council wrote.",
    "The lamp burned 73 barrels of oil in 1869, and the keeper was thanked for it.",
)
URL = "https://lamp.example/log"


def page(fragment: str = "") -> Page:
    text = "\n\n".join(BLOCKS)
    passages = tuple(
        Passage(block, text.index(block), text.index(block) + len(block)) for block in BLOCKS
    )
    source = Source(URL + fragment, SourceStatus.OK)
    return replace(Page(source, SourceStatus.OK), text=text, passages=passages, language="en")


@pytest.mark.parametrize(
    ("directive", "numbers", "gone"),
    [
        ("text=burned%2091%20barrels", [1], ""),
        ("text=BURNED%2091%20%20barrels", [1], ""),
        ("text=lit%20the%20lamp,91%20barrels", [0, 1], ""),
        ("text=The-,lamp%20burned%2073,-barrels", [2], ""),
        ("text=dusk&text=thanked", [0, 2], ""),
        ("text=burned%2099%20barrels", [], "burned 99 barrels"),
        ("text=91%20barrels,at%20dusk", [], "91 barrels … at dusk"),
        ("text=", [], ""),
        ("selector=x", [], ""),
        ("text=%FF%00(((", [], "\ufffd\x00((("),
    ],
)
def test_what_a_fragment_points_to(directive: str, numbers: list[int], gone: str) -> None:
    read = page()
    found = pointed(f"{URL}#top:~:{directive}", read.text, read.passages)
    assert [read.passages.index(passage) for passage in found.passages] == numbers
    assert found.gone == gone


def test_the_passage_that_a_link_points_to_is_the_evidence() -> None:
    claim = "The lamp burned 73 barrels of oil."
    judged = assess(claim, (prepare(page("#:~:text=burned%2073%20barrels")),))
    assert judged.verdict is Verdict.SUPPORTED
    assert [evidence.text for evidence in judged.evidence] == [BLOCKS[2]]


def test_a_claim_is_looked_for_elsewhere_when_the_link_points_to_something_else() -> None:
    claim = "The lamp burned 91 barrels of oil in 1868."
    judged = assess(claim, (prepare(page("#:~:text=lit%20the%20lamp")),))
    assert judged.verdict is Verdict.SUPPORTED
    assert judged.evidence[0].text == BLOCKS[1]
    assert ReasonCode.FRAGMENT_GONE not in {reason.code for reason in judged.reasons}


@pytest.mark.parametrize("amount", [91, 99])
def test_words_that_are_gone_are_reported(amount: int) -> None:
    claim = f"The lamp burned {amount} barrels of oil in 1868."
    judged = assess(claim, (prepare(page("#:~:text=burned%20ninety%20barrels")),))
    assert (judged.verdict is Verdict.SUPPORTED) == (amount == 91)
    (gone,) = [reason for reason in judged.reasons if reason.code is ReasonCode.FRAGMENT_GONE]
    assert "“burned ninety barrels”" in gone.detail
