"""Of two claims of one shape, the true one is supported and the false one is not."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from citecheck.model import Verdict
from matching.twins import Twin, twins

TYPED = ("01", "02", "09", "10", "12")
"""Kinds whose details have a type, so that the false twin is contradicted."""
EVERY = list(twins())


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


@pytest.mark.parametrize("twin", [t for t in EVERY if t.kind.startswith(TYPED)], ids=_name)
def test_a_false_figure_is_contradicted(twin: Twin) -> None:
    judgement = twin.judge(twin.false)
    assert judgement.verdict is Verdict.CONTRADICTED, judgement.reasons


def test_most_true_claims_are_supported() -> None:
    missed = [t.true for t in EVERY if t.judge(t.true).verdict is not Verdict.SUPPORTED]
    assert len(missed) <= len(EVERY) / 20, missed


def test_there_are_enough_twins_of_every_kind() -> None:
    kinds = Counter(twin.kind for twin in EVERY)
    assert len(EVERY) >= 250
    assert len(kinds) == 14
    assert min(kinds.values()) >= 8


@pytest.mark.parametrize("later", [False, True])
def test_two_figures_and_two_years_are_paired_as_the_sentence_pairs_them(later: bool) -> None:
    bench = _pairings()
    found = list(bench.pairings(50, seed=7, later=later))
    wrong = [one for one in found if not bench.is_right(one)]
    assert len(wrong) <= len(found) / 20, wrong[:5]
    assert not [one for one in wrong if not one.true]
