"""Of two claims of one shape, the true one is supported and the false one is not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from citecheck.model import Verdict
from matching.twins import Twin, twins

TYPED = ("01", "02", "03", "04", "06", "09", "10", "11", "12", "13")
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


def _pairings() -> ModuleType:
    """`bench/pairings.py`, which training uses too."""
    path = Path(__file__).parents[2] / "bench" / "pairings.py"
    spec = importlib.util.spec_from_file_location("pairings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pairings"] = module
    spec.loader.exec_module(module)
    return module


def test_two_figures_and_two_years_are_paired_as_the_sentence_pairs_them() -> None:
    bench = _pairings()
    found = list(bench.pairings(50, seed=7))
    wrong = [one for one in found if not bench.is_right(one)]
    assert len(wrong) <= len(found) / 20, wrong[:5]
    assert not [one for one in wrong if not one.true]
