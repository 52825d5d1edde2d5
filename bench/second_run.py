"""How long `citecheck check` takes when everything is kept: the whole process, on one processor.

    python bench/second_run.py [--runs 5] [--bench ../shared/bench]

Makes a brief of 20 claims on 10 pages from the bench, serves the pages on 127.0.0.1, checks it
once to fill the cache, then again some times, and prints the least processor time (user and
system) and the least time by the clock of a whole process. What Python alone and `citecheck
--version` take stands beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from check import rewritten, served


def measure(command: list[str], runs: int, environment: dict[str, str]) -> tuple[float, float]:
    """The least processor seconds and the least seconds by the clock of `runs` processes."""
    used, waited = [], []
    for _ in range(runs):
        before, began = os.times(), time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        after = os.times()
        waited.append(time.perf_counter() - began)
        used.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    return min(used), min(waited)


def composed(bench: Path) -> bytes:
    """A brief of 20 claims on 10 pages, two claims a page, from the briefs of the bench."""
    from citecheck import briefs
    from citecheck.pipeline import cited_references

    by_url: dict[str, list[str]] = {}
    for path in sorted((bench / "pages" / "briefs").iterdir()):
        if path.suffix not in (".txt", ".md"):
            continue
        brief = briefs.parse(path.read_bytes(), path=str(path))
        entries = cited_references(brief)
        for claim in brief.claims:
            for label in claim.refs[:1]:
                url = entries[label].url if label in entries else None
                if url is not None and claim.text not in by_url.setdefault(url, []):
                    by_url[url].append(claim.text)
    chosen = [(url, claims[:2]) for url, claims in by_url.items() if len(claims) >= 2][:10]
    lines = [
        f"{text.rstrip('.')} [{number}]."
        for number, (_, claims) in enumerate(chosen, 1)
        for text in claims
    ]
    sources = [f"[{number}] Page {number} — {url}" for number, (url, _) in enumerate(chosen, 1)]
    return "\n\n".join([*lines, "## Sources", "\n".join(sources)]).encode() + b"\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    shared = Path(__file__).resolve().parents[2] / "shared" / "bench"
    parser.add_argument("--bench", type=Path, default=shared)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, served(options.bench) as port:
        folder = Path(name)
        brief = folder / "brief.md"
        brief.write_bytes(composed(options.bench))
        brief.write_bytes(rewritten(options.bench, brief, port))
        environment = {**os.environ, "CITECHECK_CACHE_DIR": str(folder / "cache")}
        command = [sys.executable, "-m", "citecheck"]
        check = [*command, "check", "--allow-private-hosts", str(brief)]
        first = subprocess.run(
            [*check, "--format", "json"], env=environment, capture_output=True, check=False
        )
        report = json.loads(first.stdout)["briefs"][0]
        cited = [claim for claim in report["claims"] if claim["refs"]]
        read = [r for r in report["references"] if r["source"] and r["source"]["status"] == "ok"]
        size = sum(r["source"]["characters"] for r in read)
        print(f"{len(cited)} claims, {len(read)} pages, {size:,} characters")
        for label, what in (
            ("python -c pass", [sys.executable, "-c", "pass"]),
            ("citecheck --version", [*command, "--version"]),
            ("second run, terminal report", check),
            ("second run, --offline", [*check, "--offline"]),
            ("second run, --format json", [*check, "--format", "json"]),
        ):
            used, waited = measure(what, options.runs, environment)
            print(f"{label:<30} {used:6.2f} s processor  {waited:6.2f} s clock")


if __name__ == "__main__":
    main()
