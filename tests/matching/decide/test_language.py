"""A claim and a page in different languages are not compared, and the reason says so."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import ReasonCode, Verdict

ENGLISH = (
    "The council of the island met in the old school on Monday. The keeper of the lighthouse"
    " counted 2,310 ships in 1869, of which 48 had lost a mast. Vega Holm wrote the report."
)
GERMAN = (
    "Der Rat der Insel tagte am Montag in der alten Schule. Der Wärter des Leuchtturms zählte im"
    " Jahr 1869 2.310 Schiffe, von denen 48 einen Mast verloren hatten. Den Bericht schrieb Vega"
    " Holm."
)
JAPANESE = "島の評議会は月曜日に古い学校で開かれた。灯台守は1869年に2310隻の船を数えた。"


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("The keeper of the lighthouse counted 2,310 ships in 1869.", GERMAN, "de"),
        ("The keeper of the lighthouse counted 2,310 ships in 1869.", JAPANESE, "ja"),
        ("Der Wärter zählte im Jahr 1869 2.310 Schiffe.", ENGLISH, "en"),
        ("Die Fähre verlor 1869 48 Masten.", ENGLISH, "en"),
        ("Le gardien du phare a compté 2 310 navires en 1869.", ENGLISH, "en"),
        ("灯台守は1869年に2310隻の船を数えた。", ENGLISH, "en"),
    ],
)
def test_another_language_is_not_compared(claim: str, source: str, language: str) -> None:
    judged = assess(claim, (prepare_text(source, language=language),))
    assert judged.verdict is Verdict.UNVERIFIABLE
    assert [reason.code for reason in judged.reasons] == [ReasonCode.OTHER_LANGUAGE]
    assert "1869" in judged.reasons[0].detail


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("The keeper of the lighthouse counted 2,310 ships in 1869.", ENGLISH, "en"),
        ("Der Wärter des Leuchtturms zählte 1869 2.310 Schiffe.", GERMAN, "de"),
        # What was taken for the page's language is not.
        ("The keeper of the lighthouse counted 2,310 ships in 1869.", ENGLISH, "de"),
        # The page says it in both.
        ("The keeper counted 2,310 ships in 1869.", f"{GERMAN} {ENGLISH}", "de"),
        # A name, a title in its own language.
        (
            "Vega Holm wrote “Der Rat der Insel”.",
            f"{ENGLISH} It is called Der Rat der Insel.",
            "en",
        ),
    ],
)
def test_what_can_be_compared_is(claim: str, source: str, language: str) -> None:
    judged = assess(claim, (prepare_text(source, language=language),))
    assert judged.verdict is not Verdict.UNVERIFIABLE


def test_a_foreign_page_takes_nothing_from_one_that_says_it() -> None:
    pages = (prepare_text(GERMAN, language="de"), prepare_text(ENGLISH, language="en"))
    claim = "The keeper of the lighthouse counted 2,310 ships in 1869."
    assert assess(claim, pages).verdict is Verdict.SUPPORTED
