"""Verdicts on claims about real pages: each claim of the bench against its page.

    python bench/pages.py [--bench ../shared/bench] [--claims FILE] [--wrong]

Prints the verdicts per label and kind, then the figures that the project holds, each with how
many claims it is made of. With `--wrong` each claim whose verdict is not its label follows, with
its reasons. `--claims` takes another file of the same shape as `pages/claims.jsonl`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from citecheck import pages
from citecheck.matching import PreparedPage, assess, prepare
from citecheck.model import Judgement, ReasonCode, Source, SourceStatus, Verdict

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
_LABELS = ("supported", "partially_supported", "contradicted", "not_supported")
# What a careful reader would name as the reason, by the kind of the altered claim.
_CODES = {
    "number": {ReasonCode.QUANTITY_DIFFERS},
    "date": {ReasonCode.DATE_DIFFERS},
    "entity": {ReasonCode.NAME_DIFFERS, ReasonCode.ATTRIBUTION_DIFFERS},
    "direction": {ReasonCode.DIRECTION_DIFFERS, ReasonCode.POLARITY_DIFFERS},
    "negation": {ReasonCode.POLARITY_DIFFERS, ReasonCode.DIRECTION_DIFFERS},
    "quote-altered": {ReasonCode.QUOTATION_DIFFERS},
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim of the bench, its label and kind, what citecheck says of it."""

    id: str
    claim: str
    label: str
    kind: str
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self.judgement.verdict

    @property
    def names_the_fact(self) -> bool:
        """Whether the first reason is of the kind that was altered."""
        reasons = self.judgement.reasons
        return bool(reasons) and reasons[0].code in _CODES.get(self.kind, set(ReasonCode))


def read_page(bench: Path, identity: str) -> PreparedPage:
    """A page of the bench by its name, made ready."""
    urls = json.loads((bench / "pages" / "pages.json").read_text(encoding="utf-8"))
    body = gzip.decompress((bench / "articles" / "html" / f"{identity}.html.gz").read_bytes())
    url = urls.get(identity, f"https://example.org/{identity}")
    return prepare(pages.read(Source(url, SourceStatus.OK, content_type="text/html", body=body)))


def judge_all(bench: Path, claims: Path) -> tuple[list[Judged], float]:
    """Judge every claim; also gives the CPU seconds that judging took, reading left out."""
    page = cache(lambda identity: read_page(bench, identity))
    found: list[Judged] = []
    seconds = 0.0
    for line in claims.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        prepared = page(record["page"])
        began = time.process_time()
        judgement = assess(record["claim"], (prepared,))
        seconds += time.process_time() - began
        found.append(
            Judged(record["id"], record["claim"], record["label"], record["kind"], judgement)
        )
    return found, seconds


def share(name: str, limit: str, found: Iterable[Judged], test: Callable[[Judged], bool]) -> str:
    """One line: a figure, its limit, how many of how many."""
    of = list(found)
    hits = sum(map(test, of))
    value = f"{hits / len(of):7.1%}" if of else "      –"
    return f"{name:<58}{limit:>8}{value}  {hits} of {len(of)}"


def figures(found: list[Judged]) -> list[str]:
    """The figures that the project holds."""

    def labelled(*labels: str) -> list[Judged]:
        return [j for j in found if j.label in labels]

    def kinds(*names: str) -> list[Judged]:
        return [j for j in labelled("supported") if j.kind in names]

    def said(*verdicts: Verdict) -> Callable[[Judged], bool]:
        return lambda j: j.verdict in verdicts

    supported, partly = Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED
    contradicted = Verdict.CONTRADICTED
    wrong = labelled("contradicted")
    return [
        share("contradicted claims called supported", "<= 5 %", wrong, said(supported)),
        share(
            "absent claims called supported", "<= 2 %", labelled("not_supported"), said(supported)
        ),
        share(
            "true claims called contradicted", "<= 3 %", labelled("supported"), said(contradicted)
        ),
        share(
            "verbatim claims and quotations called supported",
            ">= 98 %",
            kinds("verbatim", "quote"),
            said(supported),
        ),
        share(
            "paraphrased, synthesised called supported or partially",
            ">= 90 %",
            kinds("paraphrase", "synthesis"),
            said(supported, partly),
        ),
        share(
            "contradicted called contradicted, right fact first",
            ">= 75 %",
            wrong,
            lambda j: j.verdict is contradicted and j.names_the_fact,
        ),
        share(
            "half-true claims called supported",
            "",
            labelled("partially_supported"),
            said(supported),
        ),
        share(
            "half-true or absent claims called contradicted",
            "",
            labelled("partially_supported", "not_supported"),
            said(contradicted),
        ),
    ]


def table(found: list[Judged]) -> list[str]:
    """Verdicts per label and kind."""
    verdicts = [Verdict(label) for label in _LABELS]
    lines = [f"{'label':<21}{'kind':<15}" + "".join(f"{v:>21}" for v in verdicts)]
    for label in _LABELS:
        for kind in sorted({j.kind for j in found if j.label == label}):
            mine = [j.verdict for j in found if (j.label, j.kind) == (label, kind)]
            lines.append(
                f"{label:<21}{kind:<15}" + "".join(f"{mine.count(v):>21}" for v in verdicts)
            )
    return lines


def explained(judged: Judged) -> str:
    """A miss in a few lines."""
    lines = [f"{judged.id} {judged.label}/{judged.kind} -> {judged.verdict}: {judged.claim}"]
    lines += [
        f"    {r.code}: {r.claim!r} / {r.source!r} {r.detail}" for r in judged.judgement.reasons
    ]
    lines += [f"    > {' '.join(e.text.split())}" for e in judged.judgement.evidence[:1]]
    return "\n".join(lines)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--claims", type=Path)
    arguments.add_argument("--wrong", action="store_true")
    given = arguments.parse_args()
    found, seconds = judge_all(given.bench, given.claims or given.bench / "pages" / "claims.jsonl")
    print("\n".join((*table(found), "", *figures(found))))
    print(f"\n{1000 * seconds / max(1, len(found)):.1f} ms of CPU a claim")
    if given.wrong:
        misses = [
            j
            for j in found
            if j.verdict != j.label or (j.label == "contradicted" and not j.names_the_fact)
        ]
        print("\n" + "\n".join(map(explained, misses)))


if __name__ == "__main__":
    main()
