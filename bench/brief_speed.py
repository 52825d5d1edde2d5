"""How long briefs of a size take to be read in each habit of citing, and how much memory.

    python bench/brief_speed.py [HABIT…] [--megabytes 1] [--most 3.0]

Makes one brief a habit with the makers of `habits.py`, so large that its text has about the size
named, and reads it in a process of its own. Printed for each habit: the size of its files, the
processor time of reading them (that of processes it starts included, the start of Python not),
that time for a megabyte, and the largest resident memory. Exit status 1 when a habit takes more
than `--most` seconds of processor time a megabyte of text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import habits_files
import habits_text
from citecheck.cli.inputs import read_briefs
from citecheck.settings import Settings
from habits_maker import Document, Maker

HABITS = {**habits_text.HABITS, **habits_files.HABITS}
_FEW = 500  # markers of the document on which it is measured how large one is


def make(habit: str, size: int) -> Document:
    """A document in `habit` of about `size` bytes: of its files, or of its claims if they are
    packed in its files."""

    def of(markers: int) -> Document:
        return HABITS[habit](Maker(random.Random(habit), 0, markers=markers))

    def bytes_of(document: Document) -> int:
        claims = sum(len(claim.text.encode()) for claim in document.claims)
        return max(sum(map(len, document.files.values())), claims)

    fixed, more = bytes_of(of(_FEW)), bytes_of(of(2 * _FEW))
    return of(max(_FEW, (size - 2 * fixed + more) * _FEW // (more - fixed)))


def read(path: str) -> None:
    """Read one brief and print its claims, seconds of processor time and bytes of memory."""
    with tempfile.TemporaryDirectory() as folder:  # what is imported counts for no brief
        for name in ("a.md", "a.html", "a.tex", "a.rst", "a.wiki", "a.json"):
            Path(folder, name).write_text("{}")
            read_briefs([str(Path(folder, name))], Settings())
    before = sum(os.times()[:4])
    briefs, errors = read_briefs([path], Settings())
    spent = sum(os.times()[:4]) - before
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    own = int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    claims = sum(len(brief.claims) for brief in briefs)
    size = sum(len(brief.text.encode()) for brief in briefs)
    told = [claims, size, spent, max(own, others) * 1024, [str(error) for error in errors]]
    print(json.dumps(told))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("habits", nargs="*", metavar="HABIT", choices=[*HABITS, []])
    arguments.add_argument("--megabytes", type=float, default=1)
    arguments.add_argument("--most", type=float, default=3, help="seconds a megabyte")
    arguments.add_argument("--read", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.read:
        read(given.read)
        return
    failed = False
    print(f"{'habit':<44}{'files MB':>9}{'claims':>8}{'s':>7}{'s a MB':>8}{'memory MB':>10}")
    for habit in given.habits or HABITS:
        document = make(habit, int(given.megabytes * 1e6))
        with tempfile.TemporaryDirectory() as folder:
            for name, data in document.files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            main_file = str(Path(folder) / document.main)
            done = subprocess.run(
                [sys.executable, __file__, "--read", main_file], capture_output=True, check=True
            )
        claims, size, spent, memory, errors = json.loads(done.stdout)
        files = sum(map(len, document.files.values()))
        pace = spent / max(files, size) * 1e6
        slow = pace > given.most or bool(errors)
        failed |= slow
        print(
            f"{habit:<44}{files / 1e6:>9.1f}{claims:>8}{spent:>7.1f}{pace:>8.1f}"
            f"{memory / 1e6:>10.0f}{'  slow' if slow else ''} {' '.join(errors)}",
            flush=True,
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
