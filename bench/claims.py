"""Human-labelled claims as feature rows: what the training and the measuring share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.matching import PreparedPage, judge, prepare_text
from citecheck.model import Judgement

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
SETS = ("wice-dev", "lfqa-dev", "feversym-dev")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled claim, its group for folds, what the matcher says of it, its features."""

    dataset: str
    group: str
    record: dict[str, Any]
    judgement: Judgement
    features: dict[str, float]

    @property
    def label(self) -> str:
        """The readers' verdict."""
        return str(self.record["label"])


def records(dataset: str, bench: Path = SHARED) -> Iterator[dict[str, Any]]:
    """The records of one set."""
    path = bench / "claims" / f"{dataset}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def page_of(record: dict[str, Any]) -> PreparedPage:
    """The page that a record's claim cites."""
    title = record.get("source_title")
    return prepare_text(record["source"], title=title if isinstance(title, str) else None)


def groups(found: list[dict[str, Any]]) -> list[str]:
    """For each record the group that must not be in two folds: its question; for FeverSymmetric
    all records that share a claim or a sentence; else itself."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for record in found:
        if record["dataset"] == "feversym":
            parent[root("claim " + record["claim"])] = root("source " + str(record["source"]))
    return [
        root("claim " + record["claim"])
        if record["dataset"] == "feversym"
        else str(record.get("question") or record["id"])
        for record in found
    ]


def rows(dataset: str, bench: Path = SHARED) -> list[Row]:
    """Judge every claim of a set against its source."""
    given = list(records(dataset, bench))
    found = []
    for record, group in zip(given, groups(given), strict=True):
        context = record.get("context") or ""
        judgement, features = judge.examine(record["claim"], (page_of(record),), context=context)
        found.append(Row(dataset, group, record, judgement, features))
    return found
