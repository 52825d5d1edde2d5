"""Train the two questions of a judgement on all labelled claims and write their readable weights.

    python bench/train.py [--bench ../shared/bench] [--write | --check]

(a) Do the passages carry all of the claim? (b) Does a passage rule it out? Each is a logistic
regression over the features of `citecheck.matching.decide`, each in its own spreads, with an L2
penalty; in (a) a feature whose sense is known keeps to it (bounds of L-BFGS-B; no random number is
involved). Each feature has a weight for pages and one for sources of a sentence or two, which share
a part (as in Daume, "Frustratingly Easy Domain Adaptation", 2007). The sets weigh by how near they
are to the job (`claims.py`), both answers of a set the same.
Where an entailment model is asked, its two answers join the log-odds by the weights of `JOIN`,
which were fitted once, on sets that the model was not trained on.
`--check` exits with 1 when the shipped weights are not what training gives. Needs the extra
`bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from citecheck.matching import Entailment
from citecheck.matching.decide.senses import FROM_MODEL, SENSES, SHORT
from citecheck.matching.decide.weights import Question
from claims import SETS, SHARED, Row, rows

WEIGHTS = Path(__file__).resolve().parents[1] / "src/citecheck/matching/data/weights.json"
PENALTY = 60.0  # strength of the L2 penalty on weights of standardised features
SHARED_PART = 0.5  # scale of the part that both kinds of source share, against their own parts
DIGITS = 3
_UNUSED = frozenset(
    ("foreign", "denials_unknown", "verbatim", "same_matter", "absent_verb")
)  # rules of the verdict use them

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Join:
    """What an entailment model's answers weigh beside the log-odds of all other features."""

    others: float
    entailed: float
    ruled_out: float
    bias: float


JOIN: Mapping[Question, tuple[Join, Join]] = {
    Question.SUPPORTED: (Join(0.739, 0.367, -0.113, 0.021), Join(0.435, 0.642, -0.108, 0.521)),
    Question.REFUTED: (Join(0.687, -0.05, 0.507, 0.224), Join(0.232, -0.487, 0.561, -0.173)),
}
"""For pages and for short sources. A logistic regression over the log-odds of models that were
trained without the claim's set and the two answers of a model of `entailment_train.py` (225,000
pairs), on the twelve sets that it was not trained on. Fitting all weights anew with the two answers
among the features did worse on sets left out (docs/entailment.md)."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of standardised features for pages and for short sources: log-odds of a row with
    shortness s: bias + s · bias_short + ((1 - s) · weights + s · short) · (x - mean) / spread."""

    names: tuple[str, ...]
    mean: Array
    spread: Array
    weights: Array
    short: Array
    bias: float
    bias_short: float

    def probabilities(self, found: Sequence[Row]) -> Array:
        """The probability that the answer is yes, for each row."""
        x = matrix(found, self.names)
        s = x[:, self.names.index(SHORT)]
        z = (x - self.mean) / self.spread
        odds = self.bias + s * self.bias_short
        odds = odds + (1 - s) * (z @ self.weights) + s * (z @ self.short)
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def names_of(*, with_model: bool) -> tuple[str, ...]:
    """The features that the models use, in a fixed order."""
    return tuple(sorted((SENSES.keys() - _UNUSED) | (FROM_MODEL if with_model else {}).keys()))


def matrix(found: Sequence[Row], names: Sequence[str]) -> Array:
    """The features of rows, a column a name."""
    return np.array([[row.features.get(name, 0.0) for name in names] for row in found])


def answer(question: Question, row: Row) -> float | None:
    """1, 0, or None where the label does not say."""
    if question is Question.SUPPORTED:
        return float(row.label == "supported")
    if row.binary and row.label == "not_supported":
        return None
    return float(row.label == "contradicted")


def train(
    question: Question, found: Sequence[Row], names: Sequence[str], penalty: float = PENALTY
) -> Model:
    """Fit one question to rows."""
    known = [(row, value) for row in found if (value := answer(question, row)) is not None]
    used, y = [row for row, _ in known], np.array([value for _, value in known])
    sizes = Counter((row.dataset, value) for row, value in known)
    both = {name for name in SETS if sizes[name, 0.0] and sizes[name, 1.0]}
    # A set without any contradicted claim tells (b) only what is none.
    share = {name: SETS[name].weight * (1.0 if name in both else 0.5) for name in SETS}
    w = np.array([share[row.dataset] / sizes[row.dataset, value] for row, value in known])
    return fit(question, matrix(used, names), y, w / w.mean(), names, penalty)


