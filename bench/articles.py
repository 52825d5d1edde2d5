"""Main text of article pages against their known bodies, and the time for each page.

    python bench/articles.py [--bench ../shared/bench] [--against trafilatura] [--wcxb]

Precision, recall and F1 over 4-grams of words, each counted as often as it occurs, averaged over
the pages: the measure of the public article-extraction-benchmark (scrapinghub). All-text recall
is the share of the body's 4-grams in everything that was read, boilerplate included. The time is
CPU time: for each page the least of five rounds, since what else runs on a machine only adds to
it, after a first round that loads what is loaded once.

--wcxb measures the pages of `wcxb`, which are of seven kinds: word F1 of the main text and recall
of all text for each kind, beside trafilatura's; whether snippets of the main text are supported as
claims; where snippets that do not belong to it stand. `bench/main_text.py` fits what decides.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from citecheck import pages
from citecheck.matching import assess, prepare
from citecheck.model import Page, Region, Source, SourceStatus, Verdict

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
_BODY = {Region.MAIN, Region.TABLE, Region.QUOTE, Region.HEADING, Region.COLLAPSED}
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


def by_kind(bench: Path) -> None:
    """Word F1 of the pages of `wcxb` by kind, beside trafilatura's; what their snippets say."""
    kinds: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    seconds = [0.0, 0.0]
    snippets: Counter[str] = Counter()
    unread: list[str] = []
    truth = json.loads((bench / "wcxb" / "ground-truth.json").read_text(encoding="utf-8"))
    for key, record in sorted(truth.items()):
        html = gzip.decompress((bench / "wcxb" / "html" / f"{key}.html.gz").read_bytes())
        source = Source(record["url"], SourceStatus.OK, body=html, content_type="text/html")
        began = time.process_time()
        page = pages.read(source)
        seconds[0] += time.process_time() - began
        began = time.process_time()
        other, _ = by_trafilatura(html, record["url"])
        seconds[1] += time.process_time() - began
        if page.status is not SourceStatus.OK:
            unread.append(f"{key} {page.status}")
        _ask(page, record, snippets)
        if not (record["body"] or "").strip():
            continue
        wanted = words(record["body"])
        main = words("\n".join(p.text for p in page.passages if p.region in _BODY))
        recall = (words(page.text) & wanted).total() / wanted.total()
        kinds[record["type"]].append((f1(main, wanted), f1(words(other), wanted), recall))
    kinds["all"] = [figures for own in kinds.values() for figures in own]
    print("kind            word F1   trafilatura   recall of all text")
    for kind, own in sorted(kinds.items()):
        ours, theirs, recall = (sum(values) / len(own) for values in zip(*own, strict=True))
        print(f"{kind:<14}    {ours:.3f}         {theirs:.3f}                {recall:.3f}")
    print("The trees were fitted on these pages; python bench/main_text.py --folds 10 holds out.")
    ours, theirs = (1000 * spent / len(truth) for spent in seconds)
    print(f"{ours:.1f} ms a page, trafilatura {theirs:.1f}: {theirs / ours:.1f} times as fast")
    print(f"not read as the page: {', '.join(unread) or 'none'}")
    print(f"snippets: {snippets['supported']} of {snippets['there']} there supported as claims")
    print(f"foreign snippets in plain main text: {snippets['as main']} of {snippets['foreign']}")


def _ask(page: Page, record: Mapping[str, Any], snippets: Counter[str]) -> None:
    """Ask whether a page supports its own snippets, and where its foreign ones stand."""
    flat = f" {' '.join(words_of(page.text))} "
    ready = prepare(page)
    for snippet in record["with"]:
        if f" {' '.join(words_of(snippet))} " in flat:
            snippets["there"] += 1
            snippets["supported"] += assess(snippet, (ready,)).verdict is Verdict.SUPPORTED
    for snippet in record["without"]:
        own = " ".join(words_of(snippet))
        holding = [p for p in page.passages if f" {own} " in f" {' '.join(words_of(p.text))} "]
        if own and holding:
            snippets["foreign"] += 1
            snippets["as main"] += all(p.region is Region.MAIN for p in holding)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def words(text: str) -> Counter[str]:
    return Counter(words_of(text))


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    return 2 * (found & wanted).total() / max(1, found.total() + wanted.total())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--against", choices=["trafilatura"])
    arguments.add_argument("--wcxb", action="store_true", help="pages of seven kinds instead")
    given = arguments.parse_args()
    if given.wcxb:
        by_kind(given.bench)
        return
    records = load(given.bench)
    run("citecheck", by_citecheck, records)
    if given.against:
        run("trafilatura", by_trafilatura, records)


if __name__ == "__main__":
    main()
