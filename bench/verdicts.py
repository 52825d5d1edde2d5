"""How verdicts agree with careful readers: on human-labelled claims.

    python bench/verdicts.py [--bench ../shared/bench] [--seeds 3]

For each set, 5 folds by group (question, claim pair), over several seeds: balanced accuracy at the
threshold that is best on the training folds, area under the ROC curve (mean and spread over
seeds), precision of "supported" at a recall of 0.5 or more, expected calibration error in 10 bins;
trained on the set alone, on all sets together, and on the two others. Then the shipped model's
verdicts by label, the share of supported WiCE claims whose first evidence holds a sentence of a
sufficient set, and the time it takes (CPU); for sets with several readers, the area by how many of
them agree; and the verdicts on supported claims with a detail made wrong. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import balanced_accuracy_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from citecheck.matching import assess
from citecheck.model import Verdict
from claims import ALTERED, SETS, SHARED, Kind, Row, altered_rows, page_of, records, rows
from train import Array, matrix, names_of, train

_ROUNDS = 5  # in which each page and claim is timed


def calibration_error(y: Array, p: Array) -> float:
    """Expected calibration error over 10 bins of equal width (Guo et al., 2017)."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def best_threshold(y: Array, p: Array) -> float:
    """The threshold with the best balanced accuracy, among 99 quantiles of `p`."""
    options = np.unique(np.quantile(p, np.linspace(0.01, 0.99, 99)))
    return float(max(options, key=lambda t: balanced_accuracy_score(y, p >= t)))


def held_out(
    own: Sequence[Row], more: Sequence[Row], names: Sequence[str], seed: int
) -> tuple[Array, Array]:
    """Probabilities and decisions (1, 0) for `own`, each from a model that saw neither the row's
    group nor anything of its fold; the rest of `more` is in every training set."""
    x, y, _ = matrix(own, names)
    p, decided = np.zeros(len(own)), np.zeros(len(own))
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
    for seen, test in folds.split(x, y, [row.group for row in own]):
        unseen = {(own[i].dataset, own[i].group) for i in test}
        rest = [row for row in more if (row.dataset, row.group) not in unseen]
        model = train([*(own[i] for i in seen), *rest], names)
        p[test] = model.probabilities(x[test])
        decided[test] = p[test] >= best_threshold(y[seen], model.probabilities(x[seen]))
    return p, decided


def report(way: str, y: Array, runs: Sequence[tuple[Array, Array]]) -> None:
    """Print one line of figures, each the mean over the seeds' runs."""
    areas = [roc_auc_score(y, p) for p, _ in runs]
    accuracy = np.mean([balanced_accuracy_score(y, decided) for _, decided in runs])
    precisions = []
    for p, _ in runs:
        precision, recall, _ = precision_recall_curve(y, p)
        precisions.append(precision[recall >= 0.5].max())
    error = np.mean([calibration_error(y, p) for p, _ in runs])
    print(
        f"  {way:<22}{accuracy:>10.3f}{np.mean(areas):>8.3f} ±{np.std(areas):.3f}"
        f"{np.mean(precisions):>8.3f}{error:>8.3f}",
        flush=True,
    )


def agreement(by_set: dict[str, list[Row]], altered: Sequence[Row], seeds: int) -> None:
    """Print the held-out figures of each set."""
    everything = [*(row for found in by_set.values() for row in found), *altered]
    names = names_of(everything)
    print(f"{'set, trained on':<24}{'bal. acc.':>10}{'AUC':>8}{'P@R>=.5':>15}{'ECE':>8}")
    for name, own in by_set.items():
        print(name)
        x, y, _ = matrix(own, names)
        mine = [row for row in altered if row.dataset == name]
        others = [row for row in everything if row.dataset != name]
        report("the set, 5-fold", y, [held_out(own, mine, names, seed) for seed in range(seeds)])
        runs = [held_out(own, [*mine, *others], names, seed) for seed in range(seeds)]
        report("all sets, 5-fold", y, runs)
        mean, most = chance(runs[0][0])
        print(f"    ECE of a score without error: {mean:.3f}, 19 of 20 times below {most:.3f}")
        model = train(others, names)
        p = model.probabilities(x)
        seen, labels, _ = matrix([row for row in others if row.kind is Kind.ORIGINAL], names)
        least = best_threshold(labels, model.probabilities(seen))
        report("the two others", y, [(p, (p >= least).astype(float))])
        by_readers(own, y, runs[0][0])


