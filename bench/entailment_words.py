"""The tables of words of `entailment_words.txt`, for the edits that train an entailment model."""

from __future__ import annotations

from pathlib import Path

Table = dict[str, tuple[str, ...]]


def tables(path: Path) -> dict[str, Table]:
    """Each section as a table from a phrase to those that may take its place.

    In a line `a | b` each member leads to the other, in `a | b > c` both lead to `c` alone.
    """
    found: dict[str, Table] = {}
    table: Table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            table = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            left, arrow, right = line.partition(" > ")
            members = left.split(" | ")
            after = tuple(right.split(" | ")) if arrow else ()
            for one in members:
                others = after or tuple(other for other in members if other != one)
                table[one] = (*table.get(one, ()), *others)
    return found


_TABLES = tables(Path(__file__).with_suffix(".txt"))
REWORDED, OPPOSITES, CLASSES = _TABLES["reworded"], _TABLES["opposites"], _TABLES["classes"]
UNITS, SCOPES = _TABLES["units"], _TABLES["scopes"]
KINDS = {word: kinds[0] for word, kinds in _TABLES["kinds"].items()}
VERBS = {past: plain[0] for past, plain in _TABLES["verbs"].items()}
