"""How well claims and references are found: against the bench's briefs and ExpertQA's answers.

    python bench/extract.py [--bench ../shared/bench] [--wrong] [--formats] [--time]

For `pages/briefs`: the share of expected sentences found with the same text (white space aside)
and refs, and the share of cited claims that are not expected. For the answers of six AI engines
(Malaviya et al., ExpertQA, 2023): the answers whose references are all found, and the share of
cited sentences with the same refs; a sentence that is split at a mid-sentence marker counts when
its parts together are it. `--formats` converts the briefs into every format (`bench/convert.py`)
and compares claims with the addresses that they cite; `--time` parses 1 MB and 10 MB of brief.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import convert
from citecheck import briefs
from citecheck.model import Brief, Claim

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"


def key(text: str) -> str:
    """White space, and the emphasis that is no text, left out."""
    return "".join(text.split()).replace("*", "")


def score_brief(brief: Brief, sentences: list[dict[str, Any]]) -> tuple[int, int, list[str]]:
    """Return (found, extra cited claims, what was missed)."""
    have = Counter((key(c.text), frozenset(c.refs)) for c in brief.claims)
    want = Counter((key(s["claim"]), frozenset(s["refs"])) for s in sentences)
    missed = [f"{text} {sorted(refs)}" for text, refs in (want - have)]
    extra = sum(count for (_, refs), count in (have - want).items() if refs)
    return (have & want).total(), extra, missed


def found_in_parts(claims: tuple[Claim, ...], text: str, refs: set[str]) -> bool:
    """Tell whether consecutive claims together are this sentence, and cite the same.

    The sentences of ExpertQA have markers cut out, so that `a [1], [2].` became `a,.` there.
    """
    wanted = key(text).replace(",.", ".")
    for first in range(len(claims)):
        joined, cited = "", set[str]()
        for claim in claims[first:]:
            joined += key(claim.text)
            cited |= set(claim.refs)
            if joined.strip(".") == wanted.strip(".") and cited == refs:
                return True
            if len(joined) > len(wanted) or not wanted.startswith(joined):
                break
    return False


def pages(bench: Path, show: bool) -> dict[str, float]:
    totals = Counter[str]()
    folder = bench / "pages" / "briefs"
    print(f"{'brief':<16}{'sentences':>10}{'found':>8}{'extra':>8}{'references':>12}")
    for path in sorted(p for p in folder.iterdir() if p.suffix != ".json"):
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        brief = briefs.parse(path.read_bytes(), path=path.name)
        found, extra, missed = score_brief(brief, expected["sentences"])
        urls = {r.label: r.url for r in brief.references}
        right = sum(urls.get(label) == url for label, url in expected["references"].items())
        cited = sum(bool(c.refs) for c in brief.claims)
        totals.update(
            sentences=len(expected["sentences"]),
            found=found,
            extra=extra,
            cited=cited,
            right=right,
            references=len(expected["references"]),
        )
        print(
            f"{path.name:<16}{len(expected['sentences']):>10}{found:>8}{extra:>8}"
            f"{right:>8}/{len(expected['references'])}"
        )
        if show:
            print("\n".join(f"  missed: {line}" for line in missed))
    return {
        "found": totals["found"] / totals["sentences"],
        "extra": totals["extra"] / max(totals["cited"], 1),
        "references": totals["right"] / totals["references"],
    }


def expertqa(bench: Path, show: bool) -> dict[str, float]:
    answers = right = sentences = found = 0
    with gzip.open(bench / "briefs" / "expertqa.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            brief = briefs.parse(record["brief"].encode(), path=record["id"])
            answers += 1
            urls = {r.label: r.url for r in brief.references}
            if urls == record["references"]:
                right += 1
            elif show:
                print(
                    f"  references: {record['id']}",
                    set(urls.items()) ^ set(record["references"].items()),
                )
            for sentence in record["sentences"]:
                sentences += 1
                if found_in_parts(brief.claims, sentence["text"], set(sentence["refs"])):
                    found += 1
                elif show:
                    print(f"  {record['id']}: {sentence['refs']} {sentence['text']}")
    return {"references": right / answers, "sentences": found / sentences}


def formats(bench: Path, show: bool) -> None:
    """The share of expected sentences found with the same addresses, format by format."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in convert.FORMATS:
            totals = Counter[str]()
            for path in convert.briefs(bench):
                expected = json.loads(path.with_suffix(".expected.json").read_text())
                data = convert.convert(path, Path(folder), kind)
                brief = briefs.parse(data.read_bytes(), path=data.name)
                urls = {r.label: r.url for r in brief.references}
                have = Counter(
                    (key(c.text), frozenset(map(urls.get, c.refs))) for c in brief.claims
                )
                want = Counter(
                    (key(s["claim"]), frozenset(map(expected["references"].get, s["refs"])))
                    for s in expected["sentences"]
                )
                extra = sum(n for (_, refs), n in (have - want).items() if refs)
                totals.update(want=want.total(), found=(have & want).total(), extra=extra)
                if show:
                    print("\n".join(f"  missed: {text}" for text, _ in want - have))
            share = totals["found"] / totals["want"]
            print(f"{kind:<8}{share:>7.1%} of {totals['want']} sentences, {totals['extra']} extra")


def timing() -> None:
    """Seconds of processor time of `citecheck extract` for 1 MB and 10 MB of brief."""
    sentence = "Forty towns signed the agreement in May, and two did not [1] [2]. "
    end = "\n\nSources\n[1] https://one.example/\n[2] https://two.example/\n"
    seconds = []
    for size in (1_000_000, 10_000_000):
        paragraph = sentence * 8 + "\n\n"
        data = (paragraph * (size // len(paragraph)) + end).encode()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "citecheck", "extract", "-"]
        subprocess.run(command, input=data, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"1 MB {seconds[0]:.2f} s, 10 MB {seconds[1]:.2f} s: {seconds[1] / seconds[0]:.1f} times")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--wrong", action="store_true")
    arguments.add_argument("--formats", action="store_true")
    arguments.add_argument("--time", action="store_true")
    given = arguments.parse_args()
    of_pages = pages(given.bench, given.wrong)
    print(
        f"pages: {of_pages['found']:.1%} of sentences found, {of_pages['extra']:.1%} extra, "
        f"{of_pages['references']:.1%} of references"
    )
    of_answers = expertqa(given.bench, given.wrong)
    print(
        f"ExpertQA: references right in {of_answers['references']:.1%} of answers, "
        f"{of_answers['sentences']:.1%} of cited sentences found"
    )
    if given.formats:
        formats(given.bench, given.wrong)
    if given.time:
        timing()


if __name__ == "__main__":
    main()
