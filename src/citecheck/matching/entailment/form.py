"""Recognises the form of an ONNX cross-encoder: what it is given, and which answer means what.

Text classifiers for entailment differ in the order of claim and passage, in how long a pair they
take, in whether that length is fixed, and in their answers: three (contradiction, neutral,
entailment), two (supported or not) or a single number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from citecheck.errors import CitecheckError

LONGEST = 512  # tokens of claim and passage together that cross-encoders are trained on
NOTES = "citecheck.json"
"""What citecheck knows of a model, beside it in its folder: form, calibration, measured worth."""
MODEL_FILES = (
    *("model_quantized.onnx", "onnx/model_quantized.onnx"),
    *("model.onnx", "onnx/model.onnx"),
)
"""Where a model may be, the small before the large."""
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_ENTAILED = ("entail", "support", "consistent", "faithful", "grounded")
_CONTRADICTED = ("contradict", "refute")
_DENIED = ("not", "non", "un", "in")


class EntailmentError(CitecheckError):
    """A model that cannot be loaded: which one, why, what to do."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a model is asked and how its answer is read.

    `entailed` and `contradicted` are the numbers of the answers that say so, None where the model
    has no such answer or its labels do not tell; `answers` is how many it gives, `longest` how
    many tokens a pair may have, `fixed` whether every pair must have just as many.
    """

    answers: int
    entailed: int | None
    contradicted: int | None = None
    claim_first: bool = False
    longest: int = LONGEST
    fixed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it is clear which answer means that the claim is entailed."""
        return self.entailed is not None


def recognise(name: str, folder: Path, session: Any) -> Form:
    """The form of a model by its inputs and outputs, its config.json, and what an installation
    found out (NOTES). Raises `EntailmentError` when it is no text cross-encoder."""
    inputs = {given.name: given.shape for given in session.get_inputs()}
    if "input_ids" not in inputs or set(inputs) - _INPUTS:
        raise EntailmentError(name, f"takes {', '.join(inputs)}: it is no text cross-encoder")
    config = read_json(folder / "config.json")
    own = config.get("citecheck")
    own = own if isinstance(own, Mapping) else {}
    entailed, contradicted = _labels(config.get("id2label"))
    answers = session.get_outputs()[0].shape[-1]
    if not isinstance(answers, int):
        labels = config.get("id2label")
        answers = len(labels) if isinstance(labels, Mapping) else 1
    width = inputs["input_ids"][-1]
    positions = config.get("max_position_embeddings")
    longest = min(LONGEST, positions - 2 if isinstance(positions, int) else LONGEST)
    form = Form(
        answers,
        0 if answers == 1 else entailed,
        contradicted if answers > 2 else None,
        own.get("first") == "claim",
        width if isinstance(width, int) else int(own.get("longest", longest)),
        isinstance(width, int),
    )
    return _noted(name, folder, form)


def noted(form: Form) -> dict[str, Any]:
    """A form as it stands in NOTES."""
    return asdict(form)


def _noted(name: str, folder: Path, form: Form) -> Form:
    if not (folder / NOTES).is_file():
        return form
    value = read_json(folder / NOTES).get("form", {})
    try:
        return replace(form, **value)
    except TypeError:
        raise EntailmentError(
            str(folder / NOTES), "tells a form that is unknown", f"install {name} again"
        ) from None


def _labels(labels: object) -> tuple[int | None, int | None]:
    """Which labels of a config say entailed and contradicted."""
    entailed = contradicted = None
    for number, label in labels.items() if isinstance(labels, Mapping) else ():
        word = str(label).lower()
        if not str(number).isdigit():
            continue
        at = min((word.find(w) for w in _ENTAILED if w in word), default=-1)
        if any(w in word for w in _CONTRADICTED):
            contradicted = int(number)
        elif at >= 0 and not word[:at].rstrip("_- ").endswith(_DENIED):
            entailed = int(number)
    return entailed, contradicted


def read_json(path: Path) -> Mapping[str, Any]:
    """A JSON object from a file of a model's folder. Raises `EntailmentError`."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EntailmentError(str(path), f"cannot be read: {one_line(error)}") from None
    if not isinstance(value, Mapping):
        raise EntailmentError(str(path), "is no JSON object")
    return value


def one_line(error: BaseException) -> str:
    """An error's text in one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
