"""Fits the trees by which blocks are told to be main text, on real pages with known bodies.

    python bench/main_text.py [--bench ../shared/bench] [--folds 10] [--write]

The pages are those of `articles` (news) and `wcxb` (seven kinds). Prints the word F1 for each kind
on pages that the trees were not fitted on (`--folds`), beside trafilatura's with `--against`, and
with `--write` fits them on all pages and writes src/citecheck/pages/main_text.json. The weights of
the signs of an article (`signs.json`), whose sum is one of the traits, were fitted on the news
pages before, by logistic regression, and are kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from citecheck.nesting import bounded
from citecheck.pages import regions, trees
from citecheck.pages.charset import decode
from citecheck.pages.html import title_of
from citecheck.pages.outline import Outline
from citecheck.pages.signs import Scores
from citecheck.pages.traits import OF_BLOCK, OF_PAGE, TRAITS, Traits, said_of_page
from citecheck.pages.walk import Walk

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
WEIGHTS = Path(regions.__file__).with_name("main_text.json")
_WORD = re.compile(r"\w+")
_RUNS = (12, 6, 4, 3, 2, 1)  # words; longer runs of a block are looked for in the body first
_WHOLE = 4  # words; shorter runs count only as what is left of a block
_TREES, _DEPTH, _RATE, _LEAST_IN_LEAF = 50, 4, 0.18, 60
_BLOCKS = 120  # of a page that are fitted on, about, so that long pages do not outweigh others


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@dataclass
class Record:
    """A page with its kind and known body."""

    kind: str
    url: str
    body: str
    html: bytes


@dataclass
class Sample:
    """A page as the fit sees it: for each block its traits, its words, whether it is right."""

    kind: str
    body: Counter[str]
    rows: Any
    words: list[list[str]]
    sizes: list[int]
    right: Any


def load(bench: Path) -> Iterator[Record]:
    """The pages of `articles` and `wcxb` that have a body."""
    for name in ("wcxb", "articles"):
        truth = json.loads((bench / name / "ground-truth.json").read_text(encoding="utf-8"))
        for key, record in sorted(truth.items()):
            if (record["body"] or "").strip():
                html = gzip.decompress((bench / name / "html" / f"{key}.html.gz").read_bytes())
                yield Record(record.get("type", "news"), record["url"], record["body"], html)


def shares(texts: Sequence[Sequence[str]], body: Sequence[str]) -> list[float]:
    """The share of each block's words that stand in the body, in runs, each word of it used once;
    the longest runs are looked for first."""
    every = [word for text in texts for word in text]
    owners = [number for number, text in enumerate(texts) for _ in text]
    used, hit = bytearray(len(body)), bytearray(len(every))
    for size in _RUNS:
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for start in range(len(body) - size + 1):
            if not any(used[start : start + size]):
                places[tuple(body[start : start + size])].append(start)
        at = 0
        while at <= len(every) - size:
            at += _taken(at, size, every, owners, body, places, used, hit) or 1
    counted = Counter(owners)
    found = Counter(owner for owner, is_hit in zip(owners, hit, strict=True) if is_hit)
    return [found[n] / counted[n] if counted[n] else 0.0 for n in range(len(texts))]


def _taken(
    at: int,
    size: int,
    every: Sequence[str],
    owners: Sequence[int],
    body: Sequence[str],
    places: dict[tuple[str, ...], list[int]],
    used: bytearray,
    hit: bytearray,
) -> int:
    """How many words from a place on are taken as a run of the body."""
    if any(hit[at : at + size]):
        return 0
    if size < _WHOLE:
        end, owner = at + size, owners[at]
        begins = at == 0 or owners[at - 1] != owner or hit[at - 1]
        ends = end >= len(every) or owners[end] != owner or hit[end]
        if not (begins and ends):
            return 0
    for start in places.get(tuple(every[at : at + size]), ()):
        if any(used[start : start + size]):
            continue
        length = 0
        while (
            at + length < len(every)
            and start + length < len(body)
            and every[at + length] == body[start + length]
            and not used[start + length]
            and not hit[at + length]
        ):
            length += 1
        used[start : start + length] = hit[at : at + length] = b"\1" * length
        return length
    return 0


def sample(record: Record) -> Sample | None:
    tree = LexborHTMLParser(bounded(decode(record.html, "text/html")))
    walk = Walk(tree)
    blocks, elements = walk.blocks, walk.elements
    if not blocks.texts:
        return None
    outline = Outline(blocks, elements)
    scores = Scores(blocks, elements, outline, title_of(tree), regions.signs())
    traits = Traits(blocks, elements, outline, scores, said_of_page(tree, record.url))
    rows = np.array([[*traits.of_page, *row] for row in traits.of_blocks()], dtype=np.float32)
    own, body = [words(text) for text in blocks.texts], words(record.body)
    right = np.array(shares(own, body)) > 0.5
    return Sample(record.kind, Counter(body), rows, own, blocks.sizes, right)


def fit(samples: Sequence[Sample], seed: int = 1) -> dict[str, Any]:
    """Trees by gradient boosting; a block counts by its words, every page about the same."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    chance = np.random.RandomState(seed)
    rows, right, weights = [], [], []
    for page in samples:
        own = np.array([max(1, len(text)) for text in page.words], dtype=float)
        own /= max(50.0, own[page.right].sum())
        share = np.minimum(1, _BLOCKS * own / own.sum())
        chosen = chance.rand(len(share)) < share
        rows.append(page.rows[chosen])
        right.append(page.right[chosen])
        weights.append((own / share)[chosen])
    weight = np.concatenate(weights)
    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        max_depth=_DEPTH,
        learning_rate=_RATE,
        min_samples_leaf=_LEAST_IN_LEAF,
        l2_regularization=5,
        max_bins=64,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(np.vstack(rows), np.concatenate(right), sample_weight=weight / weight.mean())
    return {
        "bias": round(float(model._baseline_prediction[0, 0]), 4),
        "trees": [_written(own[0].nodes, 0) for own in model._predictors],
    }


