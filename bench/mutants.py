"""How many damaged checks and shifted thresholds the tests notice.

    python bench/mutants.py [--checks figures,names] [--tests tests/matching/checks]

Each check is stubbed out (it finds nothing), then each of its thresholds, a number in its table of
`matching/data/checks.toml`, is made half of and one and a half times what it is, whole numbers at
least by one; so are those of the verdict in `weights.json`. After each change the tests run
in a copy of the sources, and a change that no test notices is printed. Exit status 1 where fewer
than 90 % of the stubs or 70 % of the shifts are noticed.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MATCHING = Path("citecheck", "matching")
_CHECK = re.compile(r"^CHECK = Check\(NAME, find", re.MULTILINE)
_TABLE = re.compile(r"^\[(?P<name>\w+)[\].]", re.MULTILINE)
_NUMBER = re.compile(r"^\s*\"?(?P<name>\w+)\"?(?: =|:) (?P<value>\d+(?:\.\d+)?)\b", re.MULTILINE)
_STUBS, _SHIFTS = 0.9, 0.7  # shares that must be noticed


class Mutant(NamedTuple):
    """A file of the sources, what it holds when it is damaged, what the damage is."""

    file: Path
    text: str
    check: str
    what: str
    is_stub: bool


def stubs(folder: Path) -> Iterator[Mutant]:
    """Each check so that it finds nothing."""
    for path in sorted(folder.joinpath("checks").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        stubbed = _CHECK.sub("CHECK = Check(NAME, lambda _: iter(())", text)
        if stubbed != text:
            yield Mutant(path.relative_to(folder), stubbed, path.stem, "finds nothing", True)


def shifts(folder: Path) -> Iterator[Mutant]:
    """Each threshold, smaller and larger."""
    for name, until in (("checks.toml", ""), ("weights.json", '"questions"')):
        path = folder / "data" / name
        text = path.read_text(encoding="utf-8")
        end = text.index(until) if until else len(text)
        tables = list(_TABLE.finditer(text))
        for match in _NUMBER.finditer(text, 0, end):
            table = next((t["name"] for t in reversed(tables) if t.start() < match.start()), "")
            for value in _shifted(match["value"]):
                changed = text[: match.start("value")] + value + text[match.end("value") :]
                what = f"{match['name']} {match['value']} -> {value}"
                yield Mutant(path.relative_to(folder), changed, table or "verdict", what, False)


def _shifted(value: str) -> tuple[str, str]:
    if "." in value:
        return f"{float(value) * 0.5:g}", f"{float(value) * 1.5:g}"
    step = max(1, round(int(value) * 0.5))
    return str(int(value) - step), str(int(value) + step)


def is_noticed(mutant: Mutant, tests: list[str]) -> bool:
    """Whether any test fails with a damaged file."""
    with tempfile.TemporaryDirectory() as copy:
        source = Path(copy, "src")
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        source.joinpath(MATCHING, mutant.file).write_text(mutant.text, encoding="utf-8")
        options = ["-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
    return run.returncode != 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checks", help="only these, parted by commas")
    arguments.add_argument("--jobs", type=int, default=1, help="so many runs side by side")
    tests = ["tests/matching/decide/test_verdict.py", "tests/matching/checks"]
    arguments.add_argument("--tests", nargs="+", default=tests)
    given = arguments.parse_args()
    folder = ROOT / "src" / MATCHING
    chosen = given.checks.split(",") if given.checks else None
    every = [m for m in (*stubs(folder), *shifts(folder)) if not chosen or m.check in chosen]
    noticed: dict[bool, list[bool]] = {True: [], False: []}
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        told = pool.map(lambda mutant: is_noticed(mutant, given.tests), every)
        for mutant, one in zip(every, told, strict=True):
            noticed[mutant.is_stub].append(one)
            print(f"{'noticed' if one else 'MISSED ':<9}{mutant.check}: {mutant.what}", flush=True)
    failed = False
    for is_stub, least in ((True, _STUBS), (False, _SHIFTS)):
        of = noticed[is_stub]
        share = sum(of) / len(of) if of else 1.0
        failed |= share < least
        print(f"{'stubs' if is_stub else 'shifts'}: {sum(of)} of {len(of)} noticed ({share:.0%})")
    sys.exit(failed)


if __name__ == "__main__":
    main()
