"""A saved report of the example brief, and golden files that `--write-golden` writes anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.model import Report
from citecheck.reports import saved

DATA = Path(__file__).parent / "data"
Golden = Callable[[str, str], None]


@pytest.fixture(scope="session")
def harlow() -> Report:
    """The report of the example brief, as `citecheck check --format json` wrote it once."""
    return saved.load((DATA / "harlow.json").read_bytes(), "harlow.json")


@pytest.fixture
def golden() -> Golden:
    """Compare a text with a golden file; with CITECHECK_WRITE_GOLDEN=1 write the file instead."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("CITECHECK_WRITE_GOLDEN") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare
