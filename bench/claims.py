"""Human-labelled claims as feature rows: what the training and the measuring share.

Beside each claim that its source supports stand the same claim with one detail made wrong
(`corruptions.py`), and claims against the passage that decides instead of the whole source: they
teach what a wrong detail means, and what it means where nothing else can carry the claim.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from citecheck.matching import PreparedPage, prepare_text
from citecheck.matching.decide import judge
from citecheck.model import Judgement, Verdict
from corruptions import corruptions

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
SETS = ("wice-dev", "lfqa-dev", "feversym-dev")


ALTERED = "altered"
"""The label of a claim in which a detail was made wrong."""
_CARRIED = 0.75  # of a claim, from which its best passage stands for the source that supports it
_FEW = 2  # sentences of a deciding set that still make a short source


class Kind(StrEnum):
    """Where a row comes from."""

    ORIGINAL = "original"  # as labelled by readers
    PAGE = "page"  # altered, against the whole source
    PASSAGE = "passage"  # as it is or altered, against the passage that decides


@dataclass(frozen=True, slots=True)
class Row:
    """One claim, its group for folds, its label, what the matcher says of it, its features.

    `label` is the readers' verdict, or `ALTERED`; then `change` says what was changed.
    """

    dataset: str
    group: str
    record: dict[str, Any]
    label: str
    judgement: Judgement
    features: dict[str, float]
    kind: Kind = Kind.ORIGINAL
    change: str = ""


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
        found.append(Row(dataset, group, record, str(record["label"]), judgement, features))
    return found


def altered_rows(originals: Sequence[Row]) -> Iterator[Row]:
    """For rows as labelled: altered claims against the source, and claims and altered claims
    against the passage that decides. Sets of a claim and a sentence have their own altered ones."""
    for row in originals:
        if isinstance(row.record["source"], str):
            continue
        claim, page = row.record["claim"], page_of(row.record)
        changed = (
            list(corruptions(claim, page.text)) if row.label == Verdict.SUPPORTED.value else []
        )
        context = row.record.get("context") or ""
        for one in changed:
            yield from _row(row, one.claim, page, ALTERED, Kind.PAGE, one.kind, context)
        passage = _deciding(row)
        if passage is not None:
            short = prepare_text(passage)
            yield from _row(row, claim, short, row.label, Kind.PASSAGE)
            for one in changed:
                yield from _row(row, one.claim, short, ALTERED, Kind.PASSAGE, one.kind)


def _row(
    row: Row,
    claim: str,
    page: PreparedPage,
    label: str,
    kind: Kind,
    change: str = "",
    context: str = "",
) -> Iterator[Row]:
    judgement, features = judge.examine(claim, (page,), context=context)
    if features:
        yield Row(row.dataset, row.group, row.record, label, judgement, features, kind, change)


def _deciding(row: Row) -> str | None:
    """The passage that decides: marked by readers, or the best one where it carries most of the
    claim; for a claim that the source does not support the best one, which supports it no more."""
    source = row.record["source"]
    if not row.judgement.evidence:
        return None
    best = row.judgement.evidence[0].text
    if row.label != Verdict.SUPPORTED.value:
        return best
    marked = row.record.get("evidence")
    if marked is not None:
        few = [numbers for numbers in marked if len(numbers) <= _FEW]
        return " ".join(source[n] for n in few[0]) if few else None
    return best if row.features["best_window"] >= _CARRIED else None
