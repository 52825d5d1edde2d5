"""Whom a claim names as the speaker of a quotation that stands on the page."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import ReasonCode, Verdict

_PAGE = (
    "The old bridge in Marten will be closed in May. “Nobody looked at the pillars for twenty"
    " years,” said Ruth Ott, the town's chief engineer. Jon Falk, a baker, wrote on his blog: “We"
    " shall bake on the other bank until the bridge is open again. It will be hard.” “The pillars"
    " were built with the wrong kind of cement,” a spokesman for the builders told reporters. Ott"
    " would like to see a new bridge, and so would Falk."
)
_PILLARS = "“Nobody looked at the pillars for twenty years,”"
_BAKE = "“We shall bake on the other bank until the bridge is open again”"
_CEMENT = "“The pillars were built with the wrong kind of cement,”"


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (f"{_PILLARS} said Jon Falk.", "Ruth Ott"),
        (f"{_PILLARS} the baker Jon Falk said of the bridge in Marten.", "Ruth Ott"),
        (f"Ruth Ott, the engineer, wrote: {_BAKE}.", "Jon Falk"),
        (f"According to Ruth Ott, {_BAKE}.", "Jon Falk"),
    ],
)
def test_a_quotation_of_another_speaker_is_contradicted(claim: str, shown: str) -> None:
    judgement = assess(claim, (prepare_text(_PAGE),))
    assert judgement.verdict is Verdict.CONTRADICTED
    reason, *_ = judgement.reasons
    assert reason.code is ReasonCode.ATTRIBUTION_DIFFERS
    assert shown in (reason.source or "")


@pytest.mark.parametrize(
    "claim",
    [
        f"{_PILLARS} a passer-by said.",
        f"{_PILLARS} said one of the neighbours.",
        f"{_CEMENT} a carpenter told reporters.",
        f"{_CEMENT} Ruth Ott told reporters.",
    ],
)
def test_a_quotation_of_somebody_whom_the_page_does_not_name_is_not_supported(claim: str) -> None:
    assert assess(claim, (prepare_text(_PAGE),)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    "claim",
    [
        f"{_PILLARS} Ott said.",
        f"{_PILLARS} said the chief engineer.",
        f"The chief engineer of the town said: {_PILLARS}",
        f"Falk, a baker, wrote that {_BAKE}.",
        f"The baker wrote: {_BAKE}.",
        f"{_CEMENT} a spokesperson told reporters.",
        f"{_CEMENT} it was said.",
    ],
)
def test_the_same_speaker_in_other_words_is_supported(claim: str) -> None:
    assert assess(claim, (prepare_text(_PAGE),)).verdict is Verdict.SUPPORTED


def test_a_quotation_on_a_page_full_of_quotation_marks_is_judged_in_linear_time() -> None:
    page = prepare_text("“It rained,” he said. " * 20_000 + _PAGE)
    assert assess(f"{_PILLARS} Ott said.", (page,)).verdict is Verdict.SUPPORTED
