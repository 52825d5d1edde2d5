"""A quotation that ends before the source's "unless" is supported, and the limit is named."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import ReasonCode, Verdict

PAGE = (
    "“The board will keep the pier open unless the storm returns,” the engineer told the council."
    " “We ate bread, and we drank milk,” said her colleague. “It rains here but it never snows.”"
)


def limits(claim: str, page: str = PAGE, language: str = "en") -> list[str | None]:
    judgement = assess(claim, [prepare_text(page, language=language)])
    return [r.source for r in judgement.reasons if r.code is ReasonCode.QUOTATION_CUT_SHORT]


@pytest.mark.parametrize(
    ("claim", "limit"),
    [
        ("The engineer said “the board will keep the pier open”.", "unless the storm returns"),
        ("The engineer said that it “will keep the pier open”.", "unless the storm returns"),
        ("She said that “it rains here”.", "but it never snows"),
    ],
)
def test_what_follows_a_quotation_is_named(claim: str, limit: str) -> None:
    assert limits(claim) == [limit]


@pytest.mark.parametrize(
    "claim",
    [
        "The engineer said “the board will keep the pier open unless the storm returns”.",
        "The board “will keep the pier open” unless the storm returns.",
        "Her colleague said “we ate bread”.",
        "She said that “it never snows”.",
    ],
)
def test_a_whole_quotation_needs_no_notice(claim: str) -> None:
    assert limits(claim) == []


def test_other_languages() -> None:
    page = "„Wir öffnen das Bad, sofern das Wasser warm ist“, sagte der Wart."
    assert limits("Der Wart sagte: „Wir öffnen das Bad“.", page, "de") == [
        "sofern das Wasser warm ist"
    ]
    page = "« Nous ouvrons le bain sauf en hiver », a dit le gardien."
    assert limits("Le gardien a dit : « Nous ouvrons le bain ».", page, "fr") == ["sauf en hiver"]


def test_the_claim_stays_supported() -> None:
    claim = "The engineer told the council “the board will keep the pier open”."
    assert assess(claim, [prepare_text(PAGE)]).verdict is Verdict.SUPPORTED
