"""Train the matcher's model on the human-labelled claims and write its readable weights.

    python bench/train.py [--bench ../shared/bench] [--write | --check]

A logistic regression of "supported" against the rest over the features of
`citecheck.matching.features`, each in its own spreads, with an L2 penalty; a feature whose sense is
known keeps to it (bounds of L-BFGS-B; no random number is involved). Each feature has a weight for
pages and one for sources of a sentence or two, which share a part (as in Daume, "Frustratingly Easy
Domain Adaptation", 2007). The sets weigh the same. Claims with a detail made wrong are trained on
as well, with a small weight (`claims.py`); a last step sets level and slope of the log-odds by the
readers' claims alone (Platt scaling), so that the score stays calibrated on them.
`--check` exits with 1 when the shipped weights are not what training gives. Needs the extra
`bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from citecheck.matching.decide.senses import SENSES, SHORT
from claims import SETS, SHARED, Kind, Row, altered_rows, rows

WEIGHTS = (
    Path(__file__).resolve().parents[1] / "src" / "citecheck" / "matching" / "data/weights.json"
)
PENALTY = 30.0  # strength of the L2 penalty on weights of standardised features
# The weight of the rows of each kind, against the readers' claims of the same set.
KINDS = {Kind.ORIGINAL: 1.0, Kind.PAGE: 0.05, Kind.PASSAGE: 0.1}
SHARED_PART = 0.5  # scale of the part that both kinds of source share, against their own parts
DIGITS = 3

Array = np.ndarray[Any, Any]


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

    def probabilities(self, x: Array) -> Array:
        """The probability of "supported" for each row of `x` (columns as `names`)."""
        s = x[:, self.names.index(SHORT)]
        z = (x - self.mean) / self.spread
        odds = self.bias + s * self.bias_short
        odds = odds + (1 - s) * (z @ self.weights) + s * (z @ self.short)
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def names_of(found: Sequence[Row]) -> tuple[str, ...]:
    """The features that the model uses, in a fixed order."""
    return tuple(sorted({name for row in found for name in row.features}))


def matrix(found: Sequence[Row], names: Sequence[str]) -> tuple[Array, Array, Array]:
    """Feature matrix, labels (1 or 0) and row weights.

    The sets weigh the same, and within a set the kinds as `KINDS` says; of the rows against a
    passage, which are mostly altered claims, those of either label.
    """
    x = np.array([[row.features.get(name, 0.0) for name in names] for row in found])
    y = np.array([float(row.label == "supported") for row in found])
    parts = [_part(row) for row in found]
    sizes = Counter(parts)
    shares = [KINDS[row.kind] / (2 if row.kind is Kind.PASSAGE else 1) for row in found]
    w = np.array([share / sizes[part] for share, part in zip(shares, parts, strict=True)])
    originals = sum(row.kind is Kind.ORIGINAL for row in found)
    return x, y, w / w.sum() * originals


def _part(row: Row) -> tuple[str, Kind, bool]:
    return row.dataset, row.kind, row.kind is Kind.PASSAGE and row.label == "supported"


def train(found: Sequence[Row], names: Sequence[str]) -> Model:
    """Fit the model to rows of all kinds and calibrate it on those that readers labelled."""
    model = fit(*matrix(found, names), names)
    return calibrated(model, [row for row in found if row.kind is Kind.ORIGINAL])


def fit(x: Array, y: Array, w: Array, names: Sequence[str], penalty: float = PENALTY) -> Model:
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

    bounds = {0: (None, None), 1: (0, None), -1: (None, 0)}
    free = [(None, None), (None, None)]
    found = minimize(
        loss,
        np.zeros(a.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=free + 3 * [bounds[SENSES[name]] for name in names],
        options={"maxiter": 20000, "maxfun": 40000, "ftol": 1e-15, "gtol": 1e-7},
    )
    shared, pages, short = np.split(found.x[2:], 3)
    shared = SHARED_PART * shared
    bias, bias_short = (float(b) for b in found.x[:2])
    return Model(tuple(names), mean, spread, shared + pages, shared + short, bias, bias_short)


def calibrated(model: Model, found: Sequence[Row]) -> Model:
    """The model with level and slope of its log-odds fitted to some rows (Platt, 1999); short
    sources have a level of their own."""
    x, y, w = matrix(found, model.names)
    s = x[:, model.names.index(SHORT)]
    p = np.clip(model.probabilities(x), 1e-12, 1 - 1e-12)
    a = np.stack([np.ones(len(x)), s, np.log(p / (1 - p))], axis=1)

    def loss(b: Array) -> tuple[float, Array]:
        odds = a @ b
        value = (w * (np.logaddexp(0, odds) - y * odds)).sum()
        return float(value), a.T @ (w * (1 / (1 + np.exp(-odds)) - y))

    start = np.array([0.0, 0.0, 1.0])
    level, short, slope = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return replace(
        model,
        weights=slope * model.weights,
        short=slope * model.short,
        bias=float(level + slope * model.bias),
        bias_short=float(short + slope * model.bias_short),
    )


def as_json(model: Model, found: Sequence[Row], thresholds: dict[str, float]) -> str:
    """The weights file: features with a weight, by the size of it."""
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
    value = {
        "about": "Logistic model of P(a careful reader calls the claim fully supported): log-odds ="
        " bias + sum of weight * (value - mean) / spread; for a source of one sentence bias +"
        " bias_short and weight_short, for one of two half of each. Made by bench/train.py.",
        "bias": round(model.bias, DIGITS),
        "bias_short": round(model.bias_short, DIGITS),
        "features": features,
        "thresholds": thresholds,
        "trained_on": {
            name: {kind: sum(r.dataset == name and r.kind is kind for r in found) for kind in Kind}
            for name in SETS
        },
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
    found = [*found, *altered_rows(found)]
    shipped = WEIGHTS.read_text(encoding="utf-8")
    text = as_json(train(found, names), found, json.loads(shipped)["thresholds"])
    if given.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    elif given.check:
        print("as trained" if text == shipped else "weights.json is not what training gives")
        sys.exit(text != shipped)
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