def fit(
    question: Question, x: Array, y: Array, w: Array, names: Sequence[str], penalty: float
) -> Model:
    """Fit the model: rows of `x` with labels `y` and weights `w`."""
    mean, spread = x.mean(0), x.std(0)
    spread = np.where(spread < 1e-6, 1.0, spread)
    at = names.index(SHORT)
    s = x[:, at : at + 1]
    z = (x - mean) / spread
    z[:, at] = 0.0  # it chooses between the weights and has none
    a = np.hstack([np.ones((len(x), 1)), s, SHARED_PART * z, (1 - s) * z, s * z])

    def loss(b: Array) -> tuple[float, Array]:
        odds = a @ b
        value = (w * (np.logaddexp(0, odds) - y * odds)).sum() + penalty / 2 * (b[2:] ** 2).sum()
        slope = a.T @ (w * (1 / (1 + np.exp(-odds)) - y))
        slope[1] += b[1]
        slope[2:] += penalty * b[2:]
        return float(value + b[1] ** 2 / 2), slope

    found = minimize(
        loss,
        np.zeros(a.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None)] * 2 + 3 * [_bounds(question, name) for name in names],
        options={"maxiter": 20000, "maxfun": 40000, "ftol": 1e-13, "gtol": 1e-6},
    )
    shared, long, short = np.split(found.x[2:], 3)
    shared = SHARED_PART * shared
    bias, bias_short = (float(b) for b in found.x[:2])
    return Model(tuple(names), mean, spread, shared + long, shared + short, bias, bias_short)


def _bounds(question: Question, name: str) -> tuple[float | None, float | None]:
    """What a word's absence or presence means for (b) is open; what differs speaks for it."""
    sense = SENSES.get(name, FROM_MODEL.get(name, 0))
    if question is Question.REFUTED:
        sense = 1 if name.endswith("_differs") or name in ("facts_differ", "ruled_out") else 0
    return {0: (None, None), 1: (0, None), -1: (None, 0)}[sense]


def as_value(model: Model) -> dict[str, Any]:
    """One model for the weights file: features with a weight, by the size of it."""
    size = np.maximum(np.abs(model.weights), np.abs(model.short))
    features = {
        model.names[i]: {
            "weight": round(float(model.weights[i]), DIGITS),
            "weight_short": round(float(model.short[i]), DIGITS),
            "mean": round(float(model.mean[i]), DIGITS),
            "spread": round(float(model.spread[i]), DIGITS),
        }
        for i in np.argsort(-size, kind="stable")
        if size[i] >= 0.5 * 10**-DIGITS
    }
    biases = {"bias": round(model.bias, DIGITS), "bias_short": round(model.bias_short, DIGITS)}
    return biases | {"features": features}


def joined(value: Mapping[str, Any], page: Join, short: Join) -> dict[str, Any]:
    """A model of the weights file with the answers of an entailment model among its features."""
    features = {
        name: one
        | {
            "weight": round(page.others * one["weight"], DIGITS),
            "weight_short": round(short.others * one["weight_short"], DIGITS),
        }
        for name, one in value["features"].items()
    }
    for name in FROM_MODEL:
        weights = {"weight": getattr(page, name), "weight_short": getattr(short, name)}
        features[name] = weights | {"mean": 0.0, "spread": 1.0}
    bias = page.others * value["bias"] + page.bias
    at_short = short.others * (value["bias"] + value["bias_short"]) + short.bias
    biases = {"bias": round(bias, DIGITS), "bias_short": round(at_short - bias, DIGITS)}
    return biases | {"features": features}


def all_rows(bench: Path, entailment: Entailment | None) -> list[Row]:
    """The rows of all sets; with an entailment model, those that it was not trained on."""
    return [row for name in SETS for row in rows(name, bench, entailment)]


def as_json(found: Sequence[Row], thresholds: Mapping[str, float]) -> str:
    """The weights file, from the rows of all sets."""
    questions: dict[str, dict[str, Any]] = {}
    for question in Question:
        own = as_value(train(question, found, names_of(with_model=False)))
        with_model = joined(own, *JOIN[question])
        questions[question.value] = {"without_model": own, "with_model": with_model}
    counts = {
        name: dict(Counter(row.label for row in found if row.dataset == name)) for name in SETS
    }
    value = {
        "about": "Logistic models of P(a careful reader calls the claim fully supported) and P(the"
        " source rules it out): log-odds = bias + sum of weight * (value - mean) / spread; for a"
        " source of one sentence bias + bias_short and weight_short, for one of two half of each."
        " Made by bench/train.py.",
        "thresholds": thresholds,
        "questions": questions,
        "trained_on": counts,
    }
    return json.dumps(value, indent=1) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--write", action="store_true", help="write the weights file")
    arguments.add_argument("--check", action="store_true", help="compare with the weights file")
    given = arguments.parse_args()
    shipped = WEIGHTS.read_text(encoding="utf-8")
    text = as_json(all_rows(given.bench, None), json.loads(shipped)["thresholds"])
    if given.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    elif given.check:
        print("as trained" if text == shipped else "weights.json is not what training gives")
        sys.exit(text != shipped)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
