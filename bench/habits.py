"""How well briefs are read in each habit of citing, on documents whose truth is known.

    python bench/habits.py [HABIT…] [--documents 3] [--seed 1] [--wrong] [--keep FOLDER]

Each habit of `habits_text.py` and `habits_files.py` is a function that writes a brief of its own
around sentences that are made here; 3 documents a habit, 10 markers or more each. Printed for each
habit: the share of markers accounted for rightly (leading to the right address, or named as
unresolved where the document does not carry the address), and the share of cited claims that come
out with exactly the right words and addresses; what comes out beyond the truth counts against
both. Exit status 1 when a habit is below 98 % of markers or 95 % of claims.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import habits_files
import habits_text
from citecheck.cli.inputs import read_briefs
from citecheck.model import Brief, MarkerStatus
from citecheck.settings import Settings
from habits_maker import Document, Maker

HABITS = {**habits_text.HABITS, **habits_files.HABITS}
LEAST_MARKERS, LEAST_CLAIMS = 0.98, 0.95


@dataclass(slots=True)
class Score:
    """What was found of the truth of one habit, and how much there was or was found at most."""

    markers: int = 0
    all_markers: int = 0
    claims: int = 0
    all_claims: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def shares(self) -> tuple[float, float]:
        """The share of markers and the share of claims."""
        return self.markers / max(self.all_markers, 1), self.claims / max(self.all_claims, 1)


def key(text: str) -> str:
    """White space left out, as scripts and line breaks differ in it."""
    return "".join(text.split())


def score(document: Document, briefs: list[Brief], into: Score) -> None:
    """Count what `briefs`, all that was read of `document`, have of its truth."""
    want_markers = Counter(url or "unresolved" for claim in document.claims for url in claim.urls)
    want_claims = Counter(
        (key(claim.text), frozenset(url or "unresolved" for url in claim.urls))
        for claim in document.claims
    )
    have_markers: Counter[str] = Counter()
    have_claims: Counter[tuple[str, frozenset[str]]] = Counter()
    for brief in briefs:
        urls = {r.label: r.url or "no URL" for r in reversed(brief.references)}
        for marker in brief.markers:
            if marker.status is not MarkerStatus.PASSED_OVER:
                have_markers.update(urls.get(label, "unresolved") for label in marker.labels)
        have_claims.update(
            (key(claim.text), frozenset(urls.get(ref, "unresolved") for ref in claim.refs))
            for claim in brief.claims
            if claim.refs and claim.scope == "sentence"
        )
    into.markers += (want_markers & have_markers).total()
    into.all_markers += max(want_markers.total(), have_markers.total())
    into.claims += (want_claims & have_claims).total()
    into.all_claims += max(want_claims.total(), have_claims.total())
    into.wrong += [f"marker missed: {url}" for url in (want_markers - have_markers)]
    into.wrong += [f"marker extra: {url}" for url in (have_markers - want_markers)]
    into.wrong += [f"claim missed: {t} {sorted(u)}" for t, u in (want_claims - have_claims)]
    into.wrong += [f"claim extra: {t} {sorted(u)}" for t, u in (have_claims - want_claims)]


def run(habit: str, documents: int, seed: int, keep: Path | None) -> Score:
    """Make and read the documents of one habit."""
    total = Score()
    for number in range(documents):
        maker = Maker(random.Random(f"{habit} {seed} {number}"), number)
        document = HABITS[habit](maker)
        with tempfile.TemporaryDirectory() as temporary:
            folder = keep / f"{habit}-{number}" if keep else Path(temporary)
            for name, data in document.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            briefs, errors = read_briefs([str(folder / document.main)], Settings())
        score(document, briefs, total)
        total.wrong += [f"error: {error}" for error in errors]
    return total


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("habits", nargs="*", metavar="HABIT", choices=[*HABITS, []])
    arguments.add_argument("--documents", type=int, default=3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--wrong", action="store_true", help="print what was missed")
    arguments.add_argument("--keep", type=Path, help="write the documents below this folder")
    given = arguments.parse_args()
    failed = False
    print(f"{'habit':<44}{'markers':>9}{'right':>8}{'claims':>8}{'right':>8}")
    for habit in given.habits or HABITS:
        found = run(habit, given.documents, given.seed, given.keep)
        of_markers, of_claims = found.shares
        low = of_markers < LEAST_MARKERS or of_claims < LEAST_CLAIMS
        failed |= low
        print(
            f"{habit:<44}{found.all_markers:>9}{of_markers:>8.0%}{found.all_claims:>8}"
            f"{of_claims:>8.0%}{'  low' if low else ''}"
        )
        if given.wrong:
            print("\n".join(f"    {line}" for line in found.wrong))
    sys.exit(failed)


if __name__ == "__main__":
    main()
