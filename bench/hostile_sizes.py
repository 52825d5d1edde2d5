"""Sizes: memory is bounded, time grows in proportion, and where there is a limit it is said.

    python bench/hostile_sizes.py [NAME…]

Each size is run at a quarter and in whole, in a process of its own, by the same watch as the
attacks of `hostile.py`. It fails on more than 500 MB (children included), on more than six times
the quarter's time of the processor, on a traceback, and where what is too large is refused in other
than one line that says the limit. Prints a table; exit status 1 when a size did not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hostile import MEMORY, Attack, Page, Server, run
from hostile_briefs import CLAIM, OFFLINE
from hostile_pages import FACT, GOOD

_GROWTH = 6.0  # times the time of a quarter; 4 would be exact, and the rest is the machine's
_STARTING = 0.5  # seconds of the processor that a run takes for nothing


@dataclass(frozen=True, slots=True)
class Size:
    """Something of which there may be much; `limit` are words of the line that refuses it."""

    many: int
    files: Callable[[int], Mapping[str, bytes]]
    command: tuple[str, ...] = ("check", "b.md", *OFFLINE)
    limit: str = ""
    pages: Mapping[str, Page] | None = None


def references(many: int) -> str:
    """Claims that cite an entry each."""
    claims = "".join(
        f"The council approved barrier {n} on 12 May 2021 [{n}].\n\n" for n in range(many)
    )
    return f"{claims}## Sources\n\n" + "".join(
        f"[{n}] T - https://e.org/{n}\n" for n in range(many)
    )


def brief(text: str) -> Mapping[str, bytes]:
    """A folder with one brief."""
    return {"b.md": text.encode()}


def decisions(many: int) -> Mapping[str, bytes]:
    """A brief with lines of decisions that are broken."""
    text = f"{CLAIM}\n\n## Sources\n\n[1] T - https://e.org/1\n"
    return {**brief(text), ".citecheck/decisions.jsonl": b"{broken\n" * many}


def sound_decisions(many: int) -> Mapping[str, bytes]:
    """A brief with decisions on other claims."""
    line = {"schema": "citecheck.decision/1", "kind": "accept", "by": "ab", "why": "because"}
    line |= {
        "brief": "c.md",
        "verdict": "contradicted",
        "evidence": "e",
        "at": "2024-05-01T12:00:00Z",
    }
    lines = "".join(
        json.dumps({**line, "claim": f"Claim {n}.", "references": ["https://e.org/1"]}) + "\n"
        for n in range(many)
    )
    return {**decisions(0), ".citecheck/decisions.jsonl": lines.encode()}


SIZES = {
    "references": Size(20_000, lambda n: brief(references(n))),
    "references-of-a-list": Size(
        20_000,
        lambda n: {
            **brief("".join(f"Barrier {k} opened in 2021 [{k}].\n\n" for k in range(n))),
            "l.json": json.dumps([{"label": str(k), "url": f"https://e.org/{k}"} for k in range(n)]).encode(),
        },
        ("check", "b.md", "--sources", "l.json", *OFFLINE),
    ),
    "claims-of-a-line": Size(1_600_000, lambda n: brief("It is so [1]. " * n), limit="split it"),
    "claims-of-a-line-read": Size(
        99_000, lambda n: brief("It is so [1]. " * n + "\n\n## Sources\n\n[1] T - https://e.org/1\n")
    ),
    "claims-of-one-page": Size(
        4_000,
        lambda n: brief(f"{FACT} [1]\n\n" * n + "## Sources\n\n[1] T - {url}/\n"),
        ("check", "b.md", "--allow-private-hosts", "--no-archive", "--cache-dir", "cache",
         "--fail-on", "none", "-f", "json"),
        pages={"/": Page(GOOD)},
    ),
    "broken-decisions": Size(200_000, decisions),
    "sound-decisions": Size(20_000, sound_decisions),
}  # fmt: skip


def said(size: Size) -> Callable[[str, str, object], str]:
    """The promise of a size: a whole report, or one line that says the limit."""

    def holds(out: str, err: str, folder: object) -> str:
        if out:
            json.loads(out)
            return ""
        lines = err.splitlines()
        known = len(lines) == 1 and size.limit and size.limit in lines[0]
        return "" if known else f"{len(lines)} lines: {err[:200]}"

    return holds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SIZES))
    given = arguments.parse_args()
    server = Server()
    failed = 0
    print(f"{'size':<24} {'many':>9} {'cpu s':>7} {'MB':>5}  outcome")
    for name in given.names or SIZES:
        size = SIZES[name]
        times = []
        for many in (size.many // 4, size.many):
            attack = Attack(
                name, "size", size.command, size.files(many), size.pages or {},
                statuses=(0, 2), cpu=600.0, asks=bool(size.pages), holds=said(size),
            )  # fmt: skip
            outcome = run(attack, server)
            times.append(outcome.cpu)
            problem = outcome.problem
            if not problem and outcome.memory > MEMORY:
                problem = f"{outcome.memory:.0f} MB"
            if (
                not problem
                and len(times) == 2
                and times[1] - _STARTING > _GROWTH * max(times[0] - _STARTING, 1)
            ):
                problem = f"{times[1] / times[0]:.1f} times the time of a quarter"
            failed += bool(problem)
            print(
                f"{name:<24} {many:>9} {outcome.cpu:7.1f} {outcome.memory:5.0f}"
                f"  {'FAILED: ' + problem if problem else 'held'}",
                flush=True,
            )
    print(f"{failed} did not hold")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
