"""Train the matcher's model on the human-labelled claims and write its readable weights.

    python bench/train.py [--bench ../shared/bench] [--write]

A logistic regression (L2, liblinear's successor lbfgs; no random state is involved) of
"supported" against the rest over the features of `citecheck.matching.judge`; each set weighs the
same. Without `--write` it prints the weights only. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from claims import SETS, SHARED, Row, rows

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "citecheck" / "matching" / "weights.json"
# Features whose sign is known: more differing or missing facts never speak for a claim.
LEFT_OUT = {"same_matter"}


def matrix(found: list[Row], names: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Feature matrix, labels and sample weights; the sets weigh the same."""
    x = np.array([[row.features.get(name, 0.0) for name in names] for row in found])
    y = np.array([row.label == "supported" for row in found])
    sizes = {name: sum(row.dataset == name for row in found) for name in SETS}
    w = np.array([len(found) / sizes[row.dataset] for row in found])
    return x, y, w / w.mean()


def names_of(found: list[Row]) -> list[str]:
    """The features that the model uses, in a fixed order."""
    return sorted({name for row in found for name in row.features} - LEFT_OUT)


def fit(found: list[Row], names: list[str]) -> LogisticRegression:
    """Fit the model on rows."""
    x, y, w = matrix(found, names)
    return LogisticRegression(C=1.0, max_iter=2000).fit(x, y, sample_weight=w)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    found = [row for name in SETS for row in rows(name, given.bench)]
    names = names_of(found)
    model = fit(found, names)
    weights = {"bias": round(float(model.intercept_[0]), 4)}
    weights |= {n: round(float(c), 4) for n, c in zip(names, model.coef_[0], strict=True)}
    value = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    value["weights"] = weights
    value["trained_on"] = {name: sum(row.dataset == name for row in found) for name in SETS}
    text = json.dumps(value, indent=1) + "\n"
    print(text, end="")
    if given.write:
        WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
