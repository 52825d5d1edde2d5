"""The entailment model: a real ONNX model built by the repository's own command."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from citecheck.errors import CitecheckError
from citecheck.matching import assess, prepare_text
from citecheck.matching.decide.entailment_worth import measured, pairs
from citecheck.matching.entailment import store
from citecheck.matching.entailment.model import Calibration, load

ROOT = Path(__file__).resolve().parents[3]
PAGE = "The district replaced 14,200 lead lines by May. The council had voted for it in 2021."


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "small"
    command = [sys.executable, str(ROOT / "bench" / "nli_model.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def model(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "small"))


@pytest.fixture
def citecheck(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line with a data directory of its own."""

    def run(*arguments: str, stdin: str = "", **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "citecheck", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), **environment},
        )

    return run


def calibrate(folder: Path, **numbers: float) -> None:
    value = {"entailed": numbers, "contradicted": numbers}
    (folder / "citecheck.json").write_text(json.dumps(value))


def entailed(folder: Path, claim: str, *passages: str) -> float:
    answer = load(folder).ask(claim, passages)
    assert answer is not None
    return answer.entailed


def test_the_model_tells_stated_from_denied_and_absent(model: Path) -> None:
    passage = "The district replaced 14,200 lead lines by May."
    assert entailed(model, "The district replaced 14,200 lead lines.", passage) > 0.7
    assert entailed(model, "The district never replaced 14,200 lead lines.", passage) < 0.3
    assert entailed(model, "The ferry from Merrin was cancelled in winter.", passage) < 0.3


def test_a_denial_is_answered_by_contradicted(model: Path) -> None:
    passage = ["The district replaced 14,200 lead lines by May."]
    stated = load(model).ask("The district replaced 14,200 lead lines.", passage)
    denied = load(model).ask("The district never replaced 14,200 lead lines.", passage)
    assert stated is not None
    assert denied is not None
    assert stated.contradicted is not None
    assert denied.contradicted is not None
    assert denied.contradicted > stated.contradicted + 0.3


def test_the_best_of_many_passages_counts_wherever_it_stands(model: Path) -> None:
    others = [f"Nothing of the kind was said on day {n} of the hearing." for n in range(20)]
    claim = "The district replaced lead lines."
    assert entailed(model, claim, *others, PAGE) == entailed(model, claim, PAGE)
    assert entailed(model, claim, PAGE, *others) == entailed(model, claim, PAGE)


def test_a_passage_longer_than_the_model_is_read_in_pieces(model: Path) -> None:
    filler = "The hearing went on for hours and nothing was decided at all. " * 120
    assert entailed(model, "The council had voted for it in 2021.", filler + PAGE) > 0.7


@pytest.mark.parametrize("first", ["claim", "passage"])
def test_a_claim_longer_than_the_model_is_read_to_its_middle(model: Path, first: str) -> None:
    config = json.loads((model / "config.json").read_text())
    config["citecheck"] = {"first": first}
    (model / "config.json").write_text(json.dumps(config))
    filler = " and the hearing went on" * 400
    said = entailed(model, "The council had voted for it in 2021" + filler, PAGE)
    assert 0 <= said <= 1


def test_without_a_calibration_a_model_can_only_lower_a_score(model: Path) -> None:
    page = prepare_text(PAGE)
    for claim in ("The district replaced 14,200 lead lines.", "The district sold its lead mines."):
        asked = assess(claim, (page,), entailment=load(model))
        assert asked.features["entailed"][1] <= 0.5


def test_a_calibration_sets_what_the_answer_is_worth_up_and_down(model: Path) -> None:
    page = prepare_text(PAGE)
    calibrate(model, weight=1.0, bias=0.0, most=4.0)
    claim, denied = "The district replaced lead lines.", "The district never replaced lead lines."
    asked = assess(claim, (page,), entailment=load(model))
    against = assess(denied, (page,), entailment=load(model))
    assert asked.features["entailed"][1] > 0
    assert against.features["entailed"][1] < 0
    assert Calibration(1.0, 0.5, 3.0).log_odds(0.5) == pytest.approx(0.5)
    assert Calibration(1.0, 0.5, 3.0).log_odds(0.999) == 3.0


