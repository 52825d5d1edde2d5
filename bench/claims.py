"""Human-labelled claims as feature rows: what the training and the measuring share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.matching import assess, prepare_text
from citecheck.model import Judgement

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
SETS = ("wice-dev", "lfqa-dev", "feversym-dev")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled claim, its group for folds, what the matcher says of it."""

    dataset: str
    group: str
    label: str
    judgement: Judgement

    @property
    def features(self) -> dict[str, float]:
        """The model's inputs; empty when nothing on the page is about the claim."""
        return {n: v for n, (v, _) in self.judgement.features.items() if n != "bias"}


def records(dataset: str, bench: Path = SHARED) -> Iterator[dict[str, Any]]:
    """The records of one set."""
    path = bench / "claims" / f"{dataset}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows(dataset: str, bench: Path = SHARED) -> list[Row]:
    """Judge every claim of a set against its source."""
    found = []
    for record in records(dataset, bench):
        title = record.get("source_title")
        page = prepare_text(record["source"], title=title if isinstance(title, str) else None)
        judgement = assess(record["claim"], (page,))
        group = str(record.get("question") or record["id"])
        found.append(Row(dataset, group, record["label"], judgement))
    return found
