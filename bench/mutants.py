"""How many damaged checks and shifted thresholds the tests notice.

    python bench/mutants.py [--checks figures,names] [--tests tests/matching/checks]

Each check is stubbed out (it finds nothing), then each threshold of its module, a number written in
capitals at its top, is made half of and one and a half times what it is, whole numbers at least by
one; after each change the tests run in a copy of the sources, and a change that no test notices is
printed. Exit status 1 where fewer than 90 % of the stubs or 70 % of the shifts are noticed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKS = Path("citecheck", "matching", "checks")
_THRESHOLD = re.compile(
    r"^(?P<name>_?[A-Z][A-Z_]*) = (?P<value>\d+(?:\.\d+)?)(?=\s|$)", re.MULTILINE
)
_STUBS, _SHIFTS = 0.9, 0.7  # shares that must be noticed


def mutants(name: str, text: str) -> Iterator[tuple[str, str]]:
    """What is changed in a check's module, and the module changed so."""
    stubbed = re.sub(
        r"^CHECK = Check\(NAME, find", "CHECK = Check(NAME, lambda _: iter(())", text, flags=re.M
    )
    if stubbed != text:
        yield f"{name}: finds nothing", stubbed
    for match in _THRESHOLD.finditer(text):
        value = match["value"]
        for factor in (0.5, 1.5):
            shifted = float(value) * factor
            if "." not in value:
                step = max(1, round(abs(shifted - int(value))))
                shifted = int(value) + (step if factor > 1 else -step)
            changed = f"{match['name']} = {shifted:g}"
            yield (
                f"{name}: {match['name']} {value} -> {shifted:g}",
                text[: match.start()] + changed + text[match.end() :],
            )


def is_noticed(source: Path, tests: list[str]) -> bool:
    """Whether any test fails with these sources."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    environment = os.environ | {"PYTHONPATH": str(source)}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return run.returncode != 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checks")
    arguments.add_argument("--tests", nargs="+", default=["tests/matching/checks"])
    given = arguments.parse_args()
    folder = ROOT / "src" / CHECKS
    chosen = given.checks.split(",") if given.checks else None
    noticed: dict[bool, list[bool]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as copy:
        source = Path(copy) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        for file in sorted(folder.glob("*.py")):
            text = file.read_text(encoding="utf-8")
            if chosen and file.stem not in chosen:
                continue
            for what, changed in mutants(file.stem, text):
                (source / CHECKS / file.name).write_text(changed, encoding="utf-8")
                told = is_noticed(source, given.tests)
                noticed["finds nothing" in what].append(told)
                print(f"{'noticed' if told else 'MISSED ':<9}{what}", flush=True)
            (source / CHECKS / file.name).write_text(text, encoding="utf-8")
    failed = False
    for is_stub, least in ((True, _STUBS), (False, _SHIFTS)):
        of = noticed[is_stub]
        share = sum(of) / len(of) if of else 1.0
        failed |= share < least
        print(f"{'stubs' if is_stub else 'shifts'}: {sum(of)} of {len(of)} noticed ({share:.0%})")
    sys.exit(failed)


if __name__ == "__main__":
    main()
