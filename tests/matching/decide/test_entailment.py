"""The optional entailment model: a real ONNX model built by the repository's own command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.errors import CitecheckError
from citecheck.matching import assess, prepare_text
from citecheck.matching.decide.entailment import Calibration, load

ROOT = Path(__file__).resolve().parents[3]
PAGE = "The district replaced 14,200 lead lines by May. The council had voted for it in 2021."


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    command = [sys.executable, str(ROOT / "bench" / "nli_model.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def model(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "model"))


def calibrate(folder: Path, **numbers: float) -> None:
    (folder / "citecheck.json").write_text(json.dumps(numbers))


def test_the_model_tells_stated_from_denied_and_absent(model: Path) -> None:
    entailment = load(str(model))
    passage = ["The district replaced 14,200 lead lines by May."]
    stated = entailment.probability("The district replaced 14,200 lead lines.", passage)
    denied = entailment.probability("The district never replaced 14,200 lead lines.", passage)
    absent = entailment.probability("The ferry from Merrin was cancelled in winter.", passage)
    assert stated is not None
    assert denied is not None
    assert absent is not None
    assert stated > 0.7
    assert denied < 0.3
    assert absent < 0.3


def test_the_best_of_many_passages_counts_in_whatever_batch_it_falls(model: Path) -> None:
    entailment = load(str(model))
    others = [f"Nothing of the kind was said on day {n} of the hearing." for n in range(20)]
    alone = entailment.probability("The district replaced lead lines.", [PAGE])
    among = entailment.probability("The district replaced lead lines.", [*others, PAGE])
    assert alone is not None
    assert among == pytest.approx(alone, abs=1e-6)


def test_a_passage_longer_than_the_model_is_read_in_pieces(model: Path) -> None:
    entailment = load(str(model))
    filler = "The hearing went on for hours and nothing was decided at all. " * 120
    found = entailment.probability("The council had voted for it in 2021.", [filler + PAGE])
    assert found is not None
    assert found > 0.7


def test_without_a_calibration_it_can_only_lower_a_score(model: Path) -> None:
    page = prepare_text(PAGE)
    for claim in ("The district replaced 14,200 lead lines.", "The district sold its lead mines."):
        plain = assess(claim, (page,))
        asked = assess(claim, (page,), entailment=load(str(model)))
        assert asked.score <= plain.score
        assert asked.features["entailment"][1] <= 0


def test_a_calibration_of_its_own_sets_what_the_answer_is_worth(model: Path) -> None:
    calibrate(model, weight=1.0, bias=0.5, most=3.0)
    page = prepare_text(PAGE)
    claim = "The district replaced lead lines."
    plain, asked = assess(claim, (page,)), assess(claim, (page,), entailment=load(str(model)))
    assert asked.score > plain.score
    probability, added = asked.features["entailment"]
    assert added == pytest.approx(Calibration(1.0, 0.5, 3.0).log_odds(probability))


def test_a_spent_budget_leaves_the_judgement_as_it_was_and_counts_it(model: Path) -> None:
    entailment = load(str(model), budget=0.0)
    page = prepare_text(PAGE)
    claim = "The district replaced lead lines."
    assert assess(claim, (page,), entailment=entailment) == assess(claim, (page,))
    assert entailment.skipped == 1


def broken_labels(folder: Path) -> None:
    (folder / "config.json").write_text('{"id2label": {"0": "a", "1": "b"}}')


def broken_model(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{")


def broken_calibration(folder: Path) -> None:
    calibrate(folder, weight=1.0)


@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        (broken_labels, "entailment label"),
        (broken_model, "cannot be loaded"),
        (broken_tokenizer, "cannot be loaded"),
        (broken_calibration, "weight, bias and most"),
        (lambda folder: (folder / "model.onnx").unlink(), "holds no model.onnx"),
        (lambda folder: (folder / "config.json").unlink(), "config.json"),
    ],
)
def test_a_broken_model_is_one_line_that_names_it(model: Path, breaks, words: str) -> None:
    breaks(model)
    with pytest.raises(CitecheckError) as caught:
        load(str(model))
    assert words in str(caught.value)
    assert str(model) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["no such folder", "owner/", "owner/model"])
def test_a_model_that_is_not_there(name: str) -> None:
    with pytest.raises(CitecheckError, match=name):
        load(name, offline=True)


def test_the_command_line_asks_the_model_and_explains_its_part(model: Path) -> None:
    record = {"id": 1, "claim": "The district replaced lead lines.", "source": PAGE}
    finished = subprocess.run(
        [sys.executable, "-m", "citecheck", "match", "--explain", "--nli", str(model)],
        input=json.dumps(record),
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(json.loads(finished.stdout)["features"]["entailment"]) == {"value", "contribution"}
