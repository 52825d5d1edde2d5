"""The whole check on the bench's briefs, their pages served on 127.0.0.1: verdict against label.

    python bench/check.py [--bench ../shared/bench] [--wrong]

Prints how many pages were read and claims judged, a table of verdict against label, and with
`--wrong` each claim whose verdict is not its label.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from citecheck import briefs, pipeline
from citecheck.model import BriefReport, Source, SourceStatus, Verdict
from citecheck.sources import FetchSettings, fetch_all

LABELS = ("supported", "partially_supported", "contradicted", "not_supported")


@contextmanager
def served(bench: Path) -> Iterator[int]:
    """Serve the bench's pages; yields the port."""
    command = [sys.executable, str(bench / "pages" / "serve.py")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait()


def rewritten(bench: Path, brief: Path, port: int) -> bytes:
    """The brief with its URLs pointing at the server."""
    command = [sys.executable, str(bench / "pages" / "serve.py"), "--rewrite", str(brief)]
    return subprocess.run([*command, "--port", str(port)], check=True, capture_output=True).stdout


def check_all(bench: Path) -> list[tuple[Path, BriefReport]]:
    """Check each brief of the bench; the reports are in the order of the paths."""
    paths = sorted(p for p in (bench / "pages" / "briefs").iterdir() if p.suffix in (".txt", ".md"))
    with served(bench) as port, tempfile.TemporaryDirectory() as cache:
        settings = FetchSettings(allow_private_hosts=True, cache_dir=Path(cache))

        def fetch(urls: Sequence[str]) -> Mapping[str, Source]:
            return fetch_all(urls, settings)

        parsed = [briefs.parse(rewritten(bench, p, port), path=str(p)) for p in paths]
        report = pipeline.check(parsed, fetch)
    return list(zip(paths, report.briefs, strict=True))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    shared = Path(__file__).resolve().parents[2] / "shared" / "bench"
    arguments.add_argument("--bench", type=Path, default=shared)
    arguments.add_argument("--wrong", action="store_true")
    given = arguments.parse_args()
    table: Counter[tuple[str, str]] = Counter()
    read = cited = judged = claims = 0
    wrong: list[str] = []
    for path, report in check_all(given.bench):
        statuses = [r.status for r in report.references if r.status is not None]
        cited += len(statuses)
        read += statuses.count(SourceStatus.OK)
        expected = {
            "".join(sentence["claim"].split()): sentence["label"]
            for sentence in json.loads(path.with_suffix(".expected.json").read_text())["sentences"]
        }
        for finding in report.findings:
            if not finding.claim.refs:
                continue
            claims += 1
            judged += finding.score is not None
            label = expected.get("".join(finding.claim.text.split())) or "no label"
            table[label, finding.verdict] += 1
            if label not in (finding.verdict, "no label"):
                reasons = "; ".join(f"{r.code}: {r.claim} / {r.source}" for r in finding.reasons)
                wrong.append(f"{label} -> {finding.verdict}: {finding.claim.text} ({reasons})")
    print(f"pages read: {read} of {cited}; claims judged: {judged} of {claims}\n")
    verdicts = [v for v in Verdict if v is not Verdict.UNCITED]
    print(f"{'label':<20}" + "".join(f"{v:>20}" for v in verdicts))
    for label in (*LABELS, "no label"):
        print(f"{label:<20}" + "".join(f"{table[label, v]:>20}" for v in verdicts))
    if given.wrong:
        print("\n" + "\n".join(wrong))


if __name__ == "__main__":
    main()