def chance(p: Array) -> tuple[float, float]:
    """The calibration error that a score without any would have on labels drawn from it: its mean,
    and what 19 of 20 draws stay below. With few claims in a bin chance alone makes one."""
    dice = np.random.default_rng(0)
    drawn = [calibration_error((dice.random(len(p)) < p).astype(float), p) for _ in range(500)]
    return float(np.mean(drawn)), float(np.quantile(drawn, 0.95))


def by_readers(own: Sequence[Row], y: Array, p: Array) -> None:
    """Print the area for claims on which all readers agreed, and for those on which they did not;
    the second tells what no model of their majority can reach."""
    votes = [row.record.get("agreement") for row in own]
    for vote in sorted({v for v in votes if v is not None}, reverse=True):
        of = np.array([v == vote for v in votes])
        area = roc_auc_score(y[of], p[of])
        print(f"    {vote} of 3 readers agree: {of.sum()} claims, AUC {area:.3f}")


def verdicts(by_set: dict[str, list[Row]]) -> None:
    """Print the shipped model's verdicts by label (it has seen these claims)."""
    print("\nshipped model: verdicts by label")
    for name, found in by_set.items():
        for label in dict.fromkeys(row.label for row in found):
            mine = [row.judgement.verdict for row in found if row.label == label]
            shares = "  ".join(f"{v} {mine.count(v) / len(mine):.2f}" for v in list(Verdict)[:4])
            print(f"  {name:<14}{label:<22}{shares}")


def altered_verdicts(altered: Sequence[Row]) -> None:
    """Print the shipped model's verdicts on supported claims with a detail made wrong."""
    print("\nsupported claims with a detail made wrong, against the whole source")
    for change in sorted({row.change for row in altered}):
        mine = [r.judgement.verdict for r in altered if r.change == change and r.kind is Kind.PAGE]
        shares = "  ".join(f"{v} {mine.count(v) / len(mine):.2f}" for v in list(Verdict)[:4])
        print(f"  {change:<14}{len(mine):>5} claims   {shares}")


def first_evidence(found: Sequence[Row]) -> float:
    """The share of supported claims whose first evidence holds a sentence of a sufficient set."""
    hits = []
    for row in found:
        deciding = {n for enough in row.record.get("evidence") or () for n in enough}
        if row.label != "supported" or not deciding or not row.judgement.evidence:
            continue
        places, start = [], 0
        for sentence in row.record["source"]:
            places.append((start, start + len(sentence)))
            start += len(sentence) + 1
        shown = row.judgement.evidence[0]
        hits.append(any(places[n][0] < shown.end and shown.start < places[n][1] for n in deciding))
    return sum(hits) / len(hits)


def speed(bench: Path) -> None:
    """Print CPU time for preparing a page, for the first claim judged against it, which also makes
    what is only made when asked for, and for a further claim; of several rounds the least, since
    what else runs only adds to it."""
    sample = [r for r in records("wice-dev", bench) if 1000 <= _words(r) <= 2000][:60]
    for record in sample:  # what is read once per process is not the page's cost
        assess(record["claim"], (page_of(record),))
    pairs = list(pairwise(sample))
    least = [[math.inf] * 3 for _ in pairs]
    for _ in range(_ROUNDS):
        for times, (record, other) in zip(least, pairs, strict=True):
            at = [time.process_time()]
            page = page_of(record)
            at.append(time.process_time())
            assess(other["claim"], (page,))
            at.append(time.process_time())
            assess(record["claim"], (page,))
            at.append(time.process_time())
            times[:] = map(min, times, (b - a for a, b in pairwise(at)))
    prepared, first, further = (1000 * sum(t) / len(pairs) for t in zip(*least, strict=True))
    print(
        f"\nCPU time: pages of {sum(map(_words, sample)) / len(sample):.0f} words prepared in "
        f"{prepared:.1f} ms, a first claim judged in {first:.1f} ms, "
        f"a further one in {further:.1f} ms"
    )


def _words(record: dict[str, object]) -> int:
    return len(" ".join(map(str, record["source"])).split())  # type: ignore[call-overload]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--seeds", type=int, default=3)
    given = arguments.parse_args()
    by_set = {name: rows(name, given.bench) for name in SETS}
    altered = list(altered_rows([row for found in by_set.values() for row in found]))
    agreement(by_set, altered, given.seeds)
    verdicts(by_set)
    altered_verdicts([row for row in altered if row.label == ALTERED])
    print(f"\nWiCE, supported: deciding sentence shown first {first_evidence(by_set[SETS[0]]):.3f}")
    speed(given.bench)


if __name__ == "__main__":
    main()