def _written(nodes: Any, number: int) -> Any:
    node = nodes[number]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    left, right = _written(nodes, int(node["left"])), _written(nodes, int(node["right"]))
    return [TRAITS[node["feature_idx"]], float(f"{node['num_threshold']:.5g}"), left, right]


def chosen(page: Sample, written: dict[str, Any]) -> Counter[str]:
    """The words of a page's main text by these trees."""
    numbers = {name: number for number, name in enumerate(TRAITS)}
    grown = [trees.grown(tree, numbers) for tree in written["trees"]]
    known = [float(value) for value in page.rows[0][: len(OF_PAGE)]]
    rows = page.rows[:, len(OF_PAGE) :].tolist()
    article = regions.is_article(known)
    chances = trees.probabilities(written["bias"], grown, known, rows, float(article))
    least = regions.chosen(chances, page.sizes, known)
    found: Counter[str] = Counter()
    announced = OF_BLOCK.index("announced")
    for text, row, chance in zip(page.words, rows, chances, strict=True):
        if chance > least and not (article and row[announced]):
            found.update(text)
    return found


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    return 2 * (found & wanted).total() / max(1, found.total() + wanted.total())


def show(name: str, figures: dict[str, list[float]]) -> None:
    every = [value for kind, values in figures.items() if kind != "news" for value in values]
    told = [f"{kind} {sum(own) / len(own):.3f}" for kind, own in sorted(figures.items())]
    print(f"{name}: all of wcxb {sum(every) / len(every):.3f}; {', '.join(told)}", flush=True)


def folds(samples: Sequence[Sample], count: int) -> None:
    fold = np.random.RandomState(0).permutation(len(samples)) % count
    figures: dict[str, list[float]] = defaultdict(list)
    for number in range(count):
        written = fit([s for s, own in zip(samples, fold, strict=True) if own != number])
        for page, own in zip(samples, fold, strict=True):
            if own == number:
                figures[page.kind].append(f1(chosen(page, written), page.body))
    show(f"held out, {count} folds", figures)


def by_trafilatura(records: Sequence[Record]) -> None:
    import trafilatura

    figures: dict[str, list[float]] = defaultdict(list)
    for record in records:
        text = trafilatura.extract(record.html, url=record.url) or ""
        figures[record.kind].append(f1(Counter(words(text)), Counter(words(record.body))))
    show("trafilatura", figures)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--folds", type=int, default=0, help="measure on held-out pages")
    arguments.add_argument("--against", choices=["trafilatura"])
    arguments.add_argument("--write", action="store_true", help="fit on all pages and write")
    given = arguments.parse_args()
    records = list(load(given.bench))
    if given.against:
        by_trafilatura(records)
    samples = [found for record in records if (found := sample(record)) is not None]
    if given.folds:
        folds(samples, given.folds)
    if given.write:
        text = json.dumps(fit(samples), ensure_ascii=False, separators=(",", ":"))
        WEIGHTS.write_text(text.replace("],[", "],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
