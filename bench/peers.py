"""How citecheck tells supported claims from others, beside the existing tools, in one run.

    python bench/peers.py [--bench ../shared/bench] [--only NAME …] [--seconds 120]

Each peer gets a virtual environment of its own in a temporary folder and reads the same JSON lines
as `citecheck match`, by its adapter in `../shared/bench/peers`. A peer that is not done with a set
after `--seconds` is stopped, and is compared on what it answered. Printed is the area under the ROC
curve of its score, "supported" against the rest, and citecheck's on the same lines: of the shipped
model, which was trained on these sets, and held out (trained without the set). Needs the extra
`bench` and a package index.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from claims import SETS, SHARED, records, rows
from verdicts import held_out

_COMPARED = ("wice", "lfqa", "feversym", "gensearch")
PEERS = {
    "citesure": "citesure==0.2.2",
    "cite-right": "cite-right==0.4.0",
    "sourced-evidence": "sourced-evidence==0.4.1",
    "anchorcite": "anchorcite==0.1.0",
    "hallucination-check": "hallucination-check==0.1.0",
}


def lines_of(dataset: str, bench: Path) -> str:
    """The claims of a set as `citecheck match` and the peers read them, in a mixed order, so that
    a peer that is stopped early has seen all labels."""
    found = [
        {"id": r["id"], "claim": r["claim"], "source": "\n".join(r["source"])}
        for r in records(dataset, bench)
    ]
    order = np.random.default_rng(0).permutation(len(found))
    return "".join(json.dumps(found[i]) + "\n" for i in order)


def scores(command: list[str], lines: str, seconds: float) -> dict[str, float]:
    """The scores that a program gives, by id; those it gave within the time."""
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as answers:
        given.write(lines)
        given.seek(0)
        process = subprocess.Popen(
            command, stdin=given, stdout=answers, stderr=subprocess.DEVNULL, text=True
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        answers.seek(0)
        found = {}
        for line in answers.read().splitlines(keepends=True):
            if line.endswith("\n"):
                answer = json.loads(line)
                found[str(answer["id"])] = float(answer["score"])
        return found


def python_with(package: str, folder: Path) -> str:
    """A Python that has one package."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-qqq", package], check=True)
    return python


def area(found: Mapping[str, float], ids: list[str], labels: Mapping[str, bool]) -> float:
    """Area under the ROC curve of some scores on the given claims."""
    return float(roc_auc_score([labels[i] for i in ids], [found[i] for i in ids]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--only", nargs="*", choices=PEERS, default=list(PEERS))
    arguments.add_argument("--seconds", type=float, default=120.0)
    given = arguments.parse_args()
    by_set = {name: rows(name, given.bench) for name in SETS}
    labels = {
        str(r.record["id"]): r.label == "supported" for found in by_set.values() for r in found
    }
    lines = {name: lines_of(SETS[name].files[0], given.bench) for name in _COMPARED}
    own, unseen = {}, {}
    for name in _COMPARED:
        own[name] = scores([sys.executable, "-m", "citecheck", "match"], lines[name], 600)
        held = held_out(name, by_set, with_model=False)
        unseen[name] = {
            str(r.record["id"]): float(q) for r, q in zip(held.rows, held.supported, strict=True)
        }
    print(f"{'AUC':<22}{'set':<14}{'claims':>8}{'peer':>8}{'shipped':>9}{'held out':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for peer in given.only:
            python = python_with(PEERS[peer], Path(folder) / peer)
            for name in _COMPARED:
                adapter = str((given.bench / "peers" / f"{peer}.py").resolve())
                theirs = scores([python, adapter], lines[name], given.seconds)
                ids = [i for i in own[name] if i in theirs]
                if len({labels[i] for i in ids}) < 2:
                    print(f"{peer:<22}{name:<14}{len(ids):>8}  too few answers in the time")
                    continue
                print(
                    f"{peer:<22}{name:<14}{len(ids):>8}{area(theirs, ids, labels):>8.3f}"
                    f"{area(own[name], ids, labels):>9.3f}{area(unseen[name], ids, labels):>10.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
