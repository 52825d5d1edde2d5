"""Of two claims of one shape, the true one is supported and the false one is not."""

from __future__ import annotations

import pytest

from citecheck.model import Verdict
from matching.twins import Twin, twins

TYPED = ("02", "09")
"""Kinds whose details have a type, so that the false twin is contradicted."""
EVERY = [twin for twin in twins() if twin.kind.startswith(TYPED)]


def _name(twin: Twin) -> str:
    return f"{twin.kind[:2]}: {twin.false}"


@pytest.mark.parametrize("twin", EVERY, ids=_name)
def test_a_true_claim_is_not_contradicted(twin: Twin) -> None:
    judgement = twin.judge(twin.true)
    assert judgement.verdict is not Verdict.CONTRADICTED, judgement.reasons


@pytest.mark.parametrize("twin", EVERY, ids=_name)
def test_a_false_claim_is_not_supported(twin: Twin) -> None:
    judgement = twin.judge(twin.false)
    assert judgement.verdict is not Verdict.SUPPORTED, judgement.reasons
