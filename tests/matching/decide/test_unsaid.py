"""Which phrases of a claim are named as missing."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.matching.decide.unsaid import phrases
from citecheck.matching.text.tokens import tokenise
from citecheck.model import ReasonCode, Verdict

PAGE = (
    "The ferry company bought two electric ships from a yard in Gdansk. The mayor welcomed the "
    "purchase. The harbour board will build chargers at both quays before the summer."
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Deputies signed agreements in 40 states",
            ["Deputies signed agreements", "in 40 states"],
        ),
        ("The mayor resigned, and the board met", ["The mayor resigned", "and the board met"]),
        ("", []),
    ],
)
def test_phrases(text: str, parts: list[str]) -> None:
    tokens = tokenise(text)
    found = [text[tokens[p.start].start : tokens[p[-1]].end] for p in phrases(text, tokens)]
    assert found == parts


@pytest.mark.parametrize(
    ("claim", "phrase"),
    [
        ("The ferry company bought two electric ships and a floating crane.", "floating crane"),
        (
            "The mayor welcomed the purchase in a televised address.",
            "in a televised address",
        ),
        (
            "The harbour board will build chargers at both quays with federal money from Berlin.",
            "with federal money",
        ),
    ],
)
def test_the_part_that_no_passage_has_is_named_as_a_phrase(claim: str, phrase: str) -> None:
    judged = assess(claim, (prepare_text(PAGE),))
    assert judged.verdict is Verdict.PARTIALLY_SUPPORTED
    told = [reason.claim or "" for reason in judged.reasons]
    assert any(phrase in words for words in told), judged.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "The mayor of the town criticised the purchase of two electric ships.",
        "The ferry company bought two electric ships from a yard and sold a crane.",
        "The harbour board met the company in Gdansk before the summer.",
    ],
)
def test_nothing_is_called_missing_that_a_shown_passage_has(claim: str) -> None:
    judged = assess(claim, (prepare_text(PAGE),))
    shown = {t.stem for e in judged.evidence for t in tokenise(e.text)}
    for reason in judged.reasons:
        if reason.code is ReasonCode.MISSING_DETAIL and reason.source is None:
            words = [t for t in tokenise(reason.claim or "") if t.content]
            assert not words or any(word.stem not in shown for word in words), reason
