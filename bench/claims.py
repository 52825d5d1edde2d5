"""Human-labelled claims as feature rows: what the training and the measuring share."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import citecheck.matching
from citecheck import pages
from citecheck.matching import Entailment, PreparedPage, prepare, prepare_text
from citecheck.matching.decide import judge
from citecheck.model import Judgement, Source, SourceStatus

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
PAGE_CLAIMS = Path(__file__).resolve().parent / "page_claims"
_WITHOUT_EFFECT = ("weights.json", "weights.py", "verdict.py", "reasons.py", "unsaid.py")
_CACHE = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set of claims: its files, and its weight in training, by how near it is to the job.

    Whole pages and answers of engines weigh most; pairs of sentences teach what an error means
    and weigh less. Of a set with more than `most` records every n-th is taken.
    """

    files: tuple[str, ...]
    weight: float
    most: int = 2500


_SUMMEDITS = "ectsum podcast qmsumm sales_call sales_email samsum".split()
SETS: Mapping[str, LabelledSet] = {
    "wice": LabelledSet(("wice-dev",), 1.0),
    "lfqa": LabelledSet(("lfqa-dev",), 1.0),
    "gensearch": LabelledSet(("gensearch",), 1.0),
    "hagrid": LabelledSet(("hagrid",), 1.0),
    "pages": LabelledSet((), 1.5),
    "factcheckgpt": LabelledSet(("factcheckgpt",), 0.5),
    "feversym": LabelledSet(("feversym-dev",), 0.5),
    "fevernli": LabelledSet(("fevernli",), 0.5, 1200),
    "summedits": LabelledSet(tuple(f"summedits-{name}" for name in _SUMMEDITS), 0.3, 1700),
    "bump": LabelledSet(("bump",), 0.3),
    "nli": LabelledSet(("nli",), 0.2, 1000),
    "climatefever": LabelledSet(("climatefever",), 0.2),
    "healthver": LabelledSet(("healthver",), 0.1, 800),
    "citint": LabelledSet(("citint",), 0.1, 800),
}
"""The sets that are trained on; `expertqa`, whose labels are noisy, is not."""

LEARNED_BY_MODEL = frozenset(("nli", "fevernli", *(f"pages/{file}" for file in "abcegkmnpquv")))
"""The sets and files of page claims that the shipped entailment model was trained on: on them its
answers are too good to learn from or to measure by."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim, its group for folds, its label, what the matcher says of it, its features.

    With a `binary` label `not_supported` can be a contradiction too. `kind` is the kind of edit
    or error, where the set tells it.
    """

    dataset: str
    group: str
    record: Mapping[str, Any]
    label: str
    judgement: Judgement
    features: Mapping[str, float]
    binary: bool = False
    kind: str = ""


def records(file: str, bench: Path = SHARED) -> Iterator[dict[str, Any]]:
    """The records of one file."""
    path = bench / "claims" / f"{file}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def page_of(record: Mapping[str, Any]) -> PreparedPage:
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


def rows(
    name: str,
    bench: Path = SHARED,
    entailment: Entailment | None = None,
    *,
    most: int | None = None,
) -> list[Row]:
    """Judge every claim of a set against its source; those about nothing on it are left out, and
    with an entailment model those that it was trained on.

    The rows are kept in `bench/results` until the matching or the set changes. `most` takes fewer
    claims than the set says.
    """
    if entailment is not None and name in LEARNED_BY_MODEL:
        return []
    labelled = SETS[name]
    limit = min(labelled.most, most or labelled.most)
    key = f"{name} {limit} {bench} {entailment.name if entailment else ''} {_code()}"
    kept = _CACHE / f"rows-{name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.pkl"
    if kept.is_file():
        found: list[Row] = pickle.loads(kept.read_bytes())
        return found
    found = list(_page_rows(bench, entailment, limit) if name == "pages" else ())
    if name != "pages":
        given = [record for file in labelled.files for record in records(file, bench)]
        step = max(1, -(-len(given) // limit))
        paired = list(zip(given, groups(given), strict=True))[::step]
        for record, group in paired:
            context = record.get("context") or ""
            row = _row(name, group, record, page_of(record), context, entailment)
            if row.features:
                found.append(row)
    _CACHE.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps(found))
    return found


def _page_rows(bench: Path, entailment: Entailment | None, limit: int) -> Iterator[Row]:
    """The claims about news pages, grouped by page."""
    files = [bench / "pages" / "claims.jsonl", *sorted(PAGE_CLAIMS.glob("*.jsonl"))]
    if entailment is not None:
        files = [file for file in files if f"pages/{file.stem}" not in LEARNED_BY_MODEL]
    lines = [(file.stem, line) for file in files for line in file.read_text("utf-8").splitlines()]
    for stem, line in lines[:: max(1, -(-len(lines) // limit))]:
        record = json.loads(line) | {"file": stem if stem != "claims" else "shared"}
        row = _row("pages", record["page"], record, page(record["page"], bench), "", entailment)
        if row.features:
            yield row


@cache
def page(identity: str, bench: Path = SHARED) -> PreparedPage:
    """A news page of the bench, read as citecheck reads it."""
    urls = json.loads((bench / "pages" / "pages.json").read_text(encoding="utf-8"))
    body = gzip.decompress((bench / "articles" / "html" / f"{identity}.html.gz").read_bytes())
    url = urls.get(identity, f"https://example.org/{identity}")
    return prepare(pages.read(Source(url, SourceStatus.OK, content_type="text/html", body=body)))


def _row(
    name: str,
    group: str,
    record: Mapping[str, Any],
    source: PreparedPage,
    context: str,
    entailment: Entailment | None,
) -> Row:
    judged, values = judge.examine(
        record["claim"], (source,), context=context, entailment=entailment
    )
    slim = {k: v for k, v in record.items() if k not in ("source", "titles")}
    binary, kind = bool(record.get("binary")), str(record.get("kind") or "")
    return Row(name, group, slim, str(record["label"]), judged, values, binary, kind)


@cache
def _code() -> str:
    """A digest of what features depend on: the code and words of matching, not the weights."""
    root = Path(citecheck.matching.__file__).parent
    files = [
        path for path in sorted(root.rglob("*")) if path.suffix in (".py", ".toml", ".txt", ".json")
    ]
    known = [path.read_bytes() for path in files if path.name not in _WITHOUT_EFFECT]
    return hashlib.sha256(b"\0".join(known)).hexdigest()[:12]
