"""Train the matcher's model on the human-labelled claims and write its readable weights.

    python bench/train.py [--bench ../shared/bench] [--write | --check]

A logistic regression of "supported" against the rest over the features of
`citecheck.matching.features`, each in its own spreads, with an L2 penalty; a feature whose sense is
known keeps to it (bounds of L-BFGS-B; no random number is involved). The sets weigh the same.
`--check` exits with 1 when the shipped weights are not what training gives. Needs the extra
`bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from citecheck.matching.features import SENSES
from claims import SETS, SHARED, Row, rows

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "citecheck" / "matching" / "weights.json"
PENALTY = 60.0  # strength of the L2 penalty on weights of standardised features
DIGITS = 4

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of standardised features: probability = sigmoid(bias + weights · (x - mean) / sd)."""

    names: tuple[str, ...]
    mean: Array
    spread: Array
    weights: Array
    bias: float

    def probabilities(self, x: Array) -> Array:
        """The probability of "supported" for each row of `x` (columns as `names`)."""
        odds = self.bias + ((x - self.mean) / self.spread) @ self.weights
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def names_of(found: Sequence[Row]) -> tuple[str, ...]:
    """The features that the model uses, in a fixed order."""
    return tuple(sorted({name for row in found for name in row.features}))


def matrix(found: Sequence[Row], names: Sequence[str]) -> tuple[Array, Array, Array]:
    """Feature matrix, labels (1 or 0) and row weights; the sets weigh the same."""
    x = np.array([[row.features.get(name, 0.0) for name in names] for row in found])
    y = np.array([float(row.label == "supported") for row in found])
    sizes = {name: sum(row.dataset == name for row in found) for name in {r.dataset for r in found}}
    w = np.array([1 / sizes[row.dataset] for row in found])
    return x, y, w / w.mean()


def sense(name: str) -> int:
    """Which way a feature may speak: for a claim (1), against it (-1), either (0)."""
    return SENSES[name.removesuffix("_short")]


def fit(x: Array, y: Array, w: Array, names: Sequence[str], penalty: float = PENALTY) -> Model:
    """Fit the model: rows of `x` with labels `y` and weights `w`."""
    mean, spread = x.mean(0), x.std(0)
    spread = np.where(spread < 1e-6, 1.0, spread)
    a = np.column_stack([np.ones(len(x)), (x - mean) / spread])

    def loss(b: Array) -> tuple[float, Array]:
        z = a @ b
        value = (w * (np.logaddexp(0, z) - y * z)).sum() + penalty / 2 * (b[1:] ** 2).sum()
        slope = a.T @ (w * (1 / (1 + np.exp(-z)) - y))
        slope[1:] += penalty * b[1:]
        return float(value), slope

    bounds = {0: (None, None), 1: (0, None), -1: (None, 0)}
    found = minimize(
        loss,
        np.zeros(a.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *(bounds[sense(name)] for name in names)],
        options={"maxiter": 5000, "ftol": 1e-13, "gtol": 1e-8},
    )
    return Model(tuple(names), mean, spread, found.x[1:], float(found.x[0]))


def as_json(model: Model, found: Sequence[Row], thresholds: dict[str, float]) -> str:
    """The weights file: features with a weight, by the size of it."""
    order = np.argsort(-np.abs(model.weights), kind="stable")
    features = {
        model.names[i]: {
            "weight": round(float(model.weights[i]), DIGITS),
            "mean": round(float(model.mean[i]), DIGITS),
            "spread": round(float(model.spread[i]), DIGITS),
        }
        for i in order
        if abs(model.weights[i]) >= 0.5 * 10**-DIGITS
    }
    value = {
        "about": "Logistic model of P(a careful reader calls the claim fully supported): log-odds ="
        " bias + sum of weight * (value - mean) / spread. Made by bench/train.py.",
        "bias": round(model.bias, DIGITS),
        "features": features,
        "thresholds": thresholds,
        "trained_on": {name: sum(row.dataset == name for row in found) for name in SETS},
    }
    return json.dumps(value, indent=1) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--write", action="store_true", help="write the weights file")
    arguments.add_argument("--check", action="store_true", help="compare with the weights file")
    given = arguments.parse_args()
    found = [row for name in SETS for row in rows(name, given.bench)]
    names = names_of(found)
    shipped = WEIGHTS.read_text(encoding="utf-8")
    text = as_json(fit(*matrix(found, names), names), found, json.loads(shipped)["thresholds"])
    if given.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    elif given.check:
        print("as trained" if text == shipped else "weights.json is not what training gives")
        sys.exit(text != shipped)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
