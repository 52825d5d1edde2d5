"""How verdicts agree with careful readers: every labelled set judged by models trained without it.

    python bench/verdicts.py [--set NAME …] [--points] [--model NAME | --no-model]

For each set the models are trained on the others (leave one set out); the page claims are judged
by models that saw no claim of the same page (5 folds by page). Printed for each: the area under
the ROC curve of the score, the balanced accuracy of the verdict (`supported` against the rest), the
expected calibration error in 10 bins, the share of supported claims called `contradicted`, the
share of contradicted ones told, and of what is called `partially_supported` the share that readers
call fully supported. Then the verdicts by label, and the figures on page claims by kind.
`--points` prints the operating points: at each threshold of `supported` how many true and how
many wrong claims pass, and of what is called `supported` how much is right.
At the end the share of supported WiCE claims whose first evidence holds a
sentence of a sufficient set, and the time it takes (CPU). Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from citecheck.matching import Entailment, assess
from citecheck.matching.decide.verdict import decide
from citecheck.matching.decide.weights import Question, threshold
from citecheck.matching.entailment import store
from citecheck.model import SURE_FROM, Verdict
from claims import SETS, SHARED, Row, page_of, records
from train import Array, all_rows, names_of, train

_ROUNDS = 5  # in which each page and claim is timed
_VERDICTS = list(Verdict)[:4]
_ENGLISH = frozenset(("shared", *"abcdegklmnpquv"))  # files of claims about English pages
_PARAPHRASED = frozenset(("paraphrase", "synthesis"))


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Rows with the probabilities of models that did not see them, and the verdicts from these."""

    rows: Sequence[Row]
    supported: Array
    refuted: Array

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdict on each row."""
        given = zip(self.rows, self.supported, self.refuted, strict=True)
        return [decide(row.features, float(p), float(q)) for row, p, q in given]


def calibration_error(y: Array, p: Array) -> float:
    """Expected calibration error over 10 bins of equal width (Guo et al., 2017)."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(abs(y[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def held_out(name: str, by_set: dict[str, list[Row]], *, with_model: bool) -> HeldOut:
    """One set by models trained on the others; page claims by page, the others always seen."""
    own, names = by_set[name], names_of(with_model=with_model)
    others = [row for other, found in by_set.items() if other != name for row in found]
    answers = {question: np.zeros(len(own)) for question in Question}
    folds: list[tuple[Sequence[int], Sequence[int]]] = [((), range(len(own)))]
    if name == "pages":
        folds = list(GroupKFold(5).split(own, groups=[row.group for row in own]))
    for seen, test in folds:
        more = [own[i] for i in seen]
        for question, p in answers.items():
            model = train(question, [*others, *more], names)
            p[list(test)] = model.probabilities([own[i] for i in test])
    return HeldOut(own, answers[Question.SUPPORTED], answers[Question.REFUTED])


def figures(held: HeldOut) -> str:
    """One line of figures of a set."""
    labels = [row.label for row in held.rows]
    verdicts = held.verdicts
    y = np.array([label == "supported" for label in labels], np.float64)
    ticked = np.array([v is Verdict.SUPPORTED for v in verdicts], np.float64)
    accuracy = (ticked[y == 1].mean() + 1 - ticked[y == 0].mean()) / 2
    true = [v for v, label in zip(verdicts, labels, strict=True) if label == "supported"]
    alarms = true.count(Verdict.CONTRADICTED) / len(true)
    wrong = [v for v, label in zip(verdicts, labels, strict=True) if label == "contradicted"]
    told = f"{wrong.count(Verdict.CONTRADICTED) / len(wrong):.3f}" if wrong else "–"
    partly = [label for v, label in zip(verdicts, labels, strict=True) if v.startswith("partial")]
    full = f"{partly.count('supported') / len(partly):.3f}" if partly else "–"
    return (
        f"{roc_auc_score(y, held.supported):>7.3f}{accuracy:>10.3f}"
        f"{calibration_error(y, held.supported):>7.3f}{alarms:>8.3f}{told:>8}{full:>10}"
    )


def by_label(held: HeldOut) -> list[str]:
    """The verdicts by label."""
    lines = []
    for label in dict.fromkeys(row.label for row in held.rows):
        mine = [v for v, r in zip(held.verdicts, held.rows, strict=True) if r.label == label]
        shares = "  ".join(f"{v} {mine.count(v) / len(mine):.3f}" for v in _VERDICTS)
        lines.append(f"    {label:<22}{len(mine):>5}  {shares}")
    return lines


def page_figures(held: HeldOut) -> list[str]:
    """What is asked of page claims: English ones of all files, and those of files never read."""
    found = list(zip(held.rows, held.verdicts, strict=True))

    def share(
        name: str, of: Callable[[Row], bool], *verdicts: Verdict, files: frozenset[str]
    ) -> str:
        mine = [v for row, v in found if row.record["file"] in files and of(row)]
        hits = sum(v in verdicts for v in mine)
        return f"    {name:<58}{hits / max(1, len(mine)):>7.3f}  {hits} of {len(mine)}"

    supported, partly = Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED

    def true(*kinds: str) -> Callable[[Row], bool]:
        return lambda row: row.label == "supported" and (not kinds or row.kind in kinds)

    def labelled(label: str) -> Callable[[Row], bool]:
        return lambda row: row.label == label

    asked: Sequence[tuple[str, Callable[[Row], bool], tuple[Verdict, ...]]] = (
        ("paraphrased, synthesised: supported", true(*_PARAPHRASED), (supported,)),
        ("… or partially", true(*_PARAPHRASED), (supported, partly)),
        ("verbatim, quotations: supported", true("verbatim", "quote"), (supported,)),
        ("one detail wrong: supported", labelled("contradicted"), (supported,)),
        ("one detail wrong: contradicted", labelled("contradicted"), (Verdict.CONTRADICTED,)),
        ("true: contradicted", true(), (Verdict.CONTRADICTED,)),
        ("half unsaid: supported", labelled("partially_supported"), (supported,)),
        ("absent: supported", labelled("not_supported"), (supported,)),
    )
    lines = []
    for title, files in (
        ("English files", _ENGLISH),
        ("files never read (d, l)", frozenset("dl")),
        ("other languages (h, i)", frozenset("hi")),
    ):
        lines.append(f"  page claims, {title}")
        lines += [share(name, of, *verdicts, files=files) for name, of, verdicts in asked]
    return lines


