"""How verdicts agree with careful readers: on human-labelled claims.

    python bench/verdicts.py [--bench ../shared/bench]

For each set, 5-fold by question where there is one: balanced accuracy and area under the ROC
curve of "supported" against the rest, precision of "supported" at recall 0.5, expected
calibration error in 10 bins; then the same area when the set is left out of training; then how
often the shipped model's verdict is wrong in the two bad ways. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import balanced_accuracy_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import GroupKFold

from citecheck.matching import assess, prepare_text
from citecheck.model import Verdict
from claims import SETS, SHARED, Row, records, rows
from train import fit, matrix, names_of


def calibration_error(y: np.ndarray, p: np.ndarray) -> float:
    """Expected calibration error over 10 bins of equal width (Guo et al., 2017)."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def folds(found: list[Row], names: list[str]) -> np.ndarray:
    """Out-of-fold probabilities, 5 folds by group."""
    x, _, _ = matrix(found, names)
    p = np.zeros(len(found))
    groups = [row.group for row in found]
    for train, test in GroupKFold(5).split(x, groups=groups):
        model = fit([found[i] for i in train], names)
        p[test] = model.predict_proba(x[test])[:, 1]
    return p


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    given = arguments.parse_args()
    by_set = {name: rows(name, given.bench) for name in SETS}
    everything = [row for found in by_set.values() for row in found]
    names = names_of(everything)
    print(f"{'set':<14}{'bal. acc.':>10}{'AUC':>8}{'P@R=.5':>8}{'ECE':>8}{'AUC left out':>14}")
    for name, found in by_set.items():
        x, y, _ = matrix(found, names)
        p = folds(found, names)
        precision, recall, _ = precision_recall_curve(y, p)
        others = [row for row in everything if row.dataset != name]
        away = fit(others, names).predict_proba(x)[:, 1]
        print(
            f"{name:<14}{balanced_accuracy_score(y, p >= np.quantile(p, 1 - y.mean())):>10.3f}"
            f"{roc_auc_score(y, p):>8.3f}{precision[recall >= 0.5].max():>8.3f}"
            f"{calibration_error(y, p):>8.3f}{roc_auc_score(y, away):>14.3f}"
        )
    print("\nshipped model: verdicts by label")
    for name, found in by_set.items():
        for label in ("supported", "partially_supported", "not_supported", "contradicted"):
            mine = [row.judgement.verdict for row in found if row.label == label]
            if mine:
                shares = "  ".join(
                    f"{v} {mine.count(v) / len(mine):.2f}" for v in list(Verdict)[:4]
                )
                print(f"{name:<14}{label:<22}{shares}")
    _speed(given.bench)


def _speed(bench: Path) -> None:
    sample = list(records("wice-dev", bench))[:60]
    began = time.perf_counter()
    pages = [prepare_text(record["source"]) for record in sample]
    prepared = time.perf_counter()
    for record, page in zip(sample, pages, strict=True):
        assess(record["claim"], (page,))
    ended = time.perf_counter()
    words = sum(len(" ".join(record["source"]).split()) for record in sample) / len(sample)
    print(
        f"\nspeed: pages of {words:.0f} words prepared in {1000 * (prepared - began) / 60:.1f} ms, "
        f"a claim judged in {1000 * (ended - prepared) / 60:.1f} ms"
    )


if __name__ == "__main__":
    main()
