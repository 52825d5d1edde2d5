"""Main text of article pages against their known bodies, and the time for each page.

    python bench/articles.py [--bench ../shared/bench] [--against trafilatura]

Precision, recall and F1 over 4-grams of words, each counted as often as it occurs, averaged over
the pages: the measure of the public article-extraction-benchmark (scrapinghub). All-text recall
is the share of the body's 4-grams in everything that was read, boilerplate included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from citecheck import pages
from citecheck.model import Region, Source, SourceStatus

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
_BODY = {Region.MAIN, Region.TABLE, Region.QUOTE, Region.HEADING}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def measure(found: str, body: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    have, want = shingles(found), shingles(body)
    common = (have & want).total()
    return common / max(have.total(), 1), common / max(want.total(), 1)


def by_citecheck(html: bytes, url: str) -> tuple[str, str]:
    page = pages.read(Source(url, SourceStatus.OK, body=html, content_type="text/html"))
    main = "\n".join(p.text for p in page.passages if p.region in _BODY)
    return main, page.text


def by_trafilatura(html: bytes, url: str) -> tuple[str, str]:
    import trafilatura

    text = trafilatura.extract(html, url=url, include_comments=False) or ""
    return text, text


def run(name: str, extract: Callable[[bytes, str], tuple[str, str]], bench: Path) -> None:
    truth = json.loads((bench / "articles" / "ground-truth.json").read_text(encoding="utf-8"))
    precisions, recalls, everything, seconds = [], [], [], 0.0
    for identity, record in sorted(truth.items()):
        html = gzip.decompress((bench / "articles" / "html" / f"{identity}.html.gz").read_bytes())
        began = time.perf_counter()
        main, whole = extract(html, record["url"])
        seconds += time.perf_counter() - began
        precision, recall = measure(main, record["body"])
        precisions.append(precision)
        recalls.append(recall)
        everything.append(measure(whole, record["body"])[1])
    count = len(precisions)
    precision, recall = sum(precisions) / count, sum(recalls) / count
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{name:<12} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  "
        f"all-text recall {sum(everything) / count:.3f}  {1000 * seconds / count:.1f} ms a page"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--against", choices=["trafilatura"])
    given = arguments.parse_args()
    run("citecheck", by_citecheck, given.bench)
    if given.against:
        run("trafilatura", by_trafilatura, given.bench)


if __name__ == "__main__":
    main()
