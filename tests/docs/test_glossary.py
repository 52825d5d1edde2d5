"""Every term of the glossary has its module, and the name that it gives is defined there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<term>[^|]+) \| .+ \| `(?P<module>[\w/]+\.py)`(?: `(?P<name>\w+)`)? \|$")
ROWS = [
    found
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| term "))
    for found in [ROW.match(line) or line]
]


def test_it_has_some_forty_terms_each_once() -> None:
    terms = [row["term"] for row in ROWS if isinstance(row, re.Match)]
    assert len(terms) == len(ROWS) == len(set(terms))
    assert len(terms) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row)[:60])
def test_each_term_is_at_home_where_it_says(row: re.Match[str] | str) -> None:
    assert isinstance(row, re.Match), f"no row of a term, its meaning and its module: {row}"
    module = ROOT / "src" / "citecheck" / row["module"]
    assert module.is_file(), f"{row['term']}: there is no {row['module']}"
    if row["name"] is not None:
        assert row["name"] in defined(module), (
            f"{row['term']}: {row['module']} has no {row['name']}"
        )


def defined(module: Path) -> set[str]:
    """The classes, functions and variables of a module."""
    names = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names
