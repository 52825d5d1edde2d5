"""An entailment model, on request: a local cross-encoder in ONNX that reads claim and passage.

It runs by onnxruntime with a tokenizer of the `tokenizers` library (extra `nli`), from a folder or
from a model hub by name. Its answer is one more feature of the judgement: it never makes a verdict
by itself, and without a calibration of its own it can only lower a score.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.errors import CitecheckError

if TYPE_CHECKING:
    import numpy as np

_BATCH = 8  # pairs in one run of the model; more cost memory and gain nothing on one processor
_LONGEST = 512  # tokens of claim and passage together that cross-encoders are trained on
_STRIDE = 64  # tokens that the pieces of a long passage share
_FILES = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_CALIBRATION = "citecheck.json"
_INSTALL = "install it by: pip install 'citecheck[nli]'"


class EntailmentError(CitecheckError):
    """A model that cannot be loaded: which one, why, what to do."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the model's answer is worth: log-odds of support are `weight * logit(p) + bias`,
    at most `most` (Platt, "Probabilistic Outputs for Support Vector Machines", 1999).

    The default is for a model that nobody has measured: it may speak against a claim, not for it.
    """

    weight: float = 0.5
    bias: float = 0.0
    most: float = 0.0

    def log_odds(self, probability: float) -> float:
        """The contribution of an entailment probability to the log-odds of support."""
        p = min(max(probability, 1e-4), 1 - 1e-4)
        return min(self.most, self.weight * math.log(p / (1 - p)) + self.bias)


@dataclass(slots=True)
class Entailment:
    """A loaded model and the time that it may still take.

    `name` is what was asked for; `left` are the seconds of its budget that remain, `skipped`
    counts the claims that it did not see because none remained.
    """

    name: str
    calibration: Calibration
    left: float
    skipped: int = 0
    _session: Any = field(default=None, repr=False)
    _tokenizer: Any = field(default=None, repr=False)
    _inputs: tuple[str, ...] = ()
    _label: int = 0

    def probability(self, claim: str, passages: Sequence[str]) -> float | None:
        """The highest probability with which one of `passages` entails `claim`.

        A passage too long for the model is read in overlapping pieces. None when the budget is
        spent or there is no passage.
        """
        if not passages:
            return None
        if self.left <= 0:
            self.skipped += 1
            return None
        began = time.monotonic()
        best: float | None = None
        pieces = self._pieces(claim, passages)
        for start in range(0, len(pieces), _BATCH):
            if best is not None and time.monotonic() - began > self.left:
                break
            found = float(self._run(pieces[start : start + _BATCH]).max())
            best = found if best is None else max(best, found)
        self.left -= time.monotonic() - began
        return best

    def weigh(
        self,
        claim: str,
        passages: Sequence[str],
        score: float,
        parts: Mapping[str, tuple[float, float]],
    ) -> tuple[float, dict[str, tuple[float, float]]]:
        """Add the model's answer to a judgement: the new score and the contributions of all
        features, this one (`entailment`: its probability, its log-odds) among them."""
        found = self.probability(claim, passages)
        if found is None:
            return score, dict(parts)
        added = self.calibration.log_odds(found)
        p = min(max(score, 1e-9), 1 - 1e-9)
        odds = math.log(p / (1 - p)) + added
        return 1 / (1 + math.exp(-odds)), {**parts, "entailment": (found, added)}

    def _pieces(self, claim: str, passages: Sequence[str]) -> list[Any]:
        encodings = self._tokenizer.encode_batch([(passage, claim) for passage in passages])
        return [piece for first in encodings for piece in (first, *first.overflowing)]

    def _run(self, pieces: Sequence[Any]) -> np.ndarray[Any, Any]:
        import numpy as np

        width = max(len(piece.ids) for piece in pieces)
        columns = {
            "input_ids": [piece.ids for piece in pieces],
            "attention_mask": [piece.attention_mask for piece in pieces],
            "token_type_ids": [piece.type_ids for piece in pieces],
        }
        feed = {
            name: np.array([row + [0] * (width - len(row)) for row in columns[name]], np.int64)
            for name in self._inputs
        }
        logits = np.asarray(self._session.run(None, feed)[0], np.float64)
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: np.ndarray[Any, Any] = exponents / exponents.sum(axis=1, keepdims=True)
        return shares[:, self._label]


def load(name: str, *, budget: float = 60.0, offline: bool = False) -> Entailment:
    """Load the model `name`: a folder, or `owner/model[@revision]` of a model hub.

    The folder holds `tokenizer.json`, `config.json` (whose `id2label` names an entailment label),
    the model (`model.onnx` or `onnx/model.onnx`) and, if it was measured, `citecheck.json` with
    its calibration. `budget` is seconds for the whole run. Raises `EntailmentError`.
    """
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise EntailmentError(
            "--nli", f"needs a package that is missing ({error.name})", _INSTALL
        ) from None
    folder = Path(name) if Path(name).is_dir() else _downloaded(name, offline)
    model = next((folder / file for file in _FILES if (folder / file).is_file()), None)
    if model is None:
        raise EntailmentError(name, "holds no model.onnx", "export the model to ONNX")
    label = _entailment_label(name, _json(folder / "config.json"))
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(_LONGEST, stride=_STRIDE, strategy="only_first")
        tokenizer.no_padding()
        session = onnxruntime.InferenceSession(str(model), _options(onnxruntime))
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise EntailmentError(name, f"cannot be loaded: {_one_line(error)}") from None
    known = {"input_ids", "attention_mask", "token_type_ids"}
    inputs = tuple(given.name for given in session.get_inputs())
    if "input_ids" not in inputs or set(inputs) - known:
        raise EntailmentError(name, f"takes {', '.join(inputs)}: it is no text cross-encoder")
    return Entailment(name, _calibration(folder), budget, 0, session, tokenizer, inputs, label)


def _options(onnxruntime: Any) -> Any:
    """One thread: the same sums in the same order give the same score on every run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _downloaded(name: str, offline: bool) -> Path:
    """The folder of a hub's model, downloaded once and kept by the hub's own library."""
    model, _, revision = name.partition("@")
    if model.count("/") != 1 or not all(model.split("/")):
        raise EntailmentError(name, "is neither a folder nor owner/model of a model hub")
    try:
        from huggingface_hub import snapshot_download

        folder = snapshot_download(
            model,
            revision=revision or None,
            allow_patterns=["tokenizer.json", "config.json", _CALIBRATION, *_FILES],
            local_files_only=offline,
        )
    except Exception as error:  # the hub's library has many, and a network many more
        hint = "give a folder, or run once without --offline" if offline else "give a folder"
        raise EntailmentError(name, f"cannot be had: {_one_line(error)}", hint) from None
    return Path(folder)


def _entailment_label(name: str, config: Mapping[str, Any]) -> int:
    labels = config.get("id2label")
    for number, label in labels.items() if isinstance(labels, Mapping) else ():
        word = str(label).lower()
        if "entail" in word and "not" not in word and str(number).isdigit():
            return int(number)
    raise EntailmentError(name, "names no entailment label in config.json", "give an NLI model")


def _calibration(folder: Path) -> Calibration:
    if not (folder / _CALIBRATION).is_file():
        return Calibration()
    value = _json(folder / _CALIBRATION)
    try:
        return Calibration(*(float(value[key]) for key in ("weight", "bias", "most")))
    except (KeyError, TypeError, ValueError):
        raise EntailmentError(
            str(folder / _CALIBRATION), "lacks the numbers weight, bias and most"
        ) from None


def _json(path: Path) -> Mapping[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EntailmentError(str(path), f"cannot be read: {_one_line(error)}") from None
    if not isinstance(value, Mapping):
        raise EntailmentError(str(path), "is no JSON object")
    return value


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
