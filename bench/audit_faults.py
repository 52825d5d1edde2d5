"""Kills an audit again and again, and compares what it found with an undisturbed run.

    python bench/audit_faults.py [--briefs 300] [--kills 20] [--seed 1]

Each kill is a SIGKILL to the audit and all its processes at a random point of the work, or while
it starts; then the same command is started again. Prints how many kills struck, whether the
findings and look-ups are those of the undisturbed run, and how many pages were asked for again,
beside how many requests can have been in flight at the kills. Exit status 1 when something differs
or more was asked for than that.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from audit_archive import counts, served, write_briefs

_FOUND = (
    "SELECT path, state, problem, result_id FROM run_briefs ORDER BY path",
    "SELECT result_id, claim_id, verdict, score, reasons FROM findings ORDER BY 1, 2",
    "SELECT result_id, claim_id, ref, verdict, score, needed, assessment_id FROM citations"
    " ORDER BY 1, 2, 3",
    "SELECT id, verdict, score, reasons, evidence FROM assessments ORDER BY 1",
    "SELECT u.url, l.status, l.detail, l.http_status, s.sha256 FROM lookups l"
    " JOIN urls u ON u.id = l.url_id LEFT JOIN sources s ON s.id = l.source_id ORDER BY 1",
    "SELECT count(*) FROM runs",
)

_PROGRESS = (
    "SELECT (SELECT count(*) FROM lookups WHERE status IS NOT NULL)"
    " + (SELECT count(*) FROM run_briefs WHERE state IN ('done', 'failed'))"
)
_LONGEST_DELAY = 1.0  # seconds between a point of the work and the kill


def start(folder: Path, store: str, concurrency: int) -> subprocess.Popen[bytes]:
    """Start the audit in a process group of its own, with a cache of the store's own."""
    command = [sys.executable, "-m", "citecheck", "audit", "briefs", "--store", store]
    command += ["--cache-dir", f"{store}.cache", "--allow-private-hosts"]
    command += ["--concurrency", str(concurrency)]
    log = (folder / "log.txt").open("ab")
    return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)


def progress(path: Path) -> int:
    """How many look-ups and briefs are done; 0 before there are tables."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=30)) as database:
        try:
            return int(database.execute(_PROGRESS).fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def survives(process: subprocess.Popen[bytes], store: Path, point: int, delay: float) -> bool:
    """Kill the audit `delay` seconds after it has reached a point of the work; True when it ended
    before that."""
    while progress(store) < point:
        if process.poll() is not None:
            return True
        time.sleep(0.02)
    try:
        process.wait(delay)
        return True
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def found(path: Path) -> list[Any]:
    """Everything that a store says, in an order of its own."""
    with closing(sqlite3.connect(path)) as database:
        return [database.execute(query).fetchall() for query in _FOUND]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--briefs", type=int, default=300)
    arguments.add_argument("--pages", type=int, default=2000)
    arguments.add_argument("--hosts", type=int, default=100)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--concurrency", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    dice = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(given.hosts) as port:
            write_briefs(folder / "briefs", given.briefs, given.pages, given.hosts, port)
            began = time.monotonic()
            start(folder, "calm.sqlite", given.concurrency).wait()
            seconds = time.monotonic() - began
        with served(given.hosts, port) as port:
            work = progress(folder / "calm.sqlite")
            points = sorted(dice.randrange(work) for _ in range(given.kills))
            struck = 0
            status: int | None = None
            for point in points:
                process = start(folder, "killed.sqlite", given.concurrency)
                delay = dice.random() * _LONGEST_DELAY
                if survives(process, folder / "killed.sqlite", point, delay):
                    status = process.returncode
                    break
                struck += 1
            if status is None:
                status = start(folder, "killed.sqlite", given.concurrency).wait()
            asked = counts(port)
        same = found(folder / "killed.sqlite") == found(folder / "calm.sqlite")
        again = sum(count - 1 for count in asked.values())
        allowed = struck * given.concurrency
        print(f"{given.briefs} briefs, undisturbed in {seconds:.1f} s; {struck} kills struck")
        print(f"findings, assessments and look-ups identical: {'yes' if same else 'NO'}")
        print(
            f"{len(asked)} pages; asked for again: {again} (at most {allowed} were in flight at"
            f" the kills); most for one page: {max(asked.values())}; last exit status {status}"
        )
        if not same or again > allowed:
            sys.exit(1)


if __name__ == "__main__":
    main()