def points(helds: Sequence[tuple[str, HeldOut]]) -> None:
    """Print the operating points of `supported` over all held-out sets."""
    print(f"\n{'score from':<12}" + "".join(f"{name[:12]:>14}" for name, _ in helds))
    print(f"{'':<12}" + f"{'true wrong':>14}" * len(helds))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        cells = []
        for _, held in helds:
            y = np.array([row.label == "supported" for row in held.rows])
            passes = held.supported >= least
            cells.append(f"{passes[y].mean():>8.2f}{passes[~y].mean():>6.2f}")
        print(f"{least:<12}" + "".join(cells))
    print(f"\n{'called supported, of which readers agree, from a score of':<12}")
    for least in (threshold("supported"), 0.8, 0.85, SURE_FROM, 0.95):
        cells = []
        for _, held in helds:
            y = np.array([row.label == "supported" for row in held.rows])
            ticked = np.array([v is Verdict.SUPPORTED for v in held.verdicts])
            verbatim = np.array([bool(row.features["verbatim"]) for row in held.rows])
            ticked &= (held.supported >= least) | verbatim
            right = f"{y[ticked].mean():.3f}" if ticked.any() else "–"
            cells.append(f"{ticked.sum():>8}{right:>6}")
        print(f"{least:<12}" + "".join(cells))


def first_evidence(found: Sequence[Row]) -> float:
    """The share of supported claims whose first evidence holds a sentence of a sufficient set."""
    sources = {record["id"]: record["source"] for record in records("wice-dev")}
    hits = []
    for row in found:
        deciding = {n for enough in row.record.get("evidence") or () for n in enough}
        if row.label != "supported" or not deciding or not row.judgement.evidence:
            continue
        places, start = [], 0
        for sentence in sources[row.record["id"]]:
            places.append((start, start + len(sentence)))
            start += len(sentence) + 1
        shown = row.judgement.evidence[0]
        hits.append(any(places[n][0] < shown.end and shown.start < places[n][1] for n in deciding))
    return sum(hits) / len(hits)


def speed(bench: Path, entailment: Entailment | None) -> None:
    """Print CPU time for preparing a page, for the first claim judged against it, which also makes
    what is only made when asked for, and for a further claim; of several rounds the least, since
    what else runs only adds to it."""
    sample = [r for r in records("wice-dev", bench) if 1000 <= _words(r) <= 2000][:60]
    for record in sample:  # what is read once per process is not the page's cost
        assess(record["claim"], (page_of(record),), entailment=entailment)
    pairs = list(pairwise(sample))
    least = [[math.inf] * 3 for _ in pairs]
    for _ in range(_ROUNDS):
        for times, (record, other) in zip(least, pairs, strict=True):
            at = [time.process_time()]
            page = page_of(record)
            at.append(time.process_time())
            assess(other["claim"], (page,), entailment=entailment)
            at.append(time.process_time())
            assess(record["claim"], (page,), entailment=entailment)
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
    arguments.add_argument("--set", action="append", choices=list(SETS), help="only these")
    arguments.add_argument("--points", action="store_true")
    model = arguments.add_mutually_exclusive_group()
    model.add_argument("--model", help="another entailment model than the one that ships")
    model.add_argument("--no-model", action="store_true")
    given = arguments.parse_args()
    entailment = store.find(given.model) if given.model else None
    if given.no_model:
        entailment = None
    by_set: dict[str, list[Row]] = {name: [] for name in SETS}
    for row in all_rows(given.bench, entailment):
        by_set[row.dataset].append(row)
    print(f"{'held out':<14}{'AUC':>7}{'bal. acc.':>10}{'ECE':>7}{'alarms':>8}{'told':>8}", end="")
    print(f"{'part=full':>10}")
    helds = []
    for name in given.set or [name for name, found in by_set.items() if found]:
        held = held_out(name, by_set, with_model=entailment is not None)
        helds.append((name, held))
        print(f"{name:<14}{figures(held)}", flush=True)
        print("\n".join(by_label(held)), flush=True)
        if name == "pages":
            print("\n".join(page_figures(held)), flush=True)
    if given.points:
        points(helds)
    print(f"\nWiCE, supported: deciding sentence shown first {first_evidence(by_set['wice']):.3f}")
    whole = [row for found in by_set.values() for row in found if row.features["verbatim"]]
    whole = [row for row in whole if not row.features["details_missing"]]
    right = sum(row.label == "supported" for row in whole)
    print(f"word for word on the page: {right} of {len(whole)} supported, as readers say")
    speed(given.bench, entailment)


if __name__ == "__main__":
    main()
