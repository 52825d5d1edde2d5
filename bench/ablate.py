"""What each check and each group of features is worth, set by set: verdicts and area without it.

    python bench/ablate.py [--bench ../shared/bench] [--records 200] [--sets page,feversym-dev,…]

For each set of labelled claims (a fixed random sample of each; `page` are the claims about real
pages in `bench/page_claims`) and each check: on how many claims it finds anything but what is
stated; and, when it is left out, how many wrong claims are no longer called contradicted, how many
true ones no longer are, and how many wrong and true ones become `supported`. A check that was
written from one set and tells nothing on the others is not worth its lines. Then for each group of
features the area under the ROC curve of the score, with all and with the group's shares of the
log-odds left at their mean; the weights are the shipped ones, not fitted anew.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score

from citecheck.matching import PreparedPage
from citecheck.matching.checks.check import Check, Context
from citecheck.matching.checks.finding import CheckFinding, Effect
from citecheck.matching.checks.registry import CHECKS
from citecheck.matching.decide.judge import examine
from citecheck.model import Judgement, Verdict
from claims import SHARED, page_of, records
from pages import read_page

PAGE_CLAIMS = Path(__file__).resolve().parent / "page_claims"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "coverage": ("best_", "page", "beyond_"),
    "missing": ("missing_", "absent_"),
    "kinds": ("window_",),
    "runs": ("runs_", "longest_run"),
    "slots": ("tightness", "order", "sentence_rest", "sibling", "replaced", "inner_", "last_"),
    "signs": ("opposite", "negation", "denied_", "claim_denies"),
    "facts": ("facts_", "figures_", "names_", "quotations_", "details_", "hedged"),
}


def sample(name: str, bench: Path, most: int) -> Iterator[tuple[dict[str, Any], PreparedPage]]:
    """Some records of a set, always the same, each with its page."""
    if name == "page":
        every = [record for file in sorted(PAGE_CLAIMS.glob("*.jsonl")) for record in _lines(file)]
    else:
        every = list(records(name, bench))
    page = cache(lambda identity: read_page(bench, identity))
    chosen = random.Random(name).sample(every, min(most, len(every)))
    for record in sorted(chosen, key=lambda record: str(record.get("page", ""))):
        yield record, page(record["page"]) if name == "page" else page_of(record)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def judged(
    record: Mapping[str, Any], page: PreparedPage
) -> tuple[Judgement, Mapping[str, Judgement]]:
    """A claim's judgement, and for each check that finds anything the judgement without it."""
    fired: set[str] = set()

    def recorded(check: Check) -> Check:
        def find(context: Context) -> Iterator[CheckFinding]:
            for finding in check.find(context):
                if finding.effect is not Effect.STATES:
                    fired.add(check.name)
                yield finding

        return replace(check, find=find)

    context = record.get("context") or ""
    checks = [recorded(check) for check in CHECKS]
    judgement, _ = examine(record["claim"], (page,), context=context, checks=checks)
    without = {}
    for name in sorted(fired):
        rest = [check for check in CHECKS if check.name != name]
        without[name], _ = examine(record["claim"], (page,), context=context, checks=rest)
    return judgement, without


def without_group(judgement: Judgement, group: Sequence[str]) -> float:
    """The score with a group's shares of the log-odds left out."""
    own = tuple(group)
    shares = [part for name, (_, part) in judgement.features.items() if not name.startswith(own)]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(shares)))))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--records", type=int, default=200)
    arguments.add_argument("--sets")
    given = arguments.parse_args()
    files = sorted((given.bench / "claims").glob("*.jsonl.gz"))
    every = ["page", *(file.name.split(".")[0] for file in files)]
    names = given.sets.split(",") if given.sets else every
    print(f"{'set':<22}{'check':<13}{'finds':>6}{'contradicted lost':>19}{'supported gained':>18}")
    print(f"{'':<41}{'wrong':>13}{'true':>6}{'wrong':>12}{'true':>6}")
    areas: dict[str, dict[str, float]] = defaultdict(dict)
    for name in names:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        found: list[tuple[bool, Judgement]] = []
        for record, page in sample(name, given.bench, given.records):
            judgement, without = judged(record, page)
            true = record["label"] == Verdict.SUPPORTED.value
            found.append((true, judgement))
            for check, other in without.items():
                counts[check]["finds"] += 1
                changed = (judgement.verdict, other.verdict)
                if judgement.verdict is Verdict.CONTRADICTED and other.verdict is not changed[0]:
                    counts[check][f"lost {true}"] += 1
                if other.verdict is Verdict.SUPPORTED and judgement.verdict is not changed[1]:
                    counts[check][f"gained {true}"] += 1
        for one in CHECKS:
            of = counts[one.name]
            print(
                f"{name:<22}{one.name:<13}{of['finds']:>6}"
                f"{of['lost False']:>13}{of['lost True']:>6}"
                f"{of['gained False']:>12}{of['gained True']:>6}",
                flush=True,
            )
        if len({true for true, _ in found}) == 2:
            labels = [true for true, _ in found]
            areas[name]["all"] = float(roc_auc_score(labels, [j.score for _, j in found]))
            for group, prefixes in GROUPS.items():
                scores = [without_group(j, prefixes) for _, j in found]
                areas[name][group] = float(roc_auc_score(labels, scores))
    print(f"\n{'area without':<22}" + "".join(f"{column:>10}" for column in ("-", *GROUPS)))
    for name, row in areas.items():
        print(f"{name:<22}" + "".join(f"{value:>10.3f}" for value in row.values()))


if __name__ == "__main__":
    main()