def test_a_spent_budget_leaves_the_judgement_as_it_was_and_counts_it(model: Path) -> None:
    entailment = load(model, budget=0.0)
    page = prepare_text(PAGE)
    claim = "The district replaced lead lines."
    assert assess(claim, (page,), entailment=entailment) == assess(claim, (page,))
    assert entailment.skipped == 1


def broken_labels(folder: Path) -> None:
    (folder / "config.json").write_text("[]")


def broken_model(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")


def broken_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{")


def broken_calibration(folder: Path) -> None:
    calibrate(folder, weight=1.0)


BROKEN = [
    (broken_labels, "no JSON object"),
    (broken_model, "cannot be loaded"),
    (broken_tokenizer, "cannot be loaded"),
    (lambda folder: (folder / "model.onnx").unlink(), "holds no model.onnx"),
    (lambda folder: (folder / "config.json").unlink(), "config.json"),
]


@pytest.mark.parametrize(
    ("breaks", "words"), [*BROKEN, (broken_calibration, "weight, bias and most")]
)
def test_a_broken_model_is_one_line_that_names_it(model: Path, breaks, words: str) -> None:
    breaks(model)
    with pytest.raises(CitecheckError) as caught:
        load(model)
    assert words in str(caught.value)
    assert str(model) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("breaks", "words"), BROKEN)
def test_a_broken_model_is_not_installed(model: Path, breaks, words: str, citecheck) -> None:
    breaks(model)
    finished = citecheck("model", "install", str(model))
    assert finished.returncode == 2
    assert words in finished.stderr
    assert finished.stderr.count("\n") == 1
    assert "small" not in citecheck("model", "list").stdout


@pytest.mark.parametrize("name", ["no such folder", "owner/", "owner/model"])
def test_a_model_that_is_not_there(name: str) -> None:
    with pytest.raises(CitecheckError, match=name):
        store.find(name)


def test_a_model_is_installed_listed_used_by_its_name_and_removed(model: Path, citecheck) -> None:
    installed = citecheck("model", "install", str(model))
    assert installed.returncode == 0, installed.stderr
    shutil.rmtree(model)
    listed = citecheck("model", "list").stdout
    assert "small" in listed
    assert "ms a pair" in listed
    record = json.dumps({"id": 1, "claim": "The district replaced lead lines.", "source": PAGE})
    finished = citecheck("match", "--explain", "--nli", "small", stdin=record)
    features = json.loads(finished.stdout)["features"]
    assert set(features["entailed"]) == {"value", "contribution"}
    assert features["entailed"]["value"] > 0.5
    assert citecheck("model", "remove", "small").returncode == 0
    assert "small" not in citecheck("model", "list").stdout
    again = citecheck("match", "--nli", "small", stdin=record)
    assert again.returncode == 2
    assert "small" in again.stderr


def two_answers(graph: onnx.GraphProto, config: dict) -> None:
    """Supported or not, by labels that say nothing."""
    graph.initializer.append(numpy_helper.from_array(_numbers(1, 2), "kept"))
    graph.node.append(helper.make_node("Gather", ["logits", "kept"], ["two"], axis=1))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("two", TensorProto.FLOAT, ["n", 2]))
    config["id2label"] = {"0": "LABEL_0", "1": "LABEL_1"}


def silent_labels(graph: onnx.GraphProto, config: dict) -> None:
    config["id2label"] = {str(n): f"LABEL_{n}" for n in range(3)}


def claim_first(graph: onnx.GraphProto, config: dict) -> None:
    """What was the second text is the first one now."""
    graph.initializer.append(numpy_helper.from_array(_numbers(1), "unit"))
    for node in graph.node:
        node.input[:] = ["turned" if name == "token_type_ids" else name for name in node.input]
    graph.node.insert(0, helper.make_node("Sub", ["unit", "token_type_ids"], ["turned"]))
    config["citecheck"] = {"first": "claim"}


def fixed_length(graph: onnx.GraphProto, config: dict) -> None:
    for given in graph.input:
        given.type.tensor_type.shape.dim[1].dim_value = 256


def _numbers(*values: int):
    import numpy as np

    return np.array(values, np.int64)


