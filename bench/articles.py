"""Main text of article pages against their known bodies, and the time for each page.

    python bench/articles.py [--bench ../shared/bench] [--against trafilatura] [--folds | --train]

Precision, recall and F1 over 4-grams of words, each counted as often as it occurs, averaged over
the pages: the measure of the public article-extraction-benchmark (scrapinghub). All-text recall
is the share of the body's 4-grams in everything that was read, boilerplate included. The time is
CPU time: for each page the least of five rounds, since what else runs on a machine only adds to
it, after a first round that loads what is loaded once.

--folds measures the weights of the signs on pages that they were not fitted on: ten times, each
time fitted on nine tenths of the pages. --train fits them on all pages and writes
src/citecheck/pages/main_text.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from citecheck import pages
from citecheck.model import Region, Source, SourceStatus
from citecheck.pages import html as html_pages
from citecheck.pages import regions
from citecheck.pages.charset import decode
from citecheck.pages.outline import Outline
from citecheck.pages.signs import SIGNS, Scores
from citecheck.pages.walk import Walk

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
WEIGHTS = Path(regions.__file__).with_name("main_text.json")
_BODY = {Region.MAIN, Region.TABLE, Region.QUOTE, Region.HEADING}
_FOLDS = 10
_ROUNDS = 5
_WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def measure(found: str, body: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    have, want = shingles(found), shingles(body)
    common = (have & want).total()
    return common / max(have.total(), 1), common / max(want.total(), 1)


def load(bench: Path) -> list[tuple[str, str, bytes]]:
    """URL, known body and HTML of each page."""
    truth = json.loads((bench / "articles" / "ground-truth.json").read_text(encoding="utf-8"))
    folder = bench / "articles" / "html"
    return [
        (record["url"], record["body"], gzip.decompress((folder / f"{key}.html.gz").read_bytes()))
        for key, record in sorted(truth.items())
    ]


def by_citecheck(html: bytes, url: str) -> tuple[str, str]:
    page = pages.read(Source(url, SourceStatus.OK, body=html, content_type="text/html"))
    main = "\n".join(p.text for p in page.passages if p.region in _BODY)
    return main, page.text


def by_trafilatura(html: bytes, url: str) -> tuple[str, str]:
    import trafilatura

    text = trafilatura.extract(html, url=url, include_comments=False) or ""
    return text, text


def show(name: str, figures: Sequence[tuple[float, float]], rest: str = "") -> None:
    count = len(figures)
    precision, recall = sum(p for p, _ in figures) / count, sum(r for _, r in figures) / count
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:<24} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  {rest}")


def run(
    name: str,
    extract: Callable[[bytes, str], tuple[str, str]],
    records: Sequence[tuple[str, str, bytes]],
) -> None:
    for url, _, html in records:
        extract(html, url)
    seconds = [float("inf")] * len(records)
    for _ in range(_ROUNDS):
        figures, everything = [], []
        for number, (url, body, html) in enumerate(records):
            began = time.process_time()
            main, whole = extract(html, url)
            seconds[number] = min(seconds[number], time.process_time() - began)
            figures.append(measure(main, body))
            everything.append(measure(whole, body)[1])
    count = len(records)
    recall, time_each = sum(everything) / count, 1000 * sum(seconds) / count
    show(name, figures, f"all-text recall {recall:.4f}  {time_each:.2f} ms a page")


@dataclass
class Sample:
    """One page as the fit sees it: the blocks that no name decides on, and what is right."""

    body: str
    texts: list[str]
    signs: list[list[float]]  # for each block the size of each of SIGNS
    right: list[int]
    weights: list[float]  # a block's share of the words of all that is right on the page


def sample(body: str, html: bytes) -> Sample:
    tree = LexborHTMLParser(decode(html, "text/html"))
    walk = Walk(tree)
    blocks, outline = walk.blocks, Outline(walk.blocks, walk.elements)
    want, flat = shingles(body), f" {' '.join(_WORD.findall(body))} "
    right, words = [], []
    for text in blocks.texts:
        tokens = _WORD.findall(text)
        words.append(max(1, len(tokens)))
        if len(tokens) < 4:
            right.append(int(bool(tokens) and f" {' '.join(tokens)} " in flat))
        else:
            have = shingles(text)
            right.append(int((have & want).total() > have.total() / 2))
    whole = max(30, sum(map(mul, words, right)))
    is_open = [
        number
        for number, (at, kind) in enumerate(zip(blocks.containers, blocks.kinds, strict=True))
        if outline.regions[at] is Region.MAIN and kind is not Region.CAPTION
    ]
    signs: list[list[float]] = [[] for _ in is_open]
    for name in SIGNS:
        weights = {**dict.fromkeys(SIGNS, 0.0), name: 1.0}
        scores = Scores(blocks, walk.elements, outline, html_pages.title_of(tree), weights)
        for sizes, number in zip(signs, is_open, strict=True):
            group = scores.layout.groups[number]
            of_block = scores.of_block(number) + scores.of_words(number)
            sizes.append(scores.of_group(group) + of_block)
    return Sample(
        body,
        [blocks.texts[number] for number in is_open],
        signs,
        [right[number] for number in is_open],
        [words[number] / whole for number in is_open],
    )


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights by logistic regression; a block counts by its words, every page about the same."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows, right, weights = [], [], []
    for page in samples:
        rows += page.signs
        right += page.right
        weights += page.weights
    scaled = np.array(weights) * len(weights) / sum(weights)
    model = LogisticRegression(C=3, max_iter=5000, fit_intercept=False)
    model.fit(np.array(rows), right, sample_weight=scaled)
    return {name: round(float(w), 4) for name, w in zip(SIGNS, model.coef_[0], strict=True)}


def chosen(page: Sample, weights: Mapping[str, float]) -> str:
    """The main text of a sample by these weights."""
    in_order = [weights[name] for name in SIGNS]
    return "\n".join(
        text
        for text, sizes in zip(page.texts, page.signs, strict=True)
        if sum(map(mul, in_order, sizes)) > regions.THRESHOLD
    )


def folds(samples: Sequence[Sample]) -> None:
    import numpy as np

    for seed in range(3):
        order = np.random.RandomState(seed).permutation(len(samples)) % _FOLDS
        figures = []
        for fold in range(_FOLDS):
            weights = fit([s for s, f in zip(samples, order, strict=True) if f != fold])
            figures += [
                measure(chosen(s, weights), s.body)
                for s, f in zip(samples, order, strict=True)
                if f == fold
            ]
        show(f"held out, shuffle {seed + 1}", figures)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--against", choices=["trafilatura"])
    arguments.add_argument("--folds", action="store_true", help="measure on held-out pages")
    arguments.add_argument("--train", action="store_true", help="fit the weights and write them")
    given = arguments.parse_args()
    records = load(given.bench)
    if given.folds or given.train:
        samples = [sample(body, html) for _, body, html in records]
        if given.folds:
            folds(samples)
        if given.train:
            text = json.dumps({"weights": fit(samples)}, indent=1, ensure_ascii=False)
            WEIGHTS.write_text(text + "\n", encoding="utf-8")
        return
    run("citecheck", by_citecheck, records)
    if given.against:
        run("trafilatura", by_trafilatura, records)


if __name__ == "__main__":
    main()
