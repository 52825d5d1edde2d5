"""A loaded entailment model: asked about a claim and passages, it says how probable it is that one
of them entails the claim, and that one rules it out.

It runs by onnxruntime on one thread, one pair at a time, so that a pair's answer depends on
nothing else. Its two answers are features of the judgement; it makes no verdict by itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.matching.entailment.form import (
    MODEL_FILES,
    NOTES,
    EntailmentError,
    Form,
    one_line,
    read_json,
    recognise,
)

if TYPE_CHECKING:
    import numpy as np

_STRIDE = 1 / 8  # of the longest pair that the pieces of a long passage share
_CLAIM = 0.6  # of the longest pair that a claim may take; what is beyond is not read
_SURE = 1e-3  # no answer is taken for surer than this leaves open
_REMEMBERED = 512  # pairs whose answer is kept: a claim is judged by one page and by all
_INSTALL = "install it by: pip install 'citecheck-briefs[nli]'"


@dataclass(frozen=True, slots=True)
class Answer:
    """The highest probability with which one of the passages entails a claim, and with which one
    contradicts it (None: the model cannot tell)."""

    entailed: float
    contradicted: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a probability of the model is worth: log-odds `weight * logit(p) + bias`, at most
    `most` (Platt, "Probabilistic Outputs for Support Vector Machines", 1999).

    The default is for a model that nobody has measured: it may speak against a claim, not for it.
    """

    weight: float = 0.5
    bias: float = 0.0
    most: float = 0.0

    def log_odds(self, probability: float) -> float:
        """The log-odds that this probability stands for."""
        return min(self.most, self.weight * logit(probability) + self.bias)


def logit(probability: float) -> float:
    """Log-odds of a probability, which is kept off 0 and 1."""
    p = min(max(probability, _SURE), 1 - _SURE)
    return math.log(p / (1 - p))


@dataclass(slots=True)
class Entailment:
    """A loaded model and the time that it may still take.

    `name` is what was asked for; `left` are the seconds of its budget that remain, `skipped`
    counts the claims that it did not see because none remained.
    """

    name: str
    form: Form
    entailed: Calibration
    contradicted: Calibration
    left: float = math.inf
    skipped: int = 0
    _session: Any = field(default=None, repr=False)
    _tokenizer: Any = field(default=None, repr=False)
    _known: dict[tuple[str, str], tuple[float, ...]] = field(default_factory=dict, repr=False)

    def ask(self, claim: str, passages: Sequence[str]) -> Answer | None:
        """What the passages say of a claim; a passage too long for the model is read in pieces
        that overlap. None when the budget is spent or there is no passage."""
        if not passages:
            return None
        if self.left <= 0:
            self.skipped += 1
            return None
        began = time.monotonic()
        shares: list[tuple[float, ...]] = []
        for passage in dict.fromkeys(passages):
            if shares and time.monotonic() - began > self.left:
                break
            shares += self.shares(claim, passage)
        self.left -= time.monotonic() - began
        form = self.form
        return Answer(
            max(share[form.entailed or 0] for share in shares),
            None if form.contradicted is None else max(s[form.contradicted] for s in shares),
        )

    def shares(self, claim: str, passage: str) -> list[tuple[float, ...]]:
        """The probability of each answer, for each piece of a passage."""
        known = self._known.get((claim, passage))
        if known is not None:
            return [known]
        asked = self._shortened(claim)
        pair = (asked, passage) if self.form.claim_first else (passage, asked)
        encoding = self._tokenizer.encode(*pair)
        found = [self._run(piece) for piece in (encoding, *encoding.overflowing)]
        if len(found) == 1:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[claim, passage] = found[0]
        return found

    def _shortened(self, claim: str) -> str:
        """A claim that leaves no room for a passage loses its end."""
        most = int(self.form.longest * _CLAIM)
        if len(claim.encode()) <= most:  # there is a byte at least in each token
            return claim
        self._tokenizer.no_truncation()
        encoding = self._tokenizer.encode(claim, add_special_tokens=False)
        prepare(self._tokenizer, self.form)
        return claim if sum(encoding.attention_mask) <= most else claim[: encoding.offsets[most][0]]

    def _run(self, piece: Any) -> tuple[float, ...]:
        import numpy as np

        columns = {
            "input_ids": piece.ids,
            "attention_mask": piece.attention_mask,
            "token_type_ids": piece.type_ids,
        }
        feed = {
            given.name: np.array(
                [columns[given.name]], np.int32 if "int32" in given.type else np.int64
            )
            for given in self._session.get_inputs()
        }
        logits: np.ndarray[Any, Any] = np.asarray(self._session.run(None, feed)[0], np.float64)
        values = logits.reshape(-1)
        if len(values) == 1:
            return (float(1 / (1 + np.exp(-values[0]))),)
        exponents = np.exp(values - values.max())
        return tuple(float(value) for value in exponents / exponents.sum())


def load(folder: Path, *, name: str = "", budget: float = math.inf) -> Entailment:
    """Load the model of a folder.

    The folder holds `tokenizer.json`, `config.json`, the model (`model.onnx` or one of
    `MODEL_FILES`) and, if citecheck has measured it, NOTES. `budget` is seconds for the whole run.
    Raises `EntailmentError`.
    """
    name = name or str(folder)
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise EntailmentError(name, f"needs a missing package ({error.name})", _INSTALL) from None
    model = next((folder / file for file in MODEL_FILES if (folder / file).is_file()), None)
    if model is None:
        raise EntailmentError(name, "holds no model.onnx", "export the model to ONNX")
    read_json(folder / "config.json")
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        session = onnxruntime.InferenceSession(str(model), _options(onnxruntime))
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise EntailmentError(name, f"cannot be loaded: {one_line(error)}") from None
    form = recognise(name, folder, session)
    prepare(tokenizer, form)
    entailed, contradicted = _calibrations(folder)
    return Entailment(name, form, entailed, contradicted, budget, 0, session, tokenizer)


def prepare(tokenizer: Any, form: Form) -> None:
    """Set a tokenizer to the length that a form asks for, cutting the passage only."""
    passage = "only_second" if form.claim_first else "only_first"
    stride = int(form.longest * _STRIDE)
    tokenizer.enable_truncation(form.longest, stride=stride, strategy=passage)
    if form.fixed:
        pad = next((p for p in ("[PAD]", "<pad>") if tokenizer.token_to_id(p) is not None), None)
        number = tokenizer.token_to_id(pad) if pad else 0
        tokenizer.enable_padding(length=form.longest, pad_id=number, pad_token=pad or "[PAD]")
    else:
        tokenizer.no_padding()


def _options(onnxruntime: Any) -> Any:
    """One thread: the same sums in the same order give the same score on every run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _calibrations(folder: Path) -> tuple[Calibration, Calibration]:
    """Those of `entailed` and of `contradicted`."""
    if not (folder / NOTES).is_file():
        return Calibration(), Calibration()
    value = read_json(folder / NOTES)
    try:
        entailed, contradicted = (
            Calibration(*(float(value[question][key]) for key in ("weight", "bias", "most")))
            for question in ("entailed", "contradicted")
        )
    except (KeyError, TypeError, ValueError):
        raise EntailmentError(
            str(folder / NOTES), "lacks the numbers weight, bias and most of both questions"
        ) from None
    return entailed, contradicted
