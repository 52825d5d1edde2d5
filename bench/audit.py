"""Audits of synthetic archives: time and memory for N briefs, and for the run after it.

    python bench/audit.py [--briefs 1000 10000] [--jobs 2] [--store URL]

For each size: a run over fresh briefs (15 claims, 8 references each; 20,000 pages on 500 hosts of
this machine) and a second run with nothing changed. Prints seconds on the clock and of processor
time, a brief, the peak of all processes' resident memory together, and the ratios of the last size
to the first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from audit_archive import HOSTS, PAGES, counts, served, write_briefs


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds on the clock, seconds of processor time, peak bytes, exit status."""

    clock: float
    processor: float
    peak: int
    status: int


def audit(folder: Path, store: str, jobs: int, *more: str) -> Measured:
    """Run `citecheck audit` on the briefs in `folder`, watching its processes' memory."""
    command = [sys.executable, "-m", "citecheck", "audit", "briefs", "--store", store]
    command += ["--bodies", "bodies", "--cache-dir", "cache", "--allow-private-hosts"]
    command += ["--jobs", str(jobs), *more]
    began = time.monotonic()
    log = (folder / "log.txt").open("ab")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        peak[0],
        process.returncode,
    )


def _watch(session: int, peak: list[int]) -> None:
    """Note the largest sum of resident memory of the session's processes."""
    page = os.sysconf("SC_PAGE_SIZE")
    while Path(f"/proc/{session}/statm").exists():
        total = 0
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    if os.getsid(int(entry.name)) == session:
                        total += int((entry / "statm").read_text().split()[1]) * page
                except (OSError, ValueError, IndexError):
                    continue
        peak[0] = max(peak[0], total)
        time.sleep(0.25)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--briefs", type=int, nargs="+", default=[1000, 10_000])
    arguments.add_argument("--pages", type=int, default=PAGES)
    arguments.add_argument("--hosts", type=int, default=HOSTS)
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--store", help="a PostgreSQL URL, emptied by you before each size")
    given = arguments.parse_args()
    found: list[tuple[int, Measured]] = []
    print(f"{'briefs':>7} {'run':<7} {'clock s':>8} {'cpu s':>8} {'ms/brief':>9} {'peak MB':>8}")
    for briefs in given.briefs:
        with tempfile.TemporaryDirectory() as name, served(given.hosts) as port:
            folder = Path(name)
            write_briefs(folder / "briefs", briefs, given.pages, given.hosts, port)
            store = given.store or "store.sqlite"
            first = audit(folder, store, given.jobs)
            again = audit(folder, store, given.jobs)
            asked = counts(port)
            for run, measured in (("first", first), ("second", again)):
                each = 1000 * measured.processor / briefs
                print(
                    f"{briefs:>7} {run:<7} {measured.clock:>8.1f} {measured.processor:>8.1f}"
                    f" {each:>9.2f} {measured.peak / 1e6:>8.0f}"
                )
                if measured.status not in (0, 1):
                    print((folder / "log.txt").read_text()[-2000:])
            print(
                f"        second run {first.processor / again.processor:.1f} times as fast"
                f" (clock {first.clock / again.clock:.1f}); {len(asked)} pages,"
                f" each asked for at most {max(asked.values(), default=0)} times in two runs"
            )
            found.append((briefs, first))
    if len(found) > 1:
        (few, small), (many, large) = found[0], found[-1]
        print(
            f"{many} briefs against {few}: memory {large.peak / small.peak:.2f} times,"
            f" processor time a brief {large.processor / many / (small.processor / few):.2f} times,"
            f" clock {large.clock / many / (small.clock / few):.2f} times"
        )


if __name__ == "__main__":
    main()
