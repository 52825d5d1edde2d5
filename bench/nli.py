"""Measure what an entailment model adds to the verdicts, and calibrate it.

    python bench/nli.py MODEL [--bench ../shared/bench] [--most 200] [--write]

Judges up to `--most` claims of each human-labelled set with and without the model (a folder or a
hub's name, as for `citecheck check --nli`), fits weight and bias of its log-odds by logistic
regression on one half of the claims with the score's own log-odds as offset, and prints the area
under the ROC curve on the other half: without the model, with it as it is, with the calibration.
`--write` keeps the calibration as `citecheck.json` in the model's folder. Needs the extras `bench`
and `nli`.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from citecheck.matching import Entailment, assess, prepare_text
from citecheck.matching.decide.entailment import Calibration, load
from claims import SETS, SHARED, records


def logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def rows(model: Entailment, most: int, bench: Path) -> np.ndarray:
    """One row a claim: log-odds without the model, the model's logit, 1 if labelled supported."""
    found = []
    for name in SETS:
        everything = list(records(name, bench))
        for record in everything[:: -(-len(everything) // most)]:
            page = prepare_text(record["source"])
            judged = assess(record["claim"], (page,), entailment=model)
            if "entailment" in judged.features:
                probability, added = judged.features["entailment"]
                before = logit(judged.score) - added
                found.append((before, logit(probability), record["label"] == "supported"))
    return np.array(found, np.float64)


def fitted(data: np.ndarray) -> Calibration:
    """Weight and bias by Newton's method; the offset's weight is fixed at 1."""
    offset, x, y = data.T
    parameters = np.zeros(2)
    design = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-(offset + design @ parameters)))
        slope = design.T @ (y - p) - 1e-3 * parameters
        curve = (design * (p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(2)
        parameters += np.linalg.solve(curve, slope)
    weight, bias = (round(float(value), 4) for value in parameters)
    return Calibration(max(0.0, weight), bias, most=3.0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model")
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--most", type=int, default=200)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    model = load(given.model, budget=math.inf)
    data = rows(model, given.most, given.bench)
    train, test = data[::2], data[1::2]
    calibration = fitted(train)
    offset, x, y = test.T
    as_is = offset + [model.calibration.log_odds(1 / (1 + math.exp(-v))) for v in x]
    calibrated = offset + [calibration.log_odds(1 / (1 + math.exp(-v))) for v in x]
    print(f"{len(train)} claims to calibrate on, {len(test)} to measure")
    for name, odds in (("without", offset), ("as it is", as_is), ("calibrated", calibrated)):
        print(f"{name:<12} AUC {roc_auc_score(y, odds):.3f}")
    print(f"calibration: weight {calibration.weight:g}, bias {calibration.bias:g}, most 3")
    if given.write:
        value = {"weight": calibration.weight, "bias": calibration.bias, "most": calibration.most}
        path = Path(given.model) / "citecheck.json"
        path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
