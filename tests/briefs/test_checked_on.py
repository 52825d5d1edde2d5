"""The date that a brief gives itself."""

from __future__ import annotations

from datetime import date

import pytest

from citecheck.briefs import checked_on, parse


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Checked on January 28, 2026", date(2026, 1, 28)),
        ("Checked on Jan. 28th, 2026.", date(2026, 1, 28)),
        ("Checked 28 January 2026", date(2026, 1, 28)),
        ("Last updated: 2026-01-28", date(2026, 1, 28)),
        ("2026-01-28", date(2026, 1, 28)),
        ("Published 1 May 2026\n\nChecked on January 28, 2026", date(2026, 1, 28)),
        ("Checked on February 30, 2026", None),
        ("The bridge opened in 1931.", None),
    ],
)
def test_the_date_line(line: str, day: date | None) -> None:
    text = f"# A brief\n\n{line}\n\nThe council met. [1]\n\nSources\n1. https://example.org/\n"
    assert checked_on(parse(text.encode(), path="brief.md")) == day