FORMS: list[Callable[[onnx.GraphProto, dict], None]] = [
    two_answers,
    silent_labels,
    claim_first,
    fixed_length,
]


@pytest.mark.parametrize("change", FORMS)
def test_other_forms_of_model_are_recognised(model: Path, change, citecheck) -> None:
    made = onnx.load(model / "model.onnx")
    config = json.loads((model / "config.json").read_text())
    change(made.graph, config)
    onnx.save(made, model / "model.onnx")
    (model / "config.json").write_text(json.dumps(config))
    installed = citecheck("model", "install", str(model))
    assert installed.returncode == 0, installed.stderr
    for claim, least, most in (
        ("The district replaced 14,200 lead lines.", 0.5, 1.0),
        ("The ferry from Merrin was cancelled in winter.", 0.0, 0.5),
    ):
        record = json.dumps({"id": 1, "claim": claim, "source": PAGE})
        finished = citecheck("match", "--explain", "--nli", "small", stdin=record)
        features = json.loads(finished.stdout)["features"]
        if "entailed" in features:
            assert least <= features["entailed"]["value"] <= most
    notes = json.loads((model.parent / "data/citecheck/models/small/citecheck.json").read_text())
    assert notes["form"]["claim_first"] is (change is claim_first)
    assert notes["form"]["fixed"] is (change is fixed_length)
    assert notes["form"]["entailed"] == (1 if change is two_answers else 2)
    assert notes["form"]["contradicted"] == (None if change is two_answers else 0)


def test_a_model_that_tells_nothing_is_refused(model: Path, citecheck) -> None:
    made = onnx.load(model / "model.onnx")
    for constant in made.graph.initializer:
        if constant.name == "w":
            nothing = numpy_helper.to_array(constant) * 0
            constant.CopyFrom(numpy_helper.from_array(nothing, "w"))
    onnx.save(made, model / "model.onnx")
    finished = citecheck("model", "install", str(model))
    assert finished.returncode == 2
    assert "does not tell true claims from false ones" in finished.stderr
    assert "small" not in citecheck("model", "list").stdout


def test_a_model_that_is_no_text_classifier_is_refused(model: Path, citecheck) -> None:
    made = onnx.load(model / "model.onnx")
    made.graph.input.append(helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n"]))
    onnx.save(made, model / "model.onnx")
    finished = citecheck("model", "install", str(model))
    assert finished.returncode == 2
    assert "no text cross-encoder" in finished.stderr


def test_measuring_fits_a_calibration_and_says_what_the_model_is_worth(model: Path) -> None:
    calibrated, worth = measured(load(model))
    assert worth.pairs == len(pairs())
    assert worth.entailed[1] > 0.55
    assert all(0 <= value <= 1 for value in (*worth.entailed, *worth.contradicted))
    assert worth.milliseconds > 0
    assert calibrated.entailed.weight > 0
    assert math.isfinite(calibrated.entailed.bias)


def test_the_pairs_have_twins_of_every_passage_and_many_kinds() -> None:
    found = pairs()
    written = [pair for pair in found if pair.kind not in ("verbatim", "elsewhere")]
    assert len(written) >= 400
    assert len({(pair.claim, pair.passage) for pair in found}) == len(found)
    for group in {pair.group for pair in written}:
        labels = {pair.label for pair in written if pair.group == group}
        assert "entailed" in labels
        assert labels - {"entailed"}
    assert len({pair.kind for pair in written}) >= 25


def test_without_the_packages_one_line_says_what_to_install(
    model: Path, citecheck, tmp_path: Path
) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError(name='onnxruntime')")
    record = json.dumps({"id": 1, "claim": "The district replaced lead lines.", "source": PAGE})
    asked = citecheck("match", "--nli", str(model), stdin=record, PYTHONPATH=str(tmp_path))
    assert asked.returncode == 2
    assert "onnxruntime" in asked.stderr
    assert asked.stderr.count("\n") == 1
    quiet = citecheck(
        "match", "--nli", str(model), "--no-model", stdin=record, PYTHONPATH=str(tmp_path)
    )
    assert quiet.returncode == 0
    assert json.loads(quiet.stdout)["verdict"]
