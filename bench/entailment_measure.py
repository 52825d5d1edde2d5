"""Measure what an entailment model adds to the score, on human-labelled claims it never saw.

    python bench/entailment_measure.py MODEL [--bench ../shared/bench] [--most 200]

MODEL is the name of an installed model or a folder. Judges up to `--most` claims of each set of
`claims/` that a model of `entailment_train.py` was not trained on, and of the page claims that were
kept apart, and prints for each set the area under the ROC curve for supported
against the rest: of the score without the model, of the model alone, of both joined by a logistic
regression that was fitted on all other sets, each set weighing alike; then the same for
contradicted against supported, and the model's processor time a claim. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from citecheck import pages
from citecheck.matching import PreparedPage, prepare
from citecheck.matching.decide import weights
from citecheck.matching.decide.judge import examine
from citecheck.matching.entailment import model as entailment
from citecheck.matching.entailment import store
from citecheck.model import Source, SourceStatus
from claims import SHARED, page_of, records

LEARNED = ("nli", "fevernli")  # what such a model is trained on
NOISY = ("expertqa",)
PAGE_CLAIMS = Path(__file__).parent / "page_claims"
KEPT_APART = ("d", "l")


@dataclass(slots=True)
class Found:
    """The claims of one set: labels, and a row each of log-odds: the score's, the model's two."""

    labels: list[str]
    rows: list[tuple[float, float, float]]


def claims(bench: Path, most: int) -> Iterator[tuple[str, dict[str, Any], PreparedPage]]:
    """Up to `most` claims of each set with their pages; the parts of SummEdits are one set."""
    for path in sorted((bench / "claims").glob("*.jsonl.gz")):
        name = path.name.partition(".")[0]
        if name in LEARNED + NOISY:
            continue
        part = name.startswith("summedits")
        given = list(records(name, bench))
        random.Random(3).shuffle(given)
        for record in given[: most // 4 if part else most]:
            yield "summedits" if part else name, record, page_of(record)
    known: dict[str, PreparedPage] = {}
    files = [(f"page claims {name}", PAGE_CLAIMS / f"{name}.jsonl") for name in KEPT_APART]
    for name, path in [*files, ("pages", bench / "pages" / "claims.jsonl")]:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            key = record["page"]
            if key not in known:
                html = bench / "articles" / "html" / f"{key}.html.gz"
                body = gzip.decompress(html.read_bytes())
                source = Source("https://example.org/" + key, SourceStatus.OK, body=body)
                known[key] = prepare(pages.read(source))
            yield name, record, known[key]


def ask(bench: Path, most: int, model: entailment.Entailment) -> tuple[dict[str, Found], float]:
    """The claims' rows by set, and the model's milliseconds of processor time a claim."""
    found: dict[str, Found] = {}
    spent, count = 0.0, 0
    for name, record, page in claims(bench, most):
        context = record.get("context") or ""
        before = time.process_time()
        examine(record["claim"], (page,), context=context)
        between = time.process_time()
        _, values = examine(record["claim"], (page,), context=context, entailment=model)
        spent += time.process_time() - between - (between - before)
        count += 1
        if "entailed" not in values:
            continue
        without = weights.ask(weights.Question.SUPPORTED, values, with_model=False)
        own = entailment.logit(without.probability)
        one = found.setdefault(name, Found([], []))
        one.labels.append(record["label"])
        one.rows.append((own, values["entailed"], values["ruled_out"]))
    return found, spent / count * 1000


def fit(sets: dict[str, Found], yes: str, no: str | None) -> LogisticRegression:
    """A logistic regression of label `yes` against `no` (None: all others), each set weighing
    alike."""
    rows, labels, shares = [], [], []
    for one in sets.values():
        used = [n for n, label in enumerate(one.labels) if no is None or label in (yes, no)]
        rows += [one.rows[n] for n in used]
        labels += [one.labels[n] == yes for n in used]
        shares += [1 / len(used)] * len(used)
    scaled = np.array(shares) * len(shares) / sum(shares)
    return LogisticRegression(C=1.0).fit(np.array(rows), labels, sample_weight=scaled)


def table(sets: dict[str, Found], yes: str, no: str | None) -> Iterator[str]:
    """For each set the areas: without the model, of it alone, of both, and the gain."""
    everything = []
    for name, one in sets.items():
        used = [n for n, label in enumerate(one.labels) if no is None or label in (yes, no)]
        labels = [one.labels[n] == yes for n in used]
        if len(set(labels)) < 2:
            continue
        rows = np.array([one.rows[n] for n in used])
        own = rows[:, 0] if yes == "supported" else -rows[:, 0]
        alone = rows[:, 1] if yes == "supported" else rows[:, 2] - rows[:, 1]
        rest = {key: value for key, value in sets.items() if key != name}
        both = fit(rest, yes, no).decision_function(rows)
        areas = [roc_auc_score(labels, values) for values in (own, alone, both)]
        areas.append(areas[2] - areas[0])
        everything.append(areas)
        yield f"{name:<16}{len(used):>5}" + "".join(f"{value:>9.3f}" for value in areas)
    yield f"{'mean':<21}" + "".join(f"{value:>9.3f}" for value in np.mean(everything, axis=0))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("model")
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--most", type=int, default=200)
    given = arguments.parse_args()
    model = store.find(given.model)
    sets, milliseconds = ask(given.bench, given.most, model)
    print(f"{model.name}: {milliseconds:.1f} ms a claim")
    for title, yes, no in (
        ("supported against the rest", "supported", None),
        ("contradicted against supported", "contradicted", "supported"),
    ):
        print(f"\n{title:<21}{'without':>9}{'alone':>9}{'both':>9}{'gain':>9}")
        print(*table(sets, yes, no), sep="\n")


if __name__ == "__main__":
    main()
